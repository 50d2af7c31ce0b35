"""The log: one JSON object a line, in batches of which none is changed once it is merged.

In: the folder of a package. Out: lines and records, read strictly or in bulk; a batch put in place.
Nothing here judges what a record means. Read `package` first, then `reader` and `records`.
"""
