"""The screen: one SELECT that reads a log's lines, typed, and says of each whether it is surely well formed.

It is made from the record models by `query()`, and kept in sql/read/screened.sql so that a log can be read without them.
Its verdict is one-sided: a line that it clears is one that `log.reader` and `check.form` have nothing against; any other line may be
good too, and those two, which are the definition, look at it. Why it may be believed:

- Its types are not. `from_json` drops what it does not know, and takes 7 for "7". So each value that is no text is kept
  as its JSON token and held against a pattern, and a text that another value would give as well is not cleared.
- So every value is what its type says, and the bytes that these values need in the shortest writing, with their names and
  punctuation, are known. The line is written anew in the shortest way (`json`): an unknown or doubled name or a null
  makes it longer than that, and nothing makes it shorter.
- Escapes: those of quotation marks and backslashes are taken back first, and a line with any other is not cleared.
- A comma too many is all that DuckDB's reader forgives: a line is not cleared that may have one.

What remains (dates in EDTF, of which a log has few distinct ones) is for `fold.workspace` to do.
"""

import json
import re
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from summitevents.log import records, schema
from summitevents.log.reader import LINE_BYTES
from summitevents.log.vocabulary import SLUG, Terms
from summitevents.standards.sql_quoting import literal

_ALIKE = [
    *("7" * n for n in range(1, 81)), "7" + "e" + "7" * 62, "1.5", "-1", "1e5", "-1.5e-5", "true", "false",
    "nan", "NaN", "NAN", "-nan", "inf", "Inf", "INF", "-inf", "infinity", "Infinity", "INFINITY", "-Infinity",
    "[]", "{}",
]  # fmt: skip
"""Texts that something else than a text gives too. A field whose pattern takes one of them is looked at for all."""

_TERMS: Terms = {"kind": {"$kind": ""}, "role": {"$role": ""}}
"""What stands in the SQL in the place of the terms of a log's vocabulary; `fold.workspace` fills them in."""

# Not IN (…): DuckDB makes a join of a long list, which every row would go through, and which gives up the order of lines.
_WORDS = "(?i)true|false|[+-]?(?:nan|inf|infinity)"
_DAY = "[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-"
_CLOCK = "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
_TOGETHER = {
    "_replacement_has_reason": "(replaces IS NULL OR reason IS NOT NULL)",
    "_passage_is_whole": """CASE WHEN passage_start IS NULL AND passage_end IS NULL AND passage_sha256 IS NULL THEN TRUE
        ELSE source IS NOT NULL AND passage_sha256 IS NOT NULL
            AND TRY_CAST(CAST(passage_start AS VARCHAR) AS BIGINT) < TRY_CAST(CAST(passage_end AS VARCHAR) AS BIGINT) END""",
    "_claim_holds_together": """(passage_start IS NOT NULL OR locator IS NOT NULL)
        AND (happened IS NULL) = (basis IS NULL) AND (quantity IS NULL) = (unit IS NULL)""",
}
"""The validators of records.py that look at several fields, in SQL. A new one needs its line here."""


def query(screened: bool = True) -> str:
    """The text of sql/read/screened.sql, or of sql/read/typed.sql, which looks at nothing and says that no line is clear."""
    wanted = ",\n    ".join(f'{_typed(name, kind)} AS "{name}"' for name, kind in schema.columns().items())
    ops = "\n        ".join(f"WHEN {literal(op)} THEN {_record(op, model)}" for op, model in records.MODELS.items())
    clear = "FALSE"
    if screened:
        rules = "\n        AND ".join([*_line(), *_shared(), f"CASE op\n        {ops}\n        END"])
        clear = f"coalesce(\n        {rules},\n        FALSE\n    )"
    return f"""\
-- one row per line of the files, in their order: its record, typed, and whether that is surely well formed (see tools/screen.py)
-- Made by tools/generate.py from log/records.py.
SELECT
    'events/' || parse_filename(_path) AS file,
    {clear} AS clear,
    {wanted}
FROM (
    SELECT
        _path, _line, _short, s.*,
        CASE WHEN contains(_short, '\\') THEN regexp_replace(_short, '\\\\["\\\\]', '_', 'g') ELSE _short END AS _plain
    FROM (
        SELECT _path, _line, json(_json) AS _short, from_json(_json, {literal(json.dumps({name: _leaf(uses[0][1]) for name, uses in schema.fields().items()}))}) AS s
        FROM (
            SELECT _path, _line, CASE WHEN json_valid(_line) THEN _line END AS _json -- TRY would go line by line after one error
            FROM read_csv(
                $files, columns = {{'_line': 'VARCHAR'}}, header = FALSE, auto_detect = FALSE, delim = chr(1), quote = '',
                escape = '', new_line = '\\n', max_line_size = {_MOST}, filename = '_path'
            )
        ) AS lines
    ) AS lines
) AS parsed
"""


