"""The table `dates`: every EDTF string of a log with its bounds (four ISO days), flags, and words."""

from summitevents.standards import edtf

BOUNDS = {
    "edtf": "VARCHAR", "start_min": "VARCHAR", "start_max": "VARCHAR", "end_min": "VARCHAR", "end_max": "VARCHAR",
    "start_flag": "VARCHAR", "end_flag": "VARCHAR", "uncertain": "BOOLEAN", "approximate": "BOOLEAN",
}  # fmt: skip
"""The columns that the rules read, with their DuckDB types; the public table has `words`, too."""

DISTANT = {
    "edtf": "VARCHAR", "from_min": "VARCHAR", "from_max": "VARCHAR", "to_min": "VARCHAR", "to_max": "VARCHAR", "days": "DOUBLE",
}  # fmt: skip
"""The columns of the few dates that reach out of the years 1 to 9999: the days that BOUNDS leaves out, as texts that sort."""


def bounds_of(text: str) -> edtf.Bounds | None:
    """Returns the bounds of an EDTF string; None if it is not one."""
    try:
        return edtf.bounds(text)
    except edtf.EdtfError:
        return None


def distant_row(text: str) -> tuple[object, ...]:
    """Returns the row of DISTANT for an EDTF string. Raises EdtfError."""
    bounds = edtf.bounds(text)
    return (text, *bounds[:4], edtf.width(bounds))
