"""A web server for the site, for this machine only."""

import functools
import http.server
from pathlib import Path


def local_server(folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer:
    """Returns a web server for the folder, on 127.0.0.1 at a port, 0 for any free one; it does not run yet."""
    handler = functools.partial(_Handler, directory=str(folder))
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files without logging requests."""

    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm"}  # noqa: RUF012

    def log_message(self, format: str, *args: object) -> None:
        pass
