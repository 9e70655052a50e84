"""A footprint arrives, and what it means for each province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import Change, Event, Names, Row, half, plain
from incident.events.incidents.base import IncidentEvent
from incident.rules.english import some

#: What must be said of a footprint wherever it is named, by what it is made of.
_MADE_OF = {
    None: ("", ""),
    "regions": ("（按整区划计，粗略）", " (whole regions, coarse)"),
    "venues": ("（活动场馆周边）", " (around venues)"),
}


@dataclass(frozen=True, kw_only=True)
class FootprintSupplied(IncidentEvent):
    """A new version of the hazard's area arrived and supersedes the one before."""

    footprint_id: str
    version: int
    title: str
    source: str
    geometry_text: str
    bands: tuple[Any, ...]
    notes: tuple[Any, ...]
    supplied_at: datetime
    exposure_label: str
    not_assessed: tuple[Any, ...]
    #: Regions hit: `{province, city, county}` and subscribers, for the sentence.
    provinces_hit: int
    counties_hit: int
    subscribers: int
    #: The forecast by steps of a storm that moves; none for any other footprint.
    steps_text: str | None = None
    #: What it is made of where it is no area as it was given: `regions` (coarse) or `venues`.
    basis: str | None = None

    def texts(self) -> Sequence[str]:
        return [self.geometry_text, *([self.steps_text] if self.steps_text else [])]

    def data(self) -> dict[str, Any]:
        """As of old where there are no steps and the area is one."""
        later = ("steps_text", "basis")
        return {name: value for name, value in super().data().items() if name not in later or value is not None}

    def changes(self, before: Row) -> list[Change]:
        row = {
            name: plain(getattr(self, name))
            for name in (
                "version",
                "title",
                "source",
                "geometry_text",
                "bands",
                "notes",
                "supplied_at",
                "exposure_label",
                "not_assessed",
            )
        }
        # null for one that stands still, or is an area as it was given: a first change names every column
        row |= {"steps_text": self.steps_text, "basis": self.basis}
        return [
            Change("footprint", self.footprint_id, row),
            *self._set(before, footprint_id=self.footprint_id),
        ]

    def zh(self, names: Names) -> str:
        reach = f"{self.provinces_hit} 省 {self.counties_hit} 县，覆盖用户 {self.subscribers:,}"
        return f"影响范围第 {self.version} 版（{half(self.title, 'zh')}）：{reach}{_MADE_OF[self.basis][0]}"

    def en(self, names: Names) -> str:
        reach = f"{some(self.provinces_hit, 'province')}, {_counted(self.counties_hit, self.subscribers)}"
        return f"Footprint version {self.version} ({half(self.title, 'en')}): {reach}{_MADE_OF[self.basis][1]}"


@dataclass(frozen=True, kw_only=True)
class ImpactAssessed(Event):
    """What the newest footprint means for one province; no rows means it is not hit."""

    kind: ClassVar[str] = "situation"
    incident_id: str
    province: str
    footprint_id: str
    footprint_version: int
    affected: bool
    counties_hit: int
    subscribers: int
    newly_hit: int
    more_severe: int
    less_severe: int
    cleared: int
    #: Rows of `impact_region`, in log spelling, by key; too many to repeat in `data`.
    rows: tuple[tuple[str, Any], ...] = ()
    #: As in `FootprintSupplied`.
    basis: str | None = None

    def audience(self) -> str:
        return self.province

    def data(self) -> dict[str, Any]:
        told = {name: value for name, value in super().data().items() if name != "rows"}
        return {name: value for name, value in told.items() if name != "basis" or value is not None}

    def changes(self, before: Row) -> list[Change]:
        head = {
            "footprint_id": self.footprint_id,
            "footprint_version": self.footprint_version,
            "footprint_basis": self.basis,
            "affected": self.affected,
        }
        return [
            Change("province_incident", f"{self.incident_id}:{self.province}", head),
            *(Change("impact_region", key, values) for key, values in self.rows),
        ]

    def zh(self, names: Names) -> str:
        place = names.region(self.province, "zh")
        if not self.affected:
            return f"{place} 不在第 {self.footprint_version} 版范围内"
        moved = "，".join(
            f"{word} {count}"
            for word, count in (
                ("新增", self.newly_hit),
                ("加重", self.more_severe),
                ("减轻", self.less_severe),
                ("移出", self.cleared),
            )
            if count
        )
        counted = f"{self.counties_hit} 县，用户 {self.subscribers:,}{_MADE_OF[self.basis][0]}"
        return f"{place} 第 {self.footprint_version} 版：{counted}" + (f"（{moved}）" if moved else "")

    def en(self, names: Names) -> str:
        place = names.region(self.province, "en")
        if not self.affected:
            return f"{place} is outside footprint version {self.footprint_version}"
        moved = ", ".join(
            f"{count} {word}"
            for word, count in (
                ("newly hit", self.newly_hit),
                ("more severe", self.more_severe),
                ("less severe", self.less_severe),
                ("cleared", self.cleared),
            )
            if count
        )
        counted = f"{_counted(self.counties_hit, self.subscribers)}{_MADE_OF[self.basis][1]}"
        return f"{place}, version {self.footprint_version}: {counted}" + (f" ({moved})" if moved else "")


def _counted(counties: int, subscribers: int) -> str:
    return f"{some(counties, 'county', 'counties')}, {some(subscribers, 'subscriber')}"
