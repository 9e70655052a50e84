"""What people do once an incident is closed: its review, step by step, as the demo's people play it.

Each step is one thing that somebody does on a page of the review, at a minute of the story. Steps name what earlier
steps made by their ids; a finding that a rule makes is `rule/province`, one that a walk makes `walk/question`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from incident.scenarios.parts import Id, Minutes, Part, Province, Text

Kind = Annotated[str, Field(pattern=r"^[a-z_]{1,30}$")]
Scope = Literal["nation"] | Province
#: Who is meant: a login name of the cast.
Login = Annotated[str, Field(pattern=r"^[a-z0-9.]{1,40}$")]
Department = Annotated[str, Field(min_length=1, max_length=12)]
#: An id of a step, `rule/province`, or `walk/question`.
FindingName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*(/[a-z0-9_]+)?$")]
Source = Literal["report", "hotline", "halls", "survey", "billing"]
#: In the smallest step of the kind: hundredths of a percent, tenths of a minute.
Whole = Annotated[int, Field(ge=0)]


class Bounds(Part):
    """Where a drawn number lies."""

    least: int = Field(alias="from", ge=0)
    most: int = Field(alias="to", ge=0)


class Column(Part):
    """One kind of figure in a table: a row a province, its value drawn by the demo's seed."""

    kind: Kind
    value: Bounds
    #: What it is weighed by: the customers hit there, or a number that is drawn too.
    base: Literal["customers_hit"] | Bounds | None = None
    source: Source
    #: All provinces, or those that the footprint touches.
    where: Literal["all", "hit"] = "all"
    #: Left out of the table; they tell theirs later.
    without: tuple[Province, ...] = ()
    #: What differs in some provinces.
    provinces: dict[Province, Bounds] = Field(default_factory=dict)


class Step(Part):
    """What every step has."""

    id: Id
    minute: Minutes
    by: Login
    #: The survey that customers must have answered first, by its step.
    after_answers: Id | None = None


class Table(Step):
    """A spreadsheet of figures is brought; `slips` are cells of it that somebody got wrong."""

    do: Literal["table"]
    name: Annotated[str, Field(pattern=r"^[^/\\]{1,80}\.xlsx$")]
    day: date
    columns: tuple[Column, ...] = Field(min_length=1)
    #: Rows that are added and cannot land: indicator, province and value as they stand in their cells.
    slips: tuple[tuple[str, str, str], ...] = ()


class Figure(Step):
    """One figure is stated by hand."""

    do: Literal["figure"]
    kind: Kind
    value: Whole
    base: Whole | None = None
    sent: Whole | None = None
    province: Province | None = None
    from_day: date
    to_day: date | None = None
    source: Source
    note: str = ""


class Correct(Step):
    """A figure that was stated is corrected: that of an earlier step."""

    do: Literal["correct"]
    of: Id
    value: Whole
    base: Whole | None = None
    sent: Whole | None = None
    reason: Text


class Target(Step):
    """What a kind of figure is held against."""

    do: Literal["target"]
    kind: Kind
    value: Whole
    places: tuple[Scope, ...] = ("nation",)
    reason: Text


class Survey(Step):
    """Customers who were covered are asked by SMS how content they were."""

    do: Literal["survey"]
    sample: Annotated[int, Field(ge=50)]
    #: None named: wherever customers were covered.
    provinces: tuple[Province, ...] = ()
    languages: tuple[Literal["zh", "en"], ...] = ("zh",)
    text_zh: Annotated[str, Field(min_length=1, max_length=300)]
    text_en: Annotated[str, Field(min_length=1, max_length=600)]
    #: How long the question may go out, and for how long behind that answers count.
    valid_hours: Annotated[int, Field(ge=1, le=720)] = 24
    answer_hours: Annotated[int, Field(ge=1, le=240)] = 48


class ApproveSurvey(Step):
    """One of the two who must approve it reads the survey and does."""

    do: Literal["approve-survey"]
    of: Id


class Report(Step):
    """A report is asked for."""

    do: Literal["report"]
    kind: Literal["situation", "final", "board", "regulator"]
    form: Literal["pdf", "docx", "xlsx", "html"] = "pdf"
    language: Literal["zh", "en"] = "zh"
    purpose: Annotated[str, Field(min_length=1, max_length=200)]


class Publish(Step):
    """The league is published."""

    do: Literal["publish"]


class ObjectTo(Step):
    """A province objects to a criterion of its score."""

    do: Literal["object"]
    criterion: str
    text: Text


class Rule(Step):
    """An objection is answered; no `ruling`: it is dismissed."""

    do: Literal["rule"]
    of: Id
    ruling: Literal["leave_out"] | None = None
    text: Text


