"""Markdown: tables, and texts in which nothing is markup."""

import re
from collections.abc import Iterable, Sequence


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a table of GitHub-flavoured Markdown. Cells are Markdown of one line each; their pipes are escaped here."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def without_markup(text: str) -> str:
    """Returns a text with a backslash before every character that CommonMark could take for markup."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)


def without_markup_on_github(text: str) -> str:
    """Returns a text in which GitHub sees no markup, link, mention or emoji either, by character references."""
    return re.sub(r"[\\`*_{}\[\]<>()#+!|~@&:$]", lambda match: f"&#{ord(match[0])};", text)
