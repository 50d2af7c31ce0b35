"""What SQL can clear: for each field a condition that is true only of cells that certainly pass.

1. It errs on one side. A cell that it does not clear goes to cells.py, once for each distinct value; so it need not be
   complete, only right.
2. For a key it must also be certain of the canonical text, which `Column.canonical` then writes as canonical.py would.
3. An expression that cannot be built, for whatever reason, is "false".

A cell is a text of CSV, or a JSON text in JSON Lines; NULL where it is missing.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema.tables.table import Column
from summitevents.tableschema.values import cells
from summitevents.tableschema.values.patterns import compile_pattern

# Narrower than the standard: each pattern takes only the usual writing.
_DAY = "[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_DIRECTIVES = {"%Y": "[1-9][0-9]{3}", "%m": "(?:0[1-9]|1[0-2])", "%d": "(?:0[1-9]|[12][0-9]|3[01])"}
# Texts that every validator takes: lower case, no ports, no queries, no rare domains.
_STRING_FORMATS = {
    "uuid": "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "uri": r"https?://[a-z0-9]+(?:\.[a-z0-9]+)+(?:/[A-Za-z0-9._~-]+)*/?",
    "email": r"[a-z0-9]{1,20}(?:\.[a-z0-9]{1,20})?@[a-z0-9]{2,30}\.(?:com|org|net)",
    "binary": "(?:[A-Za-z0-9+/]{4})*",
}
_NOT_A_STRING = re.compile(r"[-+0-9]|True$|False$|nan$|inf$|[\[{]")
"""How Python's text of a JSON value that is no string may begin: such a missing value may stand for one of those."""
_SIGN = re.compile(r"\\x\{([0-9a-f]+)\}|([A-Za-z0-9])")
_NONE_OF = re.compile(rf"(?:\(\?:)*\[\^((?:{_SIGN.pattern})+)\]\+\)*")
"""RE2, as compile_pattern writes it, for one or more of all but a few characters."""
_MOST_CHOICES = 1000
_OPERATORS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}


def cleared_cells(column: Column) -> str:
    """Returns SQL that is true only of cells that certainly pass."""
    return _cleared(column, _CONDITIONS)


def cleared_key_cells(column: Column) -> str:
    """Returns SQL that is true only of cells that certainly pass and whose canonical text `Column.canonical` writes."""
    return _cleared(column, _KEY_CONDITIONS)


_Condition = Callable[[Column], str]
"""Returns SQL for the cells of a type that pass, missing values aside. Raises ValueError and the like if there is none."""


def _cleared(column: Column, conditions: dict[str, _Condition]) -> str:
    """Returns the condition of the column's type, joined with what holds for missing values."""
    condition = conditions.get(column.type, _nothing)
    try:
        good = condition(column)
    except (ValueError, ArithmeticError, TypeError, AttributeError):
        good = "false"
    if good != "false" and column.is_json and any(map(_NOT_A_STRING.match, column.missing_values)):
        good = f"{_is_unescaped(column)} AND {good}"  # str(1.0) may be a missing value, and 1.00 with it
    if good == "true" and not column.required:
        return "true"
    missing = column.is_missing()
    return f"NOT {missing} AND {good}" if column.required else f"({column.name} IS NULL OR {good} OR {missing})"


def _nothing(column: Column) -> str:
    return "false"


def _matches(pattern: str, column: Column) -> str:
    """Returns SQL that is true if the text matches RE2 that takes no quotes and backslashes: in JSON it is the cell itself."""
    return _cell_matches(column.name, f'"(?:{pattern})"' if column.is_json else pattern)


def _scalar_matches(pattern: str, column: Column) -> str:
    """Returns the same, of a text or a number."""
    return _cell_matches(column.name, f'"(?:{pattern})"|(?:{pattern})' if column.is_json else pattern)


def _cell_matches(cell: str, pattern: str) -> str:
    return f"regexp_full_match({cell}, {literal(pattern)})"


