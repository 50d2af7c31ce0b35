"""What --help says: every command in a group, with examples that run as they stand, and names that a person would type."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from summitevents.cli.help import EXAMPLES, GROUPS
from tests.support.amount import some_of
from tests.support.apollo import apollo_package
from tests.support.paths import ROOT
from tests.support.runner import run_command, run_text

EPOCH = "1769947200"
"""2026-02-01, 12:00 UTC."""
COMMANDS = [name for group in GROUPS.values() for name in group] + ["help"]


def a_batch(folder: Path) -> None:
    place = '{"op": "place", "place": "mill", "name": "The mill"}'
    assert (
        run_command("append", place, "--batch", "2026-02-01-mending", cwd=folder, SOURCE_DATE_EPOCH=EPOCH).returncode
        == 0
    )


def a_spreadsheet(folder: Path) -> None:
    heading = "event,kind,title,status,source,locator,Who\n"
    claim = (
        "apollo-11-landing,journey,The landing,occurred,apollo-by-the-numbers,LM lunar landing,neil-armstrong:leader\n"
    )
    (folder / "claims.csv").write_text(heading + claim)


def a_table(folder: Path) -> None:
    (folder / "events.csv").write_text(
        "Title,Day,Who,Link\nThe landing,20 July 1969,Neil Armstrong,https://example.org/landing\n"
    )


def a_document(folder: Path) -> None:
    (folder / "article.txt").write_text("That's one small step.\n")


def a_seal(folder: Path) -> None:
    assert run_command("seal", cwd=folder).returncode == 0


FIRST: dict[str, Callable[[Path], None]] = {
    "init": a_table,
    "take-back": a_batch,
    "append": a_spreadsheet,
    "anchor": a_document,
    "release": a_seal,
    "prove": a_seal,
}
"""What must be there before a command's examples run."""


def test_every_command_is_in_a_group_and_has_an_example() -> None:
    listed = run_command("--help").stdout.decode()
    for title, names in GROUPS.items():
        section = listed.partition(f"\n{title}:\n")[2].partition("\n\n")[0]
        assert [line.split()[0] for line in section.splitlines() if line[2:3] != " "] == list(names)
    assert list(EXAMPLES) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_plain_names_and_the_examples(command: str) -> None:
    code, said, _ = run_text(command, "--help")
    assert code == 0
    assert not set("<>{}") & set(said)
    assert "[[" not in said
    for example in EXAMPLES[command]:
        assert all(f"  {line}\n" in said for line in example.splitlines())
        assert shlex.split(example)[:2] == ["summitevents", command]
    assert run_text(command, "-h") == run_text("help", command) == (0, said, "")


@pytest.mark.parametrize("command", some_of([name for name in COMMANDS if name != "help"], 6))
def test_the_examples_run_as_they_stand(command: str, tmp_path: Path) -> None:
    apollo_package(tmp_path)
    FIRST.get(command, lambda folder: None)(tmp_path)
    for example in EXAMPLES[command]:
        code, _, err = run_text(*shlex.split(example.replace("\\\n", " "))[1:], cwd=tmp_path)
        assert code == 0, err


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("search", "Did you mean timeline --text?"),
        ("timelin", "Did you mean timeline?"),
        ("apend", "Did you mean append?"),
        ("seel", "See: summitevents --help"),
        ("reed", "See: summitevents --help"),
        ("ralease", "Did you mean release?"),
    ],
)
def test_a_word_for_no_command(word: str, hint: str) -> None:
    code, out, err = run_text(word, "Pompeo")
    assert (code, out) == (2, "")
    assert err.endswith(f"Error: there is no command {word}. {hint}\n")


def test_a_value_that_is_no_choice_has_no_words_of_a_library() -> None:
    code, _, err = run_text("timeline", "-f", "xlsx")
    assert code == 2
    assert "\nError: Invalid value for '-f' / '--format': 'xlsx' is not one of 'table', 'csv', " in err


def test_the_man_page_has_every_command_and_only_macros_that_man_knows() -> None:
    page = (ROOT / "docs/summitevents.1").read_text("utf-8")
    assert re.findall(r"^\.SS (.*)$", page, flags=re.MULTILINE) == [name.replace("-", r"\-") for name in COMMANDS]
    requests = {line.split()[0] for line in page.splitlines() if line.startswith(".")}
    assert requests == {".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".nf", ".fi", ".RS", ".RE"}
    assert {found[1] for found in re.finditer(r"\\(.)", page)} <= set("-e&f[")
    assert page.isascii()
