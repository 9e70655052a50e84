"""Reading playbooks: YAML text to a frozen Playbook, or every problem at once with line and column.

Three passes: the file's form (yaml_source), the schema (model, and each measure's fields by its kind), and what must
exist elsewhere in the playbook (cross_checks). The third only makes sense of what has passed the first two.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from playbooks.checks.condition_checks import conditions_can_be_read
from playbooks.checks.cross_checks import findings
from playbooks.language.model import Playbook
from playbooks.language.parameters import is_reference, resolve
from playbooks.measures import KINDS, LandingPlan
from playbooks.source.extending import Resolved
from playbooks.source.extending import resolve as merge_parents
from playbooks.source.known_words import words_at
from playbooks.source.shelf import LIBRARY, Shelf
from playbooks.terms.problems import Path, PlaybookError, Problem, schema_message, unknown_word

M = TypeVar("M", bound=BaseModel)
__all__ = ["Playbook", "PlaybookError", "Problem", "library", "library_text", "load", "resolved"]


def load(text: str, *, filename: str, shelf: Shelf = LIBRARY) -> Playbook:
    """Return the playbook that ``text`` (YAML) describes; PlaybookError carries every problem found.

    Parents and fragments that it builds on come from ``shelf``.
    """
    return _checked(resolved(text, filename=filename, shelf=shelf))


def resolved(text: str, *, filename: str, shelf: Shelf = LIBRARY) -> Resolved:
    """Return a file with its parents and fragments merged in, and where each of its lines was written."""
    return merge_parents(
        text, filename=filename, shelf=shelf, digest_of=lambda text, name: load(text, filename=name, shelf=shelf).digest
    )


def _checked(source: Resolved) -> Playbook:
    problems, data = list(source.problems), source.data
    if not isinstance(data, dict):
        problems.append(
            source.problem(
                (),
                zh="应为一组“名称: 值”，以 slug 开头",
                en="must be 'name: value' lines, beginning with slug",
            )
        )
        raise PlaybookError(problems)
    playbook, schema_problems = _validate(source, model=Playbook, data=data, at=())
    problems += schema_problems
    problems += _parameter_problems(source, data)
    problems += _field_problems(source, data)
    if problems or playbook is None:
        raise PlaybookError(problems)
    problems += [source.problem(path, zh=zh, en=en) for path, zh, en in findings(playbook)]
    problems += [
        source.problem_within(path, error.offset, zh=error.zh, en=error.en)
        for path, error in conditions_can_be_read(playbook)
    ]
    if problems:
        raise PlaybookError(problems)
    return playbook


def library_text(slug: str) -> str:
    """Return the YAML of a playbook that ships with the house; KeyError lists those that do."""
    for entry in (files("playbooks") / "library").iterdir():
        if entry.name == f"{slug}.yaml":
            return entry.read_text(encoding="utf-8")
    raise KeyError(f"no playbook {slug!r} in the library; it has: {', '.join(sorted(library()))}")


@cache
def _library() -> dict[str, Playbook]:
    entries = sorted((files("playbooks") / "library").iterdir(), key=lambda entry: entry.name)
    loaded = [
        load(entry.read_text(encoding="utf-8"), filename=entry.name)
        for entry in entries
        if entry.name.endswith(".yaml")
    ]
    return {playbook.slug: playbook for playbook in loaded}


def library() -> dict[str, Playbook]:
    """Return the playbooks that ship with the house, by slug."""
    return dict(_library())


def _validate(source: Resolved, *, model: type[M], data: Any, at: Path) -> tuple[M | None, list[Problem]]:
    """Check plain values against a model; problems are placed relative to ``at``."""
    try:
        return model.model_validate_json(json.dumps(data)), []
    except ValidationError as error:
        problems: list[Problem] = []
        for one in error.errors(include_url=False):
            path = _path_in(data, one["loc"], missing=one["type"] == "missing")
            known = words_at(model, path[:-1]) if one["type"] == "extra_forbidden" else ()
            zh, en = schema_message(one, known=known)
            problems.append(source.problem((*at, *path), zh=zh, en=en))
        return None, problems


def _path_in(data: Any, loc: tuple[str | int, ...], *, missing: bool) -> Path:
    """Drop from pydantic's location what is not in the file: names of union branches and '[key]'."""
    path: list[str | int] = []
    here = data
    for index, step in enumerate(loc):
        present = (isinstance(here, dict) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        )
        if present:
            path.append(step)
            here = here[step]
        elif missing and index == len(loc) - 1:
            path.append(step)
    return tuple(path)


def _parameter_problems(source: Resolved, data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield references to parameters that there are none of, and defaults out of their bounds."""
    parameters = _mapping(data.get("parameters"))
    for path, name in _references(data, path=()):
        if name not in parameters:
            zh, en = unknown_word(name, known=map(str, parameters))
            yield source.problem((*path, "parameter"), zh=zh, en=en)
    for name, parameter in parameters.items():
        bounds = [_mapping(parameter).get(key) for key in ("least", "default", "most")]
        numbers = [bound for bound in bounds if isinstance(bound, int)]
        if len(numbers) == 3 and numbers != sorted(numbers):
            yield source.problem(
                ("parameters", name), zh="应 least ≤ default ≤ most", en="least ≤ default ≤ most must hold"
            )


def _references(value: Any, *, path: Path) -> Iterator[tuple[Path, str]]:
    if is_reference(value):
        yield path, value["parameter"]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _references(inner, path=(*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _references(inner, path=(*path, index))


def _field_problems(source: Resolved, data: Mapping[str, Any]) -> Iterator[Problem]:
    """Check the kind of each measure, and its fields against that kind's own model."""
    measures = data.get("measures")
    for index, measure in enumerate(measures if isinstance(measures, list) else []):
        kind = _mapping(measure).get("kind")
        if not isinstance(kind, str):
            continue
        if kind not in KINDS:
            zh, en = unknown_word(kind, known=KINDS)
            yield source.problem(("measures", index, "kind"), zh=zh, en=en)
            continue
        fields = _mapping(measure).get("fields", {})
        yield from dict.fromkeys(
            _fields_at_bounds(
                source, fields, kind=kind, at=("measures", index, "fields"), parameters=_mapping(data.get("parameters"))
            )
        )
        yield from _landing_problems(source, _mapping(measure).get("landing"), kind=kind, at=("measures", index))


def _landing_problems(source: Resolved, landing: Any, *, kind: str, at: Path) -> Iterator[Problem]:
    """Check how a measure's clocks run again, and that it holds any."""
    if landing is None:
        return
    if KINDS[kind].landing_plan() is None:
        zh, en = f"{kind} 不停走时钟，没有收尾分批", f"{kind} holds no clocks, so it has no stages to land in"
        yield source.problem((*at, "landing"), zh=zh, en=en)
    else:
        yield from _validate(source, model=LandingPlan, data=landing, at=(*at, "landing"))[1]


def _fields_at_bounds(
    source: Resolved, fields: Any, *, kind: str, at: Path, parameters: Mapping[str, Any]
) -> Iterator[Problem]:
    """Check fields with their parameters at the default and at both bounds, so that no allowed value breaks them."""
    named = {name for _, name in _references(fields, path=())}
    for bound in ("default", "least", "most") if named else ("default",):
        values = {name: _mapping(parameters.get(name)).get(bound) for name in named}
        known = {name: value for name, value in values.items() if isinstance(value, int)}
        if len(known) == len(named):  # otherwise the parameter itself is the problem, and is named already
            data = resolve(fields, values=known)
            yield from _validate(source, model=KINDS[kind].fields_model, data=data, at=at)[1]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
