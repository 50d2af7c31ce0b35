"""Describes the package's modules, for docs/architecture.md, by the docstrings in their source."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from summitevents.export.markdown import markdown_table

PACKAGE = "src/summitevents"


def describe_layers(root: Path) -> str:
    """Returns a section for each part of the package, from the highest layer of pyproject.toml to the lowest."""
    return "\n".join(_section(root / PACKAGE, part) for layer in read_layers(root) for part in layer)


def read_layers(root: Path) -> list[list[str]]:
    """Returns the layers of the import contract, the highest first, each as the names of its folders or modules."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return [re.findall(r"\w+", layer) for layer in layers]


def _section(package: Path, part: str) -> str:
    folder = package / part
    if not folder.is_dir():
        return f"### `{part}.py`\n\n{_paragraphs(package / f'{part}.py')}\n"
    rows = [
        [f"[{path.relative_to(folder)}](../{PACKAGE}/{part}/{path.relative_to(folder)})", first_sentence(path)]
        for path in _modules(folder)
    ]
    table = f"\n{markdown_table(['file', 'what it does'], rows)}" if rows else ""
    return f"### `{part}/`\n\n{_paragraphs(folder / '__init__.py')}\n{table}"


def _modules(folder: Path) -> Iterator[Path]:
    """Yields the Python files of a folder and of the folders in it, but for its own `__init__.py`."""
    return (path for path in sorted(folder.rglob("*.py")) if path != folder / "__init__.py")


def first_sentence(path: Path) -> str:
    """Returns the first sentence of a module's docstring, or of its first paragraph where that has no full stop."""
    paragraph = _docstring(path).split("\n\n")[0].replace("\n", " ")
    return re.match(r".*?[.!?](?=\s|$)|.*", paragraph)[0]  # type: ignore[index]


def _paragraphs(path: Path) -> str:
    """Returns a module's docstring up to its first example."""
    return _docstring(path).split("\n>>>")[0].strip()


def _docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "(No docstring.)"
