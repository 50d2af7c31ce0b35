"""The curators' commands: each checks what it is to write against the whole log, and writes one new batch, or nothing."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summitevents.cli.options import Data, Documents
from summitevents.cli.output import count, print_lines, say, say_waiting

if TYPE_CHECKING:
    from summitevents.curate.drafts import Known, Sheet
    from summitevents.curate.proposal import Proposal
    from summitevents.findings.finding import Finding
    from summitevents.log.package import Package

app = typer.Typer()

Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="Why; it goes into the log.")]
Batch = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The batch's name, YYYY-MM-DD-slug: to say the same again does nothing."),
]
Expect = Annotated[int | None, typer.Option(metavar="N", help="Refuse where the log has not just N records.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the lines, and what they would change; write nothing.")]
By = Annotated[str, typer.Option(metavar="ROLE", help="The role of who writes it down; never a name.")]
Record = Annotated[
    str, typer.Argument(metavar="RECORD", help="A record's id; or a slug of which there is just one live record.")
]
Event = Annotated[str, typer.Argument(metavar="EVENT", help="An event's slug.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other one.")]


@dataclass(frozen=True)
class How:
    """What all these commands share: where to write, as whom, and under what conditions."""

    data: Path | None
    documents: Path | None = None
    batch: str | None = None
    expect: int | None = None
    dry_run: bool = False
    by: str = "curator"

    @property
    def package(self) -> "Package":
        """The package to write to."""
        from summitevents.log import package as log

        return log.locate(self.data)

    def known(self) -> "Known":
        """What the log says without the batch that is to be written: a retry stands where the first try stood."""
        from summitevents.curate import drafts
        from summitevents.curate import proposal as write
        from summitevents.log.package import batch_file
        from summitevents.log.reader import read_log

        but = batch_file(write.stem_of(self.batch)) if self.batch else ""
        return drafts.known(read_log(self.package)[0], but)


@app.command("append", short_help="Add records: JSON, a spreadsheet, or one claim by options.")
def append(
    records: Annotated[
        str | None, typer.Argument(metavar="[JSON|FILE|-]", help="A JSON object, an array of them, or JSON lines.")
    ] = None,
    event: Annotated[str | None, typer.Option(metavar="SLUG", help="A claim: the event.")] = None,
    kind: Annotated[str | None, typer.Option(help="Its kind, such as visit.")] = None,
    title: Annotated[str | None, typer.Option(help="The event in a few words, ours.")] = None,
    summary: Annotated[str | None, typer.Option(help="What the passage says of it, in our words.")] = None,
    happened: Annotated[str | None, typer.Option(metavar="DATE", help="When (EDTF), if the passage dates it.")] = None,
    basis: Annotated[str | None, typer.Option(help="Of the date: stated or inferred.")] = None,
    status: Annotated[str | None, typer.Option(help="What the passage says of its reality, such as occurred.")] = None,
    speaker: Annotated[str | None, typer.Option(metavar="ACTOR", help="Who says so, if not the document.")] = None,
    via: Annotated[
        list[str] | None, typer.Option(metavar="ACTOR", help="Hearsay, nearest first. May be repeated.")
    ] = None,
    place: Annotated[str | None, typer.Option(metavar="PLACE", help="Where.")] = None,
    actor: Annotated[
        list[str] | None, typer.Option(metavar="ACTOR:ROLE[:OFFICE]", help="Who, in what role. May be repeated.")
    ] = None,
    outcome: Annotated[str | None, typer.Option(help="What came of it.")] = None,
    quantity: Annotated[str | None, typer.Option(metavar="NUMBER", help="A count the passage gives …")] = None,
    unit: Annotated[str | None, typer.Option(help="… and what it counts.")] = None,
    source: Annotated[str | None, typer.Option(metavar="SOURCE", help="The source.")] = None,
    words: Annotated[str | None, typer.Option(help="The passage itself: it is looked up in the document.")] = None,
    locator: Annotated[str | None, typer.Option(help="Section or paragraph, where there is no document.")] = None,
    note: Annotated[str | None, typer.Option(help="Our reasoning.")] = None,
    from_csv: Annotated[
        str | None, typer.Option(metavar="FILE", help="A spreadsheet of claims, a row each; options fill its gaps.")
    ] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is. May be repeated.")
    ] = None,
    batch: Batch = None,
    expect: Expect = None,
    dry_run: DryRun = False,
    by: By = "curator",
    documents: Documents = None,
    data: Data = None,
) -> None:
    """Add records in one new batch: as JSON, from a spreadsheet (CSV), or one claim by options. Prints their ids."""
    from summitevents.curate import drafts
    from summitevents.errors import UnreadableError

    how = How(data, documents, batch, expect, dry_run, by)
    said = {
        "event": event, "kind": kind, "title": title, "summary": summary, "happened": happened, "basis": basis,
        "status": status, "speaker": speaker, "via": via, "place": place, "actors": actor, "outcome": outcome,
        "quantity": quantity, "unit": unit, "source": source, "words": words, "locator": locator, "note": note,
    }  # fmt: skip
    given = any(value is not None for value in said.values())
    if (records is not None) + (from_csv is not None or given) != 1 or (mapping and from_csv is None):
        raise UnreadableError(
            "give JSON, or --from-csv with its --map, or the options of one claim; see: summitevents append --help"
        )
    if from_csv is not None:
        return _write_sheet(from_csv, mapping or [], drafts.told("claim", said), how)
    return _write([drafts.told("claim", said)] if records is None else _parsed(records), "append", how)


@app.command("correct", short_help="Say a record anew, with some fields changed.")
def correct(
    record: Record,
    because: Because,
    changes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FIELD=VALUE]...", help="What changes; FIELD= for nothing; words=… for another passage."
        ),
    ] = None,
    batch: Batch = None,
    expect: Expect = None,
    dry_run: DryRun = False,
    by: By = "curator",
    documents: Documents = None,
    data: Data = None,
) -> None:
    """Say a record anew, with some fields changed, in the place of the old one, which stays in the log."""
    from summitevents.curate import drafts

    how = How(data, documents, batch, expect, dry_run, by)
    there = how.known()
    said = drafts.pairs(changes or [])
    _write([drafts.corrected(there, drafts.target(there, record), said, because)], "correct", how)


@app.command("retract", short_help="Say that a record should not stand.")
def retract(
    record: Record,
    because: Because,
    batch: Batch = None,
    expect: Expect = None,
    dry_run: DryRun = False,
    by: By = "curator",
    data: Data = None,
) -> None:
    """Say that a record should not stand. It stays in the log, and nothing is made from it any more."""
    from summitevents.curate import drafts

    how = How(data, None, batch, expect, dry_run, by)
    there = how.known()
    _write([drafts.retracted(there, drafts.target(there, record), because)], "retract", how)


@app.command("same", short_help="Two event slugs are one event.")
def same(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The slug that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The slug that is absorbed into it.")],
    because: Because,
    batch: Batch = None,
    expect: Expect = None,
    dry_run: DryRun = False,
    by: By = "curator",
    data: Data = None,
) -> None:
    """Say that two event slugs are one event: OTHER is absorbed into EVENT."""
    says = {"op": "same", "event": event, "other": other, "reason": because}
    _write([says], "same", How(data, None, batch, expect, dry_run, by))


@app.command("different", short_help="Two event slugs are not one event.")
def different(
    event: Event,
    other: Other,
    because: Because,
    batch: Batch = None,
    expect: Expect = None,
    dry_run: DryRun = False,
    by: By = "curator",
    data: Data = None,
) -> None:
    """Say that two event slugs are not one event, though they may look like it."""
    says = {"op": "different", "event": event, "other": other, "reason": because}
    _write([says], "different", How(data, None, batch, expect, dry_run, by))


@app.command("rank", short_help="Prefer a claim, or take its say from it.")
def rank(
    record: Record,
    rank: Annotated[str, typer.Argument(metavar="preferred|deprecated", help="Its rank.")],
    because: Because,
    batch: Batch = None,
    expect: Expect = None,
    dry_run: DryRun = False,
    by: By = "curator",
    data: Data = None,
) -> None:
    """Prefer a claim to all others of its event, or take its say from it."""
    from summitevents.curate import drafts

    how = How(data, None, batch, expect, dry_run, by)
    _write(
        [{"op": "rank", "target": drafts.target(how.known(), record, "claim"), "rank": rank, "reason": because}],
        "rank",
        how,
    )


@app.command("compare", short_help="Judge a claim against another.")
def compare(
    record: Record,
    verdict: Annotated[str, typer.Argument(metavar="confirms|narrows|contradicts", help="What it does to the other.")],
    other: Other,
    because: Because,
    batch: Batch = None,
    expect: Expect = None,
    dry_run: DryRun = False,
    by: By = "curator",
    data: Data = None,
) -> None:
    """Judge a claim against another: RECORD confirms, narrows or contradicts OTHER."""
    from summitevents.curate import drafts

    how = How(data, None, batch, expect, dry_run, by)
    there = how.known()
    one, two = drafts.target(there, record, "claim"), drafts.target(there, other, "claim")
    _write([{"op": "compare", "target": one, "verdict": verdict, "other": two, "reason": because}], "compare", how)


@app.command("relate", short_help="One event stands in a relation to another.")
def relate(
    event: Event,
    relation: Annotated[str, typer.Argument(help="Such as part-of, follows, announces.")],
    other: Other,
    note: Annotated[str | None, typer.Option(help="Our remarks.")] = None,
    source: Annotated[str | None, typer.Option(metavar="SOURCE", help="The source that says so …")] = None,
    words: Annotated[
        str | None, typer.Option(help="… and the passage itself: it is looked up in the document.")
    ] = None,
    batch: Batch = None,
    expect: Expect = None,
    dry_run: DryRun = False,
    by: By = "curator",
    documents: Documents = None,
    data: Data = None,
) -> None:
    """Say how one event is related to another; read it as a sentence: EVENT RELATION OTHER."""
    says = {
        "op": "relate",
        "event": event,
        "relation": relation,
        "other": other,
        "note": note,
        "source": source,
        "words": words,
    }
    _write([says], "relate", How(data, documents, batch, expect, dry_run, by))


@app.command("take-back", short_help="Take out a batch that was never sealed or shared.")
def take_back(
    batch: Annotated[str, typer.Argument(help="The batch's name.")], dry_run: DryRun = False, data: Data = None
) -> None:
    """Take out a batch of one's own that was never sealed, and that nothing rests on. Prints its lines.

    Not one that others have got: retract its records instead.
    """
    from summitevents.curate import proposal as write

    with write.without(How(data).package, batch, waiting=say_waiting) as proposal:
        if dry_run:
            return _show(proposal)
        sys.stdout.buffer.write(write.take_back(proposal))
        say(f"{proposal.stem} is taken out; above are its lines, should you want them again")
    return None


# -- what they share


def _parsed(given: str) -> list[dict[str, Any]]:
    """The records of a JSON text: given itself, or by its file. Raises RefusedError with what is wrong with it."""
    from summitevents.curate import drafts
    from summitevents.errors import RefusedError

    if given.lstrip()[:1] in ("{", "["):
        text, name = given, "JSON"
    else:
        text, wrong = drafts.decoded(_content(given), given)
        if wrong:
            raise RefusedError(wrong)
        name = given
    found, wrong = drafts.parse(text, name)
    if wrong:
        raise RefusedError(wrong)
    return found


def _content(file: str) -> bytes:
    if file != "-":
        return Path(file).read_bytes()
    return sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()


def _write_sheet(file: str, mapping: list[str], usual: dict[str, Any], how: How) -> None:
    """Writes a spreadsheet's claims; or tells every bad row of it, and writes nothing."""
    from summitevents.curate import drafts
    from summitevents.errors import RefusedError

    text, wrong = drafts.decoded(_content(file), file)
    if wrong:
        raise RefusedError(wrong)
    sheet, wrong = drafts.sheet(text, file, drafts.pairs(mapping), usual)
    try:
        if wrong and not sheet.claims:
            raise RefusedError(wrong)
        _write(sheet.claims, "append", how, sheet, wrong)
    except RefusedError as error:
        raise RefusedError(sheet.sorted(error.findings, error.file)) from None


