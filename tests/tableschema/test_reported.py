"""What other people have reported about validators: a case of ours for each, and the inputs themselves where they are at hand.

The other tests of this folder have the neighbours of these cases.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from summitevents.findings.catalogue import CATALOGUE
from summitevents.validation import validate
from tests.support.paths import SHARED
from tests.support.tables import problems, schema

INT, STR, NUM = {"type": "integer"}, {"type": "string"}, {"type": "number"}
PAIR = schema(INT, INT)
JSONL = {"path": "t.jsonl"}
LATER = '{"a": 7}\n{"a": 8, "b": 9}\n{"a": 6, "b": "no"}\n'
TO_U = {"fields": ["a", "b"], "reference": {"resource": "u", "fields": ["a", "b"]}}
TEALS, HERONS = "'Teal' ; 'Duck' ; 'Swan'", "'Heron' ; 'Crane'"


def text(**more: Any) -> dict[str, Any]:
    return schema({**STR, **more})


REPORTED: dict[str, tuple[dict[str, Any], dict[str, str | bytes], list[tuple[str, int | None]]]] = {
    "blank-row-of-nulls": (schema(INT, INT, missingValues=["", "?"]), {"t.csv": "a,b\n?,?\n,?\n3,4\n"}, []),
    "crash-encoding-nul": ({"encoding": "\0latin", **PAIR}, {"t.csv": "a,b\n3,4\n"}, [("encoding-error", None)]),
    "crash-missingvalues": (schema(INT, INT, missingValues=[{"label": "none"}]), {"t.csv": "a,b\n3,4\n"}, [("schema-error", None)]),
    "crash-quotechar": ({"dialect": {"quoteChar": "<>"}, **PAIR}, {"t.csv": "a,b\n3,4\n"}, [("dialect-error", None)]),
    "enc-declared-undecodable-ascii": ({"encoding": "ascii", **text()}, {"t.csv": "a\nMilano\nZürich\n".encode()}, [("encoding-error", 3)]),
    "enc-declared-undecodable-cp1252": ({"encoding": "windows-1252", **text()}, {"t.csv": b"a\nLi\x8dge\n"}, [("encoding-error", 2)]),
    "enc-jsonl-ascii-declared": ({**JSONL, "encoding": "ascii", **text()}, {"t.jsonl": '{"a": "Zürich"}\n'.encode()}, [("encoding-error", 1)]),
    "enc-jsonl-latin1": ({**JSONL, "encoding": "iso-8859-1", **text()}, {"t.jsonl": '{"a": "Zürich"}\n'.encode("latin-1")}, []),
    "enc-utf16-without-bom": ({"encoding": "utf-16", **PAIR}, {"t.csv": "a,b\n3,4\n".encode("utf-16-le")}, [("encoding-error", None)]),
    "fk-marker": (schema(STR, STR, foreignKeys=[TO_U]), {"t.csv": "a,b\nteal,\n", "u.csv": "a,b\nteal,\x01none\n"}, []),
    "fk-partly-null": (schema(INT, STR, foreignKeys=[TO_U]), {"t.csv": "a,b\n5,\n", "u.csv": "a,b\n5,teal\n"}, []),
    "fk-reference-no-field": (
        schema(INT, foreignKeys=[{"fields": ["a"], "reference": {"resource": "u", "fields": ["size"]}}]),
        {"t.csv": "a\n5\n6\n", "u.csv": "a\n5\n"}, [("schema-error", None)],
    ),
    "format-unknown": (text(format="adress"), {"t.csv": "a\nanything\n"}, [("field-error", None)]),
    "hash-of-unchecked": (
        {"path": "t.ods", "bytes": 7, "hash": "sha256:" + "f" * 64}, {"t.ods": b"PK"},
        [("byte-count", None), ("hash-count", None), ("resource-unchecked", None)],
    ),
    "hash-sha1": ({"hash": "sha1:" + "f" * 40, **text()}, {"t.csv": "a\nteal\n"}, [("hash-count", None)]),
    "jsonl-first-line-full": ({**JSONL, **PAIR}, {"t.jsonl": '{"a": 1, "b": 2}\n' + LATER}, [("type-error", 4)]),
    **{
        f"jsonl-first-line-short-{match}": ({**JSONL, **schema(INT, INT, fieldsMatch=match)}, {"t.jsonl": LATER}, [("type-error", 3)])
        for match in ("equal", "exact", "partial", "subset")
    },
    "jsonl-itemkeys": ({**JSONL, "dialect": {"itemKeys": ["a", "b"]}, **PAIR}, {"t.jsonl": LATER}, [("type-error", 3)]),
    "jsonl-nan": ({**JSONL, **schema(NUM)}, {"t.jsonl": '{"a": 1}\n{"a": -Infinity}\n{"a": NaN}\n'}, [("json-syntax", 2), ("json-syntax", 3)]),
    "jsonl-nested-duplicate-bom": ({**JSONL, **schema({"type": "array"})}, {"t.jsonl": '\ufeff{"a": [{"k": 1, "k": 1}]}\n'}, [("json-duplicate", 1)]),
    "jsonl-no-schema": (JSONL, {"t.jsonl": LATER}, []),
    "lexical-lenient": (
        schema(NUM, INT, {"type": "year"}, {"type": "yearmonth"}, {"type": "date"}, {"type": "datetime"}),
        {"t.csv": "a,b,c,d,e,f\n2_5,٤٢,+315,2021-7,2021-07-9,2021-07-09 08:00:00\n"}, [("type-error", 2)] * 6,
    ),
    "parts-header-other": ({"path": ["t.csv", "u.csv"], **schema(NUM, NUM)}, {"t.csv": "a,b\n3,4\n", "u.csv": "height,width\n5,6\n"}, [("incorrect-label", 1)] * 2),
    "parts-plain-concat": ({"path": ["t.csv", "u.csv"], **PAIR}, {"t.csv": "a,b\n3,4\n", "u.csv": "5,six\n7,8\n"}, [("type-error", 1)]),
    "pattern-alternation": (text(constraints={"pattern": "teal|duck"}), {"t.csv": "a\nteal\nteals\nmyduck\nduck\n"}, [("constraint-error", 3), ("constraint-error", 4)]),
    "pattern-slow": (text(constraints={"pattern": "(b*)*"}), {"t.csv": "a\n" + "b" * 40 + "?\n"}, [("constraint-error", 2)]),
    "pattern-xsd-class": (text(constraints={"pattern": r"\p{Ll}+\p{Nd}?"}), {"t.csv": "a\nœuf\nteal7\n"}, []),
    "quote-unclosed": ({"dialect": {"delimiter": ","}, **schema(INT, STR)}, {"t.csv": 'a,b\n1,teal\n2,"duck\n3,swan\n'}, [("source-error", 3)]),
    "report-rownumber": (schema(INT, STR), {"t.csv": 'a,b\n5,"teal\n\nduck"\nsix,swan\n'}, [("type-error", 5)]),
    "sniff-hang": (schema(STR, STR), {"t.csv": 'a,b\n"' + '","' * 60 + '"' * 60 + "7" + '"' * 60 + "7"}, [("source-error", 2)]),
    "sniff-quotes-declared": ({"dialect": {"delimiter": ","}, **schema(INT, STR)}, {"t.csv": f"a,b\n1,{TEALS}\n2,{HERONS}\n"}, []),
    "sniff-quotes-in-text": (schema(INT, STR), {"t.csv": f"a,b\n1,{TEALS}\n2,{HERONS}\n"}, []),
    "sniff-skipspace": (schema(INT, STR), {"t.csv": 'a,b\n1, "teal, duck"\n2, "swan"\n'}, [("extra-cell", 2)]),
    "sniff-wrong-accepted": (PAIR, {"t.csv": "a|b\n3|4\n"}, [("incorrect-label", 1), ("missing-label", 1), ("type-error", 2)]),
    "v1-case-insensitive-header": ({"dialect": {"caseSensitiveHeader": False}, **schema({**INT, "name": "key"}, STR)}, {"t.csv": "Key,B\n3,x\n"}, []),
    "v2-categories": (text(categories=["teal", "duck"]), {"t.csv": "a\nduck\nswan\n"}, [("constraint-error", 3)]),
    "v2-delimiter-sequence": ({"dialect": {"delimiter": "::"}, **PAIR}, {"t.csv": "a::b\n3::4\n"}, []),
    "v2-duplicate-field-names": ({"schema": {"fields": [{**STR, "name": "a"}, {**INT, "name": "a"}]}}, {"t.csv": "a,a\nx,4\n"}, []),
    "v2-duration-minimum": (schema({"type": "duration", "constraints": {"minimum": "P1D"}}), {"t.csv": "a\nPT25H\nPT23H\n"}, [("constraint-error", 3)]),
    "v2-integer-groupchar": (schema({**INT, "groupChar": "."}), {"t.csv": "a\n2.500\n"}, []),
    "v2-jsonschema": (
        schema({"type": "object", "constraints": {"jsonSchema": {"required": ["k"]}}}), {"t.csv": 'a\n"{""k"": 7}"\n{}\n'}, [("constraint-error", 3)],
    ),
    "v2-no-type-is-any": ({**JSONL, **schema({})}, {"t.jsonl": '{"a": 5}\n{"a": "five"}\n{"a": true}\n'}, []),
    "v2-nullsequence": ({"dialect": {"nullSequence": "NIL"}, **PAIR}, {"t.csv": "a,b\n3,NIL\nNIL,4\n"}, []),
}  # fmt: skip


REFERRED_TO = {
    "fk-marker": schema(STR, STR),
    "fk-partly-null": schema(INT, STR),
    "fk-reference-no-field": schema(INT),
}
"""The table `u` of those that have one."""


@pytest.mark.parametrize("name", REPORTED)
def test_a_reported_case_is_judged_by_the_standard(name: str, tmp_path: Path) -> None:
    resource, files, told = REPORTED[name]
    others = (
        [{"name": "u", "path": "u.csv", **schema(INT, STR)}] if name.startswith("fk-") and name != "fk-marker" else []
    )
    others = [{"name": "u", "path": "u.csv", **REFERRED_TO[name]}] if name in REFERRED_TO else []
    listed = problems(tmp_path, [{"name": "t", "path": "t.csv", **resource}, *others], files)
    kept = [p for p in listed if not (name == "sniff-hang" and p.code == "extra-cell")]
    assert sorted(((p.code, p.line) for p in kept), key=lambda one: (one[1] or 0, one[0])) == told


# ---- The inputs themselves: each has a README that says what is wanted --------------------------------------------------

INPUTS = SHARED / "inputs"
NAMES = sorted(folder.name for folder in INPUTS.iterdir()) if INPUTS.is_dir() else []
TABLES = [name for name in NAMES if not name.startswith("log-")]
"""Those of logs are about exports; tests/export has such events."""
OTHERWISE = {"fk-marker"}
"""It wants a partly missing key to be looked up, and fk-partly-null that it is not: as in SQL, it is not."""


@pytest.mark.skipif(not NAMES, reason="the inputs are other people's, and not at hand")
def test_every_input_has_a_case_of_ours() -> None:
    assert set(TABLES) == set(REPORTED)


@pytest.mark.parametrize("name", TABLES)
def test_an_input_gives_what_its_readme_wants(name: str) -> None:
    wanted = (INPUTS / name / "README").read_text("utf-8").partition("wanted:")[2]
    findings = [one for one in validate(INPUTS / name / "datapackage.json").findings if one.severity == "error"]
    codes, lines = {one.code for one in findings}, {one.line for one in findings}
    if name in OTHERWISE:
        assert not findings
        return
    if exits := re.search("exit ([01])", wanted):
        assert bool(findings) == (exits[1] == "1")
    unwanted = set(re.findall("no ([a-z]+-[a-z]+)", wanted))
    assert not findings or set(re.findall("[a-z]+-[a-z]+", wanted)) & set(CATALOGUE) - unwanted <= codes
    assert not unwanted & codes
    for numbers in re.findall(r"(?:lines? |\.(?:csv|jsonl):)(\d+)(?: and (\d+))?", wanted):
        assert {int(number) for number in numbers if number} <= lines
