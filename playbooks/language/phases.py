"""In which stretch of time an item stands: prepare, warn, respond or recover.

For a hazard these lie around the moment it struck; for a planned event around its opening (T-30d to T+7d). A playbook
may say where its phases begin and end; one that says nothing has those of ``USUAL``.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType

from playbooks.language.model import MeasureItem, Playbook, TaskItem, Window
from playbooks.terms.timing import moment_at
from playbooks.terms.words import PHASES, Phase, Words

TITLES: Mapping[Phase, Words] = MappingProxyType(
    {
        "prepare": Words(zh="预备", en="Prepare"),
        "warn": Words(zh="预警", en="Warn"),
        "respond": Words(zh="处置", en="Respond"),
        "recover": Words(zh="恢复", en="Recover"),
    }
)
#: Proposed by this house for a playbook that names no phases of its own.
USUAL: Mapping[Phase, Window] = MappingProxyType(
    {
        "prepare": Window.model_validate({"from": "T-30d", "until": "T-48h"}),
        "warn": Window.model_validate({"from": "T-48h", "until": "T+0"}),
        "respond": Window.model_validate({"from": "T+0", "until": "T+3d"}),
        "recover": Window.model_validate({"from": "T+3d", "until": "T+60d"}),
    }
)
# Noon, so that "day" (its 0:00) comes before T+0 and after any day before.
_ANY_DAY = datetime(2008, 5, 12, 4, tzinfo=UTC)


def phases_of(playbook: Playbook) -> Mapping[Phase, Window]:
    """Return the phases of a playbook in their order, with where each begins and ends."""
    named = playbook.phases or USUAL
    return {phase: named[phase] for phase in PHASES if phase in named}


def phase_of(playbook: Playbook, item: MeasureItem | TaskItem) -> Phase:
    """Return the phase that an item names, else the last that has begun when its window does, else the response."""
    if item.phase is not None:
        return item.phase
    phases = phases_of(playbook)
    if item.window is None:
        return "respond" if "respond" in phases else next(iter(phases))
    return _begun(item.window.from_, tuple((phase, window.from_) for phase, window in phases.items()))


def window_of(playbook: Playbook, item: MeasureItem | TaskItem) -> Window | None:
    """Return an item's own window; a task that names a phase and no window has the phase's."""
    if item.window is None and item.phase is not None:
        return phases_of(playbook).get(item.phase)
    return item.window


@lru_cache(maxsize=1024)
def _begun(moment: str, phases: tuple[tuple[Phase, str], ...]) -> Phase:
    """The last phase that has begun at ``moment``; ``day`` is the day it struck, and no time before."""
    at = _at("T+0" if moment == "day" else moment)
    begun = [phase for phase, begins in phases if _at(begins) <= at]
    return begun[-1] if begun else phases[0][0]


def _at(moment: str) -> datetime:
    return moment_at(moment, occurred_at=_ANY_DAY)
