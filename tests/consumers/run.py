"""Runs readers on an unzipped release, and compares what each tells with what DuckDB says of its own file.

    python tests/consumers/run.py FOLDER "NAME=COMMAND FOLDER" …

FOLDER in a command stands for the folder.
"""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb


def expected(folder: Path) -> dict[str, dict[str, int]]:
    """Rows by table, and rows that a join over each key has, by DuckDB itself."""
    rows, joins = {}, {}
    with duckdb.connect(str(folder / "summitevents.duckdb"), read_only=True) as con:
        for one in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]:
            if one["format"] == "csv":
                name = one["name"]
                rows[name] = con.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]
                for key in one["schema"].get("foreignKeys", []):
                    (mine,), (theirs,), to = key["fields"], key["reference"]["fields"], key["reference"]["resource"]
                    join = f'SELECT count(*) FROM "{name}" AS a JOIN "{to or name}" AS b ON a."{mine}" = b."{theirs}"'
                    joins[f"{name}.{mine}"] = con.execute(join).fetchall()[0][0]
    return {"rows": rows, "joins": joins}


def main() -> int:
    """1 where a reader tells otherwise, or fails."""
    folder, bad = Path(sys.argv[1]), 0
    wanted = expected(folder)
    assert sum(wanted["rows"].values())
    assert sum(wanted["joins"].values())
    for named in sys.argv[2:]:
        name, _, command = named.partition("=")
        ran = subprocess.run(
            shlex.split(command.replace("FOLDER", str(folder))), capture_output=True, text=True, check=False
        )
        told = json.loads(ran.stdout.splitlines()[-1]) if ran.returncode == 0 else ran.stderr[-3000:]
        good = told == wanted
        print(
            f"{name}: {'the same' if good else 'NOT the same'}: {len(wanted['rows'])} tables, {len(wanted['joins'])} keys"
        )
        if not good:
            bad = 1
            parts = (
                [(p, k, v, told[p].get(k)) for p in wanted for k, v in wanted[p].items()] if ran.returncode == 0 else []
            )
            print([part for part in parts if part[2] != part[3]] or told)
    return bad


if __name__ == "__main__":
    sys.exit(main())
