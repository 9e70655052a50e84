"""The compiler's mark of each rule: does a larger footprint of the same unit ever cover fewer?

Larger means that in every county no less of anything is reached at any severity. A rule that is marked monotone then
keeps every place it had, and every customer in it; one that is not names what may take some away, so that a planner
sees before the event that a footprint which grows can wind something down. The mark is a proof, not a guess: what can't
be shown is not marked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from playbooks.conditions import against_growth, read, say
from playbooks.language.model import MeasureItem, Playbook, TaskItem, When
from playbooks.planning.items import all_items, title_of
from playbooks.planning.reasons import severity
from playbooks.terms.words import Words


@dataclass(frozen=True)
class Mark:
    """One item's mark. ``against`` are the rules by which a larger footprint may cover fewer; none where monotone."""

    item_id: str
    against: tuple[Words, ...] = ()

    @property
    def monotone(self) -> bool:
        """True when a larger footprint never covers fewer."""
        return not self.against


def marks(playbook: Playbook) -> tuple[Mark, ...]:
    """Return the mark of every measure and task, those that measures bring along included, in the playbook's order."""
    return tuple(
        Mark(item.id, tuple(_against(playbook, item, brought_by=brought_by)))
        for item, brought_by in all_items(playbook, values=playbook.values())
    )


def is_monotone(playbook: Playbook) -> bool:
    """Return whether every rule of a playbook is monotone."""
    return all(mark.monotone for mark in marks(playbook))


def _against(playbook: Playbook, item: MeasureItem | TaskItem, *, brought_by: MeasureItem | None) -> Iterator[Words]:
    yield from _when_against(playbook, item.when)
    if brought_by is not None and brought_by.when.if_ is not None:
        title = title_of(brought_by)
        for words in _condition_against(playbook, brought_by.when.if_):
            yield Words(zh=f"随「{title.zh}」：{words.zh}", en=f"with “{title.en}”: {words.en}")


def _when_against(playbook: Playbook, when: When) -> Iterator[Words]:
    if when.provinces == "others":
        yield Words(
            zh="provinces: others：未受影响的省一旦受影响就不再是支援省",
            en="provinces: others: a province that supports no longer does once it is reached itself",
        )
    values = playbook.values()
    for unit, limit in when.below.items():
        zh, en = severity((limit if isinstance(limit, int) else values[limit.parameter]) * 1000, unit=unit)
        yield Words(zh=f"below：达到{zh}的部分不再列入", en=f"below: what reaches {en} drops out")
    if when.if_ is not None:
        yield from _condition_against(playbook, when.if_)


def _condition_against(playbook: Playbook, text: str) -> Iterator[Words]:
    for part in against_growth(read(text, scope=playbook.scope)):
        words = say(part)
        yield Words(zh=f"if：范围越大，“{words.zh}”越可能不成立", en=f"if: “{words.en}” may cease as the area grows")
