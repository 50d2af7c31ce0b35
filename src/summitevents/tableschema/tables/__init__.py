"""Files → tables of cells in DuckDB, with the columns and fields that belong together.

A resource of a descriptor comes in, a `Table` goes out. Read `table` first; `csv_files` and `jsonl_files` fill it.
"""
