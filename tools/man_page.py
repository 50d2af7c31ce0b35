"""Writes the man page, summitevents(1), from what --help says (summitevents.cli.help)."""

import re
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from summitevents import __version__
from summitevents.cli import main
from summitevents.cli.help import EXAMPLES, argument_name, grouped, parameter_sections

_ENVIRONMENT = {
    "SUMMITEVENTS_DATA": "The package's folder, if --data does not name one.",
    "PAGER": "The pager on a terminal: less by default; empty or cat for none.",
    "NO_COLOR": "If it is set, nothing is bold.",
    "XDG_CACHE_HOME": "Where tables are kept between two runs, in summitevents/; ~/.cache by default.",
    "SOURCE_DATE_EPOCH": "The time, in seconds since 1970, that new records bear.",
}
_EXIT = {"0": "Good.", "1": "The data is bad.", "2": "Usage, or unreadable input.", "3": "A bug of summitevents."}


def man_page() -> str:
    """Returns the page in the macros of man(7)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    app: Any = get_command(main.whole_app())
    ctx = app.make_context("summitevents", [], resilient_parsing=True)
    yield f'.TH SUMMITEVENTS 1 "" "summitevents {__version__}"'
    yield from (".SH NAME", f"summitevents \\- {_roff(_first_line(app.help))}")
    yield from (".SH SYNOPSIS", ".B summitevents", r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGUMENTS\fR]")
    for title, names in grouped(list(app.commands)):
        yield f".SH {title.upper()}"
        for name in names:
            command = app.commands[name]
            yield from _command(name, command, command.make_context(name, [], parent=ctx, resilient_parsing=True))
    for title, entries in (("ENVIRONMENT", _ENVIRONMENT), ("EXIT STATUS", _EXIT)):
        yield f".SH {title}"
        yield from _entries(entries.items())


def _command(name: str, command: Any, ctx: Any) -> Iterator[str]:
    """Yields a command's usage, what it does, its arguments and options, and its examples."""
    arguments = [argument_name(one) for one in command.params if one.param_type_name == "argument"]
    usage = " ".join(["[OPTIONS]", *arguments])
    yield from (f".SS {_roff(name)}", f"\\fBsummitevents {_roff(name)}\\fR {_roff(usage)}", ".PP")
    yield _roff(" ".join(str(command.help).split()))
    for _, records in parameter_sections(command, ctx):
        yield from _entries((key, words) for key, words in records if not key.startswith(("-h,", "-q,", "--no-pager")))
    yield from (".PP", "Examples:", ".PP", ".nf", ".RS 4")
    yield from (_roff(line) for line in "\n".join(EXAMPLES[name]).splitlines())
    yield from (".RE", ".fi")


def _entries(entries: Any) -> Iterator[str]:
    for name, words in entries:
        yield from (".TP", f"\\fB{_roff(name)}\\fR", _roff(words))


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _roff(text: str) -> str:
    """Returns text as roff takes it: ASCII, no escapes of its own, no request at its start, hyphens that can be copied."""
    plain = re.sub(r"^([.'])", r"\\&\1", text.replace("\\", "\\e").replace("-", "\\-"))
    return re.sub(r"[^\x00-\x7f]", lambda char: f"\\[u{ord(char[0]):04X}]", plain)
