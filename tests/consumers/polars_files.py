"""CSV, typed by the Table Schema, and Parquet, by Polars; both must say the same."""

import polars as pl
from common import FOLDER, TABLES, tell

TYPES = {"integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}


def csv(name: str) -> pl.DataFrame:
    """A table as its schema types it; what has no type of Polars' own stays text."""
    schema = {one["name"]: TYPES.get(one["type"], pl.String) for one in TABLES[name]["schema"]["fields"]}
    return pl.read_csv(FOLDER / TABLES[name]["path"], schema=schema)


FRAMES = {name: csv(name) for name in TABLES}
for name, frame in FRAMES.items():
    parquet = pl.read_parquet(FOLDER / f"parquet/{name}.parquet")
    assert (parquet.columns, parquet.height) == (frame.columns, frame.height), name
    for column in frame.columns:
        if frame[column].dtype == parquet[column].dtype:
            assert frame[column].equals(parquet[column]), (name, column)
tell(lambda table, column: FRAMES[table][column].to_list())
