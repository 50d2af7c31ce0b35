"""Sealing: what it writes, what it refuses, that it can be interrupted and retried."""

import json
import os
import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scitt_cose import merkle as oracle

from summitevents.api import Dataset
from summitevents.build import cache
from summitevents.check.log import check_log
from summitevents.errors import BadLogError, BrokenSealError, UnreadableError
from summitevents.integrity import seal
from summitevents.integrity.audit import audit_seals
from summitevents.integrity.seal import prepare_seal, seal_log, write_seal
from summitevents.log.package import Package
from summitevents.log.passing import create_passing
from summitevents.log.reader import read_log
from summitevents.query import asof
from summitevents.standards import merkle
from tests.support.amount import examples
from tests.support.packages import contents, write_lines, write_package
from tests.support.paths import ROOT
from tests.support.runner import run_text
from tests.support.sealed import leaves, papers, write_sealed_package

ORDER = "events/ORDER"


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
    code, out, err = run_text("seal", "--data", tmp_path)
    assert code == 0
    assert err == f"sealed 2 new files: {tmp_path}/events/checkpoints/3 covers 3 records\n"
    assert out.encode() == (tmp_path / "events/checkpoints/3").read_bytes()
    assert (package.sealed(), package.checkpoints()) == (3, [3])
    assert (tmp_path / ORDER).read_text() == "2026-01-02-b.jsonl\n2026-01-03-c.jsonl\n"
    write_package(tmp_path / "new", papers("2026-01-01-a", 1))
    shutil.copy(tmp_path / "new/events/2026-01-01-a.jsonl", tmp_path / "events")
    order = [path.name for path in package.batches()]
    assert order == ["2026-01-02-b.jsonl", "2026-01-03-c.jsonl", "2026-01-01-a.jsonl"]
    assert package.parts() == ["events/2026-01-02-b.jsonl", "events/2026-01-03-c.jsonl"]
    assert run_text("seal", "--data", tmp_path)[0] == 0
    assert package.checkpoints() == [3, 4]
    assert package.order() == order
    descriptor = (tmp_path / "datapackage.json").read_text("utf-8")
    assert json.loads(descriptor)["resources"] == [{"name": "é", "path": "a"}, {"name": "log", "path": package.parts()}]
    assert descriptor.count("\n") == 0, "it stays one line"
    rows = (tmp_path / "events/checkpoints/4.leaves").read_text().splitlines()
    assert rows == ["2026-01-01-a.jsonl", oracle.leaf_hash(leaves(package)[3].hex())]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("log", ['{"name":  "log", "path": "gone"}', '{"name": "log"}'])
def test_only_what_is_wrong_in_the_descriptor_is_mended_and_it_is_said(tmp_path: Path, log: str, end: str) -> None:
    package = write_sealed_package(tmp_path)
    assert seal_log(package)
    before = f"""\ufeff{{
    "summitevents": {{"format":  1}},
    "title": "caf\\u00e9", "resources": [{log}],
    "version": "9.0.0"
}}""".replace("\n", end)
    (tmp_path / "datapackage.json").write_bytes(before.encode())
    (tmp_path / "events/RELEASES").write_text("")
    code, out, err = run_text("seal", "--data", tmp_path)
    mended = f"{tmp_path}/datapackage.json is mended: it lists the batches as events/ORDER does\n"
    assert (code, out, err) == (0, "", f"{mended}nothing to seal: all 10 records are sealed\n")
    after = (tmp_path / "datapackage.json").read_bytes().decode()
    assert after.startswith(before.partition("[")[0])
    assert after.endswith(before.rpartition("]")[2])
    assert after.count("\n") == after.count(end)
    assert [one["path"] for one in package.descriptor["resources"]] == [package.parts()]
    assert run_text("seal", "--data", tmp_path)[2] == "nothing to seal: all 10 records are sealed\n"
    assert (tmp_path / "datapackage.json").read_bytes().decode() == after


@pytest.mark.parametrize("listed", ["null", '{"name": "log", "path": "a"}, {"name": "log", "path": "b"}'])
def test_what_only_its_author_can_mend_in_the_descriptor_is_refused(tmp_path: Path, listed: str) -> None:
    write_sealed_package(tmp_path)
    (tmp_path / "datapackage.json").write_text(f'{{"summitevents": {{"format": 1}}, "resources": [{listed}]}}', "utf-8")
    before = contents(tmp_path)
    for command in ("seal", "release 1.0.0"):
        code, out, err = run_text(*command.split(), "--data", tmp_path)
        assert (code, out, err) == (1, "", "summitevents: the log has 1 error; see: summitevents validate\n"), command
    assert contents(tmp_path) == before


def test_of_a_name_that_stands_twice_the_one_that_readers_take_is_mended(tmp_path: Path) -> None:
    package = write_sealed_package(tmp_path)
    assert seal_log(package)
    text = (
        '{"summitevents": {"format": 1}, "resources": [], "resources": [{"name": "log", "path": "a", "path": "gone"}]}'
    )
    (tmp_path / "datapackage.json").write_text(text, "utf-8")
    assert "is mended" in run_text("seal", "--data", tmp_path)[2]
    assert package.descriptor["resources"] == [{"name": "log", "path": package.parts()}]


def test_sealing_twice_does_nothing_more(tmp_path: Path) -> None:
    package = write_sealed_package(tmp_path)
    assert seal_log(package)
    before = contents(package.root)
    code, out, err = run_text("seal", "--data", tmp_path)
    assert (code, out, err) == (0, "", "nothing to seal: all 10 records are sealed\n")
    assert contents(package.root) == before


