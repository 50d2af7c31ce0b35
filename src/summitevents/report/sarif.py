"""Findings as SARIF 2.1.0 (OASIS, errata 01), for code scanning."""

from urllib.parse import quote

from summitevents.export.json_document import json_document
from summitevents.findings.catalogue import CATALOGUE, DOCS
from summitevents.findings.finding import Finding
from summitevents.report.outcome import Outcome, message_and_help

MOST_RESULTS = 25_000
"""Code scanning of GitHub refuses a run with more."""
_STANDARD = "https://datapackage.org/standard"
_RFC = "https://www.rfc-editor.org/rfc"
_STANDARDS = {
    **dict.fromkeys(("json-syntax", "json-object"), f"{_RFC}/rfc8259"),
    **dict.fromkeys(("json-duplicate", "json-number", "json-surrogate"), f"{_RFC}/rfc7493"),
    "bytes-utf8": f"{_RFC}/rfc3629",
    "date-edtf": "https://www.loc.gov/standards/datetime/",
    "time-form": f"{_RFC}/rfc3339",
    "package-error": f"{_STANDARD}/data-package/",
    "dialect-error": f"{_STANDARD}/table-dialect/",
    **dict.fromkeys(
        ("resource-error", "scheme-error", "resource-unchecked", "encoding-error", "byte-count", "hash-count", "hash-unchecked"),
        f"{_STANDARD}/data-resource/",
    ),
    **dict.fromkeys(("source-error", "extra-cell", "missing-cell", "blank-row"), f"{_STANDARD}/table-dialect/#delimited"),
    **dict.fromkeys(
        ("blank-label", "duplicate-label", "extra-label", "incorrect-label", "missing-label", "unmatched-header", "extra-key"),
        f"{_STANDARD}/table-schema/#fieldsMatch",
    ),
    **dict.fromkeys(("schema-error", "field-error"), f"{_STANDARD}/table-schema/"),
    "type-error": f"{_STANDARD}/table-schema/#field-types",
    **dict.fromkeys(("constraint-error", "unique-error"), f"{_STANDARD}/table-schema/#field-constraints"),
    **dict.fromkeys(("primary-key", "primary-key-null"), f"{_STANDARD}/table-schema/#primaryKey"),
    "unique-key": f"{_STANDARD}/table-schema/#uniqueKeys",
    **dict.fromkeys(("foreign-key", "key-unchecked"), f"{_STANDARD}/table-schema/#foreignKeys"),
}  # fmt: skip
"""Code → the public page that a finding of it goes by, for the codes that go by one."""


def encode(outcome: Outcome) -> bytes:
    """Returns a log with one run, whose rules are the codes that were found.

    If there are more findings than a run may have, errors come first, and a notification says how many are left out.
    """
    findings = outcome.findings
    if len(findings) > MOST_RESULTS:
        findings = sorted(findings, key=lambda finding: finding.severity != "error")[:MOST_RESULTS]
    codes = sorted({finding.code for finding in findings})
    driver = {"name": "summitevents", "version": outcome.version, "rules": [_rule(code) for code in codes]}
    folder = outcome.folder_in_repository()
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the folder that the check was run in"}}},
        "results": [_result(finding, codes.index(finding.code), folder) for finding in findings],
    }
    if left_out := len(outcome.findings) - len(findings):
        message = f"{left_out:,} of {len(outcome.findings):,} findings are left out: a run has at most {MOST_RESULTS:,}"
        notification = {"level": "warning", "message": {"text": message}}
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [notification]}]
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json_document(log, indent=2)


def _rule(code: str) -> dict[str, object]:
    entry = CATALOGUE[code]
    return {
        "id": code,
        "shortDescription": {"text": entry.message},
        **({"helpUri": _STANDARDS[code]} if code in _STANDARDS else {}),
        "help": {"text": f"{entry.help}; see {DOCS}#{code}"},
        "defaultConfiguration": {"level": entry.severity},
    }


def _result(finding: Finding, rule: int, folder: str) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": quote(folder + finding.file), "uriBaseId": "SRCROOT"}}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": finding.column or 1}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": message_and_help(finding)},
        "locations": [{"physicalLocation": place}],
    }
