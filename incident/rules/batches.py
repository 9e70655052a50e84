"""The account of one batch: what a receipt means for its figures, and how a measure's money is shared out. Pure.

Figures are customers and fen. Always applied + failed <= submitted <= intended. A later attempt takes up only
what failed before, so its receipt adds to what is applied and replaces what failed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

#: Accounts of one batch that are stored by reference; the counts by reason are complete.
MAX_EXCEPTIONS = 100
UNITS = ("customers", "fen")
#: Reasons of billing that no further try changes; any other may pass.
FINAL_REASONS = frozenset({"account_closed", "under_dispute", "not_approved"})
#: In a landing what may pass is tried again by itself up to so many times, later and later.
LANDING_ATTEMPTS = 12
_LAST_AGAIN_S = 3600
_DAY = timedelta(days=1)


class Contradiction(ValueError):
    """A receipt that cannot be true of this batch; it is not believed and a person looks."""


#: `{intended|submitted|applied|failed|reversed: {customers, fen}}`
Amounts = Mapping[str, Mapping[str, int]]


def submitted(batch: Mapping[str, Any], figures: Amounts | None) -> dict[str, Any]:
    """Columns once billing has the batch; without figures all of it counts as submitted.

    Billing may compute less money than was allowed for: what is intended comes down to it.
    """
    values: dict[str, Any] = {"state": "submitted", "parked": False}
    for unit in UNITS:
        given = batch[f"intended_{unit}"]
        if figures is not None:
            given = batch[f"applied_{unit}"] + figures["submitted"][unit]
        if given > batch[f"intended_{unit}"]:
            raise Contradiction(f"billing took {given} {unit} where {batch[f'intended_{unit}']} were intended")
        values[f"submitted_{unit}"] = given
    values["intended_fen"] = values["submitted_fen"]
    return values


def settled(batch: Mapping[str, Any], figures: Amounts, *, reasons: Mapping[str, int]) -> dict[str, Any]:
    """Columns once a receipt is final; `reasons` counts failed customers by reason, complete or not."""
    values = submitted(batch, figures)
    for unit in UNITS:
        values[f"applied_{unit}"] = batch[f"applied_{unit}"] + figures["applied"][unit]
        values[f"failed_{unit}"] = figures["failed"][unit]
        if values[f"applied_{unit}"] + values[f"failed_{unit}"] > values[f"submitted_{unit}"]:
            raise Contradiction(f"more {unit} came back than were submitted")
    known = dict(sorted(reasons.items()))
    missing = values["failed_customers"] - sum(known.values())
    if missing > 0:
        known["not_listed"] = missing
    return values | {"state": "settled", "failures": known}


def undone(batch: Mapping[str, Any], figures: Amounts) -> dict[str, Any]:
    """Columns once the reversal's receipt is final: what it applied is what is reversed of this batch."""
    values: dict[str, Any] = {"state": "ended", "parked": False}
    for unit in UNITS:
        values[f"reversed_{unit}"] = figures["applied"][unit]
        if figures["applied"][unit] > batch[f"applied_{unit}"]:
            raise Contradiction(f"more {unit} were reversed than had been applied")
    return values


def refused(batch: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Columns when billing surely refused the batch for good: all of it failed, for that reason."""
    left = {unit: batch[f"intended_{unit}"] - batch[f"applied_{unit}"] for unit in UNITS}
    return {
        "state": "settled",
        "parked": False,
        "submitted_customers": batch["intended_customers"],
        "submitted_fen": batch["intended_fen"],
        "failed_customers": left["customers"],
        "failed_fen": left["fen"],
        "failures": {code[:40]: left["customers"]},
    }


def unknown(batch: Mapping[str, Any]) -> dict[str, Any]:
    """Columns when nobody can say: all of it may have been submitted."""
    return {
        "state": "unknown",
        "submitted_customers": batch["intended_customers"],
        "submitted_fen": batch["intended_fen"],
    }


def handed_over(batch: Mapping[str, Any]) -> dict[str, Any]:
    """Columns when what is not applied goes out once more under another key: it waits again."""
    return {
        "state": "planned",
        "parked": False,
        "attempt": batch["attempt"] + 1,
        "submitted_customers": batch["applied_customers"],
        "submitted_fen": batch["applied_fen"],
        "failed_customers": 0,
        "failed_fen": 0,
        "failures": {},
    }


def may_pass(batch: Mapping[str, Any]) -> bool:
    """Whether a batch of a landing that settled with failures is worth another try by itself."""
    return batch["attempt"] < LANDING_ATTEMPTS and bool(set(batch["failures"]) - FINAL_REASONS)


def again_after_s(attempt: int) -> int:
    """Real seconds before a landing's batch is tried again after so many attempts."""
    return int(min(_LAST_AGAIN_S, 15 * 2 ** (attempt - 1)))


def reasons_of(exceptions: Iterable[Any]) -> dict[str, int]:
    """Failed accounts by reason."""
    return dict(Counter(row.reason for row in exceptions))


def shared(total: int, *, weights: Sequence[int]) -> list[int]:
    """Split `total` exactly in proportion to `weights` (largest remainder, then first); zeros without weight."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def money_of(document: Mapping[str, Any]) -> int:
    """Fen that an `instruction/1` document can move: waived days and top-ups of each customer, within its cap."""
    each = 0
    for action in document["actions"]:
        if action["action"] == "waive":
            days = _days(action["period"])
            each += min(action["fen_per_customer_day"] * days, action["cap_per_customer_fen"])
        elif action["action"] == "top_up":
            each += action["fen_per_customer"]
    return int(min(each * document["customers"], document["cap_fen"]))


def _days(period: Mapping[str, str]) -> int:
    """Days of a period, a begun one counted whole."""
    length = datetime.fromisoformat(period["until"]) - datetime.fromisoformat(period["from"])
    return -(-length // _DAY)
