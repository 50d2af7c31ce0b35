"""Whatever happens to a sealed log, verify finds it, and says where: in which file, on which line."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from summitevents.errors import BrokenSealError
from summitevents.findings.finding import Finding
from summitevents.integrity.audit import audit_seals
from summitevents.integrity.keys import check_signatures
from summitevents.integrity.layout import read_checkpoint
from summitevents.integrity.seal import seal_log
from summitevents.integrity.verify import verify_log
from summitevents.log.package import Package
from summitevents.standards import merkle
from summitevents.standards.checkpoint import Checkpoint, read_key
from tests.support.packages import copy_golden_package, write_package
from tests.support.paths import ROOT
from tests.support.runner import run_text
from tests.support.sealed import KEY, PEM, papers, secret_key, write_sealed_package


@pytest.fixture(scope="module")
def sealed_log(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return write_sealed_package(tmp_path_factory.mktemp("sealed") / "package")


BATCHES = ["events/2026-01-02-b.jsonl", "events/2026-01-03-c.jsonl", "events/2026-01-01-a.jsonl"]
ORDER = "events/ORDER"
SEALS = ["events/checkpoints/5", "events/checkpoints/9"]
LEAVES = ["events/checkpoints/5.leaves", "events/checkpoints/9.leaves"]


def audit_findings(package: Package) -> list[Finding]:
    return audit_seals(package).findings


def places(package: Package) -> list[str]:
    return [f"{finding.file}:{finding.line}" for finding in audit_findings(package)]


def damaged(package: Package, file: str, content: bytes) -> list[str]:
    """The places that verify names once a file has this content; the file is then put right."""
    before = (package.root / file).read_bytes()
    rewritten(package.root / file, content)
    try:
        return places(package)
    finally:
        rewritten(package.root / file, before)


def rewritten(path: Path, content: bytes) -> None:
    """In place: a file that was cut to nothing first would be brought to the disk each time."""
    with path.open("r+b") as file:
        file.write(content)
        file.truncate()


def test_what_is_whole_passes(sealed_log: Package) -> None:
    report = verify_log(sealed_log)
    assert (report.findings, report.seals.tree.size, report.seals.unsealed) == ([], 9, 1)
    assert [checkpoint.size for checkpoint in report.seals.checkpoints] == [5, 9]
    assert [path.name for path in sealed_log.batches()] == [
        *(Path(name).name for name in BATCHES),
        "2026-01-01-z.jsonl",
    ]


# -- bytes


def changes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each byte in turn as several others, and the number of the line it stands in."""
    for at, byte in enumerate(content):
        for other in {byte ^ 1, byte ^ 0x20, 0x0A, 0x0D} - {byte}:
            yield content.count(b"\n", 0, at) + 1, content[:at] + bytes([other]) + content[at + 1 :]
        yield content.count(b"\n", 0, at) + 1, content[:at] + content[at + 1 :]


@pytest.mark.parametrize("file", [*BATCHES, ORDER, *LEAVES])
def test_every_single_byte_changed_or_dropped_is_found_on_its_line(file: str, sealed_log: Package) -> None:
    tried = 0
    for line, content in changes((sealed_log.root / file).read_bytes()):
        assert damaged(sealed_log, file, content)[:1] == [f"{file}:{line}"], content
        tried += 1
    assert tried > 200


@pytest.mark.parametrize("file", SEALS)
def test_every_single_byte_of_a_checkpoint_counts(file: str, sealed_log: Package) -> None:
    for _, content in changes((sealed_log.root / file).read_bytes()):
        (place, *more) = damaged(sealed_log, file, content)
        assert place.startswith(f"{file}:"), content
        assert not more, content


