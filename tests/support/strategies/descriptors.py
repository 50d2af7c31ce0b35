"""Draws descriptors of any shape: JSON made of the words of the standard's profiles, in and out of their places."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

KEYS = (
    "name", "path", "data", "url", "format", "mediatype", "encoding", "bytes", "hash", "stats", "dialect", "schema", "type", "compression",
    "$schema", "profile", "fields", "fieldsMatch", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys", "reference", "resource",
    "constraints", "categories", "categoriesOrdered", "value", "label", "groupChar", "decimalChar", "bareNumber", "trueValues",
    "falseValues", "itemType", "delimiter", "arrayItem", "required", "unique", "minLength", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "jsonSchema", "pattern", "enum", "header", "headerRows", "headerJoin", "commentRows",
    "commentChar", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence", "skipInitialSpace", "property",
    "itemKeys", "caseSensitiveHeader", "csv", "json", "keys", "rows", "$ref", "properties",
)  # fmt: skip
WORDS = (
    "", "a", "b", "t", "t.csv", "u.jsonl", "t.tsv", "../t.csv", "nowhere.csv", "csv", "jsonl", "tsv", "json", "utf-8", "utf-16", "latin-1",
    "utf\0", "undefined", "idna", "base64", "string", "integer", "number", "boolean", "date", "time", "datetime", "year", "yearmonth",
    "duration", "geopoint", "geojson", "object", "array", "list", "any", "default", "%Y", "%Q", "email", "exact", "subset", "partial",
    ",", ";", "||", '"', "''", "\\", "\n", "\r\n", "\t", "\0", "\ud800", "1", "2019-01-01", "P1D", "(", "(a+)+", "[a-z-[b]]", "\\p{Lu}", "#",
    "md5:0", "sha1:x", "crc:1", "'); DROP TABLE t0; --", "x" * 5000,
)  # fmt: skip
SCALARS = st.one_of(
    st.none(), st.booleans(), st.sampled_from([0, 1, 2, -1, 10**30, 1.5, 1e308]), st.sampled_from(WORDS)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)),
    max_leaves=8,
)
"""Any JSON of these words."""


def mostly(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What belongs there, and one time in a dozen any JSON."""
    return st.integers(0, 11).flatmap(lambda n: usual if n else JSON)


def among(*usual: Any) -> st.SearchStrategy[Any]:
    """A value that belongs there, or any JSON."""
    return mostly(st.sampled_from(usual))


def objects(
    needed: dict[str, st.SearchStrategy[Any]] | None = None, **members: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    """An object of what it needs and some of these members, or any JSON."""
    return mostly(st.fixed_dictionaries(needed or {}, optional=members))


TYPES = ("string", "integer", "number", "boolean", "date", "time", "datetime", "year", "yearmonth", "duration", "geopoint", "geojson", "object", "array", "list", "any")  # fmt: skip
CONSTRAINTS = objects(
    required=among(True, False), unique=among(True), minLength=among(1), maxLength=among(2), minimum=among(1, "2019-01-01", "P1D"),
    maximum=among(5, "1"), exclusiveMinimum=among(0), enum=among(["a"], [1, 2], []), pattern=among("a|b", "(", "(a+)+"),
    jsonSchema=among({"type": "object"}, {"$ref": "#"}, {"$ref": "http://x"}, {"pattern": "("}),
)  # fmt: skip
FIELDS = objects(
    {"name": among("a", "b")}, type=among(*TYPES), format=among("default", "any", "%Y", "email"), constraints=CONSTRAINTS,
    missingValues=among(["", "-"], [{"value": "-", "label": "x"}]), categories=among(["a"], [1], [{"value": 1}]),
    groupChar=among(",", "1"), decimalChar=among(","), bareNumber=among(False), trueValues=among(["y"]), falseValues=among(["n"]),
    itemType=among("integer"), delimiter=among(";"), arrayItem=JSON,
)  # fmt: skip
KEY = among("a", ["a"], ["a", "b"], ["zz"])
SCHEMAS = objects(
    {"fields": mostly(st.lists(FIELDS, min_size=1, max_size=3))}, fieldsMatch=among("equal", "subset"),
    missingValues=among([""], ["", "NA"]), primaryKey=KEY, uniqueKeys=among([["a"]], []),
    foreignKeys=mostly(st.lists(objects({"fields": KEY, "reference": objects({"fields": KEY}, resource=among("", "t", "u"))}), max_size=2)),
)  # fmt: skip
DIALECTS = objects(
    header=among(True, False), headerRows=among([1], [2], [1, 2], []), headerJoin=among("-"), commentRows=among([2]), commentChar=among("#"),
    delimiter=among(",", ";", "||", "\t"), lineTerminator=among("\n", ";", "||"), quoteChar=among('"', "'"), doubleQuote=among(True, False),
    escapeChar=among("\\"), nullSequence=among("\\N"), skipInitialSpace=among(True), itemKeys=among(["a"]), itemType=among("array", "object"),
    caseSensitiveHeader=among(False), csv=JSON, json=JSON,
)  # fmt: skip
RESOURCES = objects(
    {"name": among("t", "u", "v"), "path": among("t.csv", "u.jsonl", "l.jsonl", "t.tsv", ["t.csv", "v.csv"])},
    format=among("csv", "jsonl"), encoding=among("utf-8", "utf-16", "latin-1", "ascii"), dialect=DIALECTS, schema=SCHEMAS,
    bytes=among(4), hash=among("md5:0"), stats=JSON,
)  # fmt: skip
DESCRIPTORS = objects(
    {"resources": mostly(st.lists(RESOURCES, min_size=1, max_size=3))},
    **{"$schema": among("https://datapackage.org/profiles/2.0/datapackage.json"), "profile": JSON},
)
FILES = {
    "t.csv": b'a,b\n1,"x\ny"\n\n2,"z"w\n3,\xff\n,,\n', "v.csv": b"b,a\n1,2\n", "t.tsv": b"a\tb\n1\t2\n",
    "u.jsonl": b'{"a": 1}\n{"b": {"x": 1, "x": NaN}}\n[1]\n{"a": "\\ud800", "c": [[]]}\n', "l.jsonl": b'["a", "b"]\n[1]\n[2, 3, 4]\n',
}  # fmt: skip
"""Files with something of everything, for these descriptors."""


def write_descriptor(folder: Path, descriptor: Any) -> Path:
    """Writes the descriptor and the files, and returns where the descriptor is."""
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "other.json").write_text(json.dumps(descriptor))
    return folder / "other.json"
