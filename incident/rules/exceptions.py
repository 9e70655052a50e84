"""The queue of exceptions: accounts of a batch that failed for one reason, or a batch of unknown outcome. Pure.

A case is a batch and a reason, since billing tells how many failed for which; the accounts themselves are listed by
opaque reference as far as they are stored. Nothing leaves the queue unseen: a case is open until it is handed to a
person or closed with words, and what fails anew after another attempt is open again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: The reason of a batch that nobody can say anything of; everything in it is at stake.
PARKED = "parked"
State = Literal["open", "handed_over", "closed"]
#: States of a batch in which nothing of it is out: what failed may be tried again or closed.
RESTING = ("settled", "abandoned", "ended")


@dataclass(frozen=True)
class Case:
    """One line of the queue."""

    batch_id: str
    reason: str
    customers: int
    state: State

    @property
    def id(self) -> str:
        return case_id(self.batch_id, self.reason)


def case_id(batch_id: str, reason: str) -> str:
    """Key of the row that keeps what was decided."""
    return f"{batch_id}:{reason}"


def is_reversal(batch: Mapping[str, Any]) -> bool:
    """Whether what is parked is the instruction that undoes the batch, not the batch itself."""
    return bool(batch["parked"]) and batch["state"] in ("settled", "abandoned")


def failures_of(batch: Mapping[str, Any]) -> dict[str, int]:
    """Customers at stake in a batch, by reason; empty while it is out or where nothing failed."""
    if batch["parked"]:
        done = "reversed" if is_reversal(batch) else "applied"
        begun = "applied" if is_reversal(batch) else "submitted"
        return {PARKED: batch[f"{begun}_customers"] - batch[f"{done}_customers"]}
    return dict(batch["failures"]) if batch["state"] in RESTING and batch["failed_customers"] else {}


def cases_of(batch: Mapping[str, Any], decided: Mapping[str, Mapping[str, Any]]) -> list[Case]:
    """The cases of one batch; `decided` holds the rows of `exception_case` by id.

    A batch whose gaps were accepted is closed by that, whatever else was decided.
    """
    found = []
    for reason, customers in failures_of(batch).items():
        row = decided.get(case_id(batch["id"], reason))
        holds = row is not None and row["attempt"] == batch["attempt"]
        state: State = row["state"] if row is not None and holds else "open"
        if batch["state"] == "abandoned" and not batch["parked"]:
            state = "closed"
        found.append(Case(batch["id"], reason, customers, state))
    return found


def all_closed(cases: Iterable[Case]) -> bool:
    """Whether nothing of a batch is left for anybody to do: its gaps are accepted then."""
    return all(case.state == "closed" for case in cases)


def may_retry(batch: Mapping[str, Any], *, measure_state: str) -> bool:
    """Whether what failed of the batch may go out again, or its fate be asked about: of a landing while it lands."""
    if measure_state != "partially_applied" and (measure_state != "ending" or batch["stage"] is None):
        return False
    return bool(batch["parked"]) or (batch["state"] == "settled" and batch["failed_customers"] > 0)
