"""Somebody states a figure of what came of an incident, corrects or withdraws it, brings a table, sets a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import NATION, Change, Event, Names, Row, plain
from incident.rules.outcomes.kinds import KINDS
from incident.rules.outcomes.words import figure_text

#: Columns of a figure that events carry as they are.
FIGURE = (
    "kind", "value", "base", "sent", "city", "measure_id", "segment", "from_day", "to_day", "source", "evidence",
    "evidence_name_text", "note_text", "implausible", "import_id", "row", "person_id", "entered_at", "replaces",
    "reason_text",
)  # fmt: skip


def figure_row(**given: Any) -> dict[str, Any]:
    """A whole row of `outcome_figure` in log spelling; what is not given is null."""
    told = {name: plain(given.get(name)) for name in FIGURE}
    return told | {"replaced_by": None, "withdrawn_at": None, "withdrawn_by": None, "withdrawn_text": None}


def _name(kind: str, language: str) -> str:
    return KINDS[kind].zh if language == "zh" else KINDS[kind].en


def _value(kind: str, value: int, language: str) -> str:
    return figure_text(KINDS[kind], value, language)


def _days(row: Row, language: str) -> str:
    if row["from_day"] == row["to_day"]:
        return str(row["to_day"])
    return f"{row['from_day']} {'至' if language == 'zh' else 'to'} {row['to_day']}"


@dataclass(frozen=True, kw_only=True)
class OutcomeEvent(Event):
    kind: ClassVar[str] = "record"
    #: `nation`, or the adcode of the province whose figure it is.
    place: str

    def audience(self) -> str:
        return self.place

    def _where(self, names: Names, language: str) -> str:
        if self.place == NATION:
            return "全国" if language == "zh" else "Nationwide:"
        return names.region(self.place, language) + ("" if language == "zh" else ":")


@dataclass(frozen=True, kw_only=True)
class FigureEntered(OutcomeEvent):
    """A figure was stated by hand."""

    figure_id: str
    by: str
    #: A whole row of `outcome_figure` in log spelling.
    figure: dict[str, Any]

    def texts(self) -> Sequence[str]:
        return _texts_of(self.figure)

    def changes(self, before: Row) -> list[Change]:
        return [Change("outcome_figure", self.figure_id, self.figure)]

    def zh(self, names: Names) -> str:
        kind = self.figure["kind"]
        told = f"{_name(kind, 'zh')} {_value(kind, self.figure['value'], 'zh')}（{_days(self.figure, 'zh')}）"
        return f"{self._where(names, 'zh')} {names.person(self.by, 'zh')} 填报成效：{told}"

    def en(self, names: Names) -> str:
        kind = self.figure["kind"]
        told = f"{_name(kind, 'en')}, {_value(kind, self.figure['value'], 'en')} ({_days(self.figure, 'en')})"
        return f"{self._where(names, 'en')} {names.person(self.by, 'en')} stated an outcome: {told}"


@dataclass(frozen=True, kw_only=True)
class FigureCorrected(OutcomeEvent):
    """A figure took the place of an earlier one, which stays in sight."""

    figure_id: str
    by: str
    figure: dict[str, Any]
    #: What the replaced figure said.
    was: int

    def texts(self) -> Sequence[str]:
        return _texts_of(self.figure)

    def changes(self, before: Row) -> list[Change]:
        return [
            Change("outcome_figure", self.figure["replaces"], {"replaced_by": self.figure_id}),
            Change("outcome_figure", self.figure_id, self.figure),
        ]

    def zh(self, names: Names) -> str:
        kind = self.figure["kind"]
        told = f"{_value(kind, self.was, 'zh')} 更正为 {_value(kind, self.figure['value'], 'zh')}"
        why = names.text(self.figure["reason_text"], "zh")
        return f"{self._where(names, 'zh')} {names.person(self.by, 'zh')} 更正{_name(kind, 'zh')}：{told}；{why}"

    def en(self, names: Names) -> str:
        kind = self.figure["kind"]
        told = f"{_value(kind, self.was, 'en')} is {_value(kind, self.figure['value'], 'en')}"
        why = names.text(self.figure["reason_text"], "en")
        who = names.person(self.by, "en")
        return f"{self._where(names, 'en')} {who} corrected “{_name(kind, 'en')}”: {told}; {why}"


@dataclass(frozen=True, kw_only=True)
class FigureWithdrawn(OutcomeEvent):
    """A figure counts no more, and nothing takes its place; it stays in sight."""

    figure_id: str
    outcome: str
    value: int
    by: str
    at: datetime
    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        told = {"withdrawn_at": plain(self.at), "withdrawn_by": self.by, "withdrawn_text": self.reason_text}
        return [Change("outcome_figure", self.figure_id, told)]

    def zh(self, names: Names) -> str:
        told = f"{_name(self.outcome, 'zh')} {_value(self.outcome, self.value, 'zh')}"
        who = names.person(self.by, "zh")
        return f"{self._where(names, 'zh')} {who} 撤回成效数：{told}；{names.text(self.reason_text, 'zh')}"

    def en(self, names: Names) -> str:
        told = f"{_name(self.outcome, 'en')}, {_value(self.outcome, self.value, 'en')}"
        who = names.person(self.by, "en")
        return f"{self._where(names, 'en')} {who} withdrew a figure: {told}; {names.text(self.reason_text, 'en')}"


@dataclass(frozen=True, kw_only=True)
class OutcomeTableRead(OutcomeEvent):
    """A table of figures was brought: how many rows landed, and how many have to be mended."""

    import_id: str
    file_digest: str
    evidence: str
    name_text: str
    landed: int
    corrected: int
    known: int
    bad: int
    faults: str | None
    by: str
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.name_text]

    def changes(self, before: Row) -> list[Change]:
        told = {
            name: getattr(self, name)
            for name in ("file_digest", "evidence", "name_text", "landed", "corrected", "known", "bad", "faults")
        }
        return [Change("outcome_import", self.import_id, told | {"person_id": self.by, "at": plain(self.at)})]

    def zh(self, names: Names) -> str:
        counts = f"入库 {self.landed} 行，其中更正 {self.corrected} 行；已有 {self.known} 行；待改 {self.bad} 行"
        return f"{names.person(self.by, 'zh')} 导入成效表「{names.text(self.name_text, 'zh')}」：{counts}"

    def en(self, names: Names) -> str:
        counts = (
            f"{self.landed} rows landed, {self.corrected} of them corrections;"
            f" {self.known} known already, {self.bad} to be mended"
        )
        return f"{names.person(self.by, 'en')} imported the table “{names.text(self.name_text, 'en')}”: {counts}"


@dataclass(frozen=True, kw_only=True)
class FiguresImported(OutcomeEvent):
    """The rows of a table that speak of one place landed."""

    import_id: str
    by: str
    count: int
    #: `(id, row)`: whole rows of `outcome_figure` in log spelling; in `changes`, not again in `data`.
    figures: tuple[Any, ...] = ()

    def data(self) -> dict[str, Any]:
        return {name: value for name, value in super().data().items() if name != "figures"}

    def texts(self) -> Sequence[str]:
        return sorted({text for _key, row in self.figures for text in _texts_of(row)})

    def changes(self, before: Row) -> list[Change]:
        replaced = [
            Change("outcome_figure", row["replaces"], {"replaced_by": key})
            for key, row in self.figures
            if row["replaces"] is not None
        ]
        return [*replaced, *(Change("outcome_figure", key, row) for key, row in self.figures)]

    def zh(self, names: Names) -> str:
        return f"{self._where(names, 'zh')} 成效数 {self.count} 项由表格导入（{names.person(self.by, 'zh')}）"

    def en(self, names: Names) -> str:
        who = names.person(self.by, "en")
        return f"{self._where(names, 'en')} {self.count} outcomes came with a table ({who})"


@dataclass(frozen=True, kw_only=True)
class OutcomeTargetSet(OutcomeEvent):
    """Somebody said what a figure is held against, or took that back."""

    incident_id: str
    outcome: str
    value: int | None
    reason_text: str
    by: str
    at: datetime

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        told = {
            "kind": self.outcome,
            "value": self.value,
            "reason_text": self.reason_text,
            "person_id": self.by,
            "at": plain(self.at),
        }
        return [Change("outcome_target", f"{self.incident_id}:{self.outcome}:{self.place}", told)]

    def zh(self, names: Names) -> str:
        goal = "恢复按预案" if self.value is None else f"定为 {_value(self.outcome, self.value, 'zh')}"
        why = names.text(self.reason_text, "zh")
        return f"{self._where(names, 'zh')} {_name(self.outcome, 'zh')}目标{goal}；{why}"

    def en(self, names: Names) -> str:
        goal = "is the playbook's again" if self.value is None else f"is {_value(self.outcome, self.value, 'en')}"
        why = names.text(self.reason_text, "en")
        return f"{self._where(names, 'en')} the target of “{_name(self.outcome, 'en')}” {goal}; {why}"


def _texts_of(row: Row) -> list[str]:
    return [row[name] for name in ("evidence_name_text", "note_text", "reason_text") if row[name] is not None]
