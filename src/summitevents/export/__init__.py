"""Exports: rows and the whole timeline in formats that other programs read.

In: the rows of a query, or a connection to the tables. Out: the bytes of one file.
Read `formats` first: the table of all formats, each with the module that encodes it.
`rows` encodes any rows; `timelinejs`, `geojson`, `csl` and `jsonld` encode the timeline, or its sources.
"""
