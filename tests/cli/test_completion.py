"""Completion in the shell, as bash asks for it."""

import shlex
from pathlib import Path

import pytest

from tests.support.runner import run_command


def completed(line: str, cwd: Path) -> list[str]:
    """Returns what completes the last word of a command line."""
    asked = {
        "_SUMMITEVENTS_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(shlex.split(line)) - 1),
    }
    return run_command(cwd=cwd, **asked).stdout.decode().split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("summitevents ti", ["timeline"]),
        ("summitevents help val", ["validate"]),
        ("summitevents show en", ["envoy-visit"]),
        ("summitevents anchor ga", ["gazette-1901"]),
        ("summitevents timeline --kind su", ["summit", "support"]),
        ("summitevents timeline --actor an", ["anh-le"]),
        ("summitevents timeline --place sp", ["springfield"]),
        ("summitevents timeline --status den", ["denied"]),
        ("summitevents append --kind vi", ["visit"]),
        ("summitevents append --status occ", ["occurred"]),
        ("summitevents append --place sp", ["springfield"]),
        ("summitevents append --speaker bo", ["bo-ek"]),
        ("summitevents append --source al", ["almanac"]),
        ("summitevents relate fair follows en", ["envoy-visit"]),
        ("summitevents relate fair fol", ["follows"]),
        ("summitevents take-back 2026-01-02", ["2026-01-02-second"]),
        ("summitevents query cor", ["corroboration"]),
        ("summitevents explain date-e", ["date-edtf"]),
        ("summitevents export ali", ["aliases"]),
    ],
)
def test_names_are_completed(line: str, words: list[str], golden_copy: Path) -> None:
    assert completed(line, golden_copy) == words


def test_names_are_those_of_the_package_that_is_named(golden_copy: Path, tmp_path: Path) -> None:
    assert completed(f"summitevents show --data {shlex.quote(str(golden_copy))} en", tmp_path) == ["envoy-visit"]
