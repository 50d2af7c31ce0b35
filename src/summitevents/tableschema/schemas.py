"""A Table Schema as it is declared → one whose fields and keys can all be applied, and what is wrong with the rest.

https://datapackage.org/standard/table-schema/
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from summitevents.tableschema.problem import BadDescriptorError
from summitevents.tableschema.values import cells
from summitevents.tableschema.values.clocks import unknown_format
from summitevents.tableschema.values.field_types import FORMATS, ITEM_TYPES
from summitevents.tableschema.values.json_values import shown

FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")
Report = Callable[[str, str, str], None]
"""Takes the code, the field (or "") and the note of a problem."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Fields whose values must stand in the `reference_fields` of a resource; of the same one if `resource` is empty."""

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A Table Schema whose fields can all be applied."""

    fields: tuple[Mapping[str, Any], ...] = ()
    fields_match: str = "exact"
    missing_values: tuple[str, ...] = ("",)
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()


class Defaults(NamedTuple):
    """What a schema does not say itself: the type of fields without one, and the dialect's text for null, if any."""

    type: str
    nulls: tuple[str, ...]


def parse_schema(declared: Mapping[str, Any], defaults: Defaults, report: Report) -> Schema:
    """Returns the schema without what cannot be applied, which is reported.

    Raises BadDescriptorError if the fields are no list of objects with names.
    """
    listed = declared.get("fields")
    if not isinstance(listed, list):
        raise BadDescriptorError("schema-error", "a schema has a list of fields")
    match = declared.get("fieldsMatch", "exact")
    match = match[0] if isinstance(match, list) and len(match) == 1 else match  # the profile of version 2 has a list
    if match not in FIELDS_MATCH:
        report("schema-error", "", f"fieldsMatch is {shown(match)}; it should be one of {', '.join(FIELDS_MATCH)}")
        match = "exact"
    missing, wrong = _missing_values(declared.get("missingValues", [""]))
    if wrong:
        report("schema-error", "", wrong)
    missing = (*missing, *defaults.nulls)
    fields = tuple(_usable_field(one, missing, defaults, report) for one in listed)
    names = {one["name"] for one in fields}
    keys = _Keys(declared, names, report)
    return Schema(fields, match, missing, keys.primary(), tuple(keys.unique()), tuple(keys.foreign()))


def _missing_values(declared: Any) -> tuple[tuple[str, ...], str]:
    """Returns the texts that stand for a missing value, and what is wrong with them, or an empty text."""
    if not isinstance(declared, list):
        return ("",), f"missingValues is {shown(declared)}; it should be a list of texts"
    values = [one.get("value") if isinstance(one, dict) else one for one in declared]
    labels = [one["label"] for one in declared if isinstance(one, dict) and "label" in one]
    texts = tuple(value for value in values if isinstance(value, str))
    for value in values:
        if not isinstance(value, str):
            return texts, "each of missingValues is a text, or an object with a text as its value"
    if len({isinstance(one, dict) for one in declared}) > 1:
        return texts, "missingValues are all texts or all objects"
    if not all(isinstance(label, str) for label in labels) or len(set(labels)) < len(labels):
        return texts, "the labels of missingValues are texts, each another"
    if len(set(texts)) < len(texts):
        return texts, "one of missingValues stands twice"
    return texts, ""


