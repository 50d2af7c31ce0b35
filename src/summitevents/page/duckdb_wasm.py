"""DuckDB-WASM, for the page that asks SQL: fetched from npm, and compared with hashes that we know."""

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from summitevents.errors import UnreadableError

PACKAGES = {
    "@duckdb/duckdb-wasm@1.33.1-dev65.0": ("5265916a912f0285515e4ed93bd50c17036cfa44d6299c21fb0ce7f490a2b79e", {
        "dist/duckdb-browser.cjs": "duckdb.js",
        "dist/duckdb-browser-eh.worker.js": "duckdb-worker.js",
        "dist/duckdb-eh.wasm": "duckdb.wasm",
    }),
    "apache-arrow@17.0.0": ("3517f9ef256e9e5bf819f92652028545131660784c68818604e9025ec643b317", {"Arrow.es2015.min.js": "arrow.js"}),
}  # fmt: skip
"""npm package → SHA-256 of its archive, and the files that we take with the names that we give them.

The latest release of DuckDB-WASM, 1.32.0, has DuckDB 1.4, for which the as-of macros of our file fail; this build has 1.5.
"""


def fetch_duckdb_wasm() -> dict[str, bytes]:
    """Returns the files of PACKAGES under our names. Raises UnreadableError if npm is missing or fails, or if a hash differs."""
    npm = shutil.which("npm")
    if npm is None:
        raise UnreadableError("--sql takes DuckDB-WASM from npm, and there is no npm here; install Node.js")
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package, (digest, names) in PACKAGES.items():
            archive = _fetch_archive(npm, package, Path(folder))
            if hashlib.sha256(archive.read_bytes()).hexdigest() != digest:
                raise UnreadableError(f"npm brought another {package} than the one that we know")
            files |= _unpack(archive, names)
    return files


def _fetch_archive(npm: str, package: str, folder: Path) -> Path:
    command = [npm, "pack", "--silent", package]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise UnreadableError(f"npm pack {package}: {(ran.stderr or ran.stdout).strip()[-500:]}")
    return folder / ran.stdout.split()[-1]


def _unpack(archive: Path, names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as tar:
        for path, name in names.items():
            member = tar.extractfile(f"package/{path}")
            assert member is not None
            yield name, member.read()
