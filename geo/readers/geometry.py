"""Checks of coordinates and polygons in pure Python, before any geometry library sees them.

A ring may cross 180°: written with longitudes beyond 180, or with a leap from 179 to -179. It comes out
continuous, with longitudes from -360 to 360; `assemble` cuts it at 180° and says so.
"""

from math import isfinite
from typing import Any

from geo.errors import FootprintError
from geo.readers import MAX_DEPTH, Ring, Rings

#: A leap in longitude between neighbours of a ring is a crossing of 180°; one of 360 is an edge around the world.
_LEAP, _WORLD = 180.0, 360.0
#: A tuple, since a foreign `type` may be a list or an object, which cannot be looked up in a set.
_LINES = ("LineString", "MultiLineString", "Point", "MultiPoint")


def checked_position(position: Any, *, where: str, furthest_lon: float = 180.0) -> list[float]:
    """Return [lon, lat] of a position, or refuse it naming `where`; a height is left out."""
    if not isinstance(position, list | tuple) or not 2 <= len(position) <= 3:
        raise FootprintError(f"{where}: a position must be [longitude, latitude]")
    for number in position:
        if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
            raise FootprintError(f"{where}: a coordinate must be a finite number, not {number!r}")
    lon, lat = float(position[0]), float(position[1])
    if not -furthest_lon <= lon <= furthest_lon or not -90 <= lat <= 90:
        hint = "; are longitude and latitude swapped?" if -90 <= lon <= 90 and -180 <= lat <= 180 else ""
        raise FootprintError(f"{where}: ({lon:g}, {lat:g}) is outside the world in degrees{hint}")
    return [lon, lat]


def checked_polygon(coordinates: Any, *, where: str) -> Rings:
    """Return the rings of a Polygon's coordinates, each closed and with at least three corners."""
    if not isinstance(coordinates, list) or not coordinates:
        raise FootprintError(f"{where}: a Polygon needs a list of rings")
    shell, *holes = [_ring(ring, where=f"{where}, ring {i}") for i, ring in enumerate(coordinates, start=1)]
    return [shell, *(_beside(hole, shell) for hole in holes)]


def _ring(ring: Any, *, where: str) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise FootprintError(f"{where}: a ring needs at least four positions, first and last the same")
    checked = [checked_position(p, where=f"{where}, position {i}", furthest_lon=_WORLD) for i, p in enumerate(ring, 1)]
    if checked[0] != checked[-1]:
        raise FootprintError(f"{where}: the ring is not closed; repeat its first position at the end")
    return unwrapped(checked, where=where)


def unwrapped(ring: Ring, *, where: str) -> Ring:
    """Return a ring whose longitudes run on without a leap at 180°; refuse one that runs around a pole."""
    turn, previous, out = 0.0, ring[0][0], []
    for lon, lat in ring:
        step = lon - previous
        if _LEAP < abs(step) < _WORLD:
            turn += -_WORLD if step > 0 else _WORLD
        previous = lon
        out.append([lon + turn, lat])
    if out[0][0] != out[-1][0]:
        raise FootprintError(f"{where}: the ring runs around a pole; cut it at 180° into rings that do not")
    if min(lon for lon, _ in out) < -_WORLD or max(lon for lon, _ in out) > _WORLD:
        raise FootprintError(f"{where}: the ring winds around the world; cut it at 180° into rings that do not")
    return out


def _beside(hole: Ring, shell: Ring) -> Ring:
    """Return a hole moved by whole turns to where its shell is."""
    west, east = min(lon for lon, _ in shell), max(lon for lon, _ in shell)
    for turn in (0.0, _WORLD, -_WORLD):
        if west <= hole[0][0] + turn <= east:
            return [[lon + turn, lat] for lon, lat in hole] if turn else hole
    return hole


def polygons_of(geometry: Any, *, where: str, depth: int = 1) -> list[Rings]:
    """Return all polygons in a GeoJSON geometry, opening collections up to four deep."""
    if not isinstance(geometry, dict):
        raise FootprintError(f"{where}: geometry is missing; give a Polygon or MultiPolygon")
    kind = geometry.get("type")
    if kind == "Polygon":
        return [checked_polygon(geometry.get("coordinates"), where=where)]
    if kind == "MultiPolygon":
        parts = geometry.get("coordinates")
        if not isinstance(parts, list) or not parts:
            raise FootprintError(f"{where}: a MultiPolygon needs a list of polygons")
        return [checked_polygon(part, where=f"{where}, polygon {i}") for i, part in enumerate(parts, start=1)]
    if kind == "GeometryCollection":
        if depth >= MAX_DEPTH:
            raise FootprintError(f"{where}: collections are nested more than {MAX_DEPTH} deep")
        members = geometry.get("geometries")
        if not isinstance(members, list):
            raise FootprintError(f"{where}: a GeometryCollection needs a list of geometries")
        return [p for m in members for p in polygons_of(m, where=where, depth=depth + 1)]
    if kind in _LINES:
        raise FootprintError(f"{where}: a {kind} encloses no area; give polygons, or for a ShakeMap its grid.xml")
    raise FootprintError(f"{where}: {kind!r} is no geometry type; give a Polygon or MultiPolygon")
