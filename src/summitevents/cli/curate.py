"""The commands that write: each checks records together with the whole log, and writes one new batch, or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summitevents.cli import completion, inputs
from summitevents.cli.options import (
    CiteOptions,
    Data,
    DryRun,
    WriteOptions,
    name_value_pairs,
    with_option_groups,
)
from summitevents.cli.output import count, print_bytes, print_lines, printed_after, say, say_waiting
from summitevents.cli.packages import package_to_write

if TYPE_CHECKING:
    from summitevents.curate.log_index import LogIndex
    from summitevents.curate.proposal import Draft, Proposal
    from summitevents.curate.typed import Origin
    from summitevents.findings.finding import Finding

app = typer.Typer()

Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="Why; it goes into the log. Needed.")]
Record = Annotated[
    str, typer.Argument(metavar="RECORD", help="A record's id; or a slug or name that just one live record has.")
]
Event = Annotated[str, typer.Argument(metavar="EVENT", help="An event's slug.", autocompletion=completion.events)]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other record.")]
OtherEvent = Annotated[str, typer.Argument(metavar="OTHER", help="The other event.", autocompletion=completion.events)]


@dataclass(eq=False, repr=False)
class ClaimOptions:
    """A claim, field by field, as text."""

    event: Annotated[
        str | None, typer.Option(metavar="EVENT", help="A claim: the event.", autocompletion=completion.events)
    ] = None
    kind: Annotated[str | None, typer.Option(help="Its kind, such as meeting.", autocompletion=completion.kinds)] = None
    title: Annotated[str | None, typer.Option(help="The event in a few words, ours.")] = None
    summary: Annotated[str | None, typer.Option(help="What the passage says of it, in our words.")] = None
    happened: Annotated[str | None, typer.Option(metavar="DATE", help="When (EDTF), if the passage dates it.")] = None
    basis: Annotated[str | None, typer.Option(help="Of the date: stated or inferred.")] = None
    status: Annotated[
        str | None,
        typer.Option(
            help="What the passage says of its reality, such as occurred.", autocompletion=completion.statuses
        ),
    ] = None
    speaker: Annotated[
        str | None,
        typer.Option(metavar="ACTOR", help="Who says so, if not the document.", autocompletion=completion.actors),
    ] = None
    via: Annotated[list[str] | None, typer.Option(metavar="ACTOR", help="Hearsay, nearest first. May be repeated.")] = (
        None
    )
    place: Annotated[str | None, typer.Option(metavar="PLACE", help="Where.", autocompletion=completion.places)] = None
    actors: Annotated[
        list[str] | None,
        typer.Option("--actor", metavar="ACTOR:ROLE[:OFFICE]", help="Who, in what role. May be repeated."),
    ] = None
    outcome: Annotated[str | None, typer.Option(help="What came of it.")] = None
    quantity: Annotated[str | None, typer.Option(metavar="NUMBER", help="A count the passage gives …")] = None
    unit: Annotated[str | None, typer.Option(help="… and what it counts.")] = None
    source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="The source.", autocompletion=completion.sources)
    ] = None
    words: Annotated[str | None, typer.Option(help="The passage itself: it is looked up in the document.")] = None
    locator: Annotated[str | None, typer.Option(help="Section or paragraph, where there is no document.")] = None
    note: Annotated[str | None, typer.Option(help="Our reasoning.")] = None


@app.command("append", short_help="Add records: JSON, a spreadsheet, or one claim by options.")
@with_option_groups
def append(
    records: Annotated[
        str | None, typer.Argument(metavar="[JSON|FILE|-]", help="A JSON object, an array of them, or JSON lines.")
    ] = None,
    *,
    claim: ClaimOptions,
    from_csv: Annotated[
        str | None, typer.Option(metavar="FILE", help="A spreadsheet of claims, a row each; options fill its gaps.")
    ] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is. May be repeated.")
    ] = None,
    how: CiteOptions,
) -> None:
    """Add records in one new batch: as JSON, from a spreadsheet (CSV), or one claim by options. Prints their ids.

    A claim needs --event, --kind, --title, --status, --source, and --words or --locator; with --happened, --basis. The kinds, statuses
    and roles: summitevents query "FROM vocabulary".
    """
    from summitevents.curate.field_text import record_from_texts
    from summitevents.errors import UnreadableError

    from_options = any(text is not None for text in vars(claim).values())
    if (records is not None) + (from_csv is not None or from_options) != 1 or (mapping and from_csv is None):
        raise UnreadableError(
            "give JSON, or --from-csv with its --map, or the options of one claim; see: summitevents append --help"
        )
    if records is not None:
        given, text = inputs.read_json(records)
        return write_records(given, "append", how, text)
    said = record_from_texts("claim", vars(claim))
    if from_csv is not None:
        sheet, wrong = inputs.read_sheet(from_csv, name_value_pairs(mapping or []), said)
        return write_records(sheet.claims, "append", how, sheet, wrong)
    return write_records([said], "append", how, inputs.claim_options())


@app.command("correct", short_help="Say a record anew, with some fields changed.")
@with_option_groups
def correct(
    record: Record,
    because: Because,
    changes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FIELD=VALUE]...", help="What changes; FIELD= for nothing; words=… for another passage."
        ),
    ] = None,
    *,
    how: CiteOptions,
) -> None:
    """Say a record anew, with some fields changed, in the place of the old one, which stays in the log."""
    from summitevents.curate.corrections import draft_correction

    texts = name_value_pairs(changes or [])
    write_records(
        lambda log: [draft_correction(log, log.find_record(record), texts, because)],
        "correct",
        how,
        inputs.changed_fields(),
    )


@app.command("retract", short_help="Say that a record should not stand.")
@with_option_groups
def retract(record: Record, because: Because, how: WriteOptions) -> None:
    """Say that a record should not stand. It stays in the log, and nothing is made from it any more."""
    from summitevents.curate.corrections import draft_retraction
    from summitevents.errors import RefusedError

    try:
        write_records(lambda log: [draft_retraction(log, log.find_record(record), because)], "retract", how)
    except RefusedError as error:
        raise inputs.named_elsewhere(error, package_to_write(how.data), record) from None


@app.command("same", short_help="Two event slugs are one event.")
@with_option_groups
def same(
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="The slug that stays.", autocompletion=completion.events)
    ],
    other: Annotated[
        str,
        typer.Argument(metavar="OTHER", help="The slug that is absorbed into it.", autocompletion=completion.events),
    ],
    because: Because,
    how: WriteOptions,
) -> None:
    """Say that two event slugs are one event: OTHER is absorbed into EVENT."""
    write_records([{"op": "same", "event": event, "other": other, "reason": because}], "same", how)


@app.command("different", short_help="Two event slugs are not one event.")
@with_option_groups
def different(event: Event, other: OtherEvent, because: Because, how: WriteOptions) -> None:
    """Say that two event slugs are not one event, though they may look like it."""
    write_records([{"op": "different", "event": event, "other": other, "reason": because}], "different", how)


@app.command("rank", short_help="Prefer a claim, or take its say from it.")
@with_option_groups
def rank(
    record: Record,
    rank: Annotated[str, typer.Argument(metavar="preferred|deprecated", help="Its rank.")],
    because: Because,
    how: WriteOptions,
) -> None:
    """Prefer a claim to all others of its event, or take its say from it."""
    said = {"rank": rank, "reason": because}
    write_records(lambda log: [{"op": "rank", "target": log.find_record(record, "claim"), **said}], "rank", how)


@app.command("compare", short_help="Judge a claim against another.")
@with_option_groups
def compare(
    record: Record,
    verdict: Annotated[
        str,
        typer.Argument(
            metavar="VERDICT", help="What it does to the other: confirms, narrows, contradicts, or counts-differently."
        ),
    ],
    other: Other,
    because: Because,
    how: WriteOptions,
) -> None:
    """Judge a claim against another: RECORD confirms, narrows or contradicts OTHER, or counts days in another way."""

    def draft(log: "LogIndex") -> list[dict[str, Any]]:
        one, two = log.find_record(record, "claim"), log.find_record(other, "claim")
        events = [log.event_of(id) for id in (one, two) if log.by_id[id].get("op") == "claim"]
        if len(set(events)) > 1:
            say(f"these are of two events, {' and '.join(events)}: is that what you mean?")
        return [{"op": "compare", "target": one, "verdict": verdict, "other": two, "reason": because}]

    write_records(draft, "compare", how)


@app.command("relate", short_help="One event stands in a relation to another.")
@with_option_groups
def relate(
    event: Event,
    relation: Annotated[
        str,
        typer.Argument(
            metavar="RELATION", help="Such as part-of, follows, announces.", autocompletion=completion.relations
        ),
    ],
    other: OtherEvent,
    note: Annotated[str | None, typer.Option(help="Our remarks.")] = None,
    source: Annotated[str | None, typer.Option(metavar="SOURCE", help="The source that says so …")] = None,
    words: Annotated[
        str | None, typer.Option(help="… and the passage itself: it is looked up in the document.")
    ] = None,
    *,
    how: CiteOptions,
) -> None:
    """Say how one event is related to another; read it as a sentence: EVENT RELATION OTHER."""
    cited = {"note": note, "source": source, "words": words}
    write_records([{"op": "relate", "event": event, "relation": relation, "other": other, **cited}], "relate", how)


@app.command("take-back", short_help="Take out a batch that was never sealed or shared.")
def take_back(
    batch: Annotated[
        str, typer.Argument(metavar="BATCH", help="The batch's name, or its file.", autocompletion=completion.batches)
    ],
    dry_run: DryRun = False,
    data: Data = None,
) -> None:
    """Take out a batch of one's own that was never sealed, and that nothing rests on. Prints its lines.

    Not one that others have got: retract its records instead.
    """
    from summitevents.curate.proposal import proposed_removal
    from summitevents.log.writer import put_batch

    with proposed_removal(package_to_write(data), Path(batch).name, on_wait=say_waiting) as proposal:
        if dry_run:
            return _show(proposal)
        content = proposal.take_back()
        try:
            print_bytes(content, "-")
        except OSError:  # nobody has its lines, so they stay
            put_batch(proposal.package, f"{proposal.stem}.jsonl", content)
            raise
        return say(f"{proposal.stem} is taken out; above are its lines, should you want them again")


# -- what they share


def write_records(
    records: "Iterable[Mapping[str, Any]] | Draft",
    command: str,
    how: WriteOptions | CiteOptions,
    origin: "Origin | None" = None,
    input_findings: "Sequence[Finding]" = (),
) -> None:
    """Writes the records and prints their ids; or shows them, with --dry-run. `origin`: where they came from."""
    from summitevents.curate.proposal import proposed_batch
    from summitevents.errors import RefusedError
    from summitevents.log.files import from_here
    from summitevents.log.package import batch_file
    from summitevents.report.text import finding_lines

    package = package_to_write(how.data)
    origin = origin or inputs.arguments(command)
    try:
        with proposed_batch(
            package,
            records,
            command=command,
            batch=how.batch,
            expect=how.expect,
            by=how.by,
            documents=how.documents,
            input_findings=input_findings,
            on_wait=say_waiting,
        ) as proposal:
            file = batch_file(proposal.stem)
            if proposal.errors_before:
                say(f"the log had {count(proposal.errors_before, 'error')} before this: summitevents validate")
            for line in finding_lines(origin.place_findings(proposal.warnings, file)):
                say(line)
            if how.dry_run:
                return _show(proposal)
            ids = proposal.write()
            with printed_after(file):
                print_lines(ids)
            already = " there already, with the same" if proposal.already_written else ""
            return say(f"{from_here(package.root)}{file}:{already} {count(len(proposal.records), 'record')}")
    except RefusedError as error:
        raise RefusedError(origin.place_findings(error.findings, error.file)) from None


def _show(proposal: "Proposal") -> None:
    """Prints the lines of a proposal; says what would change in the events."""
    from summitevents.cli import render
    from summitevents.errors import BadLogError
    from summitevents.query import diff

    print_lines(proposal.lines)
    if proposal.after is None:
        return say("there already; nothing would change")
    try:
        changes = list(render.changes(diff.proposed(proposal.package, proposal.after, proposal.ids)))
    except BadLogError:
        changes = ["the log has errors besides, so there are no tables to compare: summitevents validate"]
    for line in changes or ["no event would change"]:
        say(line)
    return say("nothing is written")
