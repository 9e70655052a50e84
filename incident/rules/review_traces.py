"""Which events stand behind a figure of the review: the types, and which of them are meant. Pure."""

from __future__ import annotations

from dataclasses import dataclass

#: What states a figure of outcomes, and what it is reckoned from where nobody has stated one.
FIGURES_STATED = ("FigureEntered", "FigureCorrected", "FigureWithdrawn", "FiguresImported")
RECKONED_FROM: dict[str, tuple[str, ...]] = {
    "receipts": ("BatchesSettled",),
    "tasks": ("TaskResolved",),
    "log": ("BatchesSettled", "TaskResolved"),
    "answers": ("SurveyAnswered",),
}
#: Figure to the events that it is made of.
OF_FIGURES: dict[str, tuple[str, ...]] = {
    "levels": ("IncidentDeclared", "ResponseLevelSet"),
    "footprints": ("FootprintSupplied",),
    "provinces": ("ProvinceInformed",),
    "tasks": ("TasksDispatched", "TaskRedispatched"),
    "acknowledged": ("TaskAcknowledged",),
    "late": ("TaskAcknowledged", "AcknowledgementEscalated"),
    "escalated": ("AcknowledgementEscalated",),
    "declined": ("TaskDeclined",),
    "done": ("TaskResolved",),
    "work_late": ("WorkOverdue",),
    "recalled": ("TaskRecalled",),
    "silence": ("ProvinceUnreachable", "ProvinceHeardAgain", "ProvinceCalled"),
    "measures": ("MeasureDrafted", "BroadcastDrafted"),
    "committed": ("MeasureApproved", "MeasureGrown"),
    "planned": ("MeasurePartStarted", "LandingBatchesStarted"),
    "applied": ("BatchesSettled",),
    "failed": ("BatchesSettled", "BatchesParked", "BatchesAbandoned", "GapsAccepted"),
    "outcome": ("TaskResolved",),
    "asked": ("TasksDispatched",),
    "result_target": ("OutcomeTargetSet",),
    "stated": FIGURES_STATED,
    "tables": ("OutcomeTableRead",),
    "calls": ("PeoplePaged", "PersonNotReached", "ProvinceCalled"),
    "decisions": ("NoteLogged",),
    # the league: what was published of a province, and how teams of one kind (`name`) fared
    "assessed": ("ProvinceAssessed", "ObjectionAnswered"),
    "team_tasks": ("TasksDispatched", "TaskRedispatched"),
    "team_in_time": ("TaskAcknowledged",),
    "team_done": ("TaskResolved",),
    # what an incident is planned from when it is replayed: a figure of that is no event's, but these are its grounds
    "grounds": ("IncidentDeclared", "ResponseLevelSet", "FootprintSupplied", "PlanActivated"),
}
#: Of the tasks of teams of one kind.
OF_TEAMS = frozenset({"team_tasks", "team_in_time", "team_done"})
#: A kind of outcome by its name; its events are chosen by `queries.result_traces`.
RESULT = "result"
#: Things whose whole story can be asked for, and the field of events that names them.
OF_THINGS: dict[str, str] = {"task": "task_id", "measure": "measure_id", "broadcast": "broadcast_id"}


@dataclass(frozen=True)
class Figure:
    """One figure, or one thing, whose events are asked for; null narrows nothing."""

    of: str
    province: str | None = None
    #: Of a task, measure or broadcast: its id. Of an outcome, a result or its target: its name.
    name: str | None = None
    #: Seconds to answer, `[from, to)`, of an acknowledgement; null: no bound.
    from_s: int | None = None
    to_s: int | None = None
