"""The cases of the queue of exceptions as a transaction sees them, and recording what people decide about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.commands.again import batches_by_id, batches_of
from incident.commands.service_notices import notice_part
from incident.db import Tx
from incident.errors import Conflict, NotFound
from incident.events import exceptions as events
from incident.log import Actor, incident_stream
from incident.models import ExceptionCase
from incident.rules import exceptions as rules
from incident.rules.measures import as_running, totals

#: Cases in one event (DESIGN.md §4, bulk).
AT_ONCE = 200
#: `{batch or notice: reasons}`
Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A batch, or a notice, with its cases as they stand."""

    measure_id: str
    province: str
    attempt: int
    cases: list[rules.Case]
    #: None for a notice.
    batch: dict[str, Any] | None = None


def chosen_cases(tx: Tx, incident_id: str, chosen: Chosen) -> list[tuple[Subject, rules.Case]]:
    """The cases, all of this incident and none closed; Conflict when one is no longer as it was seen."""
    subjects, found = subjects_of(tx, incident_id, list(chosen)), []
    for key, reasons in sorted(chosen.items()):
        there = {case.reason: case for case in subjects[key].cases}
        for reason in reasons:
            case = there.get(reason)
            if case is None or case.state == "closed":
                raise Conflict(
                    "exception.gone",
                    zh="其中有的例外已经办结，或已被重试；请刷新清单再选。",
                    en="Some of these exceptions are closed already or were tried again; look at the list anew.",
                )
            found.append((subjects[key], case))
    return found


def subjects_of(tx: Tx, incident_id: str, ids: Sequence[str]) -> dict[str, Subject]:
    """What these cases are about, all of this incident; NotFound otherwise."""
    decided = _decided(tx, ids)
    found = {
        key: _of_batch(batch, decided)
        for key, batch in incident_batches(tx, incident_id, [key for key in ids if not rules.is_notice(key)]).items()
    }
    for key in filter(rules.is_notice, ids):
        row, part = incident_notice(tx, incident_id, key)
        customers = totals({part["province"]: as_running(row)["area"].get(part["province"], {})})
        found[key] = Subject(
            measure_id=row["id"],
            province=part["province"],
            attempt=part["notice_number"],
            cases=rules.cases_of_notice(part, customers=customers, decided=decided),
        )
    return found


def incident_batches(tx: Tx, incident_id: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The batches, all of this incident; NotFound otherwise."""
    found = batches_by_id(tx, ids)
    if any(key not in found or found[key]["incident_id"] != incident_id for key in ids):
        raise NotFound.of("批次", "batch")
    return found


def incident_notice(tx: Tx, incident_id: str, notice_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Measure and part that a notice is about, of this incident; NotFound otherwise."""
    row, part = notice_part(tx, notice_id)
    if row["incident_id"] != incident_id:
        raise NotFound.of("通知", "notice")
    return row, part


def record_cases(
    tx: Tx,
    actor: Actor,
    incident_id: str,
    told: Sequence[tuple[Subject, rules.Case]],
    event: type[events.ExceptionsHandedOver | events.ExceptionsClosed],
    note_text: str,
    **more: Any,
) -> None:
    """One event for each measure and province, in pieces."""
    groups: dict[tuple[str, str], list[tuple[Subject, rules.Case]]] = defaultdict(list)
    for subject, case in told:
        groups[subject.measure_id, subject.province].append((subject, case))
    for (measure_id, province), cases in sorted(groups.items()):
        row = fold.row_of(tx.session, "measure", measure_id)
        for start in range(0, len(cases), AT_ONCE):
            some = cases[start : start + AT_ONCE]
            decided = event(
                measure_id=measure_id,
                province=province,
                title_zh=row["title_zh"],
                title_en=row["title_en"],
                by=actor.person,
                at=tx.now,
                note_text=note_text,
                customers=sum(case.customers for _subject, case in some),
                cases=tuple(
                    (case.id, case.batch_id, case.reason, subject.attempt, case.customers) for subject, case in some
                ),
                **more,
            )
            log.record(tx, decided, stream=incident_stream(incident_id), actor=actor)


def close_with_the_measure(tx: Tx, actor: Actor, row: Mapping[str, Any], *, note_text: str) -> None:
    """Close every case of a measure's batches that is open: whoever accepted its gaps said why for all of them."""
    batches = [batch for batch in batches_of(tx, row["id"]) if batch["stage"] is None and rules.failures_of(batch)]
    decided = _decided(tx, [batch["id"] for batch in batches])
    subjects = [_of_batch(batch, decided) for batch in batches]
    told = [(subject, case) for subject in subjects for case in subject.cases if case.state != "closed"]
    record_cases(tx, actor, row["incident_id"], told, events.ExceptionsClosed, note_text)


def _of_batch(batch: dict[str, Any], decided: Mapping[str, Mapping[str, Any]]) -> Subject:
    return Subject(
        measure_id=batch["measure_id"],
        province=batch["province"],
        attempt=batch["attempt"],
        cases=rules.cases_of(batch, decided),
        batch=batch,
    )


def _decided(tx: Tx, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    table = fold.TABLES["exception_case"]
    rows = tx.session.execute(select(table).where(ExceptionCase.batch_id.in_(ids))).mappings()
    return {row["id"]: fold.log_spelling(table, dict(row)) for row in rows}
