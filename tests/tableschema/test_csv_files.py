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
        "schema": {"fields": [{"name": n, "constraints": {"enum": ["a", "b c"]}} for n in "abc"]},
    }  # fmt: skip
    with TemporaryDirectory() as name:
        write_tables(Path(name), [resource], {"t.csv": "\ufeff" * marked + text})
        cells = [
            (p.row, p.field, p.value)
            for p in check_package(Path(name) / "datapackage.json").problems
            if p.code == "constraint-error"
        ]
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    expected = [
        (n, field, cell)
        for n, row in enumerate(rows, 2)
        for field, cell in zip("abc", row, strict=False)
        if cell not in ("", "a", "b c")
    ]
    assert Counter(cells) == Counter(expected)
