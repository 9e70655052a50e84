"""What the billing simulator understands of a submitted BillingBatch; what it can't read it refuses."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from notifications.simulators.billing_gifts import fault_of

_ACTIONS = {
    "freeze_clocks",
    "reopen",
    "waive",
    "top_up",
    "move_due_date",
    "suppress_notice",
    "open_free_service",
    "grant_allowance",
    "courtesy_notice",
    "offer_instalments",
    "restart_clocks",
    "reverse",
}


#: More than any county's segment has; a larger count is a mistake and would hold up everybody else.
MOST_CUSTOMERS = 20_000_000


#: `measure:revision:county:segment`: a later revision reaches accounts that the earlier ones did not.
_BATCH = re.compile(r"([^:]+):[0-9]+:[0-9]{6}:[a-z]+")


class WireError(ValueError):
    """A submitted batch cannot be read; the message names the field."""


@dataclass(frozen=True)
class Item:
    """One action of a batch, its own key, its period and its details by name."""

    action: str
    key: str
    begins: datetime
    ends: datetime
    details: Mapping[str, object]

    @property
    def fen_each(self) -> int:
        """What it costs for each account, in fen. Raises WireError."""
        if self.action == "waive":
            length = -(-(self.ends - self.begins) // timedelta(days=1))
            daily = _whole(self.details, "fen_per_customer_day")
            return min(daily * length, _whole(self.details, "cap_per_customer_fen"))
        return _whole(self.details, "fen_per_customer") if self.action == "top_up" else 0


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
    items: tuple[Item, ...]

    @property
    def family(self) -> str:
        """What a batch shares with those of other revisions: its measure, or itself where its name is another."""
        found = _BATCH.fullmatch(self.batch)
        return found[1] if found else self.batch

    @property
    def from_ppm(self) -> int | None:
        """Where its share of the accounts that the measure reached begins (a stage of a landing); None for all."""
        for item in self.items:
            if type(begins := item.details.get("from_ppm")) is int:
                return begins
        return None

    @property
    def covers(self) -> str:
        """What it does and from when, as a digest: an account is reached once by the same of a measure.

        The end does not count: who joins a measure that has been extended meanwhile gets all of its days at once,
        and is nobody whom the first days reached.
        """
        told = "|".join(sorted(f"{item.action}@{item.begins.isoformat()}" for item in self.items))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def read_terms(body: Mapping[str, object]) -> Terms:
    """Read a BillingBatch. Raises WireError."""
    items = body.get("batchItem")
    if not isinstance(items, list) or not items:
        raise WireError("batchItem must be a list with at least one item")
    read = tuple(read_item(item) for item in items)
    kinds = {item.action == "reverse" for item in read}
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
        fen_each=sum(item.fen_each for item in read),
        reverses=kinds == {True},
        items=read,
    )


def _count(body: Mapping[str, object]) -> int:
    count = _whole(body, "customerCount")
    if count > MOST_CUSTOMERS:
        raise WireError(f"customerCount is more than the {MOST_CUSTOMERS} that one county's billing takes at once")
    return count


def read_item(item: object) -> Item:
    """Read one batchItem. Raises WireError."""
    if not isinstance(item, dict):
        raise WireError("batchItem must hold objects")
    action = _text(item, "action")
    if action not in _ACTIONS:
        raise WireError(f"action {action!r} is not one of {sorted(_ACTIONS)}")
    resource = _object(item, "resource")
    _text(resource, "@type")
    begins, ends = _period(_object(resource, "validFor"))
    details = _characteristics(resource)
    if (fault := fault_of(action, details)) is not None:
        raise WireError(f"{action}: {fault}")
    return Item(action, _text(item, "externalId"), begins, ends, details)


def _characteristics(resource: Mapping[str, object]) -> dict[str, object]:
    listed = resource.get("characteristic", [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) and "name" in entry for entry in listed):
        raise WireError("characteristic must be a list of {name, value}")
    return {str(entry["name"]): entry.get("value") for entry in listed}


def _period(period: Mapping[str, object]) -> tuple[datetime, datetime]:
    try:
        begins = datetime.fromisoformat(_text(period, "startDateTime"))
        ends = datetime.fromisoformat(_text(period, "endDateTime"))
        forwards = ends > begins
    except (ValueError, TypeError) as error:
        raise WireError(f"validFor must hold two times with offset: {error}") from error
    if not forwards:
        raise WireError("validFor ends before it begins")
    if begins.tzinfo is None:
        raise WireError("validFor must hold two times with offset")
    return begins, ends


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
