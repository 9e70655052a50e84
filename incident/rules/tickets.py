"""Our task as a trouble ticket of TMF621 v5, and what happened to it as that standard's events. Pure.

States are those of DOMAIN.md §3.9: there is no "new", so a task that nobody has acknowledged is `pending`, with the
reason said beside it. Times are world time.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

BASE = "/tmf-api/troubleTicket/v5"
#: Our state to theirs.
STATUS: dict[str, str] = {
    "dispatched": "pending",
    "acknowledged": "acknowledged",
    "in_progress": "inProgress",
    "pending": "pending",
    "held": "held",
    "resolved": "resolved",
    "closed": "closed",
    "rejected": "rejected",
    "cancelled": "cancelled",
}
#: Why a ticket stands where it does, where the state alone does not say.
_REASONS = {"dispatched": "dispatched, not yet acknowledged", "pending": "waits on the outside"}
CREATED = "TroubleTicketCreateEvent"
CHANGED = "TroubleTicketAttributeValueChangeEvent"
MOVED = "TroubleTicketStatusChangeEvent"
RESOLVED = "TroubleTicketResolvedEvent"
EVENTS = (CREATED, CHANGED, MOVED, RESOLVED)
_MOMENTS = ("dispatched_at", "acknowledged_at", "started_at", "held_since", "resolved_at", "closed_at", "checkin_at")


def states_of(status: str) -> tuple[str, ...]:
    """Our states that read as this status; none for a status nobody knows."""
    return tuple(state for state, theirs in STATUS.items() if theirs == status)


def ticket(row: Mapping[str, Any], *, place: str, prefix: str = "") -> dict[str, Any]:
    """The trouble ticket of a task's row in log spelling; `place` is the name of its region."""
    moments = [row[name] for name in _MOMENTS if row.get(name)]
    told: dict[str, Any] = {
        "@type": "TroubleTicket",
        "id": row["id"],
        "href": f"{BASE}/troubleTicket/{row['id']}",
        "name": f"{prefix}{row['title_zh']}",
        "description": f"{prefix}{row['title_en']}",
        "status": STATUS[row["state"]],
        "severity": "critical" if row["critical"] else "normal",
        "ticketType": row["task_group"],
        "creationDate": row["dispatched_at"],
        "lastUpdate": max(moments),
        "statusChangeDate": max(moments),
        "requestedResolutionDate": row["work_due_at"],
        "resolutionDate": row["resolved_at"],
        "externalIdentifier": [
            {"@type": "ExternalIdentifier", "id": row["item_key"], "externalIdentifierType": "itemKey"}
        ],
        "relatedEntity": [
            {"@type": "RelatedEntity", "id": row["incident_id"], "@referredType": "Incident", "role": "incident"},
            {"@type": "RelatedEntity", "id": row["region"], "@referredType": "GeographicArea", "role": "place",
             "name": place},
        ],
        "relatedParty": [
            {"@type": "RelatedPartyRefOrPartyRoleRef", "role": "assignee",
             "partyOrPartyRole": {"@type": "PartyRef", "id": row["province"], "name": row["team"]}},
        ],
        "troubleTicketCharacteristic": [
            {"@type": "BooleanCharacteristic", "name": "acknowledgementOverdue", "value": row["ack_overdue"]},
            {"@type": "BooleanCharacteristic", "name": "workOverdue", "value": row["work_overdue"]},
            {"@type": "IntegerCharacteristic", "name": "escalation", "value": row["escalation"]},
        ],
    }  # fmt: skip
    if row["state"] in _REASONS:
        told["statusChangeReason"] = _REASONS[row["state"]]
    return {name: value for name, value in told.items() if value is not None}


def only(document: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """The ticket cut down to `fields`; what identifies it always stays (TMF630)."""
    if not fields:
        return dict(document)
    return {name: value for name, value in document.items() if name in (*fields, "id", "href", "@type")}


def happened(event_type: str, changes: Iterable[Sequence[Any]]) -> list[tuple[str, str, Mapping[str, Any]]]:
    """(TMF event, task, changed columns) for what a stored event's `changes` did to tasks."""
    found: list[tuple[str, str, Mapping[str, Any]]] = []
    for table, key, values in changes:
        if table != "task":
            continue
        if event_type == "TasksDispatched":
            found.append((CREATED, key[0], values))
            continue
        found.append((MOVED if "state" in values else CHANGED, key[0], values))
        if values.get("state") == "resolved":
            found.append((RESOLVED, key[0], values))
    return found


def wanted(query: str | None, event: str) -> bool:
    """Whether a listener that registered with `query` (`eventType=A,B`) is told of `event`."""
    if not query:
        return True
    return event in query.removeprefix("eventType=").split(",")


def secret_of(master: str, listener_id: str) -> str:
    """What a listener's notifications are signed with; derived, so that it stands nowhere. ValueError without a key."""
    if len(master) < 16:
        raise ValueError("TONGXIN_SECRET_KEY: not set or shorter than 16 characters; listeners' secrets come from it")
    drawn = hmac.digest(master.encode(), f"tongxin tickets {listener_id}".encode(), "sha256")
    return "whsec_" + urlsafe_b64encode(drawn).decode().rstrip("=")


def signature(secret: str, *, timestamp: str, notice_id: str, body: bytes) -> str:
    """The `Webhook-Signature` header: HMAC-SHA256 over `timestamp.id.body`, as feeds' callbacks have it."""
    signed = b".".join((timestamp.encode(), notice_id.encode(), body))
    return f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
