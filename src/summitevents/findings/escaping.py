"""Makes values from data harmless and short, for messages on any terminal."""

import json
import re


class Verbatim(str):
    """A value to show verbatim, without quotes: a token of the file rather than the content of a string."""


_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def escape(text: str) -> str:
    r"""Returns a text with control, format and other invisible characters written as \x1b or \u202e: safe on any terminal."""
    return _HARMFUL.sub(lambda m: m[0].encode("unicode_escape", "surrogatepass").decode(), text)


def escape_json(text: str) -> str:
    r"""Returns a JSON text with these characters written as \u202e: the same JSON value."""
    return _HARMFUL.sub(lambda m: json.dumps(m[0])[1:-1], text)


def quote(value: object, most: int = 80) -> str:
    """Returns a value as a message shows it: in quotes if it is a text, cut after `most` code points."""
    text = cut(str(value), most)
    return f"“{text}”" if isinstance(value, str) and not isinstance(value, Verbatim) else text


def cut(text: str, most: int) -> str:
    """Returns a text of at most `most` code points, the last of them an ellipsis if it was longer."""
    return text if len(text) <= most else text[: most - 1] + "…"
