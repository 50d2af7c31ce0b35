"""The page and the page for SQL in a real browser. `.ci/run` installs what this needs and runs it; `pytest` alone does not.

CHROMIUM names the browser, AXE the file axe.min.js, TIMELINEJS the folder of its package; SHOTS, if set, a folder for pictures of it all.
"""

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.support.hostile import HOSTILE, hostile_package
from tests.support.paths import ROOT
from tests.support.runner import run_command

from summitevents.export.formats import ROWS, TIMELINES
from summitevents.log import package as log
from summitevents.log.package import Package
from summitevents.page.duckdb_wasm import fetch_duckdb_wasm
from summitevents.page.server import local_server
from summitevents.page.site import write_site
from summitevents.query.questions import named_questions
from summitevents.query.select import run_query

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
WIDTHS, SCHEMES = [360, 1280], ["light", "dark"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    write_site(Package(ROOT), made, "1.2.3", fetch_duckdb_wasm())
    return made


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with local_server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own; whatever the browser complains of fails the test."""
    said: list[str] = []
    contexts = []

    def visit(url: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if not local(request.url) else None)
        page.goto(url)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert said == []


def local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:"))


def shot(page: Page, name: str) -> None:
    if "SHOTS" in os.environ:
        page.screenshot(path=Path(os.environ["SHOTS"]) / f"{name}.png")


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
            ("show", "disputed"): "SELECT event FROM events WHERE disputed",
            ("show", "corroborated"): "SELECT event FROM events WHERE n_sources > 1",
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
        on_the_day = {e for (e,) in con.execute("SELECT event FROM events WHERE earliest <= '2019-03-01' AND latest >= '2019-03-01'").fetchall()}  # fmt: skip
    expect(status).to_have_text(f"{n} of {n} events")
    found = []
    for spelling in ("Kim Il Sung", "kim il-sung", "kim II-Sung"):
        find.fill(spelling)
        found.append(seen(page))
    assert found[0] == found[1] == found[2] >= takes_part
    expect(status).to_have_text(f"{len(found[0])} of {n} events")
    find.fill("1 March 2019")
    assert seen(page) == on_the_day
    find.fill("Metropole")
    page.locator("select[name=kind]").select_option("summit")
    chosen = seen(page)
    assert "hanoi-summit-2019" in chosen
    assert page.url.endswith("index.html?q=Metropole&kind=summit")
    again = opened(page.url, viewport={"width": 1280, "height": 900})
    assert seen(again) == chosen
    assert again.locator("[name=q]").input_value() == "Metropole"
    again.locator("button[type=reset]").click()
    expect(again.get_by_role("status")).to_have_text(f"{n} of {n} events")


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
    for link in page.locator("header nav a").all():
        assert page.locator(f'[id="{(link.get_attribute("href") or "#")[1:]}"]').count() == 1


def test_the_ladder_is_in_order_and_has_what_was_known_before(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 360, "height": 740}, java_script_enabled=False)
    read = "(rows) => rows.map((row) => row.querySelector('a[href*=\"-\"][href^=\"#\"]').getAttribute('href').slice(1))"
    with log_of() as con:
        known = "SELECT record, known_from FROM claims JOIN sources USING (source)"
        days = dict(con.execute(known.replace("record", "claims.record", 1)).fetchall())
    for side in ("ahead", "after"):
        for rows in page.locator(f"ol.{side}").all():
            told = [days[record] for record in rows.locator("li").evaluate_all(read)]
            assert told == sorted(told)
            assert all((day < "2019-02-27") == (side == "ahead") for day in told)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_card_names_its_sources_and_every_claim_has_an_address(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    unnamed = """[...document.querySelectorAll('.e')].filter((e) => !e.querySelector('div > p > .src') || !/\\S/.test(e.querySelector('.src').textContent))
        .map((e) => e.id)"""
    assert page.evaluate(unnamed) == []
    assert page.evaluate("[...document.querySelectorAll('.e .o')].filter((o) => !o.querySelector('.c')).length") == 0
    with log_of() as con:
        [(record,)] = con.execute(
            "SELECT record FROM claims WHERE event = 'hanoi-summit-2019' ORDER BY standing DESC LIMIT 1"
        ).fetchall()
    page.goto(f"file://{folder}/index.html#{record}")
    expect(page.locator(f'[id="{record}"]')).to_be_in_viewport()
    assert page.locator("#hanoi-summit-2019 details").first.get_attribute("open") is not None


def test_a_dispute_is_a_row_for_each_position(folder: Path, opened: Callable[..., Page]) -> None:
    for width, most in ((1280, 900), (360, 1500)):
        page = opened(f"file://{folder}/index.html#kim-il-sung-visit-1964", viewport={"width": width, "height": 900})
        box = page.locator("#kim-il-sung-visit-1964").bounding_box()
        assert box
        assert box["height"] <= most
        shot(page, f"dispute-{width}")


OVERLAPS = """() => { let over = 0, cut = 0, shown = 0
    for (const svg of document.querySelectorAll('figure > svg')) {
        const labels = [...svg.querySelectorAll('.l text')].map((one) => one.getBoundingClientRect()).filter((box) => box.width)
        const frame = svg.getBoundingClientRect()
        shown += labels.length
        labels.forEach((a, n) => { cut += a.left < frame.left - 1 || a.right > frame.right + 1
            over += labels.slice(n + 1).some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 3 && b.top < a.bottom - 3) })
    }
    return [over, cut, shown] }"""


@pytest.mark.parametrize("width", [360, 740, 768, 820, 900, 1024, 1280])
def test_labels_of_the_pictures_are_whole_and_apart(width: int, folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": width, "height": 900})
    over, cut, shown = page.evaluate(OVERLAPS)
    assert (over, cut) == (0, 0)
    assert shown >= (6 if width == 360 else 20)


def log_of() -> Any:
    from summitevents.build import cache

    return cache.connect(log.Package(ROOT))


def test_keys_alone_reach_filters_and_claims(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    stops = 0
    while page.evaluate("document.activeElement.tagName") != "SELECT":
        page.keyboard.press("Tab")
        stops += 1
    assert stops <= 3, "the skip link leads to the filters"
    summary = page.locator(".e summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".e details").first).to_have_attribute("open", "")


def test_every_link_leads_somewhere(folder: Path, address: str, opened: Callable[..., Page]) -> None:
    for start in ("index.html", "sql.html"):
        page = opened(f"{address}/{start}", java_script_enabled=start == "sql.html")
        for link in sorted(
            set(page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))"))
        ):
            if link.startswith("#sql="):
                continue
            if link.startswith("#"):
                assert page.locator(f'[id="{link[1:]}"]').count() == 1, link
            elif not link.startswith(("http:", "https:")):
                assert page.request.get(f"{address}/{link}").ok, link


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
    assert page.evaluate(OVERLAPS)[2] > 6
    assert 10 < pages(page) <= 120
    shot(page, "print")
    page.emulate_media(media="screen")
    page.locator("select[name=kind]").select_option("summit")
    page.emulate_media(media="print")
    assert len(seen(page)) == 7
    assert pages(page) <= 15


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["index.html", "sql.html"])
def test_axe_finds_no_violation(name: str, width: int, scheme: str, address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}/{name}", viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    if name == "sql.html":
        ask(page)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    page.add_script_tag(path=os.environ["AXE"])
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found] == []


def test_hostile_words_do_nothing(tmp_path: Path, opened: Callable[..., Page], package: Callable[..., Package]) -> None:
    for n, words in enumerate((HOSTILE, "x" * 4000, "\u05e9" * 4000)):
        write_site(hostile_package(package, words, folder=f"package-{n}"), tmp_path / str(n), "1.2.3")
        page = opened(f"file://{tmp_path}/{n}/index.html", viewport={"width": 360, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("document.querySelectorAll('script, img, iframe').length") == 1, "ours"
        shot(page, f"hostile-{n}")


# -- SQL


TYPES = """SELECT sum(n_claims) AS sum, 1.5::DECIMAL(5,2) AS decimal, 1.25 AS literal, DATE '2019-02-27' AS day, DATE '1970-01-01' AS zero,
TIMESTAMP '2019-02-27 01:02:03' AS moment, 170141183460469231731687303715884105727::HUGEINT AS huge, 9007199254740993 AS large,
[1, NULL, 3] AS list, {'a': 1, 'b': ['x', 'y"z']} AS struct, MAP {'k': 1.5::DOUBLE} AS map, [[1], [2, 3]] AS nested,
'\\xAA'::BLOB AS blob, TRUE AS yes, UUID '00000000-0000-4000-8000-000000000001' AS uuid, 'x'::ENUM('x', 'y') AS word,
1e16 AS far, 1e-7 AS near, 0.1::FLOAT AS float, 'nan'::DOUBLE AS none, NULL AS nothing, '' AS empty, 'a,"b"' AS quoted, 2 AS sum
FROM events"""
MORE_TYPES = """SELECT INTERVAL '1 month 2 days' AS i, TIMESTAMP '2019-02-27 01:02:03.5' AS t, '10101'::BIT AS b, TIME '01:02:03.25' AS c,
[DATE '2019-01-01', NULL] AS d, {'a': 1.50::DECIMAL(5,2)} AS s, [INTERVAL '1 day'] AS l, 'é' AS e"""
CUT = "SELECT (SELECT count(*) FROM claims a, claims b, claims c WHERE a.title || b.title > c.title)"
"""A query that takes hours."""


@pytest.fixture
def sql_page(address: str, browser: Browser) -> Iterator[Page]:
    """The page for SQL. DuckDB's worker writes errors to the console, so what stands there is no fault of the page."""
    context = browser.new_context(viewport={"width": 1000, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{address}/sql.html")
    yield page
    context.close()


def ask(page: Page, sql: str | None = None) -> Page:
    expect(page.locator("#run")).to_be_enabled(timeout=120_000)
    if sql:
        page.locator("textarea").fill(sql)
    page.locator("#run").click()
    return answered(page)


def answered(page: Page) -> Page:
    expect(page.get_by_role("status")).to_have_text(re.compile(r"row|answers|Error"), timeout=120_000)
    expect(page.locator("#cancel")).to_be_hidden()
    return page


def cells(page: Page) -> list[tuple[str, ...]]:
    found = page.evaluate("[...document.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))")  # fmt: skip
    return [tuple(row) for row in found]


def downloaded(page: Page, label: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download {label}").click()
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("width", WIDTHS)
def test_sql_joins_three_tables_offline_but_for_loopback(width: int, address: str, opened: Callable[..., Page]) -> None:
    page = ask(opened(f"{address}/sql.html", viewport={"width": width, "height": 1000}))
    with log_of() as con:
        expected = con.execute(page.locator("textarea").input_value()).fetchall()
    assert cells(page) == [tuple(cell or "NULL" for cell in row) for row in expected]
    assert len(expected) > 5
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shot(page, f"sql-{width}")


def test_sql_shows_every_type_as_duckdb_casts_it(sql_page: Page) -> None:
    for sql in (TYPES, MORE_TYPES):
        with log_of() as con:
            types = [str(kind) for _, kind, *_ in con.execute(sql).description]
            names = [f"c{n}" for n in range(len(types))]
            cast = ", ".join(f"CAST({name} AS VARCHAR)" for name in names)
            expected = con.execute(f"SELECT {cast} FROM ({sql}) AS asked({', '.join(names)})").fetchall()
        assert cells(ask(sql_page, sql)) == [
            tuple("NULL" if cell is None else cell for cell in row) for row in expected
        ]
    looks = sql_page.evaluate("[...document.querySelectorAll('.null')].length")
    ask(sql_page, "SELECT NULL AS a, '' AS b, 'NULL' AS c")
    assert cells(sql_page) == [("NULL", "", "NULL")]
    assert sql_page.evaluate("[...document.querySelectorAll('td')].map((cell) => cell.className)") == ["null", "", ""]
    assert looks


@pytest.mark.parametrize("sql", ["FROM claims", "SELECT 1 WHERE FALSE", "SELECT NULL AS alone", TYPES], ids=["table", "no-rows", "null", "types"])  # fmt: skip
def test_sql_downloads_what_the_command_line_gives(sql: str, sql_page: Page) -> None:
    ask(sql_page, sql)
    for label, name in (("CSV", "csv"), ("JSON", "json")):
        ran = run_command("query", sql, "-f", name, cwd=ROOT)
        assert ran.returncode == 0
        assert downloaded(sql_page, label) == ran.stdout


def test_sql_lists_the_named_questions_which_say_what_they_say_elsewhere(sql_page: Page) -> None:
    expect(sql_page.locator("#run")).to_be_enabled(timeout=120_000)
    assert [link.text_content() for link in sql_page.locator("#questions ~ ul a").all()] == list(named_questions())
    with log_of() as con:
        for name, text in named_questions().items():
            sql_page.get_by_role("link", name=name, exact=True).click()
            expect(sql_page).to_have_url(re.compile("#sql="))
            assert downloaded(answered(sql_page), "CSV") == ROWS["csv"].encode(run_query(con, text)), name


def test_sql_knows_what_was_known_then(sql_page: Page) -> None:
    expect(sql_page.locator("#run")).to_be_enabled(timeout=120_000)
    with log_of() as con:
        macros = [f"{table}_as_of" for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        then = "SELECT event, title FROM events_as_of(known_by := '2019-02-20') ORDER BY ALL"
        expected = con.execute(then).fetchall()
    listed = {link.text_content() for link in sql_page.locator(".macros a").all()}
    assert {"events_as_of", "claims_as_of", "positions_as_of"} <= listed <= set(macros)
    assert cells(ask(sql_page, then)) == expected
    sql_page.locator(".macros a").first.click()
    answered(sql_page)
    expect(sql_page.locator(".wrong")).to_have_count(0)


def test_sql_answers_every_statement_and_says_once_what_is_wrong(sql_page: Page) -> None:
    ask(sql_page, "SELECT 1 AS a; -- one;\nSELECT 'é;' AS b, 2 AS b;\n")
    expect(sql_page.get_by_role("status")).to_have_text("2 answers")
    assert cells(sql_page) == [("1",), ("é;", "2")]
    ask(sql_page, "SELECT 1;\nSELECT title\nFROM events\nWHERE nothing = 1; SELECT 3")
    expect(sql_page.get_by_role("status")).to_have_text("Error in statement 2 of 3; those after it did not run")
    *_, line, caret = (sql_page.locator("pre").text_content() or "").split("\n")
    assert line == "LINE 4: WHERE nothing = 1"
    assert caret == " " * line.index("nothing") + "^"
    assert (sql_page.locator("main").text_content() or "").count("LINE ") == 1
    assert "monospace" in sql_page.evaluate("getComputedStyle(document.querySelector('pre')).fontFamily")
    shot(sql_page, "sql-error")


def test_sql_says_what_a_page_cannot_do(sql_page: Page) -> None:
    for sql, words in {
        "COPY events TO 'x.csv'": "nothing was written",
        "SELECT * FROM 'https://example.org/x.parquet'": "reads nothing from the network",
        "INSTALL httpfs": "loads nothing from there",
        "-- nothing": None,
    }.items():
        ask(sql_page, sql)
        if words:
            expect(sql_page.locator(".wrong")).to_contain_text(words)
        else:
            expect(sql_page.get_by_role("status")).to_have_text("Error: there is no statement")
    assert cells(ask(sql_page, "SELECT count(*) > 100 FROM events")) == [("true",)]


def test_sql_can_be_cancelled(sql_page: Page) -> None:
    expect(sql_page.locator("#run")).to_be_enabled(timeout=120_000)
    sql_page.locator("textarea").fill(CUT)
    sql_page.locator("#run").click()
    sql_page.get_by_role("button", name="Cancel").click()
    expect(sql_page.get_by_role("status")).to_have_text("cancelled", timeout=60_000)
    assert cells(ask(sql_page, "SELECT 1 AS a")) == [("1",)]


def test_sql_is_in_the_address_and_comes_back_from_it(sql_page: Page, address: str) -> None:
    sql = "SELECT kind, count(*) AS n FROM events -- 100 % & é\nGROUP BY ALL ORDER BY n DESC"
    first = cells(ask(sql_page, sql))
    link = sql_page.url
    sql_page.goto("about:blank")
    sql_page.goto(link)
    assert cells(answered(sql_page)) == first
    assert sql_page.locator("textarea").input_value() == sql
    bars = sql_page.locator("td svg rect")
    assert [round(float((bar.get_attribute("width") or "")[:-1])) for bar in bars.all()] == [
        round(100 * int(n) / int(first[0][1])) for _, n in first
    ]
    shot(sql_page, "sql-bars")


@pytest.mark.parametrize("width", WIDTHS)
def test_sql_keeps_the_head_of_a_long_answer_in_sight(width: int, sql_page: Page) -> None:
    sql_page.set_viewport_size({"width": width, "height": 800})
    ask(sql_page, "FROM log")
    expect(sql_page.get_by_role("status")).to_contain_text("the first 1,000 shown")
    sql_page.evaluate("document.querySelector('.rows').scrollTop = 5000")
    box, head = (sql_page.locator(at).first.bounding_box() for at in (".rows", "th"))
    assert box and head
    assert abs(box["y"] - head["y"]) < 2
    assert sql_page.evaluate("document.documentElement.scrollWidth") <= width


def test_sql_from_a_file_says_how_to_serve_it(folder: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"file://{folder}/sql.html")
    expect(page.get_by_role("status")).to_contain_text("summitevents site --sql --serve")
    page.close()


# -- TimelineJS itself


def test_timelinejs_takes_what_we_export_and_shows_it(browser: Browser) -> None:
    """With its own style sheet, its strip lies in its box, and so does the arrow to the next slide."""
    with log_of() as con:
        data = json.loads(TIMELINES["timelinejs"].encode(con))
        n = con.execute("SELECT count(*) FROM timeline").fetchall()[0][0]
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    with local_server(Path(os.environ["TIMELINEJS"])) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        files = f"http://127.0.0.1:{server.server_port}/dist"
        page.goto(f"{files}/js/timeline.js.LICENSE.txt")
        page.set_content('<div id="here" style="width: 1200px; height: 650px"></div>')
        page.add_style_tag(url=f"{files}/css/timeline.css")
        page.add_script_tag(url=f"{files}/js/timeline.js")
        start = '([data, scripts]) => { window.made = new TL.Timeline("here", data, {script_path: scripts}); }'
        page.evaluate(start, [data, f"{files}/js/"])
        expect(page.locator(".tl-timemarker")).to_have_count(n, timeout=60_000)
        assert page.evaluate("[made.config.events.length, made.config.messages.errors]") == [n, []]
        expect(page.locator(".tl-slidenav-next")).to_be_visible()
        box, strip, arrow = (page.locator(at).bounding_box() for at in ("#here", ".tl-timenav", ".tl-slidenav-next"))
        assert box and strip and arrow
        border = 1  # TimelineJS draws one around its box, and lays the strip out as if there were none
        for part in (strip, arrow):
            assert box["y"] <= part["y"] < part["y"] + part["height"] <= box["y"] + box["height"] + border
        shot(page, "timelinejs")
        server.shutdown()
    page.close()
