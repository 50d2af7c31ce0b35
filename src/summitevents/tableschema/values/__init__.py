"""What a cell means: its value by type and format, and whether that keeps the constraints.

A text of CSV or a value of JSON comes in, a value goes out; nothing here knows of files or tables. Read `cells` first.
"""
