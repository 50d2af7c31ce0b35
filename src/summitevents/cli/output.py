"""Prints what commands have to say: standard output is data, standard error is talk."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from summitevents.cli.terminal import Manners, bold_heads, page
from summitevents.export.formats import format_of
from summitevents.report.formats import FINDINGS, default_format

if TYPE_CHECKING:
    from summitevents.report.outcome import Outcome


def print_bytes(content: bytes | Iterable[bytes], output: str) -> None:
    """Writes bytes to a file, or to standard output; if they come in parts, each as it comes."""
    if output == "-":
        _write([content] if isinstance(content, bytes) else content)
    else:
        from summitevents.log.outputs import write_rows

        write_rows(Path(output), content)


def print_lines(lines: Iterable[str]) -> None:
    """Writes lines to standard output, in UTF-8 wherever it goes."""
    _write(["".join(f"{line}\n" for line in lines).encode()])


def print_words(lines: Iterable[str]) -> None:
    """Writes lines for people: on a terminal, what stands at the margin is bold."""
    print_lines(bold_heads(lines))


def _write(parts: Iterable[bytes]) -> None:
    """Writes to standard output. What is whole already, a list of one part, may go through a pager."""
    if isinstance(parts, list) and sys.stdout.isatty() and page(parts[0]):
        return
    for part in parts:
        try:
            sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # the reader has gone, as head does: that is no error
            _close_stdout()
            raise SystemExit(0) from None
        except OSError as error:
            _close_stdout()  # or Python tries again at its end
            raise OSError(error.errno, error.strerror, "standard output") from None


@contextmanager
def printed_after(what: str) -> Iterator[None]:
    """Says so, if something is in the log already and cannot be printed any more."""
    from summitevents.errors import UnreadableError

    try:
        yield
    except OSError as error:
        raise UnreadableError(f"{what} is written; but it could not be printed: {error.strerror}") from None


def _close_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def width() -> int:
    """Returns the columns of the terminal; 100 if standard output is not a terminal."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def say(line: str) -> None:
    """Prints a line on standard error, after all data so far; with --quiet it does not."""
    if not Manners.quiet:
        complain(line)


def complain(line: str) -> None:
    """Prints a line on standard error, after all data so far: an error, which is never kept back."""
    sys.stdout.flush()
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:  # nobody listens any more, as in 2>&1 | head, or the disk is full: that is no error either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def print_report(outcome: "Outcome", chosen: str | None, output: str, summary: str) -> None:
    """Writes findings in the chosen format, or in that of the output's suffix, or in the default of this machine.

    Then says the summary of the check; on a GitHub runner it and the findings become the step's summary, too.
    """
    format = format_of(FINDINGS, chosen, output, default_format())
    _expect_other_file(Path(output), outcome)
    print_bytes(format.encode(outcome, width()), output)
    if format.name == "github" and (file := os.environ.get("GITHUB_STEP_SUMMARY")):
        from summitevents.report.github import step_summary

        with Path(file).open("a", encoding="utf-8") as opened:
            opened.write(step_summary(outcome, summary))
    say(summary)


def _expect_other_file(output: Path, outcome: "Outcome") -> None:
    """Raises UnreadableError if the file to write is one that was checked."""
    from summitevents.errors import UnreadableError

    checked = (outcome.root / file for file in outcome.files) if output.is_file() else ()
    if any(file.exists() and output.samefile(file) for file in checked):
        raise UnreadableError(f"{output} is what was checked, and is not written over; name another place")


def count(n: int, what: str) -> str:
    """Returns a number and what it counts: 1 event, 1,120 events."""
    return f"{n:,} {what}{'s' if n != 1 else ''}"


def citations(checked: int, unchecked: int) -> str:
    """Returns the end of a summary: how many citations were compared with their documents, and how many were not."""
    if unchecked:
        of = f"of {count(checked + unchecked, 'citation')} that give characters, {f'{checked:,}' if checked else 'none'} checked"
        return f"; {of}: {'the other' if checked else 'their'} documents are not at hand (--documents)"
    return f"; {count(checked, 'citation')} checked" if checked else ""


def say_waiting() -> None:
    """Says that another writer holds the lock."""
    say("Waiting for another writer …")
