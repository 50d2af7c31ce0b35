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

from summitevents.export.formats import TIMELINES
from summitevents.log import package as log
from summitevents.log.package import Package
from summitevents.page.duckdb_wasm import fetch_duckdb_wasm
from summitevents.page.server import local_server
from summitevents.page.site import write_site

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


@pytest.mark.parametrize("width", WIDTHS)
def test_filters_filter_without_scripts(width: int, folder: Path, opened: Callable[..., Page]) -> None:
    with log_of() as con:
        by = {
            "k-visit": "SELECT event FROM events WHERE kind = 'visit'",
            "w-kim-jong-un": "SELECT event FROM participants WHERE actor = 'kim-jong-un'",
            "x-disputed": "SELECT event FROM events WHERE disputed",
            "x-corroborated": "SELECT event FROM events WHERE n_sources > 1",
            "x-planned": "SELECT event FROM claims WHERE status IN ('announced', 'expected', 'hypothetical', 'cancelled')",
        }  # fmt: skip
        wanted = {choice: {event for (event,) in con.execute(sql).fetchall()} for choice, sql in by.items()}
    page = opened(f"file://{folder}/index.html", viewport={"width": width, "height": 900}, java_script_enabled=False)
    everything = seen(page)
    boxes = dict(zip("kwx", page.locator("select").all(), strict=True))
    for choice, events in wanted.items():
        boxes[choice[0]].select_option(choice)
        assert seen(page) == events
        years = page.evaluate(
            "[...document.querySelectorAll('.y')].filter((y) => y.checkVisibility()).every((y) => [...y.querySelectorAll('.e')].some((e) => e.checkVisibility()))"
        )
        assert years, "no year stands there without an event"
        boxes[choice[0]].select_option("")
    boxes["k"].select_option("k-visit")
    boxes["w"].select_option("w-kim-jong-un")
    assert seen(page) == wanted["k-visit"] & wanted["w-kim-jong-un"]
    shot(page, f"filtered-{width}")
    page.locator("button[type=reset]").click()
    assert seen(page) == everything


def log_of() -> Any:
    from summitevents.build import cache

    return cache.connect(log.Package(ROOT))


def test_keys_alone_reach_filters_and_claims(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    stops = 0
    while page.evaluate("document.activeElement.tagName") != "SELECT":
        page.keyboard.press("Tab")
        stops += 1
    assert stops <= 3, "marks in the pictures are no stops"
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details").first).to_have_attribute("open", "")


def test_every_link_leads_somewhere(folder: Path, address: str, opened: Callable[..., Page]) -> None:
    for start in ("index.html", "sql.html"):
        page = opened(f"{address}/{start}", java_script_enabled=start == "sql.html")
        for link in sorted(
            set(page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))"))
        ):
            if link.startswith("#"):
                assert page.locator(f'[id="{link[1:]}"]').count() == 1, link
            elif not link.startswith(("http:", "https:")):
                assert page.request.get(f"{address}/{link}").ok, link


def test_a_mark_of_a_hidden_event_still_shows_it(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page.locator("select").first.select_option("k-test")
    page.goto(f"file://{folder}/index.html#hanoi-summit-2019")
    expect(page.locator("#hanoi-summit-2019")).to_be_in_viewport()


def test_printing_opens_every_claim_and_leaves_the_filters_out(folder: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    expect(page.locator("form")).to_be_hidden()
    expect(page.locator("#hanoi-summit-2019 details li").last).to_be_visible()
    assert page.pdf(format="A4").count(b"/Type /Page") > 10
    shot(page, "print")


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
        assert page.evaluate("document.querySelectorAll('script, img, iframe').length") == 0
        shot(page, f"hostile-{n}")


# -- SQL


def ask(page: Page, sql: str | None = None) -> Page:
    expect(page.get_by_role("button")).to_be_enabled(timeout=120_000)
    if sql:
        page.locator("textarea").fill(sql)
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"row|Error"))
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_sql_joins_three_tables_offline_but_for_loopback(width: int, address: str, opened: Callable[..., Page]) -> None:
    page = ask(opened(f"{address}/sql.html", viewport={"width": width, "height": 1000}))
    with log_of() as con:
        expected = con.execute(page.locator("textarea").input_value()).fetchall()
    shown = page.evaluate(
        "[...document.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert [tuple(row) for row in shown] == [tuple(cell or "" for cell in row) for row in expected]
    assert len(expected) > 5
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shot(page, f"sql-{width}")


def test_sql_says_what_is_wrong(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/sql.html")
    ask(page, "SELECT nothing FROM nowhere")
    expect(page.get_by_role("status")).to_contain_text("nowhere does not exist")
    page.close()


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
