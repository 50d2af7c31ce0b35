"""Releases: a Data Package that anybody can make again from the log, byte for byte.

In: a sealed log. Out: a zip file; or, of one from elsewhere, whether it is the release it says it is.
Read `publish` first.
"""
