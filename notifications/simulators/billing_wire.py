"""What the billing simulator understands of a submitted BillingBatch; what it can't read it refuses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

_ACTIONS = {
    "freeze_clocks",
    "reopen",
    "waive",
    "top_up",
    "move_due_date",
    "suppress_notice",
    "open_free_service",
    "courtesy_notice",
    "offer_instalments",
    "restart_clocks",
    "reverse",
}


#: More than any county's segment has; a larger count is a mistake and would hold up everybody else.
MOST_CUSTOMERS = 20_000_000


class WireError(ValueError):
    """A submitted batch cannot be read; the message names the field."""


@dataclass(frozen=True)
class Terms:
    """A batch as billing sees it: whom it concerns and what it costs for each account, in fen."""

    key: str
    digest: str
    body_hash: str
    batch: str
    county: str
    segment: str
    customers: int
    cap_fen: int
    fen_each: int
    reverses: bool


def read_terms(body: Mapping[str, object]) -> Terms:
    """Read a BillingBatch. Raises WireError."""
    items = body.get("batchItem")
    if not isinstance(items, list) or not items:
        raise WireError("batchItem must be a list with at least one item")
    read = [_item(item) for item in items]
    kinds = {action == "reverse" for action, _ in read}
    if len(kinds) > 1:
        raise WireError("batchItem must not mix reverse with other actions")
    return Terms(
        key=_text(body, "externalId"),
        digest=_text(body, "documentDigest"),
        body_hash=hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(),
        batch=_text(body, "batch"),
        county=_text(_object(body, "place"), "id"),
        segment=_text(_object(body, "marketSegment"), "id"),
        customers=_count(body),
        cap_fen=_whole(_object(body, "cap"), "amount"),
        fen_each=sum(fen for _, fen in read),
        reverses=kinds == {True},
    )


def _count(body: Mapping[str, object]) -> int:
    count = _whole(body, "customerCount")
    if count > MOST_CUSTOMERS:
        raise WireError(f"customerCount is more than the {MOST_CUSTOMERS} that one county's billing takes at once")
    return count


def _item(item: object) -> tuple[str, int]:
    if not isinstance(item, dict):
        raise WireError("batchItem must hold objects")
    action = _text(item, "action")
    if action not in _ACTIONS:
        raise WireError(f"action {action!r} is not one of {sorted(_ACTIONS)}")
    resource = _object(item, "resource")
    _text(resource, "@type")
    details = _characteristics(resource)
    days = _days(_object(resource, "validFor"))
    if action == "waive":
        daily = _whole(details, "fen_per_customer_day")
        return action, min(daily * days, _whole(details, "cap_per_customer_fen"))
    if action == "top_up":
        return action, _whole(details, "fen_per_customer")
    return action, 0


def _characteristics(resource: Mapping[str, object]) -> dict[str, object]:
    listed = resource.get("characteristic", [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) and "name" in entry for entry in listed):
        raise WireError("characteristic must be a list of {name, value}")
    return {str(entry["name"]): entry.get("value") for entry in listed}


def _days(period: Mapping[str, object]) -> int:
    """Return the days of a period, begun ones counted whole."""
    try:
        start = datetime.fromisoformat(_text(period, "startDateTime"))
        end = datetime.fromisoformat(_text(period, "endDateTime"))
        length = end - start
    except (ValueError, TypeError) as error:
        raise WireError(f"validFor must hold two times with offset: {error}") from error
    if length <= timedelta(0):
        raise WireError("validFor ends before it begins")
    return -(-length // timedelta(days=1))


def _object(body: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = body.get(name)
    if not isinstance(value, dict):
        raise WireError(f"{name} must be an object")
    return cast("Mapping[str, object]", value)


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 300:
        raise WireError(f"{name} must be a text of 1 to 300 characters")
    return value


def _whole(body: Mapping[str, object], name: str) -> int:
    value = body.get(name)
    if type(value) is not int or not 0 <= value < 2**62:
        raise WireError(f"{name} must be a whole number from 0 up")
    return value