def _all_hold(conditions: Iterable[str]) -> str:
    distinct = dict.fromkeys(conditions)
    return f"({' AND '.join(distinct)})" if distinct else "true"


# ---- Strings, booleans and any ---------------------------------------------------------------------------------------


def _starts_as_string(column: Column) -> str:
    return f"starts_with({column.name}, '\"')"


def _has_no_escape(column: Column) -> str:
    return f"NOT contains({column.name}, '\\')"


def _is_unescaped(column: Column) -> str:
    """Returns SQL for a JSON string whose text needs no unescaping."""
    return f"{_starts_as_string(column)} AND {_has_no_escape(column)}"


def _in_json(column: Column, *conditions: str) -> list[str]:
    """Returns what must hold beside, if cells are JSON texts."""
    return [*conditions] if column.is_json else []


def _string(column: Column) -> str:
    """Returns SQL for a string; any string, if there is nothing to check."""
    conditions = _string_conditions(column)
    is_matched = any(one.startswith("regexp_full_match") for one in conditions)  # which looks for the quote itself
    return _all_hold([*([] if is_matched else _in_json(column, _starts_as_string(column))), *conditions])


def _key_string(column: Column) -> str:
    """Returns the same, but without strings in JSON whose text SQL would have to unescape."""
    unescaped = _in_json(column, _starts_as_string(column), _has_no_escape(column))
    return _all_hold([*unescaped, *_string_conditions(column)])


def _string_conditions(column: Column) -> list[str]:
    """Returns SQL for the format and each constraint. Lengths are of code points, in Python and DuckDB alike.

    In JSON, a text with escapes in it is shorter than what is written.
    """
    found, constraints = [], column.field.get("constraints", {})
    format_ = str(column.field.get("format") or "default")
    if format_ in _STRING_FORMATS:
        found.append(_matches(_STRING_FORMATS[format_], column))
    if (least := constraints.get("minLength")) is not None:
        found += [*_in_json(column, _has_no_escape(column)), f"{column.length()} >= {int(least)}"]
    if (most := constraints.get("maxLength")) is not None:
        found.append(f"({column.size()} <= {int(most)} OR {column.length()} <= {int(most)})")
    if (pattern := constraints.get("pattern")) is not None:
        found += _conforms(column, compile_pattern(pattern))
    for choices in (constraints.get("enum"), cells.category_values(column.field.get("categories") or [])):
        if choices:
            if len(choices) > _MOST_CHOICES:
                raise ValueError("more than SQL shall hold")
            found.append(column.is_among(choice for choice in choices if isinstance(choice, str)))
    return found


def _conforms(column: Column, compiled: str) -> list[str]:
    """Returns SQL for a text that matches RE2. It seeks what `[^\\t\\n]+` excludes sign by sign, in a tenth of RE2's time."""
    excluded = set(_SIGN.findall(found[1])) if (found := _NONE_OF.fullmatch(compiled)) else set()
    if not excluded or (column.is_json and ("22", "") in excluded):
        matches = _cell_matches(column.name, f'"(?:{compiled})"' if column.is_json else compiled)
        return [*_in_json(column, _has_no_escape(column)), matches]
    signs = sorted(chr(int(code, 16)) if code else letter for code, letter in excluded)
    only_quotes = f"({_has_no_escape(column)} OR NOT contains(replace({column.name}, '\\\"', ''), '\\'))"
    some = f"{column.size()} > 0"
    written = [sign for sign in signs if not column.is_json or sign >= " "]  # JSON escapes the others
    none_of = [f"NOT contains({column.name}, {literal(sign)})" for sign in written]
    return [some, *_in_json(column, only_quotes), *none_of]


def _any(column: Column) -> str:
    return _string_or_integer(column, _starts_as_string(column))


def _key_any(column: Column) -> str:
    return _string_or_integer(column, _is_unescaped(column))


def _string_or_integer(column: Column, is_string: str) -> str:
    if "enum" in column.field.get("constraints", {}):
        return "false"
    if not column.is_json:
        return "true"
    return f"({is_string} OR regexp_full_match({column.name}, '0|-?[1-9][0-9]{{0,14}}'))"


