"""Draws logs that are nearly good: LINES, with a record, a line or a few bytes changed."""

import hashlib
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from summitevents.log import schema
from summitevents.log.package import Package
from summitevents.log.records import MODELS
from tests.support.packages import numbered
from tests.support.words import KINDS, ROLES, STATUSES

BATCH = "events/2026-01-01-a.jsonl"
DOCUMENT = "Ann said “no” — twice.\r\n"
CITED = {
    "source": "paper",
    "passage_start": 9,
    "passage_end": 13,
    "passage_sha256": hashlib.sha256("“no”".encode()).hexdigest(),
}
RECORDS: list[dict[str, Any]] = [
    {"op": "source", "source": "paper", "title": "A paper", "published": "2019-03", "published_basis": "stated",
     "filename": "paper.txt", "sha256": hashlib.sha256(DOCUMENT.encode()).hexdigest(), "characters": len(DOCUMENT)},
    {"op": "actor", "actor": "ann", "type": "person", "name": "Ann", "names": ["Annie"],
     "kin": [{"actor": "bob", "relation": "brother"}]},
    {"op": "actor", "actor": "bob", "type": "person", "name": "Bob"},
    {"op": "place", "place": "hall", "name": "The hall", "latitude": 1.5, "longitude": 103},
    {"op": "claim", "event": "talks", "kind": "meeting", "title": "The talks", "happened": "2019-02-27/2019-02-28",
     "basis": "stated", "status": "occurred", "place": "hall", "quantity": 2, "unit": "day", **CITED,
     "actors": [{"actor": "ann", "role": "participant", "name": "Annie"}]},
    {"op": "claim", "event": "no", "kind": "statement", "title": "A no — 아니", "status": "occurred", "speaker": "ann",
     "via": ["bob"], **CITED},
    {"op": "claim", "event": "refusal", "kind": "statement", "title": "A no", "status": "occurred", "speaker": "ann",
     "source": "paper", "locator": "par. 1"},
    {"op": "relate", "event": "no", "relation": "part-of", "other": "talks"},
    {"op": "compare", "target": "2026-01-01-a.6", "verdict": "contradicts", "other": "2026-01-01-a.7", "reason": "A."},
    {"op": "same", "event": "no", "other": "refusal", "reason": "One."},
    {"op": "different", "event": "no", "other": "talks", "reason": "Two."},
    {"op": "rank", "target": "2026-01-01-a.5", "rank": "preferred", "reason": "The firmer."},
    {"op": "retract", "target": "2026-01-01-a.12", "reason": "A slip."},
]  # fmt: skip
LINES = [json.dumps(record, ensure_ascii=False) for record in numbered("2026-01-01-a", RECORDS)]
"""A good log with every op, a line each."""

words = st.sampled_from(
    [f"2026-01-01-a.{n}" for n in (1, 2, 5, 6, 7, 9, 13, 99)]
    + ["paper", "ann", "bob", "hall", "talks", "no", "refusal", "Annie", "2026-01-03T00:00:00Z"]
    + ["2019", "2019-02-30", "2019/..", "20XX", "Y20190", "2019-03/2019-02", "[2019,2020]", "-0044", "9999-12-31"]
    + [*MODELS, *list(KINDS)[:4], *list(ROLES)[:4], *STATUSES, "part-of", "before", "follows"]
)  # fmt: skip
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | words
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["actor", "role", "x"]), inner),
    max_leaves=4,
)
pieces = st.binary(max_size=4) | st.sampled_from(
    [b"\r", b"\r\n", b"\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"\\", b"\\ud800", b"{", b"}", b",",
     b"NaN", b"1e999", b"9" * 20, b" ", b"\t", "\u202e\u2028".encode(), b"[" * 70, b'"id": 1, ', b"x" * 66_000]
)  # fmt: skip


@st.composite
def mutated_logs(draw: st.DrawFn) -> bytes:
    """Draws the bytes of a good log, in which records are changed, then lines, then bytes."""
    lines = list(LINES)
    for _ in range(draw(st.integers(0, 2))):
        n = draw(st.integers(0, len(lines) - 1))
        record = json.loads(lines[n])
        record[draw(st.sampled_from([*record, *schema.fields(), "x"]))] = draw(values)
        lines[n] = json.dumps(record, ensure_ascii=draw(st.booleans()))
    for _ in range(draw(st.integers(0, 1))):
        n, m = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "swap", "double", "splice"])):
            case "drop":
                del lines[n]
            case "swap":
                lines[n], lines[m] = lines[m], lines[n]
            case "double":
                lines.insert(n, lines[m])
            case "splice":
                lines[n] = lines[n][: draw(st.integers(0, 200))] + lines[m][draw(st.integers(0, 200)) :]
    content = "".join(line + "\n" for line in lines).encode(errors="surrogatepass")
    for _ in range(draw(st.integers(0, 2))):
        at, until = draw(st.integers(0, len(content))), draw(st.integers(0, 30))
        match draw(st.sampled_from(["insert", "delete", "double", "replace", "cut"])):
            case "insert":
                content = content[:at] + draw(pieces) + content[at:]
            case "delete":
                content = content[:at] + content[at + until :]
            case "double":
                content = content[: at + until] + content[at:]
            case "replace":
                content = content[:at] + draw(pieces) + content[at + 1 :]
            case "cut":
                content = content[:at]
    return content


def write_batch(folder: Path, content: bytes) -> Package:
    """Writes a package of one batch with these bytes, and the document that it cites."""
    (folder / "events").mkdir()
    (folder / "paper.txt").write_bytes(DOCUMENT.encode())
    (folder / BATCH).write_bytes(content)
    return Package(folder)