_MOST = 1 << 21
"""A longer line is none for DuckDB: the file is not plain."""


def _line() -> list[str]:
    """What holds for every line as such."""
    return [
        f"strlen(_line) <= {LINE_BYTES}",
        "NOT contains(_plain, '\\')",
        "NOT contains(_short, chr(127))",
        "CASE WHEN strlen(_line) = strlen(_short) THEN TRUE ELSE NOT regexp_matches(_line, ',[ \\t]*[\\]}]') END",
    ]


def _rules() -> dict[str, dict[str, str]]:
    """Field → op → the form it has there."""
    return {
        name: {op: _form(f'"{name}"', name, info) for op, info in uses}
        for name, uses in schema.fields().items() if name != "op"
    }  # fmt: skip


def _shared() -> list[str]:
    """The fields that have one form, whatever the op."""
    forms = {name: set(rules.values()) for name, rules in _rules().items()}
    return [
        f'CASE WHEN "{name}" IS NULL THEN TRUE ELSE {one.pop()} END' for name, one in forms.items() if len(one) == 1
    ]


def _record(op: str, model: type[records.Record]) -> str:
    """Whether a line is a record of one op: fields whose form is its own, fields together, and the bytes of the line."""
    fields, own = model.model_fields, {name: rules for name, rules in _rules().items() if len({*rules.values()}) > 1}
    rules = [f'coalesce({forms[op]}, "{name}" IS NULL)' for name, forms in own.items() if op in forms]
    rules += [_TOGETHER[name] for name in model.__pydantic_decorators__.model_validators]
    known = 1 + sum(4 + len(name) for name, info in fields.items() if info.is_required())
    parts = [_bytes(f'"{name}"', len(name) + 4, info) for name, info in fields.items()]
    return "\n            AND ".join([*rules, f"strlen(_plain) = {known} + " + " + ".join(parts)])


def _bytes(value: str, around: int, info: FieldInfo) -> str:
    """The bytes of a field with its name and punctuation, which are `around`; without these if the field is required."""
    size = f"strlen({value})" + (" + 2" if _is_text(info) else "")
    return size if info.is_required() else f"CASE WHEN {value} IS NULL THEN 0 ELSE {around} + {size} END"


def _is_text(info: FieldInfo) -> bool:
    return schema.bare_type(info.annotation) is str and not _is_edtf(info)


def _is_edtf(info: FieldInfo) -> bool:
    from summitevents.standards import edtf

    return bool(schema.field_constraints(info, _TERMS).get("pattern") == f"(?:{edtf.PATTERN})")


def _form(value: str, name: str, info: FieldInfo) -> str:
    """Whether the value of a field that is there has its form."""
    kind, limits = schema.bare_type(info.annotation), schema.field_constraints(info, _TERMS)
    if get_origin(kind) is list:
        entry = _entry(FieldInfo.from_annotation(get_args(kind)[0]))
        pattern = rf"\[(?:{entry},?)*\]"  # commas stand where they must: DuckDB wrote the token
        return f"(regexp_full_match({value}, {literal(pattern)}) AND strlen({value}) <= 4000)"
    if kind is bool:
        return f"{value} IN ('true', 'false')"
    if kind in (int, float):
        return _number(value, kind, limits)
    if _is_edtf(info):
        return f"(starts_with({value}, '\"') AND NOT contains({value}, '\\'))"
    if "enum" in limits:
        return f"regexp_full_match({value}, {literal('|'.join(limits['enum']))})"
    if name == "recorded_at":
        return (
            f"CASE WHEN regexp_full_match({value}, '{_DAY}(?:0[1-9]|1[0-9]|2[0-8]){_CLOCK}') THEN TRUE "
            f"ELSE regexp_full_match({value}, '{_DAY}(?:29|30|31){_CLOCK}') AND TRY_CAST({value}[:10] AS DATE) IS NOT NULL END"
        )
    return _string(value, limits)


