"""Runs the command line: in this process, or in one of its own where the process is what is tested."""

import io
import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

from summitevents.cli import main
from tests.support.paths import ROOT

COMMAND = [sys.executable, "-m", "summitevents"]


def environment(**more: str) -> dict[str, str]:
    """Returns this process's environment, in which Python finds the package; with `more` variables."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}


def run_process(*arguments: object, cwd: Path | None = None, stdin: bytes = b"", **env: str) -> CompletedProcess[bytes]:
    """Runs a command in a process of its own."""
    words = [*COMMAND, *map(str, arguments)]
    return subprocess.run(words, cwd=cwd, input=stdin, capture_output=True, check=False, env=environment(**env))


def run_command(*arguments: object, cwd: Path | None = None, stdin: bytes = b"", **env: str) -> CompletedProcess[bytes]:
    """Runs a command in this process: the same, but for what the start and the end of a process do."""
    words = ["summitevents", *map(str, arguments)]
    out, err = io.BytesIO(), io.BytesIO()
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), "utf-8"),
        "stdout": io.TextIOWrapper(out, "utf-8", newline="\n"),
        "stderr": io.TextIOWrapper(err, "utf-8", "backslashreplace", newline="\n"),
    }
    with mock.patch.multiple(sys, argv=words, **streams), mock.patch.dict(os.environ, env), chdir(cwd or Path.cwd()):
        code = main.run()
        for stream in ("stdout", "stderr"):
            streams[stream].flush()
    return CompletedProcess(words, code, out.getvalue(), err.getvalue())


def run_text(*arguments: object, cwd: Path | None = None) -> tuple[int, str, str]:
    """Runs a command in this process; returns its exit code, and what it wrote to standard output and standard error."""
    ran = run_command(*arguments, cwd=cwd)
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def run_script(script: str, cwd: Path, **env: str) -> CompletedProcess[str]:
    """Runs a script in bash, which ends at its first error; `summitevents` is this one."""
    command = f'summitevents() {{ "{sys.executable}" -m summitevents "$@"; }}\n'
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", command + script], cwd=cwd, env=environment(**env),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
