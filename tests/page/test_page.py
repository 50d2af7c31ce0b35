"""The page as bytes: what it says, what it links to, what hostile words can do to it, how much it weighs."""

import gzip
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from html import escape
from random import Random
from typing import Any

import duckdb
import pytest

from summitevents.build import cache
from summitevents.log.metadata import Picture
from summitevents.log.package import Package
from summitevents.log.vocabulary import COLORS
from summitevents.page import drawing
from summitevents.page.page import Download, interface_words, timeline_page, visible, web_address
from summitevents.page.years import Years
from tests.support.goldens import assert_golden
from tests.support.hostile import HOSTILE, hostile_package
from tests.support.html import StrictReader
from tests.support.paths import GOLDEN, GOLDEN_PACKAGE

DOWNLOADS = [Download("events", [("data/events.csv", "CSV", 1234)], "one row per event")]


def page_of(package: Package, words: Mapping[str, Any] | None = None) -> bytes:
    with cache.connect(package) as con:
        return timeline_page(con, "1.2.3", DOWNLOADS, words=words)


@pytest.mark.usefixtures("warm_cache")
def test_the_page_of_a_small_log_is_the_golden_one(rewrite: bool) -> None:
    html = page_of(Package(GOLDEN_PACKAGE))
    assert_golden(html, GOLDEN / "page/index.html", rewrite)
    StrictReader(html)


def test_the_shipped_page_is_well_formed_and_each_link_leads_somewhere(built: duckdb.DuckDBPyConnection) -> None:
    html = timeline_page(built, "1.2.3", DOWNLOADS)
    read = StrictReader(html)
    for link in read.links:
        if link.startswith("#"):
            assert link[1:] in read.ids
        else:
            assert link == "data:," or link == "data/events.csv" or link.startswith(("https://", "http://")), link
    assert not read.tags & {"iframe", "object", "embed", "img"}
    assert html.count(b"<script") == 1
    assert not {name for name in read.attributes if name.startswith("on") or name == "style"}
    assert html == timeline_page(built, "1.2.3", DOWNLOADS)


def test_every_event_claim_and_open_question_is_there(built: duckdb.DuckDBPyConnection) -> None:
    html = timeline_page(built, "1.2.3", DOWNLOADS).decode()
    read = StrictReader(html.encode())
    named = built.execute("SELECT event FROM events UNION SELECT record FROM claims").fetchall()
    assert {name for (name,) in named} <= set(read.ids)
    asked = "SELECT count(DISTINCT event || ' ' || question) FROM positions WHERE state = 'open'"
    words = interface_words()["positions"].values()
    [(questions,)] = built.execute(asked).fetchall()
    assert sum(html.count(f"<b>{heading}</b>") for heading in words) == questions > 20


def test_no_source_is_cited_with_a_year_that_is_only_a_bound(built: duckdb.DuckDBPyConnection) -> None:
    html = timeline_page(built, "1.2.3", DOWNLOADS).decode()
    undated = "SELECT coalesce(publisher, title) FROM sources WHERE published_latest IS NULL"
    for (name,) in built.execute(undated).fetchall():
        cited = html.replace("&#39;", "&#x27;").replace("</a>, undated", ", undated")
        assert f">{escape(name, quote=True)}, undated page" in cited


def test_the_shipped_page_is_light(built: duckdb.DuckDBPyConnection) -> None:
    """Some 300 bytes a claim: its words, and the address of its source where it is cited and in the list."""
    claims = built.execute("SELECT count(*) FROM claims").fetchall()[0][0]
    assert len(gzip.compress(timeline_page(built, "1.2.3", DOWNLOADS), 9)) < 340 * claims


def test_hostile_words_stay_words(package: Callable[..., Package]) -> None:
    html = page_of(hostile_package(package, HOSTILE))
    read = StrictReader(html)
    plain = page_of(hostile_package(package, "plain"))
    assert read.tags - {"bdi"} == StrictReader(plain).tags
    assert read.attributes == StrictReader(plain).attributes
    assert HOSTILE.replace("\u202e", "\\u202e") in read.text
    assert "\u202e" not in html.decode()
    assert "<bdi>" in html.decode()


def test_only_http_makes_a_link() -> None:
    links = ("javascript:alert(1)", "data:text/html,x", " https://example.org", "file:///etc/passwd", None, "")
    assert [web_address(address) for address in links] == [None] * 6
    assert web_address("https://example.org/") == "https://example.org/"


def test_the_policy_lets_nothing_in_but_the_page_s_own_styles_and_script(package: Callable[..., Package]) -> None:
    import base64
    import hashlib

    html = page_of(hostile_package(package, HOSTILE)).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    inside = re.findall(r"<(?:style|script)[^>]*>(.*?)</(?:style|script)>", html, flags=re.DOTALL)
    style, rules, script = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inside)
    allowed = f"style-src 'sha256-{style}' 'sha256-{rules}'; script-src 'sha256-{script}'; img-src data:;"
    assert policy[1].startswith(f"default-src 'none'; {allowed}")
    assert "unsafe" not in policy[1]
    assert len(inside[2].encode()) <= 2048


