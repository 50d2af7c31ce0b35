"""The files of a resource → one table of cells in DuckDB, its rows numbered as frictionless-py numbers them."""

import duckdb

from summitevents.tableschema import csv_files as csvfile
from summitevents.tableschema import jsonl_files as jsonlines
from summitevents.tableschema.descriptor import Resource
from summitevents.tableschema.sniff import look
from summitevents.tableschema.table import Table


def load(con: duckdb.DuckDBPyConnection, resource: Resource, name: str) -> Table:
    """Reads a resource into the table `name` of `con`. Raises OSError where a file cannot be read."""
    table = Table(resource, name, resource.format == "jsonl")
    quote = b"" if table.json else b'"'
    looks = [look(resource.folder / path, quote) for path in resource.paths]
    (jsonlines if table.json else csvfile).load(con, table, looks)
    return table


def lines(resource: Resource) -> dict[int, tuple[int, int]]:
    """Where each row stands, as part and line: for who knows rows alone."""
    return jsonlines.lines(resource) if resource.format == "jsonl" else csvfile.lines(resource)
