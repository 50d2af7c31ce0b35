"""Integrity: the log is sealed into a Merkle tree, and what was sealed can be verified and proved (RFC 9162, C2SP).

In: the log, and checkpoints. Out: a seal, findings where sealed bytes have changed, proofs of single records.
Read `verify` first: it says what a seal leaves on the disk.
"""
