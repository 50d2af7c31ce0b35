"""The form of each record: its fields, their types and values, one line at a time (pydantic, strict)."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from summitevents.findings.escaping import Verbatim
from summitevents.findings.finding import Finding, find
from summitevents.findings.spelling import did_you_mean, nearest
from summitevents.log import records
from summitevents.log.reader import Line
from summitevents.log.vocabulary import SLUG, Terms
from summitevents.standards import ijson

_TYPES = {
    "string_type": ("a text", "write it in quotes"),
    "int_type": ("a whole number", "write it without quotes and without a decimal point"),
    "float_type": ("a number", "write it without quotes"),
    "bool_type": ("true or false", "write it without quotes"),
    "list_type": ("a list", "put it in square brackets, even if there is only one"),
    "model_type": ("an object", "put its fields in braces"),
}
"""pydantic's name of a type error: what the value should be, and what to do."""

_TOGETHER = {
    "passage": ("passage_start", "passage_end", "passage_sha256"),
    "basis": ("happened", "basis"),
    "unit": ("quantity", "unit"),
    "reason": ("replaces",),
    "citation": ("source",),
}
"""The validators of records.py that look at several fields, and the fields of which the first given one is shown."""

_REMEDIES = {
    "passage": "give all four, or none of them",
    "happened": "add basis: stated if the passage itself has the whole date; else inferred, and a note that says how",
    "basis": "give both, or neither",
    "unit": "give both, or neither",
    "reason": "add the field reason",
    "citation": "anchor the passage; or name its section or paragraph in locator",
}

_FORMS = {
    rf"^(?:{SLUG})$": ("not a slug", "small letters a to z and digits, with single hyphens between them"),
    rf"^(?:{records.BATCH}\.[1-9][0-9]{{0,8}})$": ("not an id", "a batch's name and a number, YYYY-MM-DD-slug.n"),
    r"^(?:[^\x00-\x1f\x7f]+)$": ("it has a tab, a line break or another control character", "write it on one line"),
    r"^(?:[0-9a-f]{64})$": ("not a SHA-256", "64 hexadecimal digits, in small letters"),
    r"^(?:Q[1-9][0-9]*)$": ("not a Wikidata item", "Q and a number"),
    r"^(?:[A-Z]{3})$": ("not an alpha-3 code", "three capital letters"),
    r"^(?:[A-Z]{2})$": ("not an alpha-2 code", "two capital letters"),
    r"^(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$": ("not a language tag", "two or three small letters, such as en"),
    r"^(?:https?://[!-~]+)$": ("not a web address", "it starts with http:// or https:// and has no spaces"),
    r"^(?:[A-Za-z0-9_][A-Za-z0-9._-]*)$": ("not a bare file name", "letters, digits, dots, hyphens and underscores"),
}
"""The patterns of records.py in words."""


def check_form(
    lines: Iterable[Line], terms: Terms | None, sealed: Collection[str] = ()
) -> tuple[list[Line], list[Finding]]:
    """Returns the lines whose records are well formed, and a Finding for everything that is not.

    `terms`: those of the log's vocabulary; with None, kinds and roles may be any text. `sealed`: the sealed batches.
    """
    good: list[Line] = []
    findings: list[Finding] = []
    for line in lines:
        if not line.whole:
            continue
        try:
            records.RECORD.validate_python(line.value, context=terms)
            good.append(line)
        except ValidationError as error:
            findings += (_finding(line, dict(e), terms or {}, line.file in sealed) for e in _first_causes(error))
    return good, findings


def _first_causes(error: ValidationError) -> Iterator[Any]:
    """The errors, without the fields that are missing only since their names are misspelt."""
    errors = error.errors(include_url=False)
    unknown = [e["loc"] for e in errors if e["type"] == "extra_forbidden"]
    for e in errors:
        *path, name = e["loc"] or ("",)
        meant = [near for *beside, word in unknown if beside == path for near in nearest(str(word), [str(name)])]
        if e["type"] != "missing" or not meant:
            yield e


