"""The commands that check a log, and explain what they found."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitevents.cli import completion
from summitevents.cli.options import Master, NamedLog, Remote, ReportOptions, with_option_groups
from summitevents.cli.output import citations, count, print_report, print_words
from summitevents.cli.progress_line import progress_line
from summitevents.progress import CHECK_STAGES

if TYPE_CHECKING:
    from summitevents.check.verdict import Verdict

app = typer.Typer()


class CheckEngine(StrEnum):
    """What checks: DuckDB the log and the tables beside it; frictionless the tables; Spark the log."""

    duckdb = "duckdb"
    frictionless = "frictionless"
    spark = "spark"


@app.command("validate", short_help="Check the log here, or any data package, and print every finding.")
@with_option_groups
def validate(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[DATAPACKAGE]", help="Any datapackage.json. [default: the nearest upwards]"),
    ] = None,
    engine: Annotated[
        CheckEngine, typer.Option(help="What checks: frictionless looks at tables alone, spark at the log alone.")
    ] = CheckEngine.duckdb,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail too.")] = False,
    against: Annotated[
        str | None,
        typer.Option(metavar="REV", help="Refuse any change to what was sealed or merged at this git revision."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Check again what was checked before and is as it was; CI always does.")
    ] = False,
    *,
    how: ReportOptions,
    master: Master = None,
    remote: Remote = None,
    data: NamedLog = None,
) -> None:
    """Check the data package here: a log by its bytes, form, rules, citations and seals, any tables by their schemas.

    Prints every finding; exit code 1 on errors.
    """
    from summitevents import validation
    from summitevents._version import __version__
    from summitevents.errors import UnreadableError
    from summitevents.log.package import locate
    from summitevents.report.outcome import Outcome

    if path and data:
        raise UnreadableError("name the package once: as DATAPACKAGE, or with --data")
    if engine == CheckEngine.spark:
        if against or path:
            raise UnreadableError("Spark checks the log alone: leave out --against, and name it with --data")
        root = data or str(validation.nearest_descriptor().parent)
        verdict = _on_spark(master, remote, root, how.documents)
    else:
        where = path or (locate(Path(data)).root if data else validation.nearest_descriptor())
        asked: validation.Engine = "frictionless" if engine == CheckEngine.frictionless else "duckdb"
        with progress_line("checking", CHECK_STAGES):
            verdict = validation.validate(where, asked, how.documents, against, fresh)
        root = str(where if where.is_dir() else where.parent)
    outcome = Outcome(Path(root), verdict.files, verdict.findings, strict, __version__)
    print_report(outcome, how.form, how.output, _summary(verdict, root))
    if verdict.errors or (strict and verdict.warnings):
        raise typer.Exit(1)


def _on_spark(master: str | None, remote: str | None, data: str, documents: Path | None) -> "Verdict":
    """Returns what Spark finds. The verdict lists only files with findings: there may be many."""
    from summitevents.spark import backend as spark

    where = spark.located(data)
    beside = Path(where) / "seeds"
    verdict = spark.validate(spark.connect(master, remote), where, documents or (beside if beside.is_dir() else None))
    verdict.files = list(dict.fromkeys(finding.file for finding in verdict.findings))
    return verdict


def _summary(verdict: "Verdict", root: str) -> str:
    """Says what was looked at, what was found, and what was not looked at."""
    looked_at = [count(verdict.records, "record")] if verdict.records or not verdict.rows else []
    looked_at += [count(verdict.rows, "row")] if verdict.rows else []
    found = f"{count(verdict.errors, 'error')}, {count(verdict.warnings, 'warning')}"
    cited = citations(verdict.citations_checked, verdict.citations_unchecked)
    return f"{_elsewhere(root)}{', '.join(looked_at)}: {found}{_seals(verdict)}{cited}"


def _elsewhere(root: str) -> str:
    """Says which folder was looked at, if it is not the working folder."""
    from summitevents.log.files import from_here

    folder = root if "://" in root else from_here(Path(root))
    return f"{folder}: " if folder else ""


def _seals(verdict: "Verdict") -> str:
    """Says how much of the log was compared with its seals."""
    if not verdict.records:
        return ""
    if verdict.sealed is None:
        return "; seals not compared: summitevents verify"
    unsealed = verdict.records - verdict.sealed
    if not verdict.sealed:
        return "; nothing is sealed yet"
    return f"; seals of {verdict.sealed:,} checked" + (f", {unsealed:,} not sealed yet" if unsealed > 0 else "")


@app.command("explain", short_help="What a finding's code means, with an example.")
def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]",
            help="A code, such as field-choice. Without it: all codes.",
            autocompletion=completion.codes,
        ),
    ] = None,
) -> None:
    """Say what a code means, and why it is one; with an example that gives it, and one that is mended."""
    from summitevents.report import explain as explainer

    if code is None:
        print_words(explainer.codes())
        return
    print_words(explainer.as_text(explainer.explanation(code)).splitlines())
