"""The package's vocabulary in the database: two tables, and views of what SQL asks of kinds, families and roles."""

from collections.abc import Sequence

from summitevents.log.kinds_and_roles import Vocabulary
from summitevents.standards.sql_quoting import identifier, literal

VOCABULARY = {"list": "VARCHAR", "nr": "INTEGER", "term": "VARCHAR", "definition": "VARCHAR"}
CROSSWALK = {
    "kind": "VARCHAR", "scheme": "VARCHAR", "code": "VARCHAR", "mode": "VARCHAR", "label": "VARCHAR", "match": "VARCHAR",
}  # fmt: skip
KINDS = {"kind": "VARCHAR", "family": "VARCHAR", "utterance": "VARCHAR"}
FAMILIES = {"family": "VARCHAR", "title": "VARCHAR", "color": "VARCHAR"}
ROLES = {"role": "VARCHAR", "schema_org": "VARCHAR"}

Rows = Sequence[tuple[str | None, ...]]


def kind_rows(vocabulary: Vocabulary) -> Rows:
    """Returns the rows of `kinds`."""
    return [(kind.name, kind.family, kind.utterance) for kind in vocabulary.kinds]


def views(vocabulary: Vocabulary) -> dict[str, str]:
    """Returns the views that stand beside the tables: name → SELECT, with the rows in the order of the vocabulary."""
    return {
        "kinds": _values(KINDS, kind_rows(vocabulary)),
        "families": _values(FAMILIES, [(one.name, one.title, one.color) for one in vocabulary.families]),
        "roles": _values(ROLES, [(one.name, one.schema_org) for one in vocabulary.roles]),
    }


def _values(columns: dict[str, str], rows: Rows) -> str:
    cells = (", ".join("NULL" if cell is None else literal(cell) for cell in row) for row in rows)
    names = ", ".join(map(identifier, columns))
    typed = ", ".join(f"CAST({identifier(name)} AS {kind}) AS {identifier(name)}" for name, kind in columns.items())
    return f"SELECT {typed} FROM (VALUES {', '.join(f'({row})' for row in cells)}) AS words ({names})"
