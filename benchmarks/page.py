"""What a page weighs, and what it costs a browser: bytes, elements, heights, processor time of style, layout and a choice, printed pages.

    python benchmarks/page.py FILE...

Each FILE is a page of `summitevents site`. Times are of the main thread alone (CDP, threadTicks), the median of ROUNDS.
Needs playwright, and CHROMIUM, the path of a browser.
"""

import gzip
import os
import re
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROUNDS = 3
SLOW = 4
"""How many times slower the processor of a phone is taken to be."""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]


def opened(
    browser: Browser, file: Path, scripts: bool, width: int = 1280, slower: int = 1, at: str = ""
) -> tuple[Page, Callable[[], dict[str, float]]]:
    """Opens a file, at an event if one is named. Returns its page, and what reads the counters of its main thread, in seconds."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})

    def counters() -> dict[str, float]:
        found: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in found}

    page.goto(f"file://{file.resolve()}#{at}")
    return page, counters


def phone(browser: Browser, file: Path, scripts: bool, at: str = "") -> float:
    """Returns the seconds of style and layout at load, on a phone."""
    page, counters = opened(browser, file, scripts, 360, SLOW, at)
    page.wait_for_timeout(500)
    found = counters()
    page.context.close()
    return found["RecalcStyleDuration"] + found["LayoutDuration"]


def choice(browser: Browser, file: Path, scripts: bool) -> tuple[float, float]:
    """Returns the seconds of style at load, and of all that choosing a kind takes until the page is drawn anew."""
    page, counters = opened(browser, file, scripts)
    page.wait_for_timeout(500)
    loaded = counters()
    select = page.locator("select").first
    options = select.locator("option[value]").evaluate_all("(all) => all.map((one) => [one.value, one.textContent])")
    most = max(options, key=lambda option: int("".join(filter(str.isdigit, option[1])) or 0))[0]
    select.select_option(most)
    page.wait_for_timeout(500)
    spent = counters()["TaskDuration"] - loaded["TaskDuration"]
    page.context.close()
    return loaded["RecalcStyleDuration"], spent


def figures(browser: Browser, file: Path) -> dict[str, object]:
    """Returns the figures of one page."""
    content = file.read_bytes()
    events = re.findall(r'<li class="e[^"]*" id="([^"]*)"', content.decode())
    found: dict[str, object] = {"bytes": len(content), "gzip -9": len(gzip.compress(content, 9))}
    for width in (1280, 360):
        page, _ = opened(browser, file, True, width)
        page.evaluate("for (const e of document.querySelectorAll('.e')) e.style.contentVisibility = 'visible'")
        found[f"height at {width}"] = page.evaluate("document.documentElement.scrollHeight")
        found["elements"] = page.evaluate("document.querySelectorAll('*').length")
        page.context.close()
    for scripts, label in ((False, "without scripts"), (True, "with scripts")):
        loads = [phone(browser, file, scripts) for _ in range(ROUNDS)]
        found[f"ms of style and layout at load on a phone, {label}"] = round(1000 * statistics.median(loads))
        if events:  # the pictures have none
            linked = [phone(browser, file, scripts, events[len(events) // 2]) for _ in range(ROUNDS)]
            found[f"the same at the address of an event, {label}"] = round(1000 * statistics.median(linked))
        if b"<form" not in content:  # only the first page has something to choose
            continue
        rounds = [choice(browser, file, scripts) for _ in range(ROUNDS)]
        found[f"ms of style at load, {label}"] = round(1000 * statistics.median(style for style, _ in rounds))
        found[f"ms of a choice, {label}"] = round(1000 * statistics.median(spent for _, spent in rounds))
    page, _ = opened(browser, file, False, 794)
    found["printed pages"] = page.pdf(format="A4", tagged=False).count(b"/Type /Page\n")
    page.context.close()
    return found


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        for name in sys.argv[1:]:
            print(name)
            for what, value in figures(browser, Path(name)).items():
                print(f"  {what:60} {value:>12}")
        browser.close()


if __name__ == "__main__":
    main()
