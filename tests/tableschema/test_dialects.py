"""How tables are written: dialects, encodings, quotes, and files in parts."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.tables import Found, found, problems, schema

INTEGER, STRING = {"type": "integer"}, {"type": "string"}
TWO = schema(INTEGER, STRING)


@pytest.mark.parametrize(
    ("dialect", "text", "told"),
    [
        # the delimiter is a comma, whatever else a guess would say
        ({}, "a,b\n1,'x'; 'y'; 'z'\n2,'u'; 'v'\n", []),
        ({}, "a,b\n1,x|y\n2,u|v\n", []),
        ({}, 'a,b\n1, "x,y"\n', [("extra-cell", 2, "")]),
        ({}, "a, b\n1,x\n", [("incorrect-label", 1, "b")]),
        ({"skipInitialSpace": True}, 'a, b\n1, "x,y"\n', []),
        ({"delimiter": ";"}, "a;b\n1;x,y\n", []),
        # a delimiter of several characters
        ({"delimiter": "||"}, 'a||b\n1||x|y\n2||"p||q"\n3||"r""s"\n', []),
        ({"delimiter": "||"}, "a||b\n1||x||y\n", [("extra-cell", 2, "")]),
        ({"delimiter": "->"}, "a->b\nx->y\n", [("type-error", 2, "a")]),
        ({"delimiter": ", "}, "a, b\n1, x,y\n", []),
        # what ends a row
        ({"lineTerminator": ";"}, "a,b;1,x;2,y", []),
        ({"lineTerminator": ";"}, "a,b;1,x;y,z\n", [("type-error", 1, "a")]),
        ({"lineTerminator": "||\n"}, 'a,b||\n1,"x||\ny"||\nz,p\nq||\n', [("type-error", 4, "a")]),
        ({"lineTerminator": "\r"}, "a,b\r1,x\rz,y\r", [("type-error", 3, "a")]),
        ({"lineTerminator": "\n"}, "a,b\r\n1,x\r\n", []),
        # quotes
        ({"quoteChar": "'"}, "a,b\n1,'x,y'\n", []),
        ({}, 'a,b\n1,"x\n2,y\n3,z\n', [("source-error", 2, "")]),
        ({}, 'a,"b\n1,x\n', [("source-error", 1, "")]),
        ({}, 'a,b\n1,"x\n2,"y\n3,z\n', [("source-error", 2, "")]),
        ({}, 'a,b\n1,"\n', [("source-error", 2, "")]),
        ({}, 'a,b\r\n1,x\r\n2,"y\r\n', [("source-error", 3, "")]),
        ({"quoteChar": "'"}, "a,b\n1,'x\n2,y\n", [("source-error", 2, "")]),
        ({"delimiter": ";"}, 'a;b\n1;"x\n2;y\n', [("source-error", 2, "")]),
        ({}, 'a,b\n1,x\n2,"y', [("source-error", 3, "")]),
        ({}, 'a,b\n1,"x"y\n2,z\nu,v\n', [("source-error", 2, ""), ("type-error", 4, "a")]),
        ({}, 'a,b\n1,"x" \n', [("source-error", 2, "")]),
        ({}, 'a,b\n1,"x""y"\n2,p"q\n', []),
        ({}, 'a,b\n1,"x\ny"\nz,w\n', [("type-error", 4, "a")]),
        ({"escapeChar": "\\", "doubleQuote": False}, 'a,b\n1,"x\\"y,z"\n', []),
        ({"escapeChar": "\\", "doubleQuote": False}, 'a,b\n1,"x""y"\n', [("source-error", 2, "")]),
        ({"escapeChar": "|"}, "a,b\n1,x|,y\nz,w\n", [("type-error", 3, "a")]),
        ({"doubleQuote": False}, 'a,b\n1,"x""y"\n', [("source-error", 2, "")]),
        ({"doubleQuote": False}, 'a,b\n1,""\n2,"x,y"\n3,p""q\nz,"w"\n', [("type-error", 5, "a")]),
        ({"doubleQuote": False, "skipInitialSpace": True}, 'a,b\n1, "x""y"\n', [("source-error", 2, "")]),
        ({"doubleQuote": False, "delimiter": "||"}, 'a||b\n1||"x""y"\n2||"p||q"\n', [("source-error", 2, "")]),
        # labels
        ({"header": False}, "1,x\ny,z\n", [("type-error", 2, "a")]),
        ({"headerRows": [2]}, "title\na,b\n1,x\n", []),
        (
            {"headerRows": [1, 2], "headerJoin": "-"},
            "a,b\n,\n1,x\n",
            [("incorrect-label", 2, "a"), ("incorrect-label", 2, "b")],
        ),
        ({"headerRows": [1, 2]}, "a\n,b\n1,x\n", [("incorrect-label", 2, "a"), ("incorrect-label", 2, "b")]),
        ({"headerRows": [1, 2], "headerJoin": ""}, ",b\na,\n1,x\n", []),
        ({"headerRows": [1, 2]}, "a,b\na,b\n1,x\n", []),
        ({"headerRows": [1, 3]}, "a,b\nx,y\na,b\nz,w\n", [("type-error", 4, "a")]),
        ({"headerRows": [9]}, "a,b\n1,x\n", [("source-error", None, "")]),
        ({"caseSensitiveHeader": False}, "A,B\n1,x\n", []),
        ({"caseSensitiveHeader": True}, "A,b\n1,x\n", [("incorrect-label", 1, "a")]),
        ({}, "A,b\n1,x\n", [("incorrect-label", 1, "a")]),
        ({}, "\na,b\n1,x\n", []),
        ({"commentChar": "#"}, "# words\na,b\n#1\n1,x\n", []),
        ({"commentChar": "//"}, "a,b\n// x\n1,/x\n", []),
        ({"commentRows": [1, 3]}, "words\na,b\nx,y\n1,x\n", []),
        # missing values
        ({"nullSequence": "\\N"}, "a,b\n\\N,x\n1,\\N\n", []),
        ({"nullSequence": "-"}, 'a,b\n"-",x\n', []),
        ({}, "a,b\n\\N,x\n", [("type-error", 2, "a")]),
        ({}, "a,b\n,\n1,x\n", []),
        ({}, "", [("source-error", None, "")]),
        (
            {"itemKeys": ["b"], "itemType": "object", "property": "x", "sheetNumber": 2, "table": "y"},
            "a,b\nz,x\n",
            [("type-error", 2, "a")],
        ),
        ({}, "a,b\n\n1,x\n", [("blank-row", 2, "")]),
        ({"skipBlankRows": True}, "a,b\n\n1,x\n", []),
    ],
    ids=str,
)
def test_a_table_is_read_by_its_dialect(dialect: dict[str, Any], text: str, told: Found, tmp_path: Path) -> None:
    assert found(tmp_path, {"dialect": dialect, **TWO}, text) == told


@pytest.mark.parametrize(
    "dialect",
    [
        {"delimiter": ""}, {"delimiter": 5}, {"delimiter": "\n"}, {"delimiter": '"'}, {"delimiter": "\0"}, {"quoteChar": "''"}, {"quoteChar": ""},
        {"quoteChar": "\n"}, {"escapeChar": "ab"}, {"escapeChar": '"'}, {"headerRows": ["a"]}, {"headerRows": [0]}, {"headerRows": 1},
        {"headerRows": [[1]]}, {"headerRows": [True]}, {"header": "yes"}, {"commentRows": [-1]}, {"commentChar": ""}, {"lineTerminator": 1},
        {"nullSequence": 0}, {"itemKeys": "a"}, {"itemKeys": [1]}, {"itemType": "row"}, {"skipInitialSpace": 1}, {"doubleQuote": "no"}, {"commentChar": 5}, {"property": 5}, {"sheetNumber": "1"}, {"sheetName": 5}, {"table": []}, {"headerJoin": []}, 5, "no.json",
    ],
    ids=str,
)  # fmt: skip
def test_a_dialect_that_cannot_be_applied_is_an_error(dialect: Any, tmp_path: Path) -> None:
    assert found(tmp_path, {"dialect": dialect, **TWO}, "a,b\n1,x\n") == [("dialect-error", None, "")]


def test_another_delimiter_is_only_suggested(tmp_path: Path) -> None:
    for sign, name in ((";", "“;”"), ("\t", "a tab"), ("|", "“|”")):
        listed = problems(tmp_path, [{"name": "t", "path": "t.csv", **TWO}], {"t.csv": f"a{sign}b\n1{sign}x\n"})
        labels = [p for p in listed if p.code in ("incorrect-label", "missing-label")]
        assert labels
        assert all(name in p.note for p in labels)


def test_what_a_sniffer_would_be_at_for_minutes_is_read_at_once(tmp_path: Path) -> None:
    text = "a\n" + '"",' * 60 + '"' * 60 + "0" + '"' * 60 + "0"
    assert {code for code, _, _ in found(tmp_path, schema(STRING), text)} == {"extra-cell", "source-error"}
    assert found(tmp_path, schema(STRING), "a\n" + "x;' " * 50_000 + "\n") == []


@pytest.mark.parametrize(
    ("encoding", "content", "told"),
    [
        ("ascii", b"a,b\n1,caf\xc3\xa9\nx,y\n", [("encoding-error", 2, ""), ("type-error", 3, "a")]),
        ("windows-1252", b"a,b\n1,x\x81y\n", [("encoding-error", 2, "")]),
        ("windows-1252", b"a,b\n1,\x80\n", []),
        ("shift_jis", b"a,b\n1,\x83\n", [("encoding-error", 2, "")]),
        ("iso-8859-1", b"a,b\n1,\xe9\n", []),
        ("utf-8", b"a,b\n1,\xe9\n2,\xff\n", [("encoding-error", 2, ""), ("encoding-error", 3, "")]),
        ("utf-8", b"\xef\xbb\xbfa,b\n1,x\n", []),
        (None, b"a,b\n1,\xe9\n", [("encoding-error", 2, "")]),
        (None, "\ufeffa,b\n1,é\n".encode("utf-16-le"), []),
        ("utf-16", "\ufeffa,b\n1,é\n".encode("utf-16-le"), []),
        ("utf-16", "\ufeffa,b\n1,é\n".encode("utf-16-be"), []),
        ("utf-16", "a,b\n1,é\n".encode("utf-16-be"), []),
        ("utf-16", "a,b\n1,é\n".encode("utf-16-le"), [("encoding-error", None, "")]),
        ("utf-16le", "a,b\n1,é\n".encode("utf-16-le"), []),
        ("utf-16le", "a,b\n1,é\n".encode("utf-16-le") + b"x", [("encoding-error", 3, ""), ("missing-cell", 3, "b"), ("type-error", 3, "a")]),
        ("utf-32", "\ufeffa,b\n1,é\n".encode("utf-32-le"), []),
        ("utf-16", b"a,b\n1,x\n", [("encoding-error", None, "")]),
        ("utf\0", b"a,b\n", [("encoding-error", None, "")]),
        ("unicode_escape", b"a,b\n", [("encoding-error", None, "")]),
        ("base64", b"a,b\n", [("encoding-error", None, "")]),
        ("klingon", b"a,b\n", [("encoding-error", None, "")]),
        (5, b"a,b\n", [("encoding-error", None, "")]),
    ],
    ids=str,
)  # fmt: skip
def test_a_file_is_decoded_as_declared(encoding: Any, content: bytes, told: Found, tmp_path: Path) -> None:
    assert found(tmp_path, {"encoding": encoding, **TWO}, content) == told


@pytest.mark.parametrize(
    ("encoding", "content", "told"),
    [
        ("iso-8859-1", b'{"b": "\xe9"}\n', []),
        ("ascii", b'{"b": "\xc3\xa9"}\n', [("encoding-error", 1, "")]),
        ("utf-16", '\ufeff{"b": "é"}\n'.encode("utf-16-le"), []),
        ("utf-8", b'{"b": "\xe9"}\n{"a": "x"}\n', [("encoding-error", 1, ""), ("type-error", 2, "a")]),
        ("utf-8", b'\xef\xbb\xbf{"b": "x"}\n', []),
    ],
    ids=str,
)
def test_json_lines_are_decoded_as_declared(encoding: str, content: bytes, told: Found, tmp_path: Path) -> None:
    assert (
        found(
            tmp_path,
            {"path": "t.jsonl", "encoding": encoding, **schema(INTEGER, STRING, fieldsMatch="partial")},
            content,
        )
        == told
    )


def test_keys_that_cannot_be_decoded_are_not_equal_to_another_encoding(tmp_path: Path) -> None:
    resource = {"encoding": "iso-8859-1", **schema(STRING, primaryKey=["a"])}
    assert found(tmp_path, resource, b"a\ncaf\xe9\ncaf\xe8\n") == []


LATLON = schema({"name": "lat", "type": "number"}, {"name": "lon", "type": "number"})
WORDS = schema({"name": "word", "type": "string"}, {"name": "lang", "type": "string"})


@pytest.mark.parametrize(
    ("resource", "first", "second", "told"),
    [
        (TWO, "a,b\n1,x\n", "2,y\nz,w\n", [("b.csv", 2, "type-error")]),
        (TWO, "a,b\n1,x\n", "oops,y\n", [("b.csv", 1, "type-error")]),
        (TWO, "a,b\n1,x\n", "a,b\nz,w\n", [("b.csv", 2, "type-error")]),
        (TWO, "a,b\n1,x", "2,y\n", []),
        (LATLON, "lat,lon\n1,2\n", "lon,lat\n3,4\n", [("b.csv", 1, "incorrect-label")] * 2),
        (LATLON, "lat,lon\n1,2\n", "x,y\n3,4\n", [("b.csv", 1, "incorrect-label")] * 2),
        (LATLON, "lat,lon\n1,2\n", "lat,height\n3,4\n", [("b.csv", 1, "incorrect-label")]),
        (WORDS, "word,lang\nhut,de\n", "hat,en\n", []),
        (WORDS, "word,lang\nhut,de\n", "word,lang\nhat,en\n", []),
        (WORDS, "word,lang\nhut,de\n", "lang,word\nen,hat\n", [("b.csv", 1, "incorrect-label")] * 2),
        (WORDS, "word,lang\nhut,de\n", "lang,en\n", []),
        ({**TWO, "dialect": {"header": False}}, "1,x\n", "a,b\n", [("b.csv", 1, "type-error")]),
        ({**TWO, "dialect": {"headerRows": [2]}}, "t,u\na,b\n1,x\n", "t,u\na,b\nz,x\n", [("b.csv", 3, "type-error")]),
        ({**TWO, "dialect": {"caseSensitiveHeader": False}}, "a,b\n1,x\n", "A,B\n2,y\n", []),
        ({**TWO, "dialect": {"delimiter": "||"}}, "a||b\n1||x\n", "z||y\n", [("b.csv", 1, "type-error")]),
        ({**TWO, "format": "tsv"}, "a\tb\n1\tx\n", "z\ty\n", [("b.csv", 1, "type-error")]),
        (TWO, "a,b\n1,x\n", "", []),
        (LATLON, "lat,lon\n1,2\n", "lat\n3,4\n", [("b.csv", 1, "missing-label")]),
        (LATLON, "lat,lon\n1,2\n", "lat,lon,height\n3,4\n", [("b.csv", 1, "extra-label")]),
        (LATLON, "lat,lon\n1,2\n", "Lat,Lon\n3,4\n", [("b.csv", 1, "incorrect-label")] * 2),
        (LATLON, "lat,lon\n1,2\n", "lat, lon\n3,4\n", [("b.csv", 1, "incorrect-label")]),
        (TWO, "a,b\n1,x\n", "a,c\n2,y\n", [("b.csv", 1, "incorrect-label")]),
        (TWO, "a,b\n1,x\n", "A,name\n2,y\n", [("b.csv", 1, "incorrect-label")] * 2),
        (TWO, "a,b\n1,x\n", '"a","b"\nz,y\n', [("b.csv", 2, "type-error")]),
        (TWO, "a,b\n1,x\n", "\na,b\nz,y\n", [("b.csv", 3, "type-error")]),
        (TWO, "a,b\n", "1,x\nz,y\n", [("b.csv", 2, "type-error")]),
        (TWO, 'a,b\n1,"x\n', "2,y\nz,w\n", [("a.csv", 2, "source-error"), ("b.csv", 2, "type-error")]),
        ({"schema": None}, "a,b\n1,x\n", "b,a\ny,2\n", [("b.csv", 1, "incorrect-label")] * 2),
    ],
    ids=str,
)
def test_parts_are_one_table(
    resource: dict[str, Any], first: str, second: str, told: list[tuple[str, int, str]], tmp_path: Path
) -> None:
    paths = ["a.csv", "b.csv"]
    listed = problems(tmp_path, [{"name": "t", "path": paths, **resource}], {"a.csv": first, "b.csv": second})
    assert [(paths[p.part or 0], p.line, p.code) for p in listed] == told


def test_labels_in_several_rows_stand_above_all_columns_to_their_right(tmp_path: Path) -> None:
    for join in (" ", "-"):
        fields = schema({"name": f"fruit{join}id", **INTEGER}, {"name": f"fruit{join}name"})
        dialect = {"headerRows": [1, 2], "headerJoin": join}
        assert found(tmp_path, {"dialect": dialect, **fields}, "fruit\nid,name\n1,apple\nx,pear\n") == [
            ("type-error", 4, f"fruit{join}id")
        ]


def test_case_is_no_matter_where_the_dialect_says_so(tmp_path: Path) -> None:
    for name, label in (("id", "ID"), ("straße", "STRASSE"), ("ΟΔΟΣ", "οδος"), ("é", "É")):
        resource = {"dialect": {"caseSensitiveHeader": False}, **schema({"name": name, **INTEGER})}
        assert found(tmp_path, resource, f"{label}\nx\n") == [("type-error", 2, name)]
        assert found(tmp_path, {"path": "t.jsonl", **resource}, f'{{"{label}": "x"}}\n') == [("type-error", 1, name)]


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (["t.csv", "u.tsv"], "resource-error"),
        (["t.csv", "u.jsonl"], "resource-error"),
        (["t.csv", "u.csv.gz"], "resource-unchecked"),
        (["t.csv", "none.csv"], "scheme-error"),
    ],
    ids=str,
)
def test_parts_are_of_one_format(paths: list[str], told: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "t.csv": "a\n1\n",
        "u.tsv": "2\n",
        "u.jsonl": '{"a": 1}\n',
        "u.csv.gz": b"\x1f\x8b",
    }
    listed = problems(tmp_path, [{"name": "t", "path": paths, **schema(INTEGER)}], files)
    assert [p.code for p in listed] == [told]


def test_a_row_of_a_later_part_can_be_referred_to(tmp_path: Path) -> None:
    one = {"name": "t", "path": ["a.csv", "b.csv"], **schema(INTEGER, primaryKey=["a"])}
    other = {
        "name": "u",
        "path": "u.csv",
        **schema(INTEGER, foreignKeys=[{"fields": ["a"], "reference": {"resource": "t", "fields": ["a"]}}]),
    }
    assert problems(tmp_path, [one, other], {"a.csv": "a\n1\n", "b.csv": "2\n", "u.csv": "a\n2\n"}) == []
