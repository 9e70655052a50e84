"""Targets that the players of an ended drill missed, each with the events that show it, for the review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.log import incident_stream
from incident.models import Drill, DrillInject, EventRow
from incident.queries.drills import course_of, injects_of, scenario_of
from incident.rules.drill_score import Course, Score, score
from incident.rules.review_facts import Mark, MissedTarget


def missed_targets(session: Session, incident_id: str) -> list[MissedTarget]:
    """The targets that were missed in the drill that an incident was declared by, in the scenario's order.

    None while the drill goes on: until it has ended its score is not the players' to read.
    """
    row = session.scalars(select(Drill).where(Drill.of_incident == incident_id)).one_or_none()
    if row is None or row.ended_at is None:
        return []
    course = course_of(session, row, now=row.ended_at)
    if course is None:
        return []
    asked = {one.inject: one for one in injects_of(session, row.id)}
    missed = [one for one in score(scenario_of(session, row).targets, course) if one.verdict == "missed"]
    return [_missed(session, incident_id, one, course, asked) for one in missed]


def _missed(
    session: Session, incident_id: str, one: Score, course: Course, asked: Mapping[str, DrillInject]
) -> MissedTarget:
    target = one.target
    inject = asked.get(target.after or "")
    return MissedTarget(
        id=target.id,
        what=target.what,
        within_minutes=target.within_minutes,
        # a silent province is called by headquarters; what was told to a province is for it to log
        province=inject.place if inject is not None and target.what == "logged" else None,
        marks=_marks(session, incident_id, one, course),
        took_s=one.took_s,
        part=one.part,
        whole=one.whole,
        percent=target.percent,
        title_zh=target.title.zh if target.title else None,
        title_en=target.title.en if target.title else None,
        after_zh=inject.title_zh if inject is not None else None,
        after_en=inject.title_en if inject is not None else None,
    )


def _marks(session: Session, incident_id: str, one: Score, course: Course) -> list[Mark]:
    """The events behind a verdict; where nobody did anything, the last one before its time was out, and where it began.

    An inject that only cuts something writes nothing for the players: it began where their log stood then.
    """
    if one.events:
        return _at(session, incident_id, *one.events)
    release = course.releases.get(one.target.after or "")
    began = _at(session, incident_id, release.position if release is not None else 1)
    return list(dict.fromkeys(_last(session, incident_id, one.due_at or course.until) + began))


def _at(session: Session, incident_id: str, *positions: int) -> list[Mark]:
    found = session.execute(
        select(EventRow.position, EventRow.at)
        .where(EventRow.stream == incident_stream(incident_id), EventRow.position.in_(positions))
        .order_by(EventRow.position)
    )
    return [Mark(row.position, row.at) for row in found]


def _last(session: Session, incident_id: str, moment: datetime) -> list[Mark]:
    """The last event of the incident's log up to a moment of world time."""
    found = session.execute(
        select(EventRow.position, EventRow.at)
        .where(EventRow.stream == incident_stream(incident_id), EventRow.at <= moment)
        .order_by(EventRow.position.desc())
        .limit(1)
    )
    return [Mark(row.position, row.at) for row in found]
