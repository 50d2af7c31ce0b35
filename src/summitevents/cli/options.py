"""The options that several commands share, alone or in groups.

A command takes a group as one parameter, whose type is one of the dataclasses below: see `with_option_groups`. `eq` and
`repr` are off: making those methods would slow the start of every command.
"""

import functools
import inspect
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

import typer

from summitevents.cli.terminal import Manners
from summitevents.export.formats import REFERENCES, ROWS, TIMELINES
from summitevents.report.formats import FINDINGS

if TYPE_CHECKING:  # names of formats; typer takes their choices from an enum, whose members a checker cannot know
    RowFormat = str
    ExportFormat = str
    FindingsFormat = str
    ReferenceFormat = str
else:
    RowFormat = StrEnum("RowFormat", {name: name for name in dict.fromkeys(("table", *ROWS))})
    _TABLES = ("table", *(name for name, format in ROWS.items() if format.suffixes and name != "table"))
    ExportFormat = StrEnum("ExportFormat", {name: name for name in (*_TABLES, *TIMELINES)})
    ReferenceFormat = StrEnum("ReferenceFormat", {name: name for name in REFERENCES})
    FindingsFormat = StrEnum("FindingsFormat", {name: name for name in FINDINGS})


Master = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Spark: its master, such as spark://host:7077. [default: this machine]"),
]
Remote = Annotated[str | None, typer.Option(metavar="URL", help="Spark: a Connect server, such as sc://host:15002.")]
_HERE = "[default: SUMMITEVENTS_DATA, or the nearest upwards]"
Address = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        envvar="SUMMITEVENTS_DATA",
        help=f"The package's folder; for Spark any address it reads. {_HERE}",
    ),
]
NamedLog = Annotated[
    str | None,
    typer.Option(
        "--data", metavar="FOLDER", help="A log's folder; for Spark any address it reads. No variable sets it."
    ),
]
"""What `validate` is told to check; it would else look at what lies here."""
Data = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        envvar="SUMMITEVENTS_DATA",
        help=f"Folder that holds the package's datapackage.json. {_HERE}",
    ),
]
Documents = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        exists=True,
        file_okay=False,
        help="Folder that holds the source documents. [default: seeds/]",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="POSITION|TIME|VERSION",
        help="The log as of record N, a time, a release, or: sealed.",
    ),
]
KnownBy = Annotated[str | None, typer.Option(metavar="DATE", help="Only what sources say that were out by this day.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only events under way on this day or later.")]
To = Annotated[str | None, typer.Option(metavar="DATE", help="Only events under way on this day or earlier.")]
Certain = Annotated[
    bool,
    typer.Option("--certain", help="Leave out what only may be so: a date, or a day of publication, that leaves room."),
]
As = Annotated[
    RowFormat | None,
    typer.Option("-f", "--format", metavar="FORMAT", help=f"How rows are printed: {', '.join(RowFormat)}."),
]
AsReference = Annotated[
    ReferenceFormat | None,
    typer.Option("-f", "--format", metavar="FORMAT", help=f"How: {', '.join(REFERENCES)}. [default: words]"),
]
Report = Annotated[
    FindingsFormat | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=f"How findings are written: {', '.join(FindingsFormat)}. [default: text; github on its runners]",
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="FILE", help="File to write; its suffix chooses the format. - is standard output."
    ),
]
Limit = Annotated[int | None, typer.Option(metavar="N", min=0, max=sys.maxsize, help="No more than the first N.")]
Columns = Annotated[str | None, typer.Option(metavar="A,B", help="Only these columns, in this order.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing on standard error but errors.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Do not use a pager on a terminal.")]
Batch = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The batch's name, YYYY-MM-DD-slug: to say the same again does nothing."),
]
Expect = Annotated[int | None, typer.Option(metavar="N", help="Refuse where the log has not just N records.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the lines, and what they would change; write nothing.")]
By = Annotated[str, typer.Option(metavar="ROLE", help="The role of who writes it down; never a name.")]


@dataclass(eq=False, repr=False)
class PeriodOptions:
    """Which events a reader looks at: those under way between two days, both inclusive."""

    from_: From = None
    to: To = None


@dataclass(eq=False, repr=False)
class ViewOptions:
    """Where in the log, and in what was known, a reader stands."""

    as_of: AsOf = None
    known_by: KnownBy = None
    certain: Certain = False


@dataclass(eq=False, repr=False)
class ReadOptions:
    """What a command reads, and how it prints the rows."""

    form: As = None
    output: Output = "-"
    columns: Columns = None
    limit: Limit = None
    data: Data = None

    @property
    def as_rows(self) -> bool:
        """Whether the command is asked for rows, rather than for words to read."""
        return self.form is not None or self.output != "-" or self.columns is not None


@dataclass(eq=False, repr=False)
class ReportOptions:
    """Which documents a check compares citations with, and how it writes what it finds."""

    documents: Documents = None
    form: Report = None
    output: Output = "-"


@dataclass(eq=False, repr=False)
class _BatchOptions:
    batch: Batch = None
    expect: Expect = None
    dry_run: DryRun = False
    by: By = "curator"


@dataclass(eq=False, repr=False)
class WriteOptions(_BatchOptions):
    """Where a command writes a batch, as whom, and on what conditions."""

    data: Data = None
    documents: ClassVar[Path | None] = None


@dataclass(eq=False, repr=False)
class CiteOptions(_BatchOptions):
    """What WriteOptions has, and the folder of documents, for commands that look passages up."""

    documents: Documents = None
    data: Data = None


R = TypeVar("R")
_BY_NAME = inspect.Parameter.KEYWORD_ONLY


def with_option_groups(command: Callable[..., R]) -> Callable[..., R]:
    """Lets a command take options in groups: a parameter whose type is a dataclass stands for an option per field."""
    parameters = inspect.signature(command).parameters
    groups: dict[str, Any] = {name: p.annotation for name, p in parameters.items() if is_dataclass(p.annotation)}

    @functools.wraps(command)
    def ungrouped(**given: Any) -> R:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        return command(**given)

    flat: list[inspect.Parameter] = []
    for name, parameter in parameters.items():
        options = fields(groups[name]) if name in groups else ()
        flat += [inspect.Parameter(o.name, _BY_NAME, default=o.default, annotation=o.type) for o in options] or [
            parameter.replace(kind=_BY_NAME)
        ]
    ungrouped.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined]  # where typer looks for options
    return ungrouped


def with_manners(command: Callable[..., R]) -> Callable[..., R]:
    """Gives a command the options that every command has: how it behaves at a terminal."""

    @functools.wraps(command)
    def mannered(quiet: bool, no_pager: bool, **given: Any) -> R:
        Manners.quiet, Manners.pager, Manners.package_said = quiet, not no_pager, False
        return command(**given)

    more = (("quiet", Quiet), ("no_pager", NoPager))
    options = [inspect.Parameter(name, _BY_NAME, default=False, annotation=kind) for name, kind in more]
    own = inspect.signature(command).parameters.values()
    mannered.__signature__ = inspect.Signature([*(p.replace(kind=_BY_NAME) for p in own), *options])  # type: ignore[attr-defined]
    return mannered


def name_value_pairs(texts: Iterable[str], problem: str = "write it name=value") -> dict[str, str]:
    """Returns name → value from texts such as name=value.

    Raises UnreadableError, with the `problem`, if a text has no name or no equals sign; and if a name stands twice.
    """
    from summitevents.errors import UnreadableError

    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UnreadableError(f"{text}: {problem}")
        if name.strip() in found:
            raise UnreadableError(f"{name.strip()} is given twice")
        found[name.strip()] = value
    return found