def _boolean(column: Column) -> str:
    """Returns SQL for a text that stands for true or false, or for JSON's own true and false."""
    condition = _boolean_text(column)
    if column.is_json and "enum" not in cells.limits(column.field):
        condition += f" OR {column.name} IN ('true', 'false')"
    return f"({condition})"


def _key_boolean(column: Column) -> str:
    return f"({_boolean_text(column)})"


def _boolean_text(column: Column) -> str:
    """Returns SQL for a text that stands for true or false, if the enum has that value."""
    allowed = cells.limits(column.field).get("enum", (True, False))
    words = (column.true_words() if True in allowed else []) + (column.false_words() if False in allowed else [])
    return column.is_among(words)


# ---- Numbers ---------------------------------------------------------------------------------------------------------


def _integer(column: Column) -> str:
    """Returns SQL for up to 15 digits, which BIGINT and every reader's double hold exactly."""
    return _numeric(column, "-?[0-9]{1,15}", "BIGINT")


def _year(column: Column) -> str:
    """Returns SQL for a text of four digits; in JSON, also for a number of fewer."""
    texts = _numeric(column, "[1-9][0-9]{3}", "BIGINT")
    if not column.is_json:
        return texts
    return f"({_numeric(column, '[1-9][0-9]{0,3}', 'BIGINT')} AND NOT {_starts_as_string(column)} OR {texts})"


def _number(column: Column) -> str:
    """Returns SQL for up to twelve digits, or nine before the point and six after it, which DECIMAL(18,6) holds exactly."""
    fraction = r"|[0-9]{1,9}\.[0-9]{1,6}" if column.field.get("decimalChar", ".") == "." else ""
    return _numeric(column, f"-?(?:[0-9]{{1,12}}{fraction})", "DECIMAL(18,6)")


def _numeric(column: Column, pattern: str, sql_type: str) -> str:
    """Returns SQL for a number written plainly, within its limits. A limit of more decimals is rounded inwards."""
    text = column.scalar()
    found = [_scalar_matches(pattern, column)]
    for name, limit in cells.limits(column.field).items():
        if name in ("enum", "categories"):
            return "false"
        exact = Decimal(limit)
        if not exact.is_finite() or abs(exact) > 10**15:
            return "false"
        inwards = ROUND_CEILING if "inimum" in name else ROUND_FLOOR
        rounded = exact.quantize(Decimal("0.000001"), rounding=inwards)
        shown = f"{rounded:f}".removesuffix(".000000")
        found.append(f"try_cast({text} AS {sql_type}) {_OPERATORS[name]} {shown}")
    return _all_hold(found)


# ---- Dates and times: their plain texts sort as they do --------------------------------------------------------------


def _date(column: Column) -> str:
    if column.has_pattern:
        return _patterned_date(column)
    real = f"try_cast({column.text()} AS DATE) IS NOT NULL"
    return _chronological(column, _DAY, real, [limit.isoformat() for limit in _limits(column, date)])


def _patterned_date(column: Column) -> str:
    """Returns SQL for a date of year, month and day in any order, with one of `-/., ` between; without limits."""
    format_ = str(column.field["format"])
    pieces = re.split("(%[Ymd])", format_)
    if sorted(pieces[1::2]) != ["%Y", "%d", "%m"] or re.search("[^-/., ]", "".join(pieces[::2])):
        return "false"
    if cells.limits(column.field):
        return "false"
    pattern = "".join(_DIRECTIVES.get(piece, re.escape(piece)) for piece in pieces)
    text = column.text()
    return f"({_matches(pattern, column)} AND try_strptime({text}, {literal(format_)}) IS NOT NULL)"


def _time(column: Column) -> str:
    return _chronological(column, _CLOCK, "true", _clock_limits(column, time))


def _datetime(column: Column) -> str:
    return _datetime_in_zone(column, "Z?")


def _key_datetime(column: Column) -> str:
    return _datetime_in_zone(column, "")


