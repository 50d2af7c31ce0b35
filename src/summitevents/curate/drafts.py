"""What a curator writes down → records still without id and time: JSON, text by field, a spreadsheet, a correction.

Nothing here judges what a record says; texts that are no number where one is due stay texts, for the check to find.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from summitevents.curate.proposal import WORDS
from summitevents.errors import UnreadableError
from summitevents.findings.escaping import Verbatim
from summitevents.findings.finding import Finding, find
from summitevents.findings.spelling import did_you_mean
from summitevents.log import records, schema
from summitevents.log.documents import PASSAGE_FIELDS
from summitevents.log.reader import DECLARED_SLUG, Line
from summitevents.standards import ijson

_LISTS = {"actors": ("actor", "role", "office"), "kin": ("actor", "relation")}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet of claims: its name, a record a row, the rows' numbers, and the column of each field, from 1."""

    file: str
    claims: list[dict[str, Any]]
    rows: list[int]
    columns: Mapping[str, int]

    def sorted(self, findings: Iterable[Finding], file: str) -> list[Finding]:
        """The findings, those of lines that were made of it where a person meets them: in its rows and columns."""
        placed = (self._placed(finding) if finding.file == file else finding for finding in findings)
        return sorted(placed, key=lambda f: (f.file != self.file, f.file, f.line or 0, f.column or 0))

    def _placed(self, finding: Finding) -> Finding:
        field = (finding.field or "").split(".")[0]
        row = self.rows[finding.line - 1] if finding.line else None
        return replace(finding, file=self.file, line=row, column=self.columns.get(field), record=None)


def decoded(content: bytes, name: str) -> tuple[str, list[Finding]]:
    """A file's text, without the byte order mark that some programs put in front of it."""
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return "", [find("bytes-utf8", name, line, 1, value=Verbatim(f"0x{content[error.start]:02x}"))]


def parse(text: str, name: str) -> tuple[list[dict[str, Any]], list[Finding]]:
    """The records of a JSON object, an array of them, or JSON lines; and what is wrong with the text."""
    try:
        value = ijson.loads(text.strip())
    except ijson.IJsonError as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) > 1 and _whole(lines[0][1]):
            return _lines(lines, name)
        start = len(text) - len(text.lstrip())
        return [], [_syntax(error, name, text, start + error.column)]
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, dict)], [
        _no_object(v, name, 1) for v in values if not isinstance(v, dict)
    ]


def _whole(line: str) -> bool:
    try:
        return isinstance(ijson.loads(line), dict)
    except ijson.IJsonError as error:
        return error.code != "syntax"


def _lines(lines: Iterable[tuple[int, str]], name: str) -> tuple[list[dict[str, Any]], list[Finding]]:
    values: list[dict[str, Any]] = []
    findings = []
    for number, line in lines:
        try:
            value = ijson.loads(line)
        except ijson.IJsonError as error:
            findings.append(replace(_syntax(error, name, line, error.column), line=number))
            continue
        if isinstance(value, dict):
            values.append(value)
        else:
            findings.append(_no_object(value, name, number))
    return values, findings


def _syntax(error: ijson.IJsonError, name: str, text: str, column: int) -> Finding:
    """What is wrong with a JSON text, by line and column."""
    before = text[: column - 1]
    place = (before.count("\n") + 1, column - 1 - (before.rfind("\n") + 1) + 1)
    return find(f"json-{error.code}", name, *place, value=error.value, problem=error.reason)


def _no_object(value: object, name: str, line: int) -> Finding:
    return find("json-object", name, line, 1, value=Verbatim(json.dumps(value, ensure_ascii=False)))


# -- text by field


def fields(op: str) -> dict[str, str]:
    """What can be said in words of a record of an op: field → string, integer, number, boolean or array."""
    own = {name: schema.table_type(info) for name, info in records.MODELS[op].model_fields.items()}
    for name in ("id", "op", "recorded_at", "recorded_by"):
        del own[name]
    for name in ("source", *PASSAGE_FIELDS, "replaces", "reason"):  # last, as people write them
        if name in own and name != op:
            own[name] = own.pop(name)
    return own | ({WORDS: "string"} if "passage_start" in own else {})


def value(field: str, kind: str, text: str) -> Any:
    """A field's value, as written on a command line or in a cell; empty is null."""
    text = text.strip()
    if not text:
        return None
    if kind == "array":
        return _list(field, text)
    if kind == "boolean":
        return {"true": True, "false": False}.get(text.lower(), text)
    if kind in ("integer", "number"):
        return _number(text)
    return text


