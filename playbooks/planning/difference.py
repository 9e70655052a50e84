"""What a new plan changes of what is already planned, by item_key: add, change, wind down, keep.

A new footprint or an edited playbook must never give a second copy of a measure. Growth of an area is a change of the
one measure, and says which counties become eligible and which no longer are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from playbooks.planning.plan import Plan, snapshot
from playbooks.planning.reasons import Reason

_FIGURES = frozenset({"counts", "cost", "eta_seconds", "audience"})
ChangeKind = Literal["add", "change", "wind_down", "keep"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One item_key's change. ``fields`` maps a changed field to its (before, after) in plain JSON values.

    ``newly_eligible`` and ``no_longer_eligible`` are county adcodes, sorted; for an added item its whole area is newly
    eligible. ``reasons`` say why it is there or why it is no longer.
    """

    kind: ChangeKind
    item_key: str
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    newly_eligible: tuple[str, ...] = ()
    no_longer_eligible: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def only_figures(self) -> bool:
        """True when nothing changed but counts and what follows from them: no reason to notify a team again."""
        return self.kind == "change" and set(self.fields) <= _FIGURES


def difference(before: Mapping[str, Mapping[str, Any]], after: Plan) -> tuple[Change, ...]:
    """Compare snapshots (plan.snapshot) by item_key with a new plan of the same playbook.

    Only keys of ``after.playbook`` can be wound down: items by hand and of other playbooks are not its business.
    Changes come in the new plan's order, then what is wound down, sorted by key.
    """
    changes = [_compare(before.get(item.item_key), item.item_key, snapshot(item), item.reasons) for item in after.items]
    planned = {item.item_key for item in after.items}
    why_not = {omission.item_id: omission.reasons for omission in after.omitted}
    for key in sorted(before):
        slug, item_id, _target = key.split("/", 2)
        if slug == after.playbook and key not in planned:
            changes.append(
                Change(
                    kind="wind_down",
                    item_key=key,
                    no_longer_eligible=_counties(before[key]),
                    reasons=why_not.get(item_id, (Reason("no_longer_selected"),)),
                )
            )
    return tuple(changes)


def _compare(
    old: Mapping[str, Any] | None, item_key: str, new: Mapping[str, Any], reasons: tuple[Reason, ...]
) -> Change:
    if old is None:
        return Change(kind="add", item_key=item_key, newly_eligible=_counties(new), reasons=reasons)
    changed = {name: (old.get(name), value) for name, value in new.items() if old.get(name) != value}
    if not changed:
        return Change(kind="keep", item_key=item_key, reasons=reasons)
    were, are = set(_counties(old)), set(_counties(new))
    return Change(
        kind="change",
        item_key=item_key,
        fields=changed,
        newly_eligible=tuple(sorted(are - were)),
        no_longer_eligible=tuple(sorted(were - are)),
        reasons=reasons,
    )


def _counties(content: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(adcode for counties in content.get("area", {}).values() for adcode in counties))
