"""What a playbook says, as typed and frozen objects. Reading it from YAML is playbooks.source.playbook's work.

Where something applies is said by thresholds, and what more must hold of a place by a condition (``if``) that can be
read aloud (playbooks.conditions): neither can run anything.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

import rfc8785
from pydantic import AfterValidator, Discriminator, Field, JsonValue, StringConstraints, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from playbooks.conditions.scope import Scope
from playbooks.language.clocks import DEFAULT_ESCALATION, ClockChanges, EscalationStep, LevelClocks
from playbooks.language.names import scope_of
from playbooks.language.points import PointGroup
from playbooks.language.trials import Adcode, Trial
from playbooks.terms.words import (
    Colour,
    Count,
    Fen,
    Id,
    Level,
    MoreLanguage,
    Phase,
    Quantity,
    Rule,
    Segment,
    Step,
    Strict,
    Unit,
    Words,
)

_MOMENT = re.compile(r"day|T[+-]\d{1,5}[mhd]|T\+0")


def _moment(text: str) -> str:
    if not _MOMENT.fullmatch(text):
        raise PydanticCustomError(
            "moment", "write 'day' (0:00 of the day it struck) or T+0, T+90m, T-2h, T+30d", {"given": text}
        )
    return text


#: A moment counted from when the hazard struck: ``T+0``, ``T+90m``, ``T-2h``, ``T+30d``, or ``day`` for 0:00 local.
Moment = Annotated[
    str, AfterValidator(_moment), WithJsonSchema({"type": "string", "pattern": f"^({_MOMENT.pattern})$"})
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
#: A condition in its own small language; playbooks.conditions reads it and bounds its length.
ConditionText = Annotated[str, StringConstraints(min_length=1, max_length=400)]
WholeNumber = Annotated[int, Field(ge=-(2**62), le=2**62)]


class ParameterRef(Strict):
    """Stands in place of a number: the value of a parameter, which a duty officer may change when planning."""

    parameter: Id


class Parameter(Strict):
    """A number that may be changed within bounds without editing the playbook."""

    title: Words
    unit: Text
    default: WholeNumber
    least: WholeNumber
    most: WholeNumber


def _number_or_reference(value: Any) -> str:
    return "reference" if isinstance(value, (dict, ParameterRef)) else "number"


#: A threshold: a whole number of the unit, or the parameter that holds it.
Threshold = Annotated[
    Annotated[int, Field(ge=0, le=10**6), Tag("number")] | Annotated[ParameterRef, Tag("reference")],
    Discriminator(_number_or_reference),
]


Quantities = dict[Quantity, Annotated[int, Field(ge=1, le=2**62)]]


class When(Strict):
    """When an item applies. Every part given must hold.

    ``levels`` and ``colours``: one of these is declared. ``reaches``: least severity by unit, and ``below``: severities
    under which it must stay; units are compared only by what stands here, and without ``reaches`` whatever the
    footprint touches counts. ``regions``: only within these provinces, cities or counties. ``counties_with``: only
    counties that have as much of something where they are reached. ``near``: only counties near a point of one of these
    groups (``points``). ``provinces``: those with a county reached, all of
    the operator's, or the others. ``having``: least quantity in the reached part of the target. ``if``: a condition on
    the incident and on that part (playbooks.conditions).
    """

    levels: Annotated[tuple[Level, ...], Field(min_length=1)] | None = None
    colours: Annotated[tuple[Colour, ...], Field(min_length=1)] | None = None
    reaches: dict[Unit, Threshold] = Field(default_factory=dict)
    below: dict[Unit, Threshold] = Field(default_factory=dict)
    regions: Annotated[tuple[Adcode, ...], Field(min_length=1)] | None = None
    counties_with: Quantities = Field(default_factory=dict)
    near: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    provinces: Literal["reached", "all", "others"] = "reached"
    having: Quantities = Field(default_factory=dict)
    if_: ConditionText | None = Field(default=None, alias="if")


class Window(Strict):
    """From when until when an item holds; ``from`` may lie before the hazard struck (retroactive)."""

    from_: Moment = Field(alias="from")
    until: Moment


class Source(Strict):
    """Where a practice or a figure comes from."""

    id: Id
    title: Words
    reference: Text


class Outcome(Strict):
    """A figure that a team reports when a task is done, with the range in which it is believable."""

    name: Id
    title: Words
    unit: Words
    least: Count
    most: Count
    target: Count | None = None
    required: bool = True


class Item(Strict):
    """What measures and tasks of a playbook have in common.

    ``phase`` is where it stands; without one it is the phase in which its window begins (playbooks.language.phases).
    """

    id: Id
    why: Words
    sources: tuple[Id, ...] = ()
    phase: Phase | None = None
    when: When
    team: Id
    critical: bool = False
    depends_on: tuple[Id, ...] = ()


class MeasureItem(Item):
    """A measure on customers. ``fields`` are those of its measure type and are checked against it.

    ``approval: A`` asks for two persons whatever its money; less than its type asks for can't be said. ``landing`` is
    how its clocks run again after its end (measures.landing_plan), where its type holds any; else the type's own way.
    """

    kind: Text
    title: Words | None = None
    target: Literal["incident", "province"] = "incident"
    window: Window
    segments: Annotated[tuple[Segment, ...], Field(min_length=1)] = ("gotone", "easyown", "mzone", "other")
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    fields: dict[str, JsonValue] = Field(default_factory=dict)
    message: Id | None = None
    approval: Literal["A"] | None = None
    landing: dict[str, JsonValue] | None = None


class TaskItem(Item):
    """A task for a provincial team: one for each province or one for each county that ``when`` selects.

    ``step``: for planned events, the step of the calendar whose work it is; the calendar then gives none of its own.
    """

    title: Words
    target: Literal["province", "county"]
    window: Window | None = None
    clocks: dict[Level, ClockChanges] = Field(default_factory=dict)
    checklist: Annotated[tuple[Words, ...], Field(min_length=1, max_length=20)]
    outcomes: Annotated[tuple[Outcome, ...], Field(max_length=20)] = ()
    message: Id | None = None
    step: Step | None = None


class MoreWords(Strict):
    """A message in a further language, whole: what stands on it, its text, and what lies ready to correct or end it."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    body: Text
    correction: Text
    cancel: Text


