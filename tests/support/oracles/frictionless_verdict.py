"""Asks frictionless, which shares no line with us, what it says of a log."""

import json
from collections.abc import Iterable

from summitevents import validation
from summitevents.findings.finding import Finding
from summitevents.log import schema
from summitevents.log.package import Package
from summitevents.log.vocabulary_file import choose_vocabulary


def frictionless_findings(package: Package) -> list[Finding]:
    """Returns what frictionless says of a log, by the descriptor that we make for it, which it writes into the package.

    Of ids that stand twice it says nothing here: see id-duplicate, line-double.
    """
    batches, chosen = package.batches(), choose_vocabulary(package)
    if not chosen.is_good:
        return []  # nobody can say which kinds there are
    descriptor = schema.package_descriptor(
        {"name": "log"}, "0", [f"events/{path.name}" for path in batches], [], chosen.vocabulary.terms()
    )
    (package.root / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    if not any(path.read_bytes() for path in batches):
        return []  # frictionless holds an empty table to be an error
    found = validation.validate(package.root, "frictionless").findings
    return [finding for finding in found if finding.code != "primary-key"]


def missed_findings(ours: Iterable[Finding], theirs: Iterable[Finding]) -> list[Finding]:
    """Returns what frictionless refuses of a log and we let pass: there should be nothing."""
    errors = [finding for finding in ours if finding.severity == "error"]
    seen = {(finding.file, finding.line) for finding in errors}
    # frictionless stops at a broken line and says so of the table as a whole: that line is found already
    unread = any(finding.line for finding in errors if finding.code.startswith(("bytes", "line", "json")))
    return [f for f in theirs if (f.file, f.line) not in seen and not (unread and f.line is None)]
