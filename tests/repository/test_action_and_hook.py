"""The action, the hook and the recipes: their scripts are run, their files are of their schemas."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.cases import copy_case
from tests.support.paths import ROOT
from tests.support.runner import run_script


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("case", "given", "code"),
    [
        ("good-every-op", {}, 0),
        ("field-choice", {}, 1),
        ("date-far", {"STRICT": "true"}, 1),
        ("date-far", {"STRICT": "false"}, 0),
        ("good-every-op", {"AGAINST": "; echo owned"}, 2),
        ("field-choice", {"SARIF": "found.sarif"}, 1),
    ],
)
def test_the_action(case: str, given: dict[str, str], code: int, tmp_path: Path) -> None:
    step = loaded("action.yml")["runs"]["steps"][-1]
    inputs = loaded("action.yml")["inputs"]
    assert set(re.findall(r"inputs\.([\w-]+)", str(step["env"]))) | {"python-version"} == set(inputs)
    defaults = dict.fromkeys(step["env"], "") | {"DATA": ".", "STRICT": inputs["strict"]["default"]}
    folder = copy_case(case, tmp_path / "package").root
    ran = run_script(step["run"], folder, **{**defaults, **given})
    assert ran.returncode == code, ran.stderr
    assert ("::error " in ran.stdout) == (case == "field-choice")
    assert "owned" not in ran.stdout
    if "SARIF" in given:
        assert '"2.1.0"' in (folder / "found.sarif").read_text("utf-8")


FOREIGN = '{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "n", "type": "integer"}]}}]}'


def foreign_package(folder: Path, cell: str) -> Path:
    """Makes a data package that is no log, of one table with one cell."""
    folder.mkdir()
    (folder / "datapackage.json").write_text(FOREIGN)
    (folder / "t.csv").write_text(f"n\n{cell}\n")
    return folder


@pytest.mark.parametrize(("cell", "code"), [("1", 0), ("x", 1)])
def test_the_action_and_a_hook_check_any_data_package(cell: str, code: int, tmp_path: Path) -> None:
    folder = foreign_package(tmp_path / "data", cell)
    step = loaded("action.yml")["runs"]["steps"][-1]
    defaults = dict.fromkeys(step["env"], "") | {"DATA": ".", "DATAPACKAGE": "data/datapackage.json"}
    ran = run_script(step["run"], tmp_path, **defaults)
    assert ran.returncode == code, ran.stderr
    assert ("::error file=data/t.csv,line=2,col=1" in ran.stdout) == (cell == "x")
    _, hook = loaded(".pre-commit-hooks.yaml")
    assert hook["always_run"]
    for where, args in ((folder, hook["args"]), (tmp_path, ["data/datapackage.json"])):
        assert run_script(" ".join([hook["entry"], *args]), where).returncode == code


def test_the_hook(tmp_path: Path) -> None:
    hook, _ = loaded(".pre-commit-hooks.yaml")
    assert re.search(hook["files"], "events/2026-01-01-a.jsonl")
    assert not re.search(hook["files"], "README.md")
    for case, code in (("good-every-op", 0), ("field-choice", 1)):
        assert run_script(hook["entry"], copy_case(case, tmp_path / case).root).returncode == code


@pytest.mark.parametrize("name", ["action.yml", ".pre-commit-hooks.yaml"])
def test_what_they_install_is_this_package(name: str) -> None:
    """The command that they call is the one that pyproject.toml installs."""
    assert 'summitevents = "summitevents.__main__:main"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert "summitevents validate" in (ROOT / name).read_text("utf-8")


def test_recipes(tmp_path: Path) -> None:
    """What the recipes say after the installation is a command that works."""
    text = (ROOT / "docs/ci.md").read_text("utf-8")
    commands = re.findall(r"(summitevents validate [^`\n]*?)(?: \|\| exit)?$", text, flags=re.MULTILINE)
    assert len(commands) == 4
    folder = copy_case("good-every-op", tmp_path / "package").root
    for command in commands:
        ran = run_script(command.replace("--against origin/main", ""), folder)
        assert ran.returncode == 0, ran.stderr
    assert (folder / "findings.xml").read_bytes().startswith(b"<?xml")
