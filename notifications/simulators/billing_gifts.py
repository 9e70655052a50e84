"""What accounts were given beside money, by the billing simulator's own books: services, allowances, silence, days.

Everything follows from the instructions as they were accepted and from how far each has got; nothing else is stored.
A reversal takes back what it names: a service that was opened is charged for again, an allowance is withdrawn.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from notifications.simulators.billing_figures import figures

#: Allowances that billing keeps beside money, each in its own unit.
ALLOWANCES = ("data_mb", "voice_minutes", "sms_messages")
_MOST = 10_000_000


def fault_of(action: str, details: Mapping[str, object]) -> str | None:
    """Say what is wrong with the details of a gift; None where nothing is, or where it is no gift."""
    if action == "grant_allowance":
        if details.get("allowance") not in ALLOWANCES:
            return f"allowance must be one of {', '.join(ALLOWANCES)}"
        for name in ("amount", "usable_days"):
            value = details.get(name)
            if type(value) is not int or not 0 < value <= _MOST:
                return f"{name} must be a whole number from 1 to {_MOST}"
    if action == "suppress_notice":
        notices = details.get("notices")
        if not isinstance(notices, list) or not notices or not all(isinstance(name, str) for name in notices):
            return "notices must be a list of at least one name"
    return None


def gifts(rows: Iterable[Mapping[str, Any]], *, now_ms: int) -> list[dict[str, Any]]:
    """Return what is given now, a line for each action and what it is of.

    ``customers`` have it now and ``amount`` is theirs together in the gift's own unit; ``reversed_customers`` had it
    until it was taken back.
    """
    known = {row["key"]: row for row in rows}
    found: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(
        lambda: {"customers": 0, "amount": 0, "reversed_customers": 0}
    )
    for row in known.values():
        if row["reverses"]:
            continue
        told = figures(row, now_ms=now_ms)
        undone = _undone(known.get(row["reversed_by"]))
        for item in json.loads(row["items"]):
            back = told["reversed"]["customers"] if item["key"] in undone else 0
            has = told["applied"]["customers"] - back
            for what, each in _of(item):
                line = found[item["action"], what]
                line["customers"] += has
                line["amount"] += has * each
                line["reversed_customers"] += back
    return [{"action": action, "of": what, **line} for (action, what), line in sorted(found.items())]


def _undone(reversal: Mapping[str, Any] | None) -> frozenset[str]:
    """Keys of the actions that a reversal takes back."""
    return frozenset(item["of"] for item in json.loads(reversal["items"])) if reversal else frozenset()


def _of(item: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What an action gives, and how much of it to one account in its own unit."""
    details = item["details"]
    match item["action"]:
        case "grant_allowance":
            return [(details["allowance"], details["amount"])]
        case "open_free_service":
            return [(str(details.get("service")), int(details.get("units") or 0))]
        case "suppress_notice":
            return [(name, 0) for name in details["notices"]]
        case "move_due_date":
            return [("days", int(details.get("days") or 0))]
    return []
