"""String literals and identifiers of SQL (ISO/IEC 9075-2, 5.3 and 5.4), as DuckDB reads them.

Where SQL takes parameters, use those. It takes none in DDL, in views and in options of table functions.
"""


def literal(value: str) -> str:
    """Returns a string literal. Raises ValueError for text that SQL cannot hold: NUL and lone surrogates."""
    return "'" + _checked(value).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Returns a delimited identifier, such as a column's name. Raises ValueError as `literal` does."""
    return '"' + _checked(name).replace('"', '""') + '"'


def _checked(text: str) -> str:
    text.encode()
    if "\0" in text:
        raise ValueError("a NUL character")
    return text
