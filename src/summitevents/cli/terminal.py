"""What only a terminal gets: a pager for what is longer than it, and bold heads. Pipes and files get neither.

`PAGER` names the pager (less by default; empty or cat: none); `NO_COLOR` and TERM=dumb leave out the colours.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import Final

_BOLD: Final = "\x1b[1m{}\x1b[22m"


class Manners:
    """How a run behaves at a terminal, as its options say: `quiet`, no talk but errors; `pager`, whether there is one.

    `package_said`: whether it has said which package it works on.
    """

    quiet = False
    pager = True
    package_said = False


def bold_heads(lines: Iterable[str]) -> Iterator[str]:
    """Yields lines; on a terminal that has colours, what stands at their margin, up to two blanks, is bold."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        yield from lines
        return
    for line in lines:
        head, gap, rest = line.partition("  ")
        yield _BOLD.format(head) + gap + rest if head.strip() else line


def page(content: bytes) -> bool:
    """Shows text in the pager if it is longer than the terminal; returns whether it did."""
    import shlex
    import signal
    import subprocess

    columns, rows = shutil.get_terminal_size()
    words = shlex.split(os.environ.get("PAGER", "less"))
    if not Manners.pager or words in ([], ["cat"]) or os.environ.get("TERM") == "dumb":
        return False
    if sum(1 + len(line) // columns for line in content.splitlines()) < rows:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's while it runs
    try:
        environment = {"LESS": "FRX", "LV": "-c", **os.environ}
        subprocess.run(words, input=content, env=environment, check=False)
    except OSError:  # there is no such pager
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True