@pytest.mark.parametrize("file", SEALS)
def test_every_single_byte_of_a_signature_counts_for_whoever_has_the_key(file: str, tmp_path: Path) -> None:
    package = write_sealed_package(tmp_path / "signed", PEM)
    assert verify_log(package, trusted=[KEY]).signed == 2
    good = (package.root / file).read_bytes()
    for _, content in changes(good):
        rewritten(package.root / file, content)
        seals = audit_seals(package)
        names = {f.file for f in [*seals.findings, *check_signatures(seals.checkpoints, [KEY])[1]]}
        assert names == {file}, content


# -- lines


def shuffles(rows: list[bytes]) -> Iterator[tuple[str, int, list[bytes]]]:
    """Each line dropped, doubled, swapped with the next, moved to the end; and where that shows first."""
    for n in range(len(rows)):
        yield "dropped", n + 1, rows[:n] + rows[n + 1 :]
        yield "doubled", n + 2, [*rows[: n + 1], *rows[n:]]
        yield "inserted", n + 1, [*rows[:n], b"{}\n", *rows[n:]]
        if n + 1 < len(rows):
            yield "swapped", n + 1, [*rows[:n], rows[n + 1], rows[n], *rows[n + 2 :]]
            yield "moved", n + 1, [*rows[:n], *rows[n + 1 :], rows[n]]
    yield "appended", len(rows) + 1, [*rows, b"{}\n"]


@pytest.mark.parametrize("file", [*BATCHES, ORDER, *LEAVES])
def test_every_line_dropped_doubled_swapped_moved_or_inserted(file: str, sealed_log: Package) -> None:
    for what, line, rows in shuffles((sealed_log.root / file).read_bytes().splitlines(keepends=True)):
        place, *more = damaged(sealed_log, file, b"".join(rows))
        assert place == f"{file}:{line}", what
        assert all(other.startswith(file) for other in more), (what, more)


def test_a_line_that_changes_its_batch(sealed_log: Package, tmp_path: Path) -> None:
    """The lines in a row are the same, and so is their root; that they are in other files is found all the same."""
    shutil.copytree(sealed_log.root, tmp_path / "moved")
    first, second = (tmp_path / "moved" / file for file in BATCHES[:2])
    *rest, last = first.read_bytes().splitlines(keepends=True)
    first.write_bytes(b"".join(rest))
    second.write_bytes(last + second.read_bytes())
    assert places(Package(tmp_path / "moved")) == [f"{BATCHES[1]}:1"]


# -- files


def copy(sealed_log: Package, folder: Path) -> Package:
    shutil.copytree(sealed_log.root, folder / "copy")
    return Package(folder / "copy")


def codes(package: Package) -> list[tuple[str, str]]:
    return [(f"{finding.file}:{finding.line}", finding.code) for finding in audit_findings(package)]


def test_a_file_that_is_gone(sealed_log: Package, tmp_path: Path) -> None:
    expected = {
        BATCHES[1]: [(BATCHES[1], "sealed-gone"), (f"{ORDER}:2", "order-missing")],
        ORDER: [(f"{ORDER}:1", "sealed-order")],
        SEALS[0]: [(SEALS[0], "checkpoint-missing")],
        SEALS[1]: [(LEAVES[1], "seal-unfinished")],
        LEAVES[0]: [(LEAVES[0], "leaves-missing")],
        LEAVES[1]: [(LEAVES[1], "leaves-missing")],
    }
    for file, places in expected.items():
        package = copy(sealed_log, tmp_path / file.replace("/", "-"))
        (package.root / file).unlink()
        assert [(place.removesuffix(":None"), code) for place, code in codes(package)][: len(places)] == places, file


def test_a_batch_renamed_emptied_or_with_a_byte_order_mark(sealed_log: Package, tmp_path: Path) -> None:
    package = copy(sealed_log, tmp_path)
    batch = package.root / BATCHES[0]
    assert damaged(package, BATCHES[0], b"")[:2] == [f"{BATCHES[0]}:1", f"{ORDER}:1"]
    assert damaged(package, BATCHES[0], b"\xef\xbb\xbf" + batch.read_bytes()) == [f"{BATCHES[0]}:1"]
    assert damaged(package, BATCHES[0], batch.read_bytes().replace(b"\n", b"\r\n")) == [f"{BATCHES[0]}:1"]
    batch.rename(batch.with_name("2026-01-02-x.jsonl"))
    assert codes(package)[0] == (f"{BATCHES[0]}:None", "sealed-gone")


