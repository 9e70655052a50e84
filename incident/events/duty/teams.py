"""Teams are formed, changed and retired; people join and leave them."""

from __future__ import annotations

from dataclasses import dataclass

from incident.events.base import Change, Names, Row, plain
from incident.events.duty.base import DutyEvent, place

_ROLES = {"lead": ("负责人", "lead"), "member": ("成员", "member")}


@dataclass(frozen=True, kw_only=True)
class _TeamEvent(DutyEvent):
    team_id: str
    name_zh: str
    name_en: str

    def subject(self) -> tuple[str, str]:
        return ("duty_team", self.team_id)

    def called(self, names: Names, language: str) -> str:
        name = self.name_zh if language == "zh" else self.name_en
        where = place(self.scope, names, language)
        return f"{where}「{name}」" if language == "zh" else f"{where}: team “{name}”"


@dataclass(frozen=True, kw_only=True)
class TeamFormed(_TeamEvent):
    """A team of a province, a city or headquarters, and the playbooks' teams whose tasks it takes."""

    region: str
    team_kind: str
    answers_for: tuple[str, ...]

    def changes(self, before: Row) -> list[Change]:
        values = {
            "scope": self.scope,
            "region": self.region,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "kind": self.team_kind,
            "answers_for": self.answers_for,
            "state": "active",
        }
        return [Change("duty_team", self.team_id, plain(values))]

    def zh(self, names: Names) -> str:
        return f"{self.called(names, 'zh')}已建立"

    def en(self, names: Names) -> str:
        return f"{self.called(names, 'en')} was formed"


@dataclass(frozen=True, kw_only=True)
class TeamChanged(_TeamEvent):
    """Its names, seat, kind or the tasks it takes are other ones now."""

    region: str
    team_kind: str
    answers_for: tuple[str, ...]

    def changes(self, before: Row) -> list[Change]:
        values = {
            "region": self.region,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "kind": self.team_kind,
            "answers_for": self.answers_for,
        }
        return [Change("duty_team", self.team_id, plain(values))]

    def zh(self, names: Names) -> str:
        return f"{self.called(names, 'zh')}已修改"

    def en(self, names: Names) -> str:
        return f"{self.called(names, 'en')} was changed"


@dataclass(frozen=True, kw_only=True)
class TeamRetired(_TeamEvent):
    """It is no more; its shifts count for nobody."""

    def changes(self, before: Row) -> list[Change]:
        return [Change("duty_team", self.team_id, {"state": "retired"})]

    def zh(self, names: Names) -> str:
        return f"{self.called(names, 'zh')}已撤销"

    def en(self, names: Names) -> str:
        return f"{self.called(names, 'en')} was retired"


@dataclass(frozen=True, kw_only=True)
class TeamMemberSet(_TeamEvent):
    """Somebody joined, left, or has another role in the team."""

    person_id: str
    #: lead | member
    role: str
    held: bool

    def changes(self, before: Row) -> list[Change]:
        values = {"team_id": self.team_id, "person_id": self.person_id, "role": self.role, "held": self.held}
        return [Change("duty_member", f"{self.team_id}:{self.person_id}", values)]

    def zh(self, names: Names) -> str:
        who = names.person(self.person_id, "zh")
        what = f"：{who}任{_ROLES[self.role][0]}" if self.held else f"：{who}退出"
        return f"{self.called(names, 'zh')}{what}"

    def en(self, names: Names) -> str:
        who = names.person(self.person_id, "en")
        what = f"is {_ROLES[self.role][1]}" if self.held else "has left"
        return f"{self.called(names, 'en')}: {who} {what}"
