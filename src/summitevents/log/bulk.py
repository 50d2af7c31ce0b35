"""The lines of a log in bulk: DuckDB reads the files, and any line can be had by its position, without all being in memory.

DuckDB reads a file itself if the file is *plain*: it is UTF-8, ends every line with LF only, and has no line longer than
2 MiB. The lines of any other file are read by `reader`, which defines what a line is; DuckDB then gets a mended copy.
Small files are put together into one that it reads: it takes longer to open a file than to read a small one.
"""

import codecs
import mmap
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, groupby, islice
from pathlib import Path

import duckdb

from summitevents.findings.finding import Finding
from summitevents.log.files import file_size, read_bytes
from summitevents.log.package import Package, events_file
from summitevents.log.reader import Line, read_batch, read_line, read_misnamed

_COUNT = """SELECT parse_filename(filename), count(*), coalesce(sum(strlen(line) + 1), 0) + count(*) FILTER (line IS NULL)
FROM read_csv($files, columns = {'line': 'VARCHAR'}, header = FALSE, auto_detect = FALSE, delim = chr(1), quote = '',
    escape = '', new_line = '\\n', max_line_size = 2097152, filename = TRUE)
GROUP BY filename"""
"""Lines and bytes of each file, by its name."""


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file of the log: its name as findings have it, its path, and how many lines it has.

    `copy`: the file that DuckDB reads in its place.
    """

    file: str
    path: Path
    copy: Path
    count: int


@dataclass(slots=True)
class LogLines(Mapping[int, Line]):
    """The lines of a log by position, from 1; each is read when it is asked for, and then kept.

    `findings`: those of the folder, of whole files, and of every line of a file that is not plain, whose lines are in
    `strict`. `unread`: the lines of misnamed files.
    """

    batches: list[BatchFile]
    findings: list[Finding]
    strict: dict[int, Line]
    unread: list[Line]
    kept: dict[int, Line] = field(default_factory=dict)

    @property
    def starts(self) -> list[tuple[str, int]]:
        """Each file with the number of lines before it."""
        befores = accumulate((batch.count for batch in self.batches), initial=0)
        return [(batch.file, before) for batch, before in zip(self.batches, befores, strict=False)]

    @property
    def copies(self) -> dict[Path, int]:
        """The files that DuckDB is to read, in log order, each with its number of lines."""
        counts = Counter[Path]()
        for batch in self.batches:
            counts[batch.copy] += batch.count
        return counts

    def __len__(self) -> int:
        return sum(batch.count for batch in self.batches)

    def __iter__(self) -> Iterator[int]:
        return iter(range(1, len(self) + 1))

    def __getitem__(self, pos: int) -> Line:
        if pos not in self.kept:
            self.fetch([pos])
        return self.kept[pos]

    def fetch(self, positions: Iterable[int]) -> list[Finding]:
        """Reads these lines strictly, each file once; returns what is wrong with them."""
        found: list[Finding] = []
        wanted = sorted(set(positions) - self.kept.keys())
        self.kept |= {pos: self.strict[pos] for pos in wanted if pos in self.strict}
        missing = [pos for pos in wanted if pos not in self.kept]
        befores = [before for _, before in self.starts] if missing else []
        for index, some in groupby(missing, lambda pos: bisect_left(befores, pos) - 1):
            start, batch = befores[index], self.batches[index]
            numbers = [pos - start for pos in some]
            for number, raw in zip(numbers, _raw_lines(batch.path, numbers), strict=True):
                self.kept[start + number] = read_line(raw, start + number, batch.file, number, found)
        return found


def _raw_lines(path: Path, numbers: list[int]) -> Iterator[bytes]:
    """Yields lines of a plain file by their numbers, which must rise."""
    with path.open("rb") as file:
        before = 0
        for number in numbers:
            yield next(islice(file, number - before - 1, None)).removesuffix(b"\n")
            before = number


def open_lines(con: duckdb.DuckDBPyConnection, package: Package, copies: Path) -> LogLines:
    """Opens the lines of a package; mended copies of files that are not plain go into the folder `copies`.

    Raises UnreadableError.
    """
    misnamed = ((events_file(path.name), read_bytes(path)) for path in package.misnamed())
    unread = [line for file, content in misnamed for line in read_misnamed(content, file)]
    lines = LogLines([], [*package.strays(), *package.check_order()], {}, unread)
    sizes = {path: size for path in package.batches() if (size := file_size(path))}
    small = _small(sum(sizes.values()))
    counts = _line_counts(con, [path for path, size in sizes.items() if size > small])
    for is_read_there, paths in groupby(sizes, counts.__contains__):
        if is_read_there:
            lines.batches += (BatchFile(events_file(path.name), path, path, counts[path]) for path in paths)
        else:
            copy = copies / str(len(lines.batches))
            copy.write_bytes(b"".join([_mended(lines, path, copy) for path in paths]))
    return lines


def _mended(lines: LogLines, path: Path, copy: Path) -> bytes:
    """Adds a batch that stands in a copy; returns what stands there: if it is not plain, its lines as `reader` has them."""
    content = read_bytes(path)
    if not _is_plain(content):
        read = list(read_batch(content, events_file(path.name), lines.findings, len(lines)))
        lines.strict |= {line.pos: line for line in read}
        content = "".join(f"{line.text if line.whole else 0}\n" for line in read).encode()
    if content:
        lines.batches.append(BatchFile(events_file(path.name), path, copy, content.count(b"\n")))
    return content


def _small(log: int) -> int:
    """Returns how many bytes a small file has at most, in a log of so many."""
    return 1 << 20 if log <= 16_000_000 else 1 << 16


def _is_plain(content: bytes) -> bool:
    """Says whether DuckDB reads a small file as it is."""
    if b"\r" in content or b"\0" in content or not content.endswith(b"\n") or content.startswith(codecs.BOM_UTF8):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line_counts(con: duckdb.DuckDBPyConnection, paths: list[Path]) -> dict[Path, int]:
    """Returns how many lines each plain file has: of any other, they do not add up to its bytes."""
    if not paths:
        return {}
    plain = {path.name: path for path in paths if not _has_return(path)}  # a file that cannot be opened is named here
    try:
        rows = con.execute(_COUNT, {"files": list(map(as_pattern, paths))}).fetchall()
    except duckdb.InvalidInputException:  # one of the files is not text, or has a long line: which one?
        middle = len(paths) // 2
        return _line_counts(con, paths[:middle]) | _line_counts(con, paths[middle:]) if middle else {}
    return {plain[name]: count for name, count, size in rows if name in plain and size == file_size(plain[name])}


def _has_return(path: Path) -> bool:
    """Says whether a file has a carriage return: DuckDB would take one for the end of a line, of the true one's length."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b"\r") >= 0


def as_pattern(path: Path) -> str:
    """Returns a path whose brackets and stars DuckDB does not take for a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in str(path))
