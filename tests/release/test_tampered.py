"""Whatever is done to a release's zip file, verify refuses it and says why; and nothing of it reaches the disk."""

import io
import json
import struct
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitevents.errors import NotAZipError, UnreadableError
from summitevents.findings.catalogue import CATALOGUE
from summitevents.integrity.layout import checkpoint_file
from summitevents.integrity.seal import seal_log
from summitevents.log.package import Package
from summitevents.log.releases import RELEASES
from summitevents.release import archive
from summitevents.release.build import build_release
from summitevents.release.verify import verify_release
from summitevents.standards import checkpoint as notes
from tests.support.amount import examples, some_of
from tests.support.packages import copy_shipped_log, numbered, write_package
from tests.support.runner import run_text

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def release_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A release of a small log, so that it is soon made anew."""
    folder = tmp_path_factory.mktemp("small")
    papers = [{"op": "source", "source": f"a-{n}", "title": "é"} for n in range(1, 4)]
    package = write_package(folder / "package", {"2026-01-01-a": numbered("2026-01-01-a", papers)})
    assert seal_log(package)
    return build_release(package, "1.0.0", folder).read_bytes()


def verify_findings(content: bytes, folder: Path) -> list[tuple[str, str]]:
    """What verify says of a file with this content: code and file of every finding."""
    path = folder / "summitevents-1.0.0.zip"
    path.write_bytes(content)
    findings = verify_release(path).findings
    assert all(one.message and one.help and "None" not in one.message for one in findings)
    return [(one.code, one.file) for one in findings]


def test_one_that_nobody_touched_is_right(release_bytes: bytes, tmp_path: Path) -> None:
    (tmp_path / ZIP).write_bytes(release_bytes)
    code, out, err = run_text("verify", tmp_path / ZIP)
    assert (code, out) == (0, "")
    assert ": 1.0.0, byte for byte what its log gives" in err


# ---- Members that are not what the log gives -------------------------------------------------------------------------


def summed(members: Members) -> Members:
    """With SHA256SUMS made to fit: what somebody does who knows how a release is checked."""
    rest = {name: content for name, content in sorted(members.items()) if name != "SHA256SUMS"}
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in rest.items())
    return {**rest, "SHA256SUMS": sums.encode()}


def edited(name: str, old: bytes, new: bytes, fit: bool = True) -> Callable[[Members], Members]:
    def edit(members: Members) -> Members:
        assert old in members[name]
        changed = {**members, name: members[name].replace(old, new, 1)}
        return summed(changed) if fit else changed

    return edit


def without(name: str, fit: bool = True) -> Callable[[Members], Members]:
    def drop(members: Members) -> Members:
        rest = {other: content for other, content in members.items() if other != name}
        assert len(rest) < len(members)
        return summed(rest) if fit else rest

    return drop


BATCH = "events/2026-01-01-a.jsonl"
MEMBERS: dict[str, tuple[Callable[[Members], Members], list[tuple[str, str]]]] = {
    "a cell, and not the sums": (
        edited("data/sources.csv", b"a-1", b"a-9", fit=False), [("sums-changed", "data/sources.csv")],
    ),
    "a cell, and the sums": (edited("data/sources.csv", b"a-1", b"a-9"), [("member-changed", "data/sources.csv")]),
    "a row": (edited("data/actors.csv", b"\n", b"\n\n"), [("member-changed", "data/actors.csv")]),
    "the DuckDB file": (edited("summitevents.duckdb", b"a-1", b"a-9"), [("member-changed", "summitevents.duckdb")]),
    "a Parquet file": (edited("parquet/log.parquet", b"PAR1", b"PAR2"), [("member-changed", "parquet/log.parquet")]),
    "the licence": (edited("LICENSE", b"no licence", b"a licence"), [("member-changed", "LICENSE")]),
    "the page": (edited("index.html", b"</body>", b"<p>Hi</p></body>"), [("member-changed", "index.html")]),
    "the citation": (edited("CITATION.cff", b"anonymous", b"X"), [("member-changed", "CITATION.cff")]),
    "the name of the data set": (edited("datapackage.json", b'"$schema"', b'"name": "A B", "$schema"'), [
        ("member-changed", "datapackage.json"),
    ]),
    "the title, in one file": (edited("datapackage.json", b'"$schema"', b'"title": "X", "$schema"'), [
        ("member-changed", name)
        for name in ("CITATION.cff", "LICENSE", "README.md", "SHA256SUMS", "croissant.json", "datapackage.json", "exchange/timelinejs.csv",
        "exchange/timelinejs.json", "index.html", "schema-org.jsonld")
    ]),
    "the joined log": (edited("log.jsonl", b"a-1", b"a-9"), [("member-changed", "log.jsonl")]),
    "the checkpoint beside": (edited("checkpoint", b"\n3\n", b"\n2\n"), [("member-changed", "checkpoint")]),
    "a line of the log": (edited(BATCH, "é".encode(), b"e"), [("sealed-changed", BATCH)]),
    "a batch less": (without(BATCH), [("sealed-gone", BATCH), ("order-missing", "events/ORDER")]),
    "the seal": (edited("events/checkpoints/3", b"=", b"A=="), [("checkpoint-form", "events/checkpoints/3")]),
    "the number": (edited(RELEASES, b"1.0.0", b"9.0.0"), [
        ("member-changed", name) for name in ("CHANGELOG.md", "CITATION.cff", "CODEBOOK.md", "README.md", "SHA256SUMS",
        "croissant.json", "datapackage.json", "schema-org.jsonld")
    ]),
    "the size of the release": (edited(RELEASES, b" 3 ", b" 2 "), [("release-root", RELEASES)]),
    "the root of the release": (edited(RELEASES, b"=", b"=="), [("release-form", RELEASES)]),
    "no releases": (without(RELEASES), [("release-form", RELEASES)]),
    "a member less": (without("LICENSE", fit=False), [("sums-changed", "LICENSE")]),
    "a member less, and the sums": (without("LICENSE"), [("member-changed", "LICENSE")]),
    "a member more": (lambda members: {**members, "setup.exe": b"MZ"}, [("sums-changed", "setup.exe")]),
    "a member more, and the sums": (
        lambda members: summed({**members, "setup.exe": b"MZ"}), [("member-changed", "setup.exe")],
    ),
    "a batch more": (
        lambda members: summed({**members, "events/2026-01-02-b.jsonl": members[BATCH]}),
        [("member-changed", "events/2026-01-02-b.jsonl")],
    ),
    "no sums": (without("SHA256SUMS", fit=False), [("sums-form", "SHA256SUMS")]),
    "sums of another form": (edited("SHA256SUMS", b"  LICENSE\n", b" *LICENSE\n", fit=False), [
        ("sums-form", "SHA256SUMS"), ("sums-changed", "LICENSE"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", some_of(MEMBERS, 2))
def test_members_that_are_not_what_the_log_gives(name: str, release_bytes: bytes, tmp_path: Path) -> None:
    members, none = archive.unpack(release_bytes, "")
    assert not none
    tamper, expected = MEMBERS[name]
    got = verify_findings(archive.pack(tamper(members)), tmp_path)
    if name in ("the citation", "the licence", "a batch more"):  # whose sums stand in SHA256SUMS alone
        got = [one for one in got if one[1] != "SHA256SUMS"]
    assert [one for one in got if one != ("member-changed", "SHA256SUMS")] == [
        one for one in expected if one != ("member-changed", "SHA256SUMS")
    ]


def test_the_line_that_differs_is_named(release_bytes: bytes, tmp_path: Path) -> None:
    members, _ = archive.unpack(release_bytes, "")
    path = tmp_path / "a.zip"
    path.write_bytes(archive.pack(edited("data/sources.csv", b"a-2", b"a-9")(members)))
    (first, *_) = [one for one in verify_release(path).findings if one.file == "data/sources.csv"]
    assert first.place == "data/sources.csv:3"


def test_one_made_with_another_duckdb_says_so(release_bytes: bytes, tmp_path: Path) -> None:
    members, _ = archive.unpack(release_bytes, "")
    package = json.loads(members["datapackage.json"])
    package["summitevents"]["made_with"]["duckdb"] = "9.9.9"
    path = tmp_path / "a.zip"
    path.write_bytes(archive.pack(summed({**members, "datapackage.json": json.dumps(package).encode()})))
    helps = {one.help for one in verify_release(path).findings}
    assert helps == {"it says that it was made with duckdb 9.9.9: verify it with those"}


def test_a_forger_who_seals_and_releases_anew_is_held_to_the_checkpoint_that_you_kept(tmp_path: Path) -> None:
    """Such a file is a good release, of another log: that is what checkpoints and signatures are for."""
    honest, other = copy_shipped_log(tmp_path / "honest"), tmp_path / "other"
    kept = notes.parse((honest.root / checkpoint_file(457)).read_bytes())
    (other / "events").mkdir(parents=True)
    (other / "datapackage.json").write_bytes((honest.root / "datapackage.json").read_bytes())
    for path in honest.batches():
        (other / "events" / path.name).write_bytes(path.read_bytes().replace(b"Kim Jong-un", b"Kim Jong-Un"))
    assert seal_log(Package(other))
    made = build_release(Package(other), "1.0.0", tmp_path)
    assert verify_release(made).findings == []
    findings = verify_release(made, kept=[("kept", kept)]).findings
    assert [(one.code, one.file) for one in findings] == [("checkpoint-root", "kept")]


# ---- Zip files that are none of ours ---------------------------------------------------------------------------------


def entry(name: str, **more: object) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("placeholder", (1980, 1, 1, 0, 0, 0))
    made.filename = made.orig_filename = name
    made.create_system, made.external_attr = 3, 0o100644 << 16
    for key, value in more.items():
        setattr(made, key, value)
    return made


def added(*entries: tuple[zipfile.ZipInfo, bytes]) -> Callable[[bytes], bytes]:
    """With members more, written as they are, whatever their names."""

    def add(content: bytes) -> bytes:
        out = io.BytesIO(content)
        with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as file:
            warnings.simplefilter("ignore")
            for one, inside in entries:
                file.writestr(one, inside)
        return out.getvalue()

    return add


def at(content: bytes, offset: int, new: bytes) -> bytes:
    return content[:offset] + new + content[offset + len(new) :]


def directory(content: bytes, name: bytes) -> int:
    """Where the central directory speaks of a member."""
    place = content.index(b"PK\x01\x02")
    while content[place + 46 : place + 46 + len(name)] != name:
        place = content.index(b"PK\x01\x02", place + 4)
    return place


def flipped(content: bytes) -> bytes:
    """One bit of a member's content."""
    place = content.index(b"states no licence")
    return at(content, place, bytes([content[place] ^ 1]))


