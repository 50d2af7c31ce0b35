"""Where the repository and its tests keep what tests read."""

from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
SHARED = ROOT.parent / "shared"
"""What is other people's, and is not in the repository; tests that need it are skipped without it."""
CASES = TESTS / "cases"
GOLDEN = TESTS / "golden"
GOLDEN_PACKAGE = GOLDEN / "package"
"""A small log with its documents: 21 records of a town fair in 1901."""
