"""What all commands share: their options, and how they print. stdout is data, stderr is talk."""

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from summitevents.log.package import Package
    from summitevents.progress import Watch
    from summitevents.query.run import Result
    from summitevents.report.report import Checked


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"
    parquet = "parquet"


class Findings(StrEnum):
    """How findings are written."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    github = "github"
    sarif = "sarif"
    junit = "junit"


class Exported(StrEnum):
    """How a table, or the whole timeline, is exported."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"
    parquet = "parquet"
    timelinejs = "timelinejs"
    timelinejs_csv = "timelinejs-csv"
    geojson = "geojson"
    csl = "csl"
    jsonld = "jsonld"


class Engine(StrEnum):
    """What runs the SQL."""

    duckdb = "duckdb"
    spark = "spark"


Runs = Annotated[Engine, typer.Option("--engine", help="What runs the SQL: this machine, or a Spark cluster.")]
Master = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Spark: its master, such as spark://host:7077. [default: this machine]"),
]
Remote = Annotated[str | None, typer.Option(metavar="URL", help="Spark: a Connect server, such as sc://host:15002.")]
Address = Annotated[
    str | None,
    typer.Option("--data", help="The package's folder; for Spark any address it reads. [default: the nearest upwards]"),
]
Data = Annotated[
    Path | None, typer.Option(help="Folder that holds the package's datapackage.json. [default: the nearest upwards]")
]
Documents = Annotated[Path | None, typer.Option(help="Folder that holds the source documents. [default: seeds/]")]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="POSITION|TIME|VERSION",
        help="The log as it was: its first N records, by a time, or at a release; or: sealed.",
    ),
]
KnownBy = Annotated[str | None, typer.Option(metavar="DATE", help="Only what sources say that were out by this day.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only events under way on this day or later.")]
To = Annotated[str | None, typer.Option(metavar="DATE", help="Only events under way on this day or earlier.")]
Certain = Annotated[
    bool, typer.Option("--certain", help="Of dates that leave room, count what must be so, not what may be.")
]
As = Annotated[Format | None, typer.Option("-f", "--format", help="How rows are printed.")]
Report = Annotated[
    Findings | None,
    typer.Option("-f", "--format", help="How findings are written. [default: text; github on its runners]"),
]
Output = Annotated[str, typer.Option("-o", "--output", help="File to write; its suffix chooses the format.")]


def print_rows(result: "Result", form: Format | None, output: str) -> None:
    """Writes rows in the chosen format, or the one that the output's suffix names."""
    from summitevents.export import rows as exporter

    kind = exporter.form(form, output)
    terminal = output == "-" and sys.stdout.isatty()
    print_bytes(exporter.encode(result, kind, width() if terminal else None), output)


def print_bytes(content: bytes, output: str) -> None:
    """Writes bytes to a file, or to standard output."""
    if output == "-":
        _write(content)
    else:
        Path(output).write_bytes(content)


def print_lines(lines: Iterable[str]) -> None:
    """Writes lines to standard output, in UTF-8 wherever it goes."""
    _write("".join(f"{line}\n" for line in lines).encode())


def _write(content: bytes) -> None:
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has gone, as head does: that is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def width() -> int:
    """Columns of the terminal; 100 where standard output is none."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def say(line: str) -> None:
    """A line of talk, on standard error, after the data so far."""
    sys.stdout.flush()
    try:
        print(line, file=sys.stderr, flush=True)
    except BrokenPipeError:  # nobody listens any more, as in 2>&1 | head: that is no error either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def print_report(checked: "Checked", form: Findings | None, output: str, told: str) -> None:
    """Writes findings in the chosen format, or in the one that the output's suffix or GitHub's runner asks for.

    `told` is the summary of the check; on such a runner it and the findings become the step's summary, too.
    """
    from summitevents.report import report

    kind = report.form(form, output)
    content = report.encode(checked, kind, width())
    if output == "-":
        _write(content)
    else:
        Path(output).write_bytes(content)
    if kind == "github" and (file := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(file).open("a", encoding="utf-8") as opened:
            opened.write(report.summary(checked, told))
    say(told)


def count(n: int, what: str) -> str:
    """A number and what it counts, in the plural where that is due."""
    return f"{n} {what}{'s' if n != 1 else ''}"


def citations(checked: int, unchecked: int) -> str:
    """The end of a summary: how many citations were compared with their documents, and how many could not be."""
    absent = "their documents are not at hand (--documents)"
    if checked and unchecked:
        return f"; {count(checked, 'citation')} checked, {unchecked} not: {absent}"
    if unchecked:
        return f"; {count(unchecked, 'citation')} not checked: {absent}"
    return f"; {count(checked, 'citation')} checked" if checked else ""


AFTER = 1.0
"""After how many seconds a person who waits is told how far it is."""
_EVERY = 0.2


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """What takes its time: how far it is, and how long it may still take, on a line that is gone in the end.

    On a terminal only. The names of the stages are those of `build`; to check is the first of them.
    """
    if not sys.stderr.isatty():
        yield
        return
    from summitevents import progress
    from summitevents.build import pipeline as build

    with progress.watched(build.CHECKING if doing == "checking" else build.BUILDING) as watch:
        over = threading.Event()
        teller = threading.Thread(target=_tell, args=(doing, watch, over), daemon=True)
        teller.start()
        try:
            yield
        finally:
            over.set()
            teller.join()


def _tell(doing: str, watch: "Watch", over: threading.Event) -> None:
    told = ""
    if not over.wait(AFTER):
        while not over.wait(_EVERY):
            line = _progress(doing, watch)[: _columns() - 1]
            _draw(line.ljust(len(told)))
            told = line
    if told:
        _draw(" " * len(told) + "\r")


def _draw(line: str) -> None:
    with suppress(OSError):
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()


def _progress(doing: str, watch: "Watch") -> str:
    if not watch.records:
        return f"{doing} …"
    left = watch.left()
    return f"{doing} {watch.records:,} records … {watch.share():.0%}" + (f", about {left:.0f} s left" if left else "")


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80


def connect(
    package: "Package",
    as_of: str | None = None,
    known_by: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    certain: bool = False,
) -> "DuckDBPyConnection":
    """A connection to the package's tables; a person who waits for them to be made first is told how far that is."""
    from summitevents.query import asof

    with waiting("folding"):
        return asof.connect(package, asof.View(as_of, known_by, from_, to, certain))
