"""Exports: rows and timelines in formats that other programs read.

In: the rows of a query, or a connection to the tables. Out: the bytes of one file.
One module a format. Read `rows` first.
"""
