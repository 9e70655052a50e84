"""Checks of the tests that travel with a playbook: they name items, parameters and regions that can be."""

from collections.abc import Iterator

from playbooks.language.model import Playbook
from playbooks.language.trials import Trial
from playbooks.planning.items import all_items
from playbooks.terms.problems import Finding, Path, unknown_word


def trials_can_be_run(playbook: Playbook) -> Iterator[Finding]:
    """Yield what would make a test fail for its own writing rather than for the playbook's."""
    ids = [item.id for item, _ in all_items(playbook, values=playbook.values())]
    for index, trial in enumerate(playbook.tests):
        for path, name in _named_items(trial):
            if name not in ids:
                yield (("tests", index, "expect", *path), *unknown_word(name, known=ids))
        yield from _given(playbook, trial, at=("tests", index, "given"))


def _given(playbook: Playbook, trial: Trial, *, at: Path) -> Iterator[Finding]:
    for name, value in trial.given.parameters.items():
        parameter = playbook.parameters.get(name)
        path = (*at, "parameters", name)
        if parameter is None:
            yield (path, *unknown_word(name, known=playbook.parameters))
        elif not parameter.least <= value <= parameter.most:
            bounds = f"{parameter.least} ≤ {name} ≤ {parameter.most}"
            yield path, f"应 {bounds}", f"{bounds} must hold"
    for name in trial.given.signals:
        if name not in playbook.signals:
            yield ((*at, "signals", name), *unknown_word(name, known=playbook.signals))
    for name in trial.given.near:
        if name not in playbook.points:
            yield ((*at, "near", name), *unknown_word(name, known=playbook.points))
    seen = set()
    for place, region in enumerate(trial.given.regions):
        part = (region.county, region.unit, region.value)
        if part in seen:
            yield (
                (*at, "regions", place),
                "同一县同一带写了两次",
                "the same band of this county is given twice",
            )
        seen.add(part)


def _named_items(trial: Trial) -> Iterator[tuple[Path, str]]:
    for place, name in enumerate(trial.expect.planned):
        yield ("planned", place), name
    for place, name in enumerate(trial.expect.omitted):
        yield ("omitted", place), name
    for name in trial.expect.items:
        yield ("items", name), name
