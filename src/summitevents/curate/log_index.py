"""An index of a log's records, to find the one that a curator means."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from summitevents.errors import UnreadableError
from summitevents.findings.spelling import did_you_mean
from summitevents.log.reader import DECLARED_SLUG, Line


@dataclass(frozen=True, slots=True)
class LogIndex:
    """The records of a log: by id; dead id → the id of what ended it; absorbed event → the event that absorbed it.

    `meant`: the records that the batch names that is to be written again, if there is one: of several, words mean these.
    """

    by_id: Mapping[str, Mapping[str, Any]]
    ended_by: Mapping[str, str]
    absorbed_by: Mapping[str, str]
    meant: Collection[str] = ()

    def find_record(self, word: str, op: str = "") -> str:
        """Returns the id of the record that a word means: an id, or a slug that one live record declares or speaks of; or a name of one.

        `op`: only a record of this op, if the word is no id. Raises UnreadableError if there is no such record, or
        several.
        """
        if word in self.by_id:
            return word
        candidates = {id: record for id, record in self.by_id.items() if op in ("", record.get("op"))}
        named = [id for id, record in candidates.items() if word in (record.get("name"), record.get("title"))]
        about = [id for id, record in candidates.items() if self._is_about(record, word)] or named
        live = [id for id in about if id in self.meant] or [id for id in about if id not in self.ended_by]
        if len(live) == 1:
            return live[0]
        if live:
            shown = "\n".join(self._summary(id) for id in live)
            raise UnreadableError(f"{word} has {len(live):,} live records; name one:\n{shown}")
        if about:
            raise UnreadableError(f"{word} has no live record; {self.ended_by[about[-1]]} ended the last of them")
        slugs = {str(record.get(DECLARED_SLUG.get(str(record.get("op")), ""))) for record in candidates.values()}
        hint = did_you_mean(word, [*sorted(slugs), *candidates], "see: summitevents log")
        raise UnreadableError(f"no record {word}; {hint}")

    def event_of(self, id: str) -> str:
        """Returns the event that a claim speaks of, or the one that absorbed it."""
        event = str(self.by_id[id].get("event"))
        for _ in self.absorbed_by:  # at most as many steps as there are merges: a circle of them is found elsewhere
            event = self.absorbed_by.get(event, event)
        return event

    def _is_about(self, record: Mapping[str, Any], word: str) -> bool:
        """Tells whether a record declares the slug, or is a claim of an event that was absorbed into it."""
        op = str(record.get("op"))
        slug = record.get(DECLARED_SLUG.get(op, ""))
        for _ in self.absorbed_by:  # at most as many steps as there are merges: a circle of them is found elsewhere
            if op == "claim" and slug != word:
                slug = self.absorbed_by.get(str(slug), slug)
        return slug == word

    def _summary(self, id: str) -> str:
        record = self.by_id[id]
        name = record.get("title") or record.get("name")
        said = [record.get("happened"), record.get("status"), record.get("source"), name]
        return f"  {id} · {record.get('op')} · " + " · ".join(str(word) for word in said if word)


def index_log(lines: Iterable[Line], retried: str = "") -> LogIndex:
    """Returns the index of the lines that can be read; for the batch in the file `retried`, as that batch found it.

    That is without its records, and nothing has ended what they name: not even what others have written since.
    """
    whole = [line for line in lines if line.whole]
    named = [line.value for line in whole if line.file == retried]
    meant = {str(record[field]) for record in named for field in ("target", "other", "replaces") if field in record}
    by_id = {str(line.value.get("id")): line.value for line in whole if line.file != retried}
    ended_by = {str(r["target"]): id for id, r in by_id.items() if r.get("op") == "retract" and "target" in r}
    ended_by |= {str(r["replaces"]): id for id, r in by_id.items() if r.get("replaces")}
    ended_by = {ended: id for ended, id in ended_by.items() if ended not in meant}
    merges = [record for id, record in by_id.items() if id not in ended_by and record.get("op") == "same"]
    return LogIndex(by_id, ended_by, {str(r.get("other")): str(r.get("event")) for r in merges}, meant)
