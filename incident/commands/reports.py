"""Asking for a report, what the process that makes it writes down, and the schedule of situation reports.

One report is worked on at a time. Its worker says how far it is; one that has not been heard of for
`long_work.LOST_AFTER` has died, and the next begins anew: whatever happens, a report is made once and told of once,
since both are decided under the incident's lock by whoever holds the work.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.commands import long_work
from incident.commands.reading import incident_row, open_incident
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events import reports as events
from incident.events.base import NATION
from incident.log import SYSTEM, Actor, incident_stream
from incident.models import Incident, Person, ReportWork
from incident.queries.reports import report_document, schedule_document
from incident.rules import reports as rules
from incident.rules.incidents import OVER

#: How many may wait; more would only be read by nobody.
MOST_WAITING = 20
#: Mails carry the report's first lines; the whole of it is fetched by who may.
MOST_SUMMARY = 4_000


@dataclass(frozen=True)
class Taken:
    """A report that a worker has taken: its row, and where its links begin."""

    id: str
    incident_id: str
    row: Mapping[str, Any]
    base_url: str


@dataclass(frozen=True, kw_only=True)
class File:
    """What was made: up to which event it tells, its digest and size, and the numbers it leads with."""

    position: int
    sha256: str
    size: int
    numbers: dict[str, int] | None
    #: Subject and body by language, for who gets it by mail.
    summaries: Mapping[str, tuple[str, str]]


def ask_report(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    report_id: str,
    kind: str,
    form: str,
    language: str,
    purpose: str,
    province: str | None = None,
    base_url: str = "",
) -> dict[str, Any]:
    """Put a report in line and into the register; its row. Conflict while too many wait."""
    incident_row(tx, incident_id)
    _check_kind(kind, form, province)
    waiting = long_work.count_open(tx, ReportWork)
    if waiting >= MOST_WAITING:
        raise Conflict(
            "report.too_many",
            zh=f"已有 {waiting} 份报告在排队；请等它们完成。",
            en=f"{waiting} reports are in line; wait for them.",
        )
    event = events.ReportAsked(
        report_id=report_id, report_kind=kind, format=form, language=language, person_id=actor.person,
        purpose_text=log.keep_text(tx, purpose, audience=NATION), only_province=province, asked_at=tx.now,
        incident_id=incident_id,
    )  # fmt: skip
    return _put_in_line(tx, actor, event, base_url)


def _put_in_line(tx: Tx, actor: Actor, event: events.ReportAsked, base_url: str) -> dict[str, Any]:
    log.record(tx, event, stream=incident_stream(event.incident_id), actor=actor)
    tx.session.add(
        ReportWork(
            id=event.report_id, incident_id=event.incident_id, state="waiting", done=0, whole=0,
            base_url=base_url[:300], asked_at=tx.real_now, heard_at=None, ended_at=None, worker=None,
        )
    )  # fmt: skip
    tx.session.flush()
    return report_document(tx.session, event.report_id)


def _check_kind(kind: str, form: str, province: str | None) -> None:
    if not rules.is_made(kind, form):
        made = ", ".join(rules.KINDS[kind].formats) if kind in rules.KINDS else ""
        raise Invalid(
            "report.format",
            field="format",
            zh=f"这种报告没有 {form} 格式；有：{made}。",
            en=f"This report is not made as {form}; it is made as {made}.",
        )
    if province is not None and kind not in rules.BY_PROVINCE:
        raise Invalid(
            "report.province",
            field="province",
            zh="这种报告不能限定到一个省；请去掉 province。",
            en="This report cannot be narrowed to one province; leave province out.",
        )


def take_next(tx: Tx, *, worker: str) -> Taken | None:
    """Take the first that waits, or one whose worker has died; None while another is being worked on."""
    row = long_work.take_first(tx, ReportWork, worker=worker)
    if row is None:
        return None
    return Taken(row.id, row.incident_id, fold.row_of(tx.session, "report", row.id), row.base_url)


def note_progress(tx: Tx, *, report_id: str, worker: str, done: int, whole: int) -> bool:
    """Write down how far it is; whether it is still this worker's."""
    heard = {"done": done, "whole": whole, "heard_at": tx.real_now}
    return long_work.change_own(tx, ReportWork, id_=report_id, worker=worker, **heard)


def note_made(tx: Tx, *, taken: Taken, worker: str, file: File) -> bool:
    """Write down that the file is there and tell who is to have it, if this worker still has the work."""
    if not _ends(tx, taken, worker, "made"):
        return False
    leaving = _mails(tx, taken, file)
    event = events.ReportMade(
        report_id=taken.id, report_kind=taken.row["kind"], format=taken.row["format"], told_upto=file.position,
        sha256=file.sha256, size=file.size, numbers=file.numbers, leaving=tuple(leaving),
        recipients=sum(len(payload["to"]) for _key, payload in leaving),
    )  # fmt: skip
    log.record(tx, event, stream=incident_stream(taken.incident_id), actor=SYSTEM)
    return True


