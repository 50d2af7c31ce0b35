"""Our export for TimelineJS in TimelineJS itself; see check_page.py. TIMELINEJS names the folder of its package."""

import json
import os
import threading
from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.support.browser import log_of, shot

from summitevents.export.formats import TIMELINES
from summitevents.page.server import local_server


def test_timelinejs_takes_what_we_export_and_shows_it(browser: Browser) -> None:
    """With its own style sheet, its strip lies in its box, and so does the arrow to the next slide.

    Of the log, the last slides: laying out more only takes longer.
    """
    with log_of() as con:
        data = json.loads(TIMELINES["timelinejs"].encode(con))
    data["events"] = data["events"][-(n := 300) :]
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
