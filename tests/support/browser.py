"""What the checks in a real browser share: CHROMIUM names it, AXE the file axe.min.js, SHOTS, if set, a folder for pictures."""

import os
from pathlib import Path
from typing import Any

import duckdb

from summitevents.build import cache
from summitevents.log.package import Package
from tests.support.paths import ROOT

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
WIDTHS, SCHEMES = [360, 1280], ["light", "dark"]


def log_of() -> duckdb.DuckDBPyConnection:
    """Returns a connection to the tables of the shipped log."""
    return cache.connect(Package(ROOT), described=True)


def shot(page: Any, name: str) -> None:
    """Takes a picture of a page, where that is asked for."""
    if "SHOTS" in os.environ:
        page.screenshot(path=Path(os.environ["SHOTS"]) / f"{name}.png")


def violations(page: Any) -> list[tuple[str, str, str]]:
    """Returns what axe finds on a page with everything opened: rule, element, and what is wrong."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    page.add_script_tag(path=os.environ["AXE"])
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found]


def local(url: str) -> bool:
    """Says whether an address is of this machine."""
    return url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:"))
