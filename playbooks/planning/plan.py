"""What planning gives: items to do, items left out, both with reasons; and snapshots to compare plans by."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

import rfc8785

from playbooks.language.clocks import Clocks
from playbooks.language.model import Outcome
from playbooks.measures.base import ApprovalClass, Cost
from playbooks.measures.public_info_broadcast import Audience
from playbooks.planning.reasons import Reason
from playbooks.terms.words import Phase, Rule, Segment, Words
from playbooks.texts.messages import Message

ItemType = Literal["measure", "task", "broadcast"]


@dataclass(frozen=True)
class Counts:
    """Customers of an item, each way adding up to ``total``: by segment, by province, by county and segment.

    ``figures`` are the other quantities of its area (people, sites, halls, key_customers, vulnerable, tiers).
    """

    total: int
    by_segment: Mapping[str, int]
    by_province: Mapping[str, int]
    by_county: Mapping[str, Mapping[str, int]]
    figures: Mapping[str, int]


@dataclass(frozen=True)
class ItemWindow:
    """From and until as ISO 8601 with offset."""

    from_: str
    until: str


@dataclass(frozen=True)
class PlannedMessage:
    """A text ready to be shown and approved, in both languages, with its prepared correction and cancel."""

    template: str
    channel: str
    texts: tuple[Message, ...]
    corrections: tuple[Message, ...]
    #: Empty where the playbook writes none.
    cancels: tuple[Message, ...] = ()
    #: Further languages by tag: title, body, correction, cancel.
    more: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlanItem:
    """One measure, task or broadcast to be done.

    ``item_key`` is ``<slug>/<item id>/<target>``; ``target`` is ``*``, a province's adcode, or a county's for
    a task at a place. ``province`` is who carries it out, None for all at once.
    ``area`` is sorted county adcodes by province. ``depends_on`` are item_keys of this plan. ``cost``,
    ``approval_class``, ``rules`` and ``segments`` are of measures and broadcasts only; ``clocks``, ``checklist`` and
    ``outcomes`` of tasks only. ``eta_seconds`` and ``audience`` are of broadcasts only. ``landing`` is how its clocks
    run again, where the playbook says it otherwise than the type does. ``phase`` is where it stands in
    the playbook's time; it is no part of the snapshot, since moving an item to another heading changes nothing of it.
    """

    item_key: str
    item_id: str
    type: ItemType
    kind: str
    title: Words
    target: str
    province: str | None
    team: str
    critical: bool
    area: Mapping[str, tuple[str, ...]]
    counts: Counts
    window: ItemWindow | None
    reasons: tuple[Reason, ...]
    depends_on: tuple[str, ...] = ()
    message: PlannedMessage | None = None
    # of measures and broadcasts
    fields: Mapping[str, Any] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    rules: tuple[Rule, ...] = ()
    cost: Cost | None = None
    approval_class: ApprovalClass | None = None
    audience: Audience | None = None
    eta_seconds: int | None = None
    # of tasks
    clocks: Clocks | None = None
    checklist: tuple[Words, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    landing: Mapping[str, Any] | None = None
    phase: Phase = "respond"


@dataclass(frozen=True)
class Omission:
    """An item of the playbook that is not planned, and why."""

    item_id: str
    type: ItemType
    kind: str
    title: Words
    reasons: tuple[Reason, ...]
    phase: Phase = "respond"


@dataclass(frozen=True)
class TriggerState:
    """Whether one of the playbook's triggers holds now, and why or why not."""

    id: str
    title: Words
    holds: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that one playbook proposes in one situation, in the playbook's order.

    ``notes`` are reasons that concern the plan as a whole (regions outside the operator). ``triggers`` say what speaks
    for using the playbook at all; a plan is made either way, since that is a person's decision.
    """

    playbook: str
    version: int
    digest: str
    parameters: Mapping[str, int]
    items: tuple[PlanItem, ...]
    omitted: tuple[Omission, ...]
    notes: tuple[Reason, ...] = ()
    triggers: tuple[TriggerState, ...] = ()

    def item(self, item_key: str) -> PlanItem:
        """Return an item by its key; KeyError when it is not in the plan."""
        return self._by_key[item_key]

    @cached_property
    def _by_key(self) -> dict[str, PlanItem]:
        return {item.item_key: item for item in self.items}


def snapshot(item: PlanItem) -> dict[str, Any]:
    """Return the content of an item as plain JSON values, without its reasons.

    Reasons are left out because they quote the situation: a task whose county shook harder is still the same task.
    """
    content = {
        name: _plain(getattr(item, name))
        for name in PlanItem.__dataclass_fields__
        if name not in ("reasons", "item_id", "phase")
    }
    content["window"] = {"from": item.window.from_, "until": item.window.until} if item.window else None
    return content


def item_digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) over the canonical JSON of a snapshot."""
    return hashlib.sha256(rfc8785.dumps(dict(content))).hexdigest()


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(inner) for name, inner in asdict(value).items()}
    return value
