"""The formats of findings. Imports nothing heavy, for the same reason as `export.formats`."""

import os

from summitevents.export.formats import Format, by_name

_HERE = "summitevents.report"
FINDINGS = by_name(
    Format("text", "text", f"{_HERE}.text:encode", (".txt",), for_terminals=True),
    Format("json", "JSON", f"{_HERE}.frictionless_json:encode", (".json",)),
    Format("jsonl", "JSON Lines", f"{_HERE}.rows:encode_jsonl", (".jsonl",)),
    Format("csv", "CSV", f"{_HERE}.rows:encode_csv", (".csv",)),
    Format("github", "GitHub", f"{_HERE}.github:encode", for_terminals=True),
    Format("sarif", "SARIF", f"{_HERE}.sarif:encode", (".sarif",), also=(".json",)),
    Format("junit", "JUnit", f"{_HERE}.junit:encode", (".xml",)),
)
"""The formats of an `Outcome`."""


def default_format() -> str:
    """Returns the name of the format of standard output: GitHub's on its runners, else text."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
