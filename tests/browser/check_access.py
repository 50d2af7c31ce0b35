"""The page for everybody: by keys alone, by fingers, and by the rules of axe."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.support.browser import SCHEMES, WIDTHS, shot, violations


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
    page.locator("#hanoi-summit-2019 h3 a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/years/2019.html#hanoi-summit-2019")  # wholly loaded, or the next key comes too early
    cite = page.locator("#hanoi-summit-2019 .cite")
    cite.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(cite).to_have_attribute("open", "")


def test_what_a_finger_touches_is_large_enough(folder: Path, opened: Callable[..., Page]) -> None:
    """Links within sentences aside: 44 pixels (WCAG 2.2, 2.5.5)."""
    touched = "nav a, select, input, button, summary, .top a"
    for file in ("index.html", "pictures.html", "years/1958.html"):
        page = opened(f"file://{folder}/{file}", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        small = page.locator(touched).evaluate_all(
            "(all) => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"
        )
        assert small == []
        assert page.locator(touched).count() > 3
        shot(page, f"touched-{Path(file).stem}")


def test_on_a_phone_fields_stay_apart_the_count_is_near_and_a_year_can_be_touched(
    folder: Path, opened: Callable[..., Page]
) -> None:
    page = opened(f"file://{folder}/index.html", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    wide = "(all) => all.filter((one) => one.getBoundingClientRect().width > one.parentElement.getBoundingClientRect().width + 1).length"
    assert page.locator("form :is(select, input)").evaluate_all(wide) == 0
    find, status = (page.locator(one).bounding_box() for one in ("[name=q]", "[role=status]"))
    assert find
    assert status
    assert 0 < status["y"] - find["y"] < 80, "a keyboard on the screen leaves the count in sight"
    met = """(link) => {
        link.scrollIntoView({block: "center", behavior: "instant"})
        const {x, y, width, height} = link.getBoundingClientRect()
        return document.elementFromPoint(x + width / 2, y + height / 2) === link
    }"""
    assert page.locator("#_y-2018 a").evaluate(met), "a finger meets the link, and not what lies over it"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation(width: int, scheme: str, address: str, opened: Callable[..., Page]) -> None:
    for file in ("index.html", "pictures.html", "years/1995.html"):
        page = opened(
            f"{address}/{file}", viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        assert violations(page) == []
