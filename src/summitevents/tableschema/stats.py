"""What a descriptor says of a file's bytes and hash, and of a table's rows and fields, against what they are."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from summitevents.tableschema.descriptor import Files
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.schemas import Schema

_CHUNK = 1 << 20


def file_problems(files: Files) -> Iterator[Problem]:
    """Yields what is wrong with bytes and hash, which files of any format may have; those in parts are one large file.

    https://datapackage.org/standard/data-resource/#hash. Raises OSError.
    """
    size = sum(path.stat().st_size for path in files.located())
    yield from _compare(files, "byte-count", files.stats.get("bytes"), size)
    algorithm, expected = _declared_hash(files.stats)
    if not algorithm:
        return
    if algorithm not in hashlib.algorithms_available or algorithm.startswith("shake"):
        yield Problem(files.resource, "hash-unchecked", value=algorithm)
        return
    found = hashlib.new(algorithm, usedforsecurity=False)
    for path in files.located():
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    if found.hexdigest() != expected.lower():
        yield from _compare(files, "hash-count", expected, found.hexdigest())


def table_problems(files: Files, schema: Schema | None, rows: int) -> Iterator[Problem]:
    """Yields what is wrong with the numbers of fields and rows, of which frictionless has some."""
    if schema is not None:
        yield from _compare(files, "field-count", files.stats.get("fields"), len(schema.fields))
    yield from _compare(files, "row-count", files.stats.get("rows"), rows)


def _compare(files: Files, code: str, expected: object, actual: object) -> Iterator[Problem]:
    if expected is not None and expected != actual:
        yield Problem(files.resource, code, value=str(actual), note=f"the descriptor says {expected}")


def _declared_hash(stats: Mapping[str, Any]) -> tuple[str, str]:
    """Returns algorithm and value of the hash: one without an algorithm is MD5. Both are empty if there is none."""
    for algorithm in ("sha256", "md5"):
        if stats.get(algorithm):
            return algorithm, stats[algorithm]
    algorithm, _, value = stats.get("hash", "").rpartition(":")
    return algorithm.lower() or ("md5" if value else ""), value
