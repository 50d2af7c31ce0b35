"""Writes every file of the repository that is made from other files in it; with --check, names those that are stale.

    python -m tools.generate [--check]

Sources: the record models (datapackage.json, schemas/); what datapackage.json says of the subject, with its figures
counted anew (CITATION.cff, .zenodo.json); models, codebook and catalogue (the tables in docs/); the log
(the pictures, the numbers in README.md, docs/data-paper.md); the modules' docstrings (docs/architecture.md); the heads of the decisions
(docs/adr/README.md); the help of the command line (the man page). Console blocks (```console, commands after "$ ") get
the output that their commands print now.
"""

import html
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection
from pydantic import BaseModel
from tools import architecture, screen
from tools.data_paper import data_paper
from tools.man_page import man_page

from summitevents import sql
from summitevents.build import cache
from summitevents.export.markdown import markdown_table
from summitevents.findings.catalogue import CATALOGUE
from summitevents.fold import codebook
from summitevents.log import package as log
from summitevents.log import records, schema
from summitevents.log.kinds_and_roles import DEFAULT, built_in
from summitevents.log.metadata import Metadata, read_metadata
from summitevents.log.releases import read_releases
from summitevents.log.vocabulary_file import choose_vocabulary
from summitevents.page import timeline_svg
from summitevents.query.select import run_query, table_names
from summitevents.release import descriptors, texts
from summitevents.report import explain

ROOT = Path(__file__).parent.parent
PAGES_WITH_CONSOLES = ("README.md", "docs/tour.md", "docs/coverage.md")


def generate_files() -> Iterator[tuple[Path, str]]:
    """Yields each generated file with the content that it ought to have."""
    yield ROOT / "src/summitevents/log/columns.json", json.dumps(schema.columns(), indent=1) + "\n"
    for name, screened in (("typed", False), ("screened", True)):  # first: no log is read without them
        yield ROOT / f"src/summitevents/sql/read/{name}.sql", screen.query(screened)
    package = log.Package(ROOT)
    with cache.connect(package) as con:
        own = _with_figures(con, package.descriptor)
        version, day = _released(con, package)
        yield ROOT / "datapackage.json", _to_json(descriptors.log_descriptor(con, own, version, package.parts()))
        about = read_metadata(own)
        yield ROOT / "CITATION.cff", texts.citation(about, version, day)
        yield ROOT / ".zenodo.json", _to_json(_zenodo(about, version))
        yield (
            ROOT / "schemas/record.schema.json",
            _to_json(schema.json_schema(choose_vocabulary(package).vocabulary.terms())),
        )
        yield ROOT / "schemas/vocabulary.schema.json", _to_json(schema.vocabulary_schema())
        yield (
            ROOT / "docs/timeline.svg",
            timeline_svg.timeline_svg(run_query(con, timeline_svg.QUERY).dicts(), package.metadata.picture),
        )
        yield ROOT / "docs/findings.md", _findings_page()
        yield ROOT / "docs/data-paper.md", data_paper(con, about, version, ROOT / "docs")
        yield ROOT / "docs/summitevents.1", man_page()
        blocks: dict[str, Callable[[str], str]] = {
            "tables": lambda _: _list_tables(con),
            "vocabulary": _list_terms,
            "fields": _list_fields,
            "numbers": lambda _: _list_numbers(con),
            "architecture": lambda _: architecture.describe_layers(ROOT),
            "decisions": lambda _: _list_decisions(),
        }
        for name in (
            "docs/format.md",
            "docs/tables.md",
            "docs/architecture.md",
            "docs/adr/README.md",
            *PAGES_WITH_CONSOLES,
        ):
            text = _fill_blocks((ROOT / name).read_text("utf-8"), blocks)
            yield ROOT / name, _run_consoles(text) if name in PAGES_WITH_CONSOLES else text


