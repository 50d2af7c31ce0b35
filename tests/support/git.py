"""Runs git, as the same author at the same time wherever and whenever."""

import os
import subprocess
from pathlib import Path
from subprocess import CompletedProcess

_NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "2026-01-03T00:00:00Z",
    "GIT_COMMITTER_DATE": "2026-01-03T00:00:00Z",
}  # fmt: skip


def try_git(folder: Path, *arguments: str) -> CompletedProcess[str]:
    """Runs git in a folder, whatever comes of it."""
    words = ["git", "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(words, cwd=folder, env={**os.environ, **_NOBODY}, capture_output=True, text=True, check=False)


def git(folder: Path, *arguments: str) -> str:
    """Runs git in a folder, where it must succeed; returns what it printed."""
    ran = try_git(folder, *arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def commit_all(folder: Path, message: str = "work") -> None:
    """Commits everything in a folder."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def new_repository(folder: Path, *options: str) -> None:
    """Makes a folder a repository, with everything in it committed on the branch main."""
    git(folder, "init", "-q", *options)
    commit_all(folder)
