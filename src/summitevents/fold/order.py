"""The order of the .sql files: each comes after those whose tables it reads, which is read out of the SQL itself."""

import re
from functools import cache
from graphlib import TopologicalSorter

from summitevents import sql


def in_order(folder: str) -> list[str]:
    """Returns the names of a folder's files, each after those whose tables it reads."""
    names = sql.read(folder).keys()
    return list(TopologicalSorter({name: sorted(_tables_read()[name] & names) for name in names}).static_order())


def needed_for(name: str) -> set[str]:
    """Returns a file's name, and those of all the files that its table rests on."""
    found, ahead = set(), [name]
    while ahead:
        found.add(here := ahead.pop())
        ahead += (_tables_read().get(here, set()) & _tables_read().keys()) - found
    return found


@cache
def _tables_read() -> dict[str, set[str]]:
    """Returns the tables that each file of fold/, tables/ and checks/ reads: the words after FROM and JOIN that it does not define.

    To have DuckDB's parser say it would take longer than all else that a small log needs; a test compares the two.
    """
    texts = {name: text for folder in ("fold", "tables", "checks") for name, text in sql.read(folder).items()}
    plain = {name: _COMMENT.sub("", text) for name, text in texts.items()}
    return {name: {*_TABLE.findall(text)} - {name, *_DEFINED.findall(text)} for name, text in plain.items()}


_COMMENT, _TABLE = re.compile(r"--.*"), re.compile(r"\b(?:FROM|JOIN)\s+\"?(\w+)")
_DEFINED = re.compile(r"\b(\w+) AS \(")
"""WITH gives a file names of its own, which another file may have as well."""
