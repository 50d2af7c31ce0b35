"""The log against a revision that git knows: what was merged stays, line by line, and branches that seal."""

from pathlib import Path

import pytest

from summitevents.errors import UnreadableError
from summitevents.integrity.audit import audit_seals
from summitevents.integrity.seal import seal_log
from summitevents.log.package import Package
from summitevents.log.revisions import check_against
from tests.support.git import commit_all, git, new_repository, try_git
from tests.support.packages import write_package
from tests.support.runner import run_text
from tests.support.sealed import papers, write_sealed_package


@pytest.fixture
def repository(tmp_path: Path) -> Package:
    """A package in a folder of a repository, sealed in part, and committed."""
    package = write_sealed_package(tmp_path / "repository/sub folder/package")
    new_repository(tmp_path / "repository")
    return package


def findings_against_head(package: Package) -> list[tuple[str, str]]:
    return [(finding.place.removeprefix("events/"), finding.code) for finding in check_against(package, "HEAD")]


def test_what_is_new_is_fine_against_a_revision(repository: Package) -> None:
    assert findings_against_head(repository) == []
    write_package(repository.root, papers("2026-01-09-new", 2))
    assert findings_against_head(repository) == []
    assert seal_log(repository)
    assert findings_against_head(repository) == []
    assert run_text("validate", "--against", "HEAD", "--data", repository.root)[0] == 0


def test_what_was_sealed_or_merged_is_held_line_by_line(repository: Package) -> None:
    b, z = "2026-01-02-b.jsonl", "2026-01-01-z.jsonl"
    events = repository.root / "events"
    first, second, third = (events / b).read_bytes().splitlines(keepends=True)
    for content, places in [
        (first + second.replace(b"b-2", b"b-0") + third, [(f"{b}:2", "merged-changed")]),
        (first + third, [(f"{b}:2", "merged-missing")]),
        (first + second, [(f"{b}:3", "merged-missing")]),
        (first + b"{}\n" + second + third, [(f"{b}:2", "merged-added")]),
        (first + second + third + b"{}\n", [(f"{b}:4", "merged-added")]),
        ((first + second + third)[:-1], [(f"{b}:3", "merged-changed")]),
        ((first + second + third).replace(b"\n", b"\r\n"), [(f"{b}:{n}", "merged-changed") for n in (1, 2, 3)]),
    ]:
        (events / b).write_bytes(content)
        assert findings_against_head(repository) == places
        code, out, _ = run_text("validate", "--against", "HEAD", "--data", repository.root)
        assert code == 1
        assert f"events/{places[0][0]}: error {places[0][1]}" in out
    git(repository.root, "checkout", "--", ".")
    with (events / z).open("a") as batch:
        batch.write("{}\n")
    (finding,) = check_against(repository, "HEAD")
    assert (finding.place, finding.message) == (f"events/{z}:2", "the line was not in it when it was merged at HEAD")


def test_a_seal_at_a_revision_is_held_too(repository: Package) -> None:
    events = repository.root / "events"
    (events / "2026-01-02-b.jsonl").rename(events / "2026-01-02-a.jsonl")
    (events / "2026-01-01-z.jsonl").unlink()
    (events / "ORDER").write_text("2026-01-03-c.jsonl\n2026-01-02-b.jsonl\n")
    (events / "checkpoints/5").unlink()
    (events / "checkpoints/9").write_text("x\n")
    assert findings_against_head(repository) == [
        ("2026-01-01-z.jsonl", "merged-gone"),
        ("2026-01-02-b.jsonl", "merged-gone"),
        ("ORDER:1", "merged-added"),
        ("ORDER:3", "merged-missing"),
        ("ORDER:3", "merged-missing"),
        ("checkpoints/5", "merged-gone"),
        ("checkpoints/9:1", "merged-changed"),
        ("checkpoints/9:2", "merged-missing"),
        ("checkpoints/9:2", "merged-missing"),
    ]


def test_another_object_format(tmp_path: Path) -> None:
    package = write_sealed_package(tmp_path / "package")
    new_repository(package.root, "--object-format=sha256")
    assert findings_against_head(package) == []


def test_revisions_that_git_does_not_know(repository: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for revision in ("nonsense", "", "--help", "-x", "HEAD:events", "HEAD~9"):
        with pytest.raises(UnreadableError, match="git knows no revision"):
            check_against(repository, revision)
    outside = write_package(tmp_path / "outside", papers("2026-01-01-a", 1))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(UnreadableError):
        check_against(outside, "HEAD")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableError, match="git is not installed"):
        check_against(repository, "HEAD")


def test_two_branches_that_both_seal_conflict_in_git(repository: Package) -> None:
    root = repository.root
    git(root, "checkout", "-qb", "theirs")
    write_package(root, papers("2026-01-04-theirs", 2))
    assert seal_log(repository)
    commit_all(root, "theirs")
    git(root, "checkout", "-q", "main")
    write_package(root, papers("2026-01-04-ours", 1))
    assert seal_log(repository)
    commit_all(root, "ours")
    ran = try_git(root, "merge", "theirs")
    assert ran.returncode == 1
    assert "Merge conflict in" in ran.stdout
    assert "events/ORDER" in ran.stdout
    assert {finding.code for finding in repository.check_order()} >= {"order-name"}  # the conflict's own marks


def test_branches_of_which_one_seals_merge_and_the_rest_is_sealed_later(repository: Package) -> None:
    root = repository.root
    git(root, "checkout", "-qb", "theirs")
    write_package(root, papers("2026-01-04-theirs", 2))
    commit_all(root, "theirs")
    git(root, "checkout", "-q", "main")
    assert seal_log(repository)
    commit_all(root, "ours")
    for how in (["merge", "-q", "theirs"], ["rebase", "-q", "theirs"], ["cherry-pick", "theirs"]):
        git(root, "checkout", "-q", "-B", "tried", "main")
        git(root, *how)
        state = audit_seals(repository)
        assert (state.findings, state.tree.size, state.unsealed) == ([], 10, 2)
        assert check_against(repository, "main") == []
    assert seal_log(repository)
    assert audit_seals(repository).findings == []
