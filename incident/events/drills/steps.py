"""A drill is prepared, started, paused, resumed, ended or given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from incident.events.base import Change, Names, Row, plain
from incident.events.drills.base import DrillEvent


@dataclass(frozen=True, kw_only=True)
class DrillPrepared(DrillEvent):
    """Somebody built a drill from a playbook and a scenario."""

    scenario: str
    scenario_text: str
    scenario_digest: str
    playbook: str
    playbook_digest: str
    incident_id: str
    count: int
    #: Whole rows of `drill_inject` in log spelling, each with its `id`; in `changes`, not again in `data`.
    injects: tuple[Any, ...] = ()

    def texts(self) -> Sequence[str]:
        return [self.scenario_text]

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "injects"}

    def changes(self, before: Row) -> list[Change]:
        title_zh, _, title_en = self.title.partition(" / ")
        head = self._set(
            title_zh=title_zh,
            title_en=title_en or title_zh,
            scenario=self.scenario,
            scenario_text=self.scenario_text,
            scenario_digest=self.scenario_digest,
            playbook=self.playbook,
            playbook_digest=self.playbook_digest,
            of_incident=self.incident_id,
            state="prepared",
            prepared_by=self.by,
            prepared_at=self.at,
            started_at=None,
            paused_at=None,
            ended_at=None,
        )
        return [*head, *_rows(self.injects)]

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}准备演练{self.called('zh')}：预案 {self.playbook}，{self.count} 项注入。"

    def en(self, names: Names) -> str:
        who, many = names.person(self.by, "en"), self.count
        return f"{who} prepared the drill {self.called('en')} from the playbook {self.playbook}, with {many} injects."


@dataclass(frozen=True, kw_only=True)
class _Scheduled(DrillEvent):
    """When each inject that is still to come will be released: `[[id, moment], …]`."""

    due: tuple[Any, ...]

    def _injects(self) -> list[Change]:
        return [Change("drill_inject", key, {"due_at": plain(moment)}) for key, moment in self.due]


@dataclass(frozen=True, kw_only=True)
class DrillStarted(_Scheduled):
    """The drill began: its incident was declared in the same transaction, and the clock releases its injects."""

    incident_id: str

    def changes(self, before: Row) -> list[Change]:
        return [*self._set(state="running", started_at=self.at), *self._injects()]

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}开始演练{self.called('zh')}。"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} started the drill {self.called('en')}."


@dataclass(frozen=True, kw_only=True)
class DrillPaused(DrillEvent):
    """The clock releases nothing until the drill goes on."""

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="paused", paused_at=self.at)

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}暂停演练{self.called('zh')}。"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} paused the drill {self.called('en')}."


@dataclass(frozen=True, kw_only=True)
class DrillResumed(_Scheduled):
    """The drill goes on; what was to come comes later by the time that it rested."""

    def changes(self, before: Row) -> list[Change]:
        return [*self._set(state="running", paused_at=None), *self._injects()]

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}继续演练{self.called('zh')}。"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} let the drill {self.called('en')} go on."


@dataclass(frozen=True, kw_only=True)
class DrillEnded(DrillEvent):
    """The drill is over: nothing more is released, whatever was cut is back, and its score stands."""

    #: Injects of it that cut something until later.
    restored: tuple[Any, ...] = ()

    def changes(self, before: Row) -> list[Change]:
        back = [Change("drill_inject", key, {"until": plain(self.at)}) for key in self.restored]
        return [*self._set(state="ended", paused_at=None, ended_at=self.at), *back]

    def zh(self, names: Names) -> str:
        return f"{names.person(self.by, 'zh')}结束演练{self.called('zh')}。"

    def en(self, names: Names) -> str:
        return f"{names.person(self.by, 'en')} ended the drill {self.called('en')}."


@dataclass(frozen=True, kw_only=True)
class DrillCancelled(DrillEvent):
    """A drill that was prepared is not held."""

    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return self._set(state="cancelled", ended_at=self.at)

    def zh(self, names: Names) -> str:
        who, why = names.person(self.by, "zh"), names.text(self.reason_text, "zh")
        return f"{who}取消演练{self.called('zh')}：{why}"

    def en(self, names: Names) -> str:
        who, why = names.person(self.by, "en"), names.text(self.reason_text, "en")
        return f"{who} cancelled the drill {self.called('en')}: {why}"


def _rows(injects: Sequence[Any]) -> list[Change]:
    return [
        Change("drill_inject", row["id"], plain({name: value for name, value in row.items() if name != "id"}))
        for row in injects
    ]
