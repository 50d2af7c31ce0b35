"""Integrity: the log is sealed into a Merkle tree; what was sealed can be verified and proved (RFC 9162, C2SP).

In: the log and its checkpoints. Out: a seal; a report of where sealed bytes have changed; proofs of single records.
Read `layout` first: it says which files a seal leaves. Then `seal` and `audit`, which make and check them.
"""
