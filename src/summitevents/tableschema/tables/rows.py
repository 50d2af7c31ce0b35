"""The rows of a table as DuckDB gets at them: to look at every cell once, and to keep the few columns that are asked of again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import duckdb

from summitevents.tableschema.tables.table import CellRow, Column, Table, create_table


class Rows(Protocol):
    """The rows of a table, wherever they are."""

    @property
    def expected(self) -> int | None:
        """Returns how many rows there are if DuckDB reads the files as Python would; None if that is sure."""

    @property
    def uneven(self) -> bool:
        """Returns whether rows may have more or fewer cells than there are columns."""

    def doubts(self, con: duckdb.DuckDBPyConnection, columns: Sequence[Column], keys: Sequence[Column]) -> str:
        """Returns SQL that counts the rows, and says of each column whether it has a cell that SQL does not clear. May keep the keys."""

    def keep(self, con: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> None:
        """Creates t0, with these columns at least."""


@dataclass(frozen=True, slots=True)
class StoredRows:
    """Rows that Python has read, all of them in t0."""

    name: str
    expected: None = None
    uneven: bool = True

    def doubts(self, con: duckdb.DuckDBPyConnection, columns: Sequence[Column], keys: Sequence[Column]) -> str:
        """Returns SQL that looks at them in the table."""
        return doubts(self.name, columns)

    def keep(self, con: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> None:
        """Does nothing: they are kept."""


def doubts(cells: str, columns: Sequence[Column]) -> str:
    """Returns SQL for the doubts about a relation of cells."""
    return f"SELECT count(*){''.join(f', bool_or({column.doubt()})' for column in columns)} FROM {cells}"


def stored(con: duckdb.DuckDBPyConnection, table: Table, width: int, rows: Iterable[CellRow]) -> StoredRows:
    """Stores rows of `width` columns that Python reads."""
    create_table(con, table.name, width, rows)
    return StoredRows(table.name)
