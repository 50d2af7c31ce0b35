"""Draws data packages: tables with schemas of any types and constraints, and files that keep to them more or less.

What is drawn means the same by the standard and to frictionless-py. The forms that do not are listed in
docs/tableschema.md, and are cases of tests/tableschema.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from summitevents.tableschema.values import cells

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_tables(folder: Path, resources: list[dict[str, Any]], files: dict[str, str]) -> None:
    """Writes a data package: its descriptor, and its files by name."""
    (folder / "datapackage.json").write_text(json.dumps({"$schema": V2, "resources": resources}), "utf-8")
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))


# -- what is drawn

WORDS = st.one_of(
    st.sampled_from(
        ["", " ", "-", "NA", "a", "A b", "é", "x\ny", 'q"r', "a,b", "null", "None", "nan", "\\", "\t", "日本", "0"]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Nd"), blacklist_characters="\0\r\n"), max_size=6),
)
MORE = st.sampled_from(["", "x", "é", "0", "a,b"])
"""Cells that stand where none, or another, belongs."""
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
            ["1e3", "1.", ".5", "+1", " 1 ", "1,000", "1.000,5", "NaN", "inf", "-0", "0.10", "$5", "5%", "1e400"]
        ),
    ),
    "integer": st.one_of(INTEGERS, st.sampled_from(["007", "+1", " 1", "1.0", "-", "5%", "a5", "-0", "1e2"])),
    "boolean": st.sampled_from(["true", "True", "1", "0", "FALSE", "yes", "no", "tRue", "t"]),
    "date": st.one_of(
        st.dates().map(str), st.dates().map(lambda d: f"{d:%d/%m/%Y}"),
        st.sampled_from(["2020-02-30", "0000-01-01", "20200101", "5 May 2020", "2020-01-01T00:00:00", "2020-01", "1.2.2020", "9999-12-31"]),
    ),
    "time": st.one_of(
        st.times().map(lambda t: t.isoformat("seconds")), st.sampled_from(["12:00:00", "12:00", "25:00:00", "12.30", "120000"])
    ),
    "datetime": st.one_of(
        st.datetimes().map(lambda t: t.isoformat()),
        st.sampled_from(["2020-01-01T00:00:00", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2020-02-30T00:00:00", "2020-01-01", "2020-01-01T24:00:00"]),
    ),
    "year": st.one_of(st.integers(-5, 9999).map(str), st.sampled_from(["2020", "0020", "20", "020", "MMXX"])),
    "yearmonth": st.sampled_from(["2020-01", "2020-13", "20200-01", "2020", "2020-00", "0001-12"]),
    "duration": st.sampled_from(["P1Y", "P1M", "P12M", "PT5H", "P1DT2H", "1D", "-P1D", "PT300M", "PT1.5S"]),
    "geopoint": st.sampled_from(["1,2", "180,90", "181,0", "0,91", "1.5, 2.5", "a,b", "[1,2]", '{"lon": 1, "lat": 2}', "1,2,3", "-179.9,-89.9", "1.50,2.5", "100,5", "nan,1"]),
    "object": st.sampled_from(["{}", '{"a": 1}', '{"a": 1, "b": 2}', "[]", "{", "1", '{"a": nan}']),
    "array": st.sampled_from(["[]", "[1]", '["a", 2]', "{}", "[", "[1, 2, 3]", "[nan]"]),
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
PATTERNS = ["[a-z]*", "(a|b)", ".+", r"\d+", "[^a-c]+", "x{0,3}", "(a|é)+", "^a$", "[日-本]*", r"[^x\d]", "(?:a|bc?)*?"]
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
    if kind not in ("object", "array", "list") and draw(st.integers(0, 4)) == 0:
        limits["unique"] = True
    if _unread(field, limits):
        limits = {}
    if limits:
        field["constraints"] = limits
    return field


def _unread(field: dict[str, Any], limits: dict[str, Any]) -> bool:
    """A bound or choice that the field's own format does not read makes the schema bad, not the data."""
    try:
        cells.constraints_of({**field, "constraints": limits})
    except cells.BadFieldError:
        return True
    return False


def columns(field: dict[str, Any], jsonl: bool) -> st.SearchStrategy[Any]:
    kind, format_ = field["type"], field.get("format")
    own = st.one_of(
        SPELT[kind], SPELT[kind], SPELT[kind], WORDS if format_ in (None, "default", "any") else SPELT[kind]
    )
    if field.get("groupChar") == ",":
        own = own.filter(lambda text: text != "1.000,5")
    if format_ in ("binary", "uri", "uuid"):
        texts = ["http://x.org/a", "urn:x", "aGk=", "aGk", "4d9fba0c-5b32-4b3c-9d51-0f6f3f0b5d11", "é", ""]
        own = st.sampled_from(texts if format_ != "binary" else ["aGk=", "aGk", "é", ""])
    listed = field.get("constraints", {}).get("enum")
    own = st.one_of(own, st.sampled_from(listed)) if listed else own
    if field.get("bareNumber") is False:
        own = own.filter(lambda text: text not in ("NaN", "inf", "nan", ".5"))
    return st.one_of(own, own, native(field)) if jsonl else own


def native(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of JSON, other than strings."""
    kind, unique = field["type"], field.get("constraints", {}).get("unique")
    if kind == "year":
        return st.one_of(st.none(), st.integers(1, 9999))
    if kind in ("yearmonth", "geopoint"):
        return st.one_of(
            st.none(),
            st.integers(0, 3),
            st.sampled_from([[1.5, 2.5], [200, 1]] if field.get("format") == "array" else [{}]),
        )
    if unique:
        return NATIVE.filter(lambda value: not isinstance(value, list | dict | bool))
    return NATIVE


@st.composite
def tables(draw: st.DrawFn, name: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Draws a resource and its file."""
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
        a = draw(st.sampled_from(fit))
        kinds = {one["name"]: one["type"] for one in told}
        b = draw(st.sampled_from([name for name in fit if (kinds[name] == "boolean") == (kinds[a] == "boolean")]))
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
    if (
        schema.get("fieldsMatch", "exact") != "exact"
    ):  # a text of another field may mean one thing to us, and another to them
        order = [names.index(label) if label in names else None for label in labels]
        cells = [[draw(MORE) if n is None else row[n] for n in order] for row in rows]
    if draw(st.integers(0, 3)) == 0:
        cells = [row[: draw(st.integers(0, len(row)))] + draw(st.lists(MORE, max_size=1)) for row in cells]
    if len(labels) > len(names):
        cells = [row + draw(st.lists(MORE, max_size=1)) for row in cells]
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    dialect: dict[str, Any] = {"delimiter": delimiter, "quoteChar": '"', "skipInitialSpace": False, "header": True}
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
def table_packages(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Draws one or two tables; where there are two, the first may refer to the second."""
    found = [draw(tables(name)) for name in draw(st.sampled_from([["a"], ["a", "b"]]))]
    resources = [resource for resource, _ in found]
    if len(resources) == 2:
        here, there = (
            [
                one["name"]
                for one in resource["schema"]["fields"]
                if one["type"] in ("string", "integer", "number", "date", "year")
            ]
            for resource in resources
        )
        width = min(len(here), len(there), 2)
        if width and draw(st.booleans()):
            width = draw(st.integers(1, width))
            key = {"fields": here[:width], "reference": {"resource": "b", "fields": there[:width]}}
            resources[0]["schema"].setdefault("foreignKeys", []).append(key)
    return resources, {name: text for _, files in found for name, text in files.items()}
