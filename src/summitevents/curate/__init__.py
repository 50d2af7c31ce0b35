"""Curating: new records, checked against the whole log before they are written.

In: what a curator gives: options, JSON, a spreadsheet. Out: a new batch in the log, or findings and no batch.
Read `proposal` first; `drafts` is how input becomes records.
"""
