"""What geo's reader tells of a CAP message, as a `Reading`. Several infos (languages, areas) count by the worst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from geo.readers.hazards import kind_named
from geo.sandbox import plain_text
from incident.clock import from_text
from incident.rules.signals import (
    MSG_TYPES,
    NO_ALERT,
    SEVERITIES,
    STATUSES,
    Reading,
    Reference,
    SignatureRefused,
    moment_text,
    short_name,
)

_URGENCIES = ("Past", "Future", "Expected", "Immediate")
_CERTAINTIES = ("Unlikely", "Possible", "Likely", "Very Likely", "Observed")


def cap_reading(summary: Mapping[str, Any], *, unplaced: str | None) -> Reading:
    """The plain values of a `CapAlert` as a reading; ValueError where it lacks what names it."""
    identifier, sender, sent = (plain_text(str(summary[name])) for name in ("identifier", "sender", "sent"))
    status, msg_type = str(summary["status"]), str(summary["msg_type"])
    if not (identifier and sender and sent) or status not in STATUSES or msg_type not in MSG_TYPES:
        raise ValueError("; ".join(map(str, summary["problems"]))[:400] or "identifier, sender or sent is missing")
    signature = summary["signature"]
    if signature["state"] == "broken":
        # it must neither stand for the message whose name it bears nor end another
        raise SignatureRefused("broken", f"its XML signature is broken: {signature['why']}")
    infos: Sequence[Mapping[str, Any]] = summary["infos"]
    expiries = [moment for info in infos if (moment := _moment(info["expires"])) is not None]
    return Reading(
        identifier=short_name(identifier),
        sender=short_name(sender),
        sent=moment_text(sent),
        msg_type=msg_type,
        status=status,
        title=_title(infos, msg_type),
        hazard=hazard_of(infos),
        references=tuple(
            Reference(
                short_name(str(said["sender"])), short_name(str(said["identifier"])), moment_text(str(said["sent"]))
            )
            for said in summary["references"][:100]
        ),
        severity=_worst(infos, "severity", SEVERITIES),
        urgency=_worst(infos, "urgency", _URGENCIES),
        certainty=_worst(infos, "certainty", _CERTAINTIES),
        occurred_at=_earliest(infos) or _moment(sent),
        # it is over when the last of its infos is, and open-ended when one of them has no end
        expires_at=max(expiries) if expiries and len(expiries) == len(infos) else None,
        past=bool(infos) and all(info["urgency"] == "Past" or "AllClear" in info["response_types"] for info in infos),
        notes=tuple(plain_text(str(note)) for note in (*summary["problems"], *summary["warnings"])[:20]),
        unplaced=None if msg_type in NO_ALERT else unplaced,
        signature=None if signature["state"] == "none" else str(signature["state"]),
        signed_by=plain_text(str(signature["by"])) or None,
    )


def hazard_of(infos: Sequence[Mapping[str, Any]]) -> str:
    """The playbooks' word for the hazard, by what the message calls its event."""
    return kind_named(*(str(info[name]) for info in infos for name in ("event", "headline")))


def _title(infos: Sequence[Mapping[str, Any]], msg_type: str) -> str:
    """Headline or event, `中文 / English` where the message has both languages."""
    by_language: dict[str, str] = {}
    for info in infos:
        by_language.setdefault(str(info["language"])[:2].casefold(), plain_text(str(info["headline"] or info["event"])))
    if by_language.get("zh") and by_language.get("en"):
        return f"{by_language['zh'][:140]} / {by_language['en'][:140]}"
    told = next((text for text in by_language.values() if text), "")
    return told[:300] or f"CAP {msg_type}"


def _worst(infos: Sequence[Mapping[str, Any]], name: str, order: Sequence[str]) -> str | None:
    """The highest of the words that rank; Unknown only when nothing better is said."""
    said = [str(info[name]) for info in infos]
    ranked = [word for word in said if word in order]
    return max(ranked, key=order.index) if ranked else "Unknown" if said else None


def _earliest(infos: Sequence[Mapping[str, Any]]) -> datetime | None:
    begins = [moment for info in infos if (moment := _moment(info["onset"] or info["effective"])) is not None]
    return min(begins, default=None)


def _moment(text: object) -> datetime | None:
    try:
        return from_text(moment_text(str(text))) if text else None
    except ValueError:
        return None
