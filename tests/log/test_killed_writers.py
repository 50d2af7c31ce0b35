"""Crash and crowd: writers that are killed, and writers at once. benchmarks/crash.py does the same 500 times."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import summitevents
from summitevents.log.package import Package
from summitevents.log.reader import read_log
from tests.support.amount import TIMES, some_of
from tests.support.paths import ROOT
from tests.support.runner import COMMAND, environment

CRASH = ROOT / "benchmarks/crash.py"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX")


def start(here: Path, *arguments: str) -> subprocess.Popen[str]:
    """A command, under way."""
    return subprocess.Popen(
        [*COMMAND, *arguments], cwd=here, env=environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def ended(commands: list[subprocess.Popen[str]]) -> list[tuple[int, str, str]]:
    said = [command.communicate() for command in commands]
    return [(command.returncode, *words) for command, words in zip(commands, said, strict=True)]


def ids(here: Path) -> list[str]:
    lines, findings = read_log(Package(here))
    assert not findings
    return [line.value["id"] for line in lines]


@pytest.mark.parametrize(("writers", "kills", "seed"), [("1", 9 * TIMES, "7"), ("3", 9 * TIMES, "7")])
def test_killed_writers_lose_tear_and_double_nothing(writers: str, kills: int, seed: str) -> None:
    """At lines of the writing code that the seed picks: what fails here fails again."""
    command = [sys.executable, str(CRASH), "--kills", str(kills), "--writers", writers, "--seed", seed, "--at", "line"]
    ran = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(ran.stdout)
    assert [found[wrong] for wrong in ("lost", "torn", "doubled", "errors")] == [0, 0, 0, 0]
    assert found["kills"] >= kills
    assert found["acknowledged"]


@pytest.mark.parametrize("line", some_of(range(0, 30, 3), 3))
def test_a_batch_is_there_whole_or_not_at_all_whatever_the_line_it_ends_at(line: int, tmp_path: Path) -> None:
    """Killed at one line of `put_batch` after the other, without anything around it."""
    (tmp_path / "events").mkdir()
    content = b'{"id": "2026-01-01-a.1"}\n' * 1000
    program = f"""
import os, signal, sys
from pathlib import Path
from summitevents.log import files, writer
from summitevents.log.package import Package
left = {line}
def step(frame, event, _):
    global left
    if frame.f_code.co_filename in (files.__file__, writer.__file__):
        left -= event == "line"
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return step
sys.settrace(step)
writer.put_batch(Package(Path({str(tmp_path)!r})), "2026-01-01-a.jsonl", {content[:25]!r} * 1000)
print("told", flush=True)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    assert ran.returncode == (0 if ran.stdout else -signal.SIGKILL)  # a writer of fewer lines comes to its end
    batch = tmp_path / "events/2026-01-01-a.jsonl"
    assert not batch.exists() or batch.read_bytes() == content
    assert batch.exists() or not ran.stdout
    assert [path.name for path in Package(tmp_path).batches()] == ([batch.name] if batch.exists() else [])


def test_writers_at_once_all_get_in(golden_copy: Path) -> None:
    places = [json.dumps({"op": "place", "place": f"town-{n}", "name": "Town"}) for n in range(4)]
    done = ended([start(golden_copy, "append", place) for place in places])
    assert [code for code, _, _ in done] == [0] * 4, done
    told = [id for _, out, _ in done for id in out.split()]
    assert len(set(told)) == 4
    assert sorted(ids(golden_copy)[21:]) == sorted(told)


def test_of_writers_at_once_that_expect_the_same_log_one_gets_in(golden_copy: Path) -> None:
    places = [json.dumps({"op": "place", "place": f"town-{n}", "name": "Town"}) for n in range(3)]
    done = ended([start(golden_copy, "append", place, "--expect", "21") for place in places])
    assert sorted(code for code, _, _ in done) == [0, 2, 2], done
    assert all("the log has 22 records, not 21" in err for code, _, err in done if code)
    assert len(ids(golden_copy)) == 22


def test_of_writers_at_once_that_correct_one_record_each_keeps_what_the_others_say(golden_copy: Path) -> None:
    said = {"title": "The talks", "summary": "They met.", "note": "As we read it."}
    words = [("correct", "talks", f"{field}={text}", "--because", "r") for field, text in said.items()]
    done = ended([start(golden_copy, *one) for one in words])
    assert [code for code, _, _ in done] == [0] * 3, done
    [last] = summitevents.open(golden_copy).query("SELECT title, summary, note FROM claims WHERE event = 'talks'")
    assert last == said


def test_of_writers_at_once_that_name_one_batch_one_writes_it(golden_copy: Path) -> None:
    place = ['{"op": "place", "place": "town", "name": "Town"}', '{"op": "place", "place": "city", "name": "City"}']
    done = ended([start(golden_copy, "append", place[n % 2], "--batch", "2126-12-01-town") for n in range(4)])
    assert sorted(code for code, _, _ in done) == [0, 0, 2, 2], done
    assert ids(golden_copy)[21:] == ["2126-12-01-town.1"]


def test_a_writer_waits_for_its_turn_and_says_so(golden_copy: Path) -> None:
    from summitevents.log.writer import writers_lock

    with writers_lock(Package(golden_copy)):
        waiting = start(golden_copy, "append", '{"op": "place", "place": "town", "name": "Town"}')
        assert waiting.stderr is not None
        assert waiting.stderr.readline() == "Waiting for another writer …\n"
        assert len(ids(golden_copy)) == 21
    assert ended([waiting])[0][0] == 0
    assert len(ids(golden_copy)) == 22
