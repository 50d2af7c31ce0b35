"""What a descriptor says of a file's size and hash, and of a table's rows and fields, against what they are."""

import hashlib
from collections.abc import Iterator

import duckdb

from summitevents.tableschema.problem import Problem
from summitevents.tableschema.table import Table


def check(con: duckdb.DuckDBPyConnection, table: Table) -> Iterator[Problem]:
    """The figures that do not agree. Of a resource in several files, bytes and hash are nobody's, and not looked at."""
    told, resource = table.resource.stats, table.resource

    def differs(code: str, expected: object, actual: object) -> Iterator[Problem]:
        if expected and expected != actual:
            yield Problem(resource.name, code, value=str(actual), note=f"the descriptor says {expected}")

    if len(resource.paths) == 1:
        path = resource.folder / resource.paths[0]
        yield from differs("byte-count", told.get("bytes"), path.stat().st_size)
        algorithm, expected = _hash(told)
        if algorithm in ("md5", "sha256") and expected:
            with path.open("rb") as file:
                yield from differs("hash-count", expected, hashlib.file_digest(file, algorithm).hexdigest())
    if resource.schema is not None:
        yield from differs("field-count", told.get("fields"), len(resource.schema.fields))
    rows = con.execute(f"SELECT count(*) FROM {table.name}").fetchall()[0][0]
    yield from differs("row-count", told.get("rows"), rows)


def _hash(told: object) -> tuple[str, str]:
    """Algorithm and value: a hash without the former is MD5."""
    assert isinstance(told, dict)
    for algorithm in ("sha256", "md5"):
        if isinstance(told.get(algorithm), str):
            return algorithm, told[algorithm]
    algorithm, _, value = str(told.get("hash") or "").rpartition(":")
    return algorithm or "md5", value
