"""The commands that publish: they make what others download and look at."""

from pathlib import Path
from typing import Annotated

import typer

from summitevents.cli.options import Data
from summitevents.cli.output import say
from summitevents.cli.packages import package_to_read, package_to_write

app = typer.Typer()


@app.command("release", short_help="Make the data package that people download.")
def release(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Its number, such as 1.0.0.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to put it into.")] = Path(
        "dist"
    ),
    data: Data = None,
) -> None:
    """Make summitevents-VERSION.zip of the sealed log, and write the release down in events/RELEASES.

    A release that was made before is made again, byte for byte.
    """
    from summitevents.release.build import build_release

    made = build_release(package_to_write(data), version, output)
    say(f"{made}: check it with: summitevents verify {made}")


@app.command("site", short_help="Make the page that people look at, and the files beside it.")
def site(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write.")] = Path(
        "build/site"
    ),
    sql: Annotated[
        bool, typer.Option("--sql", help="Add a page for SQL in the browser; fetches DuckDB-WASM from npm.")
    ] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Then show it, on this machine only, until Ctrl-C.")] = False,
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Show it there. [default: any free one]")
    ] = 0,
    data: Data = None,
) -> None:
    """Make the page: one HTML file that needs no script and no network, and beside it the tables and the log."""
    from summitevents._version import __version__
    from summitevents.page.duckdb_wasm import fetch_duckdb_wasm
    from summitevents.page.server import local_server
    from summitevents.page.site import write_site

    write_site(package_to_read(data), output, __version__, fetch_duckdb_wasm() if sql else None)
    if not serve:
        say(f"{output}/index.html: open it in a browser")
        return
    with local_server(output, port) as server:
        say(f"http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it)")
        server.serve_forever()
