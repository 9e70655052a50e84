"""Checks of time: windows that end after they begin, phases in their order, items that stand in a phase of theirs."""

from collections.abc import Iterator
from datetime import UTC, datetime

from playbooks.language.model import Playbook, Window
from playbooks.language.phases import phases_of, window_of
from playbooks.planning.items import own_items
from playbooks.terms.problems import Finding, unknown_word
from playbooks.terms.timing import moment_at

# Noon, so that "day" (its 0:00) comes before T+0.
_ANY_DAY = datetime(2008, 5, 12, 4, tzinfo=UTC)


def windows_make_sense(playbook: Playbook) -> Iterator[Finding]:
    """Yield windows that end before they begin: of items, of phases, of triggers."""
    windows: list[tuple[tuple[str | int, ...], Window]] = [
        (("phases", phase), window) for phase, window in playbook.phases.items()
    ]
    windows += [
        (("triggers", index, "calendar"), trigger.calendar)
        for index, trigger in enumerate(playbook.triggers)
        if trigger.calendar is not None
    ]
    windows += [((*path, "window"), item.window) for path, item in own_items(playbook) if item.window is not None]
    for path, window in windows:
        start, end = bounds(window)
        if end <= start:
            yield (*path, "until"), "止时应晚于起时", "until must be later than from"


def phases_follow_one_another(playbook: Playbook) -> Iterator[Finding]:
    """Yield phases that begin before the one in front of them is over."""
    before: tuple[str, datetime] | None = None
    for phase, window in phases_of(playbook).items():
        start, end = bounds(window)
        if before is not None and start < before[1]:
            zh = f"{phase} 应在 {before[0]} 结束之后开始"
            yield ("phases", phase, "from"), zh, f"{phase} must begin when {before[0]} is over, not before"
        before = (phase, end)


def items_stand_in_their_phases(playbook: Playbook) -> Iterator[Finding]:
    """Yield items that name a phase the playbook does not have, or one in which their window never lies."""
    phases = phases_of(playbook)
    for path, item in own_items(playbook):
        if item.phase is None:
            continue
        if item.phase not in phases:
            yield ((*path, "phase"), *unknown_word(item.phase, known=phases))
            continue
        window = window_of(playbook, item)
        if window is None:
            continue
        (start, end), (first, last) = bounds(window), bounds(phases[item.phase])
        if end <= first or start >= last:
            zh = f"时限不在 {item.phase} 阶段之内"
            yield (*path, "phase"), zh, f"its window lies outside the phase {item.phase!r}"


def bounds(window: Window) -> tuple[datetime, datetime]:
    """Return both ends of a window on some day, for comparing."""
    return moment_at(window.from_, occurred_at=_ANY_DAY), moment_at(window.until, occurred_at=_ANY_DAY)
