"""What people do about accounts on which measures failed, across the measures of an incident.

Retried by batch, handed to a person, or closed with a reason. Who the customers are only billing knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.commands import approvals as deciding
from incident.commands.again import abandon_waiting, batches_by_id
from incident.commands.deriving import derive
from incident.commands.measures import measure_row, retry_measure
from incident.commands.reading import open_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events import exceptions as events
from incident.log import Actor, incident_stream
from incident.models import ExceptionCase, Person
from incident.rules import exceptions as rules

#: Cases in one event (DESIGN.md §4, bulk).
AT_ONCE = 200
#: `{batch: reasons}`
Chosen = Mapping[str, Sequence[str]]


def retry_exceptions(tx: Tx, actor: Actor, *, incident_id: str, batches: Sequence[str]) -> dict[str, Any]:
    """Try again what failed of these batches, and ask again about those that are parked."""
    found = _batches(tx, incident_id, batches)
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
        retry_measure(tx, actor, measure_id=measure_id, batches=some)
    return {"measures": len(by_measure), "batches": len(found)}


def hand_over_exceptions(
    tx: Tx, actor: Actor, *, incident_id: str, chosen: Chosen, owner_id: str, note: str
) -> dict[str, Any]:
    """Let a person see to these cases, with words on what is to be done."""
    owner = tx.session.scalar(select(Person.id).where(Person.id == owner_id, Person.state == "active"))
    if owner is None:
        raise Invalid(
            "exception.owner", field="owner", zh="没有这个在职人员。", en="There is no such person at work here."
        )
    told = _record(tx, actor, incident_id, chosen, note, events.ExceptionsHandedOver, person_id=owner)
    return {"cases": len(told), "customers": sum(case.customers for case in told)}


def close_exceptions(tx: Tx, actor: Actor, *, incident_id: str, chosen: Chosen, reason: str) -> dict[str, Any]:
    """Close these cases with a reason; a batch of which every case is closed is a gap that was accepted."""
    told = _record(tx, actor, incident_id, chosen, reason, events.ExceptionsClosed)
    batches = _batches(tx, incident_id, list(chosen))
    done: dict[str, list[str]] = defaultdict(list)
    for batch in batches.values():
        undecided = batch["state"] != "abandoned" and not rules.is_reversal(batch)
        if undecided and rules.all_closed(_cases(tx, batch)):
            done[batch["measure_id"]].append(batch["id"])
    for measure_id, some in sorted(done.items()):
        abandon_waiting(tx, actor, measure_row(tx, measure_id), why="gaps", only=some)
        derive(tx, measure_id)
    return {"cases": len(told), "customers": sum(case.customers for case in told)}


def _record(
    tx: Tx, actor: Actor, incident_id: str, chosen: Chosen, words: str, event: Any, **more: Any
) -> list[rules.Case]:
    """One event for each measure and province, of cases that are still as they were seen."""
    open_incident(tx, incident_id)
    batches = _batches(tx, incident_id, list(chosen))
    groups: dict[tuple[str, str], list[rules.Case]] = defaultdict(list)
    for batch_id, reasons in sorted(chosen.items()):
        batch = batches[batch_id]
        there = {case.reason: case for case in _cases(tx, batch)}
        for reason in reasons:
            case = there.get(reason)
            if case is None or case.state == "closed":
                raise Conflict(
                    "exception.gone",
                    zh="其中有的例外已经办结，或已被重试；请刷新清单再选。",
                    en="Some of these exceptions are closed already or were tried again; look at the list anew.",
                )
            groups[batch["measure_id"], batch["province"]].append(case)
    for (measure_id, province), cases in sorted(groups.items()):
        text = deciding.reason_of(tx, words, required=True)
        row = measure_row(tx, measure_id)
        for start in range(0, len(cases), AT_ONCE):
            some = cases[start : start + AT_ONCE]
            told = event(
                measure_id=measure_id,
                province=province,
                title_zh=row["title_zh"],
                title_en=row["title_en"],
                by=actor.person,
                at=tx.now,
                note_text=text,
                customers=sum(case.customers for case in some),
                cases=tuple(
                    (case.id, case.batch_id, case.reason, batches[case.batch_id]["attempt"], case.customers)
                    for case in some
                ),
                **more,
            )
            log.record(tx, told, stream=incident_stream(incident_id), actor=actor)
    return [case for cases in groups.values() for case in cases]


def _batches(tx: Tx, incident_id: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The batches, all of this incident."""
    found = batches_by_id(tx, ids)
    if any(key not in found or found[key]["incident_id"] != incident_id for key in ids):
        raise NotFound.of("批次", "batch")
    return found


def _cases(tx: Tx, batch: dict[str, Any]) -> list[rules.Case]:
    table = fold.TABLES["exception_case"]
    rows = tx.session.execute(select(table).where(ExceptionCase.batch_id == batch["id"])).mappings()
    return rules.cases_of(batch, {row["id"]: fold.log_spelling(table, dict(row)) for row in rows})
