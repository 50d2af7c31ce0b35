"""The page in a real browser. `.ci/run` installs what this needs and runs it; `pytest` alone does not."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.support.browser import SCHEMES, WIDTHS, log_of, shot
from tests.support.hostile import HOSTILE, hostile_package
from tests.support.paths import GOLDEN_PACKAGE, ROOT

import summitevents
from summitevents.log.package import Package
from summitevents.page.site import write_site


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_from_a_file_and_offline(
    width: int, scheme: str, scripts: bool, folder: Path, opened: Callable[..., Page]
) -> None:
    size = {"width": width, "height": 1400}
    page = opened(
        f"file://{folder}/index.html", viewport=size, color_scheme=scheme, java_script_enabled=scripts, offline=True
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator(".e").first).to_be_visible()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 25, 28)"
    assert dark == (scheme == "dark")
    shot(page, f"page-{width}-{scheme}-{'scripts' if scripts else 'plain'}")


def seen(page: Page) -> set[str]:
    return set(
        page.evaluate("[...document.querySelectorAll('.e')].filter((e) => e.checkVisibility()).map((e) => e.id)")
    )


EMPTY_YEARS = """[...document.querySelectorAll('.y')].filter((y) => y.offsetHeight > 0
    && ![...y.querySelectorAll('.e')].some((e) => e.checkVisibility())).map((y) => y.textContent.slice(0, 40))"""


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
def test_filters_filter(scripts: bool, folder: Path, opened: Callable[..., Page]) -> None:
    with log_of() as con:
        by = {
            ("kind", "visit"): "SELECT event FROM events WHERE kind = 'visit'",
            ("who", "kim-jong-un"): "SELECT event FROM participants WHERE actor = 'kim-jong-un'",
            ("show", "contested"): "SELECT event FROM events WHERE disputed",
            ("show", "several"): "SELECT event FROM events WHERE confidence = 'several'",
            ("show", "planned"): "SELECT event FROM claims WHERE status IN ('announced', 'expected', 'hypothetical', 'cancelled')",
        }  # fmt: skip
        wanted = {choice: {event for (event,) in con.execute(sql).fetchall()} for choice, sql in by.items()}
    page = opened(f"file://{folder}/index.html", viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)
    everything = seen(page)
    for (name, value), events in wanted.items():
        page.locator(f"select[name={name}]").select_option(value)
        assert seen(page) == events
        assert page.evaluate(EMPTY_YEARS) == []
        page.locator(f"select[name={name}]").select_option("")
    kinds = page.locator("select[name=kind] option[value]").evaluate_all("(all) => all.map((one) => one.value)")
    for kind in kinds[1::4]:
        for who in ("kim-jong-un", "singapore", "xi-jinping"):
            page.locator("select[name=kind]").select_option(kind)
            page.locator("select[name=who]").select_option(who)
            assert page.evaluate(EMPTY_YEARS) == [], "no year stands there without an event, for any pair of filters"
    page.locator("select[name=kind]").select_option("visit")
    page.locator("select[name=who]").select_option("kim-jong-un")
    assert seen(page) == wanted["kind", "visit"] & wanted["who", "kim-jong-un"]
    shot(page, f"filtered-{scripts}")
    page.locator("button[type=reset]").click()
    expect(page.locator(".e").first).to_be_visible()
    assert seen(page) == everything


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
def test_the_pictures_of_a_short_log_make_room_for_what_is_found(
    scripts: bool, tmp_path: Path, opened: Callable[..., Page]
) -> None:
    write_site(Package(GOLDEN_PACKAGE), tmp_path)
    page = opened(f"file://{tmp_path}/index.html", java_script_enabled=scripts)
    expect(page.locator(".strips")).to_be_visible()
    page.locator("select[name=kind]").select_option("visit")
    expect(page.locator(".strips")).to_be_hidden()
    page.locator("button[type=reset]").click()
    expect(page.locator(".strips")).to_be_visible()


def test_search_knows_every_spelling_and_keeps_its_state_in_the_address(
    folder: Path, opened: Callable[..., Page]
) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 1280, "height": 900})
    status, find = page.get_by_role("status"), page.locator("[name=q]")
    with log_of() as con:
        [(n,)] = con.execute("SELECT count(*) FROM events").fetchall()
        takes_part = {
            e for (e,) in con.execute("SELECT event FROM participants WHERE actor = 'kim-il-sung'").fetchall()
        }
        took_part = {e for (e,) in con.execute("SELECT event FROM participants WHERE actor = 'vietnam'").fetchall()}
    with summitevents.open(ROOT).connect(from_="2019-03-01", to="2019-03-01") as con:
        on_the_day = {event for (event,) in con.execute("SELECT event FROM events").fetchall()}
    expect(status).to_have_text(f"{n:,} of {n:,} events")
    found = []
    for spelling in ("Kim Il Sung", "kim il-sung", "kim II-Sung"):
        find.fill(spelling)
        found.append(seen(page))
    assert found[0] == found[1] == found[2] >= takes_part
    expect(status).to_have_text(f"{len(found[0]):,} of {n:,} events")
    find.fill("1 March 2019")
    assert seen(page) == on_the_day
    find.fill("2019-03-01")
    assert seen(page) == on_the_day
    for korean in ("김정은", "문재인"):
        find.fill(korean)
        assert len(seen(page)) > 50
    find.fill("2 meetings 2019")
    assert 0 < len(seen(page)) < n, "no day of the calendar, but words"
    find.fill("Metropole")
    with_the_word = seen(page)
    find.fill("at the Metropole")
    assert seen(page) == with_the_word, "nobody looks for “at” and “the”"
    find.fill("Metropole")
    page.locator("select[name=kind]").select_option("summit")
    chosen = seen(page)
    assert "hanoi-summit-2019" in chosen
    assert page.url.endswith("index.html?q=Metropole&kind=summit")
    again = opened(page.url, viewport={"width": 1280, "height": 900})
    assert seen(again) == chosen
    assert again.locator("[name=q]").input_value() == "Metropole"
    again.locator("button[type=reset]").click()
    expect(again.get_by_role("status")).to_have_text(f"{n:,} of {n:,} events")
    again.get_by_role("link", name="What did Vietnam do?").click()
    expect(again.get_by_role("status")).to_have_text(f"{len(took_part):,} of {n:,} events", timeout=20_000)
    assert seen(again) == took_part


def test_days_from_and_to_find_what_the_command_finds(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html?from=2019-02-01&to=2019-02-28", viewport={"width": 1280, "height": 900})
    with summitevents.open(ROOT).connect(from_="2019-02-01", to="2019-02-28") as con:
        assert seen(page) == {event for (event,) in con.execute("SELECT event FROM events").fetchall()}
    page.locator("[name=from]").fill("2019-03-01")
    assert seen(page) == set(), "backwards"


@pytest.mark.parametrize("width", [360, 700])
def test_years_to_jump_to_are_on_one_line(width: int, folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": width, "height": 900})
    boxes = [link.bounding_box() for link in page.locator("form nav a:visible").all()]
    assert len(boxes) > 10
    assert all(box and box["width"] > box["height"] * 0.8 and box["height"] < 60 for box in boxes)


# -- the answer first


def test_the_first_screen_answers(folder: Path, opened: Callable[..., Page]) -> None:
    for width, height in ((1280, 800), (360, 740)):
        page = opened(
            f"file://{folder}/index.html", viewport={"width": width, "height": height}, java_script_enabled=False
        )
        shown = page.evaluate(
            """() => { const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
            while (words.nextNode()) { const range = document.createRange(); range.selectNode(words.currentNode)
                const box = range.getBoundingClientRect()
                if (box.height && box.top < innerHeight && words.currentNode.parentElement.checkVisibility()) found.push(words.currentNode.data) }
            return found.join(' ') }"""
        )
        for said in (
            "Singapore",
            "12 June 2018",
            "Hanoi",
            "27–28 February 2019",
            "Panmunjom",
            "30 June 2019",
            "ended early",
        ):
            assert said in shown, (width, said)
        rows = page.locator(".story li")
        assert rows.count() == 7
        for row in rows.all():
            assert row.locator("a[href^=http]").count() >= 1
        shot(page, f"first-{width}")
    for link in page.locator("header nav a:not([hidden])").all():
        address = link.get_attribute("href") or ""
        link.click()
        expect(page.locator(":target")).to_have_count(int("#" in address))
        page.goto(f"file://{folder}/index.html")


def test_the_ladder_is_in_order_and_has_what_was_known_before(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 360, "height": 740}, java_script_enabled=False)
    read = "(rows) => rows.map((row) => row.querySelector('a[href^=\"years/\"]').getAttribute('href').split('#')[1])"
    with log_of() as con:
        known = "SELECT record, known_from FROM claims JOIN sources USING (source)"
        days = dict(con.execute(known.replace("record", "claims.record", 1)).fetchall())
    for file in ("index.html", "pictures.html"):
        page.goto(f"file://{folder}/{file}")
        for side in ("ahead", "after"):
            told = [days[record] for record in page.locator(f"ol.{side} li").evaluate_all(read)]
            assert told == sorted(told)
            assert all((day < "2019-02-27") == (side == "ahead") for day in told)
            assert len(told) == 6 if file == "index.html" else len(told) > 30
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_card_names_its_sources_and_every_claim_has_an_address(folder: Path, opened: Callable[..., Page]) -> None:
    with log_of() as con:
        [(record,)] = con.execute(
            "SELECT record FROM claims WHERE event = 'hanoi-summit-2019' ORDER BY standing DESC LIMIT 1"
        ).fetchall()
    for file in ("index.html", "years/2019.html"):
        page = opened(f"file://{folder}/{file}", viewport={"width": 1280, "height": 900}, java_script_enabled=False)
        unnamed = """[...document.querySelectorAll('.e')].filter((e) => !/\\S/.test(e.querySelector('div > p > small')?.textContent || ''))
            .map((e) => e.id)"""
        assert page.evaluate(unnamed) == []
        assert (
            page.evaluate(
                "[...document.querySelectorAll('.e .o:is(p)')].filter((o) => !o.querySelector('small')).length"
            )
            == 0
        )
    page.goto(f"file://{folder}/years/2019.html#{record}")
    expect(page.locator(f'[id="{record}"]')).to_be_in_viewport()
    page.goto(f"file://{folder}/years/2019.html#_sources")
    expect(page.locator("#_sources")).to_be_in_viewport()
    uncited = "(claims) => claims.filter((one) => !one.querySelector('cite')).map((one) => one.id)"
    assert page.locator("#hanoi-summit-2019 li[id]").evaluate_all(uncited) == []


def test_the_title_of_an_event_leads_to_its_claims_and_its_year_leads_back(
    folder: Path, opened: Callable[..., Page]
) -> None:
    page = opened(
        f"file://{folder}/index.html#hanoi-summit-2019",
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
    )
    expect(page.locator("#hanoi-summit-2019")).to_be_in_viewport()
    page.locator("#hanoi-summit-2019 h3 a").click()
    assert page.url.endswith("/years/2019.html#hanoi-summit-2019")
    expect(page.locator("#hanoi-summit-2019")).to_be_in_viewport(timeout=20_000)
    expect(page.locator("#hanoi-summit-2019 details li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shot(page, "year-360")
    page.locator("h1 a").click()
    assert page.url.endswith("/index.html")


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_an_address_lands_on_what_it_names(
    width: int, height: int, scripts: bool, folder: Path, opened: Callable[..., Page]
) -> None:
    with log_of() as con:
        events = [event for (event,) in con.execute("SELECT event FROM timeline ORDER BY nr").fetchall()]
    for name in (
        *events[:: len(events) // 4],
        "kim-song-on-wise-honest-2019",
        "kim-new-year-address-2019",
        "_downloads",
    ):
        page = opened(
            f"file://{folder}/index.html#{name}",
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
        )
        page.wait_for_function(
            "(id) => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 60", arg=name
        )


def test_a_mark_leads_to_the_whole_card(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page.get_by_role("link", name="The timeline in pictures").click()
    page.locator(".m[href$='#hanoi-summit-2019'] path").first.click(force=True)
    expect(page.locator("#hanoi-summit-2019")).to_be_in_viewport(timeout=20_000)
    assert page.url.endswith("years/2019.html#hanoi-summit-2019")


def test_a_dispute_is_a_row_for_each_position(folder: Path, opened: Callable[..., Page]) -> None:
    for width, most in ((1280, 900), (360, 1500)):
        page = opened(
            f"file://{folder}/years/1964.html#kim-il-sung-visit-1964", viewport={"width": width, "height": 900}
        )
        card, claims = (page.locator(f"#kim-il-sung-visit-1964{of}").bounding_box() for of in ("", " details >> nth=0"))
        assert card
        assert claims
        assert claims["y"] - card["y"] <= most
        shot(page, f"dispute-{width}")


OVERLAPS = """([pictures, words]) => { let over = 0, cut = 0, shown = 0
    for (const svg of document.querySelectorAll(pictures)) {
        const labels = [...svg.querySelectorAll(words)].map((one) => one.getBoundingClientRect()).filter((box) => box.width)
        const frame = svg.getBoundingClientRect()
        shown += labels.length
        labels.forEach((a, n) => { cut += a.left < frame.left - 1 || a.right > frame.right + 1
            over += labels.slice(n + 1).some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 3 && b.top < a.bottom - 3) })
    }
    return [over, cut, shown] }"""


@pytest.mark.parametrize("width", [360, 740, 768, 820, 900, 1024, 1280])
def test_labels_of_the_pictures_are_whole_and_apart(width: int, folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/pictures.html", viewport={"width": width, "height": 900})
    shot(page, f"pictures-{width}")
    for pictures, least in ((["figure > svg", ".l text"], (6, 20)), ([".map", ".name"], (10, 20))):
        over, cut, shown = page.evaluate(OVERLAPS, pictures)
        assert (over, cut) == (0, 0)
        assert shown >= least[width > 360]


def test_every_link_leads_somewhere(folder: Path, address: str, opened: Callable[..., Page]) -> None:
    """Within the page, and to files; that links to other pages hit what they name, tests/page tells."""
    for start in ("index.html", "pictures.html", "sql.html"):
        page = opened(f"{address}/{start}", java_script_enabled=start == "sql.html")
        ids = Counter(page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)"))
        links = set(page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))"))
        here = {link for link in links if link.startswith("#") and not link.startswith("#sql=")}
        assert all(ids[link[1:]] == 1 for link in here)
        for file in sorted({link.partition("#")[0] for link in links - here if not link.startswith(("http", "#"))}):
            assert page.request.get(f"{address}/{file}").ok, file


def test_a_mark_of_a_hidden_event_still_shows_it(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page.locator("select").first.select_option("test")
    page.goto(f"file://{folder}/index.html#hanoi-summit-2019")
    expect(page.locator("#hanoi-summit-2019")).to_be_in_viewport()


def pages(page: Page) -> int:
    return page.pdf(format="A4", tagged=False).count(b"/Type /Page\n")


def test_printing_takes_few_pages_and_keeps_the_labels(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 794, "height": 1123}, java_script_enabled=False)
    page.emulate_media(media="print")
    expect(page.locator("form")).to_be_hidden()
    assert 10 < pages(page) <= 100
    shot(page, "print")
    page.goto(f"file://{folder}/pictures.html")
    assert page.evaluate(OVERLAPS, ["figure > svg", ".l text"])[2] > 6
    assert pages(page) <= 15
    page.goto(f"file://{folder}/index.html")
    page.emulate_media(media="screen")
    page.locator("select[name=kind]").select_option("summit")
    page.emulate_media(media="print")
    with log_of() as con:
        summits = con.execute("SELECT event FROM events WHERE kind = 'summit'").fetchall()
    assert seen(page) == {event for (event,) in summits}
    assert pages(page) <= 15


def test_hostile_words_do_nothing(tmp_path: Path, opened: Callable[..., Page], package: Callable[..., Package]) -> None:
    for n, words in enumerate((HOSTILE, "x" * 4000, "\u05e9" * 4000)):
        write_site(hostile_package(package, words, folder=f"package-{n}"), tmp_path / str(n))
        page = opened(f"file://{tmp_path}/{n}/index.html", viewport={"width": 360, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("document.querySelectorAll('script, img, iframe').length") == 1, "ours"
        shot(page, f"hostile-{n}")
