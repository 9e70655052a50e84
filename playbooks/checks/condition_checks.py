"""Checks of where items apply: thresholds on their scales, places that there are, triggers that say something, names.

Conditions (``if``) are read here once, so that no plan ever meets one that can't be decided.
"""

from collections.abc import Iterator

from playbooks.conditions import ConditionError, read
from playbooks.language.model import ParameterRef, Playbook, Threshold, When
from playbooks.language.names import BUILT_IN
from playbooks.language.provinces import PROVINCES
from playbooks.planning.items import own_items
from playbooks.planning.whens import whens
from playbooks.terms.problems import Finding, Path, unknown_word
from playbooks.terms.units import symbol
from playbooks.terms.words import UNIT_BOUNDS

#: Words of the language itself, which no name may take.
_RESERVED = frozenset({"and", "or", "not", "in"})


def conditions_can_be_read(playbook: Playbook) -> Iterator[tuple[Path, ConditionError]]:
    """Yield every condition that can't be read, with what is wrong and at which of its characters."""
    for path, when in whens(playbook):
        if when.if_ is not None:
            try:
                read(when.if_, scope=playbook.scope)
            except ConditionError as error:
                yield (*path, "if"), error


def names_are_free(playbook: Playbook) -> Iterator[Finding]:
    """Yield parameters and signals called like a name that every condition has, or like each other."""
    for part, names in (("parameters", playbook.parameters), ("signals", playbook.signals)):
        for name in names:
            if name in BUILT_IN or name in _RESERVED:
                yield (part, name), f"“{name}”是条件里已有的名称", f"{name!r} already means something in conditions"
    for name in playbook.signals:
        if name in playbook.parameters:
            yield ("signals", name), f"“{name}”已是参数", f"{name!r} is a parameter already; choose another"


def places_make_sense(playbook: Playbook) -> Iterator[Finding]:
    """Yield combinations of target and provinces that select nothing, and regions that there are none of."""
    for path, item in own_items(playbook):
        place = (*path, "when", "provinces")
        if item.target != "province" and item.when.provinces == "others":
            yield place, "others 只用于按省的任务", "others is for items with target province only"
        if item.target == "county" and item.when.provinces != "reached":
            yield place, "按县的任务只能用 reached", "an item with target county needs provinces: reached"
        if item.when.provinces == "others" and item.when.having:
            zh, en = "others 的省没有影响范围，having 无从满足", "others have no area, so having can never hold"
            yield (*path, "when", "having"), zh, en
    known = {province.adcode[:2] for province in PROVINCES}
    for path, when in whens(playbook):
        yield from _points_are_known(playbook, when, at=path)
        for index, adcode in enumerate(when.regions or ()):
            if adcode[:2] not in known:
                zh, en = f"{adcode} 不在本公司各省之内", f"{adcode} lies in no province of the operator"
                yield (*path, "regions", index), zh, en


def _points_are_known(playbook: Playbook, when: When, *, at: Path) -> Iterator[Finding]:
    for index, name in enumerate(when.near or ()):
        if name not in playbook.points:
            yield ((*at, "near", index), *unknown_word(name, known=playbook.points))
    if when.near and when.provinces != "reached":
        zh, en = "near 只用于受影响的省", "near is for provinces that are reached; leave provinces out"
        yield (*at, "provinces"), zh, en


def thresholds_can_be_met(playbook: Playbook) -> Iterator[Finding]:
    """Yield thresholds beyond their unit's scale, and limits that leave nothing between them and the threshold."""
    for path, when in whens(playbook):
        for part, given in (("reaches", when.reaches), ("below", when.below)):
            for unit, threshold in given.items():
                least, most = UNIT_BOUNDS[unit]
                if not all(least <= value <= most + (part == "below") for value in _values(playbook, threshold)):
                    zh = f"{unit} 的门槛应在 {least} 至 {most} 之间"
                    yield (*path, part, unit), zh, f"a threshold in {unit} lies from {least} to {most}"
        yield from _bands_are_left(playbook, when, at=path)


def _bands_are_left(playbook: Playbook, when: When, *, at: Path) -> Iterator[Finding]:
    for unit, limit in when.below.items():
        if when.reaches and unit not in when.reaches:
            yield ((*at, "below", unit), *unknown_word(unit, known=when.reaches))
        elif unit in when.reaches and max(_values(playbook, when.reaches[unit])) >= min(_values(playbook, limit)):
            zh, en = f"{unit} 的 below 应高于 reaches", f"below must lie above reaches in {unit}, also at their bounds"
            yield (*at, "below", unit), zh, en


def _values(playbook: Playbook, threshold: Threshold) -> tuple[int, ...]:
    """A threshold, or that of a parameter at both bounds that a duty officer may choose."""
    if not isinstance(threshold, ParameterRef):
        return (threshold,)
    parameter = playbook.parameters[threshold.parameter]
    return (parameter.least, parameter.most)


def triggers_say_something(playbook: Playbook) -> Iterator[Finding]:
    """Yield triggers that always hold, name hazards of other playbooks, or read signals that nobody declared."""
    for index, trigger in enumerate(playbook.triggers):
        at: Path = ("triggers", index)
        if trigger.calendar is None and trigger.signal is None and trigger.when is None:
            zh, en = "应写 when、calendar 或 signal", "must say when, calendar or signal; it would hold always"
            yield at, zh, en
        for place, hazard in enumerate(trigger.hazards or ()):
            if hazard not in playbook.hazards:
                yield ((*at, "hazards", place), *unknown_word(hazard, known=playbook.hazards))
        if trigger.when is not None and trigger.when.provinces != "reached":
            zh, en = "启动条件只能用 reached", "a trigger looks at the whole footprint; leave provinces out"
            yield (*at, "when", "provinces"), zh, en
        if trigger.signal is None:
            continue
        declared = playbook.signals.get(trigger.signal.name)
        if declared is None:
            yield ((*at, "signal", "name"), *unknown_word(trigger.signal.name, known=playbook.signals))
        elif symbol(declared.unit) != symbol(trigger.signal.unit):
            unit = symbol(declared.unit)
            zh, en = f"“{trigger.signal.name}”以 {unit} 计", f"{trigger.signal.name!r} is in {unit}"
            yield (*at, "signal", "unit"), zh, en
