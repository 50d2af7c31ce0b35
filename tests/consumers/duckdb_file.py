"""The DuckDB file, by whatever version of DuckDB this environment has; its macros from 1.5 on."""

import duckdb
from common import FOLDER, tell

con = duckdb.connect(str(FOLDER / "summitevents.duckdb"), read_only=True)
if tuple(map(int, duckdb.__version__.split(".")[:2])) >= (1, 5):  # older ones do not read the macros as they were made
    then = con.execute("SELECT count(*) FROM timeline_as_of(known_by := '2019-02-20')").fetchall()[0][0]
    now = con.execute("SELECT count(*) FROM timeline").fetchall()[0][0]
    assert 0 < then < now
tell(lambda table, name: [value for (value,) in con.execute(f'SELECT "{name}" FROM "{table}"').fetchall()])
