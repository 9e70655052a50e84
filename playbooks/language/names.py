"""Which names a playbook's conditions may use, and what each is worth in a situation.

Names of the incident (its level, how long ago it struck, readings from elsewhere) are the same whatever the footprint;
names of the place (its customers, the highest intensity) are counted where the item's thresholds are reached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from playbooks.conditions.scope import Name, Scope
from playbooks.terms.units import kind_and_factor
from playbooks.terms.words import LEVELS, Words

if TYPE_CHECKING:
    from playbooks.language.model import Parameter, Signal
    from playbooks.language.situation import Situation, SituationRegion

COLOURS = ("red", "orange", "yellow", "blue")
#: Severities: the name in a condition, the unit that rows of a situation carry, and its words.
_SEVERITIES = (
    ("CSI", "CSI", "最高烈度", "highest intensity (CSI)"),
    ("MMI", "MMI", "最高烈度（MMI）", "highest intensity (MMI)"),
    ("grade", "level", "最高影响等级", "highest grade"),
    ("force", "force", "最大风力", "strongest wind (force)"),
    ("wind", "kn", "最大风速", "strongest wind (knots)"),
)
#: Counts of the place: the name in a condition, the quantity of a row, the kind of unit, and its words.
_COUNTS = (
    ("customers", "customers", "customers", "客户数", "customers"),
    ("people", "people", "people", "人口", "people"),
    ("sites", "sites", "sites", "基站数", "cell sites"),
    ("halls", "halls", "halls", "营业厅数", "service halls"),
    ("key_customers", "key_customers", "organisations", "重要客户数", "key customers"),
    ("vulnerable", "vulnerable", "customers", "需要照顾的客户数", "vulnerable customers"),
    ("tier_a_plus", "A+", "organisations", "A+ 类集团客户数", "group customers of tier A+"),
    ("tier_a", "A", "organisations", "A 类集团客户数", "group customers of tier A"),
    ("tier_b", "B", "organisations", "B 类集团客户数", "group customers of tier B"),
    ("tier_c", "C", "organisations", "C 类集团客户数", "group customers of tier C"),
)
_OF_THE_PLACE = (
    *(Name(name, Words(zh=zh, en=en), kind_and_factor(unit)[0], grows=True) for name, unit, zh, en in _SEVERITIES),
    *(Name(name, Words(zh=zh, en=en), kind, grows=True) for name, _, kind, zh, en in _COUNTS),
    Name("counties", Words(zh="县数", en="counties"), "counties", grows=True),
    Name("provinces", Words(zh="省数", en="provinces"), "provinces", grows=True),
)
#: Every name that each playbook has, whatever its parameters and signals are called.
BUILT_IN = frozenset({"level", "colour", "hazard", "elapsed", *(name.id for name in _OF_THE_PLACE)})


def scope_of(*, hazards: Sequence[str], parameters: Mapping[str, Parameter], signals: Mapping[str, Signal]) -> Scope:
    """Return every name that conditions of one playbook may use, with kind, words and direction."""
    return Scope(
        (
            Name("level", Words(zh="响应级别", en="response level"), "level", choices=LEVELS),
            Name("colour", Words(zh="预警颜色", en="warning colour"), "colour", choices=COLOURS),
            Name("hazard", Words(zh="事件类型", en="hazard"), "hazard", choices=tuple(hazards)),
            Name("elapsed", Words(zh="发生后时间", en="time since it struck"), "time"),
            *_OF_THE_PLACE,
            *(Name(id_, one.title, kind_and_factor(one.unit)[0]) for id_, one in parameters.items()),
            *(Name(id_, one.title, kind_and_factor(one.unit)[0]) for id_, one in signals.items()),
        )
    )


def of_incident(
    situation: Situation,
    *,
    parameters: Mapping[str, Parameter],
    signals: Mapping[str, Signal],
    values: Mapping[str, int],
) -> dict[str, int | str]:
    """Return what is known of the incident, numbers in smallest units; what nobody has said is absent."""
    known: dict[str, int | str] = {
        "hazard": situation.hazard,
        "elapsed": int((situation.now - situation.occurred_at).total_seconds()),
    }
    if situation.incident_level is not None:
        known["level"] = situation.incident_level
    if situation.warning_colour is not None:
        known["colour"] = situation.warning_colour
    for name, parameter in parameters.items():
        known[name] = values[name] * kind_and_factor(parameter.unit)[1]
    for name, signal in signals.items():
        if name in situation.signals:
            known[name] = situation.signals[name] * kind_and_factor(signal.unit)[1]
    return known


def of_place(rows: Sequence[SituationRegion]) -> dict[str, int | str]:
    """Return what is known of a place: the rows of it that are reached."""
    known: dict[str, int | str] = {
        name: max(row.value_milli for row in rows if row.unit == unit)
        for name, unit, _, _ in _SEVERITIES
        if any(row.unit == unit for row in rows)
    }
    for name, quantity, _, _, _ in _COUNTS:
        known[name] = sum(row.quantity(quantity) for row in rows)
    known["counties"] = len({row.adcode for row in rows})
    known["provinces"] = len({row.province for row in rows})
    return known
