"""The templates of the catalogue and the calls that fill them in: every placeholder is given wherever a code is found."""

import ast
import inspect
from collections.abc import Iterator
from string import Formatter
from typing import NamedTuple

from summitevents import sql
from summitevents.findings.catalogue import CATALOGUE
from summitevents.findings.finding import find
from tests.support.paths import ROOT

SOURCE = ROOT / "src/summitevents"
TABLES = list(CATALOGUE)[list(CATALOGUE).index("package-error") : list(CATALOGUE).index("foreign-key") + 1]
VARIABLE = {
    "check/rules.py": sorted(sql.read("checks")),
    "validation.py": TABLES,
    "curate/proposal.py": [],  # a dict, which is looked at by itself
}
"""The codes of calls whose code is a variable, by file."""


def placeholders(code: str) -> set[str]:
    entry = CATALOGUE[code]
    return {name for text in (entry.message, entry.help) for _, name, _, _ in Formatter().parse(text) if name}


class Given(NamedTuple):
    """A call that finds something: where it is, the code, the keywords that it gives."""

    place: str
    code: str
    names: set[str]


def keywords(call: ast.Call) -> set[str]:
    return {keyword.arg for keyword in call.keywords if keyword.arg}


def texts(node: ast.AST) -> list[str]:
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def named(target: ast.expr, name: ast.Name) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name.id for one in ast.walk(target))


def codes(node: ast.expr, function: ast.AST, file: str) -> list[str]:
    """The codes that an argument may stand for: itself, what is assigned to it in the function, or see VARIABLE."""
    match node:
        case ast.Name():
            values = [
                one.value for one in ast.walk(function) if isinstance(one, ast.Assign) and named(one.targets[0], node)
            ]
            values += [one.iter for one in ast.walk(function) if isinstance(one, ast.For) and named(one.target, node)]
            return [text for value in values for text in texts(value) if text in CATALOGUE] or VARIABLE[file]
        case ast.JoinedStr(values=[ast.Constant(value=start), _]):
            return [code for code in CATALOGUE if code.startswith(str(start))]
        case ast.Constant() | ast.IfExp():
            return [text for text in texts(node) if text in CATALOGUE]
        case _:
            return VARIABLE[file]


def found_in(file: str) -> Iterator[Given]:
    tree = ast.parse((SOURCE / file).read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    innermost = {  # later ones lie further in
        node: function for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)
    }
    finders = {"find": set[str]()}
    while True:  # functions that pass their own parameter `code` on give what they add
        before = len(finders)
        for call, function in innermost.items():
            if isinstance(call.func, ast.Name) and call.func.id in finders and call.args:
                first, own = call.args[0], [one.arg for one in function.args.args]
                if isinstance(first, ast.Name) and first.id == "code" and "code" in own:
                    finders[function.name] = keywords(call) | finders[call.func.id]
        if len(finders) == before:
            break
    for call, function in innermost.items():
        if isinstance(call.func, ast.Name) and call.func.id in finders and call.args:
            if function.name in finders and isinstance(call.args[0], ast.Name):
                continue
            for code in codes(call.args[0], function, file):
                yield Given(f"{file}:{call.lineno}", code, keywords(call) | finders[call.func.id])
    for node in ast.walk(tree):  # a dict with a code is what `find` is called with somewhere else
        if isinstance(node, ast.Dict) and any(isinstance(k, ast.Constant) and k.value == "code" for k in node.keys):
            pairs = {k.value: v for k, v in zip(node.keys, node.values, strict=True) if isinstance(k, ast.Constant)}
            if isinstance(pairs["code"], ast.Constant) and pairs["code"].value in CATALOGUE:
                yield Given(f"{file}:{node.lineno}", str(pairs["code"].value), set(map(str, pairs)))


CALLS = [
    call
    for path in sorted(SOURCE.rglob("*.py"))
    if path.name != "finding.py"
    for call in found_in(path.relative_to(SOURCE).as_posix())
]


def test_every_placeholder_is_given() -> None:
    missing = {(call.place, call.code): placeholders(call.code) - call.names for call in CALLS}
    assert {call: names for call, names in missing.items() if names} == {}


def test_every_code_is_found_somewhere() -> None:
    assert {call.code for call in CALLS} == set(CATALOGUE)


def test_every_placeholder_is_a_parameter() -> None:
    assert set().union(*map(placeholders, CATALOGUE)) <= set(inspect.signature(find).parameters)
