"""The entry point: answers `--version` before anything heavy is imported, and ends the process with an exit code."""

import sys


def main() -> None:
    """Runs the command line: exit code 0 good, 1 the data is bad, 2 usage or unreadable input, 3 a bug (with a traceback)."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from summitevents._version import __version__

        print(f"summitevents {__version__}")
        return
    import gc
    import os

    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller: >&-
            setattr(sys, name, open(os.devnull, "w" if name != "stdin" else "r"))  # noqa: SIM115, PTH123
    gc.set_threshold(100_000)  # imports make many objects that stay: to collect among them takes a tenth of a run
    from summitevents.cli.main import run

    os._exit(run())  # without tearing down the interpreter, which would take longer than most commands


if __name__ == "__main__":
    main()
