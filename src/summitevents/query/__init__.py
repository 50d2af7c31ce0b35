"""Questions to the tables, at the end of the log or as of an earlier state of it.

In: a package and where its reader stands. Out: rows.
Read `select` first, then `asof` for the axes: recorded, known, happened.
"""
