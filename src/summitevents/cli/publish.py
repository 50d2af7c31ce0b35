"""The commands that make files: exports, the tables in one file, releases, the page."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from summitevents.cli import completion
from summitevents.cli.display import print_rows
from summitevents.cli.options import (
    Address,
    Data,
    ExportFormat,
    Master,
    PeriodOptions,
    ReadOptions,
    Remote,
    ViewOptions,
    with_option_groups,
)
from summitevents.cli.output import print_bytes, say
from summitevents.cli.packages import connect, package_to_read, package_to_write, view_of
from summitevents.cli.progress_line import progress_line
from summitevents.export.formats import ROWS, TIMELINES
from summitevents.progress import BUILD_STAGES

app = typer.Typer()


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

    Or, with no table named, the whole timeline: -f timelinejs, timelinejs-csv, geojson, jsonld; -f csl is of its sources. One value, or a
    line a field: query -f raw, line.
    """
    from summitevents.errors import UnreadableError
    from summitevents.export.formats import format_of
    from summitevents.export.losses import losses
    from summitevents.log.outputs import check_output, is_named_as_file
    from summitevents.query.select import table_names, table_rows

    package, folder = package_to_read(data), Path(output)
    form = form or next((name for name, of in TIMELINES.items() if folder.suffix.lower() in of.suffixes), None)
    with connect(package, view, period) as con:
        if form in TIMELINES:
            if names:
                raise UnreadableError(f"{form} is of the whole timeline, not of a table: leave out “{' '.join(names)}”")
            format = format_of(ROWS | TIMELINES, form, output, form)
            for loss in losses(con, form):
                say(f"-f {form}: {loss}")
            return print_bytes(format.encode(con, about=package.metadata), output)
        chosen, into_folder = table_names(con, names or []), output.endswith("/") or folder.is_dir()
        if len(chosen) == 1 and not into_folder:
            return print_rows(table_rows(con, chosen[0]), ReadOptions(form, output), default="csv")
        if output == "-":
            raise UnreadableError("several tables need a folder to go to: -o FOLDER; or name one, such as timeline")
        if is_named_as_file(folder) and not into_folder:
            raise UnreadableError(
                f"{output} is a name for one file: name one table, such as timeline; or, for several, a folder: {output}/"
            )
        format = ROWS[form or "csv"]
        check_output(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name in chosen:
            print_bytes(format.parts(table_rows(con, name)), str(folder / f"{name}{format.suffixes[0]}"))
    return None


class BuildEngine(StrEnum):
    """What runs the SQL."""

    duckdb = "duckdb"
    spark = "spark"


@app.command("build", short_help="Fold the log into one DuckDB file; or into Parquet, on Spark.")
@with_option_groups
def build(
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The DuckDB file to write; for Spark a folder of Parquet folders. [default: build/NAME.duckdb; for Spark build/tables]",
        ),
    ] = None,
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
        output = output or "build/tables"
        spark.build(spark.connect(master, remote), spark.located(data), output)
        say(f"{output}: a folder of Parquet for each table")
        return
    package = package_to_read(Path(data) if data else None)
    usual = f"build/{package.metadata.name}.duckdb"
    output = output or usual
    if (suffix := Path(output).suffix.lower()) in {one for of in (ROWS | TIMELINES).values() for one in of.suffixes}:
        raise UnreadableError(
            f"{output} is a name for {suffix}, and build makes a DuckDB file, such as {usual}; see: summitevents export -h"
        )
    with progress_line("building", BUILD_STAGES):
        pipeline.build_tables(package, Path(output), asof.scope(package, view_of(view)))
    say(f"{output}: open it with DuckDB, as: duckdb -readonly {output}")


@app.command("release", short_help="Make the data package that people download.")
def release(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Its number, such as 1.0.0.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to put it into.")] = Path(
        "dist"
    ),
    data: Data = None,
) -> None:
    """Make NAME-VERSION.zip of the sealed log, called by the name in datapackage.json, and write the release down in events/RELEASES.

    A release that was made before is made again, byte for byte.
    """
    from summitevents.release.build import build_release

    made = build_release(package_to_write(data), version, output)
    say(f"{made}: check it with: summitevents verify {made}")


@app.command("site", short_help="Make the page that people look at, and the files beside it.")
def site(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write.")] = Path(
        "build/site"
    ),
    sql: Annotated[
        bool, typer.Option("--sql", help="Add a page for SQL in the browser; fetches DuckDB-WASM from npm.")
    ] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Then show it, on this machine only, until Ctrl-C.")] = False,
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Show it there. [default: any free one]")
    ] = 0,
    data: Data = None,
) -> None:
    """Make the page: HTML that needs no script and no network, a file for each year if the log is long, and beside it the tables and the log."""
    from summitevents.page.duckdb_wasm import fetch_duckdb_wasm
    from summitevents.page.server import local_server
    from summitevents.page.site import write_site

    write_site(package_to_read(data), output, fetch_duckdb_wasm() if sql else None)
    if not serve:
        say(f"{output}/index.html: open it in a browser")
        return
    with local_server(output, port) as server:
        say(f"http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it)")
        server.serve_forever()
