"""The rules of the log once more, in plain Python, as docs/findings.md says them: who breaks which one, and where.

What sql/checks says is held against this, on logs that break as many rules as they can (test_rules.py). It knows nothing
of SQL, and shares no line with the package but the bounds of dates.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from summitevents.standards import edtf
from summitevents.standards.edtf_dates import iso_day, year_of

Record = dict[str, Any]
"""One line's value, and `file` (its stem), `line` and `text` besides."""
Edges = Mapping[str, set[str]]
DAY = timedelta(days=1)
UTTERED = ("announcement", "statement", "expectation", "assessment", "demand", "offer")


def broken(batches: Mapping[str, list[str]], values: Mapping[str, list[Record]]) -> tuple[set[tuple[str, str, int]], set[str]]:  # fmt: skip
    """Code, file stem and line of everything that well-formed lines break, by stem; and the events whose merges are unclear."""
    lines = [
        {**value, "file": stem, "line": n, "text": text}
        for stem in sorted(batches)
        for n, (text, value) in enumerate(zip(batches[stem], values[stem], strict=True), 1)
    ]
    log = _Log(lines)
    rules = (_ids, _clocks, _references, _names, _plausible, _declarations, _claims, _replacements, _verdicts, _circles)
    return {(code, one["file"], one["line"]) for rule in rules for code, one in rule(log)}, log.doubtful()


