"""The screen: one SELECT that reads a log's lines, typed, and says of each whether it is surely well formed.

It is made from the record models by `query()`, and kept in sql/read/screened.sql so that a log can be read without them.
Its verdict is one-sided: a line that it clears is one that `log.reader` and `check.form` have nothing against; any other line may be
good too, and those two, which are the definition, look at it. Why it may be believed:

- One regular expression is the grammar of a record: its fields in their order, each in its form. A line that matches has no
  field twice, no unknown one and no null, and no escapes but those of quotation marks and backslashes.
- Any other line is written anew: the fields of all records, in one order, in the shortest way. A grammar of that order judges it,
  and the line is as good if it has as many bytes in its own order (`json`): so nothing was left out, and nothing stands there twice.
- A comma too many is all that DuckDB's reader forgives: a line that may have one is not written anew.
- What a regular expression cannot say is asked of the typed values: fields together, the limits of numbers, lengths.

What remains (dates in EDTF, of which a log has few distinct ones) is for `fold.workspace` to do.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from summitevents.log import records, schema
from summitevents.log.reader import LINE_BYTES
from summitevents.log.vocabulary import SLUG, Terms
from summitevents.standards import edtf
from summitevents.standards.sql_quoting import literal

_TERMS: Terms = {"kind": {"$kind": ""}, "role": {"$role": ""}}
"""What stands in the SQL in the place of the terms of a log's vocabulary; `fold.workspace` fills them in."""

_TOGETHER = {
    "_replacement_has_reason": "(replaces IS NULL OR reason IS NOT NULL)",
    "_passage_is_whole": """CASE WHEN passage_start IS NULL AND passage_end IS NULL AND passage_sha256 IS NULL THEN TRUE
            ELSE source IS NOT NULL AND passage_sha256 IS NOT NULL AND passage_start < passage_end END""",
    "_claim_holds_together": """(op <> 'claim' OR passage_start IS NOT NULL OR locator IS NOT NULL)
        AND (happened IS NULL) = (basis IS NULL) AND (quantity IS NULL) = (unit IS NULL)""",
}
"""The validators of records.py that look at several fields, in SQL: true of every op. A new one needs its line here."""

_TEXT = r'(?:[^"\\\x00-\x1f\x7f]|\\["\\])+'
_PATTERNS = {
    f"(?:{edtf.PATTERN})": r'[^"\\\x00-\x1f\x7f]+',  # looked at later
    r"(?:[^\x00-\x1f\x7f]+)": _TEXT,
    r"(?:https?://[!-~]+)": r"https?://[!#-\[\]-~]+",
}
"""The patterns of texts that could need escapes, as they stand in a line. All others stand there as they are."""

_SHORT_SLUG = "[a-z0-9](?:-?[a-z0-9]){0,39}"
"""A slug in a list, whose length nothing else looks at: surely no longer than a slug may be. In a line written anew, one of any
length matches, and is measured: to measure them all would take a tenth longer."""

_DAY = (
    "[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    "|[1-9][0-9](?:0[48]|[2468][048]|[13579][26])-02-29"  # but for that of 2000
)
_TIME = f"(?:{_DAY})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"

_LONGEST, _SLUG = 4000, 80
"""The most characters of a text, and of a slug. The screen counts bytes, which are as many or more."""


def query(screened: bool = True) -> str:
    """The text of sql/read/screened.sql, or of sql/read/typed.sql, which looks at nothing and says that no line is clear.

    `fold.workspace` puts the fields that it wants, with their types, in the place of `$wanted`.
    """
    clear, parsed = (_clear(), _judged()) if screened else ("FALSE", _TYPED)
    return f"""\
-- one row per line of the files, in their order: its record, typed, and whether that is surely well formed (see tools/screen.py)
-- Made by tools/generate.py from log/records.py.
SELECT 'events/' || parse_filename(_path) AS file, {clear} AS clear, *
FROM ({parsed}) AS parsed
"""


_LINES = """read_csv(
    $files, columns = {'_line': 'VARCHAR'}, header = FALSE, auto_detect = FALSE, delim = chr(1), quote = '',
    escape = '', new_line = '\\n', max_line_size = 2097152, filename = '_path'
)"""

# json_valid before from_json: TRY would go line by line after one error
_TYPED = f"""
SELECT _path, s.*
FROM (SELECT _path, from_json(CASE WHEN json_valid(_line) THEN _line END, '$wanted') AS s FROM {_LINES}) AS lines
"""


