"""What a message of an outside source means: its lineage, what it supersedes, whether it proposes anything. Pure.

CAP 1.2 (OASIS), as DOMAIN.md §3.4 and requests 17 to 19 tell it: an Update supersedes the messages it refers to, a
Cancel withdraws them and is never a new alert, Ack and Error answer one. A rule only proposes; a person decides.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from incident.clock import as_text

PROPOSED, INFORMATION, QUARANTINED = "proposed", "information", "quarantined"
SUPERSEDED, CANCELLED, LAPSED = "superseded", "cancelled", "lapsed"
DISMISSED, ACCEPTED = "dismissed", "accepted"
#: Nobody has decided about it and its source has not replaced it.
OPEN = frozenset({PROPOSED, INFORMATION, QUARANTINED})
#: What a person may still decide about: a proposal, and what was kept as information or could not be placed.
DECIDABLE = frozenset({PROPOSED, INFORMATION, QUARANTINED})

MSG_TYPES = ("Alert", "Update", "Cancel", "Ack", "Error")
STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
#: Status of what could not be read at all.
UNREADABLE = "unreadable"
#: These answer a message or end it; none of them is a new alarm.
NO_ALERT = frozenset({"Cancel", "Ack", "Error"})
SEVERITIES = ("Minor", "Moderate", "Severe", "Extreme")
#: Units in which an intensity threshold is stated.
INTENSITIES = frozenset({"MMI", "CSI"})

LONGEST_NAME = 200


class SignatureRefused(ValueError):
    """A message is not taken in under its own name, because of its signature; `code` is `broken` or `unsigned`."""

    def __init__(self, code: str, fault: str) -> None:
        super().__init__(fault)
        self.code = code


_NAMESPACE = uuid.UUID("6f1f7d5c-98a6-5d43-9d3e-0c8d7a1b2e44")


@dataclass(frozen=True)
class Reference:
    """The triple by which CAP names a message; `sent` in log spelling where it is a moment."""

    sender: str
    identifier: str
    sent: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a message says, as plain checked values, and its area if it has one."""

    identifier: str
    sender: str
    sent: str
    msg_type: str
    status: str
    title: str
    hazard: str
    #: The source's own names of the event, the preferred one first, where it has any beside the references.
    event_ids: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    severity: str | None = None
    urgency: str | None = None
    certainty: str | None = None
    magnitude_milli: int | None = None
    level: int | None = None
    lon_e7: int | None = None
    lat_e7: int | None = None
    occurred_at: datetime | None = None
    expires_at: datetime | None = None
    #: The message itself says that it is over (urgency Past, responseType AllClear).
    past: bool = False
    #: `{province, counties, subscribers}` of the operator's provinces that its area or its surroundings touch.
    provinces: tuple[Mapping[str, Any], ...] = ()
    bands: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    #: Why it cannot be placed, in a plain line; None when it can.
    unplaced: str | None = None
    raw: bytes = b""
    raw_type: str = "application/octet-stream"
    #: Its area as GeoJSON.
    area: str | None = None
    #: Whether its signature was `verified` or stays `unverified`; None: it has none.
    signature: str | None = None
    #: Whose certificate verified it.
    signed_by: str | None = None
    #: Of what was not taken in under its own name: why not, a code for the words.
    rejected: str = "unreadable"

    @property
    def reference(self) -> Reference:
        return Reference(self.sender, self.identifier, self.sent)

    @property
    def worst(self) -> Mapping[str, Any] | None:
        """The most severe band."""
        return self.bands[0] if self.bands else None

    @property
    def content(self) -> str:
        """Digest of what a person would call a change; time stamps alone are none."""
        said = (
            self.msg_type, self.status, self.title, self.severity, self.magnitude_milli, self.level, self.lon_e7,
            self.lat_e7, [sorted(band.items()) for band in self.bands], self.expires_at, self.unplaced,
        )  # fmt: skip
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class ProposalRule:
    """When a signal of a feed becomes a proposal. A threshold that is not stated asks for nothing.

    Of the stated ones it is enough to reach one. What cannot be compared (severity Unknown) is shown to a person.
    """

    min_severity: str | None = None
    min_magnitude_milli: int | None = None
    min_intensity_milli: int | None = None
    min_level: int | None = None
    #: Only these provinces; empty: any of the operator's.
    provinces: tuple[str, ...] = ()
    #: CAP messages count only when their signature is verified; others wait in quarantine and stand for nothing.
    signed: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> ProposalRule:
        """The rule as a feed's row holds it."""
        return cls(**{**stored, "provinces": tuple(stored.get("provinces", ()))})

    def as_dict(self) -> dict[str, Any]:
        """For the row; what is not stated is left out."""
        told = {
            "min_severity": self.min_severity,
            "min_magnitude_milli": self.min_magnitude_milli,
            "min_intensity_milli": self.min_intensity_milli,
            "min_level": self.min_level,
            "provinces": list(self.provinces) or None,
            "signed": self.signed or None,
        }
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True)
class Verdict:
    """The state that a signal begins in, and why: a code with its arguments."""

    state: str
    why: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Earlier:
    """What was decided about an earlier version of the same event."""

    state: str
    severity: str | None
    magnitude_milli: int | None
    level: int | None
    worst_milli: int | None


