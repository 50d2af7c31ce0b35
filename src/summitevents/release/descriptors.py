"""Describes a release for machines: `datapackage.json` (Data Package v2), Croissant 1.0, schema.org.

A `files` argument has the content of each file of the release by its name; `day` is YYYY-MM-DD.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import duckdb

from summitevents._version import __version__
from summitevents.fold import codebook
from summitevents.log import schema
from summitevents.log.metadata import PROPERTY, Metadata
from summitevents.log.package import FORMAT
from summitevents.log.vocabulary import Terms
from summitevents.query.select import Result, run_query, table_names

_FIELD_TYPES = {
    "VARCHAR": "string", "BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "BOOLEAN": "boolean",
}  # fmt: skip
_DATES = (
    "start_min",
    "start_max",
    "end_min",
    "end_max",
    "earliest",
    "latest",
    "published_earliest",
    "published_latest",
    "known_from",
)
_CROISSANT_TYPES = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
MADE_WITH = {"summitevents": __version__, "duckdb": duckdb.__version__}
"""What the bytes of a release depend on besides the log: other versions may write other bytes."""


def table_schema(name: str, shape: Result, terms: Terms) -> dict[str, Any]:
    """Returns the Table Schema of a public table: its fields, its key, and its keys into other tables."""
    found: dict[str, Any] = {
        "fields": [_field(name, column, kind, terms) for column, kind in zip(shape.columns, shape.types, strict=True)],
        "primaryKey": list(codebook.KEYS[name]),
    }
    refers = [(column, *to.split(".")) for column, to in codebook.REFERS.get(name, {}).items()]
    keys = [
        {"fields": [column], "reference": {"resource": "" if other == name else other, "fields": [field]}}
        for column, other, field in refers
    ]
    return found | ({"foreignKeys": keys} if keys else {})


def _field(of: str, name: str, kind: str, terms: Terms) -> dict[str, Any]:
    data_type = "array" if kind.endswith("[]") else "object" if kind.startswith("STRUCT") else _FIELD_TYPES[kind]
    uses = codebook.fields(of, name)
    limits = schema.shared_constraints(name, uses, terms) if uses else {}
    limits |= {"enum": list(terms["confidence"])} if name == "confidence" else {}
    limits |= {"required": True} if name in codebook.KEYS[of] else {}
    field = {"name": name, "type": "date" if name in _DATES else data_type, "description": codebook.column(of, name)}
    return field | ({"constraints": limits} if limits else {})


def table_schemas(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Returns table → Table Schema, for all public tables."""
    terms = closed_lists(con)
    return {name: table_schema(name, run_query(con, f'FROM "{name}" LIMIT 0'), terms) for name in table_names(con, [])}


def closed_lists(con: duckdb.DuckDBPyConnection) -> Terms:
    """Returns the closed lists of the log that the tables are of."""
    lists: dict[str, dict[str, str]] = {}
    for of, term, definition in run_query(con, "SELECT list, term, definition FROM vocabulary ORDER BY list, nr").rows:
        lists.setdefault(of, {})[term] = definition
    return lists


