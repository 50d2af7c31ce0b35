"""The tests themselves: what they share is in tests/support, and to collect them touches nothing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT, TESTS
from tests.support.runner import environment


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_no_test_imports_another_and_no_benchmark_imports_tests() -> None:
    for path in TESTS.rglob("*.py"):
        wrong = [name for name in imported(path) if name.startswith("tests.") and not name.startswith("tests.support")]
        assert not wrong, path
    for path in ROOT.glob("benchmarks/*.py"):
        assert not [name for name in imported(path) if name.split(".")[0] == "tests"], path


@pytest.mark.slow
def test_to_collect_the_tests_leaves_nothing_in_home_and_cache(tmp_path: Path) -> None:
    folders = {name: tmp_path / name for name in ("HOME", "XDG_CACHE_HOME")}
    for folder in folders.values():
        folder.mkdir()
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider"]
    env = environment(**{name: str(folder) for name, folder in folders.items()})
    ran = subprocess.run(collect, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert [path for path in tmp_path.rglob("*") if path not in folders.values()] == []
