"""The commands of who checks a log: validate."""

from typing import TYPE_CHECKING, Annotated

import typer

from summitevents.options import As, Data, Documents, Output, count, print_lines, print_rows, say, spoken

if TYPE_CHECKING:
    from summitevents.build import Verdict

app = typer.Typer()


@app.command("validate", short_help="Check the whole log, and print every finding.")
def validate(
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail too.")] = False,
    against: Annotated[
        str | None,
        typer.Option(metavar="REV", help="Refuse any change to what was sealed or merged at this git revision."),
    ] = None,
    documents: Documents = None,
    form: As = None,
    output: Output = "-",
    data: Data = None,
) -> None:
    """Check the whole log: bytes, form, Table Schema, rules, citations. Prints every finding; exit code 1 on errors."""
    from summitevents import build as pipeline
    from summitevents import log, query

    verdict = pipeline.validate(log.locate(data), documents, against)
    if form or output != "-":
        print_rows(query.result([finding.row() for finding in verdict.findings], list(pipeline.FINDING)), form, output)
    else:
        print_lines(spoken(verdict.findings))
    _summary(verdict)
    if verdict.errors or (strict and verdict.warnings):
        raise typer.Exit(1)


def _summary(verdict: "Verdict") -> None:
    checked = f"{count(verdict.citations_checked, 'citation')} checked"
    if verdict.citations_unchecked:
        checked += f", {verdict.citations_unchecked} not checked here (their documents are not at hand: --documents)"
    say(
        f"{count(verdict.records, 'record')}: {count(verdict.errors, 'error')}, {count(verdict.warnings, 'warning')}; {checked}"
    )
