"""What the terminal tells while the story runs: the events that matter, one line each, in the reader's language."""

from __future__ import annotations

import locale
import sys
from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any

from incident.clock import from_text

#: Of hundreds of task events only these are told; the map shows the rest.
TASKS_TOLD = frozenset({"TaskDeclined", "TaskRedispatched", "TaskReturned", "TasksDispatched"})
TOLD = frozenset({"situation", "measure", "broadcast", "person"})
#: One event a province or a batch: too many for a terminal.
NOT_TOLD = frozenset({"ProvinceInformed", "ImpactAssessed", "BroadcastPartCounted", "BroadcastPartStarted"})
#: Lines of one kind of event at one moment; the rest are counted.
AT_ONCE = 2


class Narrator:
    """Writes lines to stdout, which the supervisor leaves to the terminal."""

    def __init__(self, begins: datetime, *, language: str | None = None) -> None:
        self._begins = begins
        spoken = language or (locale.getlocale()[0] or "")
        self._language = "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"
        self._last: tuple[str, str] = ("", "")
        self._repeated = 0
        self._waited_for = ""
        self._visited = False

    def event(self, event: Mapping[str, Any]) -> None:
        """Tell an event, if it is worth a line."""
        type_ = event["type"]
        if type_ in NOT_TOLD or type_.startswith(("Batch", "MeasurePart")):
            return
        if event["kind"] not in TOLD and type_ not in TASKS_TOLD:
            return
        moment = self._minute(from_text(event["at"]))
        self._repeated = self._repeated + 1 if (type_, moment) == self._last else 0
        self._last = (type_, moment)
        if self._repeated < AT_ONCE:
            self._say(f"{moment}  {event['say'][self._language]}")
        elif self._repeated == AT_ONCE:
            self._say(f"{moment}  …")

    def pace(self, is_visited: bool) -> None:  # noqa: FBT001  a state, told when it changes
        """Somebody acts, so the clock runs at real speed; or nobody does any more."""
        if is_visited == self._visited:
            return
        self._visited = is_visited
        zh = "时钟回到真实速度：有访客在操作" if is_visited else "时钟恢复快进"
        en = "clock at real speed: a visitor is acting" if is_visited else "clock runs fast again"
        self._say(zh if self._language == "zh" else en)

    def parts(self, taken: Set[str], *, before: Set[str]) -> None:
        """Visitors took parts, or left them."""
        for login in sorted(taken - before):
            zh, en = f"访客接手 {login}，模拟人员让位", f"a visitor plays {login}; the simulated one stands back"
            self._say(zh if self._language == "zh" else en)
        for login in sorted(before - taken):
            zh, en = f"{login} 由模拟人员继续", f"{login} is played by the simulation again"
            self._say(zh if self._language == "zh" else en)

    def waits_for(self, login: str, beat: str) -> None:
        """The story stands still until the visitor does something, or leaves."""
        if beat != self._waited_for:
            self._waited_for = beat
            zh, en = f"剧情等待 {login}：{beat}", f"the story waits for {login}: {beat}"
            self._say(zh if self._language == "zh" else en)

    def review(self, steps: int) -> None:
        """The incident is closed, its review begins."""
        zh, en = f"事件已关闭，复盘开始，共 {steps} 步", f"the incident is closed; its review begins, {steps} steps"
        self._say(zh if self._language == "zh" else en)

    def _minute(self, at: datetime) -> str:
        minutes = int((at - self._begins).total_seconds() // 60)
        return f"T+{minutes // 60}:{minutes % 60:02d}"

    def _say(self, line: str) -> None:
        sys.stdout.write(line[:200].replace("\n", " ") + "\n")
        sys.stdout.flush()