class Nominate(Step):
    """A practice is nominated."""

    do: Literal["nominate"]
    province: Province | None = None
    title: Annotated[str, Field(min_length=1, max_length=100)]
    text: Text


class Award(Step):
    """A nominated practice wins a prize."""

    do: Literal["award"]
    of: Id
    prize: Literal["first", "second", "third", "special"]
    text: Text


class TakeUp(Step):
    """What rules have found becomes findings, each `rule/province`, or `rule/*` for headquarters' own."""

    do: Literal["take-up"]
    keys: tuple[Annotated[str, Field(pattern=r"^[a-z_]+/([1-9][0-9]{5}|\*)$")], ...] = Field(min_length=1)


class Observe(Step):
    """Somebody notes what they saw, at the first event of a type (`moment`) if one is named."""

    do: Literal["observe"]
    text: Text
    scope: Scope = "nation"
    department: Department = "service"
    helpers: tuple[Department, ...] = ()
    moment: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]+$")] | None = None


class Assign(Step):
    """Who mends a finding by when; `meeting` where a meeting decided it."""

    do: Literal["assign"]
    finding: FindingName
    owner: Login
    due_minute: Minutes
    department: Department | None = None
    helpers: tuple[Department, ...] = ()
    meeting: Id | None = None


class Mend(Step):
    """Its owner says what was done."""

    do: Literal["mend"]
    finding: FindingName
    text: Text


class Verify(Step):
    """Somebody else confirms it."""

    do: Literal["verify"]
    finding: FindingName


class SendBack(Step):
    """It is not mended, or is no finding: the reason."""

    do: Literal["return", "reject"]
    finding: FindingName
    reason: Text


class Propose(Step):
    """The next version of the playbook is begun because of a finding."""

    do: Literal["propose"]
    finding: FindingName
    item: str | None = None


class Walk(Step):
    """A sheet of a process walk-through: the questions that are answered no, each with its note; all others yes."""

    do: Literal["walk"]
    sheet: Annotated[str, Field(min_length=1, max_length=40)]
    scope: Province
    region: Annotated[str, Field(pattern=r"^[1-9][0-9]{5}$")] | None = None
    no: dict[str, Text] = Field(default_factory=dict)
    skipped: tuple[str, ...] = ()


class Meeting(Step):
    """A service-analysis meeting is called: first these findings, then open questions."""

    do: Literal["meeting"]
    title: Annotated[str, Field(min_length=1, max_length=100)]
    chair: Login
    findings: tuple[FindingName, ...] = ()
    questions: tuple[Text, ...] = ()


class Minute(Step):
    """What was said to an item of the agenda, counted from 0."""

    do: Literal["minute"]
    meeting: Id
    item: Whole
    text: Text


class CloseMeeting(Step):
    """The meeting ends."""

    do: Literal["close-meeting"]
    meeting: Id
    text: Text


AfterStep = Annotated[
    Table | Figure | Correct | Target | Survey | ApproveSurvey | Report | Publish | ObjectTo | Rule | Nominate | Award
    | TakeUp | Observe | Assign | Mend | Verify | SendBack | Propose | Walk | Meeting | Minute | CloseMeeting,
    Field(discriminator="do"),
]  # fmt: skip


class Afterwards(Part):
    """The review of a story."""

    #: How fast the clock may run between its steps, in world seconds a second: nothing happens there.
    quiet_speed: Annotated[int, Field(ge=1, le=86_400)] = 21_600
    steps: tuple[AfterStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Afterwards:
        minutes = [step.minute for step in self.steps]
        if minutes != sorted(minutes):
            raise ValueError("steps 须按 minute 先后排列 / steps must stand in the order of their minutes")
        seen: set[str] = set()
        for step in self.steps:
            for name in [*_names(step), *([step.after_answers] if step.after_answers else [])]:
                if name not in seen:
                    raise ValueError(
                        f"{step.id} 用到的「{name}」前面没有这一步 / {step.id} speaks of {name!r}, no step before it"
                    )
            if step.id in seen:
                raise ValueError(f"有两步的 id 都是 {step.id} / two steps have the id {step.id}")
            seen.add(step.id)
            if isinstance(step, TakeUp):
                seen |= {key.partition("/")[0] for key in step.keys}
        return self


def _names(step: AfterStep) -> list[str]:
    """The steps, and rules taken up, that a step speaks of."""
    match step:
        case Correct() | Rule() | Award() | ApproveSurvey():
            return [step.of]
        case Meeting():
            return [name.partition("/")[0] for name in step.findings]
        case Assign():
            return [step.finding.partition("/")[0], *([step.meeting] if step.meeting else [])]
        case Mend() | Verify() | SendBack() | Propose():
            return [step.finding.partition("/")[0]]
        case Minute() | CloseMeeting():
            return [step.meeting]
        case _:
            return []
