"""The command line: parses, prints, sets the exit code; no logic.

stdout is data, stderr is talk. A file name of `-` is standard input or output.
"""

import sys
from typing import Annotated

import typer

from summitevents.cli import check, curate, publish, read, seal
from summitevents.cli.output import say

app = typer.Typer(
    name="summitevents",
    help="How the Trump-Kim summits of Singapore and Hanoi came about, and Vietnam's part: a timeline with its sources.",
    epilog="Exit codes: 0 good, 1 the data is bad, 2 usage or unreadable input, 3 a bug of ours.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    if version:
        from summitevents._version import __version__

        typer.echo(f"summitevents {__version__}")
        raise typer.Exit


for module in (read, check, curate, seal, publish):
    app.add_typer(module.app)


def run() -> int:
    """Runs the command line; returns the exit code."""
    from summitevents.errors import UnreadableError

    try:
        code = 0
        try:
            app(prog_name="summitevents")
        except SystemExit as stop:
            code = int(stop.code or 0)
        sys.stdout.flush()
        return code
    except UnreadableError as error:
        return _fail(str(error), 2)
    except UnicodeError:
        return _fail("the input is not UTF-8", 2)
    except BrokenPipeError:
        return 0  # the reader has gone: nothing more to say
    except OSError as error:
        return _fail(": ".join(filter(None, (error.filename and str(error.filename), error.strerror))), 2)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from summitevents.errors import BadLogError, BrokenSealError, RefusedError
        from summitevents.report import report

        if isinstance(error, BadLogError | BrokenSealError):
            for line in report.text(error.findings) if isinstance(error, RefusedError) else ():
                say(line)
            return _fail(str(error), 1)
        if str(error) == "Query interrupted":  # by Ctrl-C, in DuckDB
            return 130
        import traceback

        traceback.print_exc()
        return _fail("this is a bug of summitevents; please report the lines above", 3)


def _fail(line: str, code: int) -> int:
    from summitevents.findings.escaping import escape

    say("summitevents: " + "\n".join(map(escape, line.rstrip().splitlines())))
    return code