def declared(size: int) -> Callable[[bytes], bytes]:
    """A member that says it becomes so many bytes."""
    return lambda content: at(content, directory(content, b"LICENSE") + 24, struct.pack("<I", size))


def overlapped(content: bytes) -> bytes:
    """One member's bytes given out for those of another too."""
    first, second = directory(content, b"CITATION.cff"), directory(content, b"CODEBOOK.md")
    return at(content, second + 42, content[first + 42 : first + 46])


def repacked(content: bytes) -> bytes:
    members, _ = archive.unpack(content, "")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, inside in members.items():
            file.writestr(name, inside)
    return out.getvalue()


def commented(content: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as file:
        file.comment = b"hello"
    return out.getvalue()


DEFLATED = zipfile.ZIP_DEFLATED
ZIP = "summitevents-1.0.0.zip"
FILES: dict[str, tuple[Callable[[bytes], bytes], list[tuple[str, str]]]] = {
    "a bit": (flipped, [("zip-damaged", ZIP)]),
    "the directory": (lambda content: at(content, directory(content, b"LICENSE"), b"XX"), [("zip-damaged", ZIP)]),
    "a step up": (added((entry("../evil"), b"")), [("zip-path", "../evil")]),
    "a step up within": (added((entry("data/../../evil"), b"")), [("zip-path", "data/../../evil")]),
    "the root": (added((entry("/etc/evil"), b"")), [("zip-path", "/etc/evil")]),
    "a drive": (added((entry("C:evil"), b"")), [("zip-path", "C:evil")]),
    "a backslash": (added((entry("..\\evil"), b"")), [("zip-path", "..\\evil")]),
    "a device of Windows": (added((entry("data/NUL.csv"), b"")), [("zip-path", "data/NUL.csv")]),
    "an empty step": (added((entry("data//evil"), b"")), [("zip-path", "data//evil")]),
    "a control character": (added((entry("evil\x1b[2J"), b"")), [("zip-path", "evil\\x1b[2J")]),
    "a link": (added((entry("evil", external_attr=0o120777 << 16), b"/etc/passwd")), [("zip-link", "evil")]),
    "a pipe": (added((entry("evil", external_attr=0o010644 << 16), b"")), [("zip-link", "evil")]),
    "a folder": (added((entry("evil/"), b"")), [("zip-link", "evil/")]),
    "a name twice": (added((entry("LICENSE"), b"mine")), [("zip-double", "LICENSE")]),
    "a name in capitals": (added((entry("license"), b"mine")), [("zip-double", "license")]),
    "a name in other code points": (
        added((entry("\u00e9"), b"1"), (entry(unicodedata.normalize("NFD", "\u00e9")), b"2")), [("zip-double", "e\u0301")],
    ),
    "a bomb": (added((entry("bomb", compress_type=DEFLATED), bytes(2**22))), [("zip-large", "bomb")]),
    "a size that is not so": (declared(10), [("zip-damaged", ZIP)]),
    "an absurd size": (declared(2**32 - 2), [("zip-large", ZIP), ("zip-large", "LICENSE")]),
    "bytes given out twice": (overlapped, [("zip-damaged", "CODEBOOK.md")]),
    "a lock": (
        lambda content: at(content, directory(content, b"LICENSE") + 8, struct.pack("<H", 1)), [("zip-damaged", "LICENSE")],
    ),
    "another method": (added((entry("evil", compress_type=zipfile.ZIP_BZIP2), b"1")), [("zip-damaged", "evil")]),
    "packed again": (repacked, [("zip-repacked", ZIP)]),
    "a comment": (commented, [("zip-repacked", ZIP)]),
    "something before it": (lambda content: b"#!/bin/sh\n" + content, [("zip-repacked", ZIP)]),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_zip_files_that_are_none_of_ours(name: str, release_bytes: bytes, tmp_path: Path) -> None:
    tamper, expected = FILES[name]
    (tmp_path / ZIP).write_bytes(tamper(release_bytes))
    code, out, err = run_text("verify", tmp_path / ZIP, "-f", "jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(one["code"], one["file"]) for one in found] == [
        (code, file if file == ZIP else f"{ZIP}/{file}") for code, file in expected
    ]
    assert all(one["message"] and one["help"] and "None" not in one["message"] for one in found)
    assert "refused" in err


def test_each_place_is_named_once_as_seen_from_here(release_bytes: bytes, tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    for tamper, place in ((commented, f"dist/{ZIP}"), (added(("evil", b"1")), f"dist/{ZIP}/evil")):
        (tmp_path / "dist" / ZIP).write_bytes(tamper(release_bytes))
        _, out, _ = run_text("verify", f"dist/{ZIP}", cwd=tmp_path)
        assert out.startswith(f"{place}: error ")


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip file", bytes(1000)])
def test_what_is_no_zip_file_cannot_be_read(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(UnreadableError, match="is not a zip file"):
        verify_release(tmp_path / "a.zip")


def test_half_a_file_cannot_be_read(release_bytes: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(release_bytes[: len(release_bytes) // 2])
    with pytest.raises(UnreadableError, match="is not a zip file"):
        verify_release(tmp_path / "a.zip")


def test_every_code_of_a_release_is_shown() -> None:
    shown = {code for table in (MEMBERS, FILES) for _, expected in table.values() for code, _ in expected}
    known = [code for code in CATALOGUE if code.startswith(("zip-", "sums-", "member-"))]
    assert [code for code in known if code not in shown] == []
    assert len(MEMBERS) + len(FILES) >= 20


# ---- Whatever else ---------------------------------------------------------------------------------------------------


@given(
    st.dictionaries(
        st.text("abcé/._-", min_size=1, max_size=12).filter(lambda n: not archive.path_problem(n) and n[-1] != "/"),
        st.binary(),
    )
)
def test_what_is_packed_is_unpacked(members: Members) -> None:
    folded = {unicodedata.normalize("NFC", name).casefold() for name in members}
    got, findings = archive.unpack(archive.pack(members), "a.zip")
    if len(folded) == len(members):
        assert (got, findings) == (members, [])
    else:
        assert findings


SMALL = archive.pack({"one": b"1" * 40, "two/three": bytes(range(200))})


@examples(100)
@given(st.data())
def test_no_byte_can_be_changed_without_a_word(data: st.DataObject) -> None:
    """A changed zip file is unreadable, or has a finding, or packs to other bytes than it has."""
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        members, findings = archive.unpack(bytes(content), "a.zip")
    except NotAZipError:
        return
    assert findings or bytes(content) == SMALL or archive.pack(members) != bytes(content)