def signal_id(feed_id: str, reference: Reference) -> str:
    """The id of a message of a feed: the same whenever it is read."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join((feed_id, reference.sender, reference.identifier, reference.sent))))


def short_name(text: str) -> str:
    """A name as the database keeps it: whole up to 200 characters, a longer one cut and told apart by its digest."""
    if len(text) <= LONGEST_NAME:
        return text
    return f"{text[: LONGEST_NAME - 65]}~{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"


def moment_text(text: str) -> str:
    """A time in log spelling, so that two spellings of one moment are equal; as it stands when it is none."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text.strip()[:60]
    return as_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def lineage_of(reading: Reading, *, known: Sequence[str]) -> str:
    """What all versions of one event share: that of its earlier messages, else the source's id, else the first
    message it refers to, else itself. `known` are the lineages of its earlier messages that have arrived.
    """
    if known:
        return min(known)
    if reading.event_ids:
        return event_lineage(reading.event_ids[0])
    first = min(reading.references, key=lambda reference: reference.sent, default=reading.reference)
    return short_name(f"{first.sender},{first.identifier},{first.sent}")


def event_lineage(event_id: str) -> str:
    """The lineage of an event that its source names."""
    return short_name(f"event:{event_id}")


def counts_in(world: str, status: str, *, drill: bool) -> bool:
    """Whether messages of this status may propose in this world.

    In a live world only Actual. In an exercise only Exercise, and Actual where the feed is set up for drills.
    """
    if world == "live":
        return status == "Actual"
    return status == "Exercise" or (drill and status == "Actual")


def never_proposes(reading: Reading, *, world: str, drill: bool, now: datetime) -> Verdict | None:
    """Why a message can be no proposal here, wherever it is; None when its place matters."""
    if reading.msg_type in NO_ALERT:
        return Verdict(INFORMATION, reading.msg_type.lower())
    if not counts_in(world, reading.status, drill=drill):
        return Verdict(INFORMATION, "status", {"status": reading.status, "world": world})
    if reading.expires_at is not None and reading.expires_at <= now:
        return Verdict(LAPSED, "expired", {"at": as_text(reading.expires_at)})
    return None


def judge(
    reading: Reading,
    rule: ProposalRule,
    *,
    world: str,
    drill: bool,
    now: datetime,
    earlier: Earlier | None = None,
) -> Verdict:
    """In which state a message begins. Nothing is dropped: what is no proposal is kept and says why."""
    if reading.status not in STATUSES:
        return Verdict(QUARANTINED, reading.rejected, {"fault": (reading.unplaced or "")[:500]})
    settled = never_proposes(reading, world=world, drill=drill, now=now)
    if settled is not None:
        return settled
    if reading.unplaced is not None:
        return Verdict(QUARANTINED, "unplaced", {"fault": reading.unplaced[:500]})
    if reading.past:
        return Verdict(INFORMATION, "past")
    if not _reaches(reading, rule):
        return Verdict(INFORMATION, "below")
    hit = {place["province"] for place in reading.provinces}
    if not (hit & set(rule.provinces) if rule.provinces else hit):
        return Verdict(INFORMATION, "elsewhere")
    if earlier is not None and earlier.state == DISMISSED and not _is_worse(reading, earlier):
        return Verdict(INFORMATION, "dismissed_before")
    if earlier is not None and earlier.state == ACCEPTED:
        return Verdict(PROPOSED, "newer_version")
    return Verdict(PROPOSED, "reached")


def _reaches(reading: Reading, rule: ProposalRule) -> bool:
    worst = reading.worst
    intensity = worst["value_milli"] if worst and worst["unit"] in INTENSITIES else None
    stated = [
        (have, least)
        for have, least in (
            (_rank(reading.severity), _rank(rule.min_severity)),
            (reading.magnitude_milli, rule.min_magnitude_milli),
            (intensity, rule.min_intensity_milli),
            (reading.level, rule.min_level),
        )
        if least is not None
    ]
    known = [(have, least) for have, least in stated if have is not None]
    return not known or any(have >= least for have, least in known)


def _is_worse(reading: Reading, earlier: Earlier) -> bool:
    worst = reading.worst["value_milli"] if reading.worst else None
    pairs = (
        (_rank(reading.severity), _rank(earlier.severity)),
        (reading.magnitude_milli, earlier.magnitude_milli),
        (reading.level, earlier.level),
        (worst, earlier.worst_milli),
    )
    return any(now is not None and (before is None or now > before) for now, before in pairs)


def _rank(severity: str | None) -> int | None:
    return SEVERITIES.index(severity) if severity in SEVERITIES else None


def after_follower(state: str, *, withdrawn: bool) -> str:
    """The state of a message after another one superseded (or withdrew) it; what a person decided stays."""
    if state not in OPEN and state != LAPSED:
        return state
    return CANCELLED if withdrawn else SUPERSEDED


def may_follow(follower_status: str, status: str) -> bool:
    """Whether a message may supersede or withdraw another: a test must never end a real alert."""
    return follower_status == status