def test_lines_changed_and_their_leaf_hashes_with_them(sealed_log: Package, tmp_path: Path) -> None:
    """The root still knows; that the leaf hashes cannot be trusted is said along with the place that they give."""
    package = copy(sealed_log, tmp_path)
    batch, leaves = package.root / BATCHES[0], package.root / LEAVES[0]
    rows = batch.read_bytes().splitlines(keepends=True)
    rows[1] = rows[1].replace(b"curator", b"forger!")
    batch.write_bytes(b"".join(rows))
    hashes = leaves.read_text().splitlines()
    hashes[2] = merkle.leaf_hash(rows[1].removesuffix(b"\n")).hex()
    leaves.write_text("".join(f"{row}\n" for row in hashes))
    assert codes(package) == [(f"{SEALS[0]}:3", "checkpoint-root"), (f"{SEALS[1]}:3", "checkpoint-root")]
    leaves.unlink()
    assert (f"{LEAVES[0]}:None", "leaves-missing") in codes(package)


def test_what_else_lies_beside_the_checkpoints(sealed_log: Package, tmp_path: Path) -> None:
    package = copy(sealed_log, tmp_path)
    for name in ("05", "notes.txt", "x.leaves", ".hidden"):
        (package.root / "events/checkpoints" / name).touch()
    assert {(finding.file[19:], finding.code, finding.severity) for finding in audit_findings(package)} == {
        ("05", "checkpoint-stray", "warning"),
        ("notes.txt", "checkpoint-stray", "warning"),
        ("x.leaves", "checkpoint-stray", "warning"),
    }


def test_a_log_that_was_cut_back_is_found_by_whoever_kept_a_checkpoint(sealed_log: Package, tmp_path: Path) -> None:
    package = copy(sealed_log, tmp_path)
    kept = read_checkpoint(package.root / SEALS[1])
    assert audit_seals(package, [("kept", kept)]).findings == []
    for file in (SEALS[1], LEAVES[1], BATCHES[2]):
        (package.root / file).unlink()
    (package.root / ORDER).write_text("".join(f"{Path(name).name}\n" for name in BATCHES[:2]))
    assert audit_findings(package) == []
    assert [(f.place, f.code) for f in audit_seals(package, [("kept", kept)]).findings] == [
        ("kept:2", "checkpoint-ahead")
    ]
    other = Checkpoint("summitevents", 5, bytes(32))
    leaves = (package.root / BATCHES[0]).read_bytes().split(b"\n")
    middle = Checkpoint("summitevents", 2, merkle.node_hash(*map(merkle.leaf_hash, leaves[:2])))
    foreign = Checkpoint("elsewhere", 5, read_checkpoint(package.root / SEALS[0]).root)
    given = [("kept", other), ("middle", middle), ("foreign", foreign)]
    assert [(f.place, f.code) for f in audit_seals(package, given).findings] == [
        ("kept:3", "checkpoint-root"),
        ("foreign:1", "checkpoint-form"),
    ]


def test_nothing_sealed_is_nothing_to_find(tmp_path: Path) -> None:
    state = audit_seals(write_package(tmp_path, papers("2026-01-01-a", 3)))
    assert (state.findings, state.tree.size, state.unsealed) == ([], 0, 3)


# -- two branches