def _judged() -> str:
    """The lines, typed, with `_matches`: whether the grammar takes a line, or the same line written anew."""
    names = list(schema.fields())
    usual, anew = literal(_grammar()), literal(_grammar(names).replace(_SHORT_SLUG, SLUG))
    paths, members = ([literal(form.format(name)) for name in names] for form in ("$.{}", '"{}":'))
    checked = {name: kind for name, kind in schema.columns().items() if re.search(rf"\b{name}\b", _clear())}
    return f"""
SELECT _path, _line, _matches, s.*
FROM (
    SELECT
        _path, _line, from_json(_json, json_merge_patch({literal(json.dumps(checked))}, '$wanted')) AS s,
        CASE WHEN _anew IS NULL THEN _matches
            ELSE strlen(_anew) = strlen(json(_json)) AND regexp_full_match(_anew, {anew})
                AND NOT regexp_matches(_anew, '"[a-z0-9-]{{{_SLUG + 1}}}') END AS _matches
    FROM (
        SELECT
            _path, _line, _matches, _json,
            CASE WHEN NOT _matches AND NOT regexp_matches(_line, ',[ \\t]*[\\]}}]') THEN
            '{{' || array_to_string(list_transform(
                json_extract(_json, [{", ".join(paths)}]),
                lambda value, nr: [{", ".join(members)}][nr] || value
            ), ',') || '}}' END AS _anew
        FROM (
            SELECT _path, _line, _matches, CASE WHEN _matches THEN _line WHEN json_valid(_line) THEN _line END AS _json
            FROM (SELECT _path, _line, regexp_full_match(_line, {usual}) AS _matches FROM {_LINES}) AS lines
        ) AS lines
    ) AS lines
) AS lines
"""


def _clear() -> str:
    """Whether a line is surely well formed."""
    rules = ["_matches", _lengths(), *_limits(), *(_TOGETHER[name] for name in _validators())]
    return "coalesce(\n    " + "\n    AND ".join(rules) + ",\n    FALSE\n)"


# -- the grammar


def _grammar(names: Sequence[str] = ()) -> str:
    """The regular expression of a record: its fields in their usual order, or in that of these names."""
    orders = (
        (op, model, [name for name in names if name in model.model_fields] or records.field_order(op))
        for op, model in records.MODELS.items()
    )
    rest = "|".join(f'{op}"{_members(model, order[2:])}' for op, model, order in orders)
    return rf'\{{"id": ?{_value("id", records.Record.model_fields["id"])}, ?"op": ?"(?:{rest})\}}'


def _members(model: type[BaseModel], names: Iterable[str], in_list: bool = False) -> str:
    """The members of an object, each after a comma."""
    parts = []
    for name in names:
        info = model.model_fields[name]
        member = f', ?"{name}": ?{_value(name, info, in_list)}'
        parts.append(member if info.is_required() else f"(?:{member})?")
    return "".join(parts)


def _value(name: str, info: FieldInfo, in_list: bool = False) -> str:
    """The value of a field, or an entry of a list."""
    kind, limits = schema.bare_type(info.annotation), schema.field_constraints(info, _TERMS)
    if get_origin(kind) is list:
        entry = _value("", FieldInfo.from_annotation(get_args(kind)[0]), in_list=True)
        return rf"\[(?:{entry}(?:, ?{entry})*)?\]"
    if issubclass(kind, BaseModel):
        return rf"\{{{_members(kind, kind.model_fields, in_list=True).removeprefix(', ?')}\}}"
    if kind is bool:
        return "(?:true|false)"
    if kind in (int, float):  # of not so many digits that readers could differ
        return r"(?:0|[1-9][0-9]{0,13})" if kind is int else r"-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,15})?"
    if "enum" in limits:
        return f'"(?:{"|".join(limits["enum"])})"'
    if name == "recorded_at":
        return f'"{_TIME}"'
    if in_list and limits["pattern"] == f"(?:{SLUG})":
        return f'"{_SHORT_SLUG}"'
    return f'"{_PATTERNS.get(limits["pattern"], limits["pattern"])}"'


# -- beside the grammar


def _lengths() -> str:
    """Whether nothing is too long. In a long line, each part between two quotation marks is measured."""
    slugs = [
        f'strlen("{name}")' for name, uses in schema.fields().items()
        if any(schema.field_constraints(info, _TERMS).get("maxLength") == _SLUG for _, info in uses)
    ]  # fmt: skip
    return f"""CASE WHEN strlen(_line) <= {_LONGEST} THEN TRUE ELSE strlen(_line) <= {LINE_BYTES}
        AND list_max([strlen(part) FOR part IN string_split(replace(_line, '\\"', '_'), '"')]) <= {_LONGEST} END
    AND greatest({", ".join(slugs)}) <= {_SLUG}"""


def _limits() -> Iterator[str]:
    """The limits of numbers."""
    signs = (("minimum", ">="), ("maximum", "<="))
    for name, uses in schema.fields().items():
        limits = schema.field_constraints(uses[0][1], _TERMS)
        yield from (f'coalesce("{name}" {sign} {limits[key]}, TRUE)' for key, sign in signs if key in limits)


def _validators() -> Iterable[str]:
    """The validators of the models, each once."""
    return dict.fromkeys(
        name for model in records.MODELS.values() for name in model.__pydantic_decorators__.model_validators
    )
