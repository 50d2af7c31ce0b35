"""A zip file whose bytes depend on its members alone: no clock, no permissions of this machine, no compressor."""

import io
import zipfile
from collections.abc import Mapping

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can tell."""


def pack(members: Mapping[str, bytes]) -> bytes:
    """Name → content, as a zip file, in the order of the names. Nothing is compressed: zlib is not the same everywhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, content in sorted(members.items()):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = 3  # Unix, wherever it is written
            entry.external_attr = 0o100644 << 16
            file.writestr(entry, content)
    return out.getvalue()
