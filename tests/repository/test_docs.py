"""Documentation that could lie is run: what is generated is fresh, examples are valid, links lead somewhere."""

import json
import re
import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import typer.main
from tools.architecture import PACKAGE, read_layers

from summitevents.cli.main import app
from summitevents.log import records
from tests.support.paths import ROOT
from tests.support.words import TERMS

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("seeds/*.md")]
README = (ROOT / "README.md").read_text("utf-8")
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def test_what_is_generated_is_fresh() -> None:
    """Consoles, tables, numbers, descriptors, the pictures: python -m tools.generate makes them anew."""
    ran = subprocess.run(
        [sys.executable, "-m", "tools.generate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == ("", "", 0)


# -- README


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 120
    assert len(README.split()) <= 900


def test_the_two_commands_come_first() -> None:
    """.ci/run takes the second one from the README, as the first line with `-m pytest`."""
    after_the_picture = README.split("](docs/timeline.svg)\n", 1)[1]
    install = "python3 -m venv .venv && .venv/bin/python -m pip install -q -e"
    first, second = re.findall(r"```bash\n(.*?)\n```", after_the_picture, flags=re.DOTALL)[:2]
    assert after_the_picture.lstrip().startswith("## Two commands\n")
    assert first == f"{install} . && .venv/bin/summitevents timeline"
    assert second == f"{install} '.[dev]' && .venv/bin/python -m pytest -n auto"
    assert next(line for line in README.splitlines() if "-m pytest" in line) == second


def test_the_size_in_the_first_sentence_is_not_far_from_the_counted_one() -> None:
    said = int(re.search(r"more than ([\d,]+) events", README)[1].replace(",", ""))  # type: ignore[index]
    counted = int(re.search(r"\*\*([\d,]+)\*\* events", README)[1].replace(",", ""))  # type: ignore[index]
    assert said < counted < 1.2 * said


# -- every page


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ +(.*)$", text, flags=re.MULTILINE)
    kept = ("".join(c for c in heading.lower() if c in " -_" or is_letter(c)) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


def is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", page.read_text("utf-8")):
        path = page.parent / target if target else page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), f"{target}#{anchor}"


NOT_OURS = {"job.py", "build/site", "dist/summitevents-1.0.0.zip", "tests/cases/CODE", "drafts/mine.json"}
"""Names that a reader's own files have, or that a command makes."""
OUR_FOLDERS = "src|tests|tools|sql|docs|schemas|seeds|benchmarks|\\.ci|\\.github"


@every_page
def test_files_and_modules_that_are_named_exist(page: Path) -> None:
    """Of paths in backticks: files of Python and SQL, and whatever lies in one of our folders."""
    if page.name == "CHANGELOG.md":
        return
    parts = {part for layer in read_layers(ROOT) for part in layer}
    for name in re.findall(r"`([^`\s]+)`", page.read_text("utf-8")):
        folder, _, rest = name.partition("/")
        file = re.fullmatch(r"[\w./-]*\w\.(py|sql)", name) and not name.startswith("v1.0")
        path = re.fullmatch(r"[\w./<>-]+", name) and rest and (folder in parts or re.fullmatch(OUR_FOLDERS, folder))
        if (file or path) and name not in NOT_OURS:
            assert is_ours(page, name), name


def is_ours(page: Path, name: str) -> bool:
    """Whether a path is one from the root, from the package, from the page, or the end of a path in the package."""
    if any((start / name).exists() for start in (ROOT, ROOT / PACKAGE, page.parent)):
        return True
    return "/" not in name and any(
        any(ROOT.glob(f"{top}/**/{name}")) for top in (PACKAGE, "tests", "tools", "benchmarks")
    )


@every_page
def test_commands_are_ones_that_can_be_given(page: Path) -> None:
    """Commands and options in shell blocks are read as the command line reads them, and not run."""
    blocks = re.findall(r"```(?:bash|sh)\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL)
    for line in "".join(blocks).splitlines():
        for command in re.split(r" (?:&&|\|\|?|>) ", re.sub(r"\s# .*", "", line)):
            if command.startswith("summitevents "):
                parse(shlex.split(command)[1:])


def parse(arguments: list[str]) -> None:
    group: Any = typer.main.get_command(app)
    group.commands[arguments[0]].make_context(arguments[0], arguments[1:])


def test_records_shown_in_the_docs_are_valid_and_of_every_op() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    shown = [
        json.loads(line)
        for block in re.findall(r"```jsonl\n(.*?)```", text, flags=re.DOTALL)
        for line in block.splitlines()
    ]
    for record in shown:
        records.RECORD.validate_python(record, context=TERMS)
    assert {record["op"] for record in shown} == set(records.MODELS)


# -- the decisions, the architecture, the glossary


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/adr/0*.md")), ids=lambda path: path.stem)
def test_a_decision_has_a_status_and_a_date(page: Path) -> None:
    head = re.match(r"# (\d+)\. .*\n\n- Status: (.*)\n- Date: (.*)\n\n", page.read_text("utf-8"))
    assert head
    assert int(head[1]) == int(page.name[:4])
    assert head[2].startswith("accepted")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", head[3])


def test_every_folder_says_what_comes_in_and_what_goes_out() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert "(No docstring.)" not in page
    for part in (part for layer in read_layers(ROOT) for part in layer):
        assert (ROOT / PACKAGE / part).is_dir() or (ROOT / PACKAGE / f"{part}.py").exists()
        assert f"### `{part}" in page


def test_the_drawing_has_folders_that_exist() -> None:
    (drawing,) = re.findall(r"```text\n(.*?)```", (ROOT / "docs/architecture.md").read_text("utf-8"), flags=re.DOTALL)
    drawn = set(re.findall(r"\b(\w+)/", drawing))
    assert len(drawn) >= 12
    assert all((ROOT / PACKAGE / folder).is_dir() for folder in drawn - {"events"})


@pytest.mark.parametrize("folder", sorted(ROOT.glob(f"{PACKAGE}/*/__init__.py")), ids=lambda path: path.parent.name)
def test_the_file_to_read_first_exists(folder: Path) -> None:
    for sentence in re.findall(r"Read `.*?[.:;]\s", folder.read_text("utf-8")):
        for name in re.findall(r"`(\w+)(?:\.py)?`", sentence):
            assert (folder.parent / f"{name}.py").exists(), name


GLOSSARY = re.findall(
    r"^- \*\*(.+?)\*\*: .+\. \[.+\]\((.+)\)$", (ROOT / "docs/glossary.md").read_text("utf-8"), flags=re.MULTILINE
)


def test_the_glossary_is_sorted_and_short() -> None:
    words = [word for word, _ in GLOSSARY]
    entries = (ROOT / "docs/glossary.md").read_text("utf-8").count("\n- ")
    assert len(words) == entries, "a word, one sentence, one link"
    assert 40 <= len(words) <= 60
    assert words == sorted(words, key=str.lower)


@pytest.mark.parametrize(("word", "target"), GLOSSARY, ids=[word for word, _ in GLOSSARY])
def test_a_word_of_the_glossary_is_used_where_its_entry_leads(word: str, target: str) -> None:
    text = target + (ROOT / "docs" / target.partition("#")[0]).read_text("utf-8")
    assert word.lower() in text.lower()
