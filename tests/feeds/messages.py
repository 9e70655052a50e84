"""Messages as sources write them, with what a test wants to be different."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
#: A square around Chengdu, latitude before longitude as CAP has it.
CHENGDU = "30.4,103.8 30.4,104.4 30.9,104.4 30.9,103.8 30.4,103.8"
#: Far out in the Pacific.
NOWHERE = "0.0,170.0 0.0,171.0 1.0,171.0 1.0,170.0 0.0,170.0"


def cap(
    identifier: str,
    *,
    sent: str = "2026-11-22T16:00:00+08:00",
    sender: str = "warning@cma.example",
    status: str = "Actual",
    msg_type: str = "Alert",
    references: Sequence[tuple[str, str]] = (),
    severity: str = "Severe",
    expires: str = "2026-11-23T16:00:00+08:00",
    urgency: str = "Immediate",
    area: str = f"<polygon>{CHENGDU}</polygon>",
    event: str = "暴雨",
    english: str = "Rainstorm",
) -> bytes:
    """A CAP 1.2 message in two languages; `references` are (identifier, sent) of the same sender."""
    refers = " ".join(f"{sender},{name},{when}" for name, when in references)
    references_element = f"<references>{refers}</references>" if refers else ""
    infos = "".join(
        f"<info><language>{language}</language><category>Met</category><event>{words}</event>"
        f"<urgency>{urgency}</urgency><severity>{severity}</severity><certainty>Likely</certainty>"
        f"<expires>{expires}</expires><headline>{headline}</headline>"
        f"<area><areaDesc>Chengdu</areaDesc>{area}</area></info>"
        for language, words, headline in (
            ("zh-CN", event, f"{event}预警：{identifier}"),
            ("en-US", english, f"{english} warning: {identifier}"),
        )
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alert xmlns="{CAP}"><identifier>{identifier}</identifier>'
        f"<sender>{sender}</sender><sent>{sent}</sent><status>{status}</status><msgType>{msg_type}</msgType>"
        f"<scope>Public</scope>{references_element}{'' if msg_type in ('Ack', 'Error') else infos}</alert>"
    ).encode()


def atom(*entries: tuple[str, str]) -> bytes:
    """An Atom feed of (id, link) entries."""
    listed = "".join(
        f"<entry><id>{key}</id><title>{key}</title><updated>2026-11-22T08:00:00Z</updated>"
        f'<link rel="alternate" type="application/cap+xml" href="{link}"/></entry>'
        for key, link in entries
    )
    head = "<id>feed</id><title>Alerts</title><updated>2026-11-22T08:00:00Z</updated>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{listed}</feed>'.encode()


def usgs(*features: dict[str, Any]) -> bytes:
    """A summary feed of earthquakes, each given by what differs: event_id, mag, lon, lat, updated, …."""
    return json.dumps({"type": "FeatureCollection", "features": [quake(**feature) for feature in features]}).encode()


def quake(
    *,
    event_id: str = "us7000abcd",
    mag: float = 6.1,
    lon: float = 103.6,
    lat: float = 31.0,
    updated: int = 1_795_334_400_000,
    status: str = "reviewed",
    types: str = ",origin,",
    detail: str = "",
    ids: str = "",
) -> dict[str, Any]:
    """One feature of a USGS summary feed."""
    return {
        "type": "Feature",
        "id": event_id,
        "geometry": {"type": "Point", "coordinates": [lon, lat, 10.0]},
        "properties": {
            "mag": mag, "place": "20 km W of Chengdu, China", "time": 1_795_334_000_000, "updated": updated,
            "status": status, "types": types, "detail": detail, "ids": ids or f",{event_id},",
            "title": f"M {mag} - Chengdu", "type": "earthquake",
        },
    }  # fmt: skip


def gdacs(**changes: Any) -> bytes:
    """GDACS' event list with one flood in Sichuan."""
    said = {
        "eventtype": "FL", "eventid": 1102000, "episodeid": 2, "name": "Flood in China", "alertlevel": "Orange",
        "iscurrent": "true", "fromdate": "2026-11-21T00:00:00", "todate": "2026-11-22T00:00:00",
        "datemodified": "2026-11-22T06:00:00", "country": "China", "severitydata": {"severity": 0},
    }  # fmt: skip
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [104.1, 30.6]},
        "properties": said | changes,
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def gdacs_polygons() -> bytes:
    """What GDACS' getgeometry gives for that flood: a point and the affected polygon."""
    ring = [[103.8, 30.4], [104.4, 30.4], [104.4, 30.9], [103.8, 30.9], [103.8, 30.4]]
    said = {"eventtype": "FL", "eventid": 1102000, "episodeid": 2, "alertlevel": "Orange", "name": "Flood in China"}
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [104.1, 30.6]},
         "properties": said | {"Class": "Point_Centroid"}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
         "properties": said | {"Class": "Poly_Affected"}},
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def shakemap_detail(grid: str) -> bytes:
    """An event's detail document with one ShakeMap."""
    contents = {"download/grid.xml": {"url": grid}}
    products = {"shakemap": [{"preferredWeight": 100, "contents": contents}]}
    return json.dumps({"type": "Feature", "id": "x", "properties": {"products": products}}).encode()


def shakemap_grid(*, lon: float = 103.6, lat: float = 31.0) -> bytes:
    """A small grid.xml whose intensity falls from VIII in the middle to II at the edge."""
    side, step = 9, 0.1
    west, south = lon - step * (side - 1) / 2, lat - step * (side - 1) / 2
    rows = []
    for row in reversed(range(side)):
        for column in range(side):
            away = max(abs(row - side // 2), abs(column - side // 2))
            rows.append(f"{west + column * step:.4f} {south + row * step:.4f} {8 - 1.5 * away:.2f}")
    north, east = south + step * (side - 1), west + step * (side - 1)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<shakemap_grid xmlns="http://earthquake.usgs.gov/eqcenter/shakemap" event_id="us7000abcd" '
        'shakemap_id="us7000abcd" shakemap_version="3" process_timestamp="2026-11-22T08:10:00Z" '
        'shakemap_originator="us" map_status="RELEASED" shakemap_event_type="ACTUAL">'
        f'<event event_id="us7000abcd" magnitude="6.1" depth="10" lat="{lat}" lon="{lon}" '
        'event_timestamp="2026-11-22T08:00:00UTC" event_network="us" event_description="Chengdu"/>'
        f'<grid_specification lon_min="{west:.4f}" lat_min="{south:.4f}" lon_max="{east:.4f}" lat_max="{north:.4f}" '
        f'nominal_lon_spacing="{step}" nominal_lat_spacing="{step}" nlon="{side}" nlat="{side}"/>'
        '<grid_field index="1" name="LON" units="dd"/><grid_field index="2" name="LAT" units="dd"/>'
        '<grid_field index="3" name="MMI" units="intensity"/>'
        f"<grid_data>{chr(10).join(rows)}</grid_data></shakemap_grid>"
    ).encode()
