"""Reads a scenario's file: nothing in it is executed; what is wrong is said with line, column and a way out.

The same strict YAML as playbooks': no anchors, aliases or tags.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from incident.scenarios.language import Scenario
from playbooks.source.known_words import words_at
from playbooks.source.yaml_source import Source, read_yaml
from playbooks.terms.problems import PlaybookError, Problem, schema_message

#: The scenarios that ship with the house.
FOLDER = Path(__file__).resolve().parent


class ScenarioError(ValueError):
    """A scenario that is not there or cannot be read; the message names file, line, column and field."""

    def __init__(self, *, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


def scenario_names() -> list[str]:
    """The scenarios that are shipped."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def scenario_text(name: str) -> str:
    """The file of a shipped scenario, or of the path that ends in .yaml; ScenarioError where there is none."""
    path = Path(name) if name.endswith(".yaml") else FOLDER / f"{name}.yaml"
    if not path.is_file() or (not name.endswith(".yaml") and name not in scenario_names()):
        shipped = ", ".join(scenario_names())
        raise ScenarioError(
            zh=f"{name}：没有这个脚本（自带：{shipped}）", en=f"{name}: there is no such scenario (shipped: {shipped})"
        )
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        zh, en = f"{path.name}：不是 UTF-8 文本", f"{path.name}: not UTF-8 text: {error.reason} at byte {error.start}"
        raise ScenarioError(zh=zh, en=en) from error


def load_scenario(name: str) -> Scenario:
    """The shipped scenario of that name, or the one in that file; ScenarioError names what is wrong with it."""
    return read_scenario(scenario_text(name), filename=Path(name).name if name.endswith(".yaml") else f"{name}.yaml")


def read_scenario(text: str, *, filename: str = "scenario.yaml") -> Scenario:
    """The scenario that `text` says; ScenarioError with `file:line:column` and field."""
    try:
        source = read_yaml(text, filename=filename)
        if source.problems:
            raise PlaybookError(source.problems)
    except PlaybookError as error:
        raise _error(error.problems[0]) from error
    try:
        return Scenario.model_validate(source.data)
    except ValidationError as error:
        raise _error(_first(source, error)) from error


def _first(source: Source, error: ValidationError) -> Problem:
    """The first thing that is wrong, at its place; what a check of our own found says so in both languages."""
    first = error.errors(include_url=False)[0]
    path = tuple(first["loc"])
    if first["type"] == "value_error":
        zh, _, en = str(first.get("ctx", {}).get("error", first["msg"])).partition(" / ")
        return source.problem(path, zh=zh, en=en or zh)
    known = words_at(Scenario, path[:-1]) if first["type"] == "extra_forbidden" else ()
    zh, en = schema_message(first, known=known)
    return source.problem(path, zh=zh, en=en)


def _error(problem: Problem) -> ScenarioError:
    place = f"{problem.filename}:{problem.line}:{problem.column}"
    field = f"{problem.path}: " if problem.path else ""
    return ScenarioError(zh=f"{place}：{field}{problem.message_zh}", en=f"{place}: {field}{problem.message_en}")
