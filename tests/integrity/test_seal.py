"""Sealing: what it writes, that it can be interrupted and retried, what it refuses; proofs, and git revisions."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scitt_cose import merkle as oracle

from summitevents.api import Dataset
from summitevents.build import cache
from summitevents.errors import BadLogError, BrokenSealError, UnreadableError
from summitevents.integrity import seal
from summitevents.integrity.audit import audit_seals
from summitevents.integrity.proof import check_proof, prove_record
from summitevents.integrity.seal import prepare_seal, seal_log, write_seal
from summitevents.log.files import write_beside
from summitevents.log.package import Package
from summitevents.log.reader import read_log
from summitevents.log.revisions import check_against
from summitevents.query import asof
from summitevents.standards import merkle, tlog_proof
from summitevents.standards.merkle import ProofError
from tests.conftest import write_package
from tests.integrity.test_verify import KEY, ORDER, PEM, papers, run, sealed
from tests.support.paths import ROOT

GUIDE = ROOT / "docs/integrity.md"


def content(package: Package) -> dict[str, bytes]:
    return {str(p.relative_to(package.root)): p.read_bytes() for p in sorted(package.root.rglob("*")) if p.is_file()}


def leaves(package: Package) -> list[bytes]:
    """The sealed lines, put together as the format says, without any of our own code."""
    names = (package.root / ORDER).read_text().splitlines()
    return [line for name in names for line in (package.root / "events" / name).read_bytes().split(b"\n")[:-1]]


def recursive(lines: list[bytes]) -> bytes:
    """The root as RFC 9162 defines it."""
    if len(lines) < 2:
        return merkle.leaf_hash(lines[0])
    k = 1 << (len(lines) - 1).bit_length() - 1
    return merkle.node_hash(recursive(lines[:k]), recursive(lines[k:]))


# -- what it writes


def test_a_seal_fixes_the_order_and_says_so(tmp_path: Path) -> None:
    package = write_package(tmp_path, {**papers("2026-01-02-b", 2), **papers("2026-01-03-c", 1)})
    (tmp_path / "datapackage.json").write_text(
        '{"name": "x", "summitevents": {"format": 1}, "resources": [{"name": "é", "path": "a"}, {"name": "log", "path": []}]}'
    )
    code, out, err = run("seal", "--data", str(tmp_path))
    assert code == 0
    assert err == "sealed 3 records, with 2 new files: events/checkpoints/3\n"
    assert out.encode() == (tmp_path / "events/checkpoints/3").read_bytes()
    assert (package.sealed(), package.checkpoints()) == (3, [3])
    assert (tmp_path / ORDER).read_text() == "2026-01-02-b.jsonl\n2026-01-03-c.jsonl\n"
    write_package(tmp_path / "new", papers("2026-01-01-a", 1))
    shutil.copy(tmp_path / "new/events/2026-01-01-a.jsonl", tmp_path / "events")
    order = [path.name for path in package.batches()]
    assert order == ["2026-01-02-b.jsonl", "2026-01-03-c.jsonl", "2026-01-01-a.jsonl"]
    assert package.parts() == ["events/2026-01-02-b.jsonl", "events/2026-01-03-c.jsonl"]
    assert run("seal", "--data", str(tmp_path))[0] == 0
    assert package.checkpoints() == [3, 4]
    assert package.order() == order
    descriptor = (tmp_path / "datapackage.json").read_text("utf-8")
    assert json.loads(descriptor)["resources"] == [{"name": "é", "path": "a"}, {"name": "log", "path": package.parts()}]
    assert descriptor == json.dumps(json.loads(descriptor), indent=2, ensure_ascii=False) + "\n"
    rows = (tmp_path / "events/checkpoints/4.leaves").read_text().splitlines()
    assert rows == ["2026-01-01-a.jsonl", oracle.leaf_hash(leaves(package)[3].hex())]


def test_sealing_twice_does_nothing_more(tmp_path: Path) -> None:
    package = sealed(tmp_path)
    assert seal_log(package)
    before = content(package)
    code, out, err = run("seal", "--data", str(tmp_path))
    assert (code, out, err) == (0, "", "nothing to seal: all 10 records are sealed\n")
    assert content(package) == before


def test_a_batch_without_lines_waits_until_it_has_some(tmp_path: Path) -> None:
    package = write_package(tmp_path, {"2026-01-01-empty": []})
    assert seal_log(package) is None
    assert "ORDER" not in "".join(content(package))
    write_package(tmp_path, papers("2026-01-02-b", 1))
    assert seal_log(package)
    assert package.order() == ["2026-01-02-b.jsonl"]
    assert seal_log(package) is None


def test_positions_follow_the_order_and_as_of_sealed_knows_them(tmp_path: Path) -> None:
    package = sealed(tmp_path)
    lines, findings = read_log(package)
    assert [line.value["id"][-3:] for line in lines] == [
        "b.1",
        "b.2",
        "b.3",
        "c.1",
        "c.2",
        "a.1",
        "a.2",
        "a.3",
        "a.4",
        "z.1",
    ]
    assert [line.pos for line in lines] == list(range(1, 11))
    assert findings == []
    for text, count in (("sealed", 9), ("5", 5), ("10", 10)):
        with asof.connect(package, asof.View(as_of=text)) as con:
            assert con.sql("SELECT count(*) FROM log").fetchall() == [(count,)]
    with cache.connect(package) as con:
        assert con.sql("SELECT id FROM log WHERE pos = 6").fetchall() == [("2026-01-01-a.1",)]


def test_the_shipped_log_can_be_sealed_and_its_descriptor_is_the_generated_one(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "events", tmp_path / "events")
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    package = Package(tmp_path)
    seal_log(package)
    assert audit_seals(package).findings == []
    assert package.sealed() == len(leaves(package))
    assert (
        package.descriptor["resources"][0]["path"] == package.parts() == [f"events/{name}" for name in package.order()]
    )
    if package.parts() == Package(ROOT).parts():
        assert (tmp_path / "datapackage.json").read_bytes() == (ROOT / "datapackage.json").read_bytes()


# -- what it refuses


def test_a_bad_log_is_not_sealed(tmp_path: Path) -> None:
    package = sealed(tmp_path)
    with (tmp_path / "events/2026-01-01-z.jsonl").open("a") as batch:
        batch.write("{}\n")
    before = content(package)
    code, out, _ = run("seal", "--data", str(tmp_path))
    assert (code, out) == (1, "")
    assert content(package) == before
    with pytest.raises(BadLogError, match="the log has 1 error"):
        seal_log(package)


def test_a_log_that_is_not_what_was_sealed_is_not_sealed_on(tmp_path: Path) -> None:
    package = sealed(tmp_path)
    batch = tmp_path / "events/2026-01-02-b.jsonl"
    batch.write_bytes(batch.read_bytes().replace(b'"\xc3\xa9"', b'"e"', 1))
    before = content(package)
    with pytest.raises(BrokenSealError):
        seal_log(package)
    assert content(package) == before


def test_a_log_that_changes_meanwhile_is_not_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, check = sealed(tmp_path), seal.check_log

    def meddle(*arguments: object, **more: object) -> object:
        verdict = check(*arguments, **more)  # type: ignore[arg-type]
        write_package(tmp_path, papers("2026-01-05-late", 1))
        return verdict

    monkeypatch.setattr(seal, "check_log", meddle)
    with pytest.raises(UnreadableError, match="while it was being sealed"):
        seal_log(package)
    assert package.sealed() == 9


@pytest.mark.parametrize("key", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused_before_anything_is_written(key: bytes, tmp_path: Path) -> None:
    package = sealed(tmp_path / "package")
    before = content(package)
    (tmp_path / "key.pem").write_bytes(key)
    assert run("seal", "--key", str(tmp_path / "key.pem"), "--data", str(package.root))[0] != 0
    assert content(package) == before


# -- interrupted


class Killed(BaseException):
    """What no handler catches, as a kill would not be."""


@pytest.mark.parametrize("again", [False, True], ids=["as it was", "with another batch"])
@pytest.mark.parametrize("before_rename", [False, True])
@pytest.mark.parametrize("step", range(4))
def test_a_seal_killed_at_any_step_is_finished_by_the_next(
    step: int, before_rename: bool, again: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sealed(tmp_path / "whole")
    (whole.root / "datapackage.json").write_text(
        '{"summitevents": {"format": 1}, "resources": [{"name": "log", "path": []}]}'
    )
    package = Package(shutil.copytree(whole.root, tmp_path / "killed"))
    steps: list[str] = []
    put = seal.write_whole

    def dying(path: Path, text: bytes) -> None:
        steps.append(path.name)
        if len(steps) - 1 != step:
            return put(path, text)
        if before_rename:
            write_beside(path, text[: len(text) // 2])
        else:
            put(path, text)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(seal, "write_whole", dying)
        seal_log(package)
    with cache.connect(package) as con:  # whatever is left can be read
        assert con.sql("SELECT count(*) FROM log").fetchall() == [(10,)]
    for one in (package, whole) if again else ():
        write_package(one.root / "new", papers("2026-01-01-y", 1))
        shutil.move(one.root / "new/events/2026-01-01-y.jsonl", one.root / "events")
        shutil.rmtree(one.root / "new")
    seal_log(package)
    seal_log(whole)
    assert audit_seals(package).findings == []
    kept, expected = content(package), content(whole)
    if not again:
        assert kept == expected
    else:  # a batch that ORDER had already got keeps its place
        assert sorted(package.order()) == sorted(whole.order())
        assert package.sealed() == 11
    assert not [name for name in kept if name.endswith(".writing")]


def test_an_interrupted_seal_is_told_by_verify(tmp_path: Path) -> None:
    package = sealed(tmp_path)
    with (tmp_path / ORDER).open("a") as order:
        order.write("2026-01-01-z.jsonl\n")
    assert [(f.place, f.code) for f in audit_seals(package).findings] == [(f"{ORDER}:4", "order-unsealed")]
    (tmp_path / "events/checkpoints/10.leaves").touch()
    assert [f.code for f in audit_seals(package).findings] == ["seal-unfinished"]
    assert seal_log(package)
    assert audit_seals(package).findings == []


def test_two_seals_and_a_writer_at_once(tmp_path: Path) -> None:
    """They take turns: the seals follow one another, and nobody's batch is lost."""
    package = sealed(tmp_path)
    paper = {"op": "source", "title": "A paper"}
    jobs: list[Callable[[], object]] = [lambda: seal_log(package)] * 3
    jobs += [lambda n=n: Dataset(package.root).append([{**paper, "source": f"late-{n}"}]) for n in range(3)]  # type: ignore[misc]
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_log(package)
    assert audit_seals(package).findings == []
    assert package.sealed() == 13


