"""Which part of the earth a map shows, and what lies where on it; coastlines from coastlines/land.txt.

The projection is equirectangular, true to scale along the middle of the view. It has no seam: a view begins at any
longitude, and may reach over the date line. Days and distances are in degrees; positions on the map, in per cent of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path

Point = tuple[float, float]
"""A longitude and a latitude; or a place on the map, across and down."""

_LEAST = 16.0
"""Degrees: no view is narrower, or coastlines of this scale would say nothing."""
_BEND = 2
"""Square pixels: a point of a coastline is left out if it spans no more with its neighbours, as a parallelogram."""
_CLOSE, _SHARE = (60.0, 44.0), 0.4
"""How many degrees of longitude (at the equator) and latitude a close-up takes in, and the share of events that earns one."""


@dataclass(frozen=True, slots=True)
class MapView:
    """A part of the earth: from `west` over `width` degrees of longitude, and from `north` over `height` of latitude."""

    west: float
    north: float
    width: float
    height: float
    wide: bool
    """Whether the map is twice as wide as high; else the sides are as 7 to 5."""

    @property
    def ratio(self) -> float:
        """How much wider than high the map is."""
        return 2.0 if self.wide else 1.4

    def at(self, point: Point) -> Point:
        """Returns where a longitude and latitude lie, in per cent; beyond 0 to 100 where the view does not reach."""
        east = (point[0] - self.west) % 360
        east -= 360 if east > self.width + (360 - self.width) / 2 else 0
        return east / self.width * 100, (self.north - point[1]) / self.height * 100

    def holds(self, point: Point) -> bool:
        """Says whether a longitude and latitude lie in the view."""
        return all(0 <= share <= 100 for share in self.at(point))

    def land(self, size: int) -> str:
        """Returns the land in the view as the path of a picture that is `size` wide, in whole pixels."""
        high, parts = size / self.ratio, []
        for ring in _land():
            for turn in (-720, -360, 0, 360, 720):
                drawn = [
                    ((east + turn - self.west) / self.width * size, (self.north - north) / self.height * high)
                    for east, north in ring
                ]
                parts.append(_path(_clipped(drawn, size, high)))
        return "".join(parts)


def whole_view(points: Sequence[Point]) -> MapView:
    """Returns a view that holds all points, with some room; it is cut open where the earth has the widest stretch without any."""
    easts = sorted({east % 360 for east, _ in points})
    gaps = [(after - before, after) for before, after in pairwise([*easts, easts[0] + 360])]
    gap, west = max(gaps)
    norths = [north for _, north in points]
    return _fitted(west % 360, 360 - gap, max(norths), min(norths))


def close_view(points: Sequence[tuple[Point, int]]) -> MapView | None:
    """Returns a view of the part where most of it happened, given points and how many events each has.

    None if the whole is hardly larger, or if no such part has a good share of the events, as where there are no points.
    """
    if not points:
        return None
    whole = whole_view([point for point, _ in points])
    if whole.width < 2 * _CLOSE[0] and whole.height < 2 * _CLOSE[1]:
        return None
    near = max(([one for one in points if _near(middle, one[0])] for middle, _ in points), key=lambda some: sum(n for _, n in some))  # fmt: skip
    if len(near) < 2 or sum(n for _, n in near) < _SHARE * sum(n for _, n in points):
        return None
    return whole_view([point for point, _ in near])


def _near(middle: Point, other: Point) -> bool:
    east = abs((other[0] - middle[0] + 180) % 360 - 180) * cos(radians(middle[1]))
    return east <= _CLOSE[0] / 2 and abs(other[1] - middle[1]) <= _CLOSE[1] / 2


def _fitted(west: float, width: float, north: float, south: float) -> MapView:
    """Returns the smallest view around a stretch of the earth that has room at its edges and one of the two forms."""
    room = max(width, (north - south), _LEAST) * 0.07
    middle_east, middle_north = west + width / 2, (north + south) / 2
    scale = max(cos(radians(middle_north)), 0.2)
    width, height = max(width + 2 * room / scale, _LEAST), max(north - south + 2 * room, _LEAST)
    wide = width * scale / height > 1.6
    ratio = 2.0 if wide else 1.4
    width, height = max(width, height * ratio / scale), max(height, width * scale / ratio)
    if width > 360:
        width, height = 360.0, 360 * scale / ratio
    return MapView(middle_east - width / 2, middle_north + height / 2, width, height, wide)


@cache
def _land() -> tuple[tuple[Point, ...], ...]:
    text = (Path(__file__).parent / "coastlines" / "land.txt").read_text("ascii")
    return tuple(tuple(_ring(line)) for line in text.splitlines())


def _ring(line: str) -> Iterator[Point]:
    east = north = 0
    for step in line.split():
        across, up = step.split(",")
        east, north = east + int(across), north + int(up)
        yield east / 10, north / 10


def _clipped(ring: Sequence[Point], wide: float, high: float) -> Sequence[Point]:
    """Returns the part of a ring within the picture and a little beyond (Sutherland and Hodgman's way)."""
    edges = ((0, -9.0, 1), (0, wide + 9, -1), (1, -9.0, 1), (1, high + 9, -1))
    for axis, edge, sign in edges:
        inside = [(point[axis] - edge) * sign >= 0 for point in ring]
        if not any(inside):
            return ()
        if all(inside):
            continue
        kept: list[Point] = []
        for n, point in enumerate(ring):
            if inside[n] != inside[n - 1]:
                before = ring[n - 1]
                share = (edge - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside[n]:
                kept.append(point)
        ring = kept
    return ring


def _path(ring: Iterable[Point]) -> str:
    """Returns a ring as a path of whole pixels, without points that nobody would see: those that fall together, or hardly bend the line."""
    whole = [(round(across), round(down)) for across, down in ring]
    points = [point for n, point in enumerate(whole) if point != whole[n - 1]]
    kept = points[-1:]
    for n, point in enumerate(points):
        (a, b), (c, d) = kept[-1], points[(n + 1) % len(points)]
        if abs((point[0] - a) * (d - b) - (c - a) * (point[1] - b)) > _BEND:
            kept.append(point)
    if len(kept) < 4:
        return ""
    steps = "".join(f"{b[0] - a[0]} {b[1] - a[1]} " for a, b in pairwise(kept[1:]))
    return f"M{kept[1][0]} {kept[1][1]}l{steps.strip()}z".replace(" -", "-")
