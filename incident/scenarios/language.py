"""The model of a scenario's file: beats by the clock and how teams answer, injects from outside, targets.

A scenario says when people decide and how quickly they work, or what happens to them; what then follows is the
system's own business.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, model_validator

from incident.scenarios.afterwards import Afterwards
from incident.scenarios.exercise import Inject, Target
from incident.scenarios.parts import Minutes, Part, Percent, Words


class Beat(Part):
    """One thing that somebody does by the clock: at headquarters, or a province that asks upward."""

    id: str
    minute: Minutes
    #: Login name of who does it.
    by: str
    do: Literal[
        "declare", "footprint", "set-level", "activate", "note", "move", "ask", "answer",
        "schedule", "venues", "crowds", "allow", "send-reports",
    ]  # fmt: skip
    #: `answered`: no task waits for an acknowledgement; `settled`: nothing is open any more.
    when: Literal["answered", "settled"] | None = None
    version: int | None = None
    level: str | None = None
    authority: str | None = None
    kind: str | None = None
    text: str | None = None
    action: str | None = None
    reason: str | None = None
    quantity: int | None = None
    #: The beat of the ask that is answered.
    to: str | None = None
    #: Items of the playbook whose time has come; none named: all that it plans.
    only: tuple[str, ...] = ()
    #: Days of a planned event, and those on which there is a watch besides the first.
    opens_on: date | None = None
    closes_on: date | None = None
    watches: tuple[date, ...] = ()
    #: People expected a day, by Chinese name of the venue, on all days of the event; `source` says whose forecast.
    crowds: dict[str, int] = Field(default_factory=dict)
    source: str | None = None
    #: Situation reports: every so many hours, to these login names.
    every_hours: Annotated[int, Field(ge=1, le=168)] | None = None
    people: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Beat:
        needed = {
            "footprint": ("version",),
            "set-level": ("level", "authority"),
            "note": ("kind", "text"),
            "move": ("action", "reason"),
            "ask": ("kind", "text"),
            "answer": ("to", "text"),
            "schedule": ("opens_on", "closes_on"),
            "crowds": ("crowds", "source", "opens_on", "closes_on"),
            "allow": ("reason",),
            "send-reports": ("every_hours",),
        }.get(self.do, ())
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            names = ", ".join(missing)
            raise ValueError(f"{self.id}（{self.do}）须写 {names} / the beat {self.id} ({self.do}) needs {names}")
        return self


class Temper(Part):
    """How the teams of a province answer; medians in world minutes."""

    answer_minutes: Minutes = 2.0
    start_minutes: Minutes = 6.0
    longest_work_minutes: Minutes = 200.0
    #: Share of tasks that wait for the outside for a while, and whose report headquarters sends back once.
    pends_percent: Percent = 0
    returned_percent: Percent = 0
    #: Nobody of the province can be reached before this minute of the story.
    silent_until_minute: Minutes = 0.0
    #: Item of the playbook → why its task is declined.
    declines: dict[str, str] = Field(default_factory=dict)


class Teams(Part):
    """The teams of all provinces, and what people say when things go wrong."""

    everybody: Temper = Temper()
    #: By adcode: what differs from everybody.
    provinces: dict[str, dict[str, Any]] = Field(default_factory=dict)
    #: Item → team that gets a declined task; other declined tasks stay declined.
    declined_goes_to: dict[str, str] = Field(default_factory=dict)
    pends_because: tuple[str, ...] = Field(default=("等待外部条件。/ Waiting for others.",), min_length=1)
    returned_because: str = "请补报完整。/ Please report in full."
    proxy_note: str = "经卫星电话口头确认。/ Acknowledged by satellite telephone."
    proxy_called: str = "省公司应急值班"
    call_text: str = "电话接通{province}应急值班。/ Call to the duty desk of {province_en}."

    def of(self, province: str) -> Temper:
        """The temper of one province's teams."""
        return Temper.model_validate(self.everybody.model_dump() | self.provinces.get(province, {}))

    @model_validator(mode="after")
    def _tempers_read(self) -> Teams:
        for province in self.provinces:
            self.of(province)
        return self


class Range(Part):
    """Where a reported figure lies: from `least` to `most`, or that many percent of another figure."""

    least: int = Field(alias="from", ge=0)
    most: int = Field(alias="to", ge=0)
    of: str | None = None


class IncidentTitle(Part):
    """How the incident is declared."""

    hazard: str
    title_zh: str
    title_en: str
    kind: Literal["disaster", "network", "planned_event"] = "disaster"
    #: When it struck, or opens; left out: when the story begins.
    occurred_at: AwareDatetime | None = None
    #: It is watched before it is declared.
    monitoring: bool = False


class Scenario(Part):
    """A whole story."""

    slug: str
    title: Words
    #: World time at which it begins; minutes count from here.
    begins: AwareDatetime
    playbook: str
    #: Shipped footprints that its beats supply, version by version.
    reconstruction: str
    incident: IncidentTitle
    #: How fast the clock may run while nothing is open and nothing is due: days pass in seconds. None: as ever.
    quiet_speed: Annotated[int, Field(ge=1, le=86_400)] | None = None
    #: What people do by the clock; played by the demo. A drill leaves them to its players.
    beats: tuple[Beat, ...] = ()
    teams: Teams = Teams()
    figures: dict[str, Range] = Field(default_factory=dict)
    #: How people review it once it is closed; played by the demo too.
    afterwards: Afterwards | None = None
    #: What comes from outside in a drill, and what is expected of its players.
    injects: tuple[Inject, ...] = ()
    targets: tuple[Target, ...] = ()

    @cached_property
    def tempers(self) -> dict[str, Temper]:
        """Tempers of the provinces that differ; others are `teams.everybody`."""
        return {province: self.teams.of(province) for province in self.teams.provinces}

    def temper(self, province: str) -> Temper:
        """The temper of one province's teams."""
        return self.tempers.get(province, self.teams.everybody)

    def at(self, minute: float) -> datetime:
        """World time of a minute of the story."""
        return self.begins + timedelta(minutes=minute)

    @model_validator(mode="after")
    def _in_order(self) -> Scenario:
        for name, moments in (("beats", self.beats), ("injects", self.injects)):
            minutes = [one.minute for one in moments]
            if minutes != sorted(minutes):
                raise ValueError(f"{name} 须按 minute 先后排列 / {name} must stand in the order of their minutes")
        for name, named in (("beats", self.beats), ("injects", self.injects), ("targets", self.targets)):
            if len({one.id for one in named}) != len(named):
                raise ValueError(f"{name} 中有两项 id 相同 / two {name} have one id")
        known = {one.id for one in self.injects}
        for target in self.targets:
            if target.after is not None and target.after not in known:
                raise ValueError(
                    f"目标 {target.id} 的 after「{target.after}」不是注入"
                    f" / the target {target.id} comes after {target.after!r}, which is no inject"
                )
        if not self.beats and not self.injects:
            raise ValueError(
                "须有 beats（演示用）或 injects（演练用）"
                " / a scenario needs beats, which the demo plays, or injects, which a drill releases"
            )
        return self