# -- roots and proofs


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    groups=st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=3), min_size=1, max_size=4), chance=st.randoms()
)
def test_random_batches_sealed_in_random_groups(
    groups: list[list[int]], chance: random.Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    package = Package(tmp_path_factory.mktemp("random"))
    days = chance.sample(range(10, 28), sum(map(len, groups)))
    for group in groups:
        for count in group:
            write_package(package.root, papers(f"2026-01-{days.pop()}-x", count))
        made = prepare_seal(package)
        assert made
        write_seal(package, made)
    state, lines = audit_seals(package), leaves(package)
    assert state.findings == []
    assert state.unsealed == 0
    assert len(state.checkpoints) == len(groups)
    for checkpoint in state.checkpoints:
        some = lines[: checkpoint.size]
        assert checkpoint.root == recursive(some)
        assert checkpoint.root.hex() == oracle.merkle_root([x.hex() for x in some])


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return sealed(tmp_path_factory.mktemp("signed") / "package", PEM)


def test_every_record_is_proved_and_no_other(signed: Package) -> None:
    lines = leaves(signed)
    for size in (5, 9):
        for index, line in enumerate(lines):
            record = json.loads(line)["id"]
            if index >= size:
                with pytest.raises(UnreadableError, match=f"among the {size} that are sealed"):
                    prove_record(signed, record, size)
                continue
            text = prove_record(signed, record, size)
            proof = check_proof(text, [KEY], [])
            assert (proof.extra, proof.index, proof.checkpoint.size) == (line, index, size)
            path, root = [each.hex() for each in proof.hashes], proof.checkpoint.root.hex()
            assert path == oracle.inclusion_proof([each.hex() for each in lines[:size]], index)
            assert oracle.verify_inclusion(line.hex(), index, size, path, root)
            for other in lines:
                if other != line:
                    with pytest.raises(ProofError):
                        check_proof(tlog_proof.encode(replace(proof, extra=other)), [], [])


def test_no_byte_of_a_proof_can_change(signed: Package) -> None:
    text = prove_record(signed, "2026-01-02-b.2")
    for at in range(len(text)):
        with pytest.raises(ProofError):
            check_proof(text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :], [KEY], [])


