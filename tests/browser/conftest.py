"""The browser, the site, and pages of it. `pytest` alone reads this, too, and has no Playwright."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.browser import FLAGS, local
from tests.support.paths import ROOT

from summitevents.log.package import Package
from summitevents.page.duckdb_wasm import fetch_duckdb_wasm
from summitevents.page.server import local_server
from summitevents.page.site import write_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    write_site(Package(ROOT), made, fetch_duckdb_wasm())
    return made


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with local_server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def opened(browser: "Browser") -> "Iterator[Callable[..., Page]]":
    """Opens a page in a context of its own; whatever the browser complains of fails the test."""
    said: list[str] = []
    contexts = []

    def visit(url: str, **options: Any) -> "Page":
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
