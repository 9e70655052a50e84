"""USGS, GDACS and our own signal/1: entries whose members are plain values, as `Reading`s."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote, urljoin

from incident.clock import as_text, from_text
from incident.feeds.listing import Entry
from incident.rules.signals import MSG_TYPES, SEVERITIES, STATUSES, Reading, Reference, moment_text, short_name

USGS, GDACS = "earthquake.usgs.gov", "gdacs.org"
#: GDACS' kinds to the playbooks' words, and the colours of its alerts.
HAZARDS = {"EQ": "earthquake", "TC": "typhoon", "FL": "flood", "WF": "fire", "DR": "drought", "VO": "volcano"}
LEVELS = {"green": 1, "orange": 2, "red": 3}
_FIRST_DAY, _LAST_DAY = -2_208_988_800_000, 4_102_444_800_000  # 1900 and 2100, in ms


def usgs_reading(entry: Entry) -> Reading:
    """An event of a USGS summary feed (earthquake.usgs.gov/earthquakes/feed/v1.0/geojson.php).

    ValueError where it lacks id, time or place. An event that was deleted is a Cancel.
    """
    identifier, updated, begun = entry.text("id"), entry.number("updated"), _of_ms(entry.number("time"))
    if not identifier or updated is None:
        raise ValueError("id or updated is missing")
    gone = entry.text("status") == "deleted"
    lon_e7, lat_e7 = _position(entry)
    if lon_e7 is None and not gone:
        raise ValueError("geometry has no usable longitude and latitude, so it cannot be placed")
    others = [name for name in entry.text("ids").split(",") if name and name != identifier]
    magnitude = entry.number("mag")
    sent = _of_ms(updated)
    if sent is None:
        raise ValueError("updated is no time in milliseconds")
    return Reading(
        identifier=short_name(identifier),
        sender=USGS,
        sent=as_text(sent),
        msg_type="Cancel" if gone else "Alert",
        status="Actual",
        title=entry.title or identifier,
        hazard="earthquake",
        event_ids=(identifier, *others[:20]),
        magnitude_milli=round(magnitude * 1000) if magnitude is not None and -2 < magnitude < 11 else None,
        lon_e7=lon_e7,
        lat_e7=lat_e7,
        occurred_at=begun,
        raw=entry.raw,
        raw_type=entry.raw_type,
    )


def gdacs_reading(entry: Entry, *, feed_url: str) -> tuple[Reading, str | None]:
    """An event of GDACS' list, and where its polygons are to be had. ValueError where it cannot be named or placed."""
    kind, event, episode = entry.text("eventtype"), entry.text("eventid"), entry.text("episodeid") or "1"
    if not kind or not event:
        raise ValueError("eventtype or eventid is missing")
    lon_e7, lat_e7 = _position(entry)
    if lon_e7 is None:
        raise ValueError("no usable longitude and latitude, so it cannot be placed")
    changed = _moment(entry.text("datemodified") or entry.text("todate") or entry.text("fromdate"))
    severity = entry.number("severity")
    query = f"eventtype={quote(kind)}&eventid={quote(event)}&episodeid={quote(episode)}"
    link = entry.link or urljoin(feed_url, f"/gdacsapi/api/polygons/getgeometry?{query}")
    reading = Reading(
        identifier=short_name(f"{kind}{event}"),
        sender=GDACS,
        sent=as_text(changed) if changed else moment_text(episode),
        msg_type="Alert",
        status="Actual",
        title=entry.title or f"{kind} {event}",
        hazard=HAZARDS.get(kind, "area"),
        event_ids=(f"{kind}{event}",),
        magnitude_milli=round(severity * 1000) if kind == "EQ" and severity and 0 < severity < 11 else None,
        level=LEVELS.get(entry.text("alertlevel").casefold()),
        lon_e7=lon_e7,
        lat_e7=lat_e7,
        occurred_at=_moment(entry.text("fromdate")),
        past=entry.text("iscurrent").casefold() == "false",
        raw=entry.raw,
        raw_type=entry.raw_type,
    )
    return reading, link


def signal_reading(entry: Entry) -> Reading:
    """The body of a callback, signal/1. ValueError names the member at fault."""
    told = {name: entry.text(name) for name in ("identifier", "sender", "sent")}
    missing = [name for name, value in told.items() if not value]
    if missing:
        raise ValueError(f"{', '.join(missing)}: missing")
    status, msg_type = entry.text("status") or "Actual", entry.text("msg_type") or "Alert"
    severity = entry.text("severity") or None
    _one_of("status", status, STATUSES)
    _one_of("msg_type", msg_type, MSG_TYPES)
    if severity is not None:
        _one_of("severity", severity, (*SEVERITIES, "Unknown"))
    lon_e7, lat_e7 = _position(entry)
    magnitude, level = entry.number("magnitude"), entry.number("level")
    placed = lon_e7 is not None or bool(entry.fields.get("area"))
    references: list[list[str]] = entry.fields.get("references") or []
    return Reading(
        identifier=short_name(told["identifier"]),
        sender=short_name(told["sender"]),
        sent=moment_text(told["sent"]),
        msg_type=msg_type,
        status=status,
        title=entry.title or told["identifier"],
        hazard=entry.text("hazard")[:30] or "area",
        event_ids=(entry.text("event_id"),) if entry.text("event_id") else (),
        references=tuple(Reference(short_name(a), short_name(b), moment_text(c)) for a, b, c in references),
        severity=severity,
        urgency=entry.text("urgency")[:10] or None,
        certainty=entry.text("certainty")[:12] or None,
        magnitude_milli=round(magnitude * 1000) if magnitude is not None and -2 < magnitude < 11 else None,
        level=round(level) if level is not None and 0 <= level <= 9 else None,
        lon_e7=lon_e7,
        lat_e7=lat_e7,
        occurred_at=_said_moment(entry, "occurred_at") or _moment(told["sent"]),
        expires_at=_said_moment(entry, "expires_at"),
        unplaced=None if placed else "area, lon and lat: all missing, so it cannot be placed",
        raw=entry.raw,
        raw_type=entry.raw_type,
    )


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name}: {value[:40]!r} is none of {', '.join(allowed)}")


def _position(entry: Entry) -> tuple[int, int] | tuple[None, None]:
    lon, lat = entry.number("lon"), entry.number("lat")
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None, None
    return round(lon * 1e7), round(lat * 1e7)


def _of_ms(value: float | None) -> datetime | None:
    if value is None or not _FIRST_DAY <= value <= _LAST_DAY:
        return None
    return datetime.fromtimestamp(value / 1000, tz=UTC)


def _said_moment(entry: Entry, name: str) -> datetime | None:
    """A time that must be one, with an offset, when it is given."""
    text = entry.text(name)
    if not text:
        return None
    try:
        return from_text(text)
    except ValueError:
        raise ValueError(f"{name}: {text[:40]!r} is no time with an offset such as 2008-05-12T14:28:04+08:00") from None


def _moment(text: str) -> datetime | None:
    """A time as sources write it: ISO 8601, without an offset UTC; or RFC 822 as RSS has it."""
    from email.utils import parsedate_to_datetime

    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError):
            continue
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
