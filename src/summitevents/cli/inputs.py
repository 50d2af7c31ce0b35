"""Reads what the commands that write are given: JSON, a spreadsheet, options; and knows where findings of it stand."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitevents.curate.json_input import JsonInput
    from summitevents.curate.spreadsheet import Spreadsheet
    from summitevents.curate.typed import TypedOptions
    from summitevents.errors import RefusedError
    from summitevents.findings.finding import Finding
    from summitevents.log.package import Package

_SHARED = {"recorded_by": "--by", "recorded_at": "--batch", "id": "--batch"}
_CITED = {"source": "--source", **dict.fromkeys(("words", "passage_start", "passage_end", "passage_sha256"), "--words")}
_ARGUMENTS = {
    **_CITED, "note": "--note", "reason": "--because", "event": "EVENT", "other": "OTHER", "target": "RECORD",
    "relation": "RELATION", "verdict": "VERDICT", "rank": "RANK",
}  # fmt: skip
_NAMED = 10
"""How many events are named that stand in the way of a retraction."""


def read_json(given: str) -> "tuple[list[dict[str, Any]], JsonInput]":
    """Returns the records of a JSON text, or of a file with one. Raises RefusedError with what is wrong with it."""
    from summitevents.curate.json_input import JsonInput, parse_records
    from summitevents.errors import RefusedError

    is_text = given.lstrip()[:1] in ("{", "[")
    text, name = (given, "JSON") if is_text else (read_text(given), given)
    found, wrong = parse_records(text, name)
    if wrong:
        raise RefusedError(wrong)
    return found, JsonInput(text, name)


def read_sheet(file: str, mapping: Mapping[str, str], defaults: dict[str, Any]) -> "tuple[Spreadsheet, list[Finding]]":
    """Returns the claims of a spreadsheet, and what is wrong with its rows. Raises RefusedError if no row is good."""
    from summitevents.curate.spreadsheet import read_spreadsheet
    from summitevents.errors import RefusedError

    sheet, wrong = read_spreadsheet(read_text(file), file, mapping, defaults)
    if wrong and not sheet.claims:
        raise RefusedError(wrong)
    return sheet, wrong


def claim_options() -> "TypedOptions":
    """Returns where findings of a claim stand that was given by options."""
    from summitevents.curate.typed import TypedOptions

    return TypedOptions("append", {**_SHARED, **_CITED, "actors": "--actor"})


def source_options() -> "TypedOptions":
    """Returns where findings of a source stand that was declared by options."""
    from summitevents.curate.typed import TypedOptions

    file = dict.fromkeys(("filename", "sha256", "bytes", "characters"), "--document")
    return TypedOptions("source", {**_SHARED, "source": "SOURCE", **file})


def changed_fields() -> "TypedOptions":
    """Returns where findings of a correction stand: at FIELD=VALUE, which begins with the field."""
    from summitevents.curate.typed import TypedOptions

    return TypedOptions("correct", {**_SHARED, "reason": "--because", "replaces": "RECORD"}, prefix="")


def arguments(command: str) -> "TypedOptions":
    """Returns where findings of a judgement stand: at the arguments of its command."""
    from summitevents.curate.typed import TypedOptions

    return TypedOptions(command, {**_SHARED, **_ARGUMENTS})


def named_elsewhere(refused: "RefusedError", package: "Package", record: str) -> "RefusedError":
    """Returns a refusal to retract a record that says, in one sentence, which events name it; or the same, if few do."""
    from summitevents.curate.log_index import index_log
    from summitevents.errors import RefusedError
    from summitevents.log.reader import read_log

    log = index_log(read_log(package)[0])
    needing = {finding.record for finding in refused.findings if finding.record in log.by_id}
    events = sorted({str(log.by_id[str(id)].get("event")) for id in needing} - {"None"})
    if not events or len(needing) < 2:
        return refused
    shown = ", ".join(events[:_NAMED]) + (", …" if len(events) > _NAMED else "")
    said = f"{len(events):,} event{'s name' if len(events) != 1 else ' names'} it, in {len(needing):,} records: {shown}"
    id = log.find_record(record)
    return RefusedError([], text=f"nothing is written: {id} is needed; {said}; correct or retract those first")


def read_text(file: str) -> str:
    """Returns the text of a file, or of standard input. Raises RefusedError if it is not UTF-8."""
    from summitevents.curate.json_input import decode_input
    from summitevents.errors import RefusedError

    if file != "-":
        content = Path(file).read_bytes()
    else:
        content = sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
    text, wrong = decode_input(content, file)
    if wrong:
        raise RefusedError(wrong)
    return text
