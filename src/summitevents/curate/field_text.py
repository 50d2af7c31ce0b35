"""Drafts records from fields as people write them, on a command line or in a cell.

Nothing here judges what a record says: text that is not a number, where one is due, stays text, for the check to find.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from summitevents.curate.citing import WORDS
from summitevents.errors import UnreadableError
from summitevents.log import records, schema
from summitevents.log.documents import PASSAGE_FIELDS
from summitevents.standards import ijson

_ENTRY_FIELDS = {"actors": ("actor", "role", "office"), "kin": ("actor", "relation")}
"""Field with a list of objects → the fields of each, in the order in which people write them, between colons."""


def text_fields(op: str) -> dict[str, str]:
    """Returns the fields of an op that can be written as text: name → string, integer, number, boolean or array."""
    types = {name: schema.table_type(info) for name, info in records.MODELS[op].model_fields.items()}
    for name in ("id", "op", "recorded_at", "recorded_by"):
        del types[name]
    for name in ("source", *PASSAGE_FIELDS, "replaces", "reason"):  # last, as people write them
        if name in types and name != op:
            types[name] = types.pop(name)
    return types | ({WORDS: "string"} if "passage_start" in types else {})


def parse_field(field: str, type: str, text: str) -> Any:
    """Returns the value of a field of this type; None for empty text. Raises UnreadableError if a list is not JSON."""
    text = text.strip()
    if not text:
        return None
    match type:
        case "array":
            return _parse_list(field, text)
        case "boolean":
            return {"true": True, "false": False}.get(text.lower(), text)
        case "integer" | "number":
            return _parse_number(text)
    return text


def _parse_number(text: str) -> Any:
    try:
        value = ijson.loads(text)
    except ijson.IJsonError:
        return text
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text


def _parse_list(field: str, text: str) -> Any:
    """Returns entries that stand between semicolons, or a list in JSON."""
    if text.startswith("["):
        try:
            return ijson.loads(text)
        except ijson.IJsonError as error:
            raise UnreadableError(f"{field}: not JSON: {error.reason}") from None
    entries = [entry.strip() for entry in text.split(";") if entry.strip()]
    return [_parse_entry(field, entry) for entry in entries]


def _parse_entry(field: str, text: str) -> Any:
    """Returns an entry of a list: of actors from slug:role[:office], of kin from slug:relation; else the text."""
    names = _ENTRY_FIELDS.get(field)
    if names is None:
        return text
    parts = [part.strip() for part in text.split(":", len(names) - 1)]
    return {name: part for name, part in zip(names, parts, strict=False) if part}


def record_from_texts(op: str, texts: Mapping[str, str | Sequence[str] | None]) -> dict[str, Any]:
    """Returns a draft from texts by field; a list has a text for each entry. Fields without text are left out."""
    record: dict[str, Any] = {"op": op}
    for name, type in text_fields(op).items():
        text = texts.get(name)
        if isinstance(text, str):
            value = parse_field(name, type, text)
        else:
            value = [_parse_entry(name, entry) for entry in text or ()]
        if value not in (None, []):
            record[name] = value
    return record
