"""Who is on duty now and next at every place, and a place's roster with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incident import fold
from incident.clock import as_text
from incident.models import DutyMember, DutyShift, DutyTeam, Handover, Person
from incident.queries.duty import Members, fit_by_scope, fit_for_duty, members_of, people_of, put_together, shift_of
from incident.rules import duty as rules

#: How far ahead the board looks for gaps.
AHEAD = timedelta(hours=48)
#: The longest stretch that one question may ask for.
MOST = timedelta(days=62)
WAITING = ("open", "offered")


def duty_board(session: Session, scopes: Sequence[str], *, at: datetime) -> dict[str, Any]:
    """`{at, places, people}`; each place with who is on duty now, next, and what is wrong in the next two days."""
    shifts = _shifts(session, scopes, at - rules.LONGEST_SHIFT, at + AHEAD)
    fit = fit_by_scope(session, scopes)
    members = members_of(session, {shift.team_id for shift in shifts if shift.team_id})
    waiting = _waiting(session, scopes)
    places = []
    for scope in scopes:
        theirs = [shift for shift in shifts if shift.scope == scope]
        running = [shift for shift in theirs if shift.starts_at <= at < shift.ends_at]
        now = put_together(running, fit[scope], members)
        places.append(
            {
                "scope": scope,
                "rostered": now.rostered,
                "on_duty": list(now.on_duty),
                "deputies": list(now.deputies),
                "leads": list(now.leads),
                "until": as_text(now.until) if now.until else None,
                "next": _next(theirs, members, at),
                "planned": bool(theirs),
                **_faults(theirs, at, at + AHEAD),
                "waiting": waiting.get(scope, {}).get("waiting", 0),
                "flagged": waiting.get(scope, {}).get("flagged", 0),
            }
        )
    named = {person for place in places for name in ("on_duty", "deputies", "leads") for person in place[name]}
    named |= {person for place in places for person in place["next"]["people"]}
    named |= {fault["person"] for place in places for fault in (*place["overlaps"], *place["long"])}
    return {"at": as_text(at), "places": places, "people": names_of(session, named)}


def roster(session: Session, scope: str, *, begins: datetime, ends: datetime) -> dict[str, Any]:
    """A place's shifts that meet a span, its teams, who may be put on duty, and gaps, overlaps and long duties."""
    shifts = _shifts(session, [scope], begins, ends)
    teams = session.scalars(
        select(DutyTeam).where(DutyTeam.scope == scope, DutyTeam.state == "active").order_by(DutyTeam.name_zh)
    ).all()
    members = members_of(session, [team.id for team in teams])
    fit = fit_for_duty(session, scope)
    named = {person for shift in shifts for person in (shift.person_id, shift.deputy_id, shift.stands_in_for) if person}
    named |= {person for team in members.values() for person, _role in team} | set(fit)
    return {
        "scope": scope,
        "begins": as_text(begins),
        "ends": as_text(ends),
        "shifts": [fold.spelled(shift) for shift in shifts],
        "teams": [
            fold.spelled(team) | {"members": [{"person": who, "role": role} for who, role in members.get(team.id, [])]}
            for team in teams
        ],
        "candidates": [{"person": person, "role": role} for person, role in fit.items()],
        **_faults(shifts, begins, ends),
        "people": names_of(session, named),
    }


def teams_answering(session: Session, scope: str) -> dict[str, list[str]]:
    """Ids of a place's teams by the playbooks' team whose tasks they take."""
    found: dict[str, list[str]] = {}
    teams = select(DutyTeam).where(DutyTeam.scope == scope, DutyTeam.state == "active").order_by(DutyTeam.name_zh)
    for team in session.scalars(teams):
        for role in team.answers_for:
            found.setdefault(role, []).append(team.id)
    return found


def people_answering(session: Session, scope: str, team: str) -> list[str]:
    """Members of the teams that take the tasks of a playbook's team, leads first; empty: no team is named for it."""
    teams = teams_answering(session, scope).get(team, [])
    members = members_of(session, teams)
    both = [(role != "lead", person) for one in teams for person, role in members.get(one, [])]
    return list(dict.fromkeys(person for _later, person in sorted(both)))


def names_of(session: Session, people: Iterable[str]) -> dict[str, dict[str, str]]:
    """Names by id."""
    wanted = sorted(set(people))
    found = session.execute(select(Person.id, Person.name_zh, Person.name_en).where(Person.id.in_(wanted)))
    return {row.id: {"name_zh": row.name_zh, "name_en": row.name_en} for row in found}


def teams_of_person(session: Session, person: str) -> list[str]:
    """Ids of the teams that somebody belongs to."""
    held = select(DutyMember.team_id).where(DutyMember.person_id == person, DutyMember.held.is_(True))
    return list(session.scalars(held))


def _shifts(session: Session, scopes: Sequence[str], begins: datetime, ends: datetime) -> Sequence[DutyShift]:
    return session.scalars(
        select(DutyShift)
        .where(
            DutyShift.scope.in_(scopes),
            DutyShift.state == "planned",
            DutyShift.starts_at < ends,
            DutyShift.ends_at > begins,
        )
        .order_by(DutyShift.starts_at, DutyShift.ends_at, DutyShift.id)
    ).all()


def _next(shifts: Sequence[DutyShift], members: Members, at: datetime) -> dict[str, Any]:
    coming = {shift.id for shift in rules.next_on_duty(map(shift_of, shifts), at)}
    begin = [shift for shift in shifts if shift.id in coming]
    return {
        "starts_at": as_text(begin[0].starts_at) if begin else None,
        "people": list(dict.fromkeys(person for shift in begin for person in people_of(shift, members))),
    }


def _faults(rows: Sequence[DutyShift], begins: datetime, ends: datetime) -> dict[str, Any]:
    shifts = [shift_of(row) for row in rows]
    meeting = [shift for shift in shifts if shift.ends_at > begins]
    return {
        "gaps": [_span(gap) for gap in rules.gaps(shifts, begins, ends)],
        "overlaps": [
            {"person": one.person_id, "first": one.first, "second": one.second, **_span(one.span)}
            for one in rules.overlaps(meeting)
        ],
        "long": [
            {"person": one.person_id, "minutes": one.minutes, "shifts": list(one.shifts), **_span(one.span)}
            for one in rules.long_duties(shifts)
            if one.span.ends > begins
        ],
    }


def _span(span: rules.Span) -> dict[str, str]:
    return {"begins": as_text(span.begins), "ends": as_text(span.ends)}


def _waiting(session: Session, scopes: Sequence[str]) -> Mapping[str, dict[str, int]]:
    """Handovers that nobody has taken yet, and those that had to be flagged, by place."""
    counts: dict[str, dict[str, int]] = {}
    found = session.execute(
        select(Handover.scope, Handover.state, func.count())
        .where(Handover.scope.in_(scopes), Handover.state.in_((*WAITING, "flagged")))
        .group_by(Handover.scope, Handover.state)
    )
    for scope, state, count in found:
        kind = "flagged" if state == "flagged" else "waiting"
        place = counts.setdefault(scope, {})
        place[kind] = place.get(kind, 0) + count
    return counts
