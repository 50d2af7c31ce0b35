"""The lines of a log as DuckDB is given them, and any of them by its position, without the log being held in memory.

DuckDB reads a file as lines where it is plain: UTF-8, every line ends in LF and no other way, none is longer than a few
lines may be together. A file that is not plain is read by `log`, which is the definition; DuckDB gets a mended copy of it.
"""

import mmap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, groupby, islice
from pathlib import Path

import duckdb

from summitevents.findings.finding import Finding
from summitevents.log.files import file_size, read_bytes
from summitevents.log.package import Package, events_file
from summitevents.log.reader import Line, read_batch, read_line, read_misnamed

_COUNT = """SELECT count(*), coalesce(sum(strlen(line) + 1), 0) + count(*) FILTER (line IS NULL)
FROM read_csv($files, columns = {'line': 'VARCHAR'}, header = FALSE, auto_detect = FALSE, delim = chr(1), quote = '',
    escape = '', new_line = '\\n', max_line_size = 2097152)"""


@dataclass(frozen=True, slots=True)
class Batch:
    """A file of the log: its name as findings have it, where it lies, what DuckDB reads, and the lines in it."""

    file: str
    path: Path
    text: Path
    count: int

    @property
    def plain(self) -> bool:
        """Whether DuckDB reads the file itself."""
        return self.path == self.text


@dataclass(slots=True)
class Lines(Mapping[int, Line]):
    """The lines of the log by position, from 1; each is read when it is asked for, and then kept.

    Where they go on from an earlier log, `before` is how many lines that has. `findings` are those of the folder and of
    whole files, and those of every line of a file that is not plain.
    """

    batches: list[Batch]
    findings: list[Finding]
    strict: dict[int, Line]
    unread: list[Line]
    before: int = 0
    kept: dict[int, Line] = field(default_factory=dict)

    @property
    def starts(self) -> list[int]:
        """How many lines stand before each batch."""
        return list(accumulate((batch.count for batch in self.batches), initial=self.before))[:-1]

    @property
    def files(self) -> list[str]:
        """What DuckDB is to read, in the order of the log."""
        return [_literally(batch.text) for batch in self.batches]

    def __len__(self) -> int:
        return sum(batch.count for batch in self.batches)

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.before + 1, self.before + len(self) + 1))

    def __getitem__(self, pos: int) -> Line:
        if pos not in self.kept:
            self.fetch([pos])
        return self.kept[pos]

    def fetch(self, positions: Iterable[int]) -> list[Finding]:
        """Reads these lines, strictly; what is wrong with them."""
        found: list[Finding] = []
        wanted = sorted(set(positions) - self.kept.keys())
        self.kept |= {pos: self.strict[pos] for pos in wanted if pos in self.strict}
        missing = iter([pos for pos in wanted if pos not in self.kept])
        ends = [(start + batch.count, start, batch) for start, batch in zip(self.starts, self.batches, strict=True)]
        at = 0

        def of(pos: int) -> int:
            nonlocal at
            while ends[at][0] < pos:
                at += 1
            return at

        for index, some in groupby(missing, of):
            _, start, batch = ends[index]
            numbers = [pos - start for pos in some]
            for number, raw in zip(numbers, _raws(batch.path, numbers), strict=True):
                self.kept[start + number] = read_line(raw, start + number, batch.file, number, found)
        return found


def _raws(path: Path, numbers: list[int]) -> Iterator[bytes]:
    """These lines of a plain file, which are given in order."""
    with path.open("rb") as file:
        before = 0
        for number in numbers:
            yield next(islice(file, number - before - 1, None)).removesuffix(b"\n")
            before = number


def lines(
    con: duckdb.DuckDBPyConnection, package: Package, aside: Path, read: Collection[str] = (), before: int = 0
) -> Lines:
    """The lines of a package; mended copies go into the folder `aside`. Raises UnreadableError.

    `read`: the names of the batches that the log begins with and that are not wanted; `before`: the lines in these.
    """
    findings = [*package.strays(), *package.check_order()]
    batches: list[Batch] = []
    strict: dict[int, Line] = {}
    paths = [path for path in package.batches() if file_size(path) and path.name not in read]
    counts = _counts(con, paths)
    at = before
    for path, count in zip(paths, counts, strict=True):
        file, text = events_file(path.name), path
        if count is None:
            more = list(read_batch(read_bytes(path), file, findings, at))
            text, count = aside / path.name, len(more)
            text.write_text("".join(f"{line.text if line.whole else 0}\n" for line in more), "utf-8", newline="\n")
            strict |= {line.pos: line for line in more}
        if count:
            batches.append(Batch(file, path, text, count))
        at += count
    unread = [
        line for path in package.misnamed() for line in read_misnamed(read_bytes(path), events_file(path.name), 0)
    ]
    return Lines(batches, findings, strict, unread, before)


def _counts(con: duckdb.DuckDBPyConnection, paths: list[Path]) -> list[int | None]:
    """How many lines each file has; None where it is not plain."""
    if len(paths) > 1 and _count(con, paths) is None:
        middle = len(paths) // 2
        return [*_counts(con, paths[:middle]), *_counts(con, paths[middle:])]
    return [_count(con, [path]) for path in paths]


def _count(con: duckdb.DuckDBPyConnection, paths: list[Path]) -> int | None:
    """How many lines the files have together; None where one is not plain: its bytes are not those of its lines."""
    if any(map(_returns, paths)):
        return None
    try:
        [(count, size)] = con.execute(_COUNT, {"files": [_literally(path) for path in paths]}).fetchall()
    except duckdb.InvalidInputException:
        return None
    return count if size == sum(file_size(path) for path in paths) else None


def _returns(path: Path) -> bool:
    """Whether a file has a carriage return: DuckDB takes one for the end of a line, of the same length as the true one."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b"\r") >= 0


def _literally(path: Path) -> str:
    """A path as DuckDB reads it for what it is, whatever its folder is called."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in str(path))
