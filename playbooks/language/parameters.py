"""Putting the values of parameters where a playbook names them: ``{parameter: waiver_from}``."""

from collections.abc import Mapping
from typing import Any

from playbooks.language.model import ParameterRef


def is_reference(value: Any) -> bool:
    """True for the plain form of a reference, ``{"parameter": name}``."""
    return isinstance(value, Mapping) and set(value) == {"parameter"} and isinstance(value["parameter"], str)


def resolve(value: Any, *, values: Mapping[str, int]) -> Any:
    """Return plain JSON with every reference replaced by its value; KeyError for an unknown parameter."""
    if is_reference(value):
        return values[value["parameter"]]
    if isinstance(value, Mapping):
        return {key: resolve(inner, values=values) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [resolve(inner, values=values) for inner in value]
    return value


def number(value: int | ParameterRef, *, values: Mapping[str, int]) -> int:
    """Return a threshold that is a number or a reference; KeyError for an unknown parameter."""
    return values[value.parameter] if isinstance(value, ParameterRef) else value
