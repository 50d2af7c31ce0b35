"""The Table Schema in DuckDB against frictionless-py, the referee: the same errors, row for row.

TABLESCHEMA_EXAMPLES=20000 draws as many examples as a night has room for; 300 where it is not set.
"""

import csv
import io
import json
import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from summitevents.tableschema import cells, check_package, check_package_with_frictionless

EXAMPLES = int(os.environ.get("TABLESCHEMA_EXAMPLES", "300"))
OURS = {"primary-key-null", "unique-key", "extra-key", "resource-unchecked"}
"""What frictionless does not look for."""
CRASHES = (
    "not supported between instances",
    "can't compare offset-naive",
    "unhashable type",
    "Cannot hash a signaling NaN",
    "InvalidOperation",
    "sNaN",
)
"""What frictionless dies of: see docs/tableschema.md."""
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"

Errors = Counter[tuple[str, str, int | None, str]]


def referee(folder: Path) -> Errors | None:
    """frictionless's errors; None where it crashes of what we know it does."""
    from frictionless import Package, system

    with system.use_context(trusted=True):
        package = Package.from_descriptor(str(folder / "datapackage.json"))
        try:
            report = package.validate(limit_errors=100_000)
        except Exception as error:
            assert any(known in f"{type(error)}{error}" for known in CRASHES), repr(error)
            return None
    found: Errors = Counter()
    for task in report.tasks:
        for e in task.errors:
            found[task.name, e.type, getattr(e, "row_number", None), getattr(e, "field_name", "")] += 1
    assert not report.errors, report.errors
    return found


def ours(folder: Path) -> Errors:
    found: Errors = Counter()
    for one in check_package(folder / "datapackage.json").problems:
        field = "" if one.code in ("foreign-key", "primary-key") else one.field
        if one.code not in OURS:
            found[one.resource, one.code, one.row, field] += 1
    return found


def write(folder: Path, resources: list[dict[str, Any]], files: dict[str, str]) -> None:
    (folder / "datapackage.json").write_text(json.dumps({"$schema": V2, "resources": resources}), "utf-8")
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))


# -- what is drawn

