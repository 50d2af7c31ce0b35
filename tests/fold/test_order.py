"""The order of the SQL files, against what DuckDB's own parser reads in them."""

import re

import duckdb
import pytest

from summitevents import sql
from summitevents.fold.order import needed_for
from summitevents.fold.workspace import steps_for_rules

TEXTS = {name: text for folder in ("fold", "tables", "checks") for name, text in sql.read(folder).items()}


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_needs_what_duckdb_sees_it_read(name: str) -> None:
    with duckdb.connect() as con:
        [(tree,)] = con.execute("SELECT json_serialize_sql($1)", [TEXTS[name]]).fetchall()
    read = set(re.findall(r'"table_name":"(\w+)"', tree)) & TEXTS.keys() - set(re.findall(r'"key":"(\w+)"', tree))
    assert needed_for(name) == {name}.union(*map(needed_for, read - {name}))


def test_rules_need_only_what_says_which_records_live() -> None:
    """A name that WITH gives a part of a rule's own is not that of a step of the fold, of which there may be one, too."""
    assert {*steps_for_rules()} == {"repeated", "records", "amends", "dead", "live", "heirs", "absorbed"}