def _finding(line: Line, error: dict[str, Any], terms: Terms, sealed: bool) -> Finding:
    kind, context, text = error["type"], error.get("ctx") or {}, line.text
    op = str(line.value.get("op"))
    path = list(error["loc"])
    path = path[1:] if path and path[0] == op else path
    record = line.value["id"] if isinstance(line.value.get("id"), str) else None

    def at(code: str, path: list[Any], column: int | None = None, **more: object) -> Finding:
        field = ".".join(map(str, path))
        place = column or ijson.column(text, path)
        return find(code, line.file, line.number, place, record=record, field=field, op=op, **more)

    value = _as_written(error["input"])
    holder = f"an entry of {path[0]}" if len(path) > 1 else op
    match kind:
        case "union_tag_not_found" | "union_tag_invalid" if "op" not in line.value:
            return find("field-missing", line.file, line.number, ijson.column(text, []), record=record, field="op",
                        holder="a record", other="op", hint=did_you_mean("", list(records.MODELS)))  # fmt: skip
        case "union_tag_not_found" | "union_tag_invalid":
            value = _as_written(line.value["op"])
            return at("op-unknown", ["op"], value=value, hint=did_you_mean(value, list(records.MODELS)))
        case "extra_forbidden":
            name = str(path[-1])
            hint = did_you_mean(name, list(_fields(op, path)))
            place = ijson.name_column(text, path[:-1], name)
            return at("field-unknown", path, place, value=name, holder=holder, hint=hint)
        case "missing":
            return at("field-missing", path, holder=holder, other=path[-1], hint=_described(op, path))
        case "passage" if context["field"] == "passage_end":
            end = Verbatim(line.value["passage_end"])
            return at("field-pair", ["passage_end"], value=end, problem=error["msg"], hint="anchor the passage again")
        case "passage" | "basis" | "unit" | "citation" | "reason":
            given = next((name for name in _TOGETHER[kind] if line.value.get(name) is not None), context["field"])
            return at("field-pair", [given], problem=error["msg"], hint=_REMEDIES.get(given, _REMEDIES[kind]))
        case "term" if sealed:
            return at("term-sealed", path, value=value)
        case "term":
            known = list(terms.get(str(path[-1]), ()))
            otherwise = "take another, or add it to the vocabulary of the package"
            return at("field-choice", path, value=value, hint=did_you_mean(value, known, otherwise))
        case "literal_error":
            return at("field-choice", path, value=value, hint=did_you_mean(value, _choices(context["expected"])))
        case "edtf":
            return at("date-edtf", path, value=value, problem=context["reason"])
        case "time":
            return at("time-form", path, value=value, problem=error["msg"])
        case "string_pattern_mismatch" if path[-1] in ("happened", "published"):
            return at("date-edtf", path, value=value, problem=_edtf_problem(value))
        case "string_pattern_mismatch" if path[-1] == "recorded_at":
            return at("time-form", path, value=value, problem="not a time in UTC")
        case _ if kind in _TYPES:
            expected, remedy = _TYPES[kind]
            return at("field-type", path, value=value, expected=expected, hint=remedy)
        case "string_pattern_mismatch" if path[-1] == "recorded_by" and value:
            problem, hint = "not a role", "small letters, such as curator; never a name"
            return at("field-form", path, value=value, problem=problem, hint=hint)
    problem, hint = _problem(kind, context, value)
    return at("field-form", path, value=value, problem=problem, hint=hint or _described(op, path))


def _as_written(value: object) -> str:
    """Returns a text as it is, and any other value as the JSON that stands in the line."""
    return value if isinstance(value, str) else Verbatim(json.dumps(value, ensure_ascii=False))


def _problem(kind: str, context: dict[str, Any], value: str) -> tuple[str, str]:
    """What is wrong with a value of the right type, and what to do; empty where the field's own meaning says it."""
    match kind:
        case "string_pattern_mismatch" if not value:
            return "it is empty", "write something, or leave an optional field out"
        case "string_pattern_mismatch":
            return _FORMS.get(context["pattern"], ("it does not have the form of this field", ""))
        case "string_too_long":
            return f"at most {context['max_length']:,} characters, this has {len(value):,}", "shorten it"
        case "greater_than_equal":
            return f"at least {context['ge']:g}", ""
        case "less_than_equal":
            return f"at most {context['le']:g}", ""
    return kind.replace("_", " "), ""


def _edtf_problem(text: str) -> str:
    from summitevents.standards import edtf

    try:
        edtf.bounds(text)
    except edtf.EdtfError as error:
        return error.reason
    return "not EDTF"


def _choices(expected: str) -> list[str]:
    return [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]


def _fields(op: str, path: list[Any]) -> dict[str, Any]:
    """The fields of the model that holds the field at `path`: the record's own, or that of a list's entries."""
    nested: dict[str, type[BaseModel]] = {"actors": records.Participant, "kin": records.Kin}
    model = nested.get(path[0]) if len(path) > 1 else None
    return dict((model or records.MODELS[op]).model_fields)


def _described(op: str, path: list[Any]) -> str:
    """What the field at `path` means, or the entry of a list."""
    names = [step for step in path if isinstance(step, str)]
    field = _fields(op, path if isinstance(path[-1], str) else path[:-1]).get(names[-1])
    return (field and field.description) or "see docs/format.md"
