"""What the league is reckoned from, province by province: tasks, receipts, outcomes, customers hit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident.clock import from_text
from incident.log import incident_stream
from incident.models import Batch, EventRow, ImpactRegion, Objection, ProvinceIncident, Task
from incident.queries.outcomes import outcomes_of
from incident.rules.league import CRITERIA, Part, Ruling, ruled

#: An outcome that a criterion of its own looks at already.
_LOOKED_AT_ELSEWHERE = frozenset({"customers_covered", "complaints"})


#: Of a task, what says whether it was done in time.
TIMES = (
    Task.state, Task.dispatched_at, Task.acknowledged_at, Task.acknowledge_minutes, Task.work_due_at, Task.resolved_at,
)  # fmt: skip


@dataclass
class _Tally:
    """Numerator and denominator of each criterion."""

    parts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, criterion: str, numerator: int, denominator: int) -> None:
        before = self.parts.get(criterion, (0, 0))
        self.parts[criterion] = (before[0] + numerator, before[1] + denominator)


@dataclass(frozen=True)
class TeamLine:
    """How teams of one kind fared over all provinces: the league of departments."""

    team: str
    provinces: int
    tasks: int
    in_time: int
    done: int


def parts_of(session: Session, incident_id: str) -> dict[str, list[Part]]:
    """Every criterion of every province that had anything to do, each once and in the order of the rules."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    silences = _silences(session, incident_id)
    for task in _tasks(session, incident_id):
        if not _unreachable(silences.get(task.province, ()), task.dispatched_at):
            tallies[task.province].add("acknowledged", in_time(task), 1)
            tallies[task.province].add("done", done_in_time(task), 1)
    _receipts(session, incident_id, tallies)
    _outcomes(session, incident_id, tallies)
    return {
        province: [
            Part(criterion=rule.name, numerator=told[0], denominator=told[1])
            for rule in CRITERIA
            for told in [tally.parts.get(rule.name, (0, 0))]
        ]
        for province, tally in sorted(tallies.items())
    }


def ruled_parts_of(session: Session, incident_id: str) -> dict[str, list[Part]]:
    """The same with what reviewers have ruled on objections; of several rulings on a criterion the newest."""
    rulings: dict[str, dict[str, tuple[Ruling, int, int]]] = defaultdict(dict)
    rows = session.scalars(
        select(Objection)
        .where(Objection.incident_id == incident_id, Objection.ruling.is_not(None))
        .order_by(Objection.answered_at)
    )
    for row in rows:
        ruling: Ruling = "leave_out" if row.ruling == "leave_out" else "value"
        rulings[str(row.province)][row.criterion] = (ruling, row.numerator or 0, row.denominator or 0)
    return {
        province: ruled(parts, rulings.get(province, {})) for province, parts in parts_of(session, incident_id).items()
    }


def teams_of(session: Session, incident_id: str) -> list[TeamLine]:
    """Teams by the playbook's name over all provinces, those that answer in time first."""
    grouped: dict[str, list[Any]] = defaultdict(list)
    for task in _tasks(session, incident_id):
        grouped[task.team].append(task)
    lines = [
        TeamLine(
            team,
            len({task.province for task in own}),
            len(own),
            sum(in_time(task) for task in own),
            sum(done_in_time(task) for task in own),
        )
        for team, own in grouped.items()
    ]
    return sorted(lines, key=lambda line: (-(line.in_time + line.done) / line.tasks, line.team))


def _tasks(session: Session, incident_id: str) -> Sequence[Any]:
    return session.execute(
        select(Task.province, Task.team, *TIMES).where(Task.incident_id == incident_id, Task.state != "cancelled")
    ).all()


def in_time(task: Any) -> int:
    """1 for a task that was acknowledged within its minutes, else 0."""
    if task.acknowledged_at is None:
        return 0
    return int((task.acknowledged_at - task.dispatched_at).total_seconds() <= task.acknowledge_minutes * 60)


def done_in_time(task: Any) -> int:
    """1 for a task that was reported within its work time, else 0."""
    if task.state not in ("resolved", "closed") or task.resolved_at is None:
        return 0
    return int(task.work_due_at is None or task.resolved_at <= task.work_due_at)


def _receipts(session: Session, incident_id: str, tallies: dict[str, _Tally]) -> None:
    rows = session.execute(
        select(
            Batch.province,
            func.sum(Batch.applied_customers - Batch.reversed_customers),
            func.sum(Batch.intended_customers),
        )
        .where(Batch.incident_id == incident_id, Batch.stage.is_(None), Batch.extends.is_(False))
        .group_by(Batch.province)
    )
    for province, applied, intended in rows:
        tallies[str(province)].add("covered", int(applied), int(intended))


def _outcomes(session: Session, incident_id: str, tallies: dict[str, _Tally]) -> None:
    """Complaints, targets, people served and figures in time; without customers hit nobody is served per 10,000."""
    hit = _hit(session, incident_id)
    for line in outcomes_of(session, incident_id=incident_id)["kinds"]:
        for cell in line["provinces"]:
            tally = tallies[cell["province"]]
            if line["name"] == "complaints":
                tally.add("complaints", cell["value"], 10 ** line["decimals"])
            elif cell["met"] is not None and line["name"] not in _LOOKED_AT_ELSEWHERE:
                tally.add("targets", int(cell["met"]), 1)
            if line["name"] in ("green_channel", "people_served"):
                tally.add("served", cell["value"], 0)
            if cell["from"] == "stated":
                tally.add("reported", cell["figures"] - cell["late"], cell["figures"])
    for province, tally in tallies.items():
        if "served" in tally.parts:
            tally.add("served", 0, hit.get(province, 0))


def _hit(session: Session, incident_id: str) -> dict[str, int]:
    """Customers hit by the footprint that counts in each province."""
    current = {
        str(province): footprint
        for province, footprint in session.execute(
            select(ProvinceIncident.province, ProvinceIncident.footprint_id).where(
                ProvinceIncident.incident_id == incident_id
            )
        )
        if footprint is not None
    }
    rows = session.execute(
        select(ImpactRegion.province, ImpactRegion.footprint_id, func.sum(ImpactRegion.total))
        .where(ImpactRegion.incident_id == incident_id, ImpactRegion.level == "province")
        .group_by(ImpactRegion.province, ImpactRegion.footprint_id)
    )
    return {str(province): int(total) for province, footprint, total in rows if current.get(str(province)) == footprint}


def _silences(session: Session, incident_id: str) -> Mapping[str, Sequence[tuple[datetime, datetime | None]]]:
    """When each province could not be reached; the end is None while it still cannot."""
    found: dict[str, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    rows = session.execute(
        select(EventRow.type, EventRow.at, EventRow.data)
        .where(
            EventRow.stream == incident_stream(incident_id),
            EventRow.type.in_(("ProvinceUnreachable", "ProvinceHeardAgain")),
        )
        .order_by(EventRow.position)
    )
    for kind, at, data in rows:
        own = found[data["province"]]
        if kind == "ProvinceUnreachable":
            own.append((from_text(data["since"]), None))
        elif own and own[-1][1] is None:
            own[-1] = (own[-1][0], at)
    return found


def _unreachable(silences: Sequence[tuple[datetime, datetime | None]], moment: datetime) -> bool:
    return any(since <= moment and (until is None or moment <= until) for since, until in silences)
