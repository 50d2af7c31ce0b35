"""Drafts the records that end another: a retraction, or the record anew with some fields changed."""

from collections.abc import Mapping
from typing import Any

from summitevents.curate.citing import WORDS
from summitevents.curate.field_text import parse_field, text_fields
from summitevents.curate.log_index import LogIndex
from summitevents.errors import UnreadableError
from summitevents.findings.spelling import did_you_mean
from summitevents.log import records
from summitevents.log.documents import PASSAGE_FIELDS


def draft_retraction(log: LogIndex, id: str, reason: str) -> dict[str, Any]:
    """Returns a retraction of a record. Raises UnreadableError if a live record ended it: that one would have to go."""
    by = log.ended_by.get(id)
    if by is not None and by not in log.ended_by:
        raise UnreadableError(f"{id} is dead already: {by} ended it; retract that one, should it not stand either")
    return {"op": "retract", "target": id, "reason": reason}


def draft_correction(log: LogIndex, id: str, texts: Mapping[str, str], reason: str) -> dict[str, Any]:
    """Returns a record to stand in the place of another: with the fields in `texts` changed, and all else as it was.

    Raises UnreadableError for a field that such a record does not have, if nothing would change, and if it is dead.
    """
    old = log.by_id[id]
    op = str(old.get("op"))
    if id in log.ended_by:
        raise UnreadableError(
            f"{id} is dead: {log.ended_by[id]} ended it; correct what stands in its place, or claim anew"
        )
    if op not in records.MODELS or op == "retract":
        raise UnreadableError(f"{id} cannot be corrected, its op is {op}; to undo a retraction, append the record anew")
    types = {name: type for name, type in text_fields(op).items() if name not in ("replaces", "reason")}
    new = {k: v for k, v in old.items() if k not in ("id", "recorded_at", "recorded_by", "replaces", "reason")}
    for name, text in texts.items():
        if name not in types:
            raise UnreadableError(f"{op} has no field {name}; {did_you_mean(name, list(types))}")
        new[name] = parse_field(name, types[name], text)
    # if every such record needs a reason, the reason is part of what it says
    reason_says = records.MODELS[op].model_fields["reason"].is_required() and old.get("reason") != reason
    if not reason_says and all(old.get(name) == value for name, value in new.items()):
        raise UnreadableError(f"nothing would change in {id}")
    if new.get(WORDS):
        new |= dict.fromkeys(PASSAGE_FIELDS)
    return {**new, "replaces": id, "reason": reason}
