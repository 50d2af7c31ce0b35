"""Names a new batch, stamps it with a time, and writes its records as lines."""

import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from summitevents.errors import UnreadableError
from summitevents.findings.escaping import escape_json
from summitevents.log.package import Package, is_batch

_SUFFIX = ".jsonl"


def utc_now() -> str:
    """Returns the time in UTC, as `recorded_at` has it; or SOURCE_DATE_EPOCH (reproducible-builds.org), if that is set.

    Raises UnreadableError if SOURCE_DATE_EPOCH is not a time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(epoch) if epoch else None))
    except (ValueError, OverflowError, OSError):
        raise UnreadableError(f"SOURCE_DATE_EPOCH is {epoch}; it should be seconds since 1970") from None


def batch_stem(name: str) -> str:
    """Returns a batch's name without .jsonl. Raises UnreadableError if it is not the name of a batch."""
    stem = name.removesuffix(_SUFFIX)
    if not is_batch(stem + _SUFFIX):
        raise UnreadableError(f"{name} is not a batch's name: YYYY-MM-DD-slug, such as {utc_now()[:10]}-mending")
    return stem


def new_batch_stem(package: Package, command: str, records: Sequence[object]) -> str:
    """Returns a name that no other writer takes, here or on another branch.

    It begins with the time, because unsealed batches stand in the order of their names. If SOURCE_DATE_EPOCH sets the
    clock, the rest depends on the records alone.
    """
    now = utc_now()
    salt = b"" if os.environ.get("SOURCE_DATE_EPOCH") else secrets.token_bytes(16)
    while True:
        salt = hashlib.sha256(salt + json.dumps(records, default=str).encode()).digest()
        stem = f"{now[:10]}-{now[11:19].replace(':', '')}-{command}-{salt.hex()[:6]}"
        if not package.batch_path(stem).exists():
            return stem


def record_line(record: Mapping[str, Any]) -> str:
    """Returns a record as a line of JSON that is harmless on any terminal, without its LF.

    Raises UnreadableError if a value is not one of JSON's.
    """
    try:
        return escape_json(json.dumps(record, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise UnreadableError(f"a record has a value that JSON does not know: {error}") from None


def batch_content(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Returns the bytes of a batch with these records."""
    return "".join(f"{record_line(record)}\n" for record in records).encode()