def _with_figures(con: DuckDBPyConnection, descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the descriptor with the numbers that its description gives of events, claims and sources, as they are now."""
    counted = run_query(con, sql.read("queries")["coverage"]).dicts()
    all_of = {row["measure"]: row["n"] for row in counted if row["item"] == "all"}

    def count(match: re.Match[str]) -> str:
        return f"{all_of[match[1]]:,} {match[1]}"

    return dict(descriptor) | {
        "description": re.sub(r"[0-9][0-9,]* (events|claims|sources)\b", count, descriptor["description"])
    }


def _released(con: DuckDBPyConnection, package: log.Package) -> tuple[str | None, str | None]:
    """Returns the version of the last release, and the day of its last record; None if nothing was released yet."""
    if not (known := read_releases(package)):
        return None, None
    [(day,)] = run_query(con, f"SELECT left(max(recorded_at), 10) FROM log WHERE pos <= {known[-1].size}").rows
    return known[-1].version, day


def _zenodo(about: Metadata, version: str | None) -> dict[str, Any]:
    """Returns what Zenodo takes for a deposit."""
    return {
        "upload_type": "dataset",
        "title": about.title,
        **({"version": version} if version else {}),
        "description": f"<p>{html.escape(about.description, quote=False)}</p>",
        "creators": [{"name": one.title} for one in about.contributors],
        "access_right": "open",
        "license": str(about.licenses[0].name).lower(),
        "language": "eng",
        "keywords": list(about.keywords),
    }


def _to_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _findings_page() -> str:
    """Returns docs/findings.md: the catalogue, and below it each code with its example."""
    rows = [[f"[`{code}`](#{code})", entry.severity, entry.message] for code, entry in CATALOGUE.items()]
    return (
        "# Findings\n\nWhat `summitevents validate`, `verify` and `append` can say of a log. Errors make a log unreadable "
        "until they are mended; warnings are plausibility, and fail only under `--strict`. Words in braces are filled "
        "in. `summitevents explain CODE` prints the section of a code.\n\n"
        + markdown_table(["code", "severity", "what is wrong"], rows)
        + f"\n{explain.BASE}\n\n"
        + "\n".join(map(explain.as_markdown, explain.explanations().values()))
    )


def _list_fields(op: str) -> str:
    """Returns the table of the fields of a record, or of the entries of a list in one."""
    models: dict[str, type[BaseModel]] = {**records.MODELS, "participant": records.Participant, "kin": records.Kin}
    rows = []
    for name, info in models[op].model_fields.items():
        rows.append(
            [f"`{name}`", schema.table_type(info), "yes" if info.is_required() else "", schema.describe([(op, info)])]
        )
    return markdown_table(["field", "type", "required", "meaning"], rows)


def _list_terms(of: str) -> str:
    """Returns the kinds, roles and families of a built-in vocabulary; of `format`, the lists that are the same in every log."""
    if of == "format":
        return texts.closed_lists(built_in(DEFAULT), ("status", "relation", "genre", "confidence"))
    chosen = built_in(of)
    families = [[f"`{one.name}`", one.title, one.color] for one in chosen.families]
    kinds = [[f"`{one.name}`", one.definition, one.family, one.utterance or ""] for one in chosen.kinds]
    return "\n".join(
        [
            f"**family**\n\n{markdown_table(['family', 'holds', 'color'], families)}",
            f"**kind**\n\n{markdown_table(['kind', 'definition', 'family', 'utterance'], kinds)}",
            texts.closed_lists(chosen, ("role",)),
        ]
    )


_VIEW = " A view for queries, which no export has."


def _list_tables(con: DuckDBPyConnection) -> str:
    """Returns a section for each public table, and for each view of the vocabulary, with its columns."""
    parts = []
    tables = table_names(con, [])
    for name in sorted(row[0] for row in run_query(con, "SHOW TABLES").rows):
        shape = run_query(con, f'DESCRIBE "{name}"').rows
        rows = [[f"`{column[0]}`", _shorten_type(column[1]), codebook.column(name, column[0])] for column in shape]
        parts.append(
            f"## {name}\n\nOne row{codebook.table(name).removeprefix('one row')}.{'' if name in tables else _VIEW}\n\n{markdown_table(['column', 'type', 'meaning'], rows)}"
        )
    return "\n".join(parts)


def _list_numbers(con: DuckDBPyConnection) -> str:
    """Returns how far the log can be trusted, as a list of six numbers."""
    counted = run_query(con, sql.read("queries")["coverage"]).dicts()
    n = {(row["measure"], row["item"]): row["n"] for row in counted}
    official = sum(found for (_, item), found in n.items() if item.startswith("official of "))
    rows = [
        (
            n["events", "all"],
            f"events; {n['events', 'with a date']:,} have a date, {n['events', 'dated to the day']:,} to the day",
        ),
        (n["events", "corroborated"], "of the events are told by two independent sources or more"),
        (n["events", "in dispute"], "of the events have claims that disagree"),
        (n["claims", "all"], "claims"),
        (n["sources", "all"], f"sources; {official} are an official record of a state or an organisation"),
        (n["claims", "of a document at hand"], "of the claims cite characters of a document; the others, a paragraph"),
    ]
    return "\n".join(f"- **{number:,}** {what}" for number, what in rows)


def _list_decisions() -> str:
    """Returns the index of the decisions, from their titles and the two lines below."""
    rows = []
    for path in sorted((ROOT / "docs/adr").glob("0*.md")):
        head = re.match(r"# \d+\. (.*)\n\n- Status: (.*)\n- Date: (.*)\n", path.read_text("utf-8"))
        assert head, f"{path.name}: a title, then “- Status:” and “- Date:”"
        rows.append([f"[{path.name[:4]}]({path.name})", head[1], head[2], head[3]])
    return markdown_table(["", "decision", "status", "date"], rows)


def _shorten_type(kind: str) -> str:
    return (
        re.sub(r"STRUCT\(.*\)", "STRUCT", kind)
        .replace("STRUCT[]", "list of structs")
        .replace("VARCHAR[]", "list of texts")
    )


def _fill_blocks(text: str, blocks: dict[str, Callable[[str], str]]) -> str:
    """Returns the text with new content between <!-- generated:name:argument --> and <!-- /generated -->."""

    def block(match: re.Match[str]) -> str:
        name, _, argument = match[1].partition(":")
        return f"<!-- generated:{match[1]} -->\n\n{blocks[name](argument).rstrip()}\n\n<!-- /generated -->"

    return re.sub(r"<!-- generated:([\w:-]+) -->.*?<!-- /generated -->", block, text, flags=re.DOTALL)


def _run_consoles(text: str) -> str:
    """Returns the text with every console block's output as its commands print it now, without the documents."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "datapackage.json", folder)
        shutil.copytree(ROOT / "events", Path(folder) / "events")
        return re.sub(
            r"(?<=```console\n).*?(?=```)", lambda block: _run_commands(block[0], Path(folder)), text, flags=re.DOTALL
        )


def _run_commands(block: str, folder: Path) -> str:
    """Returns each command of a block with its standard output, and then what it prints on standard error."""
    out = []
    for command in re.findall(r"^\$ (.*)", block, flags=re.MULTILINE):
        ran = subprocess.run(
            ["bash", "-c", f'summitevents() {{ {shlex.quote(sys.executable)} -m summitevents "$@"; }}; {command}'],
            cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        out.append(f"$ {command}\n{ran.stdout}{ran.stderr}")
    return "".join(out)


def main() -> int:
    """Writes the stale files, or with --check only names them. Returns 1 if --check found some, else 0."""
    check, stale = sys.argv[1:] == ["--check"], 0
    for path, text in generate_files():
        if not path.exists() or path.read_text("utf-8") != text:
            stale += 1
            print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
