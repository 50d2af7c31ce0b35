"""Findings as text for people: place, problem and remedy of each, with the line it is in."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from summitevents.findings.catalogue import DOCS
from summitevents.findings.escaping import escape
from summitevents.findings.finding import Finding
from summitevents.log.files import from_here
from summitevents.report.outcome import Outcome

MOST = 100
"""How many findings of one code are shown; the others are counted."""


def encode(outcome: Outcome, width: int | None = None) -> bytes:
    """Returns the findings as lines. `width`: columns of the terminal."""
    lines = finding_lines(outcome.findings, outcome.root, width or 100, where_the_rest_is="; -f jsonl has them all")
    return "".join(f"{line}\n" for line in lines).encode()


def finding_lines(
    findings: Iterable[Finding], root: Path | None = None, width: int = 100, where_the_rest_is: str = ""
) -> Iterator[str]:
    """Yields lines for each finding: place and problem; the line it is in, and a caret below; what to do, and where to read on.

    Places are as seen from the working folder, and excerpts come from the files, if `root` is the folder that they are in;
    without it there are none, as for what is not written yet. Excerpts take at most `width` columns. Of each code the first MOST findings are shown; the last lines count the others.
    """
    seen: Counter[str] = Counter()
    here = escape(from_here(root)) if root else ""
    for file, group in groupby(findings, lambda finding: finding.file):
        shown = []
        for finding in group:
            seen[finding.code] += 1
            if seen[finding.code] <= MOST:
                shown.append(finding)
        lines = _numbered_lines(root / file, {finding.line for finding in shown if finding.line}) if root else {}
        for finding in shown:
            yield from _lines_of_one(finding, here, lines, width)
    for code, n in seen.items():
        if n > MOST:
            yield f"… and {n - MOST:,} more of {code}{where_the_rest_is}"


def _lines_of_one(finding: Finding, here: str, lines: dict[int, str], width: int) -> Iterator[str]:
    yield _no_command(f"{here}{finding.place}: {finding.severity} {finding.code}: {finding.message}")
    if finding.line in lines and finding.column:
        yield from _excerpt(lines[finding.line], finding.line, finding.column, width)
    yield _no_command(f"    {finding.help} [{DOCS}#{finding.code}]")


def _numbered_lines(file: Path, numbers: set[int]) -> dict[int, str]:
    """Returns the wanted lines of a file, by number from 1; none if the file is missing, or in UTF-16."""
    if not numbers or not file.is_file():
        return {}
    with file.open("rb") as opened:
        if opened.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return {}
        opened.seek(0)
        found = {}
        for number, raw in enumerate(opened, 1):
            if number in numbers:
                found[number] = raw.decode(errors="replace").removeprefix("\ufeff").rstrip("\r\n")
            if number >= max(numbers):
                break
        return found


def _excerpt(line: str, number: int, column: int, width: int) -> Iterator[str]:
    """Yields the part of a line around a column (in code points from 1), and a caret under it."""
    margin = " " * len(str(number))
    room = max(width - len(margin) - 8, 20)
    start = max(min(column - 1 - room // 3, len(line) - room), 0)
    before = ("…" if start else "") + _no_command(escape(line[start : column - 1]))
    after = escape(line[column - 1 : start + room]) + ("…" if len(line) > start + room else "")
    yield _no_command(f"  {number} │ {before}{after}")
    yield f"  {margin} │ {' ' * terminal_columns(before)}^"


def terminal_columns(text: str) -> int:
    """Returns how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _no_command(line: str) -> str:
    """Returns the line so that no GitHub runner takes it for a command: ::name:: at its start, or ##[name] anywhere."""
    return re.sub(r"^(\s*):(?=:)", r"\1\\x3a", line).replace("##[", "##\\x5b")