def reached(edges: Edges, start: str) -> set[str]:
    """What can be got to in one step or more."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = edges.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


class _Log:
    def __init__(self, lines: list[Record]) -> None:
        self.lines = lines
        self.excused: set[str] = set()
        self.records: dict[str, Record] = {}
        for one in lines:
            self.records.setdefault(one["id"], one)
        self.ends: defaultdict[str, list[Record]] = defaultdict(list)
        for one in self.records.values():
            for ended in {one.get("replaces"), one["target"] if one["op"] == "retract" else None} - {None}:
                self.ends[ended].append(one)
        self.live = [one for one in self.records.values() if one["id"] not in self.ends]
        self.spoken = {one["event"] for one in self.records.values() if one["op"] == "claim"}
        self.into: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.of("same"):
            if one["event"] != one["other"]:
                self.into[one["other"]].add(one["event"])
        odd = {slug for slug, into in self.into.items() if len(into) > 1 or slug in reached(self.into, slug)}
        self.unclear = {slug for slug in self.spoken | set(self.into) if {slug, *reached(self.into, slug)} & odd}
        self.excused = set(self._mistaken())

    def of(self, *ops: str) -> list[Record]:
        """The live records of some ops, in order."""
        return [one for one in self.live if one["op"] in ops]

    def _mistaken(self) -> Iterator[str]:
        """What is missing, or dead, only since another line is wrong, which is told: names of records and of things."""
        ended = [one for one in self.lines if one is not self.records[one["id"]]]
        ended += [one for code, one in _replacements(self) if code == "replaces-circle"]
        for code, one in _references(self, amended=("replaces",)):
            if code in ("record-op", "target-self"):
                ended.append(self.records[one["replaces"]])
        for one in ended:
            yield one["id"]
            yield one.get("event" if one["op"] == "claim" else one["op"], "")

    def doubtful(self) -> set[str]:
        """The events of which it is not clear what stands for them, or what they stand for."""
        return self.unclear.union(*(reached(self.into, slug) for slug in self.unclear))

    def event(self, slug: str) -> str:
        """The event that stands for this one in the end."""
        while slug in self.into and slug not in self.unclear:
            [slug] = self.into[slug]
        return slug

    def line(self, one: Record, name: str = "replaces") -> list[str]:
        """What a record replaces, what that replaced, and so on."""
        found: list[str] = []
        while (before := one.get(name)) and before not in found:
            found.append(before)
            one = self.records.get(before, {})
        return found


Broken = Iterator[tuple[str, Record]]


def _ids(log: _Log) -> Broken:
    for one in log.lines:
        first = log.records[one["id"]]
        if one["id"].split(".")[0] != one["file"]:
            yield "id-batch", one
        if one is not first and one["text"] == first["text"]:
            yield "line-double", one
        elif one is not first and one["file"] == first["file"]:
            yield "id-duplicate", one


def _clocks(log: _Log) -> Broken:
    for one in log.lines:
        if date.fromisoformat(one["recorded_at"][:10]) > date.fromisoformat(one["file"][:10]) + DAY:
            yield "clock-ahead", one


def _references(log: _Log, amended: tuple[str, ...] = ("replaces", "target", "other")) -> Broken:
    """To records, and of what op; and of nothing to itself."""
    for one in log.records.values():
        fields = [name for name in amended if name in one and (name != "other" or one["op"] == "compare")]
        if {one[name] for name in fields} - log.records.keys() - log.excused:
            yield "record-missing", one
        for name in fields:
            other, fit = log.records.get(one[name], one), one["op"] if name == "replaces" else "claim"
            if one in log.live and other is not one and other["op"] != fit and (name == "replaces" or one["op"] != "retract"):  # fmt: skip
                yield "record-op", one
        itself = [one[name] == one["id"] for name in fields]
        if len(amended) > 1:
            itself += [one["op"] == "compare" and one["other"] == one["target"]]
            itself += ["event" in one and one.get("other") == one["event"]]
            itself += [entry["actor"] == one.get("actor") for entry in one.get("kin", [])]
        if any(itself) and all(end is one for end in log.ends[one["id"]]):
            yield "target-self", one


def _names(log: _Log) -> Broken:
    """Of sources, actors, places, events."""
    declared = {op: {one[op] for one in log.of(op)} for op in ("source", "actor", "place")}
    for one in log.live:
        entries = [*one.get("actors", []), *one.get("kin", [])]
        named = {
            "source": [one.get("revision_of"), None if one["op"] == "source" else one.get("source")],
            "actor": [one.get("speaker"), one.get("official_of"), *one.get("via", []), *(e["actor"] for e in entries)],
            "place": [one.get("within"), one.get("place") if one["op"] == "claim" else None],
        }
        for what, slugs in named.items():
            if set(slugs) - declared[what] - log.excused - {None}:
                yield f"{what}-missing", one
        if one["op"] in ("relate", "same", "different") and {one["event"], one["other"]} - log.spoken - log.excused:
            yield "event-missing", one
        for entry in one.get("actors", []):
            known = {
                n for a in log.of("actor") if a["actor"] == entry["actor"] for n in [a["name"], *a.get("names", [])]
            }
            if known and entry.get("name", a := next(iter(known))) not in {*known, a}:
                yield "name-unlisted", one
    called = {one.get("publisher") for one in log.of("source")} | {one["name"] for one in log.of("actor")}
    yield from (("taken-from-unknown", one) for one in log.of("source") if one.get("taken_from") not in {*called, None})
    still = {log.event(one["event"]) for one in log.of("claim")}
    for one in log.of("relate", "different"):
        empty = [slug for slug in (one["event"], one["other"]) if slug in log.spoken and log.event(slug) not in still]
        if empty and empty[0] not in log.excused:
            yield "event-empty", one


def _plausible(log: _Log) -> Broken:
    for one in log.live:
        for name in ("happened", "published"):
            if text := one.get(name):
                told, year = edtf.bounds(text), int(one["recorded_at"][:4])
                if told.start_min and told.end_max and told.end_max < told.start_min:
                    yield "interval-reversed", one
                if any(day and year_of(day) > year + 10 for day in (told.start_min, told.end_min)):
                    yield "date-far", one
        if one["op"] == "claim":
            if "speaker" not in one and one["kind"] in UTTERED:
                yield "speaker-missing", one
            yield from _against_its_source(log, one)
    for one in log.of("source"):
        told = {edtf.bounds(c["happened"]).start_min or "" for c in log.of("claim")
                if c["source"] == one["source"] and c["status"] == "occurred" and "happened" in c}  # fmt: skip
        if one.get("published_basis") == "inferred":
            out = edtf.bounds(one["published"])
            if out.start_min and not out.end_max and max(told, default="") > out.start_min:
                yield "source-too-early", one


def _against_its_source(log: _Log, claim: Record) -> Broken:
    for source in log.of("source"):
        if source["source"] == claim["source"]:
            if claim.get("passage_end", 0) > source.get("characters", 10**9):
                yield "passage-range", claim
            if claim["status"] == "occurred" and "happened" in claim and source.get("published_basis") == "stated":
                told, out = edtf.bounds(claim["happened"]).start_min, edtf.bounds(source["published"]).end_max
                if told and out and told > out and not _next_day(out, told):
                    yield "date-after-source", claim


def _next_day(one: str, other: str) -> bool:
    """Whether the other is the day after the one, both in the years 1 to 9999."""
    return bool(iso_day(one) and iso_day(other)) and date.fromisoformat(other) - date.fromisoformat(one) == DAY


def _declarations(log: _Log) -> Broken:
    firsts: dict[tuple[str, str], Record] = {}
    for one in log.of("source", "actor", "place"):
        first = firsts.setdefault((one["op"], one[one["op"]]), one)
        if first is not one and not (one.get("replaces") and one["replaces"] == first.get("replaces")):
            yield "declared-twice", one


def _claims(log: _Log) -> Broken:
    told = set()
    for one in log.of("claim"):
        places = ("event", "source", "locator", "passage_start", "passage_end", "happened")
        if (place := tuple(one.get(name) for name in places)) in told:
            yield "claim-twice", one
        told.add(place)


def _replacements(log: _Log) -> Broken:
    firsts: dict[str, Record] = {}
    retracted = {one["target"] for one in log.records.values() if one["op"] == "retract"}
    for one in log.live:
        before = log.line(one)
        if any(firsts.setdefault(id, one) is not one for id in before):
            yield "replaced-twice", one
        if any(end["op"] == "retract" and end["id"] not in log.ends for id in before for end in log.ends[id]):
            yield "replaced-and-retracted", one
    held = {
        id: {one["replaces"]}
        for id, one in log.records.items()
        if one.get("replaces") not in (None, id) and id not in retracted
    }
    for id in held:
        if id in reached(held, id):
            yield "replaces-circle", log.records[id]


def _verdicts(log: _Log) -> Broken:
    """Ranks, comparisons, merges that contradict each other, or speak of the dead."""
    dead = {id for id in log.ends if log.records.get(id, {}).get("op") == "claim"}
    ranks: dict[str, str] = {}
    into: dict[str, str] = {}
    for one in log.of("rank", "compare"):
        if {one["target"], one.get("other")} & dead - log.excused:
            yield f"{one['op']}-dead", one
    for one in log.of("rank"):
        if ranks.setdefault(one["target"], one["rank"]) != one["rank"]:
            yield "rank-conflict", one
    for one in log.of("same"):
        if into.setdefault(one["other"], one["event"]) != one["event"]:
            yield "absorbed-twice", one
    for one in log.of("different"):
        if one["event"] != one["other"] and log.event(one["event"]) == log.event(one["other"]):
            yield "same-different", one


def _circles(log: _Log) -> Broken:
    steps: dict[str, list[tuple[Record, str, str]]] = defaultdict(list)
    for one in log.live:
        if one["op"] == "same" and one["event"] != one["other"]:
            steps["same-circle"].append((one, one["other"], one["event"]))
        if one["op"] == "place" and "within" in one:
            steps["within-circle"].append((one, one["place"], one["within"]))
        if one["op"] == "source" and "revision_of" in one:
            steps["revision-circle"].append((one, one["source"], one["revision_of"]))
        if one["op"] == "relate" and one["event"] != one["other"] and one["relation"] != "about":
            ends = log.event(one["event"]), log.event(one["other"])
            kind = "part-of" if one["relation"] == "part-of" else "before"
            steps[f"relation-circle {kind}"].append((one, *(ends[::-1] if one["relation"] == "follows" else ends)))
    for code, some in steps.items():
        yield from ((code.split()[0], one) for one in _around(some))


def _around(steps: Iterable[tuple[Record, str, str]]) -> Iterator[Record]:
    edges: defaultdict[str, set[str]] = defaultdict(set)
    for _, start, end in steps:
        edges[start].add(end)
    for one, start, end in steps:
        if start == end or start in reached(edges, end):
            yield one
