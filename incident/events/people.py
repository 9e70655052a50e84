"""What happened to people and their roles; the stream `people`, seen by headquarters only.

Passwords and addresses never stand here: they are operational rows that can be erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from incident.events.base import NATION, Change, Event, Names, Row, plain

STREAM = "people"

ROLE_NAMES: dict[str, tuple[str, str]] = {
    "duty_officer": ("值班员", "duty officer"),
    "commander": ("指挥", "commander"),
    "approver": ("审批人", "approver"),
    "planner": ("预案员", "planner"),
    "province_lead": ("省负责人", "province lead"),
    "province_member": ("省成员", "province member"),
    "reviewer": ("复盘员", "reviewer"),
    "administrator": ("管理员", "administrator"),
    "auditor": ("审计员", "auditor"),
}


@dataclass(frozen=True, kw_only=True)
class _PersonEvent(Event):
    kind: ClassVar[str] = "person"

    person_id: str

    def subject(self) -> tuple[str, str] | None:
        return ("person", self.person_id)


@dataclass(frozen=True, kw_only=True)
class PersonAdded(_PersonEvent):
    """An account was made."""

    login: str
    name_zh: str
    name_en: str
    employee: str
    at: datetime

    def changes(self, before: Row) -> Sequence[Change]:
        values = {
            "login": self.login,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "employee": self.employee,
            "state": "active",
            "session_version": 1,
            "created_at": plain(self.at),
        }
        return [Change("person", self.person_id, values)]

    def zh(self, names: Names) -> str:
        return f"新增人员{self.name_zh}（{self.login}）。"

    def en(self, names: Names) -> str:
        return f"{self.name_en} ({self.login}) was added."


@dataclass(frozen=True, kw_only=True)
class _RoleEvent(_PersonEvent):
    role: str
    #: `nation` or a province's adcode.
    scope: str

    held: ClassVar[bool]

    def changes(self, before: Row) -> Sequence[Change]:
        grant = {"person_id": self.person_id, "role": self.role, "scope": self.scope, "held": self.held}
        return [
            Change("role_grant", f"{self.person_id}:{self.role}:{self.scope}", grant),
            Change("person", self.person_id, {"session_version": before["session_version"] + 1}),
        ]

    def role_zh(self, names: Names) -> str:
        place = "全国" if self.scope == NATION else names.region(self.scope, "zh")
        return f"{place}{ROLE_NAMES[self.role][0]}"

    def role_en(self, names: Names) -> str:
        place = "the nation" if self.scope == NATION else names.region(self.scope, "en")
        return f"{ROLE_NAMES[self.role][1]} for {place}"


@dataclass(frozen=True, kw_only=True)
class RoleGranted(_RoleEvent):
    """A person was given a role; open sessions end, so that the new scope holds everywhere at once."""

    held: ClassVar[bool] = True

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}获授角色：{self.role_zh(names)}。"

    def en(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'en')} was made {self.role_en(names)}."


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(_RoleEvent):
    """A role was taken back; open sessions end."""

    held: ClassVar[bool] = False

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}的角色已收回：{self.role_zh(names)}。"

    def en(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'en')} is no longer {self.role_en(names)}."


@dataclass(frozen=True, kw_only=True)
class _SessionEnding(_PersonEvent):
    def changes(self, before: Row) -> Sequence[Change]:
        ended = {"session_version": before["session_version"] + 1} | self.also()
        return [Change("person", self.person_id, ended)]

    def also(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True, kw_only=True)
class PersonDisabled(_SessionEnding):
    """An account was shut; what the person did stays in the log."""

    def also(self) -> dict[str, str]:
        return {"state": "disabled"}

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}的账户已停用。"

    def en(self, names: Names) -> str:
        return f"The account of {names.person(self.person_id, 'en')} was disabled."


@dataclass(frozen=True, kw_only=True)
class PersonEnabled(_SessionEnding):
    """A shut account was opened again."""

    def also(self) -> dict[str, str]:
        return {"state": "active"}

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}的账户已重新启用。"

    def en(self, names: Names) -> str:
        return f"The account of {names.person(self.person_id, 'en')} was enabled again."


@dataclass(frozen=True, kw_only=True)
class KioskTokenMade(_PersonEvent):
    """A token was made with which a screen may watch in this account's name; its secret stands nowhere."""

    token_id: str

    def changes(self, before: Row) -> Sequence[Change]:
        return []

    def zh(self, names: Names) -> str:
        return f"为{names.person(self.person_id, 'zh')}的账户发放了大屏令牌（只能观看）。"

    def en(self, names: Names) -> str:
        return f"A kiosk token, to watch only, was made for the account of {names.person(self.person_id, 'en')}."


@dataclass(frozen=True, kw_only=True)
class KioskTokensRevoked(_SessionEnding):
    """The account's kiosk tokens were revoked; screens that used them go dark."""

    count: int

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}的 {self.count} 个大屏令牌已吊销。"

    def en(self, names: Names) -> str:
        many = "s were" if self.count > 1 else " was"
        return f"{self.count} kiosk token{many} revoked of the account of {names.person(self.person_id, 'en')}."


#: What of a person's notices somebody may set for them, as people say it.
NOTICE_PARTS: dict[str, tuple[str, str]] = {
    "phone": ("手机号", "mobile number"),
    "chat": ("群机器人", "chat robot"),
    "webhook": ("接口", "webhook"),
    "order": ("通知顺序", "order of channels"),
}


@dataclass(frozen=True, kw_only=True)
class NoticesSet(_PersonEvent):
    """Somebody else set how the person is told; the number itself stands nowhere but sealed."""

    #: Names of NOTICE_PARTS.
    what: tuple[str, ...]

    def changes(self, before: Row) -> Sequence[Change]:
        return []

    def zh(self, names: Names) -> str:
        parts = "、".join(NOTICE_PARTS[part][0] for part in self.what)
        return f"{names.person(self.person_id, 'zh')}的{parts}由他人代改。"

    def en(self, names: Names) -> str:
        parts = " and ".join(NOTICE_PARTS[part][1] for part in self.what)
        return f"{parts.capitalize()} of {names.person(self.person_id, 'en')} set by somebody else."


@dataclass(frozen=True, kw_only=True)
class PasswordReset(_SessionEnding):
    """An administrator set a password that must be changed at the next login."""

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}的密码已由管理员重设。"

    def en(self, names: Names) -> str:
        return f"The password of {names.person(self.person_id, 'en')} was reset by an administrator."


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(_SessionEnding):
    """A person chose a new password; all other sessions of theirs end."""

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}修改了自己的密码。"

    def en(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'en')} changed their password."
