"""What the planner is told: plain values, its own and frozen.

The planner knows no geometry, no database and no other package; the application translates an impact and an
incident into a Situation in one place. All figures are integers, so that sums are exact.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from playbooks.terms.words import LEVELS, SEGMENTS

_ADCODE = re.compile(r"\d{6}")
_COLOURS = ("red", "orange", "yellow", "blue")


@dataclass(frozen=True)
class Province:
    """One provincial company of the operator: six-digit adcode and name."""

    adcode: str
    name_zh: str
    name_en: str

    def __post_init__(self) -> None:
        _check_adcode(self.adcode, what="province")


@dataclass(frozen=True, kw_only=True)
class SituationRegion:
    """The part of one county that lies in one band. Bands are exclusive: parts of a county add up.

    ``value_milli`` is the severity in thousandths of ``unit`` (intensity VIII is 8000). ``segments`` are disjoint
    and sum to ``total`` customers; ``of_which`` overlaps and does not: vulnerable customers, members of group
    customers by tier (a_plus, a, b, c), and key customers, which are organisations, by tier (A+, A, B, C).
    """

    adcode: str
    name_zh: str
    name_en: str
    province: str
    city: str
    band: str
    value_milli: int
    unit: str
    total: int
    segments: Mapping[str, int]
    of_which: Mapping[str, int] = field(default_factory=dict)
    sites: int = 0
    halls: int = 0
    key_customers: int = 0
    people: int = 0

    def __post_init__(self) -> None:
        _check_adcode(self.adcode, what="county")
        _check_adcode(self.province, what="province of county")
        own = (self.value_milli, self.total, self.sites, self.halls, self.key_customers, self.people)
        for figure in (*own, *self.segments.values(), *self.of_which.values()):
            if type(figure) is not int or figure < 0:
                self._refuse_figures()
        unknown = [name for name in self.segments if name not in SEGMENTS]
        if unknown:
            raise ValueError(
                f"county {self.adcode}, band {self.band}: unknown segment {min(unknown)!r}, "
                f"known: {', '.join(SEGMENTS)}"
            )
        if sum(self.segments.values()) != self.total:
            raise ValueError(
                f"county {self.adcode}, band {self.band}: segments sum to {sum(self.segments.values())},"
                f" not to total {self.total}"
            )

    def _refuse_figures(self) -> None:
        """ValueError names the first figure that is none."""
        own = ("value_milli", "total", "sites", "halls", "key_customers", "people")
        figures = {
            **{name: getattr(self, name) for name in own},
            **{f"segments.{name}": count for name, count in self.segments.items()},
            **{f"of_which.{name}": count for name, count in self.of_which.items()},
        }
        name, figure = next((n, f) for n, f in figures.items() if type(f) is not int or f < 0)
        raise ValueError(f"county {self.adcode}, band {self.band}: {name} must be a whole number ≥ 0, got {figure!r}")

    def quantity(self, name: str) -> int:
        """Return one figure by its name in ``words.Quantity``; absent ``of_which`` counts as zero."""
        if name == "customers":
            return self.total
        if name in ("people", "sites", "halls", "key_customers"):
            return int(getattr(self, name))
        return self.of_which.get(name, 0)


@dataclass(frozen=True)
class NearPoint:
    """The nearest point of a group to one county: its name, and how far the county's ground lies from it."""

    name_zh: str
    name_en: str
    metres: int


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One moment of one incident, as far as planning needs it.

    ``regions`` come in the impact's order, most severe first: among equals the first is named in reasons.
    ``occurred_at`` is when the hazard struck and ``now`` the world's time, both aware. ``incident_level`` and
    ``warning_colour`` are None where none is declared. ``provinces`` is the operator's whole list; regions of
    provinces outside it are kept out of the plan and counted in its notes. ``text_prefix`` stands
    before every message: the exercise's words, or nothing in a live world. ``not_assessed`` are counties
    that are hit but have no numbers: noted, never counted as zero. ``memo`` keeps what was reckoned of it
    (``selection.Ground``), so that another playbook need not reckon it again. ``signals`` are readings from elsewhere
    by the name and in the unit that the playbook declares for them; one that nobody has read is absent, not zero.
    ``near``: the counties near a playbook's points, by the key of their group; a group that nobody has placed is
    absent.
    """

    hazard: str
    incident_level: str | None
    warning_colour: str | None
    occurred_at: datetime
    now: datetime
    regions: tuple[SituationRegion, ...]
    provinces: tuple[Province, ...]
    text_prefix: str
    not_assessed: tuple[str, ...] = ()
    signals: Mapping[str, int] = field(default_factory=dict)
    near: Mapping[str, Mapping[str, NearPoint]] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.incident_level is not None and self.incident_level not in LEVELS:
            raise ValueError(f"incident_level must be one of {', '.join(LEVELS)} or None, got {self.incident_level!r}")
        if self.warning_colour is not None and self.warning_colour not in _COLOURS:
            raise ValueError(
                f"warning_colour must be one of {', '.join(_COLOURS)} or None, got {self.warning_colour!r}"
            )
        for name, moment in (("occurred_at", self.occurred_at), ("now", self.now)):
            if moment.tzinfo is None:
                raise ValueError(f"{name} must carry its offset from UTC, got {moment.isoformat()}")
        for name, reading in self.signals.items():
            if type(reading) is not int:
                raise ValueError(f"signals.{name} must be a whole number, got {reading!r}")
        _refuse_doubles([(region.adcode, region.band) for region in self.regions], what="region and band")
        _refuse_doubles([(province.adcode,) for province in self.provinces], what="province")


def _check_adcode(adcode: str, *, what: str) -> None:
    if not _ADCODE.fullmatch(adcode):
        raise ValueError(f"{what}: adcode must be six digits, got {adcode!r}")


def _refuse_doubles(keys: list[tuple[str, ...]], *, what: str) -> None:
    seen: set[tuple[str, ...]] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"{what} {' '.join(key)} is given twice; its customers would count double")
        seen.add(key)
