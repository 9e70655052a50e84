"""Reads one entry of a feed into a `Reading`: what it says, where it is, and its area if one is to be had.

Links are followed only to origins on the installation's list. Files are read and impacts assessed in children; no
transaction is open meanwhile. What cannot be read or placed becomes a Reading that says so, never an exception;
FetchFailed is raised only where asking again later may help.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from geo.errors import GeoError
from geo.exposure import Exposure
from geo.footprint import Footprint, to_geojson
from geo.footprint_reading import drawn_ring
from geo.impact_apart import assess_apart
from geo.regions import Regions
from geo.sandbox import HowToRead, describe_bytes_apart, plain_text, read_bytes_apart
from incident.feeds.cap import cap_reading
from incident.feeds.listing import Entry, Unlistable, list_apart
from incident.feeds.outbound import MOST_GRID_BYTES, Client, FetchFailed
from incident.feeds.plain_sources import gdacs_reading, signal_reading, usgs_reading
from incident.feeds.surroundings import circle, touches
from incident.rules.signals import UNREADABLE, Reading, SignatureRefused, short_name

CAP_TYPE = "application/cap+xml"
#: Around a point without an area, provinces within this distance are named.
REACH_KM = 200.0
#: Earthquakes below this magnitude have no surroundings worth naming.
LEAST_MAGNITUDE_MILLI = 4000


@dataclass(frozen=True)
class Reader:
    """What reading needs: boundaries, exposure and the way out."""

    regions: Callable[[], Regions]
    exposure: Callable[[], Exposure]
    client: Client
    #: Whose signatures on CAP messages are trusted.
    certificates: Callable[[], tuple[str, ...]] = tuple

    def read(
        self,
        entry: Entry,
        *,
        kind: str,
        feed_url: str,
        signed: bool = False,
        matters: Callable[[Reading], bool] = lambda _reading: True,
    ) -> Reading:
        """What the entry says. FetchFailed: something it links to did not answer; ask again later.

        Where `matters` says that nothing can follow from it (a test, something expired), nobody is counted. Where the
        feed's messages must be `signed`, one that nobody trusted has signed is recorded under no name of its own.
        """
        try:
            reading, footprint = self._read(entry, kind=kind, feed_url=feed_url)
            if signed and reading.raw_type == CAP_TYPE and reading.signature != "verified":
                raise SignatureRefused("unsigned", "nobody who is trusted here has signed it, which this feed demands")
        except GeoError as error:
            return unreadable(entry, plain_text(str(error)))
        except SignatureRefused as refused:
            return unreadable(entry, plain_text(str(refused)), rejected=refused.code)
        except ValueError as error:
            return unreadable(entry, plain_text(str(error)))
        except FetchFailed as failure:
            if not failure.for_good:
                raise
            return unreadable(entry, f"its message could not be fetched: {failure}")
        return self._placed(reading, footprint, counts=matters(reading))

    def _read(self, entry: Entry, *, kind: str, feed_url: str) -> tuple[Reading, Footprint | None]:
        if kind == "cap" or entry.is_cap:
            return self._cap(entry, feed_url)
        if kind == "usgs":
            return self._usgs(entry, feed_url)
        if kind == "gdacs":
            return self._gdacs(entry, feed_url)
        reading = signal_reading(entry)
        area = entry.fields.get("area")
        if not area or reading.msg_type in ("Cancel", "Ack", "Error"):
            return reading, None
        return self._drawn(reading, str(area).encode(), fmt="geojson")

    def _cap(self, entry: Entry, feed_url: str) -> tuple[Reading, Footprint | None]:
        raw = entry.raw
        if not entry.is_cap:
            if not entry.link:
                raise ValueError("the entry neither holds a CAP message nor links to one")
            raw = self.client.get(urljoin(feed_url, entry.link)).body
        how = HowToRead(fmt="cap", regions=self.regions, certificates=self.certificates())
        described = describe_bytes_apart(raw, name=entry.title or "message", how=how)
        if described.summary is None or described.summary.get("kind_of_document") != "alert":
            raise ValueError("what it links to is no CAP message")
        reading = cap_reading(described.summary, unplaced=described.refusal)
        return replace(reading, raw=raw, raw_type=CAP_TYPE), described.footprint

    def _usgs(self, entry: Entry, feed_url: str) -> tuple[Reading, Footprint | None]:
        reading = usgs_reading(entry)
        if reading.msg_type == "Cancel" or "shakemap" not in entry.text("types") or not entry.link:
            return reading, None
        if not touches(reading.lon_e7, reading.lat_e7):
            return reading, None
        try:
            detail = self.client.get(urljoin(feed_url, entry.link)).body
            [product] = list_apart(detail, kind="usgs_detail")
            grid = self.client.get(product.link, most_bytes=MOST_GRID_BYTES).body
        except FetchFailed as failure:
            if not failure.for_good:
                raise
            return _noting(reading, f"Its ShakeMap could not be fetched: {failure}"), None
        except Unlistable as fault:
            return _noting(reading, f"Its ShakeMap could not be found: {fault}"), None
        return self._drawn(reading, grid, fmt="shakemap_grid")

    def _gdacs(self, entry: Entry, feed_url: str) -> tuple[Reading, Footprint | None]:
        reading, link = gdacs_reading(entry, feed_url=feed_url)
        if link is None or not touches(reading.lon_e7, reading.lat_e7, margin=15.0):
            return reading, None
        try:
            area = self.client.get(link).body
        except FetchFailed as failure:
            if not failure.for_good:
                raise
            return _noting(reading, f"Its polygons could not be fetched: {failure}"), None
        return self._drawn(reading, area, fmt="gdacs")

    def _drawn(self, reading: Reading, area: bytes, *, fmt: str) -> tuple[Reading, Footprint | None]:
        """The reading with the area that comes beside it; one that cannot be read is told, not dropped."""
        try:
            return reading, read_bytes_apart(area, name=reading.title, how=HowToRead(fmt=fmt, regions=self.regions))
        except GeoError as error:
            fault = f"Its area cannot be read: {plain_text(str(error))}"
            if reading.lon_e7 is not None:
                return _noting(reading, fault), None
            return replace(reading, unplaced=fault), None

    def _placed(self, reading: Reading, footprint: Footprint | None, *, counts: bool) -> Reading:
        """The reading with its area, or its point's surroundings, and the provinces they touch."""
        if footprint is None:
            return self._around(reading) if counts else reading
        bands = tuple(
            {
                "band": band.band,
                "value_milli": round(band.value * 1000),
                "unit": band.unit,
                "area_km2": round(band.area_km2),
            }
            for band in footprint.bands
        )
        area = json.dumps(to_geojson(footprint), ensure_ascii=False, separators=(",", ":"))
        notes = tuple(dict.fromkeys((*reading.notes, *footprint.remarks)))
        told = replace(reading, bands=bands, area=area, notes=notes, unplaced=None)
        if not counts:
            return told
        try:
            return replace(told, provinces=self._provinces(footprint, counted=True))
        except GeoError as error:
            return replace(told, unplaced=f"its impact cannot be assessed: {plain_text(str(error))}")

    def _around(self, reading: Reading) -> Reading:
        if reading.unplaced is not None or reading.lon_e7 is None or reading.lat_e7 is None:
            return reading
        faint = reading.magnitude_milli is not None and reading.magnitude_milli < LEAST_MAGNITUDE_MILLI
        if faint or not touches(reading.lon_e7, reading.lat_e7):
            return reading
        ring = circle(reading.lon_e7 / 1e7, reading.lat_e7 / 1e7, radius_km=REACH_KM)
        note = f"No area came with it; the provinces are those within {REACH_KM:g} km of the point."
        return replace(_noting(reading, note), provinces=self._provinces(drawn_ring(ring), counted=False))

    def _provinces(self, footprint: Footprint, *, counted: bool) -> tuple[Mapping[str, Any], ...]:
        regions = self.regions()
        ours = {region.adcode for region in regions.provinces() if region.operator}
        counties: dict[str, set[str]] = defaultdict(set)
        subscribers: dict[str, int] = defaultdict(int)
        for row in assess_apart(footprint, regions, self.exposure()).rows:
            if row.level == "county" and row.province in ours:
                counties[row.province].add(row.adcode)
                subscribers[row.province] += row.total
        return tuple(
            {
                "province": province,
                "counties": len(counties[province]) if counted else None,
                "subscribers": subscribers[province] if counted else None,
            }
            for province in sorted(counties)
        )


def unreadable(entry: Entry, fault: str, *, rejected: str = "unreadable") -> Reading:
    """What is recorded of an entry that cannot be read: its name, its bytes and the reason; it goes to quarantine."""
    return Reading(
        identifier=short_name(entry.key or entry.seen_key),
        sender="",
        sent="",
        msg_type="Alert",
        status=UNREADABLE,
        title=entry.title or "无标题 / Untitled",
        hazard="unknown",
        unplaced=fault[:500],
        raw=entry.raw,
        raw_type=entry.raw_type,
        rejected=rejected,
    )


def _noting(reading: Reading, note: str) -> Reading:
    return replace(reading, notes=(*reading.notes, note[:500]))
