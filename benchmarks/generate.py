"""Writes a log that nobody wrote: seeded, of the shape and size of a real one, and without a finding.

    python benchmarks/generate.py RECORDS FOLDER [SEED]

The same numbers give the same bytes, and a larger log begins with the smaller one, batch by batch. Of a thousand records
some 800 are claims, on events that two to five claims speak of and a few that hundreds do; the others declare sources,
actors and places, relate, compare, rank, merge, replace and retract. A record has some 600 bytes.
"""

import hashlib
import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count as counted
from itertools import cycle
from pathlib import Path
from typing import Any

BATCH = 50_000
"""Records a batch."""

WORDS = [
    "talks", "summit", "delegation", "border", "treaty", "minister", "visit", "railway", "embassy", "accord",
    "statement", "envoy", "harbour", "trade", "tariff", "ceasefire", "inspection", "reactor", "hotel", "press",
    "convoy", "airport", "banquet", "letter", "draft", "clause", "protocol", "mission", "observer",
]  # fmt: skip
KINDS = (
    "visit", "meeting", "summit", "negotiation", "agreement",
    "decision", "cooperation", "dispute", "report", "test",
)  # fmt: skip
ROLES = ("participant", "host", "visitor", "party", "agent", "target", "audience", "subject")
FIRST = date(1950, 1, 1)
WRONG: dict[str, Callable[[str], str]] = {
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

Record = dict[str, Any]
Place = tuple[str, int, str]
"""File, line and code of a finding."""


def write(folder: Path, count: int, log: "Log | None" = None) -> Path:
    """A package of `count` records in `folder`; returns the folder.

    Given a `log` that has been written from, it goes on: the next `count` records, in batches of their own.
    """
    (folder / "events").mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text('{"summitevents": {"format": 1}}\n')
    log = log or Log()
    for size in [BATCH] * (count // BATCH) + [count % BATCH] * (count % BATCH > 0):
        stem = batch(log.batches)
        with (folder / "events" / f"{stem}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in log.next(stem, size))
    return folder


def write_wrong(root: Path, into: Path, share: float) -> list[Place]:
    """The log in `root` once more in `into`, with this share of wrong lines besides; what is to be found.

    They are claims put between the others, over the whole log. None of them takes away what others rest on.
    """
    (into / "events").mkdir(parents=True)
    (into / "datapackage.json").write_bytes((root / "datapackage.json").read_bytes())
    kinds, every, found = cycle(WRONG.items()), round(1 / share), list[Place]()
    lines = 0
    for path in sorted((root / "events").glob("*.jsonl")):
        new, number = counted(1_000_000), 0
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


def write_one_event(folder: Path, claims: int) -> Path:
    """A package whose log says of one event that it was on each of so many days, one after the other; returns the folder."""
    usual = {"recorded_at": "2026-01-01T12:00:00Z", "recorded_by": "curator"}
    said: list[Record] = [
        {"op": "source", "source": f"s-{n}", "title": f"Source {n}", "published": "2019"} for n in range(50)
    ]
    said += [
        {
            "op": "claim", "event": "event", "kind": "visit", "title": "A visit", "status": "occurred", "basis": "stated",
            "happened": str(FIRST + timedelta(days=n)), "source": f"s-{n % 50}", "locator": f"line {n}",
        }
        for n in range(claims)
    ]  # fmt: skip
    (folder / "events").mkdir(parents=True)
    (folder / "datapackage.json").write_text('{"name": "one-event", "summitevents": {"format": 1}}\n')
    lines = (json.dumps({"id": f"2026-01-01-a.{n}", **usual, **record}) for n, record in enumerate(said, 1))
    (folder / "events/2026-01-01-a.jsonl").write_text("".join(f"{line}\n" for line in lines))
    return folder


def batch(number: int) -> str:
    """The name of a batch, without its suffix; batches are counted from 0."""
    return f"{date(2020, 1, 1) + timedelta(days=number)}-b{number:05}"


class Log:
    """What has been written so far, as numbers only: so much that a new record can speak of it."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.batches = self.made = 0
        self.sources = self.actors = self.places = self.events = self.judged = self.merged = 0
        self.recent: list[tuple[str, int]] = []  # claims that nothing has touched: id and event

    def next(self, stem: str, size: int) -> Iterator[Record]:
        """The records of the next batch."""
        self.batches += 1
        for number in range(1, size + 1):
            head = {"id": f"{stem}.{number}", "op": "", "recorded_at": f"{stem[:10]}T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z", "recorded_by": "curator"}  # fmt: skip
            says = self._says(head["id"])
            yield {**head, **{name: value for name, value in says.items() if value is not None}}
            self.made += 1

    def _says(self, record: str) -> Record:
        place = self.made % 1000
        if place < 2:
            return self._source()
        if place < 6:
            return self._place() if place == 2 else self._actor()
        if place % 8 == 0:
            return self._relate()
        if place % 25 == 7 and len(self.recent) > 20:
            return self._amend(record)
        return self._claim(record, self._event())

    def _source(self) -> Record:
        self.sources += 1
        return {
            "op": "source", "source": f"paper-{self.sources}", "title": self._words(6), "author": [self._words(2)],
            "publisher": self._words(3), "published": f"{2020 + self.sources % 5}-{1 + self.sources % 12:02}-15",
            "published_basis": "stated", "language": "en", "genre": "news", "rights": "held by the publisher",
            "characters": 90_000, "at_hand": True,
        }  # fmt: skip

    def _place(self) -> Record:
        self.places += 1
        within = f"town-{self.random.randint(1, self.places - 1)}" if self.places > 1 else None
        return {"op": "place", "place": f"town-{self.places}", "name": self._words(1), "within": within, "latitude": 10.25, "longitude": -106.5, "precision": "city"}  # fmt: skip

    def _actor(self) -> Record:
        self.actors += 1
        return {"op": "actor", "actor": f"person-{self.actors}", "type": "person", "name": f"Person {self.actors}", "names": [f"P. {self.actors}", f"No. {self.actors}"]}  # fmt: skip

    def _event(self) -> int:
        """Mostly a new one or a recent one; now and then any, and one in fifty of a hundred that all speak of."""
        if self.events < 100 or self.random.random() < 0.3:
            self.events += 1
            return self.events
        if self.random.random() < 0.02:
            return self.random.randint(1, max(100, self.events // 100))
        return max(1, self.events - int(self.random.expovariate(0.02)))

    def _claim(self, record: str, event: int) -> Record:
        self.recent = [*self.recent[-60:], (record, event)]
        start = self.made * 7919 % 80_000  # no two claims of a source are of one place: that would be a finding
        happened, status = self._when(event)
        cast = self.random.sample(range(1, self.actors + 1), min(self.actors, self.random.randint(1, 3)))
        return {
            "op": "claim", "event": f"event-{event}", "kind": KINDS[event % len(KINDS)], "title": self._words(4),
            "summary": self._words(14), "happened": happened, "basis": happened and "stated", "status": status,
            "place": f"town-{1 + event % self.places}" if self.random.random() < 0.6 else None,
            "speaker": f"person-{cast[0]}" if self.random.random() < 0.2 else None,
            "actors": [{"actor": f"person-{one}", "role": ROLES[(one + event) % len(ROLES)], "name": f"P. {one}"} for one in cast],
            "source": f"paper-{self.random.randint(max(1, self.sources - 40), self.sources)}",
            "passage_start": start, "passage_end": start + 120, "passage_sha256": hashlib.sha256(record.encode()).hexdigest(),
            "note": f"Read as “{self._words(5)}” – so the paper." if self.random.random() < 0.4 else None,
        }  # fmt: skip

    def _when(self, event: int) -> tuple[str | None, str]:
        day = (FIRST + timedelta(days=event * 37 % 25_000 + (self.random.random() < 0.05))).isoformat()
        until = (date.fromisoformat(day) + timedelta(days=2)).isoformat()
        forms = (day, day, day, day[:7], day[:4], f"{day}/{until}", f"{day[:7]}~", None)
        return self.random.choice(forms), "announced" if self.random.random() < 0.1 else "occurred"

    def _relate(self) -> Record:
        """Always to an event well before it, so that no merge of neighbours closes a circle."""
        if self.events <= 100:
            return self._actor()
        relation, other = self.random.choice(("part-of", "follows", "about")), self.random.randint(1, self.events - 50)
        return {"op": "relate", "event": f"event-{self.events}", "relation": relation, "other": f"event-{other}", "note": self._words(8)}  # fmt: skip

    def _amend(self, record: str) -> Record:
        """A claim replaced, retracted or ranked, two compared, or two events merged: nothing is touched twice."""
        self.judged += 1
        reason = f"{self._words(9)}."
        if self.judged % 5 == 0 and self.events // 2 > self.merged:
            self.merged = self.events // 2
            return {"op": "same", "event": f"event-{2 * self.merged - 1}", "other": f"event-{2 * self.merged}", "reason": reason}  # fmt: skip
        (one, event), (two, _) = self.recent.pop(0), self.recent.pop(0)
        if self.judged % 5 == 1:
            return {**self._claim(record, event), "replaces": one, "reason": reason}
        if self.judged % 5 == 2 and event in (other for _, other in self.recent):
            return {"op": "retract", "target": one, "reason": reason}
        if self.judged % 5 == 3:
            return {"op": "rank", "target": one, "rank": "preferred", "reason": reason}
        verdict = self.random.choice(("confirms", "narrows", "contradicts"))
        return {"op": "compare", "target": one, "verdict": verdict, "other": two, "reason": reason}

    def _words(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count)).capitalize()


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]), Log(*map(int, sys.argv[3:])))
