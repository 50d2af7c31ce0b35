"""What every reader tells of a release that it has read: rows by table, and how many of them each key leads somewhere.

A reader is a program that takes the folder of an unzipped release, and prints one JSON object with `rows` and `joins`.
"""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = Path(sys.argv[1])
TABLES = {
    one["name"]: one for one in json.loads((FOLDER / "datapackage.json").read_text("utf-8"))["resources"]
    if one["format"] == "csv"
}  # fmt: skip


def tell(column: Callable[[str, str], Iterable[object]]) -> None:
    """Prints what there is to tell, given the values of a column of a table, null for null."""
    rows, joins = {}, {}
    for name, table in TABLES.items():
        rows[name] = sum(1 for _ in column(name, table["schema"]["fields"][0]["name"]))
        for key in table["schema"].get("foreignKeys", []):
            (mine,), (theirs,) = key["fields"], key["reference"]["fields"]
            known = set(column(key["reference"]["resource"] or name, theirs)) - {None}
            joins[f"{name}.{mine}"] = sum(value in known for value in column(name, mine))
    print(json.dumps({"rows": rows, "joins": joins}))
