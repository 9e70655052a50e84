"""Teams of a province, its cities or headquarters. Callers open `db.transaction([STREAM])`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from incident import fold
from incident.commands.duty.base import record, refuse_strangers, row
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events.base import NATION
from incident.events.duty import TeamChanged, TeamFormed, TeamMemberSet, TeamRetired
from incident.log import Actor
from incident.rules.duty import ANSWERS_FOR, TEAM_KINDS


@dataclass(frozen=True)
class TeamSettings:
    """What a team is called, where it sits and whose tasks it takes."""

    region: str
    name_zh: str
    name_en: str
    kind: str
    #: Names of teams in playbooks; None: what its kind stands for.
    answers_for: Sequence[str] | None = None

    def fields(self, scope: str) -> dict[str, Any]:
        """As events take them; Invalid for what cannot be."""
        if self.kind not in TEAM_KINDS:
            raise Invalid(
                "duty.team_kind",
                field="kind",
                zh=f"班组类型须为 {'、'.join(TEAM_KINDS)} 之一。",
                en=f"kind must be one of {', '.join(TEAM_KINDS)}.",
            )
        if not _within(self.region, scope):
            raise Invalid(
                "duty.region",
                field="region",
                zh="班组须在本省内；总部班组的地区写 nation。",
                en="A team sits within its province; one of headquarters has the region nation.",
            )
        default = [ANSWERS_FOR[self.kind]] if self.kind in ANSWERS_FOR and scope != NATION else []
        answers = default if self.answers_for is None else list(dict.fromkeys(self.answers_for))
        return {
            "region": self.region,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "team_kind": self.kind,
            "answers_for": tuple(answers),
        }


def form_team(tx: Tx, actor: Actor, *, team_id: str, scope: str, settings: TeamSettings) -> dict[str, Any]:
    """Form a team at a place."""
    if fold.row_of(tx.session, "duty_team", team_id):
        raise Conflict("duty.team_exists", zh="这个班组已经建立。", en="This team has been formed already.")
    record(tx, actor, TeamFormed(team_id=team_id, scope=scope, **settings.fields(scope)))
    return fold.row_of(tx.session, "duty_team", team_id)


def change_team(tx: Tx, actor: Actor, *, team_id: str, settings: TeamSettings) -> dict[str, Any]:
    """Give it other names, another seat or other tasks."""
    team = _active(tx, team_id)
    record(tx, actor, TeamChanged(team_id=team_id, scope=team["scope"], **settings.fields(team["scope"])))
    return fold.row_of(tx.session, "duty_team", team_id)


def retire_team(tx: Tx, actor: Actor, *, team_id: str) -> dict[str, Any]:
    """Let it be no more; who is on duty only through it is no longer."""
    team = _active(tx, team_id)
    record(tx, actor, TeamRetired(**_of(team)))
    return fold.row_of(tx.session, "duty_team", team_id)


def set_member(tx: Tx, actor: Actor, *, team_id: str, person_id: str, role: str | None) -> dict[str, Any]:
    """Make somebody the team's `lead` or a `member`; None takes them out."""
    team = _active(tx, team_id)
    key = f"{team_id}:{person_id}"
    before = fold.row_of(tx.session, "duty_member", key)
    if role is None:
        if not before or not before["held"]:
            raise Conflict("duty.no_member", zh="此人不在这个班组。", en="This person is not in the team.")
    elif role not in ("lead", "member"):
        raise Invalid("duty.role", field="role", zh="角色须为 lead 或 member。", en="role must be lead or member.")
    else:
        refuse_strangers(tx, team["scope"], [person_id], field="person")
    event = TeamMemberSet(
        **_of(team),
        person_id=person_id,
        role=role if role is not None else before["role"],
        held=role is not None,
    )
    record(tx, actor, event)
    return fold.row_of(tx.session, "duty_member", key)


def _active(tx: Tx, team_id: str) -> dict[str, Any]:
    team = row(tx, "duty_team", team_id, "班组", "team")
    if team["state"] != "active":
        raise Conflict("duty.team_retired", zh="这个班组已经撤销。", en="This team has been retired.")
    return team


def _of(team: dict[str, Any]) -> dict[str, Any]:
    return {"team_id": team["id"], "scope": team["scope"], "name_zh": team["name_zh"], "name_en": team["name_en"]}


def _within(region: str, scope: str) -> bool:
    """Whether a region lies in the place: adcodes of one province share their first two digits (GB/T 2260)."""
    return region == NATION if scope == NATION else region[:2] == scope[:2]