def test_an_empty_log_has_a_page(package: Callable[..., Package]) -> None:
    StrictReader(page_of(package()))


def test_every_family_has_a_form_of_its_own() -> None:
    assert set(drawing.FORMS) == set(COLORS)
    assert len(set(drawing.FORMS.values())) == len(COLORS)
    assert all(f"--{color}:#" in drawing.STYLE and f".{color}{{" in drawing.STYLE for color in COLORS)


def test_filters_name_what_they_hide(package: Callable[..., Package]) -> None:
    html = page_of(hostile_package(package, "plain")).decode()
    for name, chosen in (("kind", "meeting"), ("show", "contested"), ("show", "planned")):
        assert f'<option value="{chosen}">' in html
        for what in ("e", "m"):
            assert f'form:has([name={name}] [value="{chosen}"]:checked)~* .{what}:not(' in html


def test_joiners_that_a_script_or_an_emoji_needs_are_left_alone() -> None:
    kept = (
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
    )
    assert [visible(text) for text in kept] == list(kept)
    assert visible("a\u200db \u200d\u202e\u200d") == "a\\u200db \\u200d\\u202e\\u200d"


def test_the_interface_has_its_words_from_one_table(package: Callable[..., Package]) -> None:
    """With another table, no letter is left that is not from there or from the log, whose words are digits here."""

    def other(words: Any) -> Any:
        if isinstance(words, dict):
            return {key: other(value) for key, value in words.items()}
        return [other(one) for one in words] if isinstance(words, list) else re.sub("[A-Za-z]", "\u00b7", words)

    log = hostile_package(package, "12 34")
    page = page_of(log, other(interface_words())).decode()
    body = page.partition("</head>")[2].partition("<script>")[0]
    body = re.sub(r"<(pre|svg|code|h1)\b.*?</\1>", "", body, flags=re.DOTALL)
    seen = StrictReader(
        body.partition("<body")[0].encode() or f"<body{body.partition('<body')[2]}</body>".encode()
    ).text
    of_data = {
        "visits",
        "meetings",
        "talks",
        "meeting",
        "announced",
        "events",
        "CSV",
        "one",
        "row",
        "per",
        "event",
        "KB",
        "summitevents",
    }
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    assert set(re.findall("[A-Za-z]{2,}", re.sub(months, "", seen))) <= of_data


def test_a_page_of_two_hundred_events_is_light(
    package: Callable[..., Package], built: duckdb.DuckDBPyConnection
) -> None:
    """Three claims each, from eighty sources, in the words of the shipped log, shuffled so that no two are alike."""
    random = Random(7)
    words = " ".join(
        text for (text,) in built.execute("SELECT summary FROM claims WHERE summary IS NOT NULL").fetchall()
    ).split()
    usual = {"op": "claim", "basis": "stated", "status": "occurred"}
    made_up = [
        {"op": "source", "source": f"source-{n}", "title": " ".join(random.sample(words, 9)), "publisher": random.choice(words),
         "published": str(date(2019, 6, 1) + timedelta(n)), "address": f"https://example.org/{random.getrandbits(60):x}"}
        for n in range(80)
    ] + [{"op": "actor", "actor": f"actor-{n}", "type": "person", "name": " ".join(random.sample(words, 2))} for n in range(60)]  # fmt: skip
    for n in range(200):
        day = str(date(2017, 1, 1) + timedelta(random.randrange(800)))
        kind, title = random.choice(["visit", "meeting", "test", "statement"]), " ".join(random.sample(words, 6))
        made_up += [
            {**usual, "event": f"event-{n}", "kind": kind, "title": title, "summary": " ".join(random.sample(words, 15)),
             "happened": day, "speaker": f"actor-{random.randrange(60)}", "source": f"source-{random.randrange(80)}",
             "locator": f"paragraph {random.randrange(40)}",
             "actors": [{"actor": f"actor-{random.randrange(60)}", "role": "participant"}]}
            for _ in range(3)
        ]  # fmt: skip
    assert len(gzip.compress(page_of(package(*made_up)), 9)) < 110_000


def test_what_the_package_says_of_its_picture_goes_before_the_data() -> None:
    row = {"latest": None, "start_flag": None, "end_flag": None, "happened": ""}
    rows = [row | {"earliest": f"{year}-01-01"} for year in (1961, 1968, 1969, 1969, 1972)]
    assert Years.of(rows, Picture()) == Years(1961, 1972, 1973)
    assert Years.of(rows, Picture(1958, 1975, (1968, 1969))) == Years(1958, 1975, 1968)
    assert Years.of(rows, Picture(close=())) == Years(1961, 1972, 1973)
    assert Years.of(rows[:4], Picture()) == Years(1961, 1969, 1967)
