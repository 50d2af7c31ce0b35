"""The commands that come before a claim: start a log, declare the source that it cites, find the words that it cites."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitevents.cli import completion, inputs
from summitevents.cli.curate import write_records
from summitevents.cli.display import print_rows
from summitevents.cli.options import Documents, ReadOptions, WriteOptions, name_value_pairs, with_option_groups
from summitevents.cli.output import count, print_lines, say
from summitevents.cli.packages import package_to_read

if TYPE_CHECKING:
    from summitevents.log.package import Package

app = typer.Typer()


@dataclass(eq=False, repr=False)
class ImportOptions:
    """A file of events to start from."""

    from_csv: Annotated[str | None, typer.Option(metavar="FILE", help="Start from a spreadsheet of events.")] = None
    from_timelinejs: Annotated[
        str | None, typer.Option(metavar="FILE", help="Start from TimelineJS: its JSON, or its spreadsheet as CSV.")
    ] = None
    from_geojson: Annotated[str | None, typer.Option(metavar="FILE", help="Start from GeoJSON features.")] = None
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is; COLUMN= leaves it out. May be repeated."),
    ] = None
    kind: Annotated[str, typer.Option(help="The kind of events that give none.")] = "other"
    leave_out: Annotated[
        bool,
        typer.Option(
            "--leave-out", help="Leave out the rows, slides or features that do not fit, rather than write nothing."
        ),
    ] = False


@app.command("init", short_help="Start a log of your own, empty or from a table of events.")
@with_option_groups
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is new, or empty.")],
    title: Annotated[str, typer.Option(help="What the timeline is called. Needed.")],
    name: Annotated[
        str | None,
        typer.Option(help="Its name for files and checkpoints, such as apollo. [default: that of the folder]"),
    ] = None,
    license: Annotated[
        str | None, typer.Option(metavar="SPDX", help="The licence of the data, such as CC0-1.0 or CC-BY-4.0.")
    ] = None,
    author: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Who makes it. May be repeated.")] = None,
    *,
    given: ImportOptions,
) -> None:
    """Start a log in a folder of its own, empty or from a table of events. Prints the commands that come next.

    A column of the table is title, happened (or start and end), summary, kind, place, person, address, note, or another field of
    docs/own-timeline.md. What is not understood is said, with its place.
    """
    from summitevents.curate.new_package import new_descriptor, start_package

    descriptor = new_descriptor(title, name or folder.resolve().name, license, author or [])
    files = start_package(folder, descriptor, lambda package: _import(package, given))
    say(f"{folder}: {count(len(files), 'file')}; what they hold is yours to change; next:")
    print_lines([f"cd {shlex.quote(str(folder))}", *_NEXT])


_NEXT = (
    "summitevents source SOURCE --title '…' --publisher '…' --address https://…",
    "summitevents append --event EVENT --kind KIND --title '…' --happened 1969-07-20 --basis stated --status occurred "
    "--source SOURCE --locator 'paragraph 1'",
    "summitevents validate && summitevents timeline",
)
"""What comes next, in the folder."""


def _import(package: "Package", given: ImportOptions) -> None:
    """Writes the events of the file that the options name into an empty log. Raises RefusedError if they do not fit."""
    from summitevents.curate import event_tables
    from summitevents.curate.event_columns import columns_of, left_out
    from summitevents.curate.events_import import import_events
    from summitevents.errors import UnreadableError
    from summitevents.report.text import finding_lines

    readers = {
        given.from_csv: (event_tables.read_csv, {}),
        given.from_timelinejs: (event_tables.read_timelinejs, event_tables.SHEET),
        given.from_geojson: (event_tables.read_geojson, {}),
    }
    files = [file for file in readers if file is not None]
    if len(files) != 1:
        if files or given.mapping or given.leave_out:
            raise UnreadableError("give one file to start from: --from-csv, --from-timelinejs or --from-geojson")
        return
    read, usual = readers[files[0]]
    table, wrong = read(inputs.read_text(files[0]), files[0])
    mapping = name_value_pairs(given.mapping or [])
    columns = columns_of(table, mapping, usual)
    for sentence in left_out(table, columns, {**usual, **mapping}):
        say(sentence)
    made = import_events(package, table, columns, given.kind, wrong, given.leave_out)
    for line in finding_lines([*made.warnings, *made.left]):
        say(line)
    claims = sum(record["op"] == "claim" for record in made.records)
    gone = f"; {count(made.rows_left, table.unit)} left out: see above" if made.left else ""
    say(f"{files[0]}: {count(claims, 'claim')} in {count(len(made.records), 'record')}{gone}")


@dataclass(eq=False, repr=False)
class SourceOptions:
    """A source, field by field, as text."""

    title: Annotated[str | None, typer.Option(help="As the document gives it. Needed.")] = None
    author: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Who wrote it. May be repeated.")] = None
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who made it public.")] = None
    published: Annotated[str | None, typer.Option(metavar="DATE", help="When (EDTF).")] = None
    published_basis: Annotated[
        str | None,
        typer.Option(
            metavar="BASIS", help="Of that date: stated, or inferred; then --note says how. [default: stated]"
        ),
    ] = None
    address: Annotated[str | None, typer.Option(metavar="URL", help="Where its publisher has it.")] = None
    copy_address: Annotated[
        str | None, typer.Option(metavar="URL", help="Where the copy is that was read, if elsewhere.")
    ] = None
    language: Annotated[str | None, typer.Option(metavar="TAG", help="Its language (BCP 47), such as en or vi.")] = None
    genre: Annotated[
        str | None, typer.Option(help="What kind of document, such as news.", autocompletion=completion.genres)
    ] = None
    official_of: Annotated[
        str | None,
        typer.Option(metavar="ACTOR", help="Whose official record it is.", autocompletion=completion.actors),
    ] = None
    taken_from: Annotated[
        str | None, typer.Option(metavar="NAME", help="The agency or publisher whose text it prints or rewrites.")
    ] = None
    rights: Annotated[str | None, typer.Option(help="Who holds the rights in it.")] = None
    note: Annotated[str | None, typer.Option(help="Our remarks.")] = None


@app.command("source", short_help="Declare a source, for claims to cite.")
@with_option_groups
def source(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The slug to cite it by, such as gazette-1969.")],
    said: SourceOptions,
    document: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The document, if it was read itself: its name, size and hash are kept."),
    ] = None,
    *,
    how: WriteOptions,
) -> None:
    """Declare a source: who published it, when, and where it can be found. Prints the record's id."""
    from summitevents.curate.field_text import record_from_texts
    from summitevents.errors import UnreadableError
    from summitevents.log.documents import describe_document

    if said.published_basis and not said.published:
        raise UnreadableError("--published-basis says how the day of --published is known: give both, or neither")
    record = record_from_texts("source", {**vars(said), "source": source})
    if said.published and not said.published_basis:
        record["published_basis"] = "stated"
    record |= describe_document(document) if document else {}
    record["at_hand"] = document is not None
    write_records([record], "source", how, inputs.source_options())