def _number(text: str) -> Any:
    try:
        found = ijson.loads(text)
    except ijson.IJsonError:
        return text
    return found if isinstance(found, int | float) and not isinstance(found, bool) else text


def _list(field: str, text: str) -> Any:
    """Entries between semicolons; in actors slug:role[:office], in kin slug:relation. Or a list in JSON."""
    if text.startswith("["):
        try:
            return ijson.loads(text)
        except ijson.IJsonError as error:
            raise UnreadableError(f"{field}: not JSON: {error.reason}") from None
    entries = [entry.strip() for entry in text.split(";") if entry.strip()]
    return [_entry(field, entry) for entry in entries]


def _entry(field: str, text: str) -> Any:
    names = _LISTS.get(field)
    if names is None:
        return text
    parts = [part.strip() for part in text.split(":", len(names) - 1)]
    return {name: part for name, part in zip(names, parts, strict=False) if part}


def told(op: str, said: Mapping[str, str | Sequence[str] | None]) -> dict[str, Any]:
    """A record from its fields in words; of a list, each entry in words. What is not said is left out."""
    record: dict[str, Any] = {"op": op}
    for name, kind in fields(op).items():
        text = said.get(name)
        found = value(name, kind, text) if isinstance(text, str) else [_entry(name, entry) for entry in text or ()]
        if found not in (None, []):
            record[name] = found
    return record


# -- a spreadsheet


