"""The command that declares a source, field by field: what curators do most, before they claim anything from it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from summitevents.cli import completion, inputs
from summitevents.cli.curate import write_records
from summitevents.cli.options import WriteOptions, with_option_groups

app = typer.Typer()


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
    address: Annotated[str | None, typer.Option(metavar="URL", help="Where it can be found.")] = None
    language: Annotated[str | None, typer.Option(metavar="TAG", help="Its language (BCP 47), such as en or vi.")] = None
    genre: Annotated[
        str | None, typer.Option(help="What kind of document, such as news.", autocompletion=completion.genres)
    ] = None
    official_of: Annotated[
        str | None,
        typer.Option(metavar="ACTOR", help="Whose official record it is.", autocompletion=completion.actors),
    ] = None
    rights: Annotated[str | None, typer.Option(help="Who holds the rights in it.")] = None
    note: Annotated[str | None, typer.Option(help="Our remarks.")] = None


@app.command("source", short_help="Declare a source, for claims to cite.")
@with_option_groups
def source(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The slug to cite it by, such as nias-2019.")],
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
    from summitevents.log.documents import describe_document

    record = record_from_texts("source", {**vars(said), "source": source})
    if said.published and not said.published_basis:
        record["published_basis"] = "stated"
    record |= describe_document(document) if document else {}
    record["at_hand"] = document is not None
    write_records([record], "source", how, inputs.source_options())
