"""What sources say and do: a message arrives, supersedes or withdraws others, or its time runs out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from incident.events.base import Change, Names, Row, plain
from incident.events.signals.base import SignalEvent

_STATES = {
    "proposed": ("提请值班员决定", "is proposed to the duty officer"),
    "information": ("留作参考", "is kept as information"),
    "quarantined": ("无法定位，已隔离", "cannot be placed and is in quarantine"),
    "superseded": ("已有更新版本", "is already superseded"),
    "cancelled": ("已被发布方撤销", "is already withdrawn by its issuer"),
    "lapsed": ("已过有效期", "has lapsed already"),
}


@dataclass(frozen=True, kw_only=True)
class _Read(SignalEvent):
    """A message with everything that was read in it; `row` are the values of the signal's row."""

    feed_name: str
    row: Any
    #: `[sender, identifier, sent]` of each message that it refers to.
    references: tuple[Any, ...] = ()

    def texts(self) -> Sequence[str]:
        return [digest for name in ("raw_text", "area_text") if (digest := self.row.get(name))]

    def data(self) -> dict[str, Any]:
        told = super().data()
        told["row"] = {name: self.row[name] for name in ("state", "why", "msg_type", "status")}
        return told

    def changes(self, before: Row) -> list[Change]:
        return [
            Change("signal", self.signal_id, plain(self.row)),
            *(
                Change(
                    "signal_reference",
                    f"{self.signal_id}:{number}",
                    {"signal_id": self.signal_id, "sender": sender, "identifier": identifier, "sent": sent},
                )
                for number, (sender, identifier, sent) in enumerate(self.references)
            ),
        ]


@dataclass(frozen=True, kw_only=True)
class SignalReceived(_Read):
    """A message of a feed arrived."""

    def zh(self, names: Names) -> str:
        return f"收到「{self.feed_name}」的信号{self.called('zh')}：{_STATES[self.row['state']][0]}。"

    def en(self, names: Names) -> str:
        return f"A signal of “{self.feed_name}” arrived: {self.called('en')} {_STATES[self.row['state']][1]}."


@dataclass(frozen=True, kw_only=True)
class SignalQuarantined(_Read):
    """A message of a feed arrived that cannot be placed or read; it waits for a person, never on the floor."""

    def zh(self, names: Names) -> str:
        return f"收到「{self.feed_name}」的信号{self.called('zh')}：无法定位，已隔离待处理。"

    def en(self, names: Names) -> str:
        return f"A signal of “{self.feed_name}”, {self.called('en')}, cannot be placed; it waits in quarantine."


@dataclass(frozen=True, kw_only=True)
class SignalReadAgain(_Read):
    """A person had a quarantined message read once more, after a fix."""

    by: str

    def changes(self, before: Row) -> list[Change]:
        # the references were written when it arrived
        return [Change("signal", self.signal_id, plain(self.row))]

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}重新读取信号{self.called('zh')}：{_STATES[self.row['state']][0]}。"

    def en(self, names: Names) -> str:
        read = f"{names.person(self.by, 'en')} had the signal {self.called('en')} read again"
        return f"{read}: it {_STATES[self.row['state']][1]}."


@dataclass(frozen=True, kw_only=True)
class _Followed(SignalEvent):
    #: State after it; what a person decided stays.
    state: str
    #: The message that followed it.
    follower_id: str
    follower_title: str

    def changes(self, before: Row) -> list[Change]:
        return self._set(state=self.state, followed_by=self.follower_id)


@dataclass(frozen=True, kw_only=True)
class SignalSuperseded(_Followed):
    """Its source published a newer version (CAP Update, or the same event again)."""

    def zh(self, names: Names) -> str:
        return f"信号{self.called('zh')}已有更新版本。"

    def en(self, names: Names) -> str:
        return f"The signal {self.called('en')} was superseded by a newer version."


@dataclass(frozen=True, kw_only=True)
class SignalCancelled(_Followed):
    """Its source withdrew it (CAP Cancel); the Cancel itself is never a new alert."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(state=self.state, followed_by=self.follower_id, withdrawn=True)

    def zh(self, names: Names) -> str:
        return f"发布方撤销了信号{self.called('zh')}。"

    def en(self, names: Names) -> str:
        return f"The issuer withdrew the signal {self.called('en')}."


@dataclass(frozen=True, kw_only=True)
class SignalLapsed(SignalEvent):
    """Its time of expiry passed before anybody decided."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="lapsed", why="expired", why_values={"at": before["expires_at"]})

    def zh(self, names: Names) -> str:
        return f"信号{self.called('zh')}已过有效期。"

    def en(self, names: Names) -> str:
        return f"The signal {self.called('en')} lapsed: its time of expiry has passed."
