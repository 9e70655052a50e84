"""Who is on duty: for paging, for handing over, and for everybody who must know whom to call.

Nothing here is stored: it follows from the shifts, the teams, the roles and the time. Whoever has lost the account
or the role since the roster was written is left out; where nobody is on the roster, all who hold the place's roles
are on duty, as before there were rosters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.events.base import NATION
from incident.models import DutyMember, DutyShift, DutyTeam, Person, RoleGrant
from incident.rules.duty import Shift
from incident.rules.permissions import COMMANDER, DUTY_OFFICER, PROVINCE_LEAD, PROVINCE_MEMBER

#: Roles that may be on duty at a place, whoever answers first before who leads.
HQ_ROLES = (DUTY_OFFICER, COMMANDER)
FIELD_ROLES = (PROVINCE_MEMBER, PROVINCE_LEAD)
#: (person, role) of each team, leads first.
Members = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class DutyNow:
    """Who answers for a place at one moment; ids of people, each list in the order of calling."""

    on_duty: tuple[str, ...]
    deputies: tuple[str, ...]
    leads: tuple[str, ...]
    #: False: nobody is on the roster now, and `on_duty` are all who hold the place's roles.
    rostered: bool
    #: When the first of the running shifts ends; None without a roster.
    until: datetime | None

    @property
    def everybody(self) -> list[str]:
        """On duty, deputies, leads; each person once."""
        return list(dict.fromkeys((*self.on_duty, *self.deputies, *self.leads)))


def people_on_duty(session: Session, province: str | None, *, at: datetime) -> list[str]:
    """Ids of those to call for a province (None: headquarters) at world time `at`: on duty, deputy, lead.

    Nobody on the roster: everybody who holds the province's roles, or is a duty officer of headquarters.
    """
    return duty_now(session, province, at=at).everybody


def duty_now(session: Session, province: str | None, *, at: datetime) -> DutyNow:
    """The same in its parts. The leads are the running teams' and the province's; a commander is no lead here,
    but the chain's own last step."""
    scope = province or NATION
    running = session.scalars(
        select(DutyShift)
        .where(
            DutyShift.scope == scope,
            DutyShift.state == "planned",
            DutyShift.starts_at <= at,
            DutyShift.ends_at > at,
        )
        .order_by(DutyShift.starts_at, DutyShift.id)
    ).all()
    members = members_of(session, {shift.team_id for shift in running if shift.team_id})
    return put_together(running, fit_for_duty(session, scope), members)


def put_together(running: Sequence[DutyShift], fit: Mapping[str, str], members: Members) -> DutyNow:
    """Who answers, from the running shifts in order, who is fit at the place, and the members of teams."""
    on_duty = _fit((person for shift in running for person in people_of(shift, members)), fit)
    deputies = [who for who in _fit((shift.deputy_id for shift in running), fit) if who not in on_duty]
    teams = sorted({shift.team_id for shift in running if shift.team_id is not None})
    team_leads = [person for team in teams for person, role in members.get(team, ()) if role == "lead"]
    leads = _fit([*team_leads, *(who for who, role in fit.items() if role == PROVINCE_LEAD)], fit)
    if on_duty or deputies:
        until = min(shift.ends_at for shift in running)
        return DutyNow(tuple(on_duty), tuple(deputies), _rest(leads, on_duty, deputies), rostered=True, until=until)
    everybody = [who for who, role in fit.items() if role != COMMANDER]
    return DutyNow(tuple(everybody), (), (), rostered=False, until=None)


def fit_for_duty(session: Session, scope: str) -> dict[str, str]:
    """Active people who may be on duty at a place, by id, with the role that counts; members before leads."""
    return fit_by_scope(session, [scope])[scope]


def fit_by_scope(session: Session, scopes: Iterable[str]) -> dict[str, dict[str, str]]:
    """The same for many places at once."""
    held: dict[str, dict[str, str]] = {scope: {} for scope in scopes}
    found = session.execute(
        select(RoleGrant.scope, RoleGrant.person_id, RoleGrant.role)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.scope.in_(sorted(held)),
            RoleGrant.role.in_((*HQ_ROLES, *FIELD_ROLES)),
            RoleGrant.held.is_(True),
            Person.state == "active",
        )
        .order_by(Person.login)
    ).all()
    order = (*HQ_ROLES, *FIELD_ROLES)
    for scope, person, role in sorted(found, key=lambda row: order.index(row[2])):
        if scope == NATION and role in HQ_ROLES:
            # A commander who also is a duty officer does duty.
            held[scope].setdefault(person, role)
        elif scope != NATION and role in FIELD_ROLES:
            # A member who also is the lead leads.
            held[scope][person] = role
    return held


def members_of(session: Session, teams: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """(person, role) of each active team, leads first."""
    wanted = sorted(set(teams))
    if not wanted:
        return {}
    found = session.execute(
        select(DutyMember.team_id, DutyMember.person_id, DutyMember.role)
        .join(DutyTeam, DutyTeam.id == DutyMember.team_id)
        .where(DutyMember.team_id.in_(wanted), DutyMember.held.is_(True), DutyTeam.state == "active")
        .order_by(DutyMember.role, DutyMember.person_id)
    )
    members: dict[str, list[tuple[str, str]]] = {}
    for team, person, role in found:
        members.setdefault(team, []).append((person, role))
    return members


def shift_of(row: DutyShift) -> Shift:
    """A row as the rules see it."""
    return Shift(
        id=row.id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        person_id=row.person_id,
        team_id=row.team_id,
        deputy_id=row.deputy_id,
    )


def people_of(shift: DutyShift, members: Members) -> Sequence[str]:
    """The shift's person, or its team's, leads first."""
    if shift.person_id is not None:
        return [shift.person_id]
    return [person for person, _role in members.get(shift.team_id or "", [])]


def _fit(people: Iterable[str | None], fit: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(person for person in people if person is not None and person in fit))


def _rest(leads: Iterable[str], *called: Iterable[str]) -> tuple[str, ...]:
    before = {person for people in called for person in people}
    return tuple(lead for lead in leads if lead not in before)
