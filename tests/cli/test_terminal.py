"""What a terminal gets and a pipe does not: a pager, bold heads, tables that fit, and how many rows there are."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from summitevents.export.text_table import columns_with_room, encode_table
from summitevents.query.select import Result
from tests.support.runner import COMMAND, environment, run_text

ROWS, COLUMNS = 12, 60


def at_a_terminal(*words: object, cwd: Path, **env: str) -> str:
    """Returns all that a command writes to a terminal of ROWS lines and COLUMNS columns."""
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    variables = {
        "TERM": "xterm",
        "PAGER": "",
        **{name: v for name, v in environment(**env).items() if name != "COLUMNS"},
    }
    command = [*COMMAND, *map(str, words)]
    with subprocess.Popen(command, cwd=cwd, stdin=there, stdout=there, stderr=there, env=variables) as process:
        os.close(there)
        said = b""
        while True:
            try:
                part = os.read(here, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not part:
                break
            said += part
        process.wait()
    os.close(here)
    text = said.decode().replace("\r\n", "\n")
    return re.sub(r"\r[^\r\n]*(?=\r)", "", text).replace("\r", "")


def test_a_table_fits_and_says_what_it_leaves_out(golden_copy: Path) -> None:
    sql = """SELECT event, start_flag, end_flag, title, happened, date_words, earliest, latest, kind, status, because
        FROM events ORDER BY event"""
    said = at_a_terminal("query", sql, "--limit", 3, cwd=golden_copy)
    table, _, notes = said.rstrip("\n").rpartition("\n")
    lines = table.splitlines()
    assert [len(line) <= COLUMNS for line in lines] == [True] * 5
    assert [line.split()[0] for line in lines[2:]] == ["bridge", "comet", "envoy-visit"]
    assert notes.startswith("3 rows shown, and perhaps more; empty, and not shown: start_flag, end_flag; no room for ")
    assert notes.endswith("; cut to fit; -f line has all of it")


def test_what_is_longer_than_the_terminal_goes_through_the_pager(golden_copy: Path) -> None:
    assert at_a_terminal("timeline", cwd=golden_copy, PAGER="head -n 1", NO_COLOR="1").count("\n") == 2
    for left_out in (("--no-pager",), ("--limit", "1")):
        said = at_a_terminal("timeline", *left_out, cwd=golden_copy, PAGER="no-such-pager")
        assert "A comet" in said
    assert "A comet" in at_a_terminal("timeline", cwd=golden_copy, PAGER="no-such-pager")
    assert "A comet" in at_a_terminal("timeline", cwd=golden_copy, PAGER="head -n 1", TERM="dumb").partition("\n")[0]


@pytest.mark.parametrize(("env", "bold"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_heads_are_bold_where_colours_are_wanted(env: dict[str, str], bold: bool, golden_copy: Path) -> None:
    said = at_a_terminal("timeline", "--limit", 2, "-q", cwd=golden_copy, **env)
    assert ("\x1b[1mMay 1901\x1b[22m" in said) == bold
    assert ("\x1b" in said) == bold
    assert "2 events" not in said


def test_bytes_are_not_for_a_terminal(golden_copy: Path) -> None:
    said = at_a_terminal("query", "SELECT 1", "-f", "parquet", cwd=golden_copy)
    assert said == "summitevents: -f parquet is bytes, and no text for a terminal: name a file with -o\n"


def test_quiet_is_quiet_but_for_errors(golden_copy: Path) -> None:
    assert run_text("timeline", "--limit", 0, "-q", cwd=golden_copy) == (0, "", "")
    assert run_text("query", "SELECT 1 WHERE false", "-f", "jsonl", "-q", cwd=golden_copy) == (0, "", "")
    assert run_text("timeline", "--kind", "vist", "-q", cwd=golden_copy)[2].startswith("summitevents: no kind")
    assert run_text("timeline", "--limit", 0, cwd=golden_copy)[2].startswith("5 events, 0 shown")


def test_the_package_may_be_named_by_the_environment(
    golden_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMITEVENTS_DATA", str(golden_copy))
    assert run_text("query", "SELECT count(*) FROM events", "-f", "raw", cwd=tmp_path) == (
        0, "5\n", f"SUMMITEVENTS_DATA: {golden_copy}\n"
    )  # fmt: skip
    assert run_text("timeline", "--data", "nowhere", cwd=tmp_path)[0] == 2


def test_sentences_are_cut_before_names_and_the_first_column_never() -> None:
    row = ("a-slug-that-is-long-and-is-copied", "another-slug-of-some-length", "a sentence that goes on and on " * 3)
    result = Result(["event", "source", "summary"], ["VARCHAR"] * 3, [row])
    line = encode_table(result, 90).decode().splitlines()[2]
    assert line.startswith(f"{row[0]}  {row[1]}  a sentence")
    assert len(line) == 90
    assert line.endswith("…")
    assert columns_with_room(result, 90) == (3, True)
    assert columns_with_room(result, 50) == (2, True)
    assert encode_table(result, 20).decode().splitlines()[2].startswith(row[0])
    assert columns_with_room(Result(["a"], ["VARCHAR"], [("x",)]), 5) == (1, False)
