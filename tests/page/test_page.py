"""The page as bytes: what it says, what it links to, what hostile words can do to it, how much it weighs."""

import gzip
import posixpath
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from html import escape, unescape
from random import Random
from typing import Any

import duckdb
import pytest

from summitevents.build import cache
from summitevents.log.metadata import Picture
from summitevents.log.package import Package
from summitevents.log.vocabulary import COLORS
from summitevents.page import drawing
from summitevents.page.page import INDEX, LONG, PICTURES, Download, timeline_pages
from summitevents.page.rendering import interface_words, visible, web_address
from summitevents.page.years import Years
from tests.support.goldens import assert_golden
from tests.support.hostile import HOSTILE, hostile_package
from tests.support.html import StrictReader
from tests.support.paths import GOLDEN, GOLDEN_PACKAGE

DOWNLOADS = [Download("events", [("data/events.csv", "CSV", 1234)], "one row per event")]


def page_of(package: Package, words: Mapping[str, Any] | None = None) -> bytes:
    """Returns the one page of a short log."""
    with cache.connect(package) as con:
        [(name, html)] = timeline_pages(con, "1.2.3", DOWNLOADS, words=words)
    assert name == INDEX
    return html


@pytest.fixture(scope="module")
def shipped(built: duckdb.DuckDBPyConnection) -> dict[str, bytes]:
    """The pages of the shipped log, which is a long one."""
    return dict(timeline_pages(built, "1.2.3", DOWNLOADS))


@pytest.mark.usefixtures("warm_cache")
def test_the_page_of_a_small_log_is_the_golden_one(rewrite: bool) -> None:
    html = page_of(Package(GOLDEN_PACKAGE))
    assert_golden(html, GOLDEN / "page/index.html", rewrite)
    StrictReader(html)


def test_the_shipped_pages_are_well_formed_and_each_link_leads_somewhere(
    shipped: dict[str, bytes], built: duckdb.DuckDBPyConnection
) -> None:
    read = {name: StrictReader(html) for name, html in shipped.items()}
    for name, page in read.items():
        for link in page.links:
            path, hash_, of = link.partition("#")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if file in read:
                assert not hash_ or of in read[file].ids, (name, link)
            else:
                assert link in ("data:,", "data/events.csv", "?who=vietnam#_list") or link.startswith(
                    ("https://", "http://")
                ), link
        assert not page.tags & {"iframe", "object", "embed", "img"}
        assert not {one for one in page.attributes if one.startswith("on") or one == "style"}
    assert [name for name, html in shipped.items() if b"<script" in html] == [INDEX]
    assert shipped == dict(timeline_pages(built, "1.2.3", DOWNLOADS))


def test_a_long_log_has_each_event_twice_and_each_claim_and_open_question_once(
    shipped: dict[str, bytes], built: duckdb.DuckDBPyConnection
) -> None:
    events = built.execute("SELECT event FROM events ORDER BY event").fetchall()
    claims = built.execute("SELECT record FROM claims ORDER BY record").fetchall()
    front, years = StrictReader(shipped[INDEX]), [name for name in shipped if name != INDEX]
    ids = [one for name in years for one in StrictReader(shipped[name]).ids]
    known = {event for (event,) in events}
    assert known <= set(front.ids)
    assert sorted(one for one in ids if one in known) == sorted(known)
    assert {record for (record,) in claims} <= set(ids)
    merged = [alias for (alias,) in built.execute("SELECT alias FROM aliases").fetchall()]
    assert merged
    assert all(front.ids.count(slug) == ids.count(slug) == 1 for slug in merged)
    assert not {record for (record,) in claims} & set(front.ids)
    asked = "SELECT count(DISTINCT event || ' ' || question) FROM positions WHERE state = 'open'"
    words = interface_words()["positions"].values()
    [(questions,)] = built.execute(asked).fetchall()
    told = b"".join(shipped[name] for name in years).decode()
    assert sum(told.count(f"<b>{heading}</b>") for heading in words) == questions > 20
    disputed = built.execute("SELECT count(*) FROM events WHERE disputed").fetchall()[0][0]
    assert shipped[INDEX].decode().partition('class="events"')[2].count(interface_words()["disagree"]) == disputed


SOURCE = {"op": "source", "source": "almanac", "title": "Almanac", "published": "2018"}
CLAIM = {"op": "claim", "source": "almanac", "basis": "stated", "status": "occurred", "kind": "meeting", "locator": "paragraph 1"}  # fmt: skip
UNDATED = {**CLAIM, "event": "sometime", "title": "Sometime", "basis": None, "happened": None, "summary": "Sometime."}