@app.command("anchor", short_help="Find words in a document: the fields that cite them.")
@with_option_groups
def anchor(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE", help="A source's slug, or the document's own file.", autocompletion=completion.sources
        ),
    ],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Words as they stand in the document.")],
    documents: Documents = None,
    *,
    how: ReadOptions,
) -> None:
    """Find words in a document, and print the fields that cite them. Exit code 1 where they are not there just once."""
    from summitevents.log.documents import find_passages
    from summitevents.query.select import result_of

    text = _document(source, documents, how.data)
    found = find_passages(text, words)
    rows = [
        {"source": source, "passage_start": p.start, "passage_end": p.end, "passage_sha256": p.sha256} for p in found
    ]
    columns = ["source", "passage_start", "passage_end", "passage_sha256"]
    print_rows(result_of(rows, columns), how, "jsonl", none="found 0 times: no such words; try fewer")
    if len(found) > 1:
        say(f"found {len(found):,} times: give more words")
    if len(found) != 1:
        raise typer.Exit(1)


def _document(source: str, documents: Path | None, data: Path | None) -> str:
    """The text of a document, named by its file or by a source's slug."""
    from summitevents.errors import UnreadableError
    from summitevents.log.documents import read_document
    from summitevents.query import asof
    from summitevents.query.parameters import expect_slug
    from summitevents.query.select import run_query

    file: str
    digest: str | None
    if Path(source).is_file():
        folder, file, digest = Path(source).parent, Path(source).name, None
    else:
        package = package_to_read(data)
        folder = documents or package.root / "seeds"
        with asof.connect(package) as con:
            expect_slug(con, "source", source)
            [(file, digest)] = run_query(
                con, "SELECT filename, sha256 FROM sources WHERE source = $s", {"s": source}
            ).rows
        if file is None:
            raise UnreadableError(f"{source} names no file")
    try:
        text = read_document(folder, file, digest)
    except ValueError as error:
        raise UnreadableError(str(error)) from None
    if text is None:
        raise UnreadableError(f"{folder} does not hold {file}; name its folder with --documents")
    return text
