"""The commands that read: they ask the tables, print them, export them, build them."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitevents.cli import completion
from summitevents.cli.display import print_rows
from summitevents.cli.options import (
    Address,
    AsOf,
    Data,
    Documents,
    ExportFormat,
    KnownBy,
    Master,
    PeriodOptions,
    ReadOptions,
    Remote,
    ViewOptions,
    name_value_pairs,
    with_option_groups,
)
from summitevents.cli.output import count, print_bytes, print_words, say, width
from summitevents.cli.packages import package_to_read
from summitevents.cli.progress_line import progress_line
from summitevents.progress import BUILD_STAGES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from summitevents.log.package import Package
    from summitevents.query.asof import View

app = typer.Typer()


def _view(view: ViewOptions, period: PeriodOptions | None = None) -> "View":
    from summitevents.query import asof

    period = period or PeriodOptions()
    return asof.View(view.as_of, view.known_by, period.from_, period.to, view.certain)


def _connect(
    package: "Package",
    view: ViewOptions | None = None,
    period: PeriodOptions | None = None,
    memory: int | None = None,
) -> "DuckDBPyConnection":
    """Returns a connection to the package's tables; if they must be made first, a terminal shows how far that is."""
    from summitevents.query import asof

    with progress_line("folding", BUILD_STAGES):
        con = asof.connect(package, asked := _view(view or ViewOptions(), period), memory)
    for doubt in asof.doubts(con, asked):
        say(doubt)
    return con


@app.command("timeline", short_help="The events that have a date, in time order, each with its citation.")
@with_option_groups
def timeline(
    period: PeriodOptions,
    *,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Kind of event, such as visit; or any of several.", autocompletion=completion.kinds),
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option(
            help="Words of a name, in any spelling the sources use; or all of several.",
            autocompletion=completion.actors,
        ),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option(
            help="Words of a place's name; places within it count. Or any of several.", autocompletion=completion.places
        ),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            help="What the sources make of it, such as occurred; or any of several.", autocompletion=completion.statuses
        ),
    ] = None,
    text: Annotated[
        list[str] | None, typer.Option(help="Words, all of them in one claim of it; or all of several.")
    ] = None,
    view: ViewOptions,
    how: ReadOptions,
) -> None:
    """Print the events that have a date, in time order, each with its citation. A filter may be repeated."""
    from summitevents.cli import render
    from summitevents.query.timeline import count_undated, filtered_timeline, timeline_rows

    filters = {"kind": kind, "actor": actor, "place": place, "status": status, "text": text}
    with _connect(package_to_read(how.data), view, period) as con:
        if how.as_rows:
            return print_rows(filtered_timeline(con, filters), how)
        found = list(timeline_rows(con, **filters))
        print_words(render.timeline(found[: how.limit], width()))
        undated = count_undated(con, filters)
    shown = f", {how.limit} shown" if how.limit is not None and how.limit < len(found) else ""
    said = f"{count(len(found), 'event')}{shown}; a citation is a source and a passage, in characters from 0"
    more = f"{undated} more {'have' if undated != 1 else 'has'} no date: summitevents query undated"
    return say("; ".join([said] * bool(found) + [more] * bool(undated)) or "no event matches all of that")


@app.command("show", short_help="One event's story: claims, disputes, corrections, passages.")
@with_option_groups
def show(
    event: Annotated[
        str,
        typer.Argument(metavar="EVENT", help="An event's slug, or a record's id.", autocompletion=completion.events),
    ],
    history: Annotated[bool, typer.Option("--history", help="Every record that has touched it, in log order.")] = False,
    documents: Documents = None,
    *,
    view: ViewOptions,
    how: ReadOptions,
) -> None:
    """Tell one event's story: its claims and who says so, disputes, relations, corrections, the passages."""
    from summitevents.cli import render
    from summitevents.query.event import event_detail
    from summitevents.query.questions import named_questions
    from summitevents.query.select import run_query

    package = package_to_read(how.data)
    with _connect(package, view) as con:
        detail = event_detail(con, event)
        if how.as_rows or history:
            question = named_questions()["history"] if history else "SELECT * FROM claims WHERE event = $event"
            print_rows(run_query(con, question, {"event": detail.event["event"]}), how)
        else:
            print_words(render.event_detail(detail, documents or package.root / "seeds", width()))


@app.command("query", short_help="Ask the tables in SQL; or ask a named question.")
@with_option_groups
def query_(
    question: Annotated[
        str | None,
        typer.Argument(
            help="SQL, a named question, a file that ends in .sql, or - for standard input. Without it: the questions.",
            autocompletion=completion.questions,
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="NAME=VALUE", help="name=value, bound to $name; not bound is null."),
    ] = None,
    *,
    period: PeriodOptions,
    view: ViewOptions,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="How long DuckDB may work on it; 0 is no limit.")
    ] = 60,
    memory: Annotated[str, typer.Option(metavar="SIZE", help="How much memory it may take; or none.")] = "2GB",
    how: ReadOptions,
) -> None:
    """Ask the tables in SQL: one SELECT, read-only, out of reach of files and the network, and not for ever."""
    from summitevents.query.limits import Clock, end_process, limited_addresses, parse_memory
    from summitevents.query.parameters import check_parameters
    from summitevents.query.questions import named_questions, questions, text_of
    from summitevents.query.select import stream_query

    if question is None:
        print_words(questions())
        return
    sql = text_of(question, sys.stdin)
    pairs = name_value_pairs(param or [], "a parameter is written name=value")
    values = {name.removeprefix("$"): value for name, value in pairs.items()}
    most = parse_memory(memory)
    with _connect(package_to_read(how.data), view, period, most) as con, limited_addresses(most):
        if question in named_questions():
            check_parameters(con, question, values)
        clock = Clock(con, timeout or None, end_process)
        print_rows(stream_query(con, sql, values, clock), how)


