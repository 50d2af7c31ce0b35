"""The commands that read: they ask the tables, and print what they say."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from summitevents.cli import completion
from summitevents.cli.display import print_rows
from summitevents.cli.options import (
    AsOf,
    AsReference,
    Data,
    Documents,
    KnownBy,
    Output,
    PeriodOptions,
    ReadOptions,
    ViewOptions,
    name_value_pairs,
    with_option_groups,
)
from summitevents.cli.output import count, print_bytes, print_words, say, width
from summitevents.cli.packages import connect, package_to_read

if TYPE_CHECKING:
    from summitevents.query.event import EventDetail
    from summitevents.query.subject import Subject

app = typer.Typer()


@app.command("timeline", short_help="The events that have a date, in time order, each with its citation.")
@with_option_groups
def timeline(
    period: PeriodOptions,
    *,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Kind of event, such as meeting. Of several, any.", autocompletion=completion.kinds),
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option(
            help="Words of a name, in any spelling the sources use. Of several, all.",
            autocompletion=completion.actors,
        ),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option(
            help="Words of a place's name; places within it count. Of several, any.", autocompletion=completion.places
        ),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            help="What the sources make of it, such as occurred. Of several, any.", autocompletion=completion.statuses
        ),
    ] = None,
    text: Annotated[
        list[str] | None, typer.Option(help="Words, all of them in one claim of it. Of several, all.")
    ] = None,
    view: ViewOptions,
    how: ReadOptions,
) -> None:
    """Print the events that have a date, in time order, each with its citation. A filter may be given several times."""
    from summitevents.cli import render
    from summitevents.query.asof import in_edtf
    from summitevents.query.parameters import names_meant
    from summitevents.query.timeline import count_undated, filtered_timeline

    filters = {"kind": kind, "actor": actor, "place": place, "status": status, "text": text}
    with connect(package_to_read(how.data), view, period) as con:
        for line in names_meant(con, filters):
            say(line)
        rows = filtered_timeline(con, filters)
        if how.as_rows:
            return print_rows(rows, how)
        found = list(rows.dicts())
        print_words(render.timeline(found[: how.limit], width()))
        undated = count_undated(con, filters)
    shown = f", {how.limit:,} shown" if how.limit is not None and how.limit < len(found) else ""
    said = f"{count(len(found), 'event')}{shown}"
    more = f"{undated:,} more {'have' if undated != 1 else 'has'} no date"
    more += "" if any(filters.values()) else ": summitevents query undated"
    for words in (text or ()) if not found else ():
        if form := in_edtf(words):
            say(f"“{words}” was looked for as words; as a date, {form} after --from and --to")
    asked = any([*filters.values(), period.from_, period.to, view.known_by, view.as_of])
    none = "no event matches all of that" if asked else "there is no event yet"
    return say("; ".join([said] * bool(found) + [more] * bool(undated)) or none)


@app.command("show", short_help="One event's story and who tells it; or a source, an actor, a place.")
@with_option_groups
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="EVENT|SOURCE|ACTOR|PLACE",
            help="Its slug, name or title, or a record's id.",
            autocompletion=completion.subjects,
        ),
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="What each claim says, and comparisons, relations, corrections.")
    ] = False,
    history: Annotated[bool, typer.Option("--history", help="Every record that has touched it, in log order.")] = False,
    documents: Documents = None,
    *,
    view: ViewOptions,
    how: ReadOptions,
) -> None:
    """Tell one event's story: its date and why, who disagrees, who says so. Or what is known of a source, an actor, a place.

    -f json and md have all of it; the other formats have the rows of its claims, or of its events.
    """
    from summitevents.cli import render
    from summitevents.errors import UnreadableError
    from summitevents.export.formats import ROWS, STORIES, format_of
    from summitevents.query.event import event_detail
    from summitevents.query.questions import named_questions
    from summitevents.query.select import result_of, run_query
    from summitevents.query.subject import find_subject, namesakes, slug_called

    package = package_to_read(how.data)
    with connect(package, view) as con:
        name = slug_called(con, name)
        whole: Subject | EventDetail
        if subject := find_subject(con, name):
            if history:
                raise UnreadableError(f"{name} names the {subject.op}: --history is of an event")
            whole, words = subject, render.subject(subject, width())
            for op, record in namesakes(con, subject):
                say(f"{name} names the {op}, too: summitevents show {record}")
            rows = result_of(subject.events, ["event", "title", "happened", "date_words", "role"])
        else:
            whole = detail = event_detail(con, name)
            beside = documents or package.root / "seeds"
            words = (
                render.event_detail(detail, beside, width()) if everything else render.event_summary(detail, width())
            )
            question = named_questions()["history"] if history else "SELECT * FROM claims WHERE event = $event"
            rows = run_query(con, question, {"event": detail.event["event"]})
    if not (how.as_rows or history):
        return print_words(words)
    form = format_of({**ROWS, **STORIES}, how.form, how.output, "table").name
    if form in STORIES and not (history or how.columns or how.limit):
        return print_bytes(STORIES[form].encode(whole), how.output)
    return print_rows(rows, how)


@app.command("cite", short_help="What to write where one cites an event, a claim or a source.")
@with_option_groups
def cite(
    name: Annotated[
        str,
        typer.Argument(
            metavar="EVENT|RECORD|SOURCE",
            help="Its slug or title, or a claim's id.",
            autocompletion=completion.subjects,
        ),
    ],
    form: AsReference = None,
    output: Output = "-",
    *,
    view: ViewOptions,
    data: Data = None,
) -> None:
    """Print the sources of an event, the shown one first, of one claim, or a source: words, BibTeX, CSL-JSON or RIS."""
    from summitevents.errors import UnreadableError
    from summitevents.export.csl import cited_items
    from summitevents.export.formats import REFERENCES, format_of
    from summitevents.query.event import event_detail
    from summitevents.query.subject import find_subject, slug_called

    with connect(package_to_read(data), view) as con:
        name = slug_called(con, name)
        subject = find_subject(con, name)
        if subject and subject.op != "source":
            raise UnreadableError(f"{name} names the {subject.op}: cite an event, a claim or a source")
        event = None if subject else event_detail(con, name).event["event"]
        record = name if "." in name else None
        source = subject.declared["source"] if subject else None
        items = cited_items(con, None if record else event, record, source)
    format = format_of(REFERENCES, form, output, "words")
    print_bytes(format.encode(items), output)


@app.command("query", short_help="Ask the tables in SQL; or ask a named question.")
@with_option_groups
def query_(
    question: Annotated[
        str | None,
        typer.Argument(
            help="SQL, a named question, a file that ends in .sql, or - for standard input. Without it, the questions are listed.",
            autocompletion=completion.questions,
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="NAME=VALUE", help="name=value, bound to $name; not bound is null."),
    ] = None,
    *,
    period: PeriodOptions,
    view: ViewOptions,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="How long DuckDB may work on it; 0 is no limit.")
    ] = 60,
    memory: Annotated[str, typer.Option(metavar="SIZE", help="How much memory it may take; or none.")] = "2GB",
    how: ReadOptions,
) -> None:
    """Ask the tables in SQL: one SELECT, read-only, out of reach of files and the network, and not for ever.

    The tables: summitevents query "SHOW TABLES"; docs/tables.md says what stands in them.
    """
    from summitevents.query.limits import Clock, end_process, limited_addresses, parse_memory
    from summitevents.query.parameters import check_parameters, names_meant
    from summitevents.query.questions import named_questions, questions, text_of
    from summitevents.query.select import stream_query

    if question is None:
        print_words(questions())
        return
    sql = text_of(question, sys.stdin)
    pairs = name_value_pairs(param or [], "a parameter is written name=value")
    values = {name.removeprefix("$"): value for name, value in pairs.items()}
    most = parse_memory(memory)
    with (
        connect(package_to_read(how.data), view, period, most, described=question not in named_questions()) as con,
        limited_addresses(most),
    ):
        if question in named_questions():
            check_parameters(con, question, values)
            for line in names_meant(con, {name: value.split("\n") for name, value in values.items()}):
                say(line)
        clock = Clock(con, timeout or None, end_process)
        print_rows(stream_query(con, sql, values, clock), how)


@app.command("log", short_help="List the records of the log.")
@with_option_groups
def log_(as_of: AsOf = None, *, how: ReadOptions) -> None:
    """List the records of the log in their order: what each says, why, and what ended it."""
    from summitevents.query.questions import named_questions
    from summitevents.query.select import run_query

    with connect(package_to_read(how.data), ViewOptions(as_of)) as con:
        print_rows(run_query(con, named_questions()["log"]), how)


@app.command("diff", short_help="What changed between two states of the log, and why.")
@with_option_groups
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A position, a time, a release, or sealed.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another; by default the end of the log.")] = "",
    *,
    how: ReadOptions,
) -> None:
    """Say what changed in the events between two states of the log, which records did it, and why."""
    from summitevents.cli import render
    from summitevents.query import diff as differ
    from summitevents.query.select import result_of

    rows = differ.changes(package_to_read(how.data), before, after or None)
    if how.as_rows:
        return print_rows(result_of(rows, list(differ.COLUMNS)), how)
    return print_words(render.changes(rows)) if rows else say("no event changed")


@app.command("coverage", short_help="What the log covers: counts by year, kind, source; shares; open disputes.")
@with_option_groups
def coverage(as_of: AsOf = None, known_by: KnownBy = None, *, how: ReadOptions) -> None:
    """Count what the log covers: events, dates, corroboration, disputes, sources by genre and by side."""
    from summitevents.cli import render
    from summitevents.query.questions import named_questions
    from summitevents.query.select import run_query

    with connect(package_to_read(how.data), ViewOptions(as_of, known_by)) as con:
        found = run_query(con, named_questions()["coverage"])
    if how.as_rows:
        print_rows(found, how)
    else:
        print_words(render.coverage(found.dicts()))
