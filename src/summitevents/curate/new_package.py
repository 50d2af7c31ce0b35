"""Starts a package: a folder with a datapackage.json, a log that is empty or has what was imported, and what goes with it.

The folder appears whole or not at all.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from summitevents.errors import UnreadableError
from summitevents.findings.escaping import escape
from summitevents.log import schema
from summitevents.log.kinds_and_roles import built_in
from summitevents.log.metadata import KNOWN_LICENSES, NAME, PROPERTY
from summitevents.log.package import EVENTS, FORMAT, Package
from summitevents.log.passing import passing_folder

VOCABULARY = "general"
"""The built-in vocabulary that a new package begins with."""
_IGNORED = "/build/\n/dist/\n/.venv/\n\n# the documents that were read stay with their publishers\n/seeds/*\n!/seeds/README.md\n"
_WORKFLOW = """name: check
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - uses: actions/setup-python@v5
        with: { python-version: "3.13" }
      # The variable SUMMITEVENTS of the repository may say where pip gets it: a version, a wheel, git+https://...
      - run: python -m pip install -q "${{ vars.SUMMITEVENTS || 'summitevents' }}"
      - run: summitevents validate --strict
"""
_HOOKS = """repos:
  - repo: local
    hooks:
      - id: summitevents
        name: summitevents validate
        entry: summitevents validate --strict
        language: system
        pass_filenames: false
        files: ^(events/|datapackage\\.json$)
"""
_SEEDS = "The documents that claims cite by their characters lie here, as plain text; they are not published.\n"
_EVENTS = "The log: one file a batch, one record a line. Lines are only added.\n"


def new_descriptor(title: str, name: str, license: str | None, authors: list[str]) -> dict[str, Any]:
    """Returns the `datapackage.json` of a new package. Raises UnreadableError if the name or the licence is none."""
    if not re.fullmatch(NAME, name):
        raise UnreadableError(
            f"{name} is no name for a package: small letters and digits, with - . _ between them; --name"
        )
    if not title.strip() or not all(author.strip() for author in authors):
        raise UnreadableError("a package has a title, and its authors have names: --title, --author")
    own: dict[str, Any] = {"name": name, "title": title}
    if license is not None:
        known = next((one for one in KNOWN_LICENSES.values() if str(one.name).upper() == license.upper()), None)
        if known is None:  # SPDX minds no capitals
            raise UnreadableError(
                f"{license} is no licence that is known here, as {', '.join(map(str, KNOWN_LICENSES))}; "
                "leave out another one, and write it into datapackage.json"
            )
        own["licenses"] = [{"name": known.name, "path": known.path, "title": known.title}]
    if authors:
        own["contributors"] = [{"title": author, "roles": ["author"]} for author in authors]
    own[PROPERTY] = {"format": FORMAT, "origin": name, "vocabulary": VOCABULARY}
    return schema.package_descriptor(own, None, [], [], built_in(VOCABULARY).terms())


def start_package(
    folder: Path, descriptor: dict[str, Any], fill: Callable[[Package], object] = lambda package: None
) -> list[str]:
    """Writes a new package into a folder that is not there yet, or empty; returns the paths of its files, sorted.

    `fill` may add batches before the folder appears. Raises UnreadableError if the folder holds something.
    """
    _require_free(folder)
    parent = folder.resolve().parent
    parent.mkdir(parents=True, exist_ok=True)
    with passing_folder(parent) as aside:
        made = aside / "package"
        for name, content in _files(descriptor).items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(content, "utf-8", newline="\n")
        package = Package(made)
        fill(package)
        _write_descriptor(made, descriptor, package.parts())
        written = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
        _put(made, folder)
    return written


def _require_free(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        held = "is no folder" if not folder.is_dir() else "holds something already"
        raise UnreadableError(f"{folder} {held}; a package starts in a folder that is new or empty")


def _put(made: Path, folder: Path) -> None:
    """Gives the folder its name. Raises UnreadableError if another has it meanwhile."""
    try:
        if folder.is_dir() and os.name == "nt":
            folder.rmdir()
        made.rename(folder.resolve())
    except OSError as error:
        raise UnreadableError(f"{folder}: {error.strerror}") from None


def _files(descriptor: dict[str, Any]) -> dict[str, str]:
    return {
        "README.md": _readme(descriptor),
        ".gitignore": _IGNORED,
        ".gitattributes": f"/{EVENTS}/** -text\n",
        ".github/workflows/check.yml": _WORKFLOW,
        ".pre-commit-config.yaml": _HOOKS,
        "seeds/README.md": _SEEDS,
        f"{EVENTS}/README.md": _EVENTS,
        "datapackage.json": json.dumps(descriptor),
    }


def _write_descriptor(folder: Path, descriptor: dict[str, Any], parts: list[str]) -> None:
    (log,) = descriptor["resources"]
    text = json.dumps(descriptor | {"resources": [log | {"path": parts}]}, indent=2, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(text, "utf-8", newline="\n")


def _readme(descriptor: dict[str, Any]) -> str:
    return f"""# {escape(descriptor["title"])}

A timeline, kept as a log of claims: each line in events/ says what one source says of one event.

    summitevents timeline          what is in it
    summitevents source --help     declare a source
    summitevents append --help     say what it says
    summitevents validate          is it in order?
    summitevents site --serve      look at the page
"""
