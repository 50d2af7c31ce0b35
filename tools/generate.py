"""Everything in the repository that is made from something else in it: writes it, or with --check says what is stale.

    python -m tools.generate [--check]

datapackage.json and schemas/ come from the record models; the tables of the docs from models, codebook and catalogue;
the pictures from the log; the console blocks of README.md (```console, lines that begin with "$ ") from running them.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel
from tools import screen

from summitevents import __version__
from summitevents.build import cache
from summitevents.findings.catalogue import CATALOGUE
from summitevents.fold import codebook
from summitevents.log import package as log
from summitevents.log import records, schema
from summitevents.page import ladder_svg as hanoi
from summitevents.page import timeline_svg as picture
from summitevents.query import run as query
from summitevents.release import descriptors
from summitevents.release import texts as leaflets
from summitevents.report import explain

ROOT = Path(__file__).parent.parent


def generated() -> Iterator[tuple[Path, str]]:
    """Each generated file with the content it ought to have."""
    for name, screened in (("typed", False), ("screened", True)):  # first: no log is read without them
        yield ROOT / f"src/summitevents/sql/read/{name}.sql", screen.query(screened)
    package = log.Package(ROOT)
    with cache.connect(package) as con:
        yield ROOT / "datapackage.json", _json(descriptors.descriptor(con, __version__, package.parts()))
        yield ROOT / "schemas/record.schema.json", _json(schema.json_schema())
        yield ROOT / "docs/timeline.svg", picture.svg(query.run(con, picture.QUERY).dicts())
        yield ROOT / "docs/hanoi.svg", hanoi.svg(con)
        yield ROOT / "docs/findings.md", _findings()
        blocks = {"tables": lambda _: _tables(con), "vocabulary": lambda _: leaflets.vocabulary(), "fields": _fields}
        for name in ("format.md", "tables.md"):
            yield ROOT / "docs" / name, _filled((ROOT / "docs" / name).read_text("utf-8"), blocks)
    for name in ("README.md", "docs/coverage.md"):
        yield ROOT / name, _ran((ROOT / name).read_text("utf-8"))


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _findings() -> str:
    rows = [[f"[`{code}`](#{code})", entry.severity, entry.message] for code, entry in CATALOGUE.items()]
    return (
        "# Findings\n\nWhat `summitevents validate`, `verify` and `append` can say of a log. Errors make a log unreadable "
        "until they are mended; warnings are plausibility, and fail only under `--strict`. Words in braces are filled "
        "in. `summitevents explain CODE` prints the section of a code.\n\n"
        + leaflets.markdown(["code", "severity", "what is wrong"], rows)
        + f"\n{explain.BASE}\n\n"
        + "\n".join(map(explain.markdown, explain.entries().values()))
    )


def _fields(op: str) -> str:
    """The fields of a record, or of the entries of a list in one."""
    models: dict[str, type[BaseModel]] = {**records.MODELS, "participant": records.Participant, "kin": records.Kin}
    rows = []
    for name, info in models[op].model_fields.items():
        rows.append(
            [f"`{name}`", schema.table_type(info), "yes" if info.is_required() else "", schema.describe([(op, info)])]
        )
    return leaflets.markdown(["field", "type", "required", "meaning"], rows)


def _tables(con: object) -> str:
    parts = []
    for name in query.tables(con, []):  # type: ignore[arg-type]
        shape = query.run(con, f'DESCRIBE "{name}"').rows  # type: ignore[arg-type]
        rows = [[f"`{column[0]}`", _short(column[1]), codebook.column(name, column[0])] for column in shape]
        parts.append(
            f"## {name}\n\nOne row{codebook.table(name).removeprefix('one row')}.\n\n{leaflets.markdown(['column', 'type', 'meaning'], rows)}"
        )
    return "\n".join(parts)


def _short(kind: str) -> str:
    return (
        re.sub(r"STRUCT\(.*\)", "STRUCT", kind)
        .replace("STRUCT[]", "list of structs")
        .replace("VARCHAR[]", "list of texts")
    )


def _filled(text: str, blocks: dict[str, Callable[[str], str]]) -> str:
    """The text with what stands between <!-- generated:name:argument --> and <!-- /generated --> made anew."""

    def block(match: re.Match[str]) -> str:
        name, _, argument = match[1].partition(":")
        return f"<!-- generated:{match[1]} -->\n\n{blocks[name](argument).rstrip()}\n\n<!-- /generated -->"

    return re.sub(r"<!-- generated:([\w:-]+) -->.*?<!-- /generated -->", block, text, flags=re.DOTALL)


def _ran(text: str) -> str:
    """The text with the output of every console block replaced by what its commands print now, without the documents."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "datapackage.json", folder)
        shutil.copytree(ROOT / "events", Path(folder) / "events")
        return re.sub(
            r"(?<=```console\n).*?(?=```)", lambda block: _console(block[0], Path(folder)), text, flags=re.DOTALL
        )


def _console(block: str, folder: Path) -> str:
    """Each command with its standard output, and then what it says on standard error."""
    out = []
    for command in re.findall(r"^\$ (.*)", block, flags=re.MULTILINE):
        arguments = shlex.split(command)[1:]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        ran = subprocess.run(
            [sys.executable, "-m", "summitevents", *arguments],
            cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment, check=False,
        )  # fmt: skip
        out.append(f"$ {command}\n{ran.stdout}{ran.stderr}")
    return "".join(out)


def main() -> int:
    """Writes what is stale, or with --check only names it; 1 where it found some."""
    check, stale = sys.argv[1:] == ["--check"], 0
    for path, text in generated():
        if not path.exists() or path.read_text("utf-8") != text:
            stale += 1
            print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
