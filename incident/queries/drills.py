"""Drills as their page shows them: the list, one with its injects, and the score.

Until it has ended, what came, what comes next and how it goes are its observers'; players would play to the score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold, log
from incident.clock import as_text
from incident.errors import Conflict, NotFound
from incident.events.drills import STREAM
from incident.log import incident_stream
from incident.models import Drill, DrillInject, EventRow, Person
from incident.queries.events import tell
from incident.rules.drill_score import READ, VERDICTS, Course, Deed, Release, Score, score
from incident.rules.drills import Outages, outages
from incident.scenarios import Scenario, read_scenario

#: How many drills a list shows, and how much of a drill's story.
LIMIT = 100


def drills(session: Session, *, observes: bool = True) -> list[dict[str, Any]]:
    """All drills, the newest first, without what comes next; players do not even read how many injects there are."""
    rows = session.scalars(select(Drill).order_by(Drill.prepared_at.desc(), Drill.id).limit(LIMIT)).all()
    return [_row(session, row, counts=observes or row.ended_at is not None) for row in rows]


def drill_detail(session: Session, drill_id: str, regions: Regions, *, now: datetime, observes: bool) -> dict[str, Any]:
    """`{drill, now, injects, score, story, scenario}`; players read no more than its head before it has ended."""
    row = _drill(session, drill_id)
    scenario = scenario_of(session, row)
    knows = observes or row.ended_at is not None
    shown = injects_of(session, drill_id) if knows else []
    told = {one.id: one for one in scenario.injects}
    return {
        "drill": _row(session, row, counts=knows),
        "now": as_text(now),
        "injects": [_inject(session, one, told[one.inject].text) for one in shown],
        "score": _score_document(session, row, scenario, now=now) if knows else None,
        "story": _story(session, drill_id, regions) if knows else [],
        "scenario": (log.read_text(session, row.scenario_text) or "") if knows else None,
    }


def drill_of_incident(session: Session, incident_id: str, *, now: datetime, observes: bool) -> dict[str, Any] | None:
    """`{drill, score, injects}` of the drill that an incident was declared by; None where it was none. For the review.

    The score is null while the drill goes on, but for its observers.
    """
    row = session.scalars(select(Drill).where(Drill.of_incident == incident_id)).one_or_none()
    if row is None:
        return None
    knows = observes or row.ended_at is not None
    scenario = scenario_of(session, row)
    texts = {one.id: one.text for one in scenario.injects}
    return {
        "drill": _row(session, row, counts=knows),
        "score": _score_document(session, row, scenario, now=now) if knows else None,
        "injects": [_inject(session, one, texts[one.inject]) for one in injects_of(session, row.id)] if knows else [],
    }


def drill_score(session: Session, drill_id: str, *, now: datetime, observes: bool = True) -> dict[str, Any]:
    """The score of one drill, or NotFound; Conflict for players while it goes on."""
    row = _drill(session, drill_id)
    if not observes and row.ended_at is None:
        raise Conflict(
            "drill.not_over",
            zh="演练还没有结束，成绩在结束后公布。",
            en="The drill goes on; its score is told when it has ended.",
        )
    return _score_document(session, row, scenario_of(session, row), now=now)


def outages_now(session: Session, *, now: datetime) -> Outages:
    """What drills have cut at world time `now`; nothing in a live world, where there are none."""
    cuts = session.execute(
        select(DrillInject.kind, DrillInject.system, DrillInject.place).where(
            DrillInject.state == "released", DrillInject.until > now
        )
    )
    return outages([(kind, system, province) for kind, system, province in cuts])


def silent_for(session: Session, provinces: Sequence[str], *, now: datetime) -> list[dict[str, Any]]:
    """Which of the provinces are to play silent now, and until when: their people are told so."""
    found = session.execute(
        select(DrillInject.place, DrillInject.until, Drill.id, Drill.title_zh, Drill.title_en)
        .join(Drill, Drill.id == DrillInject.drill_id)
        .where(
            DrillInject.state == "released",
            DrillInject.kind == "province-silent",
            DrillInject.place.in_(list(provinces)),
            DrillInject.until > now,
        )
        .order_by(DrillInject.until)
    )
    return [
        {"province": province, "until": as_text(until), "drill": drill, "title_zh": zh, "title_en": en}
        for province, until, drill, zh, en in found
        if until is not None
    ]


def scenario_of(session: Session, row: Drill) -> Scenario:
    """The drill's scenario as it was when it was prepared."""
    return read_scenario(log.read_text(session, row.scenario_text) or "", filename=f"{row.scenario}.yaml")