WORDS = st.one_of(
    st.sampled_from(
        ["", " ", "-", "NA", "a", "A b", "é", "x\ny", 'q"r', "a,b", "null", "None", "nan", "\\", "\t", "日本", "0"]
    ),
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r"), max_size=6),
)
INTEGERS = st.one_of(st.integers(-20, 20), st.integers(-(10**20), 10**20)).map(str)
SPELT: dict[str, st.SearchStrategy[str]] = {
    "string": st.one_of(
        WORDS,
        st.sampled_from(
            ["a@b.com", "http://x.org/a", "urn:x", "http:// x", "aGk=", "aGk", "4d9fba0c-5b32-4b3c-9d51-0f6f3f0b5d11"]
        ),
    ),
    "number": st.one_of(
        INTEGERS,
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-100, max_value=100, places=3).map(str),
        st.sampled_from(
            ["1e3", "1.", ".5", "+1", " 1 ", "1,000", "1.000,5", "1_0", "NaN", "inf", "-0", "0.10", "$5", "5%", "٣", "1e400"]
        ),
    ),
    "integer": st.one_of(INTEGERS, st.sampled_from(["007", "+1", " 1", "1.0", "1_0", "-", "5%", "a5", "٣", "-0", "1e2"])),
    "boolean": st.sampled_from(["true", "True", "1", "0", "FALSE", "yes", "no", "tRue", "t"]),
    "date": st.one_of(
        st.dates().map(str), st.dates().map(lambda d: f"{d:%d/%m/%Y}"),
        st.sampled_from(["2020-02-30", "2020-1-5", "0000-01-01", "20200101", "5 May 2020", "2020-01-01T00:00:00", "2020-01", "1.2.2020", "9999-12-31"]),
    ),
    "time": st.one_of(
        st.times().map(lambda t: t.isoformat()), st.sampled_from(["12:00:00", "12:00", "24:00:00", "12:00:00Z", "12:00:00+01:00", "25:00:00", "12.30", "120000", "12:30:00.5"])
    ),
    "datetime": st.one_of(
        st.datetimes().map(lambda t: t.isoformat()),
        st.sampled_from(["2020-01-01T00:00:00", "2020-01-01 00:00:00", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2020-02-30T00:00:00", "2020-01-01", "2020-01-01T24:00:00", "2020-W01-1T00:00:00"]),
    ),
    "year": st.one_of(st.integers(-5, 10005).map(str), st.sampled_from(["2020", "0020", "20", " 202", "+202", "2_20", "99999"])),
    "yearmonth": st.sampled_from(["2020-01", "2020-13", "2020-1", "20200-01", "2020", "2020-00", "-1-01", "0001-12", " 2020-01"]),
    "duration": st.sampled_from(["P1Y", "P1M", "P12M", "PT5H", "P1DT2H", "1D", "P", "P1.5D", "-P1D", "P1W", "P0001-01-01T00:00:00", "PT300M"]),
    "geopoint": st.sampled_from(["1,2", "180,90", "181,0", "0,91", "1.5, 2.5", "a,b", "[1,2]", '{"lon": 1, "lat": 2}', "1,2,3", "-179.9,-89.9", "1.50,2.5", "100,5", "nan,1"]),
    "object": st.sampled_from(["{}", '{"a": 1}', '{"a": 1, "b": 2}', "[]", "{", "1", '{"a": NaN}', '{"a": nan}']),
    "array": st.sampled_from(["[]", "[1]", '["a", 2]', "{}", "[", "[1, 2, 3]", "[NaN]", "[nan]"]),
    "list": st.sampled_from(["a,b", "1,2", "1;2", "", "1,b", "2020-01-01", "true,false"]),
    "any": WORDS,
}  # fmt: skip
NATIVE: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-30, 30), st.integers(-(10**22), 10**22), st.sampled_from([0.0, 1.0, -1.5, 2020.0, 0.1, 1e22, 1e-7]),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from([[], [1, 2], [2020, 1], ["1", "2"], [1, [2]], {}, {"a": 1}, {"lon": 1, "lat": 2}, [1.5, 2.5], [200, 1], ["a", "b"]]),
)  # fmt: skip
FORMATS = {
    "string": ["default", "email", "uri", "binary", "uuid"],
    "date": ["default", "any", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%B"],
    "time": ["default", "any", "%H:%M"],
    "datetime": ["default", "any", "%Y-%m-%dT%H:%M:%S"],
    "geopoint": ["default", "array", "object"],
}
PATTERNS = [
    "[a-z]*",
    "a|b",
    ".+",
    r"\d+",
    r"\w\s?",
    "(?i:a)",
    r"(a)\1?",
    "[^a-c]+",
    "x{0,3}",
    r"a\nb",
    "(?:a|é)+",
    "^a$",
    r"\S+",
    "[日-本]*",
    "a??",
    "[^x\\s]",
]
BOUND = {
    "number": [-5, 0, 3, 2.5, "7.25", 1e15], "integer": [-5, 0, 7, "10"], "date": ["2020-01-01", "1990-12-31"], "time": ["12:00:00", "06:30:00"],
    "datetime": ["2020-01-01T00:00:00", "1999-12-31T23:59:59", "2020-01-01T00:00:00Z"], "year": [2000, "2020", 5], "yearmonth": ["2020-01", "1999-12"],
}  # fmt: skip


@st.composite
def fields(draw: st.DrawFn, name: str, keyed: bool = False) -> dict[str, Any]:
    kind = draw(st.sampled_from([kind for kind in SPELT if not (keyed and kind in ("object", "array", "list"))]))
    field: dict[str, Any] = {"name": name, "type": kind}
    limits: dict[str, Any] = {}
    if kind in FORMATS:
        field["format"] = draw(st.sampled_from(FORMATS[kind]))
    if draw(st.integers(0, 5)) == 0:
        field["missingValues"] = draw(
            st.lists(st.sampled_from(["", "NA", "-", "0", "1", "True", "1.0", "None", "[]"]), max_size=3, unique=True)
        )
    if kind == "boolean" and draw(st.booleans()):
        field["trueValues"], field["falseValues"] = draw(
            st.sampled_from([(["yes"], ["no"]), (["1", "t"], ["0"]), (["1"], ["1"])])
        )
    if kind in ("number", "integer") and draw(st.booleans()):
        field["bareNumber"] = draw(st.booleans())
    if kind == "number" and draw(st.integers(0, 2)) == 0:
        field |= draw(
            st.sampled_from(
                [
                    {"decimalChar": ",", "groupChar": "."},
                    {"groupChar": ","},
                    {"floatNumber": True},
                    {"decimalChar": ","},
                ]
            )
        )
    if kind == "list":
        field |= draw(
            st.sampled_from(
                [{}, {"itemType": "integer"}, {"delimiter": ";", "itemType": "number"}, {"itemType": "date"}]
            )
        )
    if kind == "array" and draw(st.booleans()):
        field["arrayItem"] = draw(
            st.sampled_from([{"type": "integer"}, {"type": "string", "constraints": {"minLength": 2}}, {}])
        )
    if draw(st.integers(0, 3)) == 0:
        limits["required"] = draw(st.booleans())
    if kind in ("string", "array", "object", "list") and draw(st.booleans()):
        limits |= draw(st.sampled_from([{"minLength": 2}, {"maxLength": 3}, {"minLength": 1, "maxLength": 1}]))
    if kind == "string" and draw(st.booleans()):
        limits["pattern"] = draw(st.sampled_from(PATTERNS))
    if kind != "list" and draw(st.integers(0, 3)) == 0:
        limits["enum"] = draw(st.lists(SPELT[kind], min_size=1, max_size=4, unique=True))
    if kind in BOUND:
        for bound in draw(
            st.lists(
                st.sampled_from(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]), max_size=2, unique=True
            )
        ):
            limits[bound] = draw(st.sampled_from(BOUND[kind]))
        if _unread(field, limits):
            limits = {}
    if kind not in ("object", "array", "list") and draw(st.integers(0, 4)) == 0:
        limits["unique"] = True
    if limits:
        field["constraints"] = limits
    return field


