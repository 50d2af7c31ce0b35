"""Sessions at the command line, word for word: what a person types, and all that comes back.

A transcript is lines that begin with "$ " (run in a folder with a copy of tests/golden/package), the standard output
after them, then lines "! …" of standard error, and "= N" for an exit code that is not 0.
`python -m pytest --rewrite` writes them anew; read the difference before it is committed.
"""

import re
import shlex
from pathlib import Path

import pytest

from tests.support.paths import TESTS
from tests.support.runner import run_command

TRANSCRIPTS = sorted((TESTS / "transcripts").glob("*.txt"))


def printed(line: str, cwd: Path) -> str:
    """Returns what a command prints, as a transcript has it."""
    command, _, piped = line.partition(" <<< ")
    ran = run_command(*shlex.split(command)[1:], cwd=cwd, stdin=piped.encode())
    out, err = ran.stdout.decode(), ran.stderr.decode()
    said = "".join(f"! {line}\n" for line in err.splitlines())
    end = f"= {ran.returncode}\n" if ran.returncode else ""
    return out + ("\n" if out and not out.endswith("\n") else "") + said + end


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript(transcript: Path, golden_copy: Path, monkeypatch: pytest.MonkeyPatch, rewrite: bool) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769947200")  # 2026-02-01 12:00 in UTC: what is written bears this time
    text = transcript.read_text("utf-8")
    commands = re.findall(r"^\$ (.*)$", text, flags=re.MULTILINE)
    found = "".join(f"$ {line}\n{printed(line, golden_copy)}" for line in commands)
    if rewrite:
        transcript.write_text(text := found, "utf-8", newline="\n")
    assert commands
    assert found == text
