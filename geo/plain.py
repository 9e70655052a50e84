"""Frozen dataclasses from plain JSON values, with every type checked: for answers that come out of a child."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def from_plain(kind: type[T], value: Any) -> T:
    """Return `value` as an instance of the dataclass `kind`; TypeError where it does not fit."""
    result = _convert(kind, value)
    if not isinstance(result, kind):
        raise TypeError(f"expected {kind.__name__}")
    return result


def _convert(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, value)
    if origin is tuple:
        item = get_args(kind)[0]
        return tuple(_convert(item, v) for v in _require(value, list))
    if origin in (dict, Mapping):
        item = get_args(kind)[1]
        return {_require(k, str): _convert(item, v) for k, v in _require(value, dict).items()}
    if origin is UnionType:
        return None if value is None else _convert(next(k for k in get_args(kind) if k is not NoneType), value)
    if origin is Literal:
        if value not in get_args(kind):
            raise TypeError(f"{value!r} is none of {get_args(kind)}")
        return value
    if kind is float:
        number = float(_require(value, int, float))
        if not isfinite(number):
            raise TypeError("a number is not finite")
        return number
    return _require(value, kind)


def _dataclass(kind: Any, value: Any) -> Any:
    hints = _hints_of(kind)
    members = _require(value, dict)
    if members.keys() != hints.keys():
        raise TypeError(f"{kind.__name__}: the fields {sorted(members.keys() ^ hints.keys())} do not match")
    return kind(**{name: _convert(hint, members[name]) for name, hint in hints.items()})


@cache
def _hints_of(kind: Any) -> dict[str, Any]:
    """Types of the fields that a dataclass is made of; an impact has thousands of rows of the same few kinds."""
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind) if f.init}


def _require(value: Any, *kinds: type) -> Any:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise TypeError(f"{str(value)[:40]!r} is no {kinds[0].__name__}")
    return value