def note_failed(tx: Tx, *, taken: Taken, worker: str, zh: str, en: str) -> bool:
    """Write down why it cannot be made, if this worker still has the work."""
    if not _ends(tx, taken, worker, "failed"):
        return False
    event = events.ReportFailed(
        report_id=taken.id, report_kind=taken.row["kind"], reason_zh=zh[:500], reason_en=en[:500]
    )  # fmt: skip
    log.record(tx, event, stream=incident_stream(taken.incident_id), actor=SYSTEM)
    return True


def _ends(tx: Tx, taken: Taken, worker: str, state: str) -> bool:
    """Close the work; False when it has passed to somebody else."""
    return long_work.change_own(tx, ReportWork, id_=taken.id, worker=worker, state=state, ended_at=tx.real_now)


def drop_old_files(tx: Tx) -> list[tuple[str, str]]:
    """Reports whose files have been kept long enough: (id, format); their lines in the register stay."""
    old = tx.session.scalars(
        select(ReportWork).where(ReportWork.state == "made", ReportWork.ended_at < tx.real_now - rules.KEPT)
    ).all()
    for row in old:
        row.state = "dropped"
    return [(row.id, str(fold.row_of(tx.session, "report", row.id)["format"])) for row in old]


def _mails(tx: Tx, taken: Taken, file: File) -> list[tuple[str, dict[str, Any]]]:
    """One notice to everybody on the incident's list, for a scheduled report; unique by the report's id."""
    schedule = fold.row_of(tx.session, "report_schedule", taken.incident_id)
    if taken.row["number"] is None or not schedule or schedule["every_hours"] is None:
        return []
    (subject_zh, body_zh), (subject_en, body_en) = file.summaries["zh"], file.summaries["en"]
    payload = {
        "template": "situation_report",
        "province": None,
        "roles": [],
        "place": NATION,
        "to": list(schedule["people"]),
        "only": "mail",
        "path": f"/reports/{taken.incident_id}",
        "subject_zh": subject_zh[:140],
        "subject_en": subject_en[:140],
        "body_zh": body_zh[:MOST_SUMMARY],
        "body_en": body_en[:MOST_SUMMARY],
        "values": {"title_zh": subject_zh[:140], "title_en": subject_en[:140]},
    }
    return [(f"notice:report:{taken.incident_id}:{taken.id}", payload)]


def schedule_reports(
    tx: Tx,
    actor: Actor,
    *,
    incident_id: str,
    every_hours: int | None,
    people: Sequence[str] = (),
    form: str = "pdf",
    language: str = "zh",
) -> dict[str, Any]:
    """Send a situation report every so many hours, the first one at once; None: no more."""
    before = fold.row_of(tx.session, "report_schedule", incident_id)
    if every_hours is None:
        incident_row(tx, incident_id)
        if not before:
            raise Conflict("report.no_schedule", zh="没有定时报告可停。", en="There is no schedule to stop.")
        people, form, language = before["people"], before["format"], before["language"]
    else:
        open_incident(tx, incident_id)
        _check_kind("situation", form, None)
        people = _known(tx, people)
    event = events.ReportsScheduled(
        incident_id=incident_id, every_hours=every_hours, people=tuple(people), format=form, language=language,
        number=before["number"] if before else 0, next_at=tx.now if every_hours is not None else None,
        person_id=actor.person, revision=before["revision"] + 1 if before else 1,
    )  # fmt: skip
    log.record(tx, event, stream=incident_stream(incident_id), actor=actor)
    return schedule_document(tx.session, incident_id) or {}


def _known(tx: Tx, people: Sequence[str]) -> list[str]:
    """The people in the order given, once each; Invalid for nobody, or for somebody who has no active account."""
    wanted = list(dict.fromkeys(people))
    active = set(tx.session.scalars(select(Person.id).where(Person.id.in_(wanted), Person.state == "active")))
    missing = [person for person in wanted if person not in active]
    if missing or not wanted:
        shown = missing[0][:36] if missing else ""
        raise Invalid(
            "report.people",
            field="people",
            zh=f"没有在用的帐号 {shown}；请从人员中选。" if missing else "请至少选一个收件人。",
            en=f"There is no active account {shown}; choose from the people." if missing else "Choose at least one.",
        )
    return wanted


def fire_report_timer(tx: Tx, *, incident_id: str, step: str) -> None:
    """The time of a scheduled report has come: put it in line and set the next; not for an incident that is over."""
    schedule = fold.row_of(tx.session, "report_schedule", incident_id)
    if not schedule or schedule["every_hours"] is None or step != f"due:{schedule['number'] + 1}":
        return
    if tx.session.get_one(Incident, incident_id).state in OVER:
        return
    number = schedule["number"] + 1
    event = events.ReportAsked(
        report_id=str(uuid.uuid5(uuid.UUID(incident_id), f"situation:{number}")), report_kind="situation",
        format=schedule["format"], language=schedule["language"], person_id=SYSTEM.person, purpose_text=None,
        only_province=None, asked_at=tx.now, number=number, incident_id=incident_id,
        next_at=rules.next_due(tx.now, every_hours=schedule["every_hours"]),
    )  # fmt: skip
    _put_in_line(tx, SYSTEM, event, "")