# ---- Keys ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys that a schema declares; those that cannot be applied are reported, and left out."""

    declared: Mapping[str, Any]
    names: set[str]
    report: Report

    def _fail(self, note: str) -> tuple[()]:
        self.report("schema-error", "", note)
        return ()

    def _listed(self, key: str) -> list[Any]:
        listed = self.declared.get(key, [])
        if not isinstance(listed, list):
            self._fail(f"{key} is {shown(listed)}; it should be a list")
            return []
        return listed

    def _own(self, key: Any, what: str) -> tuple[str, ...]:
        """Returns the fields of a key, which are the schema's own; no fields if it cannot be applied."""
        fields = _key_fields(key)
        if not fields:
            return self._fail(f"{what} is {shown(key)}; it should be a list of names")
        unknown = [name for name in fields if name not in self.names]
        return self._fail(f"{what} names {unknown[0]}, which is no field") if unknown else fields

    def primary(self) -> tuple[str, ...]:
        key = self.declared.get("primaryKey")
        return () if key in (None, [], "") else self._own(key, "primaryKey")

    def unique(self) -> Iterator[tuple[str, ...]]:
        if self.declared.get("uniqueKeys") == []:
            self._fail("uniqueKeys is an empty list")
        for key in self._listed("uniqueKeys"):
            if not isinstance(key, list):
                self._fail(f"one of uniqueKeys is {shown(key)}; it should be a list of names")
            elif fields := self._own(key, "one of uniqueKeys"):
                yield fields

    def foreign(self) -> Iterator[ForeignKey]:
        for key in self._listed("foreignKeys"):
            reference = key.get("reference") if isinstance(key, dict) else None
            if not isinstance(reference, dict):
                self._fail("a foreign key has no reference")
                continue
            fields, others = self._own(key.get("fields"), "a foreign key"), _key_fields(reference.get("fields"))
            resource = reference.get("resource")
            if not isinstance(resource, str | None):
                self._fail(f"the resource of a foreign key is {shown(resource)}; it should be a name")
            elif "package" in reference:
                self.report("key-unchecked", "", f"it is to another package, {shown(reference['package'])}")
            elif fields and len(fields) != len(others):
                self._fail("a foreign key has not as many fields as its reference")
            elif fields:
                yield ForeignKey(fields, resource or "", others)


def _key_fields(key: Any) -> tuple[str, ...]:
    """Returns the fields of a key, which is a list of names or, in v1, a name; nothing if it is neither."""
    listed = [key] if isinstance(key, str) else key
    good = isinstance(listed, list) and all(isinstance(name, str) for name in listed)
    return tuple(listed) if good else ()


# ---- Fields ----------------------------------------------------------------------------------------------------------


def _usable_field(declared: Any, missing: Sequence[str], defaults: Defaults, report: Report) -> Mapping[str, Any]:
    """Returns the field without what cannot be applied, which is reported; of any type if its type cannot.

    Raises BadDescriptorError if it is no object with a name.
    """
    if not isinstance(declared, dict) or not isinstance(declared.get("name"), str):
        raise BadDescriptorError("field-error", "a field has no name")
    usable = {key: value for key, value in declared.items() if value is not None}
    name, type_ = usable["name"], usable.setdefault("type", defaults.type)

    def fail(note: str) -> None:
        report("field-error", name, note)

    if not isinstance(type_, str) or type_ not in cells.CONSTRAINTS:
        fail(f"{shown(type_)} is no type")
        return {"name": name, "type": "any"}
    for key in _wrong_properties(usable, fail):
        del usable[key]
    if "missingValues" in usable:
        own, wrong = _missing_values(usable["missingValues"])
        usable["missingValues"] = [*own, *defaults.nulls]
        if wrong:
            fail(wrong)
    usable["format"] = _usable_format(usable, fail)
    usable["constraints"] = dict(_usable_constraints(usable, missing, fail))
    return usable


Fail = Callable[[str], None]
_SIMPLE: dict[str, tuple[Callable[[Any], bool], str]] = {
    "format": (lambda value: isinstance(value, str), "a text"),
    "bareNumber": (lambda value: isinstance(value, bool), "true or false"),
    "groupChar": (lambda value: isinstance(value, str), "a text"),
    "decimalChar": (lambda value: isinstance(value, str), "a text"),
    "delimiter": (lambda value: isinstance(value, str) and value != "", "a text"),
    "itemType": (lambda value: value in ITEM_TYPES, "one of " + ", ".join(ITEM_TYPES)),
    "trueValues": (lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value), "a list of texts"),
    "falseValues": (lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value), "a list of texts"),
    "constraints": (lambda value: isinstance(value, dict), "an object"),
    "arrayItem": (lambda value: isinstance(value, dict), "an object"),
    "categoriesOrdered": (lambda value: isinstance(value, bool), "true or false"),
}  # fmt: skip
_OF_TYPES = {
    "bareNumber": ("number", "integer"), "groupChar": ("number", "integer"), "decimalChar": ("number",), "delimiter": ("list",),
    "itemType": ("list",), "trueValues": ("boolean",), "falseValues": ("boolean",), "arrayItem": ("array",),
}  # fmt: skip
"""Properties that say something only for fields of these types, and are ignored for others."""


