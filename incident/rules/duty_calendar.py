"""Calendars as RFC 5545 text: a small strict writer, because no library of the house writes them.

Text values are escaped (§3.3.11), lines end in CRLF and are folded at 75 octets without breaking a character
(§3.1), moments are UTC (§3.3.5, form 2). Control characters that no TEXT may hold are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

MEDIA_TYPE = "text/calendar; charset=utf-8"
_MOST_OCTETS = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One entry: a stretch of duty, or a deadline (then `ends` is None)."""

    #: Unique for ever, the same for the same thing.
    uid: str
    #: Grows when the thing changes.
    sequence: int
    begins: datetime
    ends: datetime | None
    summary: str
    description: str = ""
    location: str = ""
    cancelled: bool = False


def calendar(name: str, entries: Iterable[Entry], *, stamp: datetime, refresh_minutes: int = 15) -> str:
    """A whole calendar with its name; `stamp` is when it was written. Entries keep their order."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tongxin//Duty//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_minutes}M",
        f"X-PUBLISHED-TTL:PT{refresh_minutes}M",
    ]
    for entry in entries:
        lines += _event(entry, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """`text` as a TEXT value: backslash, semicolon, comma and line break escaped, controls left out."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for character, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(character, written)
    return plain


def folded(line: str) -> Iterator[str]:
    """A content line in pieces of at most 75 octets; all but the first begin with the space of a continuation."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > _MOST_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    yield piece


def _event(entry: Entry, stamp: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_moment(stamp)}",
        f"DTSTART:{_moment(entry.begins)}",
    ]
    if entry.ends is not None:
        lines.append(f"DTEND:{_moment(entry.ends)}")
    lines.append(f"SUMMARY:{escaped(entry.summary)}")
    if entry.description:
        lines.append(f"DESCRIPTION:{escaped(entry.description)}")
    if entry.location:
        lines.append(f"LOCATION:{escaped(entry.location)}")
    lines.append(f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}")
    # A deadline takes no time out of anybody's day.
    lines.append(f"TRANSP:{'OPAQUE' if entry.ends is not None else 'TRANSPARENT'}")
    lines.append("END:VEVENT")
    return lines


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
