"""The texts that lie in a release for people: README, codebook, changelog, citation. All Markdown but the last, YAML."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from summitevents.findings.escaping import escape
from summitevents.fold import tables
from summitevents.log.releases import Release
from summitevents.query import diff


def markdown(head: list[str], rows: Iterable[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def vocabulary() -> str:
    """The closed lists, a Markdown table each."""
    terms = tables.vocabulary()
    return "\n".join(
        f"**{name}**\n\n"
        + markdown(["term", "meaning"], ([f"`{term}`", definition] for of, _, term, definition in terms if of == name))
        for name in dict.fromkeys(of for of, *_ in terms)
    )


def book(package: Mapping[str, Any]) -> str:
    """The codebook of a release's `datapackage.json`: every table and column, and the closed lists."""
    parts = [f"# Codebook of {package['name']} {package['version']}\n"]
    for resource in package["resources"]:
        if resource["format"] == "csv":
            of = resource["schema"]
            keys = {key["fields"][0]: key["reference"] for key in of.get("foreignKeys", [])}
            rows = [_row(field, keys.get(field["name"]), resource["name"]) for field in of["fields"]]
            parts += [
                f"## {resource['name']}\n",
                f"One row{resource['description'].removeprefix('one row')}. Key: {', '.join(of['primaryKey'])}.\n",
                markdown(["column", "type", "meaning", "is one of"], rows),
            ]
    return "\n".join([*parts, "## Closed lists\n", vocabulary()])


def _row(field: Mapping[str, Any], to: Mapping[str, Any] | None, table: str) -> list[str]:
    other = f"`{to['resource'] or table}.{to['fields'][0]}`" if to else ""
    return [f"`{field['name']}`", field["type"], field["description"], other]


_KINDS = {"added": "New", "removed": "Gone", "changed": "Changed"}


def news(release: Release, before: Release | None, rows: list[dict[str, Any]], counts: Mapping[str, int]) -> str:
    """What a release brought: the events that came, went or changed since the one before, with the reasons in the log."""
    span = f"records {before.size + 1 if before else 1} to {release.size}"
    if before is None:
        told = ", ".join(f"{n} {name}" for name, n in counts.items())
        return f"## {release.version}\n\nThe first release: {told}; {span}.\n"
    if before.size == release.size:
        return f"## {release.version}\n\nThe same records as {before.version}, in other tables or columns.\n"
    lines = [f"## {release.version}\n\nSince {before.version}: {span}.\n"]
    for change, title in _KINDS.items():
        items = [_told(row) for row in rows if row["change"] == change]
        lines += [f"**{title}**\n", "".join(items)] if items else []
    return "\n".join(lines if len(lines) > 1 else [*lines, "No event reads otherwise.\n"])


def _told(row: Mapping[str, Any]) -> str:
    match row["change"]:
        case "added":
            what = row["after"]
        case "removed":
            what = row["before"]
        case _:
            what = f"{row['field']}: {row['before'] or 'nothing'} → {row['after'] or 'nothing'}"
    why = f" ({row['reason']})" if row["reason"] else ""
    return f"- `{row['event']}` {_plain(what + why)}; {row['records']}\n"


def _plain(text: str) -> str:
    """A text that Markdown shows as it stands."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", escape(text))


def citation(package: Mapping[str, Any], day: str) -> str:
    """CITATION.cff 1.2.0; a JSON text is a YAML scalar."""

    def lines() -> Iterator[str]:
        yield "cff-version: 1.2.0"
        yield "message: If you use this data set, please cite it as below."
        yield "type: dataset"
        yield f"title: {json.dumps(package['title'], ensure_ascii=False)}"
        yield f"version: {package['version']}"
        yield f"date-released: {day}"
        yield f"license: {package['licenses'][0]['name']}"
        yield "authors:"
        yield from (f"  - name: {one['title']}" for one in package["contributors"])
        yield "keywords:"
        yield from (f"  - {json.dumps(word, ensure_ascii=False)}" for word in package["keywords"])

    return "".join(f"{line}\n" for line in lines())


def readme(package: Mapping[str, Any], release: Release, day: str) -> str:
    """What lies in the release, and how to see that it is whole."""
    made = package["summitevents"]["made_with"]
    return f"""# {package["title"]}

{package["description"]}

Release {release.version}: the first {release.size} records of the log, the last of {day}. Data: CC BY 4.0
(LICENSE-DATA); the SQL in the DuckDB file and the page: MIT (LICENSE). To cite it: CITATION.cff.

| | |
|---|---|
| index.html | the timeline, to read in a browser |
| data/ | every table as CSV; null is an empty cell, lists are JSON |
| parquet/ | the same tables as Parquet |
| summitevents.duckdb | the same tables in one file, for DuckDB from 1.1 on |
| exchange/ | the timeline for TimelineJS, maps (GeoJSON), references (CSL-JSON), schema.org (JSON-LD) |
| CODEBOOK.md | what every table and column means |
| CHANGELOG.md | what each release brought |
| datapackage.json | the tables for machines (Data Package v2) |
| croissant.json, schema-org.jsonld | the same as Croissant 1.0 and schema.org |
| log.jsonl, events/ | the log that all this is made from: as one file, and in its batches with their seals |
| checkpoint | the root of the log, in three lines |
| SHA256SUMS | the SHA-256 of every file |

Is it whole?

    sha256sum -c SHA256SUMS
    frictionless validate datapackage.json

Is it what the log gives? `summitevents verify` makes it anew from the log and compares every byte. It was made with
summitevents {made["summitevents"]} and DuckDB {made["duckdb"]}.

    summitevents verify summitevents-{release.version}.zip
"""


def changes(package: Any, before: Release | None, release: Release) -> list[dict[str, Any]]:
    """The rows that `news` tells of."""
    return diff.changes(package, str(before.size), str(release.size)) if before else []