def _write(
    records: Iterable[Mapping[str, Any]],
    what: str,
    how: How,
    sheet: "Sheet | None" = None,
    wrong: "Sequence[Finding]" = (),
) -> None:
    """Proposes the records; then shows them, or writes them and prints their ids. `wrong`: what is known against them."""
    from summitevents.curate import proposal as write
    from summitevents.log.package import batch_file
    from summitevents.report.text import finding_lines

    with write.proposed(
        how.package, records, what=what, batch=how.batch, expect=how.expect, by=how.by, documents=how.documents,
        against=wrong, waiting=say_waiting,
    ) as proposal:  # fmt: skip
        file = batch_file(proposal.stem)
        if proposal.before:
            say(f"the log had {count(proposal.before, 'error')} before this: summitevents validate")
        for line in finding_lines(sheet.sorted(proposal.warnings, file) if sheet else proposal.warnings):
            say(line)
        if how.dry_run:
            return _show(proposal)
        print_lines(proposal.write())
        there = " there already, with the same" if proposal.there else ""
        say(f"{file}:{there} {count(len(proposal.records), 'record')}")
    return None


def _show(proposal: "Proposal") -> None:
    """The lines on standard output, so that they can be kept; beside them, what would change in the events."""
    from summitevents.cli import render
    from summitevents.errors import BadLogError
    from summitevents.query import diff

    print_lines(proposal.lines)
    if proposal.altered is None:
        return say("there already; nothing would change")
    try:
        changes = list(render.changes(diff.proposed(proposal.package, proposal.altered, proposal.ids)))
    except BadLogError:
        changes = ["the log has errors besides, so there are no tables to compare: summitevents validate"]
    for line in changes or ["no event would change"]:
        say(line)
    return say("nothing is written")
