"""Which rules of a playbook its own tests try: what never fired in any of them, and what never was left out.

A test that passes says nothing of a rule that it does not touch. Every item must be planned in one test and left out in
another; every part of an item's condition must once be the reason why it is left out; every alternative (a level, a
colour, a unit of severity) must once be the one that held; every message must be sent, every trigger hold and not hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from playbooks.language.model import MeasureItem, Playbook, TaskItem
from playbooks.language.parameters import number
from playbooks.language.phases import window_of
from playbooks.language.trials import Trial
from playbooks.planning.items import all_items, own_items, title_of, type_of
from playbooks.planning.plan import Plan
from playbooks.planning.quantities import QUANTITY_WORDS
from playbooks.planning.reasons import severity
from playbooks.terms.words import COLOUR_WORDS, Words
from playbooks.testing.check import plan_of

RuleKind = Literal["measure", "broadcast", "task", "message", "condition", "branch", "trigger"]
#: What a test can show of a rule: that it fires, and that it does not.
Shown = Literal["fired", "not_fired"]
_SAID: dict[Shown, Words] = {
    "fired": Words(zh="从未在任何测试中触发", en="never fired in any test"),
    "not_fired": Words(zh="从未在任何测试中不触发", en="never did not fire in any test"),
}


@dataclass(frozen=True)
class Rule:
    """One rule, and the tests (ids) in which it fired and in which it did not; ``wanted`` is what must be shown."""

    id: str
    kind: RuleKind
    title: Words
    wanted: tuple[Shown, ...]
    fired: tuple[str, ...] = ()
    not_fired: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Shown, ...]:
        """What no test shows of it."""
        shown = {"fired": self.fired, "not_fired": self.not_fired}
        return tuple(one for one in self.wanted if not shown[one])


@dataclass(frozen=True)
class Coverage:
    """All rules of a playbook in its order."""

    rules: tuple[Rule, ...]

    @property
    def gaps(self) -> tuple[Rule, ...]:
        """The rules of which no test shows all that it should."""
        return tuple(rule for rule in self.rules if rule.missing)


@dataclass(frozen=True)
class _Part:
    """One part of a condition: what it asks, and the reasons by which it leaves an item out."""

    id: str
    title: Words
    codes: frozenset[str]
    quantity: str | None = None


@dataclass(frozen=True)
class _Run:
    """One test and what was planned in it."""

    trial: Trial
    plan: Plan
    planned: frozenset[str]


def coverage(playbook: Playbook) -> Coverage:
    """Run every test of a playbook and say which of its rules they try."""
    runs = [_run(trial, plan=plan_of(playbook, trial)) for trial in playbook.tests]
    asked = (_items, _conditions, _branches, _messages, _triggers)
    return Coverage(tuple(rule for ask in asked for rule in ask(playbook, runs=runs)))


def gap_words(rule: Rule) -> Words:
    """Say what no test shows of a rule."""
    zh, en = (
        "；".join(_SAID[one].zh for one in rule.missing),
        " and ".join(_SAID[one].en for one in rule.missing),
    )
    return Words(zh=f"{rule.title.zh}：{zh}", en=f"{rule.title.en}: {en}")


def coverage_document(covered: Coverage) -> dict[str, Any]:
    """Return plain JSON values: every rule with the tests that show it, and the gaps in words."""
    return {
        "rules": [
            {
                "id": rule.id,
                "kind": rule.kind,
                "title": rule.title.model_dump(),
                "fired": list(rule.fired),
                "not_fired": list(rule.not_fired),
                "missing": list(rule.missing),
            }
            for rule in covered.rules
        ],
        "gaps": [{"id": rule.id, "kind": rule.kind, **gap_words(rule).model_dump()} for rule in covered.gaps],
    }


def _run(trial: Trial, *, plan: Plan) -> _Run:
    return _Run(trial, plan, frozenset(item.item_id for item in plan.items))


def _items(playbook: Playbook, *, runs: list[_Run]) -> Iterator[Rule]:
    """The playbook's own items, and the tasks that its measures bring along: planned once, left out once."""
    for item, _ in all_items(playbook, values=playbook.values()):
        title = title_of(item)
        yield Rule(
            id=item.id,
            kind=type_of(item),
            title=Words(zh=f"“{item.id}”{title.zh}", en=f"{item.id!r} {title.en}"),
            wanted=("fired", "not_fired"),
            fired=tuple(run.trial.id for run in runs if item.id in run.planned),
            not_fired=tuple(run.trial.id for run in runs if item.id not in run.planned),
        )


def _conditions(playbook: Playbook, *, runs: list[_Run]) -> Iterator[Rule]:
    """Each part of an item's condition: it holds where the item is planned, and must once be what leaves it out."""
    for _, item in own_items(playbook):
        for part in _parts(playbook, item):
            yield Rule(
                id=f"{item.id}/{part.id}",
                kind="condition",
                title=Words(zh=f"“{item.id}”的条件：{part.title.zh}", en=f"condition of {item.id!r}: {part.title.en}"),
                wanted=("fired", "not_fired"),
                fired=tuple(run.trial.id for run in runs if item.id in run.planned),
                not_fired=tuple(run.trial.id for run in runs if _left_out_by(part, item_id=item.id, plan=run.plan)),
            )


