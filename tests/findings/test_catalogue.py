"""The templates of the catalogue and the calls that fill them in: every placeholder is given wherever a code is found."""

import ast
import inspect
from collections.abc import Iterator
from string import Formatter

from summitevents import sql
from summitevents.findings.catalogue import CATALOGUE
from summitevents.findings.finding import find
from tests.support.paths import ROOT

SOURCE = ROOT / "src/summitevents"
CODES = list(CATALOGUE)
ELSEWHERE = {
    "check/rules.py": sorted(sql.read("checks")),
    "validation.py": CODES[CODES.index("package-error") : CODES.index("key-unchecked") + 1],
}
"""Codes that a file finds, and does not name."""


def placeholders(code: str) -> set[str]:
    entry = CATALOGUE[code]
    return {name for text in (entry.message, entry.help) for _, name, _, _ in Formatter().parse(text) if name}


def codes_in(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        match part:
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), _]):
                yield from (code for code in CODES if code.startswith(start))
            case ast.Constant(value=str(text)) if text in CATALOGUE:
                yield text


def keywords(call: ast.Call, tree: ast.AST) -> set[str]:
    """The names that a call gives, also by a dict that is written out under a name of its own."""
    names = {keyword.arg for keyword in call.keywords if keyword.arg}
    dicts = {keyword.value.id for keyword in call.keywords if isinstance(keyword.value, ast.Name) and not keyword.arg}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(keys=keys)) if name in dicts:
                names |= {key.value for key in keys if isinstance(key, ast.Constant)}
    return names


def found_in(file: str) -> Iterator[tuple[str, str, set[str]]]:
    """Where a code is found, the code, and the names that are given.

    A function that passes a code on to `find` adds names of its own; so those of such calls count for the whole file.
    """
    tree = ast.parse((SOURCE / file).read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    finds = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "find"]
    if not finds:
        return
    passed_on = [keywords(call, tree) for call in finds if not list(codes_in(call.args[0]))]
    added = set[str]().union(*passed_on)
    seen = set()
    for call in calls:
        for code in codes_in(call.args[0]):
            seen.add(code)
            yield f"{file}:{call.lineno}", code, keywords(call, tree) | (set() if call in finds else added)
    if passed_on:
        for code in {*codes_in(tree), *ELSEWHERE.get(file, [])} - seen:
            yield file, code, added


CALLS = [
    call
    for path in sorted(SOURCE.rglob("*.py"))
    if path.parent.name != "findings"
    for call in found_in(path.relative_to(SOURCE).as_posix())
]


def test_every_placeholder_is_given() -> None:
    missing = {(place, code): placeholders(code) - given for place, code, given in CALLS}
    assert {call: names for call, names in missing.items() if names} == {}


def test_every_code_is_found_somewhere() -> None:
    assert {code for _, code, _ in CALLS} == set(CATALOGUE)


def test_every_placeholder_is_a_parameter() -> None:
    assert set().union(*map(placeholders, CATALOGUE)) <= set(inspect.signature(find).parameters)