def _entry(info: FieldInfo) -> str:
    """A pattern of an entry of a list, or a field of it, in its shortest writing; fields stand in their own order."""
    kind, limits = schema.bare_type(info.annotation), schema.field_constraints(info, _TERMS)
    if issubclass(kind, BaseModel):
        fields = kind.model_fields.items()
        (first, _), *others = ((f'"{name}":{_entry(part)}', part) for name, part in fields)
        return (
            "\\{" + first + "".join(f",{one}" if part.is_required() else f"(?:,{one})?" for one, part in others) + "\\}"
        )
    inner = "(?:" + "|".join(limits["enum"]) + ")" if "enum" in limits else _ENTRIES[limits["pattern"]]
    return f'"{inner}"'


_ENTRIES = {
    f"(?:{SLUG})": "[a-z0-9](?:-?[a-z0-9]){0,39}",  # no longer than a slug may be
    r"(?:[^\x00-\x1f\x7f]+)": r'(?:[^"\\\x00-\x1f\x7f]|\\["\\])+',
}
"""The patterns that entries of lists have, as they stand in a token."""


def _string(value: str, limits: dict[str, Any]) -> str:
    pattern, rules = limits["pattern"], []
    if "x00" in pattern:  # a text: its control characters would be escapes, and a line with those is not cleared
        rules.append(f"strlen({value}) > 0")
    else:
        rules.append(f"regexp_full_match({value}, {literal(pattern)})")
    if "maxLength" in limits:  # bytes: never less than code points
        rules.append(f"strlen({value}) <= {limits['maxLength']}")
    if any(re.fullmatch(pattern, text) for text in _ALIKE):
        rules.append(f"CASE WHEN {value} > ':' THEN TRUE ELSE regexp_matches({value}, '[^0-9.eE+-]') END")
        rules.append(f"CASE WHEN strlen({value}) > 9 THEN TRUE ELSE NOT regexp_full_match({value}, '{_WORDS}') END")
    if re.fullmatch(pattern, "{}"):
        bracketed = f"{value} >= '[' AND {value} < '\\' OR {value} >= '{{' AND {value} < '|'"
        rules.append(f"CASE WHEN {bracketed} THEN NOT json_valid({value}) ELSE TRUE END")
    return "(" + " AND ".join(rules) + ")"


def _number(value: str, kind: type, limits: dict[str, Any]) -> str:
    """A number as DuckDB writes it (1e2 comes as 100.0), of not so many digits that readers could differ."""
    digits = r"-?(?:0|[1-9][0-9]{0,13})" + ("" if kind is int else r"(?:\.[0-9]{1,15})?")
    number = f"TRY_CAST(CAST({value} AS VARCHAR) AS {'BIGINT' if kind is int else 'DOUBLE'})"
    signs = (("minimum", ">="), ("maximum", "<="))
    rules = [f"{number} {sign} {limits[key]}" for key, sign in signs if key in limits]
    return "(" + " AND ".join([f"regexp_full_match({value}, {literal(digits)})", *rules]) + ")"


def _leaf(info: FieldInfo) -> str:
    """What `from_json` gives of a field: the text, or of any other value its token."""
    return "VARCHAR" if _is_text(info) else "JSON"


def _typed(name: str, kind: str) -> str:
    """A field as its column's type, from its text or token."""
    if _is_edtf(schema.fields()[name][0][1]):
        return f'"{name}"[2:-2]'
    if kind.endswith("[]"):
        return f'TRY(from_json("{name}", {literal(json.dumps(_structure(kind)))}))'
    return f'"{name}"' if kind == "VARCHAR" else f'TRY_CAST(CAST("{name}" AS VARCHAR) AS {kind})'


def _structure(kind: str) -> Any:
    """A DuckDB type as `from_json` names it."""
    if kind.endswith("[]"):
        return [_structure(kind[:-2])]
    return dict(re.findall(r'"(\w+)" (\w+)', kind)) or kind
