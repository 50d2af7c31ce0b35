"""What SQL clears, Python passes; and where it writes a canonical text for a key, Python writes the same."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema.prefilter import cleared_cells, cleared_key_cells
from summitevents.tableschema.tables.table import Column
from summitevents.tableschema.values.canonical import canonical_text
from summitevents.tableschema.values.cells import cells_checker, missing_values, typed_text
from tests.support.amount import examples

FIELDS: list[dict[str, Any]] = [
    {"type": "any"},
    {"type": "array"},
    {"type": "object"},
    {"type": "boolean"},
    {"type": "boolean", "trueValues": ["1", "yes"], "falseValues": ["1", "no"]},
    {"type": "boolean", "constraints": {"enum": ["true"]}},
    {"type": "date"},
    {"type": "date", "constraints": {"minimum": "2000-02-29", "exclusiveMaximum": "2100-01-01"}},
    {"type": "date", "format": "%d/%m/%Y"},
    {"type": "date", "format": "%Y.%m.%d"},
    {"type": "datetime"},
    {"type": "datetime", "constraints": {"maximum": "2019-02-28T12:00:00"}},
    {"type": "duration"},
    {"type": "geopoint"},
    {"type": "integer"},
    {"type": "integer", "constraints": {"minimum": 3, "exclusiveMaximum": 10**14}},
    {"type": "number"},
    {"type": "number", "constraints": {"exclusiveMinimum": -2.0000001, "maximum": "99.5"}},
    {"type": "number", "groupChar": ","},
    {"type": "number", "bareNumber": False},
    {"type": "number", "decimalChar": ",", "groupChar": "."},
    {"type": "integer", "groupChar": ","},
    {"type": "integer", "categories": [1, 2]},
    {"type": "string", "categories": ["a", "no"]},
    {"type": "string", "constraints": {"pattern": r"\p{Ll}+|[\d-[5]]*"}},
    {"type": "string"},
    {"type": "string", "missingValues": ["", "NA", "1", "True"], "constraints": {"required": True, "minLength": 2}},
    {"type": "string", "constraints": {"maxLength": 2}},
    {"type": "string", "constraints": {"pattern": r"[a-c]{2,}\d*|\w+ \S"}},
    {"type": "string", "constraints": {"pattern": r"[^abc\n]+"}},
    {"type": "string", "constraints": {"pattern": '[^"é]+'}},
    {"type": "string", "constraints": {"enum": ["a", "b c"]}},
    *({"type": "string", "format": name} for name in ("uuid", "uri", "email", "binary")),
    {"type": "time"},
    {"type": "time", "constraints": {"minimum": "06:00:00"}},
    {"type": "year"},
    {"type": "yearmonth"},
    {"type": "yearmonth", "constraints": {"minimum": "2018-05"}},
]


def cells_for(column: Column) -> st.SearchStrategy[str]:
    """Cells that match the patterns in the column's own SQL, and a few that match none."""
    texts = [st.sampled_from(["", "a", "b c", "1", "true", "no", "NA", "nan", "[]", '{"a": 1}', "[NaN]", "é\n"])]
    for pattern in re.findall(r"regexp_(?:full_match|matches)\(.*?, '((?:[^']|'')*)'\)", cleared_cells(column)):
        python = re.sub(
            r"\\x\{([0-9a-f]+)\}", lambda found: re.escape(chr(int(found[1], 16))), pattern.replace("''", "'")
        )
        with suppress(re.error):  # a category of Unicode, which only RE2 knows
            texts.append(st.from_regex(re.compile(python), fullmatch=True))
    found = st.one_of(texts)
    if not column.is_json:
        return found
    return st.one_of(found.map(json.dumps), found.filter(is_json), st.integers(-3, 10**16).map(str))


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        yield con


@pytest.mark.hypothesis
@pytest.mark.parametrize("is_json", [False, True], ids=["csv", "jsonl"])
@pytest.mark.parametrize("field", FIELDS, ids=json.dumps)
def test_what_sql_clears_python_passes(
    field: dict[str, Any], is_json: bool, connection: duckdb.DuckDBPyConnection
) -> None:
    column = Column("c1", {"name": "f", **field}, tuple(missing_values(field, [""])), is_json)
    check = cells_checker(column.field)

    @examples(20)
    @given(cells_for(column))
    def hold(cell: str) -> None:
        key = f"CASE WHEN {cleared_key_cells(column)} AND NOT {column.is_missing()} THEN {column.canonical()} END"
        found = connection.execute(f"SELECT {cleared_cells(column)}, {key} FROM (SELECT {literal(cell)} AS c1)")
        cleared, canonical = found.fetchall()[0]
        value, failed = check([json.loads(cell) if is_json else cell])[0]
        assert not (cleared and failed)
        if canonical is not None:
            assert not failed
            assert canonical == (canonical_text(value) if column.kind != "m" else typed_text(value))

    hold()
