"""Sessions at the command line, word for word: what a person types, and all that comes back.

A transcript is lines that begin with "$ " (run in a folder with a copy of tests/golden/package), the standard output
after them, then lines "! …" of standard error, and "= N" for an exit code that is not 0.
`python -m pytest --rewrite` writes them anew; read the difference before it is committed.
"""

import io
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from summitevents.cli import main as cli
from tests.support.paths import TESTS

HERE = TESTS
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))


def run(line: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What a command prints, as a transcript has it."""
    command, _, piped = line.partition(" <<< ")
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    monkeypatch.setattr(sys, "stdin", io.StringIO(piped))
    try:
        code = cli.run()
    except SystemExit as stop:
        code = int(stop.code or 0)
    sys.stdout.flush()
    out, err = capfd.readouterr()
    said = "".join(f"! {line}\n" for line in err.splitlines())
    return out + ("\n" if out and not out.endswith("\n") else "") + said + (f"= {code}\n" if code else "")


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript(
    transcript: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, rewrite: bool
) -> None:
    shutil.copytree(HERE / "golden/package", tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")  # 2026-02-01 12:00 in UTC: what is written bears this time
    text = transcript.read_text("utf-8")
    commands = re.findall(r"^\$ (.*)$", text, flags=re.MULTILINE)
    found = "".join(f"$ {line}\n{run(line, capfd, monkeypatch)}" for line in commands)
    if rewrite:
        transcript.write_text(text := found, "utf-8", newline="\n")
    assert commands
    assert found == text
