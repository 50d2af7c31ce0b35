"""What a name opens: a source, an actor, a place or an event; and how it is said whose text was read, and where."""

from collections.abc import Callable
from typing import Any

import pytest

from summitevents.build import cache
from summitevents.errors import UnreadableError
from summitevents.log.package import Package
from summitevents.query.citation import origin_words
from summitevents.query.questions import named_questions
from summitevents.query.select import run_query
from summitevents.query.subject import find_subject, namesakes, slug_called

NAMED: list[dict[str, Any]] = [
    {"op": "source", "source": "book", "title": "Rome"},
    {"op": "source", "source": "other-book", "title": "ROME"},
    {"op": "actor", "actor": "nero", "type": "person", "name": "Nero", "names": ["Nero Claudius", "the emperor"]},
    {"op": "actor", "actor": "otho", "type": "person", "name": "Otho", "names": ["the emperor"]},
    {"op": "actor", "actor": "senate", "type": "group", "name": "The senate", "names": ["Rome"]},
    {"op": "place", "place": "city", "name": "Rome"},
    *({"op": "claim", "event": event, "kind": "visit", "title": title, "happened": happened, "basis": "stated",
       "status": "occurred", "source": "book", "locator": "p. 1"}
      for event, title, happened in (
          ("fire", "The Great Fire", "0064-07-18/0064-07-27"), ("nero", "Nero’s trip", "-0004-01-02"),
          ("birth", "A birth", "-0004-01-02?"), ("reign", "A reign", "-0026/0014"), ("war", "A war", "-0430/-0403"),
          ("start", "A start", "0000-03-01"), ("myth", "A myth", "Y-12000"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("nero", "nero"), ("Nero", "nero"), ("NERO CLAUDIUS", "nero"), ("The great-fire", "fire"), ("book", "book"),
        ("Rome", "city"), ("ROME", "other-book"), ("2026-01-01-a.3", "2026-01-01-a.3"), ("nobody", "nobody"),
    ],
)  # fmt: skip
def test_a_name_opens_what_it_is_of(name: str, slug: str, package: Callable[..., Package]) -> None:
    """A slug before all; then what has it for its own name, as it is written before in other capitals."""
    with cache.connect(package(*NAMED)) as con:
        assert slug_called(con, name) == slug


def test_a_name_of_several_names_their_slugs(package: Callable[..., Package]) -> None:
    with (
        cache.connect(package(*NAMED)) as con,
        pytest.raises(UnreadableError, match=r"^2 are called the emperor; name one of them: nero, otho$"),
    ):
        slug_called(con, "the emperor")


def test_an_event_with_the_slug_of_an_actor_is_said(package: Callable[..., Package]) -> None:
    with cache.connect(package(*NAMED)) as con:
        found = find_subject(con, "nero")
        assert found and found.op == "actor"
        assert namesakes(con, found) == [("event", "2026-01-01-a.8")]


@pytest.mark.parametrize(
    ("address", "copy", "taken_from", "words"),
    [
        ("https://www.a.org/x", None, None, "a.org"),
        ("https://b.org/x", "https://b.org/x", None, "copy at b.org"),
        ("https://a.org/x", "https://b.org/x", "Yonhap", "taken from Yonhap · a.org"),
        (None, None, "Yonhap", "taken from Yonhap"),
        (None, None, None, ""),
    ],
)
def test_where_a_source_comes_from(address: str | None, copy: str | None, taken_from: str | None, words: str) -> None:
    assert origin_words({"address": address, "copy_address": copy, "taken_from": taken_from}) == words


def test_coverage_counts_days_of_every_age(package: Callable[..., Package]) -> None:
    with cache.connect(package(*NAMED)) as con:
        rows = run_query(con, named_questions()["coverage"]).dicts()
        found = [(row["measure"], row["item"], row["n"]) for row in rows]
    assert ("events", "dated to the day", 4) in found
    assert [row[1:] for row in found if row[0] == "events by year"] == [
        ("431 BC", 1), ("27 BC", 1), ("5 BC", 2), ("1 BC", 1), ("AD 64", 1), ("before 1 or after 9999", 1),
    ]  # fmt: skip
