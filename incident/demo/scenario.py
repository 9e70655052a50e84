"""What is to happen in a demo, read from a YAML file beside this module: beats by the clock, and how teams answer.

A scenario says when people decide and how quickly they work; what then follows is the system's own business.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

FOLDER = Path(__file__).resolve().parent
Minutes = Annotated[float, Field(ge=0, le=120 * 24 * 60)]
Percent = Annotated[int, Field(ge=0, le=100)]


class ScenarioError(ValueError):
    """A scenario that is not there or cannot be read; the message names file and field."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """A short text in both languages."""

    zh: str
    en: str


class Beat(_Part):
    """One thing that somebody does by the clock: at headquarters, or a province that asks upward."""

    id: str
    minute: Minutes
    #: Login name of who does it.
    by: str
    do: Literal[
        "declare", "footprint", "set-level", "activate", "note", "move", "ask", "answer",
        "schedule", "venues", "crowds", "allow",
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
    crowds: dict[str, int] = {}
    source: str | None = None

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
        }.get(self.do, ())
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f"the beat {self.id} ({self.do}) needs {', '.join(missing)}")
        return self


class Temper(_Part):
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
    declines: dict[str, str] = {}


class Teams(_Part):
    """The teams of all provinces, and what people say when things go wrong."""

    everybody: Temper
    #: By adcode: what differs from everybody.
    provinces: dict[str, dict[str, Any]] = {}
    #: Item → team that gets a declined task; other declined tasks stay declined.
    declined_goes_to: dict[str, str] = {}
    pends_because: tuple[str, ...] = Field(min_length=1)
    returned_because: str
    proxy_note: str
    proxy_called: str
    call_text: str

    def of(self, province: str) -> Temper:
        """The temper of one province's teams."""
        return Temper.model_validate(self.everybody.model_dump() | self.provinces.get(province, {}))

    @model_validator(mode="after")
    def _tempers_read(self) -> Teams:
        for province in self.provinces:
            self.of(province)
        return self


class Range(_Part):
    """Where a reported figure lies: from `least` to `most`, or that many percent of another figure."""

    least: int = Field(alias="from", ge=0)
    most: int = Field(alias="to", ge=0)
    of: str | None = None


class IncidentTitle(_Part):
    """How the incident is declared."""

    hazard: str
    title_zh: str
    title_en: str
    kind: Literal["disaster", "network", "planned_event"] = "disaster"
    #: When it struck, or opens; left out: when the story begins.
    occurred_at: AwareDatetime | None = None
    #: It is watched before it is declared.
    monitoring: bool = False


class Scenario(_Part):
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
    beats: tuple[Beat, ...] = Field(min_length=1)
    teams: Teams
    figures: dict[str, Range]

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
        minutes = [beat.minute for beat in self.beats]
        if minutes != sorted(minutes):
            raise ValueError("beats must stand in the order of their minutes")
        if len({beat.id for beat in self.beats}) != len(self.beats):
            raise ValueError("two beats have one id")
        return self


def scenario_names() -> list[str]:
    """The scenarios that are shipped."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_scenario(name: str) -> Scenario:
    """The shipped scenario of that name, or the one in that file; ScenarioError names what is wrong with it."""
    path = Path(name) if name.endswith(".yaml") else FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise ScenarioError(f"{name}: there is no such scenario (shipped: {', '.join(scenario_names())})")
    try:
        return Scenario.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))
    except YAMLError as error:
        raise ScenarioError(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise ScenarioError(f"{path.name}: {where}: {first['msg']}") from error
