"""What the house knows of outcomes by itself: from receipts of batches, from reports of tasks, from the log.

It stands beside what people state, and counts where nobody has stated anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident.log import incident_stream
from incident.models import Batch, Broadcast, BroadcastPart, EventRow, Outcome, ProvinceIncident, Task
from incident.rules.outcomes.adding import Sum, added, strictest
from incident.rules.outcomes.figures import today_of
from incident.rules.outcomes.kinds import KINDS, OF_TASK_FIELD, Kind
from incident.rules.outcomes.surveying import answered

#: Outcome fields of tasks that say that customers were helped, beside those of the kinds below.
HELPED = frozenset({"sims_replaced", "phones_charged", "customers_reached", "reached"}) | (
    KINDS["people_served"].task_fields | KINDS["green_channel"].task_fields
)

ByProvince = dict[str, Sum]


@dataclass
class Reckoned:
    """Figures and targets by kind and province; `plan` says which targets are the plan's and no playbook's."""

    figures: dict[str, ByProvince] = field(default_factory=lambda: defaultdict(dict))
    targets: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    #: How many the surveys by SMS reached, by province.
    sent: dict[str, int] = field(default_factory=dict)
    plan: frozenset[str] = frozenset({"customers_covered"})


def reckoned(session: Session, incident_id: str) -> Reckoned:
    """Everything the house reckons of an incident, as far as the session sees it."""
    found = Reckoned()
    _receipts(session, incident_id, found)
    _tasks(session, incident_id, found)
    _answers(session, incident_id, found)
    found.figures["first_helped"] = _first_helped(session, incident_id)
    return found


def _receipts(session: Session, incident_id: str, found: Reckoned) -> None:
    """Customers once each: of a county's segment the measure that reached most of them, since measures overlap."""
    covered: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    wanted: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = session.execute(
        select(
            Batch.province,
            Batch.county,
            Batch.segment,
            func.sum(Batch.applied_customers - Batch.reversed_customers),
            func.sum(Batch.intended_customers),
        )
        .where(Batch.incident_id == incident_id, Batch.stage.is_(None), Batch.extends.is_(False))
        .group_by(Batch.province, Batch.county, Batch.segment, Batch.measure_id)
    )
    for province, county, segment, applied, intended in rows:
        key, here, planned = (county, segment), covered[str(province)], wanted[str(province)]
        here[key] = max(here.get(key, 0), int(applied))
        planned[key] = max(planned.get(key, 0), int(intended))
    for province, parts in covered.items():
        found.figures["customers_covered"][province] = Sum(sum(parts.values()), None, "", len(parts))
        found.targets["customers_covered"][province] = sum(wanted[province].values())
    money = session.execute(
        select(Batch.province, func.sum(Batch.applied_fen - Batch.reversed_fen), func.count())
        .where(Batch.incident_id == incident_id, Batch.stage.is_(None))
        .group_by(Batch.province)
    )
    for province, fen, count in money:
        found.figures["money_waived"][str(province)] = Sum(int(fen), None, "", count)


def _tasks(session: Session, incident_id: str, found: Reckoned) -> None:
    """Reports of tasks under the fields that kinds name, and the targets that the playbook gave them."""
    reports: dict[tuple[Kind, str], list[Sum]] = defaultdict(list)
    targets: dict[tuple[Kind, str], list[int]] = defaultdict(list)
    places: dict[str, str] = {}
    tasks = session.execute(
        select(Task.id, Task.province, Task.outcome_fields).where(
            Task.incident_id == incident_id, Task.state != "cancelled"
        )
    )
    for task_id, province, fields in tasks:
        for one in fields:
            kind = OF_TASK_FIELD.get(one["name"])
            if kind is None:
                continue
            places[task_id] = province
            if one.get("target") is not None:
                targets[(kind, province)].append(one["target"] * kind.step)
    reported = session.execute(
        select(Outcome.task_id, Outcome.name, Outcome.value, Outcome.at).where(
            Outcome.incident_id == incident_id, Outcome.name.in_(sorted(OF_TASK_FIELD))
        )
    )
    for task_id, name, value, at in reported:
        if task_id in places:
            kind = OF_TASK_FIELD[name]
            told = Sum(value * kind.step, None, today_of(at).isoformat(), 1)
            reports[(kind, places[task_id])].append(told)
    for (kind, province), sums in reports.items():
        total = added(kind.over_places, sums)
        if total is not None:
            found.figures[kind.name][province] = total
    for (kind, province), given in targets.items():
        goal = strictest(kind, given)
        if goal is not None:
            found.targets[kind.name][province] = goal


def _answers(session: Session, incident_id: str, found: Reckoned) -> None:
    """Satisfied of those who answered the surveys by SMS, by province; all surveys of the incident together."""
    asked = session.execute(
        select(BroadcastPart, Broadcast.survey, Broadcast.started_at)
        .join(Broadcast, Broadcast.id == BroadcastPart.broadcast_id)
        .where(BroadcastPart.incident_id == incident_id, Broadcast.item_key.startswith("survey/"))
    )
    satisfied: dict[str, int] = defaultdict(int)
    answers: dict[str, int] = defaultdict(int)
    days: dict[str, str] = {}
    for part, survey, started_at in asked:
        told = answered([vars(part)], scale=survey["scale"])
        province = str(part.province)
        satisfied[province] += told.satisfied
        answers[province] += told.answers
        found.sent[province] = found.sent.get(province, 0) + told.sent
        days[province] = max(days.get(province, ""), today_of(started_at).isoformat())
    for province, many in answers.items():
        if many:
            share = round(satisfied[province] * 10_000 / many)
            found.figures["satisfaction"][province] = Sum(share, many, days[province], 1)


def _first_helped(session: Session, incident_id: str) -> ByProvince:
    """Whole minutes from the hazard to the first receipt with customers, or the first report of people helped."""
    struck: dict[str, datetime] = {
        str(province): occurred_at
        for province, occurred_at in session.execute(
            select(ProvinceIncident.province, ProvinceIncident.occurred_at).where(
                ProvinceIncident.incident_id == incident_id
            )
        )
    }
    first: dict[str, datetime] = {}
    _earliest(first, _receipts_with_customers(session, incident_id))
    helped = session.execute(
        select(Outcome.province, func.min(Outcome.at))
        .where(Outcome.incident_id == incident_id, Outcome.name.in_(sorted(HELPED)), Outcome.value > 0)
        .group_by(Outcome.province)
    )
    _earliest(first, ((str(province), at) for province, at in helped))
    return {
        province: Sum(max(0, int((at - struck[province]).total_seconds()) // 60), None, today_of(at).isoformat(), 1)
        for province, at in first.items()
        if province in struck
    }


def _receipts_with_customers(session: Session, incident_id: str) -> Iterable[tuple[str, datetime]]:
    rows = session.execute(
        select(EventRow.audience, EventRow.at, EventRow.data).where(
            EventRow.stream == incident_stream(incident_id), EventRow.type == "BatchesSettled"
        )
    )
    return ((audience, at) for audience, at, data in rows if data["applied_customers"] > 0)


def _earliest(first: dict[str, datetime], told: Iterable[tuple[str, datetime]]) -> None:
    for province, at in told:
        first[province] = min(first.get(province, at), at)
