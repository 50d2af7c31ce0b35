"""The screen may doubt a good line, and never clears a bad one; whichever way a line goes, the findings are the same."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from benchmarks import generate
from hypothesis import example, given
from hypothesis import strategies as st
from tools import screen

from summitevents import sql
from summitevents.check.log import check_log, judge_by
from summitevents.findings.finding import Finding
from summitevents.fold import workspace
from summitevents.log import package as log
from summitevents.log.package import Package
from summitevents.log.reader import Line, read_log
from summitevents.log.vocabulary_file import choose_vocabulary
from summitevents.validation import validate_log
from tests.support.amount import examples
from tests.support.cases import CASE_NAMES
from tests.support.packages import write_package
from tests.support.paths import CASES, ROOT
from tests.support.strategies.mutated_logs import LINES, mutated_logs, write_batch

BY = {"recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator"}
HEAD = '"id": "2026-01-01-a.1", "recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator"'


def doubted(con: duckdb.DuckDBPyConnection, package: Package) -> list[int]:
    """The positions that the screen does not clear: those of the lines that the strict check is asked about."""
    asked: list[int] = []

    def judge(lines: Iterable[Line]) -> tuple[list[Line], list[Finding]]:
        good = list(lines)
        asked.extend(line.pos for line in good)
        return good, []

    with mock.patch.object(workspace, "SCREEN_FROM", 0):
        workspace.Workspace(con, package, for_tables=True).load(judge)
    return asked


def refused(package: Package) -> set[int]:
    """The positions that the definition refuses."""
    lines, _ = read_log(package)
    lines = [line for line in lines if log.is_batch(Path(line.file).name)]
    good, _ = judge_by(choose_vocabulary(package), package)(lines)
    return {line.pos for line in lines} - {line.pos for line in good}


def test_good_logs_are_cleared(tmp_path: Path) -> None:
    generate.write(tmp_path, 3000)
    with duckdb.connect() as con:
        assert doubted(con, Package(ROOT)) == [], "for any of them, the first command after an install imports pydantic"
        assert doubted(con, Package(tmp_path)) == []
    assert validate_log(Package(tmp_path)).findings == []


@pytest.mark.parametrize("separators", [(", ", ": "), (",", ":"), (", ", " : "), (" , ", ": ")])
def test_whatever_the_spaces_between_values(separators: tuple[str, str], tmp_path: Path) -> None:
    """And whether letters are written as escapes."""
    text = "".join(json.dumps(json.loads(line), separators=separators) + "\n" for line in LINES)
    with duckdb.connect() as con:
        assert doubted(con, write_batch(tmp_path, text.encode())) == []


def test_nothing_refused_in_any_case_is_cleared() -> None:
    with duckdb.connect() as con:
        for case in CASE_NAMES:
            package = Package(CASES / case)
            assert refused(package) <= {*doubted(con, package)}, case


@pytest.mark.parametrize(
    "rest",
    [
        '"op": "place", "place": "a", "name": 7, "latitude":1.5}',
        '"op": "place", "place": 7, "name": "A"}',
        '"op": "place", "place": "a", "name": true}',
        '"op": "place", "place": "a", "name": nan}',
        '"op": "place", "place": "a", "name": "A", "iso2": "KR",}',
        '"op":"place", "place":"a", "name":"A", "x": 1}',
        '"op":"place","place":"a","name":"A","zzz":"aaaaaaaaaa"}',
        '"op": "place", "place": "a", "name": "A", "name": "B"}',
        '"op": "place", "name": "A", "name": "B", "place": "a"}',
        '"op": "place", "name": "A", "x": 1, "place": "a"}',
        '"op": "place", "name": "A", "event": "b", "place": "a"}',
        '"place": "a", "op": "place", "place": "a", "name": "A", "op": "place"}',
        '"op": "place", "place": "a", "name": {"a":1}}',
        '"op": "place", "place": "a", "name": [nan], "note": [1e400], "reason": {"a":Infinity}, "x": 1}',
        '"op": "place", "place": "a", "name": [1], "note": [[]], "reason": {"a":"[","a":{}}, "x": 1}',
        '"op": "place", "place": "a", "name": ["a"]}',
        '"op": "place", "place": "a", "name": "A", "latitude": "1.5"}',
        '"op": "place", "place": "a", "name": "A", "names": ["A",]}',
        '"op": "place", "place": "a", "name": "A", "names": ["A", null]}',
        '"op": "place", "place": "a", "name": "A", "names": ["A", 7]}',
        '"op": "place", "place": "a", "name": "A", "latitude": 1e400}',
        '"op": "place", "place": "a", "name": "A", "latitude": 91}',
        '"op": "source", "source": "a", "title": "A", "sha256": ' + "7" * 64 + "  }",
        '"op": "source", "source": "a", "title": "A", "published": 2019}',
        '"op": "source", "source": "a", "title": "A", "published": [2019]}',
        '"op": "source", "source": "a", "title": "A\\ud800"}',
        '"op": "source", "source": "a", "title": "A\\u0007"}',
        '"op": "source", "source": "a", "title": "A\x7f"}',
        '"op": "source", "source": "a", "title": "A\\u007f"}',
        '"op": "actor", "actor": "a", "name": "A", "type": "person", "iso3": NAN}',
        '"op": "actor", "actor": "a", "name": "A", "type": "person", "kin": [{"actor": "b", "relation": "c", "x": 1}]}',
        '"op": "actor", "actor": "a", "name": "A", "type": "person", "kin": [{"actor": "b", "actor": "c", "relation": "c"}]}',
        '"op": "actor", "actor": "a", "name": "A", "type": "person", "kin": [{"actor": "' + "b" * 81 + '", "relation": "c"}]}',
    ],
)  # fmt: skip
def test_traps(rest: str, tmp_path: Path) -> None:
    """What DuckDB reads as if it were right, or what makes a line longer here and shorter there."""
    package = write_batch(tmp_path, f"{{{HEAD}, {rest}\n".encode())
    with duckdb.connect() as con:
        assert refused(package) == {1}
        assert doubted(con, package) == [1]


def test_a_text_is_cleared_whatever_it_looks_like(tmp_path: Path) -> None:
    titles = [
        "[Interview]",
        "{Untitled",
        "[1, 2]",
        "[]",
        "{}",
        '["a"]',
        "[nan]",
        "[1,]",
        "7",
        "true",
        "\\",
        'say "a"',
        "–",
    ]
    made = [
        {"id": f"2026-01-01-a.{n}", "op": "place", **BY, "place": "a", "name": title}
        for n, title in enumerate(titles, 1)
    ]
    package = write_package(tmp_path, {"2026-01-01-a": made})
    with duckdb.connect() as con:
        assert doubted(con, package) == []
    assert refused(package) == set()


@pytest.mark.parametrize("as_escapes", [True, False])
def test_fields_in_any_order_and_letters_as_escapes_are_cleared(as_escapes: bool, tmp_path: Path) -> None:
    lines = [dict(reversed(json.loads(line).items())) for line in LINES]
    text = "".join(json.dumps(line, ensure_ascii=as_escapes) + "\n" for line in lines)
    with duckdb.connect() as con:
        assert doubted(con, write_batch(tmp_path, text.encode())) == []


def test_what_is_too_long_is_not_cleared(tmp_path: Path) -> None:
    """A text has at most 4,000 characters, a slug 80; the line may have more than either."""
    texts = ["a" * 4000, 'b"' * 2000, "c" * 4001, "d" * 3999 + '"\\', '"' * 4001, "–" * 2000]
    slugs = ["a" * 80, "b" * 81, "-".join("c" * 40), "-".join("d" * 41)]
    head = {"op": "actor", **BY}
    made: list[dict[str, object]] = [
        *({**head, "actor": f"a{n}", "type": "person", "name": "A", "note": text} for n, text in enumerate(texts)),
        {**head, "actor": "b", "type": "person", "name": "A", "names": [texts[0]] * 3},
        {**head, "actor": "c", "type": "person", "name": "A", "names": ["A", texts[2]]},
        *({**head, "actor": slug, "type": "person", "name": "A"} for slug in slugs),
        *({**head, "actor": "d", "type": "person", "name": "A", "kin": [{"actor": slug, "relation": "a"}]} for slug in slugs),
    ]  # fmt: skip
    package = write_package(
        tmp_path, {"2026-01-01-a": [{"id": f"2026-01-01-a.{n}", **one} for n, one in enumerate(made, 1)]}
    )
    bad = {3, 4, 5, 8, 10, 12, 14, 16}
    assert refused(package) == bad
    with duckdb.connect() as con:
        assert {*doubted(con, package)} == bad | {6}, "bytes are counted, not characters"


def test_recorded_at_in_the_calendar(tmp_path: Path) -> None:
    times = ["2026-02-29T00:00:00Z", "2024-02-29T23:59:59Z", "2026-01-01T24:00:00Z", "2026-01-01T23:59:60Z", "0000-01-01T00:00:00Z"]  # fmt: skip
    record = {"op": "place", "place": "a", "name": "A", "recorded_by": "curator"}
    made = [{**record, "id": f"2026-01-01-a.{n}", "recorded_at": time} for n, time in enumerate(times, 1)]
    package = write_package(tmp_path, {"2026-01-01-a": made})
    with duckdb.connect() as con:
        assert doubted(con, package) == [1, 3, 4, 5]
    assert refused(package) == {1, 3, 4, 5}


@examples(3)
@example(content=b"\r" + LINES[0].encode() + b"\n")
@example(content=LINES[0].encode() + b"\n\r\n" + LINES[1].encode())
@given(content=mutated_logs())
def test_either_way_the_findings_are_the_same(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        package = write_batch(Path(folder), content)
        assert refused(package) <= {*doubted(con, package)}
        with mock.patch.object(workspace, "SCREEN_FROM", 0):
            screened = check_log(package, Path(folder))
        assert screened == check_log(package, Path(folder))


@examples(5)
@given(data=st.data())
def test_no_change_of_bytes_gets_a_bad_line_cleared(data: st.DataObject) -> None:
    """Many lines at once, each changed in a place or two, with the bytes that JSON is made of."""
    lines = []
    for line in LINES * 10:
        raw = bytearray(line.encode())
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(raw) - 1))
            raw[at : at + data.draw(st.integers(0, 3))] = data.draw(
                st.sampled_from([b"", *(bytes([c]) for c in b' ",:{}[]\\07e.-ntu')])
            )
        lines.append(bytes(raw))
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        package = write_batch(Path(folder), b"".join(line + b"\n" for line in lines))
        assert refused(package) <= {*doubted(con, package)}


def test_positions_hold_over_many_small_files(tmp_path: Path) -> None:
    """DuckDB reads small files in any order."""
    generate.write(tmp_path, 300)
    [batch] = (tmp_path / "events").iterdir()
    lines = batch.read_bytes().splitlines(keepends=True)
    batch.unlink()
    for n, line in enumerate(lines):
        (tmp_path / "events" / f"2020-01-01-{n:03}.jsonl").write_bytes(line)
    with duckdb.connect() as con:
        for _ in range(3):
            assert doubted(con, Package(tmp_path)) == []
            rows = con.execute("SELECT pos, file, line, id FROM log ORDER BY pos").fetchall()
            assert rows == [
                (n, f"events/2020-01-01-{n - 1:03}.jsonl", 1, json.loads(line)["id"]) for n, line in enumerate(lines, 1)
            ]


def test_both_files_are_made_from_the_models() -> None:
    for name, screened in (("typed", False), ("screened", True)):
        assert (ROOT / f"src/summitevents/sql/read/{name}.sql").read_text("utf-8") == screen.query(screened)


def test_the_lines_are_read_without_a_join(tmp_path: Path) -> None:
    """A line's position is its place among the rows. DuckDB keeps that through everything but a join, and makes one of a long IN."""
    file = tmp_path / "2026-01-01-a.jsonl"
    file.write_text("{}\n", "utf-8")
    for text in sql.read("read").values():
        asked = text.replace("$wanted", '{"op": "VARCHAR"}')
        with duckdb.connect() as con:
            [(_, plan)] = con.execute(f"EXPLAIN {asked}", {"files": [str(file)]}).fetchall()
        assert "JOIN" not in plan.upper()
