"""Explanations of the catalogue's codes: why each is one, an example that gives it, and one that mends it (explained.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from summitevents.errors import UnreadableError
from summitevents.findings.catalogue import CATALOGUE, DOCS, Code
from summitevents.findings.spelling import did_you_mean

BASE = (
    "The examples stand in a log that has a source `paper`, published on 5 March 2019, and a source `memo`, whose "
    "document is at hand; the actors `kim-jong-un` and `donald-trump`; the places `vietnam` and `hanoi`; two claims of "
    "`hanoi-summit-2019` (`2026-11-21-theirs.6` and `.7`) and one of `singapore-summit-2018` (`.8`). Fields that do "
    "not matter are left out; `\\x` and two digits stand for a byte. A test runs every one of them."
)
"""The log that the examples stand in, in Markdown."""


@dataclass(frozen=True, slots=True)
class Example:
    """Bad lines and mended ones: of a batch (`json`; `bytes`, with escapes for what is not text) or commands (`sh`)."""

    fence: str
    bad: str
    mended: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code with its entry in the catalogue, why it is a finding, and the example."""

    code: str
    entry: Code
    why: str
    example: Example


@cache
def explanations() -> dict[str, Explanation]:
    """Returns the explanation of every code, in the order of explained.md."""
    markdown = files("summitevents").joinpath("report", "explained.md").read_text("utf-8")
    found = {}
    for part in re.split(r"^## ", markdown, flags=re.MULTILINE)[1:]:
        code, _, body = part.partition("\n")
        blocks = re.findall(r"^```(\w+)\n(.*?)\n```$", body, flags=re.MULTILINE | re.DOTALL)
        example = Example(blocks[0][0], blocks[0][1], blocks[1][1])
        found[code] = Explanation(code, CATALOGUE[code], body.partition("\nBad:")[0].strip(), example)
    return found


def explanation(code: str) -> Explanation:
    """Returns the explanation of a code. Raises UnreadableError if there is no such code."""
    known = explanations()
    if code not in known:
        raise UnreadableError(f"{code} is not a code; {did_you_mean(code, list(known), f'{DOCS} has them')}")
    return known[code]


def codes() -> Iterator[str]:
    """Yields a line for each code of the catalogue: its severity and its sentence."""
    wide = max(map(len, CATALOGUE))
    return (f"{code.ljust(wide)}  {entry.severity.ljust(7)}  {entry.message}" for code, entry in CATALOGUE.items())


def _own_help(entry: Code) -> str:
    """Returns the catalogue's help, or "" if it depends on the data alone."""
    return "" if entry.help == "{hint}" else entry.help


def as_markdown(one: Explanation) -> str:
    """Returns an explanation as a section of docs/findings.md."""
    sentences = "; ".join(filter(None, (one.entry.message, _own_help(one.entry))))
    section = f"## {one.code}\n\n{one.entry.severity.capitalize()}: {sentences}.\n\n{one.why}\n"
    for name, lines in (("Bad", one.example.bad), ("Mended", one.example.mended)):
        section += f"\n{name}:\n\n```{one.example.fence}\n{lines}\n```\n"
    return section


def as_text(one: Explanation) -> str:
    """Returns an explanation as a terminal shows it."""
    help = f"{_own_help(one.entry)}\n" if _own_help(one.entry) else ""
    text = f"{one.code} ({one.entry.severity}): {one.entry.message}\n{help}\n{one.why}\n"
    for name, lines in (("Bad", one.example.bad), ("Mended", one.example.mended)):
        text += f"\n{name}:\n\n" + "".join(f"    {line}\n" for line in lines.splitlines())
    return text
