"""How a page is made of words that strangers wrote: templates, what their values become, and a policy (CSP) for the whole.

Rules for everything that comes from the log:

1. The template engine escapes it.
2. Invisible characters are made visible (findings.escaping), but for joiners within words and emoji.
3. What is written from right to left is isolated from the writing direction of its neighbours.
4. Only http and https addresses become links.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summitevents.findings.escaping import escape
from summitevents.page.cards import reference_words
from summitevents.query.select import Row

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(str(files("summitevents"))) / "page" / "templates"
"""Where the templates, styles, scripts and interface words are."""


@cache
def interface_words() -> Mapping[str, Any]:
    """Returns the words of the interface, in English: words.json, the one place where they are."""
    found: Mapping[str, Any] = json.loads(read("words.json"))
    return found


def web_address(address: str | None) -> str | None:
    """Returns an address if it may become a link, else None."""
    return address if address and re.match("https?://", address) else None


def rendered(template: str, style: str, rules: str = "", script: str = "", **more: object) -> bytes:
    """Returns a page with its styles and its script inside; its policy (CSP) allows these by their hashes, and no others."""
    script, style = _compact(script), re.sub(r"\n\s*", "\n", style)
    hashes = {"style_hash": _hash(style), "rules_hash": _hash(rules), "script_hash": _hash(script)}
    more |= {"style": style, "rules": rules, "script": script, **hashes}
    return _environment().get_template(template).render(**more).encode()


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "words": isolated,
        "plain": visible,
        "link": web_address,
        "size": _size,
        "day": _day,
        "in_words": reference_words,
        "plain_lines": lambda text: "\n".join(map(visible, text.split("\n"))),
    }
    return environment


def _compact(script: str) -> str:
    """Returns a script of ours without comments, indentation, and blanks around operators; no string or pattern of it holds such blanks."""
    return re.sub(r" ?([=&|?:,+<>{}]+) ", r"\1", re.sub(r"(?m)^ *(//.*\n)?", "", script))


def read(name: str) -> str:
    """Returns the text of a template, style, script, or word list."""
    return (TEMPLATES / name).read_text("utf-8")


_JOINED = re.compile("(?<=[^\0-\x7f\u2000-\u206f])([\u200c\u200d])(?=[^\0-\x7f\u2000-\u206f])")
"""A joiner or non-joiner between letters or emoji, which need it; elsewhere it is only invisible."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def visible(text: object) -> str:
    """Returns words from the log with invisible characters shown, for places that take no element, such as an attribute."""
    parts = _JOINED.split(str(text))
    return "".join(part if n % 2 else escape(part) for n, part in enumerate(parts))


def isolated(text: object) -> "Markup":
    """Returns words from the log; in an element that isolates their writing direction, if that may not be left to right."""
    from markupsafe import Markup
    from markupsafe import escape as in_html

    shown = visible(text)
    return Markup("<bdi>{}</bdi>").format(shown) if _RIGHT_TO_LEFT.search(shown) else in_html(shown)


def _size(count: int) -> str:
    """Returns a number of bytes in words."""
    for unit in ("B", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count //= 1000
    return f"{count} GB"


def _day(event: Row) -> str | None:
    """Returns the value of the datetime attribute for a date (HTML, 4.5.14): the day, month or year that it is, or begins with."""
    start = (event["happened"] or "").split("/")[0]
    return start if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", start) and start > "0001" else None
