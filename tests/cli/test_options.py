"""Options in groups: a command that takes a dataclass has an option for each of its fields."""

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from summitevents import UnreadableError
from summitevents.cli.options import name_value_pairs, with_option_groups


@dataclass
class Paper:
    size: Annotated[str, typer.Option(help="Its size.")] = "A4"
    sheets: Annotated[int, typer.Option("-n", help="How many.")] = 1


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer(rich_markup_mode=None, add_completion=False)

    @app.command()
    @with_option_groups
    def fold(name: str, paper: Paper, back: bool = False) -> None:
        """Fold a paper."""
        print(name, paper.size, paper.sheets, back)

    return app


def test_a_group_stands_for_its_options_in_its_place(app: typer.Typer) -> None:
    ran = CliRunner().invoke(app, ["crane", "-n", "2", "--back"])
    assert ran.output == "crane A4 2 True\n"
    text = CliRunner().invoke(app, ["--help"]).output
    assert "Fold a paper." in text
    assert text.index("--size") < text.index("-n") < text.index("--back")


def test_a_group_checks_its_options(app: typer.Typer) -> None:
    assert CliRunner().invoke(app, ["crane", "-n", "many"]).exit_code == 2
    assert CliRunner().invoke(app, ["crane", "--paper", "x"]).exit_code == 2


def test_pairs() -> None:
    assert name_value_pairs(["a=1", " b =2=3", "c="]) == {"a": "1", "b": "2=3", "c": ""}
    for wrong in ("a", "=1", " =1"):
        with pytest.raises(UnreadableError, match="write it name=value"):
            name_value_pairs([wrong])
    with pytest.raises(UnreadableError, match="a is given twice"):
        name_value_pairs(["a=1", "a=2"])
