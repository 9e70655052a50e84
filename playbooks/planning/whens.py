"""Every ``when`` of a playbook with its place in it: those of measures, of tasks and of triggers."""

from collections.abc import Iterator

from playbooks.language.model import Playbook, When
from playbooks.planning.items import own_items
from playbooks.terms.problems import Path


def whens(playbook: Playbook) -> Iterator[tuple[Path, When]]:
    """Yield each ``when`` with its path, in the playbook's order, triggers first."""
    for index, trigger in enumerate(playbook.triggers):
        if trigger.when is not None:
            yield ("triggers", index, "when"), trigger.when
    for path, item in own_items(playbook):
        yield (*path, "when"), item.when
