"""What a schema can't see: names that must exist elsewhere in the playbook, and combinations that make no sense.

Each check yields (path, zh, en); the loader gives them their line and column.
"""

from collections.abc import Callable, Iterable, Iterator

from playbooks.checks.condition_checks import (
    names_are_free,
    places_make_sense,
    thresholds_can_be_met,
    triggers_say_something,
)
from playbooks.checks.message_checks import messages_fit, prepared_texts_fit, templates_name_known_values
from playbooks.checks.time_checks import items_stand_in_their_phases, phases_follow_one_another, windows_make_sense
from playbooks.checks.trial_checks import trials_can_be_run
from playbooks.checks.unit_checks import parameters_are_used_in_their_units
from playbooks.language.model import Playbook
from playbooks.measures import measure_type
from playbooks.planning.items import all_items, own_items
from playbooks.terms.problems import Finding, Path, unknown_word


def findings(playbook: Playbook) -> Iterator[Finding]:
    """Yield everything wrong with a playbook that has passed its schema."""
    for check in _CHECKS:
        yield from check(playbook)


def _ids(playbook: Playbook) -> list[str]:
    return [item.id for item, _ in all_items(playbook, values=playbook.values())]


def _unique(pairs: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, name in pairs:
        if name in seen:
            yield path, f"“{name}”已用过，须另取", f"{name!r} is already taken; choose another"
        seen.add(name)


def _ids_are_unique(playbook: Playbook) -> Iterator[Finding]:
    brought = {task.id for task, by in all_items(playbook, values=playbook.values()) if by is not None}
    yield from _unique(((*path, "id"), item.id) for path, item in own_items(playbook))
    for path, item in own_items(playbook):
        if item.id in brought:
            yield (
                (*path, "id"),
                f"“{item.id}”是措施自带任务的名称",
                f"{item.id!r} is the id of a task that a measure brings",
            )
    yield from _unique((("messages", i, "id"), message.id) for i, message in enumerate(playbook.messages))
    yield from _unique((("sources", i, "id"), source.id) for i, source in enumerate(playbook.sources))
    yield from _unique((("triggers", i, "id"), trigger.id) for i, trigger in enumerate(playbook.triggers))
    yield from _unique((("tests", i, "id"), trial.id) for i, trial in enumerate(playbook.tests))


def _names_exist(playbook: Playbook) -> Iterator[Finding]:
    sources, ids = [source.id for source in playbook.sources], _ids(playbook)
    for path, item in own_items(playbook):
        if item.team not in playbook.teams:
            yield ((*path, "team"), *unknown_word(item.team, known=playbook.teams))
        for index, source in enumerate(item.sources):
            if source not in sources:
                yield ((*path, "sources", index), *unknown_word(source, known=sources))
        for index, other in enumerate(item.depends_on):
            if other not in ids:
                yield ((*path, "depends_on", index), *unknown_word(other, known=ids))


def _nothing_waits_for_itself(playbook: Playbook) -> Iterator[Finding]:
    waits = {item.id: item.depends_on for item, _ in all_items(playbook, values=playbook.values())}
    for path, item in own_items(playbook):
        seen: set[str] = set()
        following = list(item.depends_on)
        while following:
            other = following.pop()
            if other not in seen:
                seen.add(other)
                following.extend(waits.get(other, ()))
        if item.id in seen:
            yield (
                (*path, "depends_on"),
                "依赖成环，永远不能开始",
                "waits for itself in a circle; it could never start",
            )


def _measures_are_eligible(playbook: Playbook) -> Iterator[Finding]:
    for index, item in enumerate(playbook.measures):
        kind = measure_type(item.kind)
        for place, rule in enumerate(item.rules):
            if rule not in kind.eligible_rules:
                yield (("measures", index, "rules", place), *unknown_word(rule, known=kind.eligible_rules))
        for place, segment in enumerate(item.segments):
            if segment not in kind.eligible_segments:
                yield (
                    ("measures", index, "segments", place),
                    *unknown_word(segment, known=kind.eligible_segments),
                )


def _outcomes_can_be_met(playbook: Playbook) -> Iterator[Finding]:
    for index, task in enumerate(playbook.tasks):
        for place, outcome in enumerate(task.outcomes):
            bounds = [
                outcome.least,
                outcome.target if outcome.target is not None else outcome.least,
                outcome.most,
            ]
            if bounds != sorted(bounds):
                yield (
                    ("tasks", index, "outcomes", place),
                    "应 least ≤ target ≤ most",
                    "least ≤ target ≤ most must hold",
                )
        yield from _unique((("tasks", index, "outcomes", i, "name"), o.name) for i, o in enumerate(task.outcomes))


_CHECKS: tuple[Callable[[Playbook], Iterator[Finding]], ...] = (
    _ids_are_unique,
    _names_exist,
    _nothing_waits_for_itself,
    messages_fit,
    templates_name_known_values,
    prepared_texts_fit,
    _measures_are_eligible,
    windows_make_sense,
    phases_follow_one_another,
    items_stand_in_their_phases,
    names_are_free,
    places_make_sense,
    thresholds_can_be_met,
    triggers_say_something,
    parameters_are_used_in_their_units,
    _outcomes_can_be_met,
    trials_can_be_run,
)
