"""A web server for the site, for this machine only."""

import functools
import gzip
import http.server
import io
from pathlib import Path
from typing import BinaryIO

_COMPRESSED = (".wasm", ".js", ".html", ".json", ".jsonl", ".geojson", ".jsonld", ".csv", ".svg", ".duckdb")
"""Suffixes of files that go compressed to whoever takes that."""


def local_server(folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer:
    """Returns a web server for the folder, on 127.0.0.1 at a port, 0 for any free one; it does not run yet."""
    handler = functools.partial(_Handler, directory=str(folder))
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files, compressed (gzip) where the browser takes that, without logging requests."""

    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm"}  # noqa: RUF012

    def send_head(self) -> BinaryIO | io.BytesIO | None:
        path = Path(self.translate_path(self.path))
        if self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        if (
            path.suffix not in _COMPRESSED
            or not path.is_file()
            or "gzip" not in self.headers.get("Accept-Encoding", "")
        ):
            return super().send_head()
        content = _compressed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        return io.BytesIO(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@functools.lru_cache(maxsize=32)
def _compressed(path: Path, changed: int) -> bytes:
    """Returns a file's bytes, compressed fast rather than small. `changed`: when it was, since it may be written anew."""
    return gzip.compress(path.read_bytes(), compresslevel=1, mtime=0)
