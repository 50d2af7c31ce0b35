"""Says in words what a claim cites: who published the source, when, where in it the passage stands, and where to find it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def citation_words(cited: Mapping[str, Any]) -> str:
    """Returns publisher, day and passage: Libération, 7 August 1995, paragraphs 1–2.

    `cited` has publisher, source_title, published_words, locator, passage_start and passage_end.
    """
    return ", ".join(filter(None, (source_words(cited), passage_words(cited))))


def source_words(cited: Mapping[str, Any]) -> str:
    """Returns publisher and day: Libération, 7 August 1995. Without a publisher, the title stands in for one."""
    by = cited["publisher"] or f"“{cited['source_title']}”"
    return f"{by}, {cited['published_words'] or 'undated'}"


def passage_words(cited: Mapping[str, Any]) -> str:
    """Returns where in its source a passage stands: the locator, or the characters, counted from 0."""
    if cited["locator"] or cited["passage_start"] is None:
        return cited["locator"] or ""
    return f"characters {cited['passage_start']}–{cited['passage_end']}"


def origin_words(source: Mapping[str, Any]) -> str:
    """Returns whose text a source prints, and where it can be found: taken from Yonhap · copy at mangalorean.com.

    `source` has taken_from, copy_address, and as `address` its own, or else that of the copy.
    """
    at = host(source["address"])
    at = f"copy at {at}" if at and source["address"] == source["copy_address"] else at
    return " · ".join(filter(None, (source["taken_from"] and f"taken from {source['taken_from']}", at)))


def host(address: str | None) -> str:
    """Returns the host of an address, without www; nothing if there is no address."""
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
