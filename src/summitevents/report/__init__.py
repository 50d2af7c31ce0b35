"""Reports: what a check found, in the formats of those who read it.

In: the outcome of a check. Out: the bytes of one file, or lines for a terminal.
Read `outcome` first, then `formats`, which names the module of each format: `text`, `github`, `sarif`, `junit`,
`frictionless_json`, `rows`. `explain` has the longer explanation of every code (explained.md).
"""
