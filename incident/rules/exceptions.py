"""The queue of exceptions: accounts of a batch that failed for one reason, a batch of unknown outcome, and a notice
that a hotline or halls did not take. Pure.

A case is a batch and a reason, since billing tells how many failed for which; the accounts themselves are listed by
opaque reference as far as they are stored. A notice counts the customers whom it was for. Nothing leaves the queue
unseen: a case is open until it is handed to a person or closed with words, and what fails anew after another attempt
is open again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: The reason of a batch that nobody can say anything of; everything in it is at stake.
PARKED = "parked"
#: Trouble of a part's notice -> the reason of its case.
NOTICE_REASONS = {"refused": "notice_refused", "unknown": "notice_unknown"}
#: Begins what stands for the batch in the case of a notice.
_NOTICE = "service"
State = Literal["open", "handed_over", "closed"]
#: States of a measure in which a parked reversal is asked about and nothing else is retried.
REVERSALS_STAND = frozenset({"reversing", "held"})
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


def notice_id(part: Mapping[str, Any]) -> str:
    """What stands for the batch in the case of a part's notice."""
    return f"{_NOTICE}:{part['measure_id']}:{part['province']}"


def is_notice(batch_id: str) -> bool:
    """Whether a case is about a notice and not about a batch."""
    return batch_id.startswith(f"{_NOTICE}:")


def read_notice_id(text: str) -> tuple[str, str]:
    """Measure and province of what `notice_id` made; ValueError for any other text."""
    word, measure_id, province = text.split(":")
    if word != _NOTICE:
        raise ValueError(f"{text!r} is not service:measure:province")
    return measure_id, province


def cases_of_notice(part: Mapping[str, Any], *, customers: int, decided: Mapping[str, Mapping[str, Any]]) -> list[Case]:
    """The case of a part's notice that was not taken; none where it was, or is on its way."""
    if part["notice_trouble"] is None:
        return []
    key, reason = notice_id(part), NOTICE_REASONS[part["notice_trouble"]]
    row = decided.get(case_id(key, reason))
    state: State = row["state"] if row is not None and row["attempt"] == part["notice_number"] else "open"
    return [Case(key, reason, customers, state)]


def may_tell_again(part: Mapping[str, Any]) -> bool:
    """Whether a notice that was not taken may be sent once more: held, it waits to be resumed."""
    return part["notice_trouble"] is not None and part["state"] != "held"


def all_closed(cases: Iterable[Case]) -> bool:
    """Whether nothing of a batch is left for anybody to do: its gaps are accepted then."""
    return all(case.state == "closed" for case in cases)


def may_retry(batch: Mapping[str, Any], *, measure_state: str) -> bool:
    """Whether what failed of the batch may go out again, or its fate be asked about: of a landing while it lands.

    A reversal that is parked may be asked about as long as the measure is being taken back, or that was stopped.
    """
    if is_reversal(batch) and measure_state in REVERSALS_STAND:
        return True
    if measure_state != "partially_applied" and (measure_state != "ending" or batch["stage"] is None):
        return False
    return bool(batch["parked"]) or (batch["state"] == "settled" and batch["failed_customers"] > 0)
