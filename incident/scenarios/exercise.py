"""What a drill adds to a story: injects, which come from outside by the clock, and targets, by which it is scored.

Players are real people; an inject only makes happen what they must react to. A target is a question that the log
answers (`incident.rules.drill_score`).
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from incident.scenarios.parts import Id, Minutes, Part, Percent, Province, Span, Text, Words

InjectKind = Literal[
    "footprint", "system-down", "province-silent", "rumour", "vip-call", "ministry", "key-customer-outage", "message"
]  # fmt: skip
#: What may go down: the gateway to the public, billing, and the channels to staff.
System = Literal["broadcast", "billing", "sms", "voice", "mail", "push", "chat", "webhook"]
TargetKind = Literal[
    "acknowledged", "level-set", "activated", "measure-approved", "covered", "broadcast-sent", "corrected", "called",
    "logged",
]  # fmt: skip
INJECTS: tuple[str, ...] = get_args(InjectKind)
SYSTEMS: tuple[str, ...] = get_args(System)
TARGETS: tuple[str, ...] = get_args(TargetKind)

#: Inject to the fields that it needs, target to those that it needs.
_INJECT_NEEDS: dict[str, tuple[str, ...]] = {
    "footprint": ("version",),
    "system-down": ("system", "minutes"),
    "province-silent": ("province", "minutes"),
}
_TARGET_NEEDS: dict[str, tuple[str, ...]] = {
    "covered": ("percent",),
    "corrected": ("after",),
    "called": ("after",),
    "logged": ("after",),
}


class Inject(Part):
    """One thing that comes from outside at a minute of the drill."""

    id: Id
    minute: Minutes
    do: InjectKind
    #: What observers read; left out: the usual words of its kind.
    title: Words | None = None
    #: What the players are told, in both languages with ` / ` between: a rumour, a call, a note from the ministry.
    text: Text | None = None
    #: Version of the reconstruction's footprint.
    version: int | None = Field(default=None, ge=1)
    system: System | None = None
    #: Which province falls silent, or whom it concerns; left out: headquarters is told.
    province: Province | None = None
    #: For how many world minutes something is down or silent.
    minutes: Span | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Inject:
        missing = [name for name in _INJECT_NEEDS.get(self.do, ("text",)) if getattr(self, name) is None]
        if missing:
            names = ", ".join(missing)
            raise ValueError(
                f"注入 {self.id}（{self.do}）须写 {names} / the inject {self.id} ({self.do}) needs {names}"
            )
        return self


class Target(Part):
    """What is expected of the players; minutes count from the start, or from the release of the inject `after`."""

    id: Id
    what: TargetKind
    within_minutes: Span
    #: Share of the tasks acknowledged in time, or of the customers hit that a measure covers; left out: all.
    percent: Percent | None = None
    #: The inject that it answers.
    after: Id | None = None
    title: Words | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Target:
        missing = [name for name in _TARGET_NEEDS.get(self.what, ()) if getattr(self, name) is None]
        if missing:
            names = ", ".join(missing)
            raise ValueError(
                f"目标 {self.id}（{self.what}）须写 {names} / the target {self.id} ({self.what}) needs {names}"
            )
        return self
