"""To whom in a province a task could be given: its teams as playbooks name them, and its people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.models import Person, RoleGrant, Task
from incident.rules.permissions import PROVINCE_ROLES
from playbooks.source.playbook import Playbook


def team_titles(playbooks: Iterable[Playbook]) -> dict[str, tuple[str, str]]:
    """Chinese and English names of teams, by the role that playbooks call them."""
    return {team: (title.zh, title.en) for playbook in playbooks for team, title in playbook.teams.items()}


def teams_of_province(session: Session, province: str, *, playbooks: Iterable[Playbook]) -> dict[str, Any]:
    """`{"teams": [{team, title_zh, title_en}], "people": [{id, name_zh, name_en, role}]}`; active people only.

    Teams are those that a playbook names or that have had a task of this province; a name nobody translated
    stands for itself.
    """
    named = team_titles(playbooks)
    used = session.scalars(select(Task.team).where(Task.province == province).distinct())
    known = sorted(set(named) | set(used), key=lambda team: (team not in named, team))
    teams = [
        {"team": team, "title_zh": zh, "title_en": en}
        for team, (zh, en) in ((team, named.get(team, (team, team))) for team in known)
    ]
    people = session.execute(
        select(Person.id, Person.name_zh, Person.name_en, RoleGrant.role)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.scope == province,
            RoleGrant.role.in_(PROVINCE_ROLES),
            RoleGrant.held.is_(True),
            Person.state == "active",
        )
        .order_by(RoleGrant.role.desc(), Person.name_zh, Person.id)
    ).mappings()
    return {"teams": teams, "people": [dict(row) for row in people]}