def _wrong_properties(field: Mapping[str, Any], fail: Fail) -> list[str]:
    """Returns the properties that cannot be applied."""
    wrong = [key for key, types in _OF_TYPES.items() if key in field and field["type"] not in types]
    for key, (fits, wanted) in _SIMPLE.items():
        if key in field and key not in wrong and not fits(field[key]):
            fail(f"{key} is {shown(field[key])}; it should be {wanted}")
            wrong.append(key)
    for keys, check in ((("groupChar", "decimalChar"), cells.check_parser), (("categories",), _check_categories)):
        kept = {key: value for key, value in field.items() if key not in wrong}
        try:
            if any(key in kept for key in keys):
                check({**kept, "constraints": {}})
        except cells.BadFieldError as error:
            fail(str(error))
            wrong += [key for key in keys if key in kept]
    if "arrayItem" in field and "arrayItem" not in wrong and _wrong_item(field["arrayItem"], fail):
        wrong.append("arrayItem")
    return wrong


def _wrong_item(item: Mapping[str, Any], fail: Fail) -> bool:
    """Returns whether the items of an array are declared by a field that cannot be applied."""
    noted: list[str] = []
    _usable_field({"name": "arrayItem", **item}, (), Defaults("any", ()), lambda _, __, note: noted.append(note))
    for note in noted:
        fail(f"arrayItem: {note}")
    return bool(noted)


def _check_categories(field: Mapping[str, Any]) -> None:
    """Raises BadFieldError unless the categories are a list of values, or of objects with them, each another."""
    listed = field["categories"]
    if field["type"] not in ("string", "integer"):
        raise cells.BadFieldError(f"categories are not for the type {field['type']}")
    if not isinstance(listed, list) or not listed:
        raise cells.BadFieldError("categories are a list of values")
    objects = [one for one in listed if isinstance(one, dict)]
    if len(objects) not in (0, len(listed)) or not all("value" in one for one in objects):
        raise cells.BadFieldError("categories are all values, or all objects with a value")
    labels = [one["label"] for one in objects if "label" in one]
    if not all(isinstance(label, str) for label in labels) or len(set(labels)) < len(labels):
        raise cells.BadFieldError("the labels of categories are texts, each another")
    texts = [cells.typed_text(value) for value in cells.constraints_of(field)[-1].limit]
    if len(set(texts)) < len(listed):
        raise cells.BadFieldError("a category stands twice, or is null")


def _usable_format(field: Mapping[str, Any], fail: Fail) -> str:
    """Returns the format; the default, if it is none of the type."""
    type_, format_ = field["type"], str(field.get("format") or "default").removeprefix("fmt:")
    if type_ in ("date", "time", "datetime"):
        reason = unknown_format(format_)
    else:
        reason = "" if format_ in FORMATS.get(type_, ("default",)) else f"{format_} is no format of the type {type_}"
    if reason:
        fail(reason)
    return "default" if reason else format_


def _usable_constraints(field: Mapping[str, Any], missing: Sequence[str], fail: Fail) -> Iterator[tuple[str, Any]]:
    """Yields the constraints that can be applied."""
    listed = field.get("categories")
    for name, limit in field.get("constraints", {}).items():
        if limit is None:
            continue
        reason = _reason_unusable(field, name, limit)
        if reason:
            fail(reason)
            continue
        if name == "enum" and listed is not None:
            choices = cells.constraints_of({**field, "constraints": {"enum": limit}})
            if not {*map(cells.typed_text, choices[0].limit)} <= {*map(cells.typed_text, choices[1].limit)}:
                fail("enum has a value that is no category")
        yield name, limit


def _reason_unusable(field: Mapping[str, Any], name: str, limit: Any) -> str:
    """Returns why a constraint cannot be applied to a field; an empty text if it can."""
    if name not in (*cells.CONSTRAINTS[field["type"]], "required", "unique"):
        return f"the constraint {name} is not for the type {field['type']}"
    wanted: dict[str, tuple[type, ...]] = {
        "required": (bool,), "unique": (bool,), "pattern": (str,), "enum": (list,), "minLength": (int,), "maxLength": (int,),
    }  # fmt: skip
    if name in wanted and (
        not isinstance(limit, wanted[name]) or (isinstance(limit, bool) and bool not in wanted[name]) or limit == []
    ):
        return f"{name} is {shown(limit)}"
    try:
        cells.constraints_of({**field, "constraints": {name: limit}})
    except cells.BadFieldError as error:
        return str(error)
    return ""
