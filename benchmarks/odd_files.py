"""How much longer a check takes if a table is not written plainly: processor time, as a multiple of the plain file's.

    python benchmarks/odd_files.py [--rows N] [--runs N]

The table is the CSV of benchmarks/tableschema.py, in its errors too: one row in a hundred. Each form is checked some times,
and the least time counts.
"""

import argparse
import csv
import json
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from summitevents.tableschema import check_package

from tableschema import made  # isort: skip

Form = tuple[dict[str, Any], bytes]
"""What is changed in the resource, and the file."""


def csv_forms(plain: str) -> dict[str, Form]:
    """The same table in other forms of CSV."""
    rows, half = list(csv.reader(plain.splitlines())), plain.index("\n", len(plain) // 2) + 1
    unquoted = "".join("||".join(row) + "\n" for row in rows)
    return {
        "plain": ({}, plain.encode()),
        "a byte order mark": ({"encoding": None}, plain.encode("utf-8-sig")),
        "CRLF": ({}, plain.replace("\n", "\r\n").encode()),
        "windows-1252": ({"encoding": "windows-1252"}, plain.encode("cp1252")),
        "UTF-16": ({"encoding": "utf-16"}, plain.encode("utf-16")),
        "the delimiter ||": ({"dialect": {"delimiter": "||"}}, unquoted.encode()),
        "the lineTerminator ;": ({"dialect": {"lineTerminator": ";"}}, plain.replace("\n", ";").encode()),
        "a line break in every seventh row": ({}, plain.replace("with, a comma", "with\na comma").encode()),
        "one blank line": ({}, f"{plain[:half]}\n{plain[half:]}".encode()),
        "one byte that is no UTF-8": ({}, plain[:half].encode() + b"\xff\n" + plain[half:].encode()),
        "one quote too many": ({}, f'{plain[:half]}"x"y\n{plain[half:]}'.encode()),
        "commentChar": ({"dialect": {"commentChar": "#"}}, plain.encode()),
    }


def jsonl_forms(plain: str) -> dict[str, Form]:
    """The same table in forms of JSON Lines."""
    records = list(csv.DictReader(plain.splitlines()))
    lines = [json.dumps(record) + "\n" for record in records]
    text, half = "".join(lines), len(lines) // 2
    forms = {
        "plain": text.encode(),
        "a byte order mark": text.encode("utf-8-sig"),
        "CRLF": text.replace("\n", "\r\n").encode(),
        "a tab in every line": text.replace(": ", ":\t", 1).replace("\n{", "\n{\t").encode(),
        "one line that is no JSON": "".join([*lines[:half], "{]\n", *lines[half:]]).encode(),
        "a key too many in every tenth line": "".join(
            line.replace("{", '{"x": 1, ', 1) if n % 10 == 0 else line for n, line in enumerate(lines)
        ).encode(),
    }
    return {name: ({"path": "made.jsonl", "dialect": {}}, content) for name, content in forms.items()}


def seconds(folder: Path, resource: dict[str, Any], content: bytes, runs: int) -> float:
    """Checks one form; returns the least processor time."""
    (folder / resource["path"]).write_bytes(content)
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    found = []
    for _ in range(runs):
        start = time.process_time()
        check_package(folder / "datapackage.json")
        found.append(time.process_time() - start)
    return min(found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    random.seed(1)
    with TemporaryDirectory() as name:
        folder = Path(name)
        made(folder, asked.rows, 100)
        (resource,) = json.loads((folder / "datapackage.json").read_text())["resources"]
        plain = (folder / "made.csv").read_bytes().decode().replace("\r\n", "\n")
        print("| file | processor time, s | times the plain one |\n| --- | --- | --- |")
        for kind, forms in (("CSV", csv_forms(plain)), ("JSON Lines", jsonl_forms(plain))):
            least = 0.0
            for form, (changed, content) in forms.items():
                took = seconds(folder, {**resource, **changed}, content, asked.runs)
                least = least or took
                print(f"| {kind}, {form} | {took:.2f} | {took / least:.1f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