def sheet(text: str, name: str, mapping: Mapping[str, str], usual: Mapping[str, Any]) -> tuple[Sheet, list[Finding]]:
    """Claims from CSV with a heading. `mapping`: column → field, or nothing to leave a column out; a column that is
    called as a field is that field. `usual`: what a claim says where its row is silent.

    Raises UnreadableError where the heading does not fit. Rows count as in a spreadsheet: the heading is the first.
    """
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise UnreadableError(f"{name} is not CSV: {error}") from None
    if not table:
        raise UnreadableError(f"{name} is empty; its first row should name the columns")
    heading = [cell.strip() for cell in table[0]]
    columns = _columns(heading, mapping, name)
    kinds, claims, rows, findings = fields("claim"), [], [], []
    for number, cells in enumerate(table[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(heading):
            findings.append(find("row-width", name, number, value=len(cells), other=len(heading)))
            continue
        says = {field: value(field, kinds[field], cells[column - 1]) for field, column in columns.items()}
        claims.append({"op": "claim", **usual, **{k: v for k, v in says.items() if v is not None}})
        rows.append(number)
    return Sheet(name, claims, rows, columns), findings


def _delimiter(text: str) -> str:
    """What stands between the cells of the heading most often: a comma, a semicolon or a tab, as spreadsheets write."""
    return max(",;\t", key=text.partition("\n")[0].count)


def _columns(heading: Sequence[str], mapping: Mapping[str, str], name: str) -> dict[str, int]:
    """Field → number of its column."""
    known = list(fields("claim"))
    found: dict[str, int] = {}
    for column in mapping:
        if column not in heading:
            raise UnreadableError(f"{name} has no column {column}; {did_you_mean(column, list(heading))}")
    for number, column in enumerate(heading, 1):
        field = mapping.get(column, column)
        if field and field not in known:
            hint = did_you_mean(field, known, "see docs/format.md")
            raise UnreadableError(
                f"a claim has no field {field}; {hint}; --map '{column}=field', or '{column}=' to leave it out"
            )
        if field in found:
            raise UnreadableError(f"two columns of {name} are {field}: columns {found[field]} and {number}")
        if field:
            found[field] = number
    return found


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """name=value, …, as a mapping. Raises UnreadableError for one without an equals sign, or a name that comes twice."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, said = text.partition("=")
        if not equals or not name.strip():
            raise UnreadableError(f"{text}: write it name=value")
        if name.strip() in found:
            raise UnreadableError(f"{name.strip()} is given twice")
        found[name.strip()] = said
    return found


# -- what is there already


@dataclass(frozen=True, slots=True)
class Known:
    """The records of a log, by id; what ended the dead ones; and what each event's slug was absorbed into."""

    by_id: Mapping[str, Mapping[str, Any]]
    ended: Mapping[str, str]
    absorbed: Mapping[str, str]


def known(lines: Iterable[Line], but: str = "") -> Known:
    """What the lines say that can be read, but for those of one file: what it was written on."""
    by_id = {str(line.value.get("id")): line.value for line in lines if line.whole and line.file != but}
    ended = {str(r["target"]): id for id, r in by_id.items() if r.get("op") == "retract" and "target" in r}
    ended |= {str(r["replaces"]): id for id, r in by_id.items() if r.get("replaces")}
    live = [record for id, record in by_id.items() if id not in ended]
    return Known(by_id, ended, {str(r.get("other")): str(r.get("event")) for r in live if r.get("op") == "same"})


def target(there: Known, word: str, op: str = "") -> str:
    """The id of the record that is meant: an id, or a slug that just one live record declares or speaks of.

    `op`: only such records. Raises UnreadableError where there is none, or several, with their ids.
    """
    if word in there.by_id:
        return word
    found = [
        id
        for id, r in there.by_id.items()
        if id not in there.ended and op in ("", r.get("op")) and _means(there, r, word)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnreadableError(
            f"{word} has {len(found)} live records; name one:\n" + "\n".join(_told(there, id) for id in found)
        )
    ended = [there.ended[id] for id, r in there.by_id.items() if op in ("", r.get("op")) and _means(there, r, word)]
    if ended:
        raise UnreadableError(f"{word} has no live record; {ended[-1]} ended the last of them")
    wanted = [r for r in there.by_id.values() if op in ("", r.get("op"))]
    slugs = {str(r.get(DECLARED_SLUG.get(str(r.get("op")), ""))) for r in wanted}
    raise UnreadableError(
        f"no record {word}; {did_you_mean(word, [*sorted(slugs), *(str(r['id']) for r in wanted)], 'see: summitevents log')}"
    )


def _means(there: Known, record: Mapping[str, Any], word: str) -> bool:
    """Whether a declaration is of a slug, or a claim of an event or of one that was absorbed into it."""
    op = str(record.get("op"))
    slug = record.get(DECLARED_SLUG.get(op, ""))
    for _ in there.absorbed:  # as many steps as there are merges; a circle is found elsewhere
        if op == "claim" and slug != word:
            slug = there.absorbed.get(str(slug), slug)
    return slug == word


def _told(there: Known, id: str) -> str:
    record = there.by_id[id]
    said = [
        record.get("happened"),
        record.get("status"),
        record.get("source"),
        record.get("title") or record.get("name"),
    ]
    return f"  {id} · {record.get('op')} · " + " · ".join(str(word) for word in said if word)


def retracted(there: Known, id: str, because: str) -> dict[str, Any]:
    """A retraction of the record. Raises UnreadableError where a live record ended it: that one would have to go."""
    by = there.ended.get(id)
    if by is not None and by not in there.ended:
        raise UnreadableError(f"{id} is dead already: {by} ended it; retract that one, should it not stand either")
    return {"op": "retract", "target": id, "reason": because}


def corrected(there: Known, id: str, said: Mapping[str, str], because: str) -> dict[str, Any]:
    """The record anew, with what is said of its fields changed, to stand in its place.

    Raises UnreadableError for a field it cannot have, where nothing would change, and for a record that is dead.
    """
    old = there.by_id[id]
    op = str(old.get("op"))
    if id in there.ended:
        raise UnreadableError(
            f"{id} is dead: {there.ended[id]} ended it; correct what stands in its place, or claim anew"
        )
    if op not in records.MODELS or op == "retract":
        raise UnreadableError(f"{id} cannot be corrected, its op is {op}; to undo a retraction, append the record anew")
    kinds = {name: kind for name, kind in fields(op).items() if name not in ("replaces", "reason")}
    changed = {k: v for k, v in old.items() if k not in ("id", "recorded_at", "recorded_by", "replaces", "reason")}
    for name, text in said.items():
        if name not in kinds:
            raise UnreadableError(f"{op} has no field {name}; {did_you_mean(name, list(kinds))}")
        changed[name] = value(name, kinds[name], text)
    judged = records.MODELS[op].model_fields["reason"].is_required()  # then the reason is part of what is said
    if all(old.get(k) == v for k, v in changed.items()) and not (judged and old.get("reason") != because):
        raise UnreadableError(f"nothing would change in {id}")
    if changed.get(WORDS):
        changed |= dict.fromkeys(PASSAGE_FIELDS)
    return {**changed, "replaces": id, "reason": because}
