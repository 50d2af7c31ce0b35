"""The Table Schema (Data Package v1 and v2), run inside DuckDB: every error of a package's CSV and JSON Lines tables.

`engine.check` is the way in. cells.py is the definition of reading a cell; sure.py says in SQL what it surely accepts.
"""
