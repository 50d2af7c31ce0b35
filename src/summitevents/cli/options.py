"""The options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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