def _drill(session: Session, drill_id: str) -> Drill:
    row = session.get(Drill, drill_id)
    if row is None:
        raise NotFound.of("演练", "drill")
    return row


def injects_of(session: Session, drill_id: str) -> Sequence[DrillInject]:
    """The injects of a drill, in the order of its scenario."""
    return session.scalars(
        select(DrillInject).where(DrillInject.drill_id == drill_id).order_by(DrillInject.ordinal)
    ).all()


def _row(session: Session, row: Drill, *, counts: bool) -> dict[str, Any]:
    person = session.get(Person, row.prepared_by)
    states = Counter(session.scalars(select(DrillInject.state).where(DrillInject.drill_id == row.id)))
    named = {"name_zh": person.name_zh, "name_en": person.name_en} if person else None
    return fold.spelled(row) | {"prepared_by_name": named, "injects": dict(states) if counts else {}}


def _inject(session: Session, row: DrillInject, text: str | None) -> dict[str, Any]:
    return fold.spelled(row) | {"text": text, "reason": log.read_text(session, row.reason_text)}


def _story(session: Session, drill_id: str, regions: Regions) -> list[dict[str, Any]]:
    """What happened to a drill, newest first, in sentences."""
    its = EventRow.data["drill_id"].as_string() == drill_id
    rows = session.scalars(
        select(EventRow).where(EventRow.stream == STREAM, its).order_by(EventRow.position.desc()).limit(LIMIT)
    ).all()
    return [{"at": event["at"], "type": event["type"], "say": event["say"]} for event in tell(session, rows, regions)]


def _score_document(session: Session, row: Drill, scenario: Scenario, *, now: datetime) -> dict[str, Any]:
    """`{targets, counts, until}`; nothing is judged before the drill has begun."""
    course = course_of(session, row, now=now)
    scores = score(scenario.targets, course) if course is not None else []
    behind = _behind(session, row.of_incident, {position for one in scores for position in one.events})
    return {
        "targets": [_told(one, behind) for one in scores],
        "counts": {verdict: sum(one.verdict == verdict for one in scores) for verdict in VERDICTS},
        "until": as_text(course.until) if course is not None else None,
        "incident_id": row.of_incident,
    }  # fmt: skip


def course_of(session: Session, row: Drill, *, now: datetime) -> Course | None:
    """What a score is told of a drill, up to its end or to `now` (world time); None before it has begun."""
    if row.started_at is None:
        return None
    injects = injects_of(session, row.id)
    positions = _positions(session, row.id)
    until = row.ended_at or now
    deeds = session.scalars(
        select(EventRow)
        .where(EventRow.stream == incident_stream(row.of_incident), EventRow.type.in_(READ), EventRow.at <= until)
        .order_by(EventRow.position)
    )
    return Course(
        started_at=row.started_at,
        until=until,
        ended=row.ended_at is not None,
        releases={
            one.inject: Release(one.done_at, positions.get(one.id, 0), one.place)
            for one in injects
            if one.state == "released" and one.done_at is not None
        },
        to_come=frozenset(one.inject for one in injects if one.state == "planned"),
        deeds=[Deed(deed.position, deed.type, deed.at, deed.actor["via"], deed.data) for deed in deeds],
    )


def _positions(session: Session, drill_id: str) -> dict[str, int]:
    """Where the incident's log stood when each inject was released, by the inject's id."""
    its = EventRow.data["drill_id"].as_string() == drill_id
    rows = session.scalars(select(EventRow).where(EventRow.stream == STREAM, EventRow.type == "InjectReleased", its))
    return {row.data["inject_id"]: row.data["incident_position"] for row in rows}


def _behind(session: Session, incident_id: str, positions: set[int]) -> dict[int, dict[str, Any]]:
    rows = session.execute(
        select(EventRow.position, EventRow.type, EventRow.at).where(
            EventRow.stream == incident_stream(incident_id), EventRow.position.in_(sorted(positions)[:500])
        )
    )
    return {row.position: {"position": row.position, "type": row.type, "at": as_text(row.at)} for row in rows}


def _told(one: Score, behind: dict[int, dict[str, Any]]) -> dict[str, Any]:
    target = one.target
    return {
        "id": target.id,
        "what": target.what,
        "title_zh": target.title.zh if target.title else None,
        "title_en": target.title.en if target.title else None,
        "within_minutes": target.within_minutes,
        "percent": target.percent,
        "after": target.after,
        "verdict": one.verdict,
        "took_s": one.took_s,
        "due_at": as_text(one.due_at) if one.due_at else None,
        "part": one.part,
        "whole": one.whole,
        "events": [behind[position] for position in one.events if position in behind],
    }
