"""The items of a playbook in order: its own measures and tasks, and the tasks that its measures bring along."""

from collections.abc import Iterator, Mapping

from playbooks.language.model import Item, MeasureItem, Playbook, TaskItem
from playbooks.language.parameters import resolve
from playbooks.measures import measure_type
from playbooks.planning.plan import ItemType
from playbooks.terms.problems import Path
from playbooks.terms.words import Words


def own_items(playbook: Playbook) -> Iterator[tuple[Path, MeasureItem | TaskItem]]:
    """Yield the measures and tasks that the playbook itself lists, with their paths in it."""
    for index, measure in enumerate(playbook.measures):
        yield ("measures", index), measure
    for index, task in enumerate(playbook.tasks):
        yield ("tasks", index), task


def all_items(
    playbook: Playbook, *, values: Mapping[str, int]
) -> tuple[tuple[MeasureItem | TaskItem, MeasureItem | None], ...]:
    """Return every item in order, each with the measure that brings it along (None for the playbook's own)."""
    found: list[tuple[MeasureItem | TaskItem, MeasureItem | None]] = []
    for measure in playbook.measures:
        kind = measure_type(measure.kind)
        found.append((measure, None))
        fields = kind.fields(resolve(measure.fields, values=values))
        # A condition is asked of the measure as a whole; its tasks go wherever it does (planner).
        plain = measure
        if measure.when.if_ is not None:
            plain = measure.model_copy(update={"when": measure.when.model_copy(update={"if_": None})})
        brought = kind.tasks(plain, fields=fields)
        found.extend((task, measure) for task in brought)
    found.extend((task, None) for task in playbook.tasks)
    return tuple(found)


def type_of(item: Item) -> ItemType:
    """Return whether an item becomes a measure, a task or a broadcast."""
    if isinstance(item, MeasureItem):
        return "broadcast" if measure_type(item.kind).delivery == "broadcast" else "measure"
    return "task"


def kind_of(item: Item) -> str:
    """Return the measure type's kind, or ``task``."""
    return item.kind if isinstance(item, MeasureItem) else "task"


def title_of(item: MeasureItem | TaskItem) -> Words:
    """Return the item's own title, or that of its measure type."""
    if isinstance(item, MeasureItem):
        return item.title or measure_type(item.kind).title
    return item.title
