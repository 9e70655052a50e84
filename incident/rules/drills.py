"""Which steps a drill may take from where, what its injects are called, and what they cut. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: Step to the states it may be taken from.
STEPS: Mapping[str, frozenset[str]] = {
    "start": frozenset({"prepared"}),
    "cancel": frozenset({"prepared"}),
    "pause": frozenset({"running"}),
    "resume": frozenset({"paused"}),
    "release": frozenset({"running", "paused"}),
    "skip": frozenset({"running", "paused"}),
    "bring_back": frozenset({"running", "paused"}),
    "end": frozenset({"running", "paused"}),
}
#: Kind of inject to what observers read where the scenario has no words of its own.
TITLES: Mapping[str, tuple[str, str]] = {
    "footprint": ("新的影响范围", "A new version of the footprint"),
    "system-down": ("系统中断", "A system is down"),
    "province-silent": ("一省失联", "A province falls silent"),
    "rumour": ("谣言", "A rumour"),
    "vip-call": ("要客来电", "A call from an important customer"),
    "ministry": ("上级来函", "A note from the ministry"),
    "key-customer-outage": ("重要客户中断", "A key customer is cut off"),
    "message": ("消息", "A message"),
}
#: Kind of inject that players are told in words to the kind of note that it becomes, and what stands before it.
TOLD: Mapping[str, tuple[str, str, str]] = {
    "rumour": ("note", "网传", "Heard on the net"),
    "vip-call": ("call", "来电", "Call"),
    "ministry": ("order", "上级来函", "From the ministry"),
    "key-customer-outage": ("call", "重要客户报障", "A key customer reports"),
    "message": ("note", "", ""),
}
#: What stays cut for a while.
CUTS = frozenset({"system-down", "province-silent"})
#: Outbox kinds that leave by a system of the scenario's words.
KINDS_OF: Mapping[str, frozenset[str]] = {
    "broadcast": frozenset({"broadcast", "broadcast_query", "broadcast_stop"}),
    "billing": frozenset({"billing", "billing_query"}),
    **{channel: frozenset({channel}) for channel in ("sms", "voice", "mail", "push", "chat", "webhook")},
}


@dataclass(frozen=True)
class Outages:
    """What a drill has cut now: outbox kinds that get nowhere, and provinces whose people hear nothing."""

    kinds: frozenset[str] = frozenset()
    silent: frozenset[str] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.kinds or self.silent)


def may(step: str, state: str) -> bool:
    """Whether a drill in `state` may take `step`."""
    return state in STEPS[step]


def outages(cuts: Iterable[tuple[str, str | None, str | None]]) -> Outages:
    """What is cut by released injects, given as (kind, system, province)."""
    kinds: set[str] = set()
    silent: set[str] = set()
    for kind, system, province in cuts:
        if kind == "system-down" and system is not None:
            kinds |= KINDS_OF[system]
        elif kind == "province-silent" and province is not None:
            silent.add(province)
    return Outages(frozenset(kinds), frozenset(silent))


def told_text(kind: str, text: str) -> str:
    """What players read of an inject: its words in both languages, each with what it is before it."""
    _note, zh, en = TOLD[kind]
    if not zh:
        return text
    first, _, second = text.partition(" / ")
    return f"【{zh}】{first} / [{en}] {second}" if second else f"【{zh} {en}】{first}"
