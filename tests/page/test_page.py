"""The page as bytes: what it says, what it links to, what hostile words can do to it, how much it weighs."""

import gzip
import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import duckdb
import pytest

from summitevents.build import cache
from summitevents.log.package import Package
from summitevents.log.vocabulary import FAMILY
from summitevents.page.ladder_svg import ladder, ladder_svg
from summitevents.page.page import timeline_page, web_address
from tests.support.goldens import assert_golden
from tests.support.hostile import HOSTILE, hostile_package
from tests.support.html import StrictReader
from tests.support.paths import GOLDEN, GOLDEN_PACKAGE, ROOT
from tests.support.words import KINDS

DOWNLOADS = [("events", [("data/events.csv", "CSV")])]


def page_of(package: Package) -> bytes:
    with cache.connect(package) as con:
        return timeline_page(con, "1.2.3", DOWNLOADS)


@pytest.mark.usefixtures("warm_cache")
def test_the_page_of_a_small_log_is_the_golden_one(rewrite: bool) -> None:
    html = page_of(Package(GOLDEN_PACKAGE))
    assert_golden(html, GOLDEN / "page/index.html", rewrite)
    StrictReader(html)


def test_the_shipped_page_is_well_formed_and_each_link_leads_somewhere(built: duckdb.DuckDBPyConnection) -> None:
    html = timeline_page(built, "1.2.3", DOWNLOADS)
    read = StrictReader(html)
    batches = {path.name for path in (ROOT / "events").glob("*.jsonl")}
    for link in read.links:
        if link.startswith("#"):
            assert link[1:] in read.ids
        elif link.startswith("events/"):
            assert link.removeprefix("events/") in batches
        else:
            assert link == "data:," or link == "data/events.csv" or link.startswith(("https://", "http://")), link
    assert not read.tags & {"script", "iframe", "object", "embed", "img"}
    assert not {name for name in read.attributes if name.startswith("on") or name == "style"}
    assert html == timeline_page(built, "1.2.3", DOWNLOADS)


def test_every_event_claim_and_dispute_is_there(built: duckdb.DuckDBPyConnection) -> None:
    html = timeline_page(built, "1.2.3", DOWNLOADS).decode()
    for (event,) in built.execute("SELECT event FROM events").fetchall():
        assert f'<li class="e" id="{event}"' in html
    numbers = built.execute("SELECT string_split(record, '.')[1] FROM claims").fetchall()
    assert len(re.findall(r'<a class="q" href="events/[^"]+">record \d+</a>', html)) >= len(numbers)
    assert html.count("Sources disagree") == built.execute("SELECT count(*) FROM disputes").fetchall()[0][0]


def test_the_shipped_page_is_light(built: duckdb.DuckDBPyConnection) -> None:
    """Some 180 bytes a claim: 100 KB would do for two hundred events, and this log has more than twice as many."""
    claims = built.execute("SELECT count(*) FROM claims").fetchall()[0][0]
    assert len(gzip.compress(timeline_page(built, "1.2.3", DOWNLOADS), 9)) < 200 * claims


def test_hostile_words_stay_words(package: Callable[..., Package]) -> None:
    html = page_of(hostile_package(package, HOSTILE))
    read = StrictReader(html)
    plain = page_of(hostile_package(package, "plain"))
    assert read.tags == StrictReader(plain).tags
    assert read.attributes == StrictReader(plain).attributes
    assert HOSTILE.replace("\u202e", "\\u202e") in read.text
    assert "\u202e" not in html.decode()
    assert all(f"<bdi>{text}</bdi>" in html.decode() for text in ["27 February 2019"])


def test_only_http_makes_a_link() -> None:
    links = ("javascript:alert(1)", "data:text/html,x", " https://example.org", "file:///etc/passwd", None, "")
    assert [web_address(address) for address in links] == [None] * 6
    assert web_address("https://example.org/") == "https://example.org/"


def test_the_policy_lets_nothing_in_but_the_page_s_own_style(package: Callable[..., Package]) -> None:
    import base64
    import hashlib

    html = page_of(hostile_package(package, HOSTILE)).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    style = re.search(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    assert policy
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1].startswith(f"default-src 'none'; style-src 'sha256-{digest}';")


def test_an_empty_log_has_a_page(package: Callable[..., Package]) -> None:
    StrictReader(page_of(package()))


def test_every_kind_has_a_family() -> None:
    assert set(FAMILY) == set(KINDS)


def test_filters_name_what_they_hide(package: Callable[..., Package]) -> None:
    html = page_of(hostile_package(package, "plain")).decode()
    for chosen in ("k-meeting", "w-somebody", "x-disputed", "x-planned"):
        assert f'<option value="{chosen}">' in html
        assert f'body:has([value="{chosen}"]:checked) :is(:is(.e,.m):not(' in html


def test_the_picture_of_hanoi_puts_what_was_said_on_the_day_it_was_said(package: Callable[..., Package]) -> None:
    def told(source: str, status: str, happened: str | None) -> dict[str, object]:
        more = {"happened": happened, "basis": "stated"} if happened else {}
        usual = {"op": "claim", "event": "hanoi-summit-2019", "kind": "summit", "title": "Summit", "locator": "p. 1"}
        return {**usual, "source": source, "status": status, **more}

    log = package(
        {"op": "source", "source": "ahead", "title": "A plan", "published": "2019-01-19"},
        {"op": "source", "source": "after", "title": "A report", "published": "[2019-03-02..2019-04-30]"},
        told("ahead", "announced", "2019-02"), told("after", "occurred", "2019-02-27/2019-02-28"),
    )  # fmt: skip
    with cache.connect(log) as con:
        drawn, height = ladder(con)
        assert f'height="{height + 36}"' in ladder_svg(con)
    day = 100 / 120  # January to April 2019 in per cent
    band = re.search(r'class="band" x="([\d.]+)%" y="16" width="([\d.]+)%"', drawn)
    dot = re.search(r'<circle class="plan" cx="([\d.]+)%"', drawn)
    bar = re.search(r'<rect class="soft" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', drawn)
    assert band
    assert dot
    assert bar
    found = [float(number) for number in (*band.groups(), *dot.groups(), *bar.groups())]
    assert found == pytest.approx([57 * day, 2 * day, 18.5 * day, 60 * day, 60 * day], abs=0.01)


def test_a_log_without_the_summit_has_no_picture_of_it(package: Callable[..., Package]) -> None:
    with cache.connect(package()) as con:
        assert ladder(con) == ("", 0)


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
