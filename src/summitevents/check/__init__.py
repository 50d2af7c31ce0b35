"""The checks: whether a log is good, and where it is not.

In: the lines of a log. Out: findings, each with its code, its place, and what to do.
The form of a line is checked before the rules of the log, and citations last. Read `form` first, then `rules`.
"""
