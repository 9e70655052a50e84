"""The queue of exceptions of an incident, across its measures: grouped by reason, then case by case.

A case is about a batch, or about a notice that a hotline or halls did not take; of a notice `county` is the province
and there is no segment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from incident import log
from incident.clock import as_text
from incident.events.base import NATION
from incident.models import Batch, ExceptionCase, Measure, MeasurePart, Person, RoleGrant
from incident.rules import exceptions as rules
from incident.rules.measures import totals
from incident.rules.permissions import COMMANDER, DUTY_OFFICER, PROVINCE_LEAD, PROVINCE_MEMBER

#: Cases that one answer lists; the groups count all of them.
MOST = 500
STATES = ("open", "handed_over", "closed")


def queue(
    session: Session,
    incident_id: str,
    *,
    state: str | None = None,
    reason: str | None = None,
    measure: str | None = None,
) -> dict[str, Any]:
    """Groups by reason over everything, and the cases that the filter leaves, the largest first."""
    decided = _decided(session, incident_id)
    measures = {row.id: row for row in session.scalars(select(Measure).where(Measure.incident_id == incident_id))}
    found = [(case, batch) for batch in _batches(session, incident_id) for case in rules.cases_of(batch, decided)]
    found += [
        (case, notice)
        for notice in _notices(session, incident_id, measures)
        for case in rules.cases_of_notice(notice, customers=notice["customers"], decided=decided)
    ]
    wanted = [
        (case, batch)
        for case, batch in found
        if state in (None, case.state) and reason in (None, case.reason) and measure in (None, batch["measure_id"])
    ]
    wanted.sort(key=lambda one: (STATES.index(one[0].state), -one[0].customers, one[0].id))
    texts = {row["note_text"] for row in decided.values()}
    words = {digest: log.read_text(session, digest) or "" for digest in texts}
    return {
        "groups": _groups(found),
        "cases": len(wanted),
        "customers": sum(case.customers for case, _batch in wanted),
        "items": [
            _told(case, batch, measures[batch["measure_id"]], decided.get(case.id), words)
            for case, batch in wanted[:MOST]
        ],
        "people": _people(session, sorted({batch["province"] for _case, batch in found})),
    }


def _groups(found: Iterable[tuple[rules.Case, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Each reason with its customers by state; the sum over groups is everything that ever stood in the queue."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATES, 0))
    cases: dict[str, int] = defaultdict(int)
    for case, _batch in found:
        sums[case.reason][case.state] += case.customers
        cases[case.reason] += 1
    groups = [
        {"reason": reason, "cases": cases[reason], "customers": sum(by_state.values())} | by_state
        for reason, by_state in sums.items()
    ]
    return sorted(groups, key=lambda group: (-group["open"], -group["customers"], group["reason"]))


def _told(
    case: rules.Case, batch: dict[str, Any], measure: Measure, row: dict[str, Any] | None, words: dict[str, str]
) -> dict[str, Any]:
    decided = row if row is not None and row["attempt"] == batch["attempt"] else None
    return {
        "id": case.id,
        "batch": case.batch_id,
        "reason": case.reason,
        "customers": case.customers,
        "state": case.state,
        "measure": measure.id,
        "title_zh": measure.title_zh,
        "title_en": measure.title_en,
        "province": batch["province"],
        "county": batch["county"],
        "segment": batch["segment"],
        "attempt": batch["attempt"],
        "stage": batch["stage"],
        "may_retry": rules.may_tell_again(batch)
        if rules.is_notice(case.batch_id)
        else rules.may_retry(batch, measure_state=measure.state),
        "said": batch.get("notice_said") or "",
        "owner": decided["owner_id"] if decided else None,
        "by": decided["by_id"] if decided else None,
        "at": decided["at"] if decided else None,
        "note": words[decided["note_text"]] if decided else "",
    }


def _batches(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """Every batch that failed somewhere or is parked."""
    columns = [
        Batch.id, Batch.measure_id, Batch.province, Batch.county, Batch.segment, Batch.state, Batch.parked,
        Batch.attempt, Batch.failures, Batch.failed_customers, Batch.submitted_customers, Batch.applied_customers,
        Batch.reversed_customers, Batch.stage,
    ]  # fmt: skip
    statement = select(*columns).where(
        Batch.incident_id == incident_id, or_(Batch.failed_customers > 0, Batch.parked.is_(True))
    )
    return [dict(row) for row in session.execute(statement.order_by(Batch.id)).mappings()]


def _notices(session: Session, incident_id: str, measures: dict[str, Measure]) -> list[dict[str, Any]]:
    """Every part whose notice was not taken, in the shape of a batch."""
    columns = [
        MeasurePart.measure_id, MeasurePart.province, MeasurePart.state, MeasurePart.notice_number,
        MeasurePart.notice_trouble, MeasurePart.notice_said,
    ]  # fmt: skip
    statement = select(*columns).where(MeasurePart.incident_id == incident_id, MeasurePart.notice_trouble.is_not(None))
    found = []
    for part in session.execute(statement.order_by(MeasurePart.id)).mappings():
        measure = measures[part["measure_id"]]
        area = (measure.running or {}).get("area", measure.area).get(part["province"], {})
        found.append(
            dict(part)
            | {"attempt": part["notice_number"], "county": part["province"], "segment": "", "stage": None}
            | {"customers": totals({part["province"]: area})}
        )
    return found


def _decided(session: Session, incident_id: str) -> dict[str, dict[str, Any]]:
    rows = session.scalars(select(ExceptionCase).where(ExceptionCase.incident_id == incident_id))
    return {
        row.id: {
            "state": row.state,
            "attempt": row.attempt,
            "owner_id": row.owner_id,
            "by_id": row.by_id,
            "note_text": row.note_text,
            "at": as_text(row.at),
        }
        for row in rows
    }


def _people(session: Session, provinces: list[str]) -> list[dict[str, str]]:
    """Whom cases may be handed to: headquarters' duty, and the teams of the provinces concerned."""
    rows = session.execute(
        select(Person.id, Person.name_zh, Person.name_en, RoleGrant.scope)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Person.state == "active",
            RoleGrant.held.is_(True),
            or_(
                RoleGrant.role.in_([DUTY_OFFICER, COMMANDER]) & (RoleGrant.scope == NATION),
                RoleGrant.role.in_([PROVINCE_LEAD, PROVINCE_MEMBER]) & RoleGrant.scope.in_(provinces),
            ),
        )
        .order_by(RoleGrant.scope.desc(), Person.name_en, Person.id)
    )
    found: dict[str, dict[str, str]] = {}
    for person_id, name_zh, name_en, scope in rows:
        found.setdefault(person_id, {"id": person_id, "name_zh": name_zh, "name_en": name_en, "scope": scope})
    return list(found.values())
