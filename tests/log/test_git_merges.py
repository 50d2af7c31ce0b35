"""The log through git: branches that append are merged both ways, rebased, cherry-picked, and checked out on Windows.

Each comes to the same tables, or is refused with a finding that says where.
"""

import shutil
from pathlib import Path

import pytest

import summitevents
from summitevents.api import Dataset
from tests.support.amount import some_of
from tests.support.git import commit_all, git, new_repository, try_git
from tests.support.paths import ROOT

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
LEFT = [{"op": "claim", "event": "fair", "kind": "cooperation", "title": "Fair", "happened": "1901-08-11",
         "basis": "inferred", "status": "occurred", "source": "almanac", "locator": "p. 1"}]  # fmt: skip
RIGHT = [{"op": "same", "event": "bridge", "other": "talks", "reason": "one day"}]


@pytest.fixture
def repository(golden_copy: Path) -> Dataset:
    """A repository of the small log, with the attributes of this project's own."""
    shutil.copy(ROOT / ".gitattributes", golden_copy)
    new_repository(golden_copy)
    return summitevents.open(golden_copy)


def branches(package: Dataset, left: list[dict[str, str]], right: list[dict[str, str]]) -> None:
    """Two branches, each with a batch of its own in two commits; the working tree is left on main."""
    for name, records in (("left", left), ("right", right)):
        git(package.root, "checkout", "-q", "-b", name, "main")
        package.append(records, batch=f"2126-12-01-{name}")
        commit_all(package.root)
        package.append([{"op": "place", "place": name, "name": name}], batch=f"2126-12-02-{name}")
        commit_all(package.root)
    git(package.root, "checkout", "-q", "main")


def table_rows(package: Dataset) -> list[list[tuple[object, ...]]]:
    with package.connect() as con:
        names = ("events", "claims", "timeline", "participants", "disputes", "relations", "places", "log")
        return [con.sql(f"FROM {name}").fetchall() for name in names]


WAYS = {
    "left takes right": ["checkout -q left", "merge -q --no-edit right"],
    "right takes left": ["checkout -q right", "merge -q --no-edit left"],
    "left goes onto right": ["checkout -q left", "rebase -q right"],
    "right goes onto left": ["checkout -q right", "rebase -q left"],
    "right is picked": ["checkout -q left", "cherry-pick right~1 right"],
    "right is picked backwards": ["checkout -q left", "cherry-pick right", "cherry-pick right~1"],
    "both are squashed": ["merge -q --squash left", "commit -q -m left", "merge -q --squash right"],
}


def test_every_way_of_git_comes_to_the_same_tables(repository: Dataset) -> None:
    branches(repository, LEFT, RIGHT)
    found = []
    for way in WAYS.values():
        git(repository.root, "clone", "-q", ".", "../clone")
        for name in ("left", "right"):
            git(repository.root.parent / "clone", "branch", "-q", name, f"origin/{name}")
        for step in way:
            git(repository.root.parent / "clone", *step.split())
        clone = summitevents.open(repository.root.parent / "clone")
        assert clone.findings() == []
        found.append(table_rows(clone))
        shutil.rmtree(clone.root)
    assert all(one == found[0] for one in found)
    assert len(found[0][-1]) == 25


@pytest.mark.parametrize("way", some_of(WAYS, 3), ids=str)
def test_two_corrections_of_one_record_are_found_and_mended(way: str, repository: Dataset) -> None:
    """What two valid writers make together is an error; one more record, and the tables are the same everywhere."""
    told = {"op": "place", "place": "illinois", "replaces": "2026-01-01-first.5", "reason": "r"}
    branches(repository, [told | {"name": "The Illinois"}], [told | {"name": "State of Illinois"}])
    for step in WAYS[way]:
        git(repository.root, *step.split())
    findings = repository.findings()
    assert {finding.code for finding in findings} == {"replaced-twice"}
    assert [finding.place.partition(":")[0] for finding in findings] == ["events/2126-12-01-right.jsonl"]
    with pytest.raises(summitevents.BadLogError):
        table_rows(repository)
    repository.append([{"op": "retract", "target": "2126-12-01-left.1", "reason": "the other is fuller"}])
    assert repository.findings() == []
    with repository.connect() as con:
        assert con.sql("SELECT name FROM places WHERE place = 'illinois'").fetchall() == [("State of Illinois",)]


def test_two_batches_of_one_name_are_a_conflict_of_git_and_then_a_finding(repository: Dataset) -> None:
    for name in ("left", "right"):
        git(repository.root, "checkout", "-q", "-b", name, "main")
        repository.append([{"op": "place", "place": name, "name": name}], batch="2126-12-01-one")
        commit_all(repository.root)
    assert try_git(repository.root, "merge", "left").returncode == 1
    marks = [finding.line for finding in repository.findings() if finding.code == "json-syntax"]
    assert marks == [1, 3, 5], "the marks of the conflict"
    path = repository.root / "events/2126-12-01-one.jsonl"
    lines = [line for line in path.read_bytes().splitlines(keepends=True) if line.startswith(b"{")]
    path.write_bytes(b"".join(lines))
    assert {finding.code for finding in repository.findings()} == {"id-duplicate"}


def test_the_same_batch_on_two_branches_is_one(repository: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pick and its original meet again."""
    branches(repository, LEFT, RIGHT)
    for step in ("checkout -q left", "cherry-pick right~1", "merge -q --no-edit right"):
        git(repository.root, *step.split())
    assert repository.findings() == []
    assert len(table_rows(repository)[-1]) == 25


@pytest.mark.parametrize("protected", [True, False])
def test_line_endings_of_windows(protected: bool, repository: Dataset) -> None:
    """With the project's .gitattributes no checkout changes a byte; without them, what was changed is found."""
    branches(repository, LEFT, RIGHT)
    expected = table_rows(repository)
    git(repository.root, "clone", "-q", "--no-checkout", ".", "../clone")
    clone = repository.root.parent / "clone"
    git(clone, "config", "core.autocrlf", "true")
    if not protected:
        (clone / ".git/info/attributes").write_text("* text eol=crlf\n")
    git(clone, "checkout", "-q", "main")
    package = summitevents.open(clone)
    if protected:
        assert table_rows(package) == expected
        assert git(clone, "status", "--porcelain") == ""
    else:
        assert {(f.code, f.file) for f in package.findings() if f.code == "bytes-cr"} == {
            ("bytes-cr", "events/2026-01-01-first.jsonl"), ("bytes-cr", "events/2026-01-02-second.jsonl"),
        }  # fmt: skip
