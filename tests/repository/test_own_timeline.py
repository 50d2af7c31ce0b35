"""docs/own-timeline.md, run as a reader would, in an empty folder; and nothing of the shipped log's subject in what comes of it."""

import csv
import io
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import frictionless
import pytest

from tests.support.paths import ROOT
from tests.support.runner import environment

PAGE = ROOT / "docs/own-timeline.md"
EPOCH = "1769947200"
"""2026-02-01, 12:00 UTC."""
SUBJECT = re.compile(
    rb"trump|kim[ -](?:jong|il)|hanoi|singapore|viet ?nam|korea|summitevents contributors", re.IGNORECASE
)
COMMAND = re.compile(r"^\$ (.*)", re.MULTILINE)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The page with what its commands print now, and the folder that they have made."""
    folder = tmp_path_factory.mktemp("empty")
    places = [folder]

    def run(block: re.Match[str]) -> str:
        out = []
        for command in COMMAND.findall(block[0]):
            if command.startswith("cd "):
                places.append(places[-1] / command[3:])
                out.append(f"$ {command}\n")
                continue
            words = [sys.executable, "-m", *shlex.split(command)]
            env = {**environment(), "SOURCE_DATE_EPOCH": EPOCH}
            done = subprocess.run(words, cwd=places[-1], env=env, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            out.append(f"$ {command}\n{done.stdout}{done.stderr}")
        return "".join(out)

    text = re.sub(r"(?<=```console\n).*?(?=```)", run, PAGE.read_text("utf-8"), flags=re.DOTALL)
    return text, places[-1]


def test_the_page_shows_what_its_commands_print(ran: tuple[str, Path], rewrite: bool) -> None:
    if rewrite:
        PAGE.write_text(ran[0], "utf-8", newline="\n")
    assert PAGE.read_text("utf-8") == ran[0]


def test_there_are_ten_commands() -> None:
    assert sum(command.startswith("summitevents ") for command in COMMAND.findall(PAGE.read_text("utf-8"))) == 10


def test_nothing_of_the_shipped_subject_is_in_what_comes_of_it(ran: tuple[str, Path]) -> None:
    folder = ran[1]
    with zipfile.ZipFile(folder / "dist/apollo-1.0.0.zip") as release:
        contents = {name: release.read(name) for name in release.namelist()}
    assert {"apollo.duckdb", "CITATION.cff", "LICENSE", "index.html", "croissant.json"} < set(contents)
    contents |= {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".zip"}
    assert len(contents) > 100
    found = {name: SUBJECT.findall(content)[:3] for name, content in contents.items() if SUBJECT.search(content)}
    assert found == {}


def test_the_release_says_what_the_package_says(ran: tuple[str, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(ran[1] / "dist/apollo-1.0.0.zip") as release:
        release.extractall(tmp_path)
    assert 'title: "The Apollo programme"\n' in (tmp_path / "CITATION.cff").read_text("utf-8")
    assert "CC0-1.0" in (tmp_path / "LICENSE").read_text("utf-8")
    assert (tmp_path / "checkpoint").read_text("utf-8").startswith("apollo\n")
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid
    assert frictionless.validate(str(ran[1] / "datapackage.json")).valid
    rows = list(csv.DictReader(io.StringIO((tmp_path / "data/events.csv").read_text("utf-8"))))
    assert [(row["event"], row["disputed"]) for row in rows] == [("first-step", "true")]


EXAMPLES = {"report/explained.md", "report/explain.py"}
"""Examples of findings: their words are of the shipped log."""


def test_no_source_file_names_the_shipped_subject() -> None:
    files = [path for path in (ROOT / "src").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    named = {
        path.relative_to(ROOT / "src/summitevents").as_posix() for path in files if SUBJECT.search(path.read_bytes())
    }
    assert named == EXAMPLES