def _unread(field: dict[str, Any], limits: dict[str, Any]) -> bool:
    """A bound that the field's own format does not read makes the schema bad, not the data."""
    try:
        cells.cell_checker({**field, "constraints": limits})
    except cells.BadFieldError:
        return True
    return False


def columns(field: dict[str, Any], jsonl: bool) -> st.SearchStrategy[Any]:
    own = st.one_of(SPELT[field["type"]], SPELT[field["type"]], SPELT[field["type"]], WORDS)
    listed = field.get("constraints", {}).get("enum")
    own = st.one_of(own, st.sampled_from(listed)) if listed else own
    if jsonl:
        hashable = (
            NATIVE
            if not field.get("constraints", {}).get("unique")
            else NATIVE.filter(lambda v: not isinstance(v, list | dict))
        )
        return st.one_of(own, own, hashable)
    return own


@st.composite
def tables(draw: st.DrawFn, name: str) -> tuple[dict[str, Any], dict[str, str]]:
    """A resource and its file."""
    jsonl = draw(st.booleans())
    width = draw(st.integers(1, 4))
    told = [draw(fields(f"f{n}")) for n in range(width)]
    schema: dict[str, Any] = {"fields": told}
    if draw(st.booleans()):
        schema["missingValues"] = draw(
            st.sampled_from([[""], ["", "NA"], ["-"], [], ["0", ""], [{"value": "NA", "label": "none"}]])
        )
    fit = [
        one["name"]
        for one in told
        if one["type"] not in ("object", "array", "list")
        and not (jsonl and one["type"] in ("any", "yearmonth", "geopoint"))
    ]
    if fit and draw(st.booleans()):
        schema["primaryKey"] = draw(st.lists(st.sampled_from(fit), min_size=1, max_size=2, unique=True))
    if fit and draw(st.integers(0, 2)) == 0:
        a, b = draw(st.sampled_from(fit)), draw(st.sampled_from(fit))
        schema["foreignKeys"] = [
            {"fields": [a], "reference": {"resource": draw(st.sampled_from(["", name])), "fields": [b]}}
        ]
    pools = [draw(st.lists(columns(one, jsonl), min_size=1, max_size=5)) for one in told]
    rows = draw(st.lists(st.tuples(*(st.sampled_from(pool) for pool in pools)), min_size=1, max_size=8))
    resource: dict[str, Any] = {"name": name, "schema": schema}
    if jsonl:
        resource |= {"path": f"{name}.jsonl", "format": "jsonl"}
        return resource, {f"{name}.jsonl": draw(_jsonl([one["name"] for one in told], rows, resource))}
    resource |= {"path": f"{name}.csv"}
    return resource, {f"{name}.csv": draw(_csv([one["name"] for one in told], rows, resource, schema))}


