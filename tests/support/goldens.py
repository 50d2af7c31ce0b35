"""Compares bytes with a golden file; with --rewrite, writes that file anew."""

from pathlib import Path


def assert_golden(content: bytes, golden: Path, rewrite: bool) -> None:
    """Asserts that the content is what the file holds; with `rewrite`, after it has been written into it."""
    if rewrite:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(content)
    assert content == golden.read_bytes()
