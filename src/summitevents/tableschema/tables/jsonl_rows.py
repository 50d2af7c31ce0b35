"""Lines of JSON → rows of cells, each a JSON text, by Python's json: what a line may be, and what is wrong with it."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from summitevents.tableschema.problem import Problem
from summitevents.tableschema.tables.table import CellRow, Table, normalizer
from summitevents.tableschema.values import json_values


class Line(NamedTuple):
    """A line of a part; `row` is its row if records are objects."""

    row: int
    part: int
    number: int
    text: str


class Keys(NamedTuple):
    """The keys of objects that are read, in the order of their columns, and those that are allowed (None: any)."""

    read: list[str]
    allowed: frozenset[str] | None


def first_record(table: Table) -> Any:
    """Returns the first line that is an object or a list; None if no line is."""
    for line in read_lines(table):
        try:
            found = json_values.loads(line.text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict | list):
            return found
    return None


def read_lines(table: Table) -> Iterator[Line]:
    """Yields every line of all parts, without its newline."""
    row = 1
    for part, file in enumerate(table.files):
        with file.open() as text:
            for number, line in enumerate(text, 1):
                row += 1
                yield Line(row, part, number, line.removesuffix("\n"))


def all_keys(table: Table) -> dict[str, None]:
    """Returns the keys of all objects, in the order in which they come."""
    found: dict[str, None] = {}
    for line in read_lines(table):
        try:
            record = json_values.loads(line.text)
        except (ValueError, RecursionError):
            continue
        found |= dict.fromkeys(record) if isinstance(record, dict) else {}
    return found


def value_and_repeated(cell: str) -> tuple[Any, list[str]]:
    """Returns the value of a JSON text, itself if it is nested too deep for Python, and the keys that an object in it has twice."""
    repeated: list[str] = []
    try:
        return json_values.loads(cell, _note_repeated(repeated)), repeated
    except ValueError:
        return cell, repeated


def rows_of_lists(table: Table, labels: list[str]) -> Iterator[CellRow]:
    """Yields the records of a table of lists; the first of each part may be the labels once more."""
    for line in read_lines(table):
        record = _parse_record(table, line, list, [])
        if record is None or (labels and line.number == 1 and _are_labels(table, line, record, labels)):
            continue
        yield line.row - 1, line.part, line.number, _width(table, record), _json_texts(record)


def _are_labels(table: Table, line: Line, record: list[Any], labels: list[str]) -> bool:
    """Returns whether a record has the labels; those that stand in another order are problems."""
    own = [str(label) for label in record]
    for label, other in zip(own, labels, strict=False) if sorted(own) == sorted(labels) else ():
        if label != other:
            note = f"the columns of {table.resource.paths[0]} stand in another order"
            problem = line_problem(table, line, "incorrect-label", label)
            table.problems.append(problem._replace(row=None, field=other, note=note))
    return sorted(own) == sorted(labels)


def rows_of_objects(table: Table, lines: Iterable[Line], keys: Keys, present: set[str]) -> Iterator[CellRow]:
    """Yields the values under these keys; keys that are not allowed, and keys that an object has twice, are problems.

    Adds to `present` the keys that there are.
    """
    normalize = normalizer(table)
    for line in lines:
        repeated: list[str] = []
        record = _parse_record(table, line, dict, repeated)
        if record is None:
            continue
        table.problems += [line_problem(table, line, "json-duplicate", key) for key in repeated]
        own = {normalize(key): value for key, value in record.items()}
        present.update(own)
        if keys.allowed is not None:
            extra = [key for key in record if normalize(key) not in keys.allowed]
            table.problems += [line_problem(table, line, "extra-key", key) for key in extra]
        yield line.row, line.part, line.number, None, _json_texts(own.get(key) for key in keys.read)


def _parse_record(table: Table, line: Line, type_: type, repeated: list[str]) -> Any:
    """Returns the record of a line; None, and a problem, if it has none of this type.

    Adds to `repeated` the keys that an object has twice.
    """
    try:
        record = json_values.loads(line.text, _note_repeated(repeated))
    except (ValueError, RecursionError) as error:
        column = error.colno if isinstance(error, json.JSONDecodeError) else 1
        code, note = "json-syntax" if line.text.strip() else "line-blank", getattr(error, "msg", str(error))
        table.problems.append(line_problem(table, line, code, None)._replace(note=note, column=column))
        return None
    if not isinstance(record, type_):
        table.problems.append(line_problem(table, line, "json-object", line.text.strip()))
        return None
    return record


def line_problem(table: Table, line: Line, code: str, value: str | None) -> Problem:
    """Returns a problem of a line as a whole."""
    return Problem(table.resource.name, code, line.row, value=value, part=line.part, line=line.number)


def _note_repeated(repeated: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Returns a hook for json.loads that adds to `repeated` the names that an object has twice, at whatever depth."""

    def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            repeated.extend(sorted(name for name, count in Counter(name for name, _ in pairs).items() if count > 1))
        return found

    return make_object


def _width(table: Table, values: Sequence[Any]) -> int | None:
    return None if len(values) == len(table.columns) else len(values)


def _json_texts(values: Iterable[Any]) -> list[str | None]:
    return [None if value is None else _json_text(value) for value in values]


def _json_text(value: Any) -> str:
    """Returns the JSON text of a value, in which only lone surrogates are escaped."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, default=str)
    return text
