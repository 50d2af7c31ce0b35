"""Data packages that others have published, checked by both engines: do they say the same, and how long does each take?

    python benchmarks/published.py FOLDER...

Prints a Markdown table: one row for each datapackage.json below the folders. Times are of one run each, in one process,
frictionless imported before.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from summitevents.tableschema import PackageReport, check_package, check_package_with_frictionless

BEYOND = {"resource-unchecked", "extra-key", "unique-key", "primary-key-null"}
ROWS = {"primary-key", "foreign-key"}


def errors(report: PackageReport) -> Counter[tuple[str, str, int | None, str]]:
    """What both engines can say: resource, type of error, row, field."""
    return Counter(
        (one.resource, one.code, one.row, "" if one.code in ROWS else one.field)
        for one in report.problems
        if one.code not in BEYOND
    )


def timed(check: Callable[[Path], PackageReport], path: Path) -> tuple[PackageReport, float]:
    start = time.perf_counter()
    return check(path), time.perf_counter() - start


def main() -> int:
    import frictionless  # noqa: F401

    print("| package | rows | errors | frictionless | agree | times faster |\n| --- | --- | --- | --- | --- | --- |")
    for path in sorted(path for folder in sys.argv[1:] for path in Path(folder).rglob("datapackage.json")):
        ours, mine = timed(check_package, path)
        theirs, other = timed(check_package_with_frictionless, path)
        a, b = errors(ours), errors(theirs)
        name = path.parent.relative_to(Path(sys.argv[1]).parent if len(sys.argv) == 2 else path.parent.parent)
        print(
            f"| {name} | {ours.rows} | {a.total()} | {b.total()} | {'yes' if a == b else 'no'} | {other / mine:.1f} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
