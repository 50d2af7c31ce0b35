"""A made log once more, with lines that are wrong in twelve ways: so many of each that a given share of the lines is wrong.

The wrong lines are claims put between the others, over the whole log. None of them takes away what others rest on.
"""

import json
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path

KINDS: dict[str, Callable[[str], str]] = {
    "json-syntax": lambda line: line.replace('"op"', "op", 1),
    "json-duplicate": lambda line: line.replace('"op"', '"id": 1, "op"', 1),
    "field-unknown": lambda line: line.replace('"op"', '"opp": 1, "op"', 1),
    "field-missing": lambda line: line.replace('"recorded_by": "curator", ', "", 1),
    "field-type": lambda line: line.replace('"recorded_by": "curator"', '"recorded_by": 7', 1),
    "field-form": lambda line: line.replace('"curator"', '"A Curator"', 1),
    "time-form": lambda line: line.replace('Z", "recorded_by"', '", "recorded_by"', 1),
    "op-unknown": lambda line: line.replace('"op": "', '"op": "x', 1),
    "line-blank": lambda line: "",
    "json-object": lambda line: f"[{line}]",
    "id-batch": lambda line: line.replace('"id": "2', '"id": "1', 1),
    "json-number": lambda line: line.replace('"op"', '"bytes": 1e999, "op"', 1),
}
"""A code, and what gives it to any line."""

Place = tuple[str, int, str]
"""File, line and code of a finding."""


def write(root: Path, into: Path, share: float) -> list[Place]:
    """The log in `root` once more in `into`, with this share of wrong lines besides; what is to be found."""
    (into / "events").mkdir(parents=True)
    (into / "datapackage.json").write_bytes((root / "datapackage.json").read_bytes())
    kinds, every, found = cycle(KINDS.items()), round(1 / share), list[Place]()
    lines = 0
    for path in sorted((root / "events").glob("*.jsonl")):
        new, number = count(1_000_000), 0
        with path.open(encoding="utf-8") as good, (into / "events" / path.name).open("w", encoding="utf-8", newline="\n") as file:  # fmt: skip
            for line in good:
                lines, number = lines + 1, number + 1
                file.write(line)
                if '"op": "claim"' in line and '"replaces"' not in line:
                    claim = line
                if lines % every == 0:
                    code, change = next(kinds)
                    number += 1
                    passage = {
                        "passage_start": json.loads(claim)["passage_start"] + 1
                    }  # or it would be the claim again
                    record = json.loads(claim) | passage | {"id": f"{path.stem}.{next(new)}"}
                    file.write(change(json.dumps(record, ensure_ascii=False)) + "\n")
                    found.append((f"events/{path.name}", number, code))
    return found
