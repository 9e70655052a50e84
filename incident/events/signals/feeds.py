"""What administrators do with the definitions of feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, Names, Row, plain


@dataclass(frozen=True, kw_only=True)
class _FeedEvent(Event):
    kind: ClassVar[str] = "record"

    feed_id: str
    name: str

    def subject(self) -> tuple[str, str] | None:
        return ("feed", self.feed_id)

    def _set(self, **values: Any) -> Sequence[Change]:
        return [Change("feed", self.feed_id, plain(values))]


@dataclass(frozen=True, kw_only=True)
class FeedAdded(_FeedEvent):
    """A source was added."""

    feed_kind: str
    url: str
    interval_s: int
    rule: Any
    drill: bool
    at: datetime

    def changes(self, before: Row) -> Sequence[Change]:
        return self._set(
            name=self.name,
            kind=self.feed_kind,
            url=self.url,
            interval_s=self.interval_s,
            rule=self.rule,
            drill=self.drill,
            state="active",
            secret_number=0,
            secret_oldest=0,
            added_at=self.at,
        )

    def zh(self, names: Names) -> str:
        return f"新增信号源「{self.name}」（{self.feed_kind}）{self.url}。"

    def en(self, names: Names) -> str:
        return f"The feed “{self.name}” ({self.feed_kind}) was added {self.url}."


@dataclass(frozen=True, kw_only=True)
class FeedChanged(_FeedEvent):
    """Its address, interval, rule or use for drills was changed."""

    url: str
    interval_s: int
    rule: Any
    drill: bool

    def changes(self, before: Row) -> Sequence[Change]:
        return self._set(url=self.url, interval_s=self.interval_s, rule=self.rule, drill=self.drill)

    def zh(self, names: Names) -> str:
        return f"信号源「{self.name}」的设置已修改。"

    def en(self, names: Names) -> str:
        return f"The settings of the feed “{self.name}” were changed."


@dataclass(frozen=True, kw_only=True)
class FeedDisabled(_FeedEvent):
    """It is asked no more, and its callbacks are refused."""

    def changes(self, before: Row) -> Sequence[Change]:
        return self._set(state="disabled")

    def zh(self, names: Names) -> str:
        return f"信号源「{self.name}」已停用。"

    def en(self, names: Names) -> str:
        return f"The feed “{self.name}” was disabled."


@dataclass(frozen=True, kw_only=True)
class FeedEnabled(_FeedEvent):
    """It is asked again."""

    def changes(self, before: Row) -> Sequence[Change]:
        return self._set(state="active")

    def zh(self, names: Names) -> str:
        return f"信号源「{self.name}」已启用。"

    def en(self, names: Names) -> str:
        return f"The feed “{self.name}” was enabled again."


@dataclass(frozen=True, kw_only=True)
class WebhookSecretDrawn(_FeedEvent):
    """A new secret signs its callbacks; the one before stays good until it is retired. Neither stands anywhere."""

    number: int

    def changes(self, before: Row) -> Sequence[Change]:
        return self._set(secret_number=self.number, secret_oldest=max(1, self.number - 1))

    def zh(self, names: Names) -> str:
        return f"信号源「{self.name}」启用第 {self.number} 号回调密钥。"

    def en(self, names: Names) -> str:
        return f"The feed “{self.name}” got webhook secret number {self.number}."


@dataclass(frozen=True, kw_only=True)
class WebhookSecretsRetired(_FeedEvent):
    """Only the newest secret is good from now on."""

    number: int

    def changes(self, before: Row) -> Sequence[Change]:
        return self._set(secret_oldest=self.number)

    def zh(self, names: Names) -> str:
        return f"信号源「{self.name}」只认第 {self.number} 号回调密钥。"

    def en(self, names: Names) -> str:
        return f"Of the feed “{self.name}” only webhook secret number {self.number} is good now."
