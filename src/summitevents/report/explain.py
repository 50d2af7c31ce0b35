"""What a code of the catalogue means, with an example that gives it and one that mends it: explained.md."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from summitevents.errors import UnreadableError
from summitevents.findings.catalogue import CATALOGUE, Code
from summitevents.findings.spelling import did_you_mean

BASE = (
    "The examples stand in a log that has a source `paper`, published on 5 March 2019, and a source `memo`, whose "
    "document is at hand; the actors `kim-jong-un` and `donald-trump`; the places `vietnam` and `hanoi`; two claims of "
    "`hanoi-summit-2019` (`2026-11-21-theirs.6` and `.7`) and one of `singapore-summit-2018` (`.8`). Fields that do "
    "not matter are left out; `\\x` and two digits stand for a byte. A test runs every one of them."
)
"""What the examples take for granted."""


@dataclass(frozen=True, slots=True)
class Example:
    """Lines of a batch (`json`; `bytes`, with escapes for what is no text) or commands (`sh`): bad ones, and mended."""

    fence: str
    bad: str
    mended: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A code: its place in the catalogue, why it is one, and the example."""

    code: str
    about: Code
    why: str
    example: Example


@cache
def entries() -> dict[str, Entry]:
    """Every code that explained.md explains, in its order."""
    text = files("summitevents").joinpath("report", "explained.md").read_text("utf-8")
    found = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        code, _, body = part.partition("\n")
        blocks = re.findall(r"^```(\w+)\n(.*?)\n```$", body, flags=re.MULTILINE | re.DOTALL)
        example = Example(blocks[0][0], blocks[0][1], blocks[1][1])
        found[code] = Entry(code, CATALOGUE[code], body.partition("\nBad:")[0].strip(), example)
    return found


def entry(code: str) -> Entry:
    """The entry of a code. Raises UnreadableError where there is none, and says what may have been meant."""
    if code not in entries():
        raise UnreadableError(
            f"{code} is not a code; {did_you_mean(code, list(entries()), 'docs/findings.md has them')}"
        )
    return entries()[code]


def _help(entry: Entry) -> str:
    """What to do, where the catalogue has a sentence of its own for it."""
    return "" if entry.about.help == "{hint}" else f"{entry.about.help}\n"


def markdown(entry: Entry) -> str:
    """The entry as a section of docs/findings.md."""
    told = "; ".join(filter(None, (entry.about.message, _help(entry).strip())))
    text = f"## {entry.code}\n\n{entry.about.severity.capitalize()}: {told}.\n\n{entry.why}\n"
    for name, lines in (("Bad", entry.example.bad), ("Mended", entry.example.mended)):
        text += f"\n{name}:\n\n```{entry.example.fence}\n{lines}\n```\n"
    return text


def text(entry: Entry) -> str:
    """The entry as a terminal shows it."""
    told = f"{entry.code} ({entry.about.severity}): {entry.about.message}\n{_help(entry)}\n{entry.why}\n"
    for name, lines in (("Bad", entry.example.bad), ("Mended", entry.example.mended)):
        told += f"\n{name}:\n\n" + "".join(f"    {line}\n" for line in lines.splitlines())
    return told
