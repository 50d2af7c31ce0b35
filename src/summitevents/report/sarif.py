"""Findings as SARIF 2.1.0 (OASIS, errata 01), for code scanning."""

from urllib.parse import quote

from summitevents.export.json_document import json_document
from summitevents.findings.catalogue import CATALOGUE, DOCS
from summitevents.findings.finding import Finding
from summitevents.report.outcome import Outcome, message_and_help


def encode(outcome: Outcome) -> bytes:
    """Returns a log with one run, whose rules are the codes that were found."""
    codes = sorted({finding.code for finding in outcome.findings})
    driver = {"name": "summitevents", "version": outcome.version, "rules": [_rule(code) for code in codes]}
    folder = outcome.folder_in_repository()
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the folder that the check was run in"}}},
        "results": [_result(finding, codes.index(finding.code), folder) for finding in outcome.findings],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json_document(log, indent=2)


def _rule(code: str) -> dict[str, object]:
    entry = CATALOGUE[code]
    return {
        "id": code,
        "shortDescription": {"text": entry.message},
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
