"""The build: log, check, fold, tables, in one file that appears whole or not at all.

In: a package. Out: its verdict, or a DuckDB file; the cache keeps such files for the command line.
Read `pipeline` first: it is the whole way on one page.
"""
