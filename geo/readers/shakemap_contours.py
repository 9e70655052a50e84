"""ShakeMap cont_mmi.json: lines of equal MMI. Lines have no inside, so the ground between them is worked out here.

The lines and the edge of the map cut the map into faces. Across a line of level v one side is below v and the other
is not; a face that two levels touch lies between them; from there the rest follows face by face. Bands are those
of the grid: band n is n - 0.5 ≤ MMI < n + 0.5, by the lower line of a face. What lies below the lowest line is left
out. Prefer grid.xml where it is at hand: it needs none of this. The faces are made by GEOS, in the child, out of
lines whose numbers were checked.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawBand, RawFootprint, Rings, crs
from geo.readers.features import text_in
from geo.readers.geojson import features_in, open_json, properties_of
from geo.readers.geometry import checked_position
from geo.readers.strict_json import JsonDocument

_LINES = ("LineString", "MultiLineString")
_MAX_LEVELS = 64
_NEAR = 1e-9


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a contour file; FootprintError names the feature."""
    return read(open_json(data), options)


def recognises(document: JsonDocument) -> bool:
    """Say whether it is a collection of lines with MMI values, or the info.json beside one."""
    root = document.value
    if not isinstance(root, dict):
        return False
    if "input" in root and "output" in root:
        return "event_information" in (root["input"] if isinstance(root["input"], dict) else {})
    features = root.get("features")
    first = features[0] if isinstance(features, list) and features else None
    if not isinstance(first, dict):
        return False
    geometry, properties = first.get("geometry"), first.get("properties")
    return (
        isinstance(geometry, dict)
        and geometry.get("type") in _LINES
        and isinstance(properties, dict)
        and str(properties.get("units", "")).casefold() == "mmi"
    )


