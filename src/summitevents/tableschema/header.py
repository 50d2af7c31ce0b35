"""The labels of a table against the fields of its schema: which column is which field, and what is wrong with either.

Under `exact` the order pairs them, else the names do: https://datapackage.org/standard/table-schema/#fieldsMatch
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from summitevents.tableschema.descriptor import Schema

Field = Mapping[str, Any]
Wrong = tuple[str, str, str, str]
"""Code, field name, label, note."""


def match(labels: Sequence[str], schema: Schema, ignore_case: bool) -> tuple[list[Field], list[Wrong]]:
    """The field of each column, in the order of the columns, and what is wrong with the labels."""
    if not labels:
        return list(schema.fields), []
    by_name = schema.match != "exact"
    pairs = list(_paired(labels, schema, ignore_case))
    wrong = list(_unpaired(labels, pairs, schema, ignore_case))
    if by_name:
        wrong += _doubles(labels, ignore_case)
    else:
        wrong += _misplaced(labels, schema.fields, ignore_case)
    return _columns(labels, pairs), wrong


def _fold(name: str, ignore_case: bool) -> str:
    return name.lower() if ignore_case else name


def _paired(labels: Sequence[str], schema: Schema, ignore_case: bool) -> Iterator[Field | None]:
    by_name = {_fold(one["name"], ignore_case): one for one in reversed(schema.fields)}
    taken: set[str] = set()
    for number, label in enumerate(labels):
        if schema.match == "exact":
            yield schema.fields[number] if number < len(schema.fields) else None
            continue
        name = _fold(label, ignore_case)
        yield by_name.get(name) if name not in taken else None
        taken.add(name)


def _unpaired(
    labels: Sequence[str], pairs: Sequence[Field | None], schema: Schema, ignore_case: bool
) -> Iterator[Wrong]:
    if schema.match not in ("subset", "partial"):
        known = {_fold(one["name"], ignore_case) for one in schema.fields}
        for label, field in zip(labels, pairs, strict=True):
            if field is None and (schema.match == "exact" or _fold(label, ignore_case) not in known):
                yield "extra-label", "", label, ""
    if schema.match == "partial" and schema.fields and not any(pairs):
        yield "unmatched-header", "", "", ""
    paired = {field["name"] for field in pairs if field}
    for field in schema.fields:
        lax = schema.match in ("superset", "partial")
        needed = field.get("constraints", {}).get("required") or field["name"] in schema.primary
        if field["name"] not in paired and (needed or not lax):
            yield "missing-label", field["name"], "", ""


def _doubles(labels: Sequence[str], ignore_case: bool) -> Iterator[Wrong]:
    seen: set[str] = set()
    for label in labels:
        if _fold(label, ignore_case) in seen:
            yield "duplicate-label", "", label, "the names cannot say which column is meant"
        seen.add(_fold(label, ignore_case))


def _misplaced(labels: Sequence[str], fields: Sequence[Field], ignore_case: bool) -> Iterator[Wrong]:
    for number, (field, label) in enumerate(zip(fields, labels, strict=False)):
        if not label:
            yield "blank-label", field["name"], "", ""
        elif label in labels[:number]:
            yield "duplicate-label", field["name"], label, f"it is also column {labels.index(label) + 1}"
        elif _fold(label, ignore_case) != _fold(field["name"], ignore_case):
            yield "incorrect-label", field["name"], label, ""


def _columns(labels: Sequence[str], pairs: Sequence[Field | None]) -> list[Field]:
    """A column without a field is of any type, under its label, or the label and a number where that is taken."""
    names: list[str] = []
    for label, field in zip(labels, pairs, strict=True):
        name, number = field["name"] if field else label, 2
        while name in names:
            name, number = f"{field['name'] if field else label}{number}", number + 1
        names.append(name)
    return [
        field if field else {"name": name, "type": "any", "missingValues": [""]}
        for field, name in zip(pairs, names, strict=True)
    ]
