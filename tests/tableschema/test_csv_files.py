"""DuckDB reads a CSV file as Python does, or leaves it to Python."""

import csv
import io
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from summitevents.tableschema import check_package
from tests.support.amount import examples
from tests.support.strategies.tables import write_tables

LINES = st.lists(
    st.lists(st.sampled_from(['a', '"', '""', ",", " ", "b c", '"a,b"', '"a""b"', "", "é", "\\", "'", ";", "\t", "#"]), max_size=6)
    .map("".join), min_size=1, max_size=6,
)  # fmt: skip


@examples(30, unhealthy=HealthCheck)
@example([',"",', '  "" '], "\n", False, False)  # a sample from which blanks after commas could be guessed
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans())
def test_a_csv_file_is_read_as_python_reads_it(lines: list[str], end: str, closed: bool, marked: bool) -> None:
    text = end.join(["a,b,c", *lines]) + (end if closed else "")
    resource = {
        "name": "t", "path": "t.csv", "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False, "header": True},
        "schema": {"fields": [{"name": n, "type": "string", "constraints": {"enum": ["a", "b c"]}} for n in "abc"]},
    }  # fmt: skip
    with TemporaryDirectory() as name:
        write_tables(Path(name), [resource], {"t.csv": "\ufeff" * marked + text})
        problems = check_package(Path(name) / "datapackage.json").problems
    cells = [(p.row, p.field, p.value) for p in problems if p.code == "constraint-error"]
    faulty = {p.code for p in problems if p.code == "source-error"}
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    unclosed = list(csv.reader(io.StringIO(f"{text}{end}Z", newline="")))[-1] != ["Z"]
    expected = [
        (n, field, cell)
        for n, row in enumerate(rows[:-1] if unclosed else rows, 2)
        for field, cell in zip("abc", row, strict=False)
        if cell not in ("", "a", "b c")
    ]
    assert Counter(cells) == Counter(expected)
    assert bool(faulty) == is_faulty(text)


def is_faulty(text: str) -> bool:
    """Whether a quote is not closed, or closes before its cell ends."""
    try:
        list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return True
    return False