def test_a_batch_without_lines_waits_until_it_has_some(tmp_path: Path) -> None:
    package = write_package(tmp_path, {"2026-01-01-empty": []})
    assert seal_log(package) is None
    assert "ORDER" not in "".join(contents(package.root))
    write_package(tmp_path, papers("2026-01-02-b", 1))
    assert seal_log(package)
    assert package.order() == ["2026-01-02-b.jsonl"]
    assert seal_log(package) is None


def test_positions_follow_the_order_and_as_of_sealed_knows_them(tmp_path: Path) -> None:
    package = write_sealed_package(tmp_path)
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
    package = write_sealed_package(tmp_path)
    with (tmp_path / "events/2026-01-01-z.jsonl").open("a") as batch:
        batch.write("{}\n")
    before = contents(package.root)
    code, out, _ = run_text("seal", "--data", tmp_path)
    assert (code, out) == (1, "")
    assert contents(package.root) == before
    with pytest.raises(BadLogError, match="the log has 1 error"):
        seal_log(package)


def test_a_log_that_is_not_what_was_sealed_is_not_sealed_on(tmp_path: Path) -> None:
    package = write_sealed_package(tmp_path)
    batch = tmp_path / "events/2026-01-02-b.jsonl"
    batch.write_bytes(batch.read_bytes().replace(b'"\xc3\xa9"', b'"e"', 1))
    before = contents(package.root)
    with pytest.raises(BrokenSealError):
        seal_log(package)
    assert contents(package.root) == before


def test_a_log_that_changes_meanwhile_is_not_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, check = write_sealed_package(tmp_path), seal.check_log

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
    package = write_sealed_package(tmp_path / "package")
    before = contents(package.root)
    (tmp_path / "key.pem").write_bytes(key)
    assert run_text("seal", "--key", tmp_path / "key.pem", "--data", package.root)[0] != 0
    assert contents(package.root) == before


# -- interrupted


class Killed(BaseException):
    """What no handler catches, as a kill would not be."""


@pytest.fixture(scope="module")
def unsealed(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A log of which a batch is not sealed yet, and whose descriptor lists its batches; tests work on copies of it."""
    package = write_sealed_package(tmp_path_factory.mktemp("unsealed") / "package")
    descriptor = '{"summitevents": {"format": 1}, "resources": [{"name": "log", "path": []}]}'
    (package.root / "datapackage.json").write_text(descriptor)
    return package


@pytest.fixture(scope="module")
def sealed_contents(unsealed: Package, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the same log holds once it was sealed in one go."""
    package = Package(shutil.copytree(unsealed.root, tmp_path_factory.mktemp("sealed") / "package"))
    assert seal_log(package)
    return contents(package.root)


def kill_at(step: int, before_rename: bool, patch: pytest.MonkeyPatch) -> None:
    """Lets this process be killed at one of the files that it puts in place: before that has its name, or after."""
    replace, steps = Path.replace, iter(range(step + 1))

    def dying(path: Path, target: Path) -> Path:
        if next(steps) < step:
            return replace(path, target)
        if before_rename:
            beside, handle = create_passing(target)  # since no `finally` runs where a process is killed
            beside.write_bytes(path.read_bytes()[:20])
            os.close(handle)
        else:
            replace(path, target)
        raise Killed

    patch.setattr(Path, "replace", dying)


@pytest.mark.parametrize("again", [False, True], ids=["as it was", "with another batch"])
@pytest.mark.parametrize("before_rename", [False, True])
@pytest.mark.parametrize("step", range(4))
def test_a_seal_killed_at_any_step_is_finished_by_the_next(
    step: int, before_rename: bool, again: bool,
    unsealed: Package, sealed_contents: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    package = Package(shutil.copytree(unsealed.root, tmp_path / "package"))
    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill_at(step, before_rename, patch)
        seal_log(package)
    assert len(read_log(package)[0]) == 10  # whatever is left can be read
    assert not check_log(package).errors
    if again:
        write_lines(package, "2026-01-01-y", map(json.dumps, papers("2026-01-01-y", 1)["2026-01-01-y"]))
    assert seal_log(package) or not again
    assert audit_seals(package).findings == []
    left = contents(package.root)
    if again:  # a batch that ORDER had already got keeps its place
        assert sorted(package.order()) == [f"2026-01-{day}.jsonl" for day in ("01-a", "01-y", "01-z", "02-b", "03-c")]
        assert package.sealed() == 11
    else:
        assert left == sealed_contents
    assert not [name for name in left if name.endswith(".writing")]


def test_an_interrupted_seal_is_told_by_verify(tmp_path: Path) -> None:
    package = write_sealed_package(tmp_path)
    with (tmp_path / ORDER).open("a") as order:
        order.write("2026-01-01-z.jsonl\n")
    assert [(f.place, f.code) for f in audit_seals(package).findings] == [(f"{ORDER}:4", "order-unsealed")]
    (tmp_path / "events/checkpoints/10.leaves").touch()
    assert [f.code for f in audit_seals(package).findings] == ["seal-unfinished"]
    assert seal_log(package)
    assert audit_seals(package).findings == []


def test_two_seals_and_a_writer_at_once(tmp_path: Path) -> None:
    """They take turns: the seals follow one another, and nobody's batch is lost."""
    package = write_sealed_package(tmp_path)
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


@examples(5)
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