def schema_fingerprint(schemas: Mapping[str, dict[str, Any]]) -> str:
    """Returns the SHA-256, in hex, of what readers of the tables rely on: names, columns, types, keys, record format.

    Descriptions do not count, nor do constraints: a new word on a closed list comes with the data that needs it.
    """
    relied = {
        name: {
            **{key: value for key, value in of.items() if key != "fields"},
            "fields": [[field["name"], field["type"]] for field in of["fields"]],
        }
        for name, of in schemas.items()
    }
    canonical = json.dumps({"format": FORMAT, "tables": relied}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def log_descriptor(
    con: duckdb.DuckDBPyConnection, own: Mapping[str, Any], version: str | None, batches: list[str]
) -> dict[str, Any]:
    """Returns a package's own `datapackage.json`: the log alone, in its batches; `own` is what its authors wrote in it."""
    rows = run_query(con, "SELECT title, author, publisher FROM sources WHERE at_hand ORDER BY record").dicts()
    sources = [{"title": f"{', '.join(row['author'] or [])}: {row['title']} ({row['publisher']})"} for row in rows]
    return schema.package_descriptor(own, version, batches, sources, closed_lists(con))


def release_descriptor(
    con: duckdb.DuckDBPyConnection,
    own: Mapping[str, Any],
    version: str,
    schemas: Mapping[str, dict[str, Any]],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """Returns the release's `datapackage.json`: every table as CSV, and the records as JSON Lines."""
    package = log_descriptor(con, own, version, ["log.jsonl"])
    (records,) = package["resources"]
    records |= {
        "name": "records",
        "title": "The log, as it was written",
        "description": "One JSON object a line, one line a record. The table `log` is the same, in columns.",
        "path": "log.jsonl",
        **_hash_and_size(files["log.jsonl"]),
    }
    package[PROPERTY] |= {"release": version, "made_with": MADE_WITH}
    package["resources"] = [
        {
            "name": name,
            "title": name,
            "description": codebook.table(name),
            "type": "table",
            "path": f"data/{name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "dialect": {"delimiter": ","},
            "encoding": "utf-8",
            **_hash_and_size(files[f"data/{name}.csv"]),
            "schema": of,
        }
        for name, of in schemas.items()
    ] + [records]
    return package


def _hash_and_size(content: bytes) -> dict[str, Any]:
    return {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}


def schema_org(package: Mapping[str, Any], about: Metadata, day: str) -> dict[str, Any]:
    """Returns the release as a schema.org Dataset (JSON-LD), from its `datapackage.json`."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.title,
        "alternateName": about.name,
        "version": package["version"],
        **_described(about, ""),
        **({"url": about.homepage} if about.homepage else {}),
        "inLanguage": about.languages[0] if len(about.languages) == 1 else list(about.languages or ("en",)),
        "isAccessibleForFree": True,
        "dateModified": day,
        "isBasedOn": [{"@type": "CreativeWork", "name": source["title"]} for source in package.get("sources", ())],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": one["name"],
                "description": one["description"],
                "contentUrl": one["path"],
                "encodingFormat": one["mediatype"],
                "contentSize": f"{one['bytes']} B",
                "sha256": one["hash"].removeprefix("sha256:"),
            }
            for one in package["resources"]
        ],
    }


def _described(about: Metadata, prefix: str) -> dict[str, Any]:
    """Returns what schema.org and Croissant say alike of a package, without what it does not state."""
    licenses = [one.path or one.name for one in about.licenses]
    creators = [{"@type": f"{prefix}Organization", "name": one.title} for one in about.contributors]
    found: dict[str, Any] = {
        "description": about.description,
        "license": licenses[0] if len(licenses) == 1 else licenses,
        "keywords": list(about.keywords),
        "creator": creators[0] if len(creators) == 1 else creators,
    }
    return {name: value for name, value in found.items() if value}


_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty", "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet",
    "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath",
    "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "samplingRate": "cr:samplingRate", "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}  # fmt: skip
"""The context that Croissant 1.0 requires of every file (docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html)."""


def croissant(package: Mapping[str, Any], about: Metadata, day: str) -> dict[str, Any]:
    """Returns the tables as Croissant 1.0 record sets, from `datapackage.json`; lists and structs are JSON in a text.

    Keys into other tables are left out: mlcroissant joins over each, and then reads no record of most tables.
    """
    tables = [one for one in package["resources"] if one["format"] == "csv"]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about.name,
        "version": package["version"],
        **_described(about, "sc:"),
        "datePublished": day,
        "citeAs": f"{about.authors}: {about.title}, version {package['version']}".removeprefix(": "),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": one["path"],
                "name": one["path"],
                "description": one["description"],
                "contentUrl": one["path"],
                "encodingFormat": one["mediatype"],
                "contentSize": f"{one['bytes']} B",
                "sha256": one["hash"].removeprefix("sha256:"),
            }
            for one in tables
        ],
        "recordSet": [_record_set(one) for one in tables],
    }


def _record_set(table: Mapping[str, Any]) -> dict[str, Any]:
    name, of = table["name"], table["schema"]

    def field(one: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "@type": "cr:Field",
            "@id": f"{name}/{one['name']}",
            "name": one["name"],
            "description": one["description"],
            "dataType": _CROISSANT_TYPES.get(one["type"], "sc:Text"),
            "source": {"fileObject": {"@id": table["path"]}, "extract": {"column": one["name"]}},
        }

    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": table["description"],
        "key": [{"@id": f"{name}/{column}"} for column in of["primaryKey"]],
        "field": [field(one) for one in of["fields"]],
    }
