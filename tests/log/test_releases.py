"""The ledger events/RELEASES: its form, its order, the roots it names; it may only grow."""

from pathlib import Path

import pytest

from summitevents.integrity.audit import audit_seals
from summitevents.log.releases import RELEASES
from summitevents.validation import validate_log
from tests.support.git import new_repository
from tests.support.packages import copy_shipped_log
from tests.support.runner import run_text

_ROOT = "oaHgm+kbLVpDRLHVQD7nhSiurrR9Oym1Gouh2b4IYT0="
_GOOD = f"1.0.0 457 {_ROOT} {'a' * 64}\n"
DAMAGED = {
    "release-form 1": "1.0 457 abc\n",
    "release-form 2": _GOOD + "\n" + _GOOD.replace("1.0.0", "1.1.0"),
    "release-form 1 ": _GOOD[:-1],
    "release-order 2": _GOOD + _GOOD,
    "release-order 2 ": _GOOD + _GOOD.replace("1.0.0 457", "1.0.1 456"),
}


@pytest.mark.parametrize("expected", DAMAGED)
def test_damaged_lines_are_found_by_validate_and_verify(expected: str, tmp_path: Path) -> None:
    package = copy_shipped_log(tmp_path / "package")
    (package.root / RELEASES).write_text(DAMAGED[expected], "utf-8", newline="\n")
    code, line = expected.split()
    for found in (validate_log(package).findings, audit_seals(package).findings):
        assert (code, int(line)) in [(one.code, one.line) for one in found if one.file == RELEASES]
    assert run_text("release", "1.1.0", "-o", tmp_path, "--data", package.root)[0] == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [(_GOOD.replace("oaHg", "oaHh"), "release-root"), (_GOOD.replace("457", "458"), "release-root"),
     (_GOOD.replace("457", "456"), "release-root")],
)  # fmt: skip
def test_a_release_is_held_to_the_root_of_the_log(line: str, code: str, tmp_path: Path) -> None:
    package = copy_shipped_log(tmp_path / "package")
    (package.root / RELEASES).write_text(line, "utf-8", newline="\n")
    assert [(one.code, one.file, one.line) for one in audit_seals(package).findings] == [(code, RELEASES, 1)]


def test_releases_may_only_grow(tmp_path: Path) -> None:
    package = copy_shipped_log(tmp_path / "package")
    (package.root / RELEASES).write_text(_GOOD, "utf-8", newline="\n")
    new_repository(package.root)
    newest = package.descriptor["version"]
    (package.root / RELEASES).write_text(_GOOD + _GOOD.replace("1.0.0", newest), "utf-8", newline="\n")
    assert validate_log(package, revision="HEAD").findings == []
    (package.root / RELEASES).write_text(_GOOD.replace("1.0.0", newest), "utf-8", newline="\n")
    found = validate_log(package, revision="HEAD").findings
    assert [(one.code, one.file, one.line) for one in found] == [("merged-changed", RELEASES, 1)]
