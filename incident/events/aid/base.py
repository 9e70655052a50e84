"""What all events of mutual aid share: whose row it is, what is asked for, and how people are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from incident.events.base import CancelTimers, Consequence, Event, Leave
from incident.events.owed import owed_notice, stop_telling
from incident.rules.aid import KINDS

#: Who is told in a province; the lead answers.
IN_PROVINCE = ("province_lead", "province_member")


@dataclass(frozen=True, kw_only=True)
class AidEvent(Event):
    kind: ClassVar[str] = "situation"
    #: Whose row it is: `nation` or a province's adcode.
    scope: str
    request_id: str
    aid: str
    quantity: int

    def audience(self) -> str:
        return self.scope

    def what(self, language: str) -> str:
        zh, en = KINDS[self.aid]
        return f"{zh} × {self.quantity}" if language == "zh" else f"{self.quantity} × {en}"

    def tell(
        self, template: str, about: str, suffix: str, *, roles: Sequence[str], at: str, place: str, **more: Any
    ) -> Leave:
        """A notice of this to the holders of `roles` at `at`; `place` is the other side's."""
        what = (self.what("zh"), self.what("en"))
        return owed_notice(
            template, about, suffix, roles=roles, at=at, place=place, what=what, path="/duty#aid", **more
        )


def about_request(request_id: str) -> str:
    """What notices and timers of a request are called by."""
    return f"aid_request:{request_id}"


def about_part(part_id: str) -> str:
    """What notices and timers of one province's part are called by."""
    return f"aid_part:{part_id}"


def answered(about: str) -> list[Consequence]:
    """It needs no answer any more: no clock runs and nobody is told."""
    return [CancelTimers(about), *stop_telling(about)]
