"""One person asks another to take a shift; the other accepts, declines, or the asker takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incident.events.base import Change, Consequence, Names, Row, plain
from incident.events.duty.base import DutyEvent, clock, notice, place


@dataclass(frozen=True, kw_only=True)
class _SwapEvent(DutyEvent):
    swap_id: str
    shift_id: str
    starts_at: datetime
    ends_at: datetime
    from_person: str
    to_person: str

    def subject(self) -> tuple[str, str] | None:
        return ("duty_shift", self.shift_id)

    def _set(self, **values: Any) -> Change:
        return Change("duty_swap", self.swap_id, plain(values))

    def span(self) -> str:
        return f"{clock(self.starts_at)}–{clock(self.ends_at)}"


@dataclass(frozen=True, kw_only=True)
class SwapAsked(_SwapEvent):
    """Would you take my shift, perhaps against one of yours?"""

    other_shift_id: str | None = None
    reason_text: str | None = None
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.reason_text] if self.reason_text else []

    def changes(self, before: Row) -> list[Change]:
        return [
            self._set(
                scope=self.scope,
                shift_id=self.shift_id,
                from_person=self.from_person,
                to_person=self.to_person,
                other_shift_id=self.other_shift_id,
                state="asked",
                reason_text=self.reason_text,
                asked_at=self.at,
                answered_at=None,
            )
        ]

    def consequences(self) -> Sequence[Consequence]:
        return [
            notice(
                f"swap-asked:{self.swap_id}",
                to=self.to_person,
                scope=self.scope,
                zh=("有人请您换班", f"请您接 {self.span()} 的班，请登录同意或谢绝。"),
                en=("You are asked to swap a shift", f"Would you take the shift {self.span()}? Sign in to answer."),
            )
        ]

    def zh(self, names: Names) -> str:
        asker, asked = names.person(self.from_person, "zh"), names.person(self.to_person, "zh")
        return f"{place(self.scope, names, 'zh')} {asker}请{asked}换班（{self.span()}）"

    def en(self, names: Names) -> str:
        asker, asked = names.person(self.from_person, "en"), names.person(self.to_person, "en")
        return f"{place(self.scope, names, 'en')}: {asker} asks {asked} to take the shift {self.span()}"


@dataclass(frozen=True, kw_only=True)
class SwapAccepted(_SwapEvent):
    """It is done: the shift, and the one given for it, change hands."""

    other_shift_id: str | None = None
    #: Revision that the other shift gets.
    other_revision: int | None = None
    at: datetime

    def changes(self, before: Row) -> list[Change]:
        taken = {"person_id": self.to_person, "stands_in_for": self.from_person, "revision": before["revision"] + 1}
        if before["deputy_id"] == self.to_person:
            taken["deputy_id"] = None
        changes = [self._set(state="accepted", answered_at=self.at), Change("duty_shift", self.shift_id, taken)]
        if self.other_shift_id is not None:
            given = {
                "person_id": self.from_person,
                "stands_in_for": self.to_person,
                "revision": self.other_revision,
            }
            changes.append(Change("duty_shift", self.other_shift_id, given))
        return changes

    def consequences(self) -> Sequence[Consequence]:
        return [_answered(self, "同意", "accepted")]

    def zh(self, names: Names) -> str:
        asker, asked = names.person(self.from_person, "zh"), names.person(self.to_person, "zh")
        return f"{place(self.scope, names, 'zh')} {asked}同意与{asker}换班（{self.span()}）"

    def en(self, names: Names) -> str:
        asker, asked = names.person(self.from_person, "en"), names.person(self.to_person, "en")
        return f"{place(self.scope, names, 'en')}: {asked} takes the shift {self.span()} from {asker}"


@dataclass(frozen=True, kw_only=True)
class SwapDeclined(_SwapEvent):
    """The shift stays where it was."""

    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return [self._set(state="declined", answered_at=self.at)]

    def consequences(self) -> Sequence[Consequence]:
        return [_answered(self, "谢绝", "declined")]

    def zh(self, names: Names) -> str:
        asker, asked = names.person(self.from_person, "zh"), names.person(self.to_person, "zh")
        return f"{place(self.scope, names, 'zh')} {asked}谢绝与{asker}换班（{self.span()}）"

    def en(self, names: Names) -> str:
        asker, asked = names.person(self.from_person, "en"), names.person(self.to_person, "en")
        return f"{place(self.scope, names, 'en')}: {asked} declines to take the shift {self.span()} from {asker}"


@dataclass(frozen=True, kw_only=True)
class SwapWithdrawn(_SwapEvent):
    """The asker no longer asks."""

    at: datetime

    def changes(self, before: Row) -> list[Change]:
        return [self._set(state="withdrawn", answered_at=self.at)]

    def zh(self, names: Names) -> str:
        return f"{place(self.scope, names, 'zh')} {names.person(self.from_person, 'zh')}撤回换班请求（{self.span()}）"

    def en(self, names: Names) -> str:
        asker = names.person(self.from_person, "en")
        return f"{place(self.scope, names, 'en')}: {asker} no longer asks to swap the shift {self.span()}"


def _answered(event: _SwapEvent, zh: str, en: str) -> Consequence:
    return notice(
        f"swap-{en}:{event.swap_id}",
        to=event.from_person,
        scope=event.scope,
        zh=(f"对方{zh}换班", f"{event.span()} 的换班请求：对方{zh}。"),
        en=(f"Your swap was {en}", f"The swap of the shift {event.span()} was {en}."),
    )
