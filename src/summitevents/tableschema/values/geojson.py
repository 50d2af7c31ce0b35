"""Whether a value of JSON is GeoJSON (RFC 7946): its members and coordinates, but not where on Earth they are."""

from collections.abc import Callable, Mapping
from typing import Any

Holds = Callable[[Any], bool]


def is_geojson(value: Mapping[str, Any]) -> bool:
    """Returns whether an object is a geometry, a feature or a collection of them."""
    bbox = value.get("bbox")
    if bbox is not None and not (_is_list_of(_is_number)(bbox) and len(bbox) >= 4 and len(bbox) % 2 == 0):
        return False
    if value.get("type") == "FeatureCollection":
        return _is_list_of(_is_feature)(value.get("features"))
    return _is_feature(value) if value.get("type") == "Feature" else _is_geometry(value)


def _is_feature(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("type") != "Feature" or not {"geometry", "properties"} <= set(value):
        return False
    number = value.get("id", "")
    return (
        (value["geometry"] is None or _is_geometry(value["geometry"]))
        and isinstance(value["properties"], dict | None)
        and (isinstance(number, str) or _is_number(number))
    )


def _is_geometry(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(type_ := value.get("type"), str):
        return False
    if type_ == "GeometryCollection":
        return _is_list_of(_is_geometry)(value.get("geometries"))
    return type_ in _COORDINATES and _COORDINATES[type_](value.get("coordinates"))


def _is_list_of(holds: Holds) -> Holds:
    return lambda value: isinstance(value, list) and all(holds(one) for one in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_position(value: Any) -> bool:
    return _is_list_of(_is_number)(value) and len(value) >= 2


def _is_line(value: Any) -> bool:
    return _is_list_of(_is_position)(value) and len(value) != 1


def _is_ring(value: Any) -> bool:
    return _is_list_of(_is_position)(value) and len(value) >= 4 and value[0] == value[-1]


_COORDINATES: dict[str, Holds] = {
    "Point": lambda value: value == [] or _is_position(value),
    "MultiPoint": _is_list_of(_is_position),
    "LineString": _is_line,
    "MultiLineString": _is_list_of(_is_line),
    "Polygon": _is_list_of(_is_ring),
    "MultiPolygon": _is_list_of(_is_list_of(_is_ring)),
}
"""Type → whether these are coordinates of it. Empty ones are of any type: they stand for no place (RFC 7946, 3.1)."""