@st.composite
def _jsonl(draw: st.DrawFn, names: list[str], rows: list[tuple[Any, ...]], resource: dict[str, Any]) -> str:
    records = [dict(zip(names, row, strict=True)) for row in rows]
    if draw(st.booleans()):
        resource["dialect"] = {"json": {"keys": names}}
        records = [{key: value for key, value in one.items() if draw(st.integers(0, 5))} for one in records]
    ascii = draw(st.booleans())
    spaces = draw(st.sampled_from([(", ", ": "), (",", ":"), (",  ", ":")]))
    return "".join(json.dumps(one, ensure_ascii=ascii, separators=spaces) + "\n" for one in records)


@st.composite
def _csv(
    draw: st.DrawFn, names: list[str], rows: list[tuple[str, ...]], resource: dict[str, Any], schema: dict[str, Any]
) -> str:
    labels = list(names)
    if draw(st.integers(0, 4)) == 0:
        labels = draw(st.permutations(labels))
        labels = labels + draw(st.lists(st.sampled_from(["x", "", "f0"]), max_size=1))
        labels = labels[draw(st.integers(0, 1)) :] or labels
        if len(set(labels)) == len(labels) and draw(st.booleans()):
            schema["fieldsMatch"] = draw(st.sampled_from(["exact", "equal", "subset", "superset", "partial"]))
    cells: list[list[str]] = [list(row) for row in rows]
    if draw(st.integers(0, 3)) == 0:
        cells = [row[: draw(st.integers(0, len(row)))] + draw(st.lists(WORDS, max_size=1)) for row in cells]
    if len(labels) > len(names):
        cells = [row + draw(st.lists(WORDS, max_size=1)) for row in cells]
    dialect: dict[str, Any] = {"delimiter": draw(st.sampled_from([",", ";", "\t"])), "header": True}
    dialect |= draw(
        st.sampled_from(
            [{}, {}, {"commentChar": "-"}, {"skipInitialSpace": True}, {"skipBlankRows": True}, {"headerCase": False}]
        )
    )
    resource["dialect"] = dialect
    resource["encoding"] = "utf-8"
    out = io.StringIO()
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    writer = csv.writer(
        out, delimiter=dialect["delimiter"], lineterminator=draw(st.sampled_from(["\n", "\r\n"])), quoting=quoting
    )
    writer.writerows([labels, *cells])
    return out.getvalue()


@st.composite
def packages(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """One or two tables; where there are two, the first may refer to the second."""
    found = [draw(tables(name)) for name in draw(st.sampled_from([["a"], ["a", "b"]]))]
    resources = [resource for resource, _ in found]
    if len(resources) == 2:
        here, there = (
            [
                one["name"]
                for one in resource["schema"]["fields"]
                if one["type"] in ("string", "integer", "number", "date", "year", "boolean")
            ]
            for resource in resources
        )
        width = min(len(here), len(there), 2)
        if width and draw(st.booleans()):
            width = draw(st.integers(1, width))
            key = {"fields": here[:width], "reference": {"resource": "b", "fields": there[:width]}}
            resources[0]["schema"].setdefault("foreignKeys", []).append(key)
    return resources, {name: text for _, files in found for name, text in files.items()}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=False)
@given(packages())
def test_the_same_errors_as_frictionless(drawn: tuple[list[dict[str, Any]], dict[str, str]]) -> None:
    with TemporaryDirectory() as name:
        write(Path(name), *drawn)
        mine, theirs = ours(Path(name)), referee(Path(name))
        if theirs is not None:
            assert mine - theirs == theirs - mine == Counter()


# -- the files themselves: DuckDB reads a CSV file as Python does, or leaves it to Python

