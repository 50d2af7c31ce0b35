"""Reads the ledgers of a log, events/ORDER and events/RELEASES: text files that only ever grow, one entry a line."""


def ledger_lines(content: bytes) -> list[str]:
    """Returns the lines of a ledger without their LF; bytes that are not UTF-8 become U+FFFD."""
    return content.decode(errors="replace").removesuffix("\n").split("\n") if content else []


def torn_at(content: bytes) -> int:
    """Returns the column, from 1, at which the last line lacks its LF; 0 if it has one, or there is no line."""
    return len(ledger_lines(content)[-1]) + 1 if content and not content.endswith(b"\n") else 0
