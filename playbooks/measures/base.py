"""What every measure type answers. A measure type is a class; a measure in an incident is the application's.

Adding one is adding a file here: its fields give validation, schema and form, its docstring the documentation.
Money is integer fen throughout; shares are parts per million; nothing here holds a customer's number.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Literal, TypeVar

from pydantic import Field

from playbooks.language.model import MeasureItem, TaskItem
from playbooks.measures.landing_plan import LandingPlan
from playbooks.terms.words import Rule, Segment, Strict, Words

#: Who carries a measure out: billing and broadcast by what is sent to them, the others by tasks of their teams.
Delivery = Literal["billing", "broadcast", "halls", "hotline", "teams"]
#: Deliveries that are in effect in a province once the tasks that carry them out are done.
BY_TASKS: frozenset[str] = frozenset({"halls", "hotline", "teams"})
#: What a place has beside its customers, by name in ``words.Quantity``, and its ``counties``; absent is zero.
Figures = Mapping[str, int]
NO_FIGURES: Figures = MappingProxyType({})
#: All customers of an area, in parts per million.
EVERYBODY_PPM = 1_000_000
ApprovalClass = Literal["A", "B"]
F = TypeVar("F", bound=Strict)


def about(zh: str, en: str, *, unit: str = "") -> Any:
    """Name a field for forms and pages in both languages, with its unit; goes into an Annotated type."""
    return Field(title=en, json_schema_extra={"title_zh": zh, "title_en": en, "unit": unit})


class NotCarriedByBilling(ValueError):
    """An instruction to billing was asked for of a measure that billing has no part in."""


@dataclass(frozen=True)
class Cost:
    """Money in fen: on one day, over the whole window, and the most that approval of it allows."""

    fen_per_day: int
    fen_total: int
    fen_cap: int


@dataclass(frozen=True)
class Success:
    """When a measure has done its work: ``figure`` reaches ``at_least_ppm`` of what was intended.

    ``figure`` is ``applied`` of batches, ``delivered`` of a broadcast, or the name of an outcome of its tasks.
    """

    figure: str
    at_least_ppm: int
    within_minutes: int
    text: Words


@dataclass(frozen=True)
class Note:
    """Something to know before approval, such as what so many seats can answer; ``ok`` False: look at it first."""

    ok: bool
    text: Words

    @classmethod
    def plain(cls, text: Words) -> "Note":
        """In order, but worth knowing."""
        return cls(ok=True, text=text)

    @classmethod
    def doubt(cls, text: Words) -> "Note":
        """To be looked at before anybody approves."""
        return cls(ok=False, text=text)


@dataclass(frozen=True)
class LandingNote:
    """One step of ending a measure gently. ``hours_before_end`` is negative for steps after the end."""

    hours_before_end: int
    text: Words


@dataclass(frozen=True, kw_only=True)
class InstructionContext:
    """One batch: what of a measure goes to billing for one county and one segment.

    ``batch`` is ``measure:revision:county:segment``. ``window_from`` and ``window_until`` are ISO 8601 with offset.
    ``customers`` and ``cap_fen`` are this batch's share of the measure's; ``exercise`` is the world's kind.
    """

    batch: str
    county: str
    segment: Segment
    rules: tuple[Rule, ...]
    customers: int
    cap_fen: int
    window_from: str
    window_until: str
    fields: Mapping[str, Any]
    exercise: bool


class MeasureType(ABC, Generic[F]):
    """One kind of measure: its fields, money, approval, instruction, success and end.

    ``team`` carries it out where no playbook names one. ``cost_model`` says how its money is worked out and on whose
    word: a published figure, or an assumption of this house that may be edited.
    """

    kind: ClassVar[str]
    title: ClassVar[Words]
    fields_model: type[F]
    delivery: ClassVar[Delivery]
    team: ClassVar[str]
    #: True when what is done reaches the public at once and can't be taken back by billing.
    public: ClassVar[bool] = False
    eligible_segments: ClassVar[tuple[Segment, ...]] = ("gotone", "easyown", "mzone", "other")
    eligible_rules: ClassVar[tuple[Rule, ...]]
    #: Where it is for a share of an area's customers only: for whom, in words; None where for everybody.
    for_whom: ClassVar[Words | None] = None
    cost_model: ClassVar[Words]
    success: ClassVar[Success]
    landing: ClassVar[tuple[LandingNote, ...]]

    def fields(self, values: Mapping[str, Any]) -> F:
        """Check plain values against this type's fields; raises pydantic.ValidationError."""
        return self.fields_model.model_validate_json(_json(values))

    def fields_schema(self) -> dict[str, Any]:
        """Return the JSON schema of this type's fields, each with title_zh, title_en and unit, for API and forms."""
        return self.fields_model.model_json_schema()

    def approval_class(self, fields: F, *, cost_fen: int, cap: int) -> ApprovalClass:
        """A for any public broadcast and for money above the cap of B, else B.

        ``cost_fen`` is what is being approved: pass Cost.fen_cap, the most that may be spent.
        """
        return "A" if self.public or cost_fen > cap else "B"

    @abstractmethod
    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: F,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Return the money of a window of whole days: customers by segment, what is there, parts a recipient."""

    def reached_ppm(self, fields: F) -> int:
        """Return the share of an area's customers whom it is for; everybody unless a type says otherwise."""
        return EVERYBODY_PPM

    def notes(self, fields: F, *, customers: int, figures: Figures = NO_FIGURES) -> tuple[Note, ...]:
        """Return what to know before approval of it for so many customers; nothing unless a type says so."""
        return ()

    def tasks(self, item: MeasureItem, *, fields: F) -> tuple[TaskItem, ...]:
        """Return the tasks that provinces need to do for this measure; none unless a type says so."""
        return ()

    def instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Return the ``instruction/1`` document of one batch; NotCarriedByBilling where billing has no part."""
        raise NotCarriedByBilling(f"{self.kind} is carried out by {self.delivery}, not by billing")

    def reverse_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Return the document that undoes ``instruction`` for the same batch."""
        raise NotCarriedByBilling(f"{self.kind} is carried out by {self.delivery}, not by billing")

    def landing_plan(self) -> LandingPlan | None:
        """Return how its clocks run again after its end; None for a type that holds none."""
        return None

    def runway_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Return the document that holds one batch from the end until the last stage (see landing_plan)."""
        raise NotCarriedByBilling(f"{self.kind} holds no clocks, so there is nothing to land")

    def stage_instruction(self, context: InstructionContext, plan: LandingPlan, *, number: int) -> dict[str, Any]:
        """Return the document by which one stage of one batch runs again."""
        raise NotCarriedByBilling(f"{self.kind} holds no clocks, so there is nothing to land")


def by_the_day(fen_per_day: int, *, window_days: int, cap_fen: int) -> Cost:
    """Return a cost that is the same every day and stops at its cap."""
    return Cost(fen_per_day=fen_per_day, fen_total=min(fen_per_day * window_days, cap_fen), fen_cap=cap_fen)


def rounded_up(amount: int, *, share_ppm: int) -> int:
    """Return a share of an amount in whole units, rounded up."""
    return -(-amount * share_ppm // 1_000_000)


def _json(values: Mapping[str, Any]) -> str:
    # Strict models take arrays as tuples only from JSON; going through it also proves the values are plain.
    return json.dumps(values, allow_nan=False)


def share_fen(cap_fen: int, *, customers: Sequence[int]) -> list[int]:
    """Split a cap over batches in proportion to customers, exactly (largest remainder, then first).

    Returns as many amounts as ``customers``, summing to ``cap_fen``, or all zero when there is no customer.
    """
    total = sum(customers)
    if total == 0:
        return [0] * len(customers)
    shares = [cap_fen * count // total for count in customers]
    remainders = sorted(range(len(customers)), key=lambda i: (-(cap_fen * customers[i] % total), i))
    for index in remainders[: cap_fen - sum(shares)]:
        shares[index] += 1
    return shares