class MessageTemplate(Strict):
    """Text with ``{value}`` places; correction and cancel lie ready before anything is sent.

    A message to the public without a ``cancel`` of its own gets the plain one that names its title. ``more`` are
    further languages by tag; a place in them is called as in English.
    """

    id: Id
    channel: Literal["sms", "staff"]
    text: Words
    correction: Words | None = None
    cancel: Words | None = None
    more: dict[MoreLanguage, MoreWords] = Field(default_factory=dict)


class Signal(Strict):
    """A figure that comes from elsewhere by name: an alarm, a counter. Not known until somebody has read it."""

    title: Words
    unit: Text


class SignalThreshold(Strict):
    """The least that a signal must read; ``unit`` says its unit once more, where one reads the number."""

    name: Id
    least: Annotated[int, Field(ge=0, le=2**62)] | ParameterRef
    unit: Text


class Trigger(Strict):
    """A reason to put the playbook to use; a person decides. Every part given must hold.

    ``hazards``: for these of the playbook's only. ``calendar``: between these moments, counted from the day of a
    planned event. ``signal``: a reading from elsewhere. ``when`` as of an item, on the whole footprint.
    """

    id: Id
    title: Words
    hazards: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    calendar: Window | None = None
    signal: SignalThreshold | None = None
    when: When | None = None


class Ancestor(Strict):
    """One parent or fragment that a playbook was made of; the loader writes it, and the digest pins it."""

    kind: Literal["playbook", "fragment"]
    name: Id
    version: Annotated[int, Field(ge=1, le=10**6)] | None = None
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Playbook(Strict):
    """A whole playbook of one version. ``digest`` pins every use of it.

    ``class_b_cap_fen``: the most that one person may approve. ``task_notice``: the staff message that goes with every
    task which names no other. ``phases`` are the stretches of time in which items stand, ``triggers`` what speaks for
    using it, ``signals`` the readings that its conditions may name, ``points`` the places that items may be near.
    """

    slug: Id
    version: Annotated[int, Field(ge=1, le=10**6)]
    title: Words
    summary: Words
    owner: Words
    hazards: Annotated[tuple[Id, ...], Field(min_length=1)]
    sources: tuple[Source, ...]
    teams: Annotated[dict[Id, Words], Field(min_length=1)]
    parameters: dict[Id, Parameter] = Field(default_factory=dict)
    signals: dict[Id, Signal] = Field(default_factory=dict)
    points: Annotated[dict[Id, PointGroup], Field(max_length=50)] = Field(default_factory=dict)
    triggers: Annotated[tuple[Trigger, ...], Field(max_length=20)] = ()
    phases: dict[Phase, Window] = Field(default_factory=dict)
    class_b_cap_fen: Fen
    task_notice: Id | None = None
    response_clocks: LevelClocks = LevelClocks()
    escalation: Annotated[tuple[EscalationStep, ...], Field(min_length=1)] = DEFAULT_ESCALATION
    measures: tuple[MeasureItem, ...] = ()
    tasks: tuple[TaskItem, ...] = ()
    messages: tuple[MessageTemplate, ...] = ()
    tests: tuple[Trial, ...] = ()
    lineage: Annotated[tuple[Ancestor, ...], Field(max_length=30)] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over the canonical JSON (RFC 8785) of what is written; comments and layout don't matter.

        Parents and fragments are in it: what they say, and which they were (``lineage``).
        """
        return hashlib.sha256(rfc8785.dumps(self.written)).hexdigest()

    @cached_property
    def written(self) -> dict[str, Any]:
        """What is written, as plain JSON that loads to the same playbook, parents and fragments put in.

        What is left out is left out here too: a field that a later version of the house adds changes no digest.
        """
        content: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return content

    @cached_property
    def scope(self) -> Scope:
        """Every name that its conditions may use."""
        return scope_of(hazards=self.hazards, parameters=self.parameters, signals=self.signals)

    def message(self, message_id: str) -> MessageTemplate:
        """Return a message template by id; KeyError when there is none."""
        for template in self.messages:
            if template.id == message_id:
                return template
        raise KeyError(message_id)

    def values(self, overrides: Mapping[str, int] | None = None) -> dict[str, int]:
        """Return the parameters' values, defaults replaced by ``overrides``.

        Raises ValueError naming the parameter when it is unknown, not a whole number, or out of its bounds.
        """
        values = {name: parameter.default for name, parameter in self.parameters.items()}
        for name, value in (overrides or {}).items():
            parameter = self.parameters.get(name)
            if parameter is None:
                raise ValueError(
                    f"parameter {name!r} is unknown; {self.slug} has {', '.join(sorted(values)) or 'none'}"
                )
            if type(value) is not int or not parameter.least <= value <= parameter.most:
                raise ValueError(
                    f"parameter {name!r} must be a whole number from {parameter.least} to {parameter.most}"
                    f" {parameter.unit}, got {value!r}"
                )
            values[name] = value
        return values