@app.command("log", short_help="List the records of the log.")
@with_option_groups
def log_(as_of: AsOf = None, *, how: ReadOptions) -> None:
    """List the records of the log in their order: what each says, why, and what ended it."""
    from summitevents.query.questions import named_questions
    from summitevents.query.select import run_query

    with _connect(package_to_read(how.data), ViewOptions(as_of)) as con:
        print_rows(run_query(con, named_questions()["log"]), how)


@app.command("diff", short_help="What changed between two states of the log, and why.")
@with_option_groups
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A position, a time, a release, or sealed.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another; by default the end of the log.")] = "",
    *,
    how: ReadOptions,
) -> None:
    """Say what changed in the events between two states of the log, which records did it, and why."""
    from summitevents.cli import render
    from summitevents.query import diff as differ
    from summitevents.query.select import result_of

    rows = differ.changes(package_to_read(how.data), before, after or None)
    if how.as_rows:
        return print_rows(result_of(rows, list(differ.COLUMNS)), how)
    return print_words(render.changes(rows))


@app.command(
    "export", short_help="Write tables as CSV, JSON, Parquet …; the timeline for TimelineJS, maps, references."
)
@with_option_groups
def export(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TABLE]...", help="Tables; all of them by default.", autocompletion=completion.tables),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE|FOLDER",
            help="A file for one table (its suffix chooses the format), a folder for several.",
        ),
    ] = "-",
    *,
    period: PeriodOptions,
    view: ViewOptions,
    form: Annotated[
        ExportFormat | None,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            help=f"How: {', '.join(ExportFormat)}; the last five are of the timeline, not of a table.",
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Write tables as CSV, JSON, JSON Lines, Markdown or Parquet: the same log gives the same bytes.

    Or, with no table named, the whole timeline: -f timelinejs, timelinejs-csv, geojson, jsonld; -f csl is of its sources.
    """
    from summitevents.errors import UnreadableError
    from summitevents.export.formats import ROWS, TIMELINES
    from summitevents.log.outputs import check_output
    from summitevents.query.select import table_names, table_rows

    with _connect(package_to_read(data), view, period) as con:
        if form in TIMELINES:
            if names:
                raise UnreadableError(f"-f {form} is of the whole timeline, not of a table")
            return print_bytes(TIMELINES[form].encode(con), output)
        chosen = table_names(con, names or [])
        if len(chosen) == 1:
            return print_rows(table_rows(con, chosen[0]), ReadOptions(form, output), default="csv")
        if output == "-":
            raise UnreadableError("several tables need a folder to go to: -o FOLDER")
        folder, format = Path(output), ROWS[form or "csv"]
        check_output(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name in chosen:
            print_bytes(format.parts(table_rows(con, name)), str(folder / f"{name}{format.suffixes[0]}"))
    return None


@app.command("coverage", short_help="What the log covers: counts by year, kind, source; shares; open disputes.")
@with_option_groups
def coverage(as_of: AsOf = None, known_by: KnownBy = None, *, how: ReadOptions) -> None:
    """Count what the log covers: events, dates, corroboration, disputes, sources by genre and by side."""
    from summitevents.cli import render
    from summitevents.query.questions import named_questions
    from summitevents.query.select import run_query

    with _connect(package_to_read(how.data), ViewOptions(as_of, known_by)) as con:
        found = run_query(con, named_questions()["coverage"])
    if how.as_rows:
        print_rows(found, how)
    else:
        print_words(render.coverage(found.dicts()))


class BuildEngine(StrEnum):
    """What runs the SQL."""

    duckdb = "duckdb"
    spark = "spark"


@app.command("build", short_help="Fold the log into one DuckDB file; or into Parquet, on Spark.")
@with_option_groups
def build(
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help="The DuckDB file to write; for Spark a folder of Parquet folders."
        ),
    ] = "build/summitevents.duckdb",
    *,
    view: ViewOptions,
    engine: Annotated[
        BuildEngine, typer.Option("--engine", help="What runs the SQL: this machine, or a Spark cluster.")
    ] = BuildEngine.duckdb,
    master: Master = None,
    remote: Remote = None,
    data: Address = None,
) -> None:
    """Fold the log into a DuckDB file that holds every table; it appears whole or not at all."""
    from summitevents.build import pipeline
    from summitevents.errors import UnreadableError
    from summitevents.query import asof

    if engine == BuildEngine.spark:
        from summitevents.spark import backend as spark

        if any(vars(view).values()):
            raise UnreadableError("Spark builds the whole log: leave out --as-of, --known-by and --certain")
        spark.build(spark.connect(master, remote), spark.located(data), output)
        say(f"{output}: a folder of Parquet for each table")
        return
    package = package_to_read(Path(data) if data else None)
    with progress_line("building", BUILD_STAGES):
        pipeline.build_tables(package, Path(output), asof.scope(package, _view(view)))
    say(f"{output}: open it with DuckDB, as: duckdb -readonly {output}")
