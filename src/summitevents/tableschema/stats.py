"""What a descriptor says of a file's bytes and hash, and of a table's rows and fields, against what they are."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from summitevents.tableschema.descriptor import Resource
from summitevents.tableschema.problem import Problem


def stats_problems(resource: Resource, rows: int) -> Iterator[Problem]:
    """Yields the figures that do not agree; `rows` is how many the table has.

    Bytes and hash of a resource in several files are not looked at: no file has them.
    """
    stats = resource.stats

    def compare(code: str, expected: object, actual: object) -> Iterator[Problem]:
        if expected and expected != actual:
            yield Problem(resource.name, code, value=str(actual), note=f"the descriptor says {expected}")

    if len(resource.paths) == 1:
        path = resource.folder / resource.paths[0]
        yield from compare("byte-count", stats.get("bytes"), path.stat().st_size)
        algorithm, expected = _declared_hash(stats)
        if algorithm in ("md5", "sha256") and expected:
            with path.open("rb") as file:
                yield from compare("hash-count", expected, hashlib.file_digest(file, algorithm).hexdigest())
    if resource.schema is not None:
        yield from compare("field-count", stats.get("fields"), len(resource.schema.fields))
    yield from compare("row-count", stats.get("rows"), rows)


def _declared_hash(stats: Mapping[str, Any]) -> tuple[str, str]:
    """Returns algorithm and value of the hash: one without an algorithm is MD5."""
    for algorithm in ("sha256", "md5"):
        if isinstance(stats.get(algorithm), str):
            return algorithm, stats[algorithm]
    algorithm, _, value = str(stats.get("hash") or "").rpartition(":")
    return algorithm or "md5", value
