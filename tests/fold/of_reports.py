"""The story of reports: asked for by a person, due on schedule, made, failed, fetched no more."""

from __future__ import annotations

from datetime import timedelta

from incident.commands import reports, timers
from incident.commands.reports import File, Taken
from incident.rules.reports import KEPT
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY

_ASKED = {"kind": "final", "form": "pdf", "language": "zh", "purpose": "报应急办"}
_NUMBERS = {"tasks": 3}
MADE = File(
    position=1, sha256="0" * 64, size=10, numbers=_NUMBERS, summaries={"zh": ("报告", "三项"), "en": ("Report", "3")}
)


@records("ReportAsked", "ReportMade", "ReportFailed", "ReportsScheduled")
def reports_are_asked_for_made_and_sent(stage: Stage) -> None:
    """One is made, one fails, one is due on schedule and goes to a list; later its file is dropped."""
    for name in ("a", "b"):
        number = f"{name * 8}-0000-4000-8000-000000000000"
        stage.do(reports.ask_report, incident_id=stage.incident, report_id=number, **_ASKED)
    first = _taken(stage)
    with stage.db.transaction() as tx:
        assert reports.note_progress(tx, report_id=first.id, worker="w", done=1, whole=3)
    _note(stage, first)
    second = _taken(stage)
    with stage.db.transaction([f"incident:{stage.incident}"]) as tx:
        reports.note_failed(tx, taken=second, worker="w", zh="磁盘满了", en="the disk is full")
    stage.do(reports.schedule_reports, incident_id=stage.incident, every_hours=6, people=[DUTY.person])
    timers.fire_due(stage.db)
    _note(stage, _taken(stage))
    stage.do(reports.schedule_reports, incident_id=stage.incident, every_hours=None)
    with stage.db.transaction([f"incident:{stage.incident}"]) as tx:
        reports.fire_report_timer(tx, incident_id=stage.incident, step="due:2")
    stage.clock.step((KEPT + timedelta(days=1)).total_seconds())
    with stage.db.transaction() as tx:
        assert len(reports.drop_old_files(tx)) == 2


def _taken(stage: Stage) -> Taken:
    with stage.db.transaction() as tx:
        taken = reports.take_next(tx, worker="w")
    assert taken is not None
    return taken


def _note(stage: Stage, taken: Taken) -> None:
    with stage.db.transaction([f"incident:{stage.incident}"]) as tx:
        assert reports.note_made(tx, taken=taken, worker="w", file=MADE)