def _datetime_in_zone(column: Column, zone: str) -> str:
    """Returns SQL for a date and time; `zone` is the pattern of its zone, if there are no limits to compare it with."""
    limits = _clock_limits(column, datetime)
    real = f"try_cast({column.text()} AS TIMESTAMP) IS NOT NULL"
    return _chronological(column, f"{_DAY}T{_CLOCK}{'' if limits else zone}", real, limits)


def _clock_limits(column: Column, type_: type) -> list[str]:
    """Returns the limits as texts. Raises ValueError if they or the cells do not sort as their texts."""
    if column.has_pattern or column.field.get("format") == "any":
        raise ValueError("a format of Python's")
    found = _limits(column, type_)
    if any(limit.tzinfo or limit.microsecond for limit in found):
        raise ValueError("a limit that does not sort as its text")
    return [limit.isoformat() for limit in found]


def _yearmonth(column: Column) -> str:
    """Returns SQL for YYYY-MM."""
    found = _limits(column, tuple)
    if not all(0 < year <= 9999 for year, _ in found):
        return "false"
    return _chronological(column, "[1-9][0-9]{3}-(?:0[1-9]|1[0-2])", "true", [f"{y:04}-{m:02}" for y, m in found])


def _limits(column: Column, type_: type) -> list[Any]:
    """Returns the limits, in the order of `_OPERATORS`. Raises ValueError if one is not of that Python type."""
    declared = cells.limits(column.field)
    if "enum" in declared:
        raise ValueError("a list of values: Python looks at each")
    found = [declared[name] for name in _OPERATORS if name in declared]
    if not all(isinstance(limit, type_) for limit in found):
        raise ValueError("a limit of another type")
    return found


def _chronological(column: Column, pattern: str, real: str, limits: Sequence[str]) -> str:
    """Returns SQL for a text of this pattern that is real and within the limits, given as texts of the same pattern."""
    text = column.text()
    names = [name for name in _OPERATORS if name in column.field.get("constraints", {})]
    within = [f"{text} {_OPERATORS[name]} {literal(limit)}" for name, limit in zip(names, limits, strict=True)]
    return _all_hold([_matches(pattern, column), real, *within])


# ---- Durations, places and arrays: never for keys --------------------------------------------------------------------


def _duration(column: Column) -> str:
    """Returns SQL for a duration of one part, such as P3D."""
    return "false" if cells.limits(column.field) else _matches("P[0-9]{1,3}[YMD]|PT[0-9]{1,3}[HMS]", column)


def _geopoint(column: Column) -> str:
    """Returns SQL for two plain numbers, of less than 180 and less than 90 degrees, with a comma between."""
    if cells.limits(column.field) or column.has_pattern:
        return "false"
    pattern = r"-?(?:1[0-7][0-9]|[0-9]{1,2})(?:\.[0-9]{1,15})?, ?-?[0-8]?[0-9](?:\.[0-9]{1,15})?"
    return _matches(pattern, column)


def _array(column: Column) -> str:
    """Returns SQL for an array of JSON without objects: those may have a key twice, which Python looks for."""
    constraints = set(column.field.get("constraints", {})) - {"required", "unique"}
    if not column.is_json or constraints or column.field.get("arrayItem"):
        return "false"
    return f"starts_with({column.name}, '[') AND NOT contains({column.name}, '{{')"


_FOR_BOTH: dict[str, _Condition] = {
    "date": _date, "integer": _integer, "time": _time, "year": _year, "yearmonth": _yearmonth,
}  # fmt: skip
_CONDITIONS: dict[str, _Condition] = _FOR_BOTH | {
    "any": _any, "array": _array, "boolean": _boolean, "datetime": _datetime, "duration": _duration,
    "geopoint": _geopoint, "number": _number, "string": _string,
}  # fmt: skip
_KEY_CONDITIONS: dict[str, _Condition] = _FOR_BOTH | {
    "any": _key_any, "boolean": _key_boolean, "datetime": _key_datetime, "number": _number, "string": _key_string,
}  # fmt: skip