def test_two_branches_that_both_sealed(sealed_log: Package, tmp_path: Path) -> None:
    """ORDER conflicts in git. However it is put together, the seals fork, and verify says so; one seal is kept."""
    ours, theirs = copy(sealed_log, tmp_path / "ours"), copy(sealed_log, tmp_path / "theirs")
    write_package(ours.root, papers("2026-01-04-ours", 1))
    write_package(theirs.root, papers("2026-01-04-theirs", 2))
    assert seal_log(ours)
    assert seal_log(theirs)
    base, mine, yours = ([*p.order()] for p in (sealed_log, ours, theirs))
    shutil.copytree(theirs.root / "events", ours.root / "events", dirs_exist_ok=True)
    for order in ([*mine, *yours[len(base) :]], [*yours, *mine[len(base) :]]):
        (ours.root / ORDER).write_text("".join(f"{name}\n" for name in dict.fromkeys(order)))
        assert "checkpoint-fork" in {code for _, code in codes(ours)}
        with pytest.raises(BrokenSealError):
            seal_log(ours)
    (ours.root / ORDER).write_text("".join(f"{name}\n" for name in mine))
    for name in ("12", "12.leaves"):
        (ours.root / "events/checkpoints" / name).unlink()
    made = seal_log(ours)
    assert made
    assert made.checkpoint.size == 13
    assert audit_findings(ours) == []


# -- at the command line


def test_the_command_says_what_it_found_and_fails(sealed_log: Package, tmp_path: Path) -> None:
    package = copy(sealed_log, tmp_path)
    good = run_text("verify", "--data", package.root)
    assert good[:2] == (0, "")
    assert good[2].splitlines() == [
        "9 records under 2 checkpoints: as they were sealed",
        "1 line after them not sealed yet: summitevents seal",
    ]
    batch = package.root / BATCHES[2]
    batch.write_bytes(batch.read_bytes().replace(b"a-2", b"a-0"))
    code, out, err = run_text("verify", cwd=package.root)
    assert code == 1
    assert out.startswith(f"{BATCHES[2]}:2: error sealed-changed: ")
    assert "1 error" in err
    assert '<testsuites name="summitevents verify"' in run_text("verify", "--data", package.root, "-f", "junit")[1]
    code, out, _ = run_text("verify", "--data", package.root, "-f", "csv")
    assert code == 1
    assert out.splitlines()[1].startswith(f"{BATCHES[2]},2,,error,sealed-changed,")


def test_citations_are_checked_where_the_documents_are_at_hand(tmp_path: Path) -> None:
    package = Package(copy_golden_package(tmp_path / "golden"))
    assert seal_log(package)
    report = verify_log(package)
    assert (report.citations_checked, report.citations_unchecked, report.findings) == (6, 0, [])
    assert verify_log(package, documents=tmp_path).citations_unchecked == 6
    (package.root / "seeds/gazette.txt").write_text("Another.")
    assert [finding.code for finding in verify_log(package).findings] == ["document-changed"]


def test_signatures(tmp_path: Path, sealed_log: Package) -> None:
    package = write_sealed_package(tmp_path / "signed", PEM)
    (tmp_path / "key").write_text(f"{KEY}\n")
    for given in (str(KEY), str(tmp_path / "key")):
        code, _, err = run_text("verify", "--data", package.root, "--verifier", given)
        assert code == 0
        assert "2 good signatures" in err
    other = str(read_key(secret_key(1), "summitevents"))
    code, out, _ = run_text("verify", "--data", package.root, "--verifier", other)
    assert code == 1
    assert out.count("checkpoint-signature: no signature by a key that you trust") == 2
    assert run_text("verify", "--data", package.root, "--verifier", other, "--verifier", str(KEY))[0] == 0
    code, out, _ = run_text("verify", "--verifier", str(KEY), cwd=sealed_log.root)
    assert code == 1
    assert out.startswith(f"{SEALS[1]}: error checkpoint-signature: it is not signed")


def test_the_shipped_log_is_what_was_sealed() -> None:
    report = verify_log(Package(ROOT))
    assert report.findings == []
    assert report.seals.tree.size == Package(ROOT).sealed() > 0
