"""Every code of the catalogue has an example that gives it, and one that mends it: both are run as they are printed."""

import hashlib
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from summitevents.findings.catalogue import CATALOGUE
from summitevents.integrity.seal import seal_log
from summitevents.log.package import Package
from summitevents.report import explain
from tests.support.amount import some_of
from tests.support.runner import run_text

DOCUMENT = b"Kim came by train. Trump came by air. Kim came by train.\n"
COMMON = {"recorded_at": "2026-11-22T12:00:00Z", "recorded_by": "curator"}
LEFT_OUT: dict[str, dict[str, Any]] = {
    "source": {"source": "paper", "title": "A paper"},
    "actor": {},
    "place": {},
    "claim": {"event": "talks", "kind": "meeting", "title": "Talks", "status": "occurred", "source": "paper"},
    "relate": {},
    "compare": {"reason": "as both say"},
    "rank": {"reason": "it was there"},
    "retract": {"reason": "a slip"},
    "same": {"reason": "as both say"},
    "different": {"reason": "as both say"},
}
"""The fields that an example leaves out, since they do not matter there."""
THEIRS: list[dict[str, Any]] = [
    {"op": "source", "source": "paper", "title": "A paper", "published": "2019-03-05", "published_basis": "stated"},
    {"op": "actor", "actor": "kim-jong-un", "type": "person", "name": "Kim Jong-un"},
    {"op": "actor", "actor": "donald-trump", "type": "person", "name": "Donald Trump"},
    {"op": "place", "place": "vietnam", "name": "Vietnam"},
    {"op": "place", "place": "hanoi", "name": "Hanoi", "within": "vietnam"},
    {"op": "claim", "event": "hanoi-summit-2019", "kind": "summit", "title": "Summit in Hanoi"},
    {"op": "claim", "event": "hanoi-summit-2019", "kind": "summit", "title": "Second summit"},
    {"op": "claim", "event": "singapore-summit-2018", "kind": "summit", "title": "First summit"},
    {
        "op": "source", "source": "memo", "title": "A memo", "filename": "memo.txt", "at_hand": True,
        "sha256": hashlib.sha256(DOCUMENT).hexdigest(), "bytes": len(DOCUMENT), "characters": len(DOCUMENT),
    },
]  # fmt: skip


def filled(record: dict[str, Any], batch: str, number: int) -> dict[str, Any]:
    op = record["op"] if record["op"] in LEFT_OUT else "claim"
    whole = {"id": f"{batch}.{number}", **COMMON, **LEFT_OUT[op], **record}
    if op == "claim" and "passage_start" not in record:
        whole.setdefault("locator", f"paragraph {number}")
    return whole


def lines(records: list[dict[str, Any]], batch: str) -> bytes:
    return b"".join(json.dumps(filled(r, batch, n)).encode() + b"\n" for n, r in enumerate(records, 1))


def raw(example: str) -> bytes:
    r"""A line whose bytes are what it is about: \x.. and the like stand for them."""
    content = re.sub(rb"\\(x..|r|n|\\)", lambda m: eval(b"b'" + m[0] + b"'"), example.encode())
    common = json.dumps({"id": "2026-11-22-yours.1", **COMMON})[1:-1].encode()
    return content.replace(b'{"op"', b"{" + common + b', "op"', 1) + b"\n"


@pytest.fixture(scope="module")
def example_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log that the examples stand in, sealed and committed."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "events").mkdir()
    (folder / "seeds").mkdir()
    (folder / "seeds/memo.txt").write_bytes(DOCUMENT)
    (folder / "datapackage.json").write_text('{"summitevents": {"format": 1}, "resources": []}')
    theirs = [record if record["op"] != "source" else {**record} for record in THEIRS]
    (folder / "events/2026-11-21-theirs.jsonl").write_bytes(lines(theirs, "2026-11-21-theirs"))
    assert seal_log(Package(folder))
    git = "git init -q . && git config user.email a@example.org && git config user.name a && git add . && git commit -qm Log"
    assert "error" not in shell(git, folder)
    return folder


def shell(script: str, folder: Path) -> str:
    """What a script prints, on both streams: bash for its lines, and for `summitevents` alone on a line this process."""
    said, lines = "", [""]
    for line in script.splitlines():
        if re.fullmatch(r"summitevents [^|&;<>$`]*", line):
            lines += [line, ""]
        else:
            lines[-1] += line + "\n"
    for part in filter(None, lines):
        if part.startswith("summitevents ") and "\n" not in part:
            _, out, err = run_text(*shlex.split(part)[1:])
            said += out + err
        else:
            run = subprocess.run(["bash", "-c", part], cwd=folder, capture_output=True, text=True, check=False)
            said += run.stdout + run.stderr
    return said


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the examples are run, on no runner of GitHub's, at a time of their own."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("GITHUB_ACTIONS", "")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")


def codes_found(example: explain.Example, script: str, folder: Path) -> set[str]:
    """The codes that are found once the example has been put into the log, or its commands have been run."""
    said = ""
    if example.fence == "sh":
        said = shell(script, folder)
    else:
        content = raw(script) if example.fence == "bytes" else lines(
            [json.loads(line) for line in script.splitlines()], "2026-11-22-yours"
        )  # fmt: skip
        (folder / "events/2026-11-22-yours.jsonl").write_bytes(content)
    said += shell("summitevents validate", folder)
    assert "bug of summitevents" not in said, said
    return set(re.findall(r": (?:error|warning) ([a-z0-9-]+):", said))


def releases(code: str) -> bool:
    return "summitevents release" in explain.explanation(code).example.bad


@pytest.mark.parametrize(
    "code", [*(code for code in CATALOGUE if not releases(code)), *some_of(filter(releases, CATALOGUE), 4)]
)
def test_the_bad_example_gives_the_code_and_the_mended_one_gives_nothing(
    code: str, example_log: Path, tmp_path: Path
) -> None:
    one = explain.explanation(code)
    folder = shutil.copytree(example_log, tmp_path / "here", dirs_exist_ok=True)
    assert code in codes_found(one.example, one.example.bad, folder)
    if one.example.fence != "sh":
        unchanged = shutil.ignore_patterns(".git")  # and its files are read-only, to all but the superuser
        shutil.copytree(example_log, folder, ignore=unchanged, dirs_exist_ok=True)
    assert codes_found(one.example, one.example.mended, folder) == set()


def test_the_explanations_stand_in_the_order_of_the_catalogue() -> None:
    assert list(explain.explanations()) == list(CATALOGUE)
