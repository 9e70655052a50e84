"""What people do about accounts on which measures failed, and notices that were not taken, across an incident.

Retried by batch or notice, handed to a person, or closed with a reason. Who the customers are only billing knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from incident.commands import approvals as deciding
from incident.commands.again import abandon_waiting
from incident.commands.cases import (
    Chosen,
    chosen_cases,
    incident_batches,
    incident_notice,
    record_cases,
    subjects_of,
)
from incident.commands.deriving import derive
from incident.commands.measures import ask_about_reversals, measure_row, retry_measure
from incident.commands.reading import open_incident
from incident.commands.service_notices import send_notice_again
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events import exceptions as events
from incident.log import Actor
from incident.models import Person
from incident.rules import exceptions as rules


def retry_exceptions(tx: Tx, actor: Actor, *, incident_id: str, batches: Sequence[str]) -> dict[str, Any]:
    """Try again what failed of these batches, ask again about those that are parked, send notices once more."""
    notices = [key for key in batches if rules.is_notice(key)]
    for key in notices:
        incident_notice(tx, incident_id, key)
        send_notice_again(tx, actor, notice_id=key)
    found = incident_batches(tx, incident_id, [key for key in batches if not rules.is_notice(key)])
    by_measure: dict[str, list[str]] = defaultdict(list)
    for batch in found.values():
        row = measure_row(tx, batch["measure_id"])
        if not rules.may_retry(batch, measure_state=row["state"]):
            raise Conflict(
                "exception.not_retry",
                zh=f"「{row['title_zh']}」的这个批次现在不能重试：措施不在部分生效状态，或没有失败的客户。",
                en=f"This batch of “{row['title_en']}” cannot be tried again now: the measure is not partly applied,"
                " or nothing of it failed.",
            )
        by_measure[batch["measure_id"]].append(batch["id"])
    for measure_id, some in sorted(by_measure.items()):
        reversing = measure_row(tx, measure_id)["state"] in rules.REVERSALS_STAND
        (ask_about_reversals if reversing else retry_measure)(tx, actor, measure_id=measure_id, batches=some)
    return {"measures": len(by_measure), "batches": len(found), "notices": len(notices)}


def hand_over_exceptions(
    tx: Tx, actor: Actor, *, incident_id: str, chosen: Chosen, owner_id: str, note: str
) -> dict[str, Any]:
    """Let a person see to these cases, with words on what is to be done."""
    owner = tx.session.scalar(select(Person.id).where(Person.id == owner_id, Person.state == "active"))
    if owner is None:
        raise Invalid(
            "exception.owner", field="owner", zh="没有这个在职人员。", en="There is no such person at work here."
        )
    open_incident(tx, incident_id)
    told = chosen_cases(tx, incident_id, chosen)
    text = deciding.reason_of(tx, note, required=True) or ""
    record_cases(tx, actor, incident_id, told, events.ExceptionsHandedOver, text, person_id=owner)
    return _sum_of(told)


def close_exceptions(tx: Tx, actor: Actor, *, incident_id: str, chosen: Chosen, reason: str) -> dict[str, Any]:
    """Close these cases with a reason; a batch of which every case is closed is a gap that was accepted."""
    open_incident(tx, incident_id)
    told = chosen_cases(tx, incident_id, chosen)
    text = deciding.reason_of(tx, reason, required=True) or ""
    record_cases(tx, actor, incident_id, told, events.ExceptionsClosed, text)
    done: dict[str, list[str]] = defaultdict(list)
    for batch_id, subject in subjects_of(tx, incident_id, list(chosen)).items():
        batch = subject.batch
        undecided = batch is not None and batch["state"] != "abandoned" and not rules.is_reversal(batch)
        if undecided and rules.all_closed(subject.cases):
            done[subject.measure_id].append(batch_id)
    for measure_id, some in sorted(done.items()):
        abandon_waiting(tx, actor, measure_row(tx, measure_id), why="gaps", only=some)
        derive(tx, measure_id)
    return _sum_of(told)


def _sum_of(told: Sequence[tuple[Any, rules.Case]]) -> dict[str, Any]:
    return {"cases": len(told), "customers": sum(case.customers for _subject, case in told)}
