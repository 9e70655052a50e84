"""What a schema can't see: names that must exist elsewhere in the playbook, and combinations that make no sense.

Each check yields (path, zh, en); the loader gives them their line and column.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from playbooks.measures import measure_type
from playbooks.messages import TemplateError, places_of
from playbooks.model import MeasureItem, Playbook, TaskItem
from playbooks.planner import all_items, type_of
from playbooks.problems import Path, unknown_word
from playbooks.timing import moment_at
from playbooks.trials import Trial
from playbooks.words import Words

Finding = tuple[Path, str, str]
_ANY_DAY = datetime(2008, 5, 12, 6, 28, 4, tzinfo=UTC)
_ALWAYS = {"when", "where"}
_TASK_PLACES = {"province": _ALWAYS | {"province"}, "county": _ALWAYS | {"province", "county"}}
_STAFF = {"title", "acknowledge_minutes", "start_minutes"}


def findings(playbook: Playbook) -> Iterator[Finding]:
    """Yield everything wrong with a playbook that has passed its schema."""
    for check in _CHECKS:
        yield from check(playbook)


def _own_items(playbook: Playbook) -> Iterator[tuple[Path, MeasureItem | TaskItem]]:
    for index, measure in enumerate(playbook.measures):
        yield ("measures", index), measure
    for index, task in enumerate(playbook.tasks):
        yield ("tasks", index), task


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
    yield from _unique(((*path, "id"), item.id) for path, item in _own_items(playbook))
    for path, item in _own_items(playbook):
        if item.id in brought:
            yield (
                (*path, "id"),
                f"“{item.id}”是措施自带任务的名称",
                f"{item.id!r} is the id of a task that a measure brings",
            )
    yield from _unique((("messages", i, "id"), message.id) for i, message in enumerate(playbook.messages))
    yield from _unique((("sources", i, "id"), source.id) for i, source in enumerate(playbook.sources))
    yield from _unique((("tests", i, "id"), trial.id) for i, trial in enumerate(playbook.tests))


def _names_exist(playbook: Playbook) -> Iterator[Finding]:
    sources, ids = [source.id for source in playbook.sources], _ids(playbook)
    for path, item in _own_items(playbook):
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
    for path, item in _own_items(playbook):
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


def _messages_fit(playbook: Playbook) -> Iterator[Finding]:
    channels = {message.id: message for message in playbook.messages}
    if playbook.task_notice is not None:
        notice = channels.get(playbook.task_notice)
        if notice is None:
            yield (("task_notice",), *unknown_word(playbook.task_notice, known=channels))
        elif notice.channel != "staff" or "{county}" in notice.text.zh + notice.text.en:
            zh, en = "通知应为 staff 且不写 {county}", "must be a message of channel staff without {county}"
            yield ("task_notice",), zh, en
    for path, item in _own_items(playbook):
        place = (*path, "message")
        broadcast = type_of(item) == "broadcast"
        if item.message is None:
            if broadcast:
                yield path, "公益信息须写明 message", "a broadcast needs a message"
            continue
        template = channels.get(item.message)
        if template is None:
            yield (place, *unknown_word(item.message, known=channels))
        elif broadcast and (template.channel != "sms" or template.correction is None):
            yield (
                place,
                "公益信息的短信须备好更正",
                "a broadcast's message must be an sms with its correction prepared",
            )
        elif isinstance(item, TaskItem) and template.channel != "staff":
            yield place, "任务的通知应为 staff", "a task's message must have channel staff"


def _templates_name_known_values(playbook: Playbook) -> Iterator[Finding]:
    for index, message in enumerate(playbook.messages):
        allowed = _ALWAYS | ({"province", "county"} | _STAFF if message.channel == "staff" else set())
        for name, words in (("text", message.text), ("correction", message.correction)):
            if words is not None:
                yield from _places(words, path=("messages", index, name), allowed=allowed)
    for index, task in enumerate(playbook.tasks):
        allowed = _TASK_PLACES[task.target]
        yield from _places(task.title, path=("tasks", index, "title"), allowed=allowed)
        for line, words in enumerate(task.checklist):
            yield from _places(words, path=("tasks", index, "checklist", line), allowed=allowed)
        if task.message is not None and task.target == "province":
            yield from _county_in_message(playbook, task=task, path=("tasks", index, "message"))


def _county_in_message(playbook: Playbook, *, task: TaskItem, path: Path) -> Iterator[Finding]:
    for message in playbook.messages:
        if message.id == task.message and "{county}" in message.text.zh + message.text.en:
            yield (
                path,
                "本任务按省下达，通知里不能写 {county}",
                "this task is per province; its message can't name {county}",
            )


def _places(words: Words, *, path: Path, allowed: set[str]) -> Iterator[Finding]:
    for lang, text in (("zh", words.zh), ("en", words.en)):
        try:
            asked = places_of(text)
        except TemplateError as error:
            yield (*path, lang), "花括号不成对，应写 {name}", str(error)
            continue
        for name in asked:
            if name not in allowed:
                yield ((*path, lang), *unknown_word(name, known=sorted(allowed)))


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


def _conditions_make_sense(playbook: Playbook) -> Iterator[Finding]:
    for path, item in _own_items(playbook):
        if item.window is not None:
            start, end = (moment_at(m, occurred_at=_ANY_DAY) for m in (item.window.from_, item.window.until))
            if end <= start:
                yield (*path, "window", "until"), "止时应晚于起时", "until must be later than from"
        if item.target != "province" and item.when.provinces == "others":
            yield (
                (*path, "when", "provinces"),
                "others 只用于按省的任务",
                "others is for items with target province only",
            )
        if item.target == "county" and item.when.provinces != "reached":
            yield (
                (*path, "when", "provinces"),
                "按县的任务只能用 reached",
                "an item with target county needs provinces: reached",
            )
        if item.when.provinces == "others" and item.when.having:
            yield (
                (*path, "when", "having"),
                "others 的省没有影响范围，having 无从满足",
                "others have no area, so having can never hold",
            )
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
        yield from _unique(
            (("tasks", index, "outcomes", i, "name"), o.name) for i, o in enumerate(task.outcomes)
        )


def _trials_name_items(playbook: Playbook) -> Iterator[Finding]:
    ids = _ids(playbook)
    for index, trial in enumerate(playbook.tests):
        for path, name in _named_items(trial):
            if name not in ids:
                yield (("tests", index, "expect", *path), *unknown_word(name, known=ids))
        for parameter in trial.given.parameters:
            if parameter not in playbook.parameters:
                path = ("tests", index, "given", "parameters", parameter)
                yield (path, *unknown_word(parameter, known=playbook.parameters))


def _named_items(trial: Trial) -> Iterator[tuple[Path, str]]:
    for place, name in enumerate(trial.expect.planned):
        yield ("planned", place), name
    for place, name in enumerate(trial.expect.omitted):
        yield ("omitted", place), name
    for name in trial.expect.items:
        yield ("items", name), name


_CHECKS: tuple[Callable[[Playbook], Iterator[Finding]], ...] = (
    _ids_are_unique,
    _names_exist,
    _nothing_waits_for_itself,
    _messages_fit,
    _templates_name_known_values,
    _measures_are_eligible,
    _conditions_make_sense,
    _trials_name_items,
)