def _parts(playbook: Playbook, item: MeasureItem | TaskItem) -> Iterator[_Part]:
    when = item.when
    if window_of(playbook, item) is not None:
        codes = frozenset({"window_over", "window_ahead"})
        yield _Part("window", Words(zh="时限", en="its time"), codes)
    if when.levels is not None:
        said = Words(zh=f"响应级别 {'/'.join(when.levels)}", en=f"response level {'/'.join(when.levels)}")
        yield _Part("levels", said, frozenset({"needs_level", "needs_level_none"}))
    if when.colours is not None:
        yield _Part("colours", Words(zh="预警颜色", en="warning colour"), frozenset({"needs_colour"}))
    if when.provinces != "all":
        codes = frozenset({"no_county_reaches", "no_region_hit", "unit_not_known"})
        yield _Part("reaches", Words(zh="影响范围达到门槛", en="an area that reaches its thresholds"), codes)
    if when.below:
        yield _Part("below", Words(zh="低于上限", en="below its upper thresholds"), frozenset({"none_below"}))
    if when.regions:
        yield _Part("regions", Words(zh="所列地区", en="its regions"), frozenset({"none_in_regions"}))
    if when.near:
        codes = frozenset({"no_county_near", "points_not_told"})
        yield _Part("near", Words(zh="附近的地点", en="what it is near"), codes)
    if when.counties_with:
        codes = frozenset({"no_county_with"})
        yield _Part("counties_with", Words(zh="县内的数量", en="what its counties have"), codes)
    for quantity, least in when.having.items():
        zh, en = QUANTITY_WORDS[quantity]
        said = Words(zh=f"至少 {least} {zh}", en=f"at least {least} {en}")
        yield _Part(f"having/{quantity}", said, frozenset({"nothing_there"}), quantity=en)
    if when.if_ is not None:
        yield _Part("if", Words(zh=when.if_, en=when.if_), frozenset({"condition_fails"}))


def _left_out_by(part: _Part, *, item_id: str, plan: Plan) -> bool:
    return any(
        reason.code in part.codes and (part.quantity is None or reason.args.get("quantity_en") == part.quantity)
        for omission in plan.omitted
        if omission.item_id == item_id
        for reason in omission.reasons
    )


def _branches(playbook: Playbook, *, runs: list[_Run]) -> Iterator[Rule]:
    """Each alternative of a condition: that level, that colour, that unit must once be the one by which it fires."""
    for _, item in own_items(playbook):
        fired = [run for run in runs if item.id in run.planned]
        for level in item.when.levels or ():
            said = Words(zh=f"{level} 级响应", en=f"response level {level}")
            yield _branch(item.id, level, said, runs=[run for run in fired if run.trial.given.level == level])
        for colour in item.when.colours or ():
            said = Words(zh=f"{COLOUR_WORDS[colour][0]}预警", en=f"{COLOUR_WORDS[colour][1]} warning")
            yield _branch(item.id, colour, said, runs=[run for run in fired if run.trial.given.colour == colour])
        for unit, least in item.when.reaches.items():
            zh, en = severity(number(least, values=playbook.values()) * 1000, unit=unit)
            reached = [
                run
                for run in fired
                if any(
                    region.unit == unit and region.value >= number(least, values=run.plan.parameters)
                    for region in run.trial.given.regions
                )
            ]
            yield _branch(item.id, unit, Words(zh=f"达到{zh}", en=f"{en} reached"), runs=reached)


def _branch(item_id: str, name: str, said: Words, *, runs: list[_Run]) -> Rule:
    return Rule(
        id=f"{item_id}/{name}",
        kind="branch",
        title=Words(zh=f"“{item_id}”在{said.zh}时", en=f"{item_id!r} by {said.en}"),
        wanted=("fired",),
        fired=tuple(run.trial.id for run in runs),
    )


def _messages(playbook: Playbook, *, runs: list[_Run]) -> Iterator[Rule]:
    for template in playbook.messages:
        sent = [
            run.trial.id
            for run in runs
            if any(item.message is not None and item.message.template == template.id for item in run.plan.items)
        ]
        said = Words(zh=f"消息“{template.id}”", en=f"message {template.id!r}")
        yield Rule(id=f"message/{template.id}", kind="message", title=said, wanted=("fired",), fired=tuple(sent))


def _triggers(playbook: Playbook, *, runs: list[_Run]) -> Iterator[Rule]:
    for trigger in playbook.triggers:
        held = {run.trial.id for run in runs for state in run.plan.triggers if state.id == trigger.id and state.holds}
        title = trigger.title
        yield Rule(
            id=f"trigger/{trigger.id}",
            kind="trigger",
            title=Words(zh=f"触发“{trigger.id}”{title.zh}", en=f"trigger {trigger.id!r} {title.en}"),
            wanted=("fired", "not_fired"),
            fired=tuple(run.trial.id for run in runs if run.trial.id in held),
            not_fired=tuple(run.trial.id for run in runs if run.trial.id not in held),
        )