LINES = st.lists(
    st.lists(st.sampled_from(['a', '"', '""', ",", " ", "b c", '"a,b"', '"a""b"', "", "é", "\\", "'", ";", "\t", "#"]), max_size=6)
    .map("".join), min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@example([',"",', '  "" '], "\n", False, False)  # a sample from which blanks after commas could be guessed
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans())
def test_a_csv_file_is_read_as_python_reads_it(lines: list[str], end: str, closed: bool, marked: bool) -> None:
    text = end.join(["a,b,c", *lines]) + (end if closed else "")
    resource = {
        "name": "t", "path": "t.csv", "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False, "header": True},
        "schema": {"fields": [{"name": n, "constraints": {"enum": ["a", "b c"]}} for n in "abc"]},
    }  # fmt: skip
    with TemporaryDirectory() as name:
        write(Path(name), [resource], {"t.csv": "\ufeff" * marked + text})
        cells = [
            (p.row, p.field, p.value)
            for p in check_package(Path(name) / "datapackage.json").problems
            if p.code == "constraint-error"
        ]
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    expected = [
        (n, field, cell)
        for n, row in enumerate(rows, 2)
        for field, cell in zip("abc", row, strict=False)
        if cell not in ("", "a", "b c")
    ]
    assert Counter(cells) == Counter(expected)


# -- what is said beyond frictionless, or otherwise: one case for each entry of docs/tableschema.md


def codes(folder: Path, resource: dict[str, Any], **files: str) -> list[tuple[str, int | None, str]]:
    """Code, line and field of what is found in a table `t`; a file's name is its keyword, with _ for the dot."""
    resource = {"name": "t", **resource}
    write(folder, [resource], {name.replace("_", "."): text for name, text in files.items()})
    found = [(p.code, p.line, p.field) for p in check_package(folder / "datapackage.json").problems]
    return sorted(found, key=lambda one: (one[1] or 0, one[0], one[2]))


def table(*fields: dict[str, Any], **schema: Any) -> dict[str, Any]:
    named = [{"name": f"f{n}", **field} for n, field in enumerate(fields)]
    return {"path": "t.jsonl", "schema": {"fields": named, **schema}}


INTEGER = {"type": "integer"}


def test_a_broken_line_hides_no_other(tmp_path: Path) -> None:
    text = '{"f0": 1}\n{"f0": \n\n[1]\n{"f0": "x"}\n{"f0": 1,}\n'
    assert codes(tmp_path, table(INTEGER), t_jsonl=text) == [
        ("json-syntax", 2, ""), ("line-blank", 3, ""), ("json-object", 4, ""), ("type-error", 5, "f0"), ("json-syntax", 6, ""),
    ]  # fmt: skip


def test_a_later_key_and_a_key_that_stands_twice_are_told(tmp_path: Path) -> None:
    text = '{"f0": 1}\n{"f0": 2, "g": 3}\n{"f0": "x", "f0": 4}\n'
    assert codes(tmp_path, table(INTEGER), t_jsonl=text) == [("extra-key", 2, ""), ("json-duplicate", 3, "")]


def test_a_part_of_a_primary_key_may_not_be_missing(tmp_path: Path) -> None:
    text = '{"f0": 1, "f1": 1}\n{"f0": 1, "f1": null}\n{"f0": null, "f1": null}\n'
    found = codes(tmp_path, table(INTEGER, INTEGER, primaryKey=["f0", "f1"]), t_jsonl=text)
    assert found == [("primary-key-null", 2, ""), ("blank-row", 3, ""), ("primary-key", 3, "")]


def test_unique_keys_are_held_to(tmp_path: Path) -> None:
    text = '{"f0": 1, "f1": 1}\n{"f0": 1, "f1": 1.0}\n{"f0": 1, "f1": null}\n{"f0": 1}\n'
    found = codes(tmp_path, table(INTEGER, INTEGER, uniqueKeys=[["f0", "f1"]]), t_jsonl=text)
    assert found == [("unique-key", 2, "")]


def test_times_with_an_offset_and_without_cannot_be_compared(tmp_path: Path) -> None:
    limited = {"type": "datetime", "constraints": {"minimum": "2020-01-01T00:00:00"}}
    text = '{"f0": "2021-01-01T00:00:00"}\n{"f0": "2021-01-01T00:00:00Z"}\n'
    assert codes(tmp_path, table(limited), t_jsonl=text) == [("constraint-error", 2, "f0")]


def test_lists_and_objects_can_be_keys(tmp_path: Path) -> None:
    text = '{"f0": [1, {"a": 1, "b": 2}]}\n{"f0": [1, {"b": 2, "a": 1}]}\n'
    found = codes(tmp_path, table({"type": "array", "constraints": {"unique": True}}), t_jsonl=text)
    assert found == [("unique-error", 2, "f0")]


