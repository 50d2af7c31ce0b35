"""Findings as JUnit XML, for build servers."""

import re
from xml.etree import ElementTree as Xml

from summitevents.findings.finding import Finding
from summitevents.report.outcome import Outcome, message_and_help


def encode(outcome: Outcome) -> bytes:
    """Returns a suite for each file, with a case for each finding, or one that passes. Warnings fail only if strict."""
    suites = Xml.Element("testsuites", name=f"summitevents {outcome.command}")
    for file, findings in outcome.findings_by_file():
        failed, name = sum(map(outcome.fails, findings)), _xml_text(file)
        suite = Xml.SubElement(suites, "testsuite", name=name, tests=str(len(findings) or 1), failures=str(failed))
        for finding in findings:
            _add_case(suite, outcome, finding)
        if not findings:
            Xml.SubElement(suite, "testcase", classname=name, name="no findings")
    total = sum(map(outcome.fails, outcome.findings))
    suites.attrib |= {"tests": str(len(suites.findall(".//testcase"))), "failures": str(total)}
    Xml.indent(suites)
    content: bytes = Xml.tostring(suites, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _add_case(suite: Xml.Element, outcome: Outcome, finding: Finding) -> None:
    name = f"{finding.code} at {finding.line or 0}:{finding.column or 0}"
    case = Xml.SubElement(suite, "testcase", classname=_xml_text(finding.file), name=name)
    words = _xml_text(f"{finding.place}: {message_and_help(finding)}")
    if outcome.fails(finding):
        Xml.SubElement(case, "failure", type=finding.code, message=_xml_text(finding.message)).text = words
    else:
        Xml.SubElement(case, "system-out").text = words


def _xml_text(text: str) -> str:
    """Returns a text without U+FFFE and U+FFFF, which XML 1.0 does not allow and `escape` leaves in."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)
