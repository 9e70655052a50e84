"""Checks that a parameter is used where its own unit is meant: a cap takes fen, an intensity no grade."""

from collections.abc import Iterator
from typing import Any

from playbooks.language.model import MeasureItem, ParameterRef, Playbook, When
from playbooks.language.parameters import is_reference
from playbooks.measures import measure_type
from playbooks.planning.whens import whens
from playbooks.terms.problems import Finding, Path
from playbooks.terms.units import symbol


def parameters_are_used_in_their_units(playbook: Playbook) -> Iterator[Finding]:
    """Yield every use of a parameter whose unit is another than what stands there."""
    for path, when in whens(playbook):
        yield from _thresholds(playbook, when, at=path)
    for index, measure in enumerate(playbook.measures):
        yield from _fields(playbook, measure, at=("measures", index, "fields"))
    for index, trigger in enumerate(playbook.triggers):
        if trigger.signal is not None and isinstance(trigger.signal.least, ParameterRef):
            place = ("triggers", index, "signal", "least")
            yield from _mismatch(playbook, trigger.signal.least.parameter, unit=trigger.signal.unit, at=place)


def _thresholds(playbook: Playbook, when: When, *, at: Path) -> Iterator[Finding]:
    for part, given in (("reaches", when.reaches), ("below", when.below)):
        for unit, threshold in given.items():
            if isinstance(threshold, ParameterRef):
                yield from _mismatch(playbook, threshold.parameter, unit=unit, at=(*at, part, unit))


def _fields(playbook: Playbook, measure: MeasureItem, *, at: Path) -> Iterator[Finding]:
    described = measure_type(measure.kind).fields_schema()["properties"]
    for name, value in measure.fields.items():
        unit = described.get(name, {}).get("unit", "")
        for path, parameter in _references(value, path=(*at, name)):
            if unit:
                yield from _mismatch(playbook, parameter, unit=unit, at=path)


def _mismatch(playbook: Playbook, parameter: str, *, unit: str, at: Path) -> Iterator[Finding]:
    own = playbook.parameters[parameter].unit
    if symbol(own) != symbol(unit):
        zh = f"此处单位是 {symbol(unit)}，而参数“{parameter}”以 {symbol(own)} 计"
        yield (*at, "parameter"), zh, f"takes {symbol(unit)}, but parameter {parameter!r} is in {symbol(own)}"


def _references(value: Any, *, path: Path) -> Iterator[tuple[Path, str]]:
    if is_reference(value):
        yield path, value["parameter"]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _references(inner, path=(*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _references(inner, path=(*path, index))