def test_what_cannot_be_applied_is_left_out_and_the_rest_is_checked(tmp_path: Path) -> None:
    bad = [
        {"type": "whole"}, {"type": "integer", "constraints": {"minimum": "x", "maximum": 5}},
        {"type": "string", "constraints": {"pattern": "("}}, {"type": "boolean", "constraints": {"minLength": 1}},
    ]  # fmt: skip
    found = codes(tmp_path, table(*bad), t_jsonl='{"f0": 1, "f1": 7, "f2": "a", "f3": true}\n')
    assert found == [*(("field-error", None, f"f{n}") for n in range(4)), ("constraint-error", 1, "f1")]


def test_the_parts_of_a_table_need_no_newline_at_their_end(tmp_path: Path) -> None:
    resource = {"path": ["a.csv", "b.csv"], "schema": {"fields": [{"name": "f0", **INTEGER}], "primaryKey": "f0"}}
    found = codes(tmp_path, resource, a_csv="f0\n1\n2", b_csv="f0\nx\n1")
    assert found == [("primary-key", 2, ""), ("type-error", 2, "f0"), ("primary-key", 3, "")]


def test_bytes_that_are_not_utf8_hide_no_other_line(tmp_path: Path) -> None:
    resource = {"path": "t.csv", "schema": {"fields": [{"name": "f0", **INTEGER}]}}
    write(tmp_path, [{"name": "t", **resource}], {})
    (tmp_path / "t.csv").write_bytes(b"f0\n1\n\xff\nx\n")
    found = [(p.code, p.line, p.column) for p in check_package(tmp_path / "datapackage.json").problems]
    assert found == [("encoding-error", 3, 1), ("type-error", 3, 1), ("type-error", 4, 1)]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../t.csv", "resource-error"), ("/etc/passwd", "resource-error"), ("a/../../t.csv", "resource-error"),
        ("~/t.csv", "resource-error"), ("$HOME/t.csv", "resource-error"), ("link.csv", "resource-error"),
        ("https://example.org/t.csv", "scheme-error"), ("file:///etc/passwd", "scheme-error"), ("s3://b/t.csv", "scheme-error"),
        ("C:\\t.csv", "resource-error"), ("..\\t.csv", "resource-error"), ("nowhere.csv", "scheme-error"), (".", "scheme-error"),
    ],
)  # fmt: skip
def test_nothing_outside_the_package_is_read(tmp_path: Path, path: str, code: str) -> None:
    (tmp_path / "t.csv").write_text("secret\n")
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "link.csv").symlink_to(tmp_path / "t.csv")
    assert codes(folder, {"path": path, "format": "csv"}) == [(code, None, "")]
    assert codes(folder, {"path": "t.csv", "schema": path}, t_csv="a\n1\n") == [
        (code if path != "nowhere.csv" and path != "." else "schema-error", None, "")
    ]


def test_no_name_value_or_pattern_becomes_sql(tmp_path: Path) -> None:
    evil = "'); DROP TABLE t0; --"
    names = [evil, '"', "a'b", "A'B", "c1", "row", "$1", "{x}", "\\"]
    limits = {"enum": [evil, "a"], "pattern": "['\";a-zA-Z0-9 ()-]*"}
    fields = [{"name": name, "constraints": limits, "missingValues": [evil + "x"]} for name in names]
    schema = {"fields": fields, "primaryKey": names[:2], "missingValues": [evil]}
    rows = [dict.fromkeys(names, evil), dict.fromkeys(names, "b'")]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    found = codes(tmp_path, {"path": "t.jsonl", "schema": schema}, t_jsonl=text)
    assert found == sorted(("constraint-error", 2, name) for name in names)
    out = io.StringIO()
    csv.writer(out, delimiter="'").writerows([names, *(row.values() for row in rows)])
    resource = {"path": "t'.csv", "dialect": {"delimiter": "'"}, "schema": schema}
    write(tmp_path, [{"name": evil, **resource}], {"t'.csv": out.getvalue()})
    found = [(p.code, p.line, p.field) for p in check_package(tmp_path / "datapackage.json").problems if p.line != 1]
    assert sorted(found) == sorted(("constraint-error", 3, name) for name in names)


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "{}", '{"resources": 5}', '{"resources": [5]}', '{"resources": [{}]}', "\0", "[" * 10**5]
)
def test_a_descriptor_that_is_none_is_a_finding(tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text)
    found = check_package(tmp_path / "datapackage.json").problems
    assert found
    assert all(p.code in ("package-error", "resource-error") for p in found)


