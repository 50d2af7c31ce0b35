"""Curating: new records, checked together with the whole log before they are written.

In: what a curator gives: options, JSON, a spreadsheet. Out: a new batch in the log, or findings and no batch.
Read `proposal` first; `field_text`, `json_input` and `spreadsheet` make drafts of the input.
"""