def test_proofs_at_the_command_line(signed: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run("prove", "2026-01-01-a.3", "--data", str(signed.root))
    (tmp_path / "proof").write_text(out)
    monkeypatch.chdir(tmp_path)  # where there is no log
    line = leaves(signed)[7].decode() + "\n"
    proof = ("verify", "--proof", "proof")
    code, out, err = run(*proof)
    assert (code, out) == (0, line)
    assert "taken on trust" in err
    assert run(*proof, "--verifier", str(KEY)) == (0, line, "proved: line 8 of the 9 that the checkpoint covers\n")
    assert run(*proof, "--checkpoint", str(signed.root / "events/checkpoints/9"))[:2] == (0, line)
    code, out, err = run(*proof, "--checkpoint", str(signed.root / "events/checkpoints/5"))
    assert (code, out, err) == (1, "", "proof: not proved: its checkpoint is not the one you have\n")
    (tmp_path / "proof").write_text("nonsense")
    assert run(*proof)[0] == 1


def test_no_proof_of_what_is_not_there(signed: Package, tmp_path: Path) -> None:
    for record, size in (("2026-01-01-z.1", None), ("nonsense", None), ("2026-01-02-b.1", 7)):
        with pytest.raises(UnreadableError):
            prove_record(signed, record, size)
    with pytest.raises(UnreadableError, match="nothing is sealed yet"):
        prove_record(write_package(tmp_path, papers("2026-01-01-a", 1)), "2026-01-01-a.1")


def test_no_proof_from_a_log_that_is_not_what_was_sealed(tmp_path: Path) -> None:
    package = sealed(tmp_path)
    batch = tmp_path / "events/2026-01-02-b.jsonl"
    batch.write_bytes(batch.read_bytes().replace(b"b-2", b"b-0"))
    with pytest.raises(BrokenSealError):
        prove_record(package, "2026-01-03-c.1")


def test_a_checkpoint_verifies_with_openssl_alone_as_the_guide_says(tmp_path: Path) -> None:
    """The guide's commands, word for word, but for the names of the files."""
    blocks = re.findall(r"```bash\n(.*?)```", GUIDE.read_text("utf-8"), flags=re.DOTALL)
    make, check = (next(block for block in blocks if words in block) for words in ("genpkey", "pkeyutl -verify"))
    package = write_package(tmp_path / "package", papers("2026-01-01-a", 3))

    def shell(block: str) -> subprocess.CompletedProcess[str]:
        block = block.replace("summitevents seal", f"{sys.executable} -m summitevents seal").replace("/1234", "/3")
        run = ["bash", "-euo", "pipefail", "-c", block]
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        return subprocess.run(run, cwd=package.root, capture_output=True, text=True, check=False, env=env)

    made = shell(make)
    assert made.returncode == 0, made.stderr
    good = shell(check)
    assert (good.returncode, good.stdout) == (0, "Signature Verified Successfully\n")
    file = package.root / "events/checkpoints/3"
    file.write_bytes(file.read_bytes().replace(b"\n3\n", b"\n4\n"))
    assert shell(check).returncode != 0


# -- git


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    ran = subprocess.run(["git", "-C", str(folder), *who, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Package:
    """A package in a folder of a repository, sealed in part, and committed."""
    package = sealed(tmp_path / "repository/sub folder/package")
    git(tmp_path / "repository", "init", "-q")
    git(tmp_path / "repository", "add", "-A")
    git(tmp_path / "repository", "commit", "-qm", "one")
    return package


def told(package: Package) -> list[tuple[str, str]]:
    return [(finding.place.removeprefix("events/"), finding.code) for finding in check_against(package, "HEAD")]


def test_what_is_new_is_fine_against_a_revision(repository: Package) -> None:
    assert told(repository) == []
    write_package(repository.root, papers("2026-01-09-new", 2))
    assert told(repository) == []
    assert seal_log(repository)
    assert told(repository) == []
    assert run("validate", "--against", "HEAD", "--data", str(repository.root))[0] == 0


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
        assert told(repository) == places
        code, out, _ = run("validate", "--against", "HEAD", "--data", str(repository.root))
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
    assert told(repository) == [
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
    package = sealed(tmp_path / "package")
    git(tmp_path / "package", "init", "-q", "--object-format=sha256")
    git(tmp_path / "package", "add", "-A")
    git(tmp_path / "package", "commit", "-qm", "one")
    assert told(package) == []


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
    git(root, "add", "-A")
    git(root, "commit", "-qm", "theirs")
    git(root, "checkout", "-q", "main")
    write_package(root, papers("2026-01-04-ours", 1))
    assert seal_log(repository)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "ours")
    ran = subprocess.run(["git", "-C", str(root), "merge", "theirs"], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "Merge conflict in" in ran.stdout
    assert "events/ORDER" in ran.stdout
    assert {finding.code for finding in repository.check_order()} >= {"order-name"}  # the conflict's own marks


def test_branches_of_which_one_seals_merge_and_the_rest_is_sealed_later(repository: Package) -> None:
    root = repository.root
    git(root, "checkout", "-qb", "theirs")
    write_package(root, papers("2026-01-04-theirs", 2))
    git(root, "add", "-A")
    git(root, "commit", "-qm", "theirs")
    git(root, "checkout", "-q", "main")
    assert seal_log(repository)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "ours")
    for how in (["merge", "-q", "theirs"], ["rebase", "-q", "theirs"], ["cherry-pick", "theirs"]):
        git(root, "checkout", "-q", "-B", "tried", "main")
        git(root, *how)
        state = audit_seals(repository)
        assert (state.findings, state.tree.size, state.unsealed) == ([], 10, 2)
        assert check_against(repository, "main") == []
    assert seal_log(repository)
    assert audit_seals(repository).findings == []
