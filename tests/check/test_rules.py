"""The rules of the log in SQL against the same rules in plain Python, on logs that break as many as they can.

A log is many small worlds, each with names of its own, so that one check looks at them all.
"""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from summitevents.check.log import check_log
from summitevents.log.package import Package
from tests.support import amount
from tests.support.oracles.rules import broken

WORLDS = 120
STEMS = ("2026-01-01-a", "2026-01-02-b")
TIMES = ("2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z")
DATES = [
    "2019", "2019-02", "2019-02-27/2019-02-28", "2019-02-28/2019-02-27", "2026-05", "2036", "2037", "2040-01/2041",
    "2019~", "[2017,2019]", "2026-01-02", "2018-12-31/..", "../2019", "-0043-03-14", "-0043-03-15", "[-0043..]", "[-0044-05..]",
]  # fmt: skip
OPS = ("source", "actor", "place", "claim", "claim", "claim", "relate", "compare", "retract", "same", "different", "rank")  # fmt: skip
BY_MERGES = ("same-different", "event-empty", "relation-circle")
"""What cannot be said where it is not clear which event stands for which."""

Record = dict[str, Any]


class World:
    """Some records that speak of each other, of a few things and of what is not there."""

    def __init__(self, number: int, dice: random.Random) -> None:
        self.dice = dice
        self.names = {kind: [f"w{number}-{kind}{n}" for n in range(4)] for kind in "sape"}
        self.records = [self.record(op) for op in ("source", "claim", "claim")]
        self.records += [self.record(dice.choice(OPS)) for _ in range(dice.randint(0, 9))]

    def some(self, kind: str, few: int = 2) -> str:
        return self.dice.choice(self.names[kind][:few])

    def now_and_then(self, chance: float, **fields: Any) -> Record:
        return fields if self.dice.random() < chance else {}

    def record(self, op: str) -> Record:
        make = getattr(self, op, None)
        found: Record = {"op": op, **(make() if make else {"event": self.some("e", 4), "other": self.some("e", 4)})}
        if op in ("compare", "retract", "rank"):
            found |= {"target": None}
        if op in ("same", "different", "compare", "retract", "rank"):
            found["reason"] = "R."
        return found | (self.now_and_then(0.2, replaces=None, reason="R.") if op != "retract" else {})

    def source(self) -> Record:
        return {
            "source": self.some("s"), "title": "T",
            **self.now_and_then(0.5, published=self.dice.choice(DATES), published_basis=self.dice.choice(["stated", "inferred"])),
            **self.now_and_then(0.3, characters=20), **self.now_and_then(0.3, revision_of=self.some("s")),
            **self.now_and_then(0.1, official_of=self.some("a")), **self.now_and_then(0.3, publisher="Gazette"),
            **self.now_and_then(0.1, taken_from=self.dice.choice(["Gazette", "Ann", "Annie", "Herald"])),
        }  # fmt: skip

    def actor(self) -> Record:
        return {
            "actor": self.some("a"), "type": "person", "name": self.dice.choice(["Ann", "Bob"]),
            **self.now_and_then(0.3, names=["Annie"]),
            **self.now_and_then(0.3, kin=[{"actor": self.some("a"), "relation": "brother"}]),
        }  # fmt: skip

    def place(self) -> Record:
        return {"place": self.some("p", 3), "name": "Hall", **self.now_and_then(0.6, within=self.some("p", 3))}

    def claim(self) -> Record:
        entry = {"actor": self.some("a"), "role": "host", **self.now_and_then(0.7, name=self.dice.choice(["Ann", "Annie", "X"]))}  # fmt: skip
        passage = {"passage_start": 3, "passage_end": self.dice.choice([10, 20, 21]), "passage_sha256": "0" * 64}
        return {
            "event": self.some("e", 4), "kind": self.dice.choice(["meeting", "statement", "report"]), "title": "T",
            "status": self.dice.choice(["occurred", "announced"]), "source": self.some("s"),
            **self.now_and_then(0.4, happened=self.dice.choice(DATES), basis="stated"),
            **self.now_and_then(0.2, place=self.some("p", 3)), **self.now_and_then(0.3, speaker=self.some("a")),
            **self.now_and_then(0.2, via=[self.some("a")]), **self.now_and_then(0.3, actors=[entry]),
            **(passage if self.dice.random() < 0.3 else {"locator": "p"}),
        }  # fmt: skip

    def relate(self) -> Record:
        relation = self.dice.choice(["part-of", "before", "follows", "about"])
        return {"event": self.some("e", 4), "relation": relation, "other": self.some("e", 4)}

    def compare(self) -> Record:
        return {"verdict": "confirms", "other": None}

    def retract(self) -> Record:
        return {}

    def rank(self) -> Record:
        return {"rank": self.dice.choice(["preferred", "deprecated"])}


def log(seed: int) -> dict[str, list[Record]]:
    """Two batches: the records of many worlds, with ids and what these name; a few lines doubled, a few ids wrong."""
    dice = random.Random(seed)
    batches: dict[str, list[Record]] = {stem: [] for stem in STEMS}
    for number in range(WORLDS):
        world = World(number, dice).records
        stems = [dice.choice(STEMS) for _ in world]
        for stem, record in zip(stems, world, strict=True):
            record["id"] = f"{stem}.{len(batches[stem]) + 1}"
            record["recorded_at"] = f"{stem[:10]}T00:00:00Z" if dice.random() < 0.97 else dice.choice(TIMES)
            record["recorded_by"] = "curator"
            batches[stem].append(record)
        ids = [record["id"] for record in world]
        for record in world:
            for name in [name for name, value in record.items() if value is None]:
                op = record["op"] if name == "replaces" else "claim"
                fit = ids if record["op"] == "retract" else [other["id"] for other in world if other["op"] == op]
                record[name] = dice.choices([f"{STEMS[0]}.900000", dice.choice(ids), dice.choice(fit)], [4, 11, 85])[0]
        for record in world:
            if dice.random() < 0.02:
                record["id"] = record["id"].replace("-a.", "-c.")
    for records in batches.values():
        records += [dict(record) for record in records if dice.random() < 0.01]
        records += [{**record, "note": "N"} for record in records if record["op"] == "claim" and dice.random() < 0.02]
    return batches


@pytest.mark.parametrize("seed", range(2 * amount.TIMES))
def test_the_rules_are_what_plain_python_makes_of_them(seed: int, tmp_path: Path) -> None:
    batches = log(seed)
    lines = {stem: [json.dumps(record) for record in records] for stem, records in batches.items()}
    (tmp_path / "events").mkdir()
    for stem, texts in lines.items():
        (tmp_path / f"events/{stem}.jsonl").write_text("".join(f"{text}\n" for text in texts), newline="\n")
    verdict = check_log(Package(tmp_path))
    found = {(f.code, f.file.removeprefix("events/").removesuffix(".jsonl"), f.line) for f in verdict.findings}
    expected, unclear = broken(lines, batches)
    doubtful = {
        (code, stem, n)
        for code in BY_MERGES
        for stem, records in batches.items()
        for n, record in enumerate(records, 1)
        if unclear & {record.get("event"), record.get("other")}
    }
    assert found - doubtful == expected - doubtful