def test_a_log_is_divided_where_it_grows_long(package: Callable[..., Package]) -> None:
    told = [
        {**CLAIM, "event": f"event-{n % 9}", "title": f"Event {n % 9}", "happened": f"201{n % 3}-01-01", "summary": f"Word {n}."}
        for n in range(LONG)
    ]  # fmt: skip
    for more, names in (
        ([], [INDEX]),
        ([UNDATED], [INDEX, PICTURES, *(f"years/{year}.html" for year in (2010, 2011, 2012, "undated"))]),
    ):
        with cache.connect(package(SOURCE, *told, *more, folder=f"log-{len(more)}")) as con:
            pages = dict(timeline_pages(con, "1.2.3", DOWNLOADS))
        assert list(pages) == names
        assert [name for name, page in pages.items() if b'id="_sources"' in page] == (names[2:] or [INDEX])


FAR = {
    "Y-12000": "12,001 BC", "-0499": "500 BC", "-0479": "480 BC", "0000": "1 BC", "0001": "AD 1", "0476": "AD 476", "2019": "2019",
    "Y12000": "the year 12,000", "undated": "No year",
}  # fmt: skip
"""Years as EDTF writes them, which their files are called by, in the order of time, and in words."""


def test_each_year_of_any_age_has_a_file_and_a_heading(
    package: Callable[..., Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event is of the first year that it can be of; one whose year nobody tells is with those that have no date."""
    days = (
        "Y12000",
        "-0479",
        "0476-09-04",
        "0000-03",
        "0001",
        "XXXX-12-25",
        "-04XX",
        "-0479-08/0002",
        "2019",
        "Y-12000",
    )
    told = [
        {**CLAIM, "event": f"event-{n}", "title": f"Event {n}", "happened": day, "summary": f"In {n}."}
        for n, day in enumerate(days)
    ]
    with cache.connect(package(SOURCE, *told, UNDATED)) as con:
        [(_, whole)] = timeline_pages(con, "1.2.3", DOWNLOADS)
        monkeypatch.setattr("summitevents.page.page.LONG", 3)
        pages = {name: html.decode() for name, html in timeline_pages(con, "1.2.3", DOWNLOADS)}
    assert list(pages) == [INDEX, PICTURES, *(f"years/{year}.html" for year in FAR)]
    headings = [re.sub("<.*?>", "", heading) for heading in re.findall('<h2 id="_y-.*?</h2>', pages[INDEX])]
    assert headings == re.findall('<h2 id="_y-.*?>(.*?)</h2>', whole.decode()) == list(FAR.values())
    for year, words in FAR.items():
        assert f"<h2>{words}</h2>" in pages[f"years/{year}.html"]
        assert StrictReader(pages[f"years/{year}.html"].encode())
    beside = re.findall('<a href="([^#"]*)">(← 480 BC|AD 1 →)</a>', pages["years/0000.html"])
    assert beside == [("-0479.html", "← 480 BC"), ("0001.html", "AD 1 →")]
    assert [re.findall(' id="(event-\\d|sometime)"', pages[f"years/{year}.html"]) for year in ("-0479", "undated")] == [
        ["event-1", "event-7"], ["event-5", "sometime"],
    ]  # fmt: skip
    spans = dict(re.findall('id="(event-\\d)" data-d="(.*?)"', whole.decode()))
    assert [spans[f"event-{n}"] for n in (0, 1, 7)] == ["~", "0", "0/0002-12-31"]


def test_no_slug_is_an_id_of_the_page_s_own(
    package: Callable[..., Package], monkeypatch: pytest.MonkeyPatch, shipped: dict[str, bytes]
) -> None:
    """Ids of ours begin with a low line, which no slug and no record has."""
    ours = [one[1:] for html in shipped.values() for one in StrictReader(html).ids if one.startswith("_")]
    slugs = [
        "top",
        "list",
        "lead-1",
        "s-almanac",
        "y-2019",
        "at-oslo",
        "way-near",
        *ours,
    ]
    log = package(
        SOURCE, {"op": "place", "place": "oslo", "name": "Oslo", "latitude": 59.9, "longitude": 10.7},
        *({**CLAIM, "event": slug, "title": slug, "summary": slug, "happened": "2019-02-27", "place": "oslo"} for slug in dict.fromkeys(slugs)),
    )  # fmt: skip
    for long in (LONG, 3):
        monkeypatch.setattr("summitevents.page.page.LONG", long)
        with cache.connect(log) as con:
            pages = dict(timeline_pages(con, "1.2.3", DOWNLOADS))
        assert len(pages) == 1 + 2 * (long == 3)
        for html in (page for name, page in pages.items() if name != PICTURES):
            ids = {one for one in StrictReader(html).ids if not re.fullmatch(r"[0-9-]+[a-z0-9-]*\.[0-9]+", one)}
            assert {one for one in ids if not one.startswith("_")} == set(slugs)
            assert "_top" in ids


def test_a_claim_names_its_source_whole(package: Callable[..., Package]) -> None:
    """Who published what, by whom, when, where a copy is, and whose text it is; the sentence of a card with more claims, the publisher."""
    own, copy = "https://own.example.org/1", "https://copy.example.org/1"
    addresses = {"both": (own, copy), "one": (own, None), "copied": (None, copy), "none": (None, None)}
    sources = [
        {**SOURCE, "source": name, "address": address, "copy_address": of, "taken_from": "Xinhua" if of else None}
        for name, (address, of) in addresses.items()
    ]
    named = {
        "publisher": "Gazette",
        "author": ["Ann", "Bo"],
        "published_basis": "inferred",
        "language": "vi",
        "at_hand": False,
    }
    sources.append({**SOURCE, "source": "named", "title": "B\u00e1o", "address": own, **named})
    told = [
        {**CLAIM, "source": of, "event": name, "title": name, "happened": "2019", "summary": "It was."}
        for name, of in [*((name, name) for name in addresses), ("several", "named"), ("several", "one")]
    ]
    html = page_of(package(*sources, *told)).decode()
    cards = dict(re.findall('<li class="e[^>]* id="(\\w+)"(.*?)<details class="cite">', html, re.DOTALL))
    own_title, copy_title = (f'<cite><a href="{address}">Almanac</a></cite>' for address in (own, copy))
    for name, words in (
        ("both", f'{own_title}, 2018 (own.example.org), taken from Xinhua, <a href="{copy}">copy</a>, paragraph 1 \u00b7'),
        ("copied", f"{copy_title}, 2018 (copy at copy.example.org), taken from Xinhua, paragraph 1 \u00b7"),
        ("one", f"{own_title}, 2018 (own.example.org), paragraph 1 \u00b7"),
        ("none", "<small><cite>Almanac</cite>, 2018, paragraph 1 \u00b7"),
        ("several", f'It was. <small><a href="{own}">Gazette</a>, 2018 (own.example.org)</small>'),
        ("several", f'\u00b7 Gazette, <cite lang="vi"><a href="{own}">B\u00e1o</a></cite>, by Ann, Bo, 2018 (our reading; own.example.org), paragraph 1 \u00b7'),
    ):  # fmt: skip
        assert words in cards[name], name
    assert "Sources not read in full: 1 of 5." in html


def test_no_source_is_cited_with_a_year_that_is_only_a_bound(
    shipped: dict[str, bytes], built: duckdb.DuckDBPyConnection
) -> None:
    html = b"".join(shipped.values()).decode()
    cited = set(re.findall("<cite[^>]*>(?:<a [^>]*>)?(.*?)(?:</a>)?</cite>, (?:by [^<]*, )?undated page", html))
    titles = "SELECT title FROM sources WHERE published_latest IS NULL AND source IN (SELECT source FROM claims)"
    undated = {visible(title) for (title,) in built.execute(titles).fetchall()}
    assert undated
    assert {unescape(title) for title in cited} == undated


def test_the_shipped_pages_are_light(shipped: dict[str, bytes], built: duckdb.DuckDBPyConnection) -> None:
    """The first page has some 200 bytes an event, compressed: its sentence, its source, words to search for. No file outgrows the log."""
    [(events, claims)] = built.execute("SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM claims)").fetchall()
    packed = {name: len(gzip.compress(html, 9)) for name, html in shipped.items()}
    assert max(packed.values()) < 70 * claims
    assert packed[INDEX] < 205 * events
    assert len(shipped[INDEX]) < 900 * events
    assert sum(packed.values()) < 370 * claims


def test_the_pictures_of_a_long_log_have_a_page_and_lead_to_whole_cards(
    shipped: dict[str, bytes], built: duckdb.DuckDBPyConnection
) -> None:
    """A mark has its title, too; the ladder is whole there, in the order of the days."""
    front, pictures = shipped[INDEX].decode(), shipped[PICTURES].decode()
    for part in ('<figure class="strips"', '<section class="where"'):
        assert (front.count(part), pictures.count(part)) == (0, 1)
    marks = dict(re.findall('<a class="m [a-z]+" href="([^"]*)" tabindex="-1"><title>(.*?)</title>', pictures))
    dated = built.execute("SELECT event, title FROM events WHERE earliest IS NOT NULL").fetchall()
    named = {address.partition("#")[2]: title for address, title in marks.items()}
    assert {event: escape(title) for event, title in dated}.items() <= named.items()
    assert all(address.startswith("years/") for address in marks)
    read = '<li><p class="day">(.*?)</p>.*?<a href="(years/[^"]*)">claim</a>'
    short, whole = (re.findall(read, page.partition('id="_known"')[2]) for page in (front, pictures))
    more = re.findall(f'<a href="{PICTURES}#_known">(\\d+) more', front)
    assert len(whole) == len(short) + sum(map(int, more))
    assert set(short) < set(whole)


def test_the_search_has_the_words_of_the_claims_of_each_event(
    shipped: dict[str, bytes], built: duckdb.DuckDBPyConnection
) -> None:
    """All but those that the card has, that another of the event begins with, and those that nobody looks for."""
    html, common = shipped[INDEX].decode(), interface_words()["common"].split()
    cards = re.findall('<li class="e[^>]* id="([^"]*)"(.*?)</li>', html, re.DOTALL)
    [index] = re.findall('<datalist id="_names" data-t="([^"]*)"', html)
    found: dict[str, set[str]] = {event: set() for event, _ in cards}
    word = ""
    for same, rest, steps in re.findall("(\\d)([^A-Z]+)([A-Z]+)", index):
        word, n = word[: int(same)] + rest, -1
        for step in re.findall("[K-T]*[A-J]", steps):
            n += 1 + int("".join(str((ord(letter) - ord("A")) % 10) for letter in step))
            found[cards[n][0]].add(word)
    texts = built.execute(
        "SELECT event, string_agg(concat_ws(' ', title, summary, outcome), ' ') FROM claims GROUP BY event"
    )
    claims = dict(texts.fetchall())
    for event, card in cards:
        has = {*re.findall(r"[^\W_]{3,}", unescape(re.sub("<.*?>", " ", card)).lower())}
        told = {*re.findall(r"[^\W_]{3,}", claims[event].lower())}
        assert found[event] <= told - {*common}
        assert all(any(one.startswith(word) for one in found[event] | has) for word in told - {*common}), event


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
    assert len(inside[2].encode()) <= 2650


def test_an_empty_log_has_a_page(package: Callable[..., Package]) -> None:
    StrictReader(page_of(package()))


def test_every_family_has_a_form_of_its_own() -> None:
    assert set(drawing.FORMS) == set(COLORS)
    assert len(set(drawing.FORMS.values())) == len(COLORS)
    assert all(f"--{color}:#" in drawing.STYLE and f".{color}{{" in drawing.STYLE for color in COLORS)


def test_filters_name_what_they_hide(package: Callable[..., Package]) -> None:
    html = page_of(hostile_package(package, "plain")).decode()
    for chosen in ("meeting", "contested", "planned"):
        found = re.search(rf'<option value="{chosen}" data-c="(\w+)">', html)
        assert found
        assert f"form:has([data-c={found[1]}]:checked)~.events>.y>ol>.e:not(.{found[1]}){{display:none}}" in html


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
    assert len(gzip.compress(page_of(package(*made_up)), 9)) < 100_000


def test_what_the_package_says_of_its_picture_goes_before_the_data() -> None:
    row = dict.fromkeys(("start_max", "end_min", "latest", "start_flag", "end_flag", "happened"))
    rows = [row | {"earliest": f"{year}-01-01"} for year in (1961, 1968, 1969, 1969, 1972)]
    assert Years.of(rows, Picture()) == Years(1961, 1972, 1973)
    assert Years.of(rows, Picture(1958, 1975, (1968, 1969))) == Years(1958, 1975, 1968)
    assert Years.of(rows, Picture(close=())) == Years(1961, 1972, 1973)
    assert Years.of(rows[:4], Picture()) == Years(1961, 1969, 1967)
