"""What all events of the stream `duty` share: the place they belong to, and how it and its people are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar

from incident.events.base import NATION, Event, Leave, Names, plain

STREAM = "duty"
#: China has one time of day; sentences say it as people there read their clocks.
CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, kw_only=True)
class DutyEvent(Event):
    """Something about the rosters of one province (which sees it) or of headquarters (which sees all)."""

    kind: ClassVar[str] = "person"

    #: `nation` for headquarters, or a province's adcode.
    scope: str

    def audience(self) -> str:
        return self.scope


def place(scope: str, names: Names, language: str) -> str:
    """The province's name, or headquarters."""
    if scope == NATION:
        return "总部" if language == "zh" else "Headquarters"
    return names.region(scope, language)


def clock(moment: datetime) -> str:
    """`05-13 20:00`, China's time."""
    return moment.astimezone(CHINA).strftime("%m-%d %H:%M")


def people(ids: tuple[str, ...] | list[str], names: Names, language: str) -> str:
    """Names in a row, with the language's comma."""
    return ("、" if language == "zh" else ", ").join(names.person(one, language) for one in ids)


def notice(key: str, *, to: str, scope: str, zh: tuple[str, str], en: tuple[str, str]) -> Leave:
    """Mail to one person, said in full: (subject, body) in Chinese and in English."""
    payload: dict[str, Any] = {
        "template": "duty",
        "to": [to],
        "roles": [],
        "province": None if scope == NATION else scope,
        "values": {"title_zh": zh[0], "title_en": en[0]},
        "subject_zh": zh[0],
        "body_zh": zh[1],
        "subject_en": en[0],
        "body_en": en[1],
    }
    return Leave(kind="mail", key=f"mail:duty:{key}"[:200], payload=plain(payload))
