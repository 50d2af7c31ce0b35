"""The constraint jsonSchema: an object or array against a JSON Schema, without network and in bounded time.

Draft 7, which Data Package itself uses for its profiles, unless the schema names another draft. Patterns are matched by
RE2 (patterns.py); a value for which references would lead on and on does not conform.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from summitevents.standards.xsd_regex import PatternError
from summitevents.tableschema.values.canonical import Value
from summitevents.tableschema.values.patterns import compile_search, is_found

_MOST_REFERENCES = 10_000
"""How many references are followed for one value."""


_REFERENCES = {"$ref", "$dynamicRef", "$recursiveRef"}


class JsonSchemaError(ValueError):
    """A JSON Schema cannot be applied; the text says why."""


class _EndlessError(Exception):
    """A value would take too many references."""


def schema_checker(schema: Any) -> Callable[[Value], bool]:
    """Returns the function that says whether a value conforms to a schema. Raises JsonSchemaError."""
    import jsonschema
    from jsonschema.validators import extend, validator_for
    from referencing import Registry

    if not isinstance(schema, dict):
        raise JsonSchemaError("it is no object")
    try:
        draft = validator_for(schema, default=jsonschema.Draft7Validator)
        draft.check_schema(schema, format_checker=jsonschema.FormatChecker(formats=()))
    except jsonschema.SchemaError as error:
        raise JsonSchemaError(f"it is no JSON Schema: {error.message[:200]}") from None
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise JsonSchemaError(f"it is no JSON Schema: {error}") from None
    _check_members(schema)
    left = [0]

    def counted(follow: Any, *given: Any) -> Iterator[Any]:
        left[0] -= 1
        if left[0] < 0:
            raise _EndlessError
        yield from follow(*given)

    references = {name: partial(counted, draft.VALIDATORS[name]) for name in _REFERENCES & set(draft.VALIDATORS)}
    validator = extend(draft, _KEYWORDS | references)(schema, registry=Registry())

    def conforms(value: Value) -> bool:
        left[0] = _MOST_REFERENCES
        try:
            return bool(validator.is_valid(value))
        except (_EndlessError, RecursionError):
            return False
        except jsonschema.exceptions._WrappedReferencingError as error:
            raise JsonSchemaError(f"{error}; nothing is fetched") from None

    tried: tuple[Value, ...] = ({}, [])
    for value in tried:  # finds a reference that leads nowhere as soon as it can be followed
        conforms(value)
    return conforms


def _check_members(schema: Any) -> None:
    """Raises JsonSchemaError for a reference out of the schema, and for a pattern that cannot be matched safely."""
    rest, here = [schema], "$id" not in schema if isinstance(schema, dict) else True
    while rest:
        part = rest.pop()
        rest += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        if not isinstance(part, dict):
            continue
        reference, pattern = part.get("$ref"), part.get("pattern")
        if here and isinstance(reference, str) and not reference.startswith("#"):
            raise JsonSchemaError(f"it refers to {reference}, and nothing is fetched")
        names = part.get("patternProperties")
        if names and "unevaluatedProperties" in part:
            raise JsonSchemaError("unevaluatedProperties beside patternProperties is not supported")
        for one in [pattern, *(names if isinstance(names, dict) else ())]:
            try:
                compile_search(one) if isinstance(one, str) else None
            except PatternError as error:
                raise JsonSchemaError(f"its pattern {one}: {error}") from None


# ---- Keywords with patterns: jsonschema's own go through an engine that backtracks -----------------------------------


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, str) and not is_found(compile_search(pattern), instance):
        yield _error(f"{pattern} is not found")


def _pattern_properties(validator: Any, declared: Mapping[str, Any], instance: Any, schema: Any) -> Iterator[Any]:
    for pattern, part in declared.items() if isinstance(instance, dict) else ():
        for name, value in instance.items():
            if is_found(compile_search(pattern), name):
                yield from validator.descend(value, part)


def _additional_properties(validator: Any, part: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
    known, declared = schema.get("properties", {}), schema.get("patternProperties", {})
    for name, value in instance.items() if isinstance(instance, dict) else ():
        if name in known or any(is_found(compile_search(pattern), name) for pattern in declared):
            continue
        yield from validator.descend(value, part)


def _error(message: str) -> Any:
    from jsonschema import ValidationError

    return ValidationError(message)


_KEYWORDS: dict[str, Any] = {
    "pattern": _pattern, "patternProperties": _pattern_properties, "additionalProperties": _additional_properties,
}  # fmt: skip
