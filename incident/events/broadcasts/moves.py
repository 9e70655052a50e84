"""A broadcast goes out, is stopped, ends, or meets a failure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from incident.events.base import CancelLeaving, Change, Consequence, Leave, Names, Row
from incident.events.broadcasts.base import BroadcastEvent
from incident.rules.english import some


@dataclass(frozen=True, kw_only=True)
class BroadcastStarted(BroadcastEvent):
    """It goes out: two people approved these bytes, or one sends the correction approved with its original."""

    at: datetime
    customers: int
    provinces: int

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="broadcasting", approved_at=self.at, started_at=self.at)

    def zh(self, names: Names) -> str:
        return f"{self._zh('开始发送', names)}：{self.provinces} 个省，{self.customers:,} 户"

    def en(self, names: Names) -> str:
        return (
            f"{self._en('Sending', names)} to {some(self.customers, 'recipient')} in {some(self.provinces, 'province')}"
        )


@dataclass(frozen=True, kw_only=True)
class BroadcastStopping(BroadcastEvent):
    """One person stopped it: what waits is cancelled, and the gateways are told to stop the rest."""

    person_id: str
    at: datetime
    #: Gateway keys to be stopped.
    keys: tuple[str, ...]

    def changes(self, before: Row) -> list[Change]:
        return self._set(stopping=True, stopped_at=self.at, reason_text=self.reason_text)

    def consequences(self) -> list[Consequence]:
        stops = [Leave(kind="broadcast_stop", key=f"stop:{key}", payload={"key": key}) for key in self.keys]
        return [CancelLeaving(f"{self.broadcast_id}:"), *stops]

    def zh(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'zh')}{self._zh('叫停', names)}"

    def en(self, names: Names) -> str:
        return f"{names.person(self.person_id, 'en')} {self._en('stopped', names)}"


@dataclass(frozen=True, kw_only=True)
class BroadcastEnded(BroadcastEvent):
    """Nothing more of it will happen: completed, or cancelled by a stop or before it was sent."""

    state: str
    at: datetime
    #: Recipients who got nothing because of the stop, and those whom it had reached or may have.
    stopped: int
    gone: int

    def changes(self, before: Row) -> list[Change]:
        reason = {"reason_text": self.reason_text} if self.reason_text else {}
        return self._set(state=self.state, ended_at=self.at, **reason)

    def zh(self, names: Names) -> str:
        if self.state == "completed":
            return f"{self._zh('发送完毕：', names)}（{self.gone:,} 户）"
        return f"{self._zh('已停止', names)}（停下 {self.stopped:,} 户，已发出 {self.gone:,} 户）"

    def en(self, names: Names) -> str:
        if self.state == "completed":
            return f"{self._en('Completed', names)} ({self.gone:,} recipients)"
        return f"{self._en('Cancelled', names)} ({self.stopped:,} saved, {self.gone:,} had gone)"


#: What the house itself notices about a gateway; anything else is quoted as the gateway said it.
FAILURE_WORDS: dict[str, tuple[str, str]] = {
    "counts_above": ("网关计数多于批准的人数", "the gateway counts more recipients than were approved"),
    "no_answer": ("没有答复", "no answer"),
}


@dataclass(frozen=True, kw_only=True)
class TechnicalFailureFlagged(BroadcastEvent):
    """A gateway refused it or cannot say; a person must look. `note` is a key of FAILURE_WORDS or quoted words."""

    at_province: str | None = None
    note: str

    def changes(self, before: Row) -> list[Change]:
        return self._set(technical_failure=True)

    def zh(self, names: Names) -> str:
        return f"{self._zh('技术故障：', names)}（{self._where('zh', names, '：')}{self._why(0)}）"

    def en(self, names: Names) -> str:
        return f"{self._en('Technical failure of', names)} ({self._where('en', names, ': ')}{self._why(1)})"

    def _where(self, language: str, names: Names, colon: str) -> str:
        return names.region(self.at_province, language) + colon if self.at_province else ""

    def _why(self, language: int) -> str:
        return FAILURE_WORDS[self.note][language] if self.note in FAILURE_WORDS else self.note