def read(document: JsonDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the bands between the lines; FootprintError names the feature."""
    root = document.value
    if isinstance(root, dict) and "output" in root:
        raise FootprintError(_info(root))
    name, note = crs.settle(options, declared=None, otherwise="WGS-84, as a ShakeMap is")
    lines = _lines(root, document)
    faces, floors = _faces(lines)
    bands: dict[int, list[tuple[str, Rings]]] = {}
    for number, (face, level) in enumerate(zip(faces, floors, strict=True), start=1):
        if level is not None:
            bands.setdefault(floor(level + 0.5), []).append((f"face {number}", _rings(face)))
    if not bands:
        raise FootprintError("the lines enclose no ground")
    lowest = min(lines)
    return RawFootprint(
        kind="earthquake",
        title=text_in(root.get("metadata") or {}, "title"),
        source="ShakeMap contours",
        bands=[RawBand(value=float(n), unit="MMI", polygons=bands[n]) for n in sorted(bands, reverse=True)],
        notes=[f"Made from lines of equal MMI; below the lowest line (MMI {lowest:g}) nothing is said."],
        cells=True,
        crs=name,
        crs_note=note,
    )


def _info(root: dict[str, Any]) -> str:
    event = root["input"].get("event_information") or {}
    said = event if isinstance(event, dict) else {}
    words = " ".join(str(said.get(name, ""))[:60] for name in ("event_type", "magnitude", "location")).strip()
    return f"this is the info.json of a ShakeMap ({words}): it tells of the map; give its grid.xml or cont_mmi.json"


def _lines(root: dict[str, Any], document: JsonDocument) -> dict[float, list[list[list[float]]]]:
    found: dict[float, list[list[list[float]]]] = {}
    for i, feature in enumerate(features_in(root, document), start=1):
        where = f"line {document.line_of(feature)}: feature {i}"
        properties, geometry = properties_of(feature, where=where), feature.get("geometry")
        value = properties.get("value")
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or not 0 < value <= 12:
            raise FootprintError(f"{where}: value {str(value)[:20]!r} is no MMI from 1 to 12")
        if not isinstance(geometry, dict) or geometry.get("type") not in _LINES:
            raise FootprintError(f"{where}: a contour is a LineString or MultiLineString")
        coordinates = geometry.get("coordinates")
        parts = [coordinates] if geometry["type"] == "LineString" else coordinates
        if not isinstance(parts, list):
            raise FootprintError(f"{where}: coordinates must be a list of lines")
        found.setdefault(float(value), []).extend(_line(part, where=where) for part in parts)
    if len(found) > _MAX_LEVELS:
        raise FootprintError(f"{len(found)} levels; at most {_MAX_LEVELS}")
    return found


def _line(part: Any, *, where: str) -> list[list[float]]:
    if not isinstance(part, list) or len(part) < 2:
        raise FootprintError(f"{where}: a line needs at least two positions")
    return [checked_position(position, where=where) for position in part]


@dataclass(frozen=True, slots=True)
class _Edge:
    """A piece of line between two faces, with the index of its level."""

    level: int
    faces: tuple[int, int]


def _faces(lines: dict[float, list[list[list[float]]]]) -> tuple[Sequence[shapely.Polygon], list[float | None]]:
    """Return the faces of the map and the lower level of each, none below the lowest."""
    levels = sorted(lines)
    drawn = [shapely.MultiLineString(lines[level]) for level in levels]
    west, south, east, north = shapely.total_bounds(drawn)
    if not (east > west and north > south):
        raise FootprintError("the lines enclose no ground")
    noded = shapely.union_all([*drawn, shapely.box(west, south, east, north).exterior])
    faces = list(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    if not faces:
        raise FootprintError("the lines enclose no ground")
    edges = _edges(noded, drawn, faces)
    steps = _steps(edges, len(faces), border=_on_border(faces, (west, south, east, north)))
    return faces, [levels[step] if step is not None and step >= 0 else None for step in steps]


def _edges(noded: shapely.Geometry, drawn: Sequence[shapely.Geometry], faces: Sequence[shapely.Polygon]) -> list[_Edge]:
    """Return the pieces of line that two faces share, each with its level."""
    pieces = shapely.get_parts(noded)
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    distances = np.array([shapely.distance(middles, level) for level in drawn])
    level_of: NDArray[np.int64] = np.argmin(distances, axis=0)
    near = shapely.STRtree(faces)
    at_edge, at_face = near.query(middles, predicate="dwithin", distance=_NEAR)
    beside: dict[int, list[int]] = {}
    for edge, face in zip(at_edge.tolist(), at_face.tolist(), strict=True):
        beside.setdefault(edge, []).append(face)
    return [
        _Edge(int(level_of[edge]), (pair[0], pair[1]))
        for edge, pair in beside.items()
        if len(pair) == 2 and distances[level_of[edge], edge] < _NEAR
    ]


def _on_border(faces: Sequence[shapely.Polygon], box: tuple[float, float, float, float]) -> list[bool]:
    bounds = shapely.bounds(faces)
    edge = np.array(box)
    return [bool(touches) for touches in (np.abs(bounds - edge) < _NEAR).any(axis=1)]


def _steps(edges: Sequence[_Edge], count: int, *, border: Sequence[bool]) -> list[int | None]:
    """Return for each face the index of the level it reaches, -1 below all; none where no line says it."""
    beside: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for edge in edges:
        one, other = edge.faces
        beside[one].append((edge.level, other))
        beside[other].append((edge.level, one))
    steps: list[int | None] = [None] * count
    touched = [sorted({level for level, _ in around}) for around in beside]
    starts = [face for face, levels in enumerate(touched) if len(levels) == 2 and levels[1] == levels[0] + 1]
    # a map with no such face holds one level: outside it, towards the edge of the map, is below
    starts = starts or [face for face, at_border in enumerate(border) if at_border and touched[face]]
    for start in starts:
        if steps[start] is None:
            known = touched[start]
            steps[start] = known[0] if len(known) == 2 else known[0] - 1
            _spread(start, steps, beside)
    return steps


def _spread(start: int, steps: list[int | None], beside: Sequence[Sequence[tuple[int, int]]]) -> None:
    waiting = deque([start])
    while waiting:
        face = waiting.popleft()
        here = steps[face]
        for level, other in beside[face]:
            if steps[other] is None and here is not None:
                steps[other] = level if here < level else level - 1
                waiting.append(other)


def _rings(face: shapely.Polygon) -> Rings:
    return [[[float(x), float(y)] for x, y in ring.coords] for ring in (face.exterior, *face.interiors)]
