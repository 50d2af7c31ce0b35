"""As of then, on three axes, in SQL, in Python and at the command line: one and the same answer."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

import summitevents
from summitevents.build.pipeline import build_tables
from summitevents.errors import BadLogError, UnreadableError
from summitevents.fold.definition import fold
from summitevents.fold.scope import Scope
from summitevents.log.package import Package
from summitevents.log.reader import read_log
from summitevents.query import asof
from summitevents.query.event import event_detail
from tests.support.amount import some_of
from tests.support.packages import write_package
from tests.support.paths import GOLDEN_PACKAGE, ROOT

pytestmark = pytest.mark.usefixtures("warm_cache")
HANOI = "SELECT status, happened, outcome FROM events WHERE event = 'hanoi-summit-2019'"


def events_by_definition(pos: int) -> dict[str, str | None]:
    """The events of the first records of the small log, each with the record that it is told by."""
    found = fold([line.value for line in read_log(Package(GOLDEN_PACKAGE))[0]][:pos])
    return dict.fromkeys(found.claims) | {event: claim.says["id"] for event, claim in found.chosen.items()}


@pytest.mark.parametrize("pos", some_of(range(22), 7))
def test_as_of_a_position_is_the_fold_of_the_first_records(pos: int) -> None:
    with summitevents.open(GOLDEN_PACKAGE).connect(as_of=pos) as con:
        assert con.execute("SELECT count(*) FROM log").fetchall() == [(pos,)]
        assert dict(con.execute("SELECT event, because FROM events").fetchall()) == events_by_definition(pos)


def test_as_of_any_position_the_macro_is_the_fold_of_the_first_records() -> None:
    with summitevents.open(GOLDEN_PACKAGE).connect() as con:
        for pos in range(22):
            found = con.execute("SELECT event, because FROM events_as_of(as_of := $1)", [pos]).fetchall()
            assert dict(found) == events_by_definition(pos)


def test_every_macro_is_its_table_at_the_end_of_the_log(built: Any) -> None:
    macros = [
        name
        for (name,) in built.execute(
            "SELECT function_name FROM duckdb_functions() WHERE function_name LIKE '%_as_of'"
        ).fetchall()
    ]
    assert len(macros) >= 12
    for macro in macros:
        table = macro.removesuffix("_as_of")
        assert built.execute(f"FROM {macro}() EXCEPT ALL FROM {table}").fetchall() == []
        assert built.execute(f"FROM {table} EXCEPT ALL FROM {macro}()").fetchall() == []


@pytest.mark.parametrize(
    "scope", [Scope(as_of=200), Scope(known_by="2019-02-20"), Scope(known_by="2019-02-12", certain=True)]
)
def test_a_macro_and_a_shorter_fold_agree(scope: Scope, tmp_path: Path, built: Any) -> None:
    build_tables(Package(ROOT), tmp_path / "then.duckdb", scope)
    built.execute(f"ATTACH IF NOT EXISTS '{tmp_path}/then.duckdb' AS then_{abs(hash(scope))} (READ_ONLY)")
    bound = {"as_of": scope.as_of, "known_by": scope.known_by, "certain": scope.certain}
    for table in ("events", "claims", "timeline", "disputes", "relations", "participants"):
        macro = f"FROM {table}_as_of(as_of := $as_of, known_by := $known_by, certain := $certain)"
        found = built.execute(macro, bound).fetchall()
        assert Counter(map(repr, found)) == Counter(
            map(repr, built.execute(f"FROM then_{abs(hash(scope))}.{table}").fetchall())
        )


def test_what_was_known_before_the_summit_and_after(built: Any) -> None:
    """By 20 February 2019 it is announced for 27 and 28 February; by the end of March it took place, and had failed."""
    with summitevents.open(ROOT).connect(known_by="2019-02-20") as con:
        assert con.execute(HANOI).fetchall() == [("announced", "2019-02-27/2019-02-28", None)]
    with summitevents.open(ROOT).connect(known_by="2019-03") as con:
        ((status, happened, outcome),) = con.execute(HANOI).fetchall()
    assert (status, happened) == ("occurred", "2019-02-27/2019-02-28")
    assert "fail" in outcome
    certain = "events_as_of(as_of := $1, known_by := $2, certain := TRUE)"
    by_macro = HANOI.replace("events", certain)
    assert built.execute(by_macro, [None, "2019-03"]).fetchall()[0][:2] == ("occurred", "2019-02-27/2019-02-28")
    two = 457  # records: the two documents alone; the second of them may be of later than March
    with summitevents.open(ROOT).connect(as_of=two, known_by="2019-03", certain=True) as con:
        assert con.execute(HANOI).fetchall() == [("announced", "2019-02-27/2019-02-28", None)]
    assert built.execute(by_macro, [two, "2019-03"]).fetchall() == [("announced", "2019-02-27/2019-02-28", None)]
    assert built.execute(by_macro, [two, "2019-02-12"]).fetchall() == []


@pytest.mark.parametrize("day", ["1940-01-01", "1955-01-01", "1970-01-01", "2000-01-01", "2018-06-12", "2019-02-26"])
@pytest.mark.parametrize("certain", [False, True])
def test_nothing_is_known_to_have_occurred_before_it_did(day: str, certain: bool, built: Any) -> None:
    told = """SELECT claims.record, events.happened
        FROM claims_as_of(known_by := $1, certain := $2) AS claims
        JOIN events ON events.event = claims.event
        WHERE events.earliest > $1 AND claims.status = 'occurred'"""
    assert built.execute(told, [day, certain]).fetchall() == []
    dated = """SELECT event FROM events_as_of(known_by := $1, certain := $2)
        WHERE earliest > $1 AND status NOT IN ('announced', 'expected', 'hypothetical', 'cancelled')"""
    assert built.execute(dated, [day, certain]).fetchall() == []


def test_a_first_day_of_publication_is_not_cited_as_a_date(built: Any) -> None:
    cited = built.execute("SELECT published_words FROM sources WHERE published_latest IS NULL").fetchall()
    assert len(cited) > 30
    assert all(words == "undated" or words.startswith("undated, not before ") for (words,) in cited)
    words = "SELECT published_words, known_from FROM sources WHERE source = 'korean-armistice-wikipedia'"
    assert built.execute(words).fetchall() == [("undated, not before January 2001", "2001-01-15")]


@pytest.mark.parametrize(("happened", "words"), [("0064-07-18", "July AD 64"), ("1066-10-14", "October 1066")])
def test_an_undated_source_is_named_by_what_it_tells(
    happened: str, words: str, package: Callable[..., Package]
) -> None:
    log = package(
        {"op": "source", "source": "s", "title": "S"},
        {"op": "claim", "event": "fire", "kind": "visit", "title": "Fire", "happened": happened, "basis": "stated",
         "status": "occurred", "source": "s", "locator": "p. 1"},
    )  # fmt: skip
    with summitevents.open(log.root).connect() as con:
        assert con.execute("SELECT published_words FROM sources").fetchall() == [(f"undated, not before {words}",)]


def test_an_event_that_was_not_known_yet_says_since_when_it_is() -> None:
    with summitevents.open(ROOT).connect(known_by="2018-01") as con, pytest.raises(UnreadableError) as refused:
        event_detail(con, "hanoi-summit-2019")
    told = (
        "nothing was known of hanoi-summit-2019 by then: first told by pti-summit-february-2019-01-19 (19 January 2019)"
    )
    assert str(refused.value) == told


def test_the_macros_take_a_year_or_a_month_too_and_refuse_what_is_no_day(built: Any) -> None:
    status = "SELECT status FROM events_as_of(known_by := $1) WHERE event = 'hanoi-summit-2019'"
    told = [built.execute(status, [day]).fetchall() for day in ("2019-02-20", "2019-03", "2019")]
    assert told == [[("announced",)], [("occurred",)], [("occurred",)]]
    for day, why in (
        ("garbage", "YYYY-MM-DD"),
        ("2019-2-3", "YYYY-MM-DD"),
        ("12019-02-03", "YYYY-MM-DD"),
        ("2019-02-31", "it must be a day, month or year"),
        ("2019-13", "it must be a day, month or year"),
        ("44 BC", "44 BC is -0043"),
        ("-0000", "it must be a day, month or year"),
    ):
        with pytest.raises(duckdb.Error, match=why):
            built.execute(status, [day]).fetchall()
    assert built.execute(status, [date(2019, 2, 20)]).fetchall() == [("announced",)]


@pytest.mark.parametrize("day", ["-0043-03-14", "-0043-03-15", "-0043-03", "-0043", "-0044", "0000", "0001-01"])
def test_the_macros_know_by_days_before_year_1_as_the_command_line_does(
    day: str, package: Callable[..., Package]
) -> None:
    dates = {"ides": "-0043-03-15", "april": "-0043-04-21", "actium": "-0030-09-02", "birth": "0000-12-25"}
    log = package(
        *({"op": "source", "source": event, "title": event, "published": when, "published_basis": "stated"}
          for event, when in dates.items()),
        *({"op": "claim", "event": event, "kind": "visit", "title": event, "happened": when, "basis": "stated",
           "status": "occurred", "source": event, "locator": "p. 1"} for event, when in dates.items()),
    )  # fmt: skip
    told = "SELECT event FROM {} ORDER BY event"
    with summitevents.open(log.root).connect(known_by=day) as con:
        expected = con.execute(told.format("events")).fetchall()
    by_macro = told.format("events_as_of(known_by := $1)")
    with summitevents.open(log.root).connect() as con:
        assert con.execute(by_macro, [day]).fetchall() == expected
        assert len(con.execute(by_macro, [date(2019, 3, 15)]).fetchall()) == len(dates)
        before_christ = by_macro.replace("$1", "DATE '0044-03-15 (BC)'")
        assert con.execute(before_christ).fetchall() == [("ides",)]


def test_the_macros_refuse_what_is_no_position(built: Any) -> None:
    count = "SELECT count(*) FROM claims_as_of(as_of := $1)"
    assert built.execute(count, ["200"]).fetchall() == built.execute(count, [200]).fetchall() != [(0,)]
    for position in ("2019-01-01", "sealed"):
        with pytest.raises(duckdb.Error, match=f"as_of is {position}; it must be a position"):
            built.execute(count, [position]).fetchall()


def test_a_story_as_of_then_compares_only_what_was_known() -> None:
    with summitevents.open(ROOT).connect(known_by="2019-02-20") as con:
        told = event_detail(con, "hanoi-summit-2019")
    known = {claim["record"] for claim in told.claims}
    assert all(comparison["target"] in known or comparison["other"] in known for comparison in told.comparisons)
    assert not any("nias" in comparison["target"] + comparison["other"] for comparison in told.comparisons)


def events(**view: Any) -> list[str]:
    with summitevents.open(GOLDEN_PACKAGE).connect(**view) as con:
        return [event for (event,) in con.execute("SELECT event FROM timeline ORDER BY nr").fetchall()]


@pytest.mark.parametrize("date", ["-0001", "0000", "0000-05-03", "0000~", "0000/0000", "[..0000]", "-0100/0000-02"])
@pytest.mark.parametrize("certain", [True, False])
def test_years_before_1_lie_before_every_day(date: str, certain: bool, package: Callable[..., Package]) -> None:
    log = package(
        {"op": "source", "source": "s", "title": "S"},
        {"op": "claim", "event": "old", "kind": "visit", "title": "Old", "happened": date, "basis": "stated",
         "status": "occurred", "source": "s", "locator": "p. 1"},
    )  # fmt: skip
    for bounds, expected in (({"from_": "0001"}, 0), ({"to": "0001"}, 1)):
        with summitevents.open(log.root).connect(**bounds, certain=certain) as con:
            assert con.execute("SELECT count(*) FROM timeline").fetchall() == [(expected,)], bounds


@pytest.mark.parametrize(
    ("bounds", "certain", "expected"),
    [
        ({"from_": "-0043", "to": "-0043"}, False, ["war", "siege", "ides", "peace", "myth"]),
        ({"from_": "-0043", "to": "-0043"}, True, ["ides"]),
        ({"from_": "-0048", "to": "-0048"}, True, ["war"]),
        ({"from_": "-0047", "to": "-0047"}, True, []),
        ({"from_": "1975", "to": "1975"}, True, ["peace"]),
        ({"from_": "1974", "to": "1974"}, True, []),
        ({"from_": "-0043-03-16", "to": "-0001"}, False, ["war", "siege", "peace", "myth"]),
        ({"to": "-0044"}, True, ["war"]),
        ({"from_": "0001"}, False, ["war", "peace", "myth", "far"]),
        ({"from_": "Y11999", "to": "Y12000"}, True, ["far"]),
        ({"to": "9999"}, False, ["war", "siege", "ides", "peace", "myth"]),
    ],
)
def test_years_before_1_and_after_9999_are_asked_for_as_others_are(
    bounds: dict[str, str], certain: bool, expected: list[str], package: Callable[..., Package]
) -> None:
    dates = {
        "war": "-0048/",
        "siege": "[-0044..-0042]",
        "ides": "-0043-03-15",
        "myth": "XXXX-03",
        "far": "Y12000",
        "peace": "/1975",
    }
    log = package(
        {"op": "source", "source": "s", "title": "S"},
        *({"op": "claim", "event": event, "kind": "visit", "title": "Old", "happened": date, "basis": "stated",
           "status": "occurred", "source": "s", "locator": "p. 1"} for event, date in dates.items()),
    )  # fmt: skip
    with summitevents.open(log.root).connect(**bounds, certain=certain) as con:
        assert [event for (event,) in con.execute("SELECT event FROM timeline ORDER BY nr").fetchall()] == expected


def test_what_may_and_what_must_have_been_under_way() -> None:
    assert events(from_="1901-05-31", to="1901-06-01") == ["comet", "envoy-visit", "talks"]
    assert events(from_="1901-05", to="1901-06") == ["comet", "envoy-visit", "talks"]
    assert events(from_="1901-05", to="1901-06", certain=True) == ["envoy-visit", "talks"]
    assert events(from_="1901", to="1901", certain=True) == ["comet", "envoy-visit", "talks", "bridge", "fair"]
    assert events(from_="1901-08-11", certain=True) == ["fair"]
    assert events(to="1900") == []


def test_a_row_says_whether_it_only_may_reach_into_the_days_asked_for() -> None:
    with summitevents.open(GOLDEN_PACKAGE).connect(from_="1901-05", to="1901-06") as con:
        for table in ("events", "timeline"):
            marked = con.execute(f"SELECT event, within_perhaps FROM {table} ORDER BY event").fetchall()
            assert marked == [("comet", True), ("envoy-visit", False), ("talks", False)]


def test_every_table_of_events_is_narrowed_alike() -> None:
    with summitevents.open(GOLDEN_PACKAGE).connect(from_="1901-07-04", to="1901-07-04", certain=True) as con:
        for table in ("events", "timeline", "claims", "citations", "disputes"):
            assert con.execute(f"SELECT DISTINCT event FROM {table}").fetchall() == [("bridge",)]
        assert con.execute("SELECT count(*) FROM participants").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("text", "pos"),
    [
        ("0", 0),
        ("16", 16),
        ("2026-01-01", 16),
        ("2026-01-01T11:59:59Z", 0),
        ("2026-01-01T12:00:00Z", 16),
        ("2026-01", 21),
        ("2025-12", 0),
        ("sealed", 0),
    ],
)
def test_a_position_by_number_day_or_time(text: str, pos: int) -> None:
    assert asof.scope(Package(GOLDEN_PACKAGE), asof.View(text)).as_of == pos


@pytest.mark.parametrize(
    "text", ["22", "-1", "yesterday", "2026-13", "", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00+07:00"]
)
def test_no_position(text: str) -> None:
    with pytest.raises(UnreadableError):
        asof.scope(Package(GOLDEN_PACKAGE), asof.View(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("44 BC", "44 BC: write -0043"),
        ("28/2/2019", "28/2/2019: write 2019-02-28"),
        ("28 Feb 2019", "28 Feb 2019: write 2019-02-28"),
        ("7/8/2019", "7/8/2019: it may be 2019-08-07 or 2019-07-08: write which"),
    ],
)
def test_a_date_in_another_form_is_refused_with_the_form_to_write(text: str, said: str) -> None:
    for option, view in (
        ("--from", asof.View(from_=text)),
        ("--to", asof.View(to=text)),
        ("--known-by", asof.View(known_by=text)),
        ("--as-of", asof.View(text)),
    ):
        with pytest.raises(UnreadableError) as refused:
            asof.connect(Package(GOLDEN_PACKAGE), view)
        assert str(refused.value) == f"{option} {said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20190228", "the hyphens are missing; write 2019-02-28"),
        ("44", "a year has four digits; write 2019-02-27, 2019-02 or 2019"),
    ],
)
def test_a_number_that_is_no_date(text: str, said: str) -> None:
    with pytest.raises(UnreadableError, match=f"^--from {text}: {said}$"):
        asof.connect(Package(GOLDEN_PACKAGE), asof.View(from_=text))


def test_a_time_counts_by_the_running_maximum(tmp_path: Path) -> None:
    """A clock that was behind does not bring a record to light before the ones ahead of it."""
    usual = {"op": "source", "recorded_by": "curator", "title": "t"}
    times = ["2026-01-01T10:00:00Z", "2026-01-01T12:00:00Z", "2026-01-01T11:00:00Z"]
    records = [
        {"id": f"2026-01-01-a.{n}", "source": f"s-{n}", "recorded_at": at, **usual} for n, at in enumerate(times, 1)
    ]
    package = write_package(tmp_path, {"2026-01-01-a": records})
    assert [asof.scope(package, asof.View(at)).as_of for at in ("2026-01-01T11:30:00Z", "2026-01-01T12:00:00Z")] == [
        1,
        3,
    ]


def test_an_error_that_a_later_record_mends_is_refused_only_where_it_stands(tmp_path: Path) -> None:
    usual = {"recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator"}
    claim = {"op": "claim", "kind": "visit", "title": "t", "status": "occurred", "source": "s", "locator": "p"}
    ops: list[dict[str, Any]] = [
        {"op": "source", "source": "s", "title": "t"},
        *({**claim, "event": event} for event in ("a", "b", "c")),
        {"op": "same", "event": "a", "other": "c", "reason": "r"},
        {"op": "same", "event": "b", "other": "c", "reason": "r"},
        {"op": "retract", "target": "2026-01-01-a.6", "reason": "r"},
    ]
    package = write_package(
        tmp_path, {"2026-01-01-a": [{"id": f"2026-01-01-a.{n}", **usual, **op} for n, op in enumerate(ops, 1)]}
    )
    with asof.connect(package, asof.View("7")) as con:
        assert con.execute("SELECT event FROM events ORDER BY 1").fetchall() == [("a",), ("b",)]
    with pytest.raises(BadLogError), asof.connect(package, asof.View("6")):
        pass
    with asof.connect(package, asof.View("5")) as con:
        assert con.execute("SELECT event FROM events ORDER BY 1").fetchall() == [("a",), ("b",)]


def test_what_a_view_has_only_perhaps_is_counted() -> None:
    def told(**view: Any) -> list[str]:
        with asof.connect(Package(GOLDEN_PACKAGE), asof.View(**view)) as con:
            return list(asof.doubts(con, asof.View(**view)))

    (may_reach,) = told(from_="1901-05-31", to="1901-06-01")
    assert may_reach.startswith("3 of 3 events only may reach into these days:")
    (may_be_known,) = told(known_by="1901-09-02")
    assert may_be_known.startswith("6 of 6 claims may not have been known by 1901-09-02:")
    assert not told(from_="1901-05", to="1901-06", certain=True)
    assert not told(from_="1901-07-04", to="1901-07-04", certain=True)
    assert not told()