def test_a_cell_has_its_place(tmp_path: Path) -> None:
    resource = {"path": "t.csv", "schema": {"fields": [{"name": "f0"}, {"name": "f1", **INTEGER}]}}
    write(tmp_path, [{"name": "t", **resource}], {"t.csv": 'f0,f1\n"é,""a",x\n'})
    assert [(p.line, p.column) for p in check_package(tmp_path / "datapackage.json").problems] == [(2, 9)]
    write(tmp_path, [{"name": "t", **table({}, INTEGER)}], {"t.jsonl": '{"f0": "é", "f1": "x"}\n'})
    assert [(p.line, p.column) for p in check_package(tmp_path / "datapackage.json").problems] == [(1, 19)]


def test_a_file_that_is_not_in_its_encoding_hides_no_other(tmp_path: Path) -> None:
    tables = [{"name": name, "path": f"{name}.csv", "schema": {"fields": [{"name": "f", **INTEGER}]}} for name in "ab"]
    write(tmp_path, [{**tables[0], "encoding": "utf-16"}, tables[1]], {"a.csv": "f\n1\n", "b.csv": "f\nx\n"})
    found = [(p.resource, p.code, p.line) for p in check_package(tmp_path / "datapackage.json").problems]
    assert found == [("a", "encoding-error", None), ("b", "type-error", 2)]


def test_a_longitude_of_four_digits_is_none(tmp_path: Path) -> None:
    assert codes(tmp_path, {**table({"type": "geopoint"}), "path": "t.csv"}, t_csv='f0\n"179.5,5"\n"1799,5"\n') == [
        ("type-error", 3, "f0")
    ]


def test_a_float_is_a_key_however_it_is_written(tmp_path: Path) -> None:
    resource = {**table({"type": "number", "floatNumber": True}, primaryKey=["f0"]), "path": "t.csv"}
    assert codes(tmp_path, resource, t_csv="f0\n0.2\n 0.2\n") == [("primary-key", 3, "")]


def test_a_key_is_shown_as_its_value(tmp_path: Path) -> None:
    text = '{"f0": 1}\n{"f0": "1"}\n{"f0": 1}\n'
    codes(tmp_path, table({"type": "any"}, primaryKey=["f0"]), t_jsonl=text)
    assert [(p.line, p.value) for p in check_package(tmp_path / "datapackage.json").problems] == [(3, "1")]


def test_frictionless_names_rows_and_we_find_their_lines(tmp_path: Path) -> None:
    for text, row in (('["f0"]\n[1]\n["x"]\n', 3), ('{"f0": 1}\n{"f0": "x"}\n', 3)):
        codes(tmp_path, table(INTEGER), t_jsonl=text)
        both = [check(tmp_path / "datapackage.json") for check in (check_package, check_package_with_frictionless)]
        places = [[(p.row, p.line) for p in report.problems] for report in both]
        assert places == [[(row, text.count("\n"))]] * 2


def test_half_a_surrogate_pair_is_a_text_like_others(tmp_path: Path) -> None:
    text = '{"f0": "\\ud800"}\n{"f0": "\\udfff"}\n{"f0": "\\ud800"}\n'
    assert codes(tmp_path, table({"type": "string"}, primaryKey=["f0"]), t_jsonl=text) == [("primary-key", 3, "")]
    assert codes(tmp_path, table({"type": "any"}), t_jsonl=text) == []


def test_a_package_without_a_schema_is_a_table_all_the_same(tmp_path: Path) -> None:
    assert codes(tmp_path, {"path": "t.csv"}, t_csv="a,b\n1,2\nx\n") == [("missing-cell", 3, "b")]


def test_a_pattern_that_duckdb_does_not_take_is_left_to_python(tmp_path: Path) -> None:
    limits = {"pattern": "(?:(?:[a-z]{1,30}[0-9]{1,30}){1,30}[日-本é]{1,30}){1,30}"}
    found = codes(
        tmp_path, table({"constraints": limits}, INTEGER), t_jsonl='{"f0": "a1日", "f1": "x"}\n{"f0": "A", "f1": 1}\n'
    )
    assert found == [("type-error", 1, "f1"), ("constraint-error", 2, "f0")]
