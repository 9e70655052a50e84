"""ShakeMap grid.xml: a grid of nodes with MMI. Band n is everything with n - 0.5 ≤ MMI < n + 0.5.

Every node stands for the cell around it, so the rule holds exactly: no contour is interpolated. Namespaces are
ignored (BMKG has its own), times may end in a zone name (UTC, WIB). No DTD is accepted, so no entities.
"""

import re
from datetime import datetime, timedelta, timezone
from math import floor, isfinite
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from geo.errors import FootprintError
from geo.readers import PLAIN, Options, RawBand, RawFootprint, Rings, crs, quakeml
from geo.readers.opened import XmlDocument, local

_MAX_NODES = 600_000
_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "": 0, "WIB": 7, "WITA": 8, "WIT": 9}
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?\s*([A-Z]*|[+-]\d\d:?\d\d)")


def parse(data: bytes, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a grid; FootprintError names the line or the element and attribute."""
    return read(XmlDocument(data), options)


def recognises(document: XmlDocument) -> bool:
    """Say whether the root element is that of a grid."""
    return document.name == "shakemap_grid"


def read(document: XmlDocument, options: Options = PLAIN) -> RawFootprint:
    """Return the bands of a grid; FootprintError names the line or the element and attribute."""
    root, data = _expected(document), document.data
    crs_name, crs_note = crs.settle(options, declared=None, otherwise="WGS-84, as a ShakeMap is")
    parts = {local(child.tag): child for child in root}
    grid = _Grid(_need(parts, "grid_specification"))
    fields = _fields(root)
    values = _values(data, _need(parts, "grid_data"), grid=grid, fields=fields)
    degrees = np.floor(values + 0.5).astype(int)
    bands = [
        RawBand(value=float(degree), unit="MMI", polygons=_runs(degrees == degree, grid))
        for degree in range(12, 0, -1)
        if (degrees == degree).any()
    ]
    if not bands:
        raise FootprintError("grid_data: no node has an MMI of 0.5 or more")
    event = parts.get("event", Element("event"))
    valid_from, notes = _time(event.get("event_timestamp", ""))
    return RawFootprint(
        kind="earthquake",
        title=_title(event, root),
        source=_source(root),
        bands=bands,
        valid_from=valid_from,
        notes=["MMI 1 is not felt; bands from MMI 1 up are listed as the grid gives them.", *notes],
        cells=True,
        crs=crs_name,
        crs_note=crs_note,
    )


class _Grid:
    """Where the nodes are: counts, first node, spacing from the outer nodes (nominal spacing is rounded)."""

    def __init__(self, element: Element) -> None:
        self.columns, self.rows = _count(element, "nlon"), _count(element, "nlat")
        self.west, self.east = _number(element, "lon_min"), _number(element, "lon_max")
        self.south, self.north = _number(element, "lat_min"), _number(element, "lat_max")
        if self.columns * self.rows > _MAX_NODES:
            raise FootprintError(f"grid_specification: {self.columns * self.rows:,} nodes; at most {_MAX_NODES:,}")
        if not (-180 <= self.west < self.east <= 180 and -90 <= self.south < self.north <= 90):
            raise FootprintError("grid_specification: lon_min, lon_max, lat_min, lat_max are no box in degrees")
        self.step_lon = (self.east - self.west) / (self.columns - 1)
        self.step_lat = (self.north - self.south) / (self.rows - 1)

    def edge_lon(self, column: int) -> float:
        return round(min(180.0, max(-180.0, self.west + (column - 0.5) * self.step_lon)), 9)

    def edge_lat(self, row: int) -> float:
        return round(min(90.0, max(-90.0, self.north - (row - 0.5) * self.step_lat)), 9)


def _expected(document: XmlDocument) -> Element:
    if document.name != "shakemap_grid":
        raise FootprintError(
            f"line 1: {_what_it_is(document)}; of XML files the grid.xml of a ShakeMap, KML and CAP are read"
        )
    return document.root


def _what_it_is(document: XmlDocument) -> str:
    """Say what an XML file is that is no footprint, with the way out where there is one."""
    if document.name == "schema" and document.namespace == "http://www.w3.org/2001/XMLSchema":
        target = document.root.get("targetNamespace", "")[:80]
        return f"this is an XML schema (XSD) of {target or 'no namespace'}, not a message"
    if document.name == "quakeml":
        return quakeml.what_it_says(document)
    return f"the root element is {document.name[:40]!r}"


def _need(parts: dict[str, Element], name: str) -> Element:
    if name not in parts:
        raise FootprintError(f"the element {name} is missing")
    return parts[name]


def _number(element: Element, attribute: str) -> float:
    text = element.get(attribute)
    try:
        number = float(text or "")
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise FootprintError(f"{local(element.tag)}: {attribute}={text!r} is not a finite number")
    return number


def _count(element: Element, attribute: str) -> int:
    number = _number(element, attribute)
    if number != floor(number) or not 2 <= number <= _MAX_NODES:
        raise FootprintError(f"{local(element.tag)}: {attribute}={element.get(attribute)!r} is no count of nodes")
    return int(number)


def _fields(root: Element) -> dict[str, int]:
    """Return the column of each field by name; LON, LAT and MMI must be there."""
    elements = [child for child in root if local(child.tag) == "grid_field"]
    fields = {(e.get("name") or "").upper(): _count_from_one(e) - 1 for e in elements}
    for name in ("LON", "LAT", "MMI"):
        if name not in fields:
            raise FootprintError(f"grid_field: no field {name}")
    if sorted(fields.values()) != list(range(len(elements))):
        raise FootprintError("grid_field: the indices are not 1, 2, 3 …")
    return fields


def _count_from_one(element: Element) -> int:
    text = element.get("index") or ""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:4]) <= 200:
        raise FootprintError(f"grid_field: index={text[:20]!r} is no number from 1")
    return int(text)


def _values(data: bytes, element: Element, *, grid: _Grid, fields: dict[str, int]) -> NDArray[np.float64]:
    """Return MMI as (rows, columns), north row first, each node put where its LON and LAT say."""
    begin = data.find(b"grid_data>") + len(b"grid_data>")
    first_line = data.count(b"\n", 0, begin) + 1
    values = np.full((grid.rows, grid.columns), np.nan)
    for offset, text in enumerate((element.text or "").split("\n")):
        words = text.split()
        if words:
            where = f"line {first_line + offset}"
            lon, lat, mmi = _node(words, fields=fields, where=where)
            column, row = _cell(grid, lon, lat, where=where)
            if not np.isnan(values[row, column]):
                raise FootprintError(f"{where}: the node ({lon:g}, {lat:g}) stands twice")
            values[row, column] = mmi
    missing = int(np.isnan(values).sum())
    if missing:
        raise FootprintError(f"grid_data: {missing:,} of {grid.rows * grid.columns:,} nodes are missing")
    return values


def _node(words: list[str], *, fields: dict[str, int], where: str) -> tuple[float, float, float]:
    if len(words) != len(fields):
        raise FootprintError(f"{where}: {len(words)} values, but there are {len(fields)} fields")
    numbers = []
    for name in ("LON", "LAT", "MMI"):
        try:
            number = float(words[fields[name]])
        except ValueError:
            number = float("nan")
        if not isfinite(number):
            raise FootprintError(f"{where}: {name} is {words[fields[name]][:20]!r}, not a finite number")
        numbers.append(number)
    lon, lat, mmi = numbers
    if not 0 <= mmi < 12.5:
        raise FootprintError(f"{where}: MMI {mmi:g} is outside 0 to 12")
    return lon, lat, mmi


def _cell(grid: _Grid, lon: float, lat: float, *, where: str) -> tuple[int, int]:
    across, down = (lon - grid.west) / grid.step_lon, (grid.north - lat) / grid.step_lat
    column, row = round(across), round(down)
    inside = 0 <= column < grid.columns and 0 <= row < grid.rows
    if not inside or abs(across - column) > 0.3 or abs(down - row) > 0.3:
        raise FootprintError(f"{where}: ({lon:g}, {lat:g}) is no node of the grid_specification")
    return column, row


def _runs(mask: NDArray[np.bool_], grid: _Grid) -> list[tuple[str, Rings]]:
    """Return boxes over runs of neighbouring cells in each row."""
    boxes: list[tuple[str, Rings]] = []
    for row in np.flatnonzero(mask.any(axis=1)):
        edges = np.flatnonzero(np.diff(mask[row].astype(np.int8), prepend=0, append=0))
        north, south = grid.edge_lat(int(row)), grid.edge_lat(int(row) + 1)
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            west, east = grid.edge_lon(int(start)), grid.edge_lon(int(stop))
            ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
            boxes.append((f"row {row}", [ring]))
    return boxes


def _time(text: str) -> tuple[str | None, list[str]]:
    match = _TIME.fullmatch(text.strip())
    if not match:
        return None, [f"event_timestamp {text[:40]!r} was not understood"] if text else []
    zone = match[3]
    if zone[:1] in ("+", "-"):
        hours = int(zone[:3]) + (int(zone[-2:]) / 60) * (-1 if zone[0] == "-" else 1)
    elif zone in _ZONES:
        hours = _ZONES[zone]
    else:
        return None, [f"event_timestamp {text[:40]!r}: the zone {zone} is not known"]
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}").replace(tzinfo=timezone(timedelta(hours=hours)))
    except ValueError:
        return None, [f"event_timestamp {text[:40]!r} is no time"]
    return moment.isoformat(), []


def _title(event: Element, root: Element) -> str:
    magnitude, place = (
        event.get("magnitude", "").strip()[:8],
        event.get("event_description", "").strip()[:120],
    )
    name = " ".join(part for part in (f"M {magnitude}" if magnitude else "", place) if part)
    return name or f"ShakeMap {root.get('event_id', '')[:40]}".strip()


def _source(root: Element) -> str:
    said: dict[str, Any] = {name: (root.get(name) or "").strip()[:40] for name in (
        "shakemap_originator", "event_id", "shakemap_version", "map_status")}  # fmt: skip
    return " ".join(
        part
        for part in (
            "ShakeMap",
            said["shakemap_originator"],
            said["event_id"],
            f"version {said['shakemap_version']}" if said["shakemap_version"] else "",
            f"({said['map_status'].lower()})" if said["map_status"] else "",
        )
        if part
    )
