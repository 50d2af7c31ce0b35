"""The command line: puts the commands together, runs one, and turns what happens into an exit code.

Rules that all commands keep:

1. Standard output is data, standard error is talk.
2. A file name of `-` is standard input or output.
3. What is heavy to import is imported inside a command.
"""

import os
import sys
from copy import copy
from typing import Annotated

import typer

from summitevents.cli import check, completion, curate, declare, help, publish, read, seal
from summitevents.cli.options import with_manners
from summitevents.cli.output import complain

app = typer.Typer(
    name="summitevents",
    cls=help.Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Timelines of who did what, when, and who says so: every claim has its source, and disagreements stay.",
    epilog="Exit codes: 0 good, 1 the data is bad, 2 usage or unreadable input, 3 a bug of ours.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and exit.")] = False,
) -> None:
    if version:
        from summitevents._version import __version__

        typer.echo(f"summitevents {__version__}")
        raise typer.Exit


_COMPLETE = "_SUMMITEVENTS_COMPLETE"
"""The variable with which a shell asks for completion, and no command is named."""
_EXTRAS = {"pyspark": "spark", "sqlglot": "spark", "cryptography": "sign"}
"""Package that is not installed → the extra that brings it."""


@app.command("help", short_help="What a command does; the same as COMMAND --help.")
def _help(
    command: Annotated[
        str | None, typer.Argument(help="A command, such as timeline.", autocompletion=completion.commands)
    ] = None,
) -> None:
    """Say what a command does, with its options and examples; without one, list the commands."""
    words = [*([command] if command else []), "--help"]
    _app_for(words)(args=words, prog_name="summitevents")


for module in (read, check, declare, curate, seal, publish):
    app.registered_commands += module.app.registered_commands
for command in app.registered_commands:
    command.cls = help.Command


def _app_for(words: list[str]) -> typer.Typer:
    """Returns the application with no more of it made ready than these words need: to make ready takes typer longest."""
    some = copy(app)
    if words[:1] in ([], ["-h"], ["--help"]):  # what lists the commands needs their names alone
        some.registered_commands = [copy(command) for command in app.registered_commands]
        for command in some.registered_commands:
            command.callback = _no_options
        return some
    named = [command for command in app.registered_commands if [command.name] == words[:1] and command.name != "help"]
    some.registered_commands = [copy(command) for command in named or app.registered_commands]
    for command in some.registered_commands:
        command.callback = with_manners(command.callback or _no_options)
    return some


def whole_app() -> typer.Typer:
    """Returns the application with all of its commands made ready."""
    return _app_for(["help"])


def _no_options() -> None:
    """Stands for a command of which only the name is wanted."""


LEAST_ADDRESSES = 1_000_000_000
"""Bytes of addresses without which DuckDB cannot start its threads."""


def run() -> int:
    """Runs the command line. Returns the exit code."""
    try:
        if too_little := _addresses_wanting():
            return _fail(too_little, 2)
        return _run_app()
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _explain(error)


def _run_app() -> int:
    code = 0
    try:
        some = whole_app() if _COMPLETE in os.environ else _app_for(sys.argv[1:])
        code = some(prog_name="summitevents", standalone_mode=False) or 0
    except SystemExit as stop:
        code = int(stop.code or 0)
    except typer.Abort:
        code = 130
    except Exception as error:  # of the options and arguments: it has a method that shows it with the usage
        if not (hasattr(error, "show") and hasattr(error, "message")):
            raise
        error.message = str(error.message).replace("Value error, ", "")
        error.show()
        code = 2
    sys.stdout.flush()
    return code


def _explain(error: Exception) -> int:
    """Says what went wrong. Returns the exit code."""
    from summitevents.errors import BadLogError, BrokenSealError, RefusedError, UnreadableError

    if isinstance(error, RefusedError):
        from summitevents.report.text import finding_lines

        for line in finding_lines(error.findings):
            complain(line)
    match error:
        case UnreadableError() | BadLogError() | BrokenSealError():
            return _fail(str(error), error.exit_code)
        case ImportError(name=str(name)) if name.partition(".")[0] in _EXTRAS:
            return _fail(f"this needs {name}: pip install 'summitevents[{_EXTRAS[name.partition('.')[0]]}]'", 2)
        case UnicodeError():
            return _fail("the input is not UTF-8", 2)
        case BrokenPipeError():
            return 0  # the reader has gone: nothing more to say
        case FileNotFoundError(filename=None):
            return _fail("the working folder is not there any more", 2)
        case OSError():
            return _fail(": ".join(filter(None, (error.filename and str(error.filename), error.strerror))), 2)
    if sentence := _refused_by_system(error):
        return _fail(sentence, 2)
    if str(error) == "Query interrupted":  # DuckDB's own words for Ctrl-C
        return 130
    import traceback

    traceback.print_exception(error)
    return _fail("this is a bug of summitevents; please report the lines above", 3)


def _addresses_wanting() -> str:
    """Returns what to say if this process may take so little memory that the C library ends it without a word of ours."""
    try:
        import resource
    except ImportError:  # Windows
        return ""
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    if most == resource.RLIM_INFINITY or most >= LEAST_ADDRESSES:
        return ""
    return f"this process may take {most // 10**6} MB of memory (ulimit -v); it needs {LEAST_ADDRESSES // 10**6} MB"


def _refused_by_system(error: Exception) -> str:
    """Returns a sentence on an error by which Python or DuckDB say that the system gives no more; nothing for any other."""
    kind, text = type(error).__name__, str(error).partition("\n")[0]
    if isinstance(error, MemoryError) or kind == "OutOfMemoryException" or "failed to map segment" in text:
        return "there is not enough memory for this; the system, ulimit -v or a container may set a limit"
    if "start new thread" in text or "create thread" in text:
        return "the system lets us start no more threads"
    if kind == "IOException" or "Could not write file" in text:
        return f"DuckDB: {text}"
    return ""


def _fail(line: str, code: int) -> int:
    from summitevents.findings.escaping import escape

    complain("summitevents: " + "\n".join(map(escape, line.rstrip().splitlines())))
    return code
