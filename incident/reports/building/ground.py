"""What all sections are built from: the facts, the reader's language, names of places, and the traces of figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from incident.queries.event_traces import Span, Traces
from incident.reports.model import Trace, Unit, Value
from incident.reports.pictures.region_map import HitCounty
from incident.reports.wording import Language, Say, saying


@dataclass(frozen=True)
class Ground:
    """Values that a report is built from; `place` names an adcode in the report's language."""

    facts: Mapping[str, Any]
    language: Language
    place: Callable[[str], str]
    world: Literal["live", "exercise"]
    #: Whose exposure the numbers of customers are, in words.
    exposure: str
    base_url: str = ""
    outline: Mapping[str, Any] | None = None
    shapes: tuple[HitCounty, ...] = ()
    #: Numbers of the last report of this kind, and when that was; empty: there is none.
    before: Mapping[str, int] = field(default_factory=dict)
    before_at: str | None = None
    #: The log in sentences, for kinds that print it.
    activity: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def say(self) -> Say:
        return saying(self.language)

    @property
    def review(self) -> Mapping[str, Any]:
        return self.facts["review"]  # type: ignore[no-any-return]  # a document

    @property
    def brief(self) -> Mapping[str, Any]:
        return self.facts["brief"]  # type: ignore[no-any-return]  # a document

    @property
    def traces(self) -> Traces:
        return self.facts["traces"]  # type: ignore[no-any-return]  # made by queries.event_traces

    @property
    def province(self) -> str | None:
        return self.facts["province"]  # type: ignore[no-any-return]  # an adcode or none

    def titled(self, row: Mapping[str, Any], name: str = "title") -> str:
        """The reader's half of what a row has in both languages."""
        return str(row[f"{name}_{self.language}"])

    def of(self, *types: Iterable[str], province: str | None = None) -> Trace | None:
        """The trace of the events of some types, in one province or wherever the report looks."""
        names = [name for some in types for name in some]
        return as_trace(self.traces.of(names, province=province or self.province))

    def moment_of_level(self) -> Trace | None:
        """The event that set the level which holds now."""
        levels = self.review["timeline"]["levels"]
        return Trace(levels[-1]["position"], levels[-1]["position"], 1) if levels else None

    def footprint(self) -> Trace | None:
        """The event that brought the footprint which counts."""
        marks = self.review["timeline"]["footprints"]
        return Trace(marks[-1]["position"], marks[-1]["position"], 1) if marks else None


def as_trace(span: Span | None) -> Trace | None:
    """A span of positions as the model has it."""
    return Trace(*span) if span is not None else None


def counted(raw: int | None, trace: Trace | None = None, unit: Unit = "count", of: str = "") -> Value:
    """A number with its origin."""
    return Value(raw, unit, trace, of)


def text(raw: str | None, trace: Trace | None = None) -> Value:
    """Words with their origin; None is an empty cell."""
    return Value(raw or "", "text", trace)
