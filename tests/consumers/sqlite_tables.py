"""CSV in SQLite by sqlite-utils, with the keys of datapackage.json; SQLite itself then looks for keys that lead nowhere."""

import csv

import sqlite_utils
from common import FOLDER, TABLES, tell

db = sqlite_utils.Database(memory=True)
for name, table in TABLES.items():
    with (FOLDER / table["path"]).open(encoding="utf-8", newline="") as file:
        rows = [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]
    fields = {one["name"]: str for one in table["schema"]["fields"]}
    db[name].create(fields, pk=tuple(table["schema"]["primaryKey"]))
    db[name].insert_all(rows)
for name, table in TABLES.items():
    for key in table["schema"].get("foreignKeys", []):
        db[key["reference"]["resource"] or name].create_index(
            key["reference"]["fields"], unique=True, if_not_exists=True
        )
        db[name].add_foreign_key(key["fields"][0], key["reference"]["resource"] or name, key["reference"]["fields"][0])
assert db.execute("PRAGMA foreign_key_check").fetchall() == []
tell(lambda table, column: [value for (value,) in db.execute(f'SELECT "{column}" FROM "{table}"').fetchall()])
