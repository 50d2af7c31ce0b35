"""The table `dates`: every EDTF string of a log with its bounds (four ISO days), flags, and words."""

from summitevents.standards import edtf, edtf_english

BOUNDS = {
    "edtf": "VARCHAR", "start_min": "VARCHAR", "start_max": "VARCHAR", "end_min": "VARCHAR", "end_max": "VARCHAR",
    "start_flag": "VARCHAR", "end_flag": "VARCHAR", "uncertain": "BOOLEAN", "approximate": "BOOLEAN",
}  # fmt: skip
"""The columns that the rules read, with their DuckDB types."""

WORDS = {"edtf": "VARCHAR", "words": "VARCHAR"}
COLUMNS = BOUNDS | WORDS


def bounds_of(text: str) -> edtf.Bounds | None:
    """Returns the bounds of an EDTF string; None if it is not one."""
    try:
        return edtf.bounds(text)
    except edtf.EdtfError:
        return None


def date_row(text: str) -> dict[str, object]:
    """Returns the row of `dates` for an EDTF string. Raises EdtfError."""
    return {"edtf": text, **edtf.bounds(text)._asdict(), "words": edtf_english.english(text)}


def in_words(text: str) -> str:
    """Returns an EDTF string, known to be one, in English."""
    return edtf_english.words(text)
