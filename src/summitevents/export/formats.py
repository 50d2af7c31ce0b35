"""The formats of rows and of the whole timeline: the one table that commands, exports and the page take them from.

Commands read it for their choices, so it imports nothing heavy: an encoder is loaded when it is first used.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from summitevents.log.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a command offers as `-f NAME`.

    `encoder` is `module:function`; the function takes the content, and returns bytes, or yields them. `suffixes` are those of output
    files that choose the format; the first is the one that we give. `file` is its name where all formats lie side by
    side. `for_terminals` says that the encoder also takes a width in columns, `titled` that it takes the package's metadata.
    """

    name: str
    label: str
    encoder: str
    suffixes: tuple[str, ...] = ()
    file: str = ""
    for_terminals: bool = False
    titled: bool = False
    also: tuple[str, ...] = ()
    """Suffixes of another format that its files may bear, too."""

    def encode(self, content: object, width: int | None = None, about: "Metadata | None" = None) -> bytes:
        """Returns the content in this format. `width` counts only where it is for terminals, `about` where it is titled."""
        return b"".join(self.parts(content, width, about))

    def parts(self, content: object, width: int | None = None, about: "Metadata | None" = None) -> Iterable[bytes]:
        """Returns the same part by part, as far as the format can be written while rows still come."""
        encoder = resolve_name(self.encoder)
        more = [width] if self.for_terminals else [about] if self.titled else []
        encoded: bytes | Iterable[bytes] = encoder(content, *more)
        return [encoded] if isinstance(encoded, bytes) else encoded


def by_name(*formats: Format) -> dict[str, Format]:
    """Returns the formats under their names, in the same order."""
    return {format.name: format for format in formats}


_HERE = "summitevents.export"
ROWS = by_name(
    Format("csv", "CSV", f"{_HERE}.rows:encode_csv", (".csv",)),
    Format("json", "JSON", f"{_HERE}.rows:encode_json", (".json",)),
    Format("jsonl", "JSON Lines", f"{_HERE}.rows:encode_jsonl", (".jsonl", ".ndjson")),
    Format("md", "Markdown", f"{_HERE}.rows:encode_markdown", (".md",)),
    Format("parquet", "Parquet", f"{_HERE}.rows:encode_parquet", (".parquet",)),
    Format("table", "text", f"{_HERE}.text_table:encode_table", (".txt",), for_terminals=True),
    Format("line", "a line a field", f"{_HERE}.text_table:encode_line"),
    Format("raw", "one value", f"{_HERE}.text_table:encode_raw"),
)
"""The formats of a `Result`."""
STORIES = by_name(
    Format("json", "JSON", f"{_HERE}.story:encode_json", (".json",)),
    Format("md", "Markdown", f"{_HERE}.story:encode_markdown", (".md",)),
)
"""The formats of all about one event, or about a source, an actor or a place, as `show` shows it."""
REFERENCES = by_name(
    Format("words", "words", f"{_HERE}.references:encode_words", (".txt",)),
    Format("bibtex", "BibTeX", f"{_HERE}.references:encode_bibtex", (".bib",)),
    Format("csl", "CSL-JSON", f"{_HERE}.references:encode_csl", (".json",)),
    Format("ris", "RIS", f"{_HERE}.references:encode_ris", (".ris",)),
)
"""The formats of references; the content is what `export.csl.cited_items` returns."""
TIMELINES = by_name(
    Format(
        "timelinejs", "TimelineJS", f"{_HERE}.timelinejs:encode", file="timelinejs.json", titled=True, also=(".json",)
    ),
    Format(
        "timelinejs-csv",
        "its spreadsheet",
        f"{_HERE}.timelinejs:encode_spreadsheet",
        file="timelinejs.csv",
        titled=True,
        also=(".csv",),
    ),
    Format("geojson", "GeoJSON", f"{_HERE}.geojson:encode", (".geojson",), file="events.geojson", also=(".json",)),
    Format("csl", "CSL-JSON of the sources", f"{_HERE}.csl:encode", file="sources.csl.json", also=(".json",)),
    Format("jsonld", "JSON-LD", f"{_HERE}.jsonld:encode", (".jsonld",), file="events.jsonld", also=(".json",)),
)
"""The formats of the whole timeline, or of its sources; the content is a connection to the tables.

docs/exports.md says what each of them cannot hold.
"""


def format_of(formats: Mapping[str, Format], chosen: str | None, output: str, default: str) -> Format:
    """Returns the format with the chosen name; else the one of the output's suffix; of standard output (-), the default.

    Raises UnreadableError if no format has the suffix, or another than the chosen one.
    """
    if output == "-":
        return formats[chosen or default]
    by_suffix = {suffix: format for format in formats.values() for suffix in format.suffixes}
    suffix = Path(output).suffix.lower()
    named = by_suffix.get(suffix)
    if chosen and (named in (None, formats[chosen]) or suffix in formats[chosen].also):
        return formats[chosen]
    from summitevents.errors import UnreadableError

    if chosen and named:
        raise UnreadableError(
            f"{output} is a name for {named.name}, not for {chosen}: leave out -f, or name it otherwise"
        )
    if named is None:
        raise UnreadableError(f"{output}: no format has this suffix; use {', '.join(by_suffix)}, or -f")
    return named


def timeline_files(con: "DuckDBPyConnection", about: "Metadata") -> Iterator[tuple[str, bytes]]:
    """Yields the timeline in each of TIMELINES: the file's name and content."""
    return ((format.file, format.encode(con, about=about)) for format in TIMELINES.values())
