"""Which reports there are, in which formats each is made, and how long what was made is kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

FORMATS = ("html", "pdf", "docx", "xlsx", "csv", "json", "bundle", "parquet")
LANGUAGES = ("zh", "en")
#: What becomes of a report: asked for, then made or failed; what was made is dropped from the disk after `KEPT`.
STATES = ("asked", "made", "failed")
#: Real time for which a made file can be fetched; its line in the register and its digest stay for good.
KEPT = timedelta(days=30)
#: World hours between two situation reports that a person may choose.
LEAST_HOURS, MOST_HOURS = 1, 168
MOST_RECIPIENTS = 200


@dataclass(frozen=True)
class Kind:
    """A kind of report: how it is called, and its formats, the usual one first."""

    zh: str
    en: str
    formats: tuple[str, ...]


_PAPER = ("pdf", "html", "docx", "xlsx", "csv", "json")
KINDS: Mapping[str, Kind] = {
    "situation": Kind("态势报告", "Situation report", _PAPER),
    "final": Kind("总结报告", "Final report", _PAPER),
    "board": Kind("领导一页纸", "Board page", ("pdf", "html", "docx", "json")),
    "regulator": Kind("监管报送", "Regulator pack", ("xlsx", "pdf", "html", "docx", "csv", "json")),
    "ics201": Kind("ICS 201 事件简报", "ICS 201 incident briefing", _PAPER),
    "ics209": Kind("ICS 209 状态摘要", "ICS 209 status summary", _PAPER),
    "ics214": Kind("ICS 214 活动记录", "ICS 214 activity log", _PAPER),
    "evidence": Kind("证据包", "Evidence bundle", ("bundle",)),
    "open_data": Kind("开放数据", "Open data", ("parquet",)),
}
#: Kinds that can be narrowed to one province.
BY_PROVINCE = frozenset({"situation", "final", "regulator"})


def is_made(kind: str, form: str) -> bool:
    """Whether reports of this kind are made in this format."""
    return kind in KINDS and form in KINDS[kind].formats


def ending_of(form: str) -> str:
    """How a file of this format ends."""
    return "zip" if form in ("bundle", "parquet") else form


def next_due(now: datetime, *, every_hours: int) -> datetime:
    """When the situation report after one at `now` is due: missed ones are not made up for."""
    return now + timedelta(hours=every_hours)
