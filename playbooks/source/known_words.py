"""Which words a typed model allows at a path, so that a mistyped one can be answered with the nearest."""

import types
from collections.abc import Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from playbooks.terms.problems import Path


def words_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """Return the field names (as written in YAML) that may stand at ``path``, which leads to the group itself."""
    candidates: list[Any] = [model]
    for step in path:
        candidates = [inner for one in candidates for inner in _step(one, step)]
    return tuple(name for one in candidates for name in _fields(one))


def _step(annotation: Any, step: str | int) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            if step in (name, info.alias):
                return _members(info.annotation)
        return []
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple and isinstance(step, int) and arguments:
        return _members(arguments[0])
    if get_origin(annotation) in (dict, Mapping) and len(arguments) == 2:
        return _members(arguments[1])
    # A union's branch is part of pydantic's path (its class name); stay where we are.
    return [annotation] if isinstance(step, str) and _fields(annotation) else []


def _members(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _members(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [inner for one in get_args(annotation) for inner in _members(one)]
    return [annotation]


def _fields(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [info.alias or name for name, info in annotation.model_fields.items()]
    return []
