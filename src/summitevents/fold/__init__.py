"""The fold: from the records of a log to the tables of its timeline.

In: lines, typed. Out: the tables that docs/tables.md describes, in a DuckDB database.
`definition` says in plain Python what the .sql files in sql/fold must come to; read it first.
"""
