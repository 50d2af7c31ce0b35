"""Faults of the system: a few of those that benchmarks/faults.py tries."""

import os
import subprocess
import sys

import pytest

from tests.support.amount import some_of
from tests.support.paths import ROOT
from tests.support.runner import environment

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX")


def ran(script: str, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "benchmarks" / script), *arguments]
    found = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def test_with_no_space_for_what_is_printed_it_is_said_what_is_written() -> None:
    found = ran("faults.py", "no space")
    assert "no space: append → 2: summitevents: events/20" in found
    assert found.count("is written; but it could not be printed: No space left on device") == 2
    assert found.endswith("5 rows, 0 wrong\n")


@pytest.mark.parametrize(
    "fault", some_of(["ORDER is a pipe", "clock", "may not", "-n 16", "-f 64", "-v 300", "output is"], 7)
)
def test_a_fault_ends_in_a_sentence(fault: str) -> None:
    assert " 0 wrong" in ran("faults.py", fault)
