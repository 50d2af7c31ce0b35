"""The commands of who checks a log: validate, and explain what it found."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitevents.options import (
    Address,
    Documents,
    Master,
    Output,
    Remote,
    Report,
    count,
    print_lines,
    print_report,
)

if TYPE_CHECKING:
    from summitevents.build import Verdict

app = typer.Typer()


class Engine(StrEnum):
    """What checks: tables by their schemas; or, for Spark, the log itself."""

    duckdb = "duckdb"
    frictionless = "frictionless"
    spark = "spark"


@app.command("validate", short_help="Check the whole log, and print every finding.")
def validate(
    path: Annotated[
        Path | None, typer.Argument(metavar="[DATAPACKAGE]", help="Any datapackage.json. [default: that of the log]")
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="What checks tables by their schemas; spark: the log.")
    ] = Engine.duckdb,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail too.")] = False,
    against: Annotated[
        str | None,
        typer.Option(metavar="REV", help="Refuse any change to what was sealed or merged at this git revision."),
    ] = None,
    documents: Documents = None,
    form: Report = None,
    output: Output = "-",
    master: Master = None,
    remote: Remote = None,
    data: Address = None,
) -> None:
    """Check the whole log: bytes, form, Table Schema, rules, citations. Prints every finding; exit code 1 on errors.

    Of a package that is not of our kind: its tables, by their schemas.
    """
    from summitevents import __version__, log, report, tabular
    from summitevents import build as pipeline

    if engine == Engine.spark:
        if against or path:
            raise log.UnreadableError("Spark checks the log alone: leave out --against, and name it with --data")
        verdict, root, files = _on_spark(master, remote, data, documents)
    elif path or engine != Engine.duckdb:
        if against or documents or (path and data):
            raise log.UnreadableError(
                "--against, --documents and --data are for the log itself: name no datapackage.json"
            )
        tables = tabular.validate(
            path or log.locate(Path(data) if data else None).root,
            "frictionless" if engine == Engine.frictionless else "duckdb",
        )
        checked = report.Checked(tables.root, tables.files, tables.findings, strict, __version__)
        found = f"{count(tables.errors, 'error')}, {count(tables.warnings, 'warning')}"
        print_report(checked, form, output, f"{count(tables.rows, 'row')}: {found}")
        if tables.errors or (strict and tables.warnings):
            raise typer.Exit(1)
        return
    else:
        package = log.locate(Path(data) if data else None)
        verdict, root = pipeline.validate(package, documents, against), package.root
        files = [f"events/{path.name}" for path in package.batches()]
    print_report(report.Checked(root, files, verdict.findings, strict, __version__), form, output, _told(verdict))
    if verdict.errors or (strict and verdict.warnings):
        raise typer.Exit(1)


def _on_spark(
    master: str | None, remote: str | None, data: str | None, documents: Path | None
) -> tuple["Verdict", Path, list[str]]:
    """What Spark finds; the package's root; and the files that have findings, since the others may be a great many."""
    from summitevents import spark

    where = spark.located(data)
    beside = Path(where) / "seeds"
    verdict = spark.validate(spark.connect(master, remote), where, documents or (beside if beside.is_dir() else None))
    return verdict, Path(where), list(dict.fromkeys(finding.file for finding in verdict.findings))


def _told(verdict: "Verdict") -> str:
    checked = f"{count(verdict.citations_checked, 'citation')} checked"
    if verdict.citations_unchecked:
        checked += f", {verdict.citations_unchecked} not checked here (their documents are not at hand: --documents)"
    found = f"{count(verdict.errors, 'error')}, {count(verdict.warnings, 'warning')}"
    return f"{count(verdict.records, 'record')}: {found}; {checked}"


def _codes(incomplete: str) -> list[str]:
    from summitevents.findings import CATALOGUE

    return [code for code in CATALOGUE if code.startswith(incomplete)]


@app.command("explain", short_help="What a finding's code means, with an example.")
def explain(
    code: Annotated[str, typer.Argument(help="A code, such as field-choice.", autocompletion=_codes)],
) -> None:
    """Say what a code means, and why it is one; with an example that gives it, and one that is mended."""
    from summitevents import explain as explainer

    print_lines(explainer.text(explainer.entry(code)).splitlines())
