"""Holds the SQL of the package, one SELECT a file.

read/ types the lines of a log, fold/ and tables/ define tables, checks/ are the rules, citations/ lists what is cited,
queries/ are the named questions.
"""

import hashlib
import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def made_by() -> str:
    """Returns a digest of every Python, SQL and JSON file of this package: what other code has made is stale."""
    found = hashlib.sha256()
    every = (f"{folder}/{name}" for folder, _, names in os.walk(str(files("summitevents"))) for name in names)
    for path in sorted(path for path in every if path.endswith((".py", ".sql", ".json"))):
        found.update(Path(path).read_bytes())
    return found.hexdigest()


@cache
def read(folder: str) -> dict[str, str]:
    """Reads every .sql file of a folder: name → text, in the order of the names."""
    found = sorted(files(__name__).joinpath(folder).iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): file.read_text("utf-8") for file in found if file.name.endswith(".sql")}


def about(sql: str) -> list[str]:
    """Returns the comment lines that a file opens with, without their dashes."""
    return [line.removeprefix("--").strip() for line in re.match(r"(?:--.*\n)*", sql)[0].splitlines()]  # type: ignore[index]
