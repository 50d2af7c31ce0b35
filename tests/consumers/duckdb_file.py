"""The DuckDB file, by whatever version of DuckDB this environment has."""

import duckdb
from common import FOLDER, tell

con = duckdb.connect(str(FOLDER / "summitevents.duckdb"), read_only=True)
assert con.execute("SELECT count(*) FROM timeline_as_of(known_by := '2019-02-20')").fetchall()[0][0] > 0
tell(lambda table, name: [value for (value,) in con.execute(f'SELECT "{name}" FROM "{table}"').fetchall()])
