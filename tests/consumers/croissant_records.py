"""The record sets of croissant.json, by mlcroissant: validated, and every record read."""

import mlcroissant
import pandas as pd
from common import FOLDER, tell

dataset = mlcroissant.Dataset(jsonld=str(FOLDER / "croissant.json"))
assert not dataset.metadata.issues.errors, dataset.metadata.issues.report()
READ: dict[str, list[dict[str, object]]] = {}


def column(table: str, name: str) -> list[object]:
    """The values of a field; bytes are text in UTF-8, as mlcroissant has it."""
    if table not in READ:
        # of a table without rows it yields the names of its columns
        READ[table] = [record for record in dataset.records(table) if isinstance(record, dict)]
    values = [record[f"{table}/{name}"] for record in READ[table]]
    return [v.decode() if isinstance(v, bytes) else None if v is None or pd.isna(v) else v for v in values]


tell(column)
