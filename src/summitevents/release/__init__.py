"""Releases: a Data Package that anybody can build again from the log, byte for byte.

In: a sealed log. Out: a zip file; or, of a zip file from elsewhere, a report whether it is the release it says it is.
Read `build` first, then `artifacts`, which lists the files of a release in order.
"""
