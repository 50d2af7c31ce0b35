"""The publishers' commands: make what others download and look at."""

from pathlib import Path
from typing import Annotated

import typer

from summitevents.options import Data, say

app = typer.Typer()


@app.command("release", short_help="Make the data package that people download.")
def release(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Its number, such as 1.0.0.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to put it into.")] = Path(
        "dist"
    ),
    data: Data = None,
) -> None:
    """Make summitevents-VERSION.zip of the sealed log: every table, the log, and all that belongs to them."""
    from summitevents import log, publish

    made = publish.release(log.locate(data), version, output)
    say(f"{made}: check it with: summitevents verify {made}")
