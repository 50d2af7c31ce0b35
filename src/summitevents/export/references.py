"""References to sources, as words, BibTeX, CSL-JSON and RIS; all four are made from the CSL items.

BibTeX: entries are @misc, since the genres of a log are not those of BibTeX; `date` is there beside `year` for biblatex. RIS: a
line a field, lines end in CR LF. Names are not split into given and family names, which no document tells apart.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from summitevents.export.json_document import json_document

Item = dict[str, Any]
"""A CSL item; besides, `locator` is where the passages stand, `words` what is said of its date, and `copy` the address of the copy
that was read, if that is another than the publisher's own."""
_RIS_TYPES = {
    "article-newspaper": "NEWS", "article-magazine": "MGZN", "article": "GEN", "document": "GEN", "speech": "GEN",
    "report": "RPRT", "entry-encyclopedia": "ENCYC", "webpage": "ELEC",
}  # fmt: skip
_TEX = {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"} | {
    c: f"\\{c}" for c in "{}&%$#_"
}


def encode_words(items: Iterable[Item]) -> bytes:
    """Returns a line for each item: authors, title, publisher, day, passage, address, and that of the copy that was read."""
    return "".join(f"{_words(item)}\n" for item in items).encode()


def encode_csl(items: Iterable[Item]) -> bytes:
    """Returns a JSON array of CSL items (CSL 1.0.2)."""
    ours = ("words", "locator", "copy")
    return json_document(
        [
            {name: value for name, value in item.items() if name not in ours}
            | ({"annote": "; ".join(told)} if (told := _read_in(item)) else {})
            for item in items
        ],
        indent=1,
    )


def encode_bibtex(items: Iterable[Item]) -> bytes:
    """Returns a BibTeX entry for each item, under the source's slug."""
    return "\n".join(map(_bibtex, items)).encode()


def encode_ris(items: Iterable[Item]) -> bytes:
    """Returns a RIS record for each item."""
    return "".join(f"{line}\r\n" for item in items for line in _ris(item)).encode()


def _authors(item: Item) -> list[str]:
    return [name["literal"] for name in item.get("author", [])]


def _words(item: Item) -> str:
    words = (
        item["words"] if item.get("publisher") else item["words"][:1].upper() + item["words"][1:]
    )  # after a full stop
    issue = ", ".join(filter(None, (item.get("publisher"), words, item.get("locator"))))
    told = (", ".join(_authors(item)), f"“{item['title']}”", issue, item.get("URL"), *_copy(item))
    return ". ".join(one.rstrip(".") for one in told if one)


def _copy(item: Item) -> list[str]:
    return [f"Read at {item['copy']}"] if "copy" in item else []


def _read_in(item: Item) -> list[str]:
    """Returns where the passages stand, and where the copy is in which they were read."""
    return [*filter(None, [item.get("locator")]), *_copy(item)]


def _unsure(item: Item) -> str:
    """Returns the words for a date that the fields of a format cannot tell."""
    day = _day(item)
    told = len(day) == 3 or (day and not {"circa", "season"} & item["issued"].keys())
    return "" if told else str(item["words"])


def _day(item: Item) -> tuple[int, ...]:
    """Returns year, month and day, as far as they are sure; nothing where there is no date, or a range of them."""
    parts = item.get("issued", {}).get("date-parts", [])
    return tuple(parts[0]) if len(parts) == 1 else ()


def _bibtex(item: Item) -> str:
    day = _day(item)
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _authors(item)), "title": f"{{{_tex(item['title'])}}}",
        "howpublished": _tex(item.get("publisher", "")), "date": "-".join(f"{part:02}" for part in day) if day and day[0] > 999 else "",
        "year": str(day[0]) if day else "", "language": _tex(item.get("language", "")),
        "note": _tex("; ".join(filter(None, (_unsure(item), *_read_in(item))))),
        "url": re.sub(r"[{}\s\\]", lambda found: f"%{ord(found[0]):02X}", item.get("URL", "")),
    }  # fmt: skip
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{item['id']},\n{lines}}}\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in " ".join(text.split()))


def _ris(item: Item) -> Iterator[str]:
    day = _day(item)
    date = "/".join([*(f"{part:02}" for part in day), "", "", ""][:3]) + "/" if day else ""
    fields = [
        ("TY", _RIS_TYPES.get(item["type"], "GEN")), ("ID", item["id"]), ("TI", item["title"]),
        *(("AU", name) for name in _authors(item)), ("PB", item.get("publisher")), ("PY", str(day[0]) if day else ""),
        ("DA", date), ("LA", item.get("language")), ("UR", item.get("URL")), ("SE", item.get("locator")),
        ("N1", "; ".join(filter(None, (_unsure(item), *_copy(item))))),
    ]  # fmt: skip
    yield from (f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value)
    yield "ER  - "
