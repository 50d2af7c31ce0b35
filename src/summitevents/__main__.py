"""The entry point: answers `--version` before anything heavy is imported, and turns what happens into an exit code."""

import sys


def main() -> None:
    """Exit codes: 0 good, 1 the data is bad, 2 usage or unreadable input, 3 a bug of ours (with its traceback)."""
    if sys.argv[1:] == ["--version"]:
        from summitevents import __version__

        print(f"summitevents {__version__}")
        return
    from summitevents.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
