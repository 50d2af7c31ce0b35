"""Writes the texts of a release for people: README, codebook, changelog (Markdown) and citation (YAML)."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from summitevents.export.markdown import markdown_table, without_markup
from summitevents.findings.escaping import escape
from summitevents.log.kinds_and_roles import Vocabulary
from summitevents.log.metadata import Metadata
from summitevents.log.releases import Release
from summitevents.release.descriptors import MADE_WITH


def closed_lists(vocabulary: Vocabulary, lists: Collection[str] = ()) -> str:
    """Returns the closed lists that hold with a vocabulary, or those of these names, a Markdown table each."""
    terms = [row for row in vocabulary.rows() if row[0] in lists or not lists]
    return "\n".join(
        f"**{name}**\n\n"
        + markdown_table(
            ["term", "meaning"], ([f"`{term}`", definition] for of, _, term, definition in terms if of == name)
        )
        for name in dict.fromkeys(of for of, *_ in terms)
    )


def codebook(package: Mapping[str, Any], about: Metadata, vocabulary: Vocabulary) -> str:
    """Returns the codebook of a release from its `datapackage.json`: every table and column, and the closed lists."""
    parts = [f"# Codebook of {about.name} {package['version']}\n"]
    for resource in package["resources"]:
        if resource["format"] == "csv":
            of = resource["schema"]
            keys = {key["fields"][0]: key["reference"] for key in of.get("foreignKeys", [])}
            rows = [_field_row(field, keys.get(field["name"]), resource["name"]) for field in of["fields"]]
            parts += [
                f"## {resource['name']}\n",
                f"One row{resource['description'].removeprefix('one row')}. Key: {', '.join(of['primaryKey'])}.\n",
                markdown_table(["column", "type", "meaning", "is one of"], rows),
            ]
    return "\n".join([*parts, "## Closed lists\n", closed_lists(vocabulary)])


def _field_row(field: Mapping[str, Any], to: Mapping[str, Any] | None, table: str) -> list[str]:
    other = f"`{to['resource'] or table}.{to['fields'][0]}`" if to else ""
    return [f"`{field['name']}`", field["type"], field["description"], other]


_CHANGES = {"added": "New", "removed": "Gone", "changed": "Changed"}


def changelog_entry(release: Release, before: Release | None, changes: list[dict[str, Any]]) -> str:
    """Returns what a release brought: the events that came, went or changed, with the reasons in the log.

    `before` is the release before it, `changes` the rows of `query.diff` between the two; the first release has neither.
    """
    span = f"records {before.size + 1 if before else 1:,} to {release.size:,}"
    if before is None:
        return f"## {release.version}\n\nThe first release: {span}.\n"
    if before.size == release.size:
        return f"## {release.version}\n\nThe same records as {before.version}, in other tables or columns.\n"
    lines = [f"## {release.version}\n\nSince {before.version}: {span}.\n"]
    for change, title in _CHANGES.items():
        items = [_change_line(row) for row in changes if row["change"] == change]
        lines += [f"**{title}**\n", "".join(items)] if items else []
    return "\n".join(lines if len(lines) > 1 else [*lines, "No event reads otherwise.\n"])


def _change_line(row: Mapping[str, Any]) -> str:
    match row["change"]:
        case "added":
            what = row["after"]
        case "removed":
            what = row["before"]
        case _:
            what = f"{row['field']}: {row['before'] or 'nothing'} → {row['after'] or 'nothing'}"
    why = f" ({row['reason']})" if row["reason"] else ""
    return f"- `{row['event']}` {without_markup(escape(what + why))}; {row['records']}\n"


def citation(about: Metadata, version: str | None, day: str | None) -> str:
    """Returns CITATION.cff 1.2.0; a JSON text is a YAML scalar. Who states no contributor is cited as anonymous.

    `version`, `day`: of the release; None if nothing was released yet.
    """
    licenses = [one.name for one in about.licenses if one.name]
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this data set, please cite it as below.",
        "type: dataset",
        f"title: {_scalar(about.title)}",
        *([f"abstract: {_scalar(about.description)}"] if about.description else []),
        *([f"version: {version}"] if version else []),
        *([f"date-released: {day}"] if day else []),
        *([f"license: {_scalar(licenses[0])}"] if licenses else []),
        *([f"url: {_scalar(about.homepage)}"] if about.homepage else []),
        "authors:",
        *(f"  - name: {_scalar(one.title)}" for one in about.contributors),
        *(["  - alias: anonymous"] if not about.contributors else []),
        *(["keywords:"] if about.keywords else []),
        *(f"  - {_scalar(word)}" for word in about.keywords),
    ]
    return "".join(f"{line}\n" for line in lines)


def _scalar(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def license(about: Metadata) -> str:
    """Returns LICENSE: under which licences the data are, and where the texts of these stand."""
    by = f", by {escape(about.authors)}," if about.authors else ""
    if not about.licenses:
        return f"{escape(about.title)}{by or ''} states no licence: ask before you use it.\n"
    lines = [f"{escape(about.title)}{by} is under:\n"]
    for one in about.licenses:
        name = f" (SPDX: {escape(one.name)})" if one.name else ""
        lines.append(f"- {escape(one.words)}{name}{f': {escape(one.path)}' if one.path else ''}")
    return "\n".join(lines) + f"\n\n{_OF_THE_PROGRAM}\n"


_OF_THE_PROGRAM = (
    "What summitevents itself put in (the SQL in the DuckDB file, the page's markup and styles) asks for nothing."
)


def readme(about: Metadata, release: Release, day: str) -> str:
    """Returns the README: which files there are, and how to verify them."""
    licenses = ", ".join(one.words for one in about.licenses) or "no licence is stated"
    description = f"{without_markup(escape(about.description))}\n\n" if about.description else ""
    return f"""# {without_markup(escape(about.title))}

{description}Release {release.version}: the first {release.size:,} records of the log, the last of {day}. Data: {without_markup(escape(licenses))}
(LICENSE). To cite it: CITATION.cff.

| | |
|---|---|
| index.html | the timeline, to read in a browser; of a long one, its pictures are in pictures.html, and each year with its claims in years/ |
| data/ | every table as CSV; null is an empty cell, lists are JSON |
| parquet/ | the same tables as Parquet |
| {about.name}.duckdb | the same tables in one file, for DuckDB from 1.1 on |
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
summitevents {MADE_WITH["summitevents"]} and DuckDB {MADE_WITH["duckdb"]}.

    summitevents verify {about.name}-{release.version}.zip
"""
