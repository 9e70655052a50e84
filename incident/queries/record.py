"""What an auditor looks at: where every log ends, what left the house, what was erased, who approved what.

All of it is read from the rows and events that anybody else's page is read from; nothing is kept for the auditor alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.clock import as_text
from incident.db import StreamHead
from incident.models import (
    Approval,
    Blob,
    Broadcast,
    EventRow,
    ExportLine,
    Incident,
    Measure,
    Person,
    PlaybookVersion,
    ReportRow,
    Verification,
)
from incident.queries.names import SYSTEM_NAME
from incident.rules.exports import KINDS
from incident.rules.reports import KINDS as REPORTS

#: Lines of a list on the page; the files hold all.
MOST_LISTED = 500
#: Other logs than incidents', as people call them.
STREAM_NAMES: Mapping[str, tuple[str, str]] = {
    "people": ("人员", "People"),
    "data": ("信号与数据源", "Signals and feeds"),
    "duty": ("值班", "Rosters"),
    "playbook": ("预案", "Playbooks"),
    "review": ("复盘与整改", "Review and findings"),
    "drill": ("演练", "Drills"),
    "record": ("记录本身", "The record itself"),
}


def logs(session: Session) -> list[dict[str, Any]]:
    """Every log that has events: whose it is, how many events, its last one's hash and when that was recorded."""
    titles = {row.id: (row.title_zh, row.title_en) for row in session.scalars(select(Incident))}
    last = (
        select(StreamHead.stream, StreamHead.position, StreamHead.hash, EventRow.recorded_at)
        .join(EventRow, (EventRow.stream == StreamHead.stream) & (EventRow.position == StreamHead.position))
        .order_by(EventRow.recorded_at.desc(), StreamHead.stream)
    )
    told = []
    for stream, position, digest, recorded_at in session.execute(last):
        incident = stream.removeprefix("incident:") if stream.startswith("incident:") else None
        zh, en = titles.get(incident or "", STREAM_NAMES.get(stream, (stream, stream)))
        told.append(
            {
                "stream": stream, "incident": incident, "name_zh": zh, "name_en": en, "events": position,
                "hash": digest, "recorded_at": as_text(recorded_at),
            }
        )  # fmt: skip
    return told


def verifications(session: Session, *, most: int = 20) -> list[dict[str, Any]]:
    """The newest verifications, and those that wait."""
    rows = session.scalars(select(Verification).order_by(Verification.asked_at.desc(), Verification.id).limit(most))
    held = list(rows)
    names = _names(session, (row.asked_by for row in held))
    return [_verification(row, names) for row in held]


def _verification(row: Verification, names: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    told = {
        name: getattr(row, name)
        for name in ("id", "state", "done", "whole", "streams", "anchors", "fault_count", "faults")
    }
    return told | {
        "by": names[row.asked_by],
        "asked_at": as_text(row.asked_at),
        "ended_at": as_text(row.ended_at) if row.ended_at else None,
    }


def exports(session: Session, *, most: int | None = MOST_LISTED) -> list[dict[str, Any]]:
    """The register of exports of all incidents, newest first: reports, and every other file that left."""
    reports = session.scalars(select(ReportRow).order_by(ReportRow.asked_at.desc(), ReportRow.id).limit(most)).all()
    others = session.scalars(select(ExportLine).order_by(ExportLine.at.desc(), ExportLine.id).limit(most)).all()
    purposes = _texts(session, (row.purpose_text for row in reports))
    names = _names(session, [*(row.person_id for row in reports), *(row.person_id for row in others)])
    lines = [
        {
            "id": row.id, "at": as_text(row.asked_at), "person_id": row.person_id, "by": names[row.person_id],
            "via": "schedule" if row.number is not None else "web", "kind": row.kind,
            "zh": REPORTS[row.kind].zh, "en": REPORTS[row.kind].en, "format": row.format, "incident": row.incident_id,
            "only": {"province": row.only_province} if row.only_province else {}, "state": row.state,
            "purpose": purposes.get(row.purpose_text or ""), "position": row.position, "sha256": row.sha256,
            "size": row.size,
        }
        for row in reports
    ] + [
        {
            "id": row.id, "at": as_text(row.at), "person_id": row.person_id, "by": names[row.person_id],
            "via": row.via, "kind": row.kind, "zh": KINDS[row.kind][0], "en": KINDS[row.kind][1],
            "format": row.format, "incident": row.of_incident, "only": row.only, "state": "made", "purpose": None,
            "position": row.position, "sha256": row.sha256, "size": row.size,
        }
        for row in others
    ]  # fmt: skip
    return _newest(lines, most)


#: Events that erase something, and where each names what went.
_ERASING = ("FileRedacted", "TextsErased", "RetentionApplied")


def erasures(session: Session, *, most: int | None = MOST_LISTED) -> list[dict[str, Any]]:
    """What was erased beside the log, newest first: by whom, why, and where the log says so."""
    rows = session.scalars(
        select(EventRow).where(EventRow.type.in_(_ERASING)).order_by(EventRow.recorded_at.desc(), EventRow.id)
        .limit(most)
    ).all()  # fmt: skip
    reasons = _texts(session, (row.data.get("reason_text") for row in rows))
    names = _names(session, (row.actor["person"] for row in rows))
    return [
        {
            "at": as_text(row.at), "person_id": row.actor["person"], "by": names[row.actor["person"]],
            "type": row.type, "stream": row.stream, "position": row.position,
            "incident": row.stream.removeprefix("incident:") if row.stream.startswith("incident:") else None,
            "reason": reasons.get(row.data.get("reason_text") or ""), "count": row.data.get("count", 1),
        }
        for row in rows
    ]  # fmt: skip


def approvals(session: Session, *, most: int | None = MOST_LISTED) -> list[dict[str, Any]]:
    """Who approved, rejected or returned what, newest first, with who had written it and the bytes' digest."""
    decided = session.scalars(select(Approval).order_by(Approval.at.desc(), Approval.id).limit(most)).all()
    subjects: dict[str, Measure | Broadcast] = {}
    wanted = sorted({row.subject_id for row in decided})
    for start in range(0, len(wanted), MOST_LISTED):
        some = wanted[start : start + MOST_LISTED]
        subjects |= {row.id: row for row in session.scalars(select(Measure).where(Measure.id.in_(some)))}
        subjects |= {row.id: row for row in session.scalars(select(Broadcast).where(Broadcast.id.in_(some)))}
    books = session.scalars(
        select(PlaybookVersion)
        .order_by(PlaybookVersion.approved_at.desc(), PlaybookVersion.id).limit(most)
    ).all()  # fmt: skip
    lines = [_approval(row, subjects[row.subject_id]) for row in decided if row.subject_id in subjects]
    lines += [_of_playbook(row) for row in books]
    told = _newest(lines, most)
    names = _names(session, [line[who] for line in told for who in ("person_id", "author_id")])
    return [line | {"by": names[line["person_id"]], "author": names[line["author_id"]]} for line in told]


def _approval(row: Approval, subject: Measure | Broadcast) -> dict[str, Any]:
    return {
        "at": as_text(row.at), "person_id": row.person_id, "decision": row.decision, "subject": row.subject_kind,
        "subject_id": row.subject_id, "incident": row.incident_id, "zh": subject.title_zh, "en": subject.title_en,
        "revision": row.revision, "digest": row.digest, "author_id": subject.author_id,
        "class": subject.approval_class if isinstance(subject, Measure) else "A",
    }  # fmt: skip


def _of_playbook(row: PlaybookVersion) -> dict[str, Any]:
    return {
        "at": as_text(row.approved_at), "person_id": row.approved_by, "decision": "approve",
        "subject": "playbook", "subject_id": row.slug, "incident": None, "zh": row.title_zh, "en": row.title_en,
        "revision": row.number, "digest": row.digest, "author_id": row.author_id, "class": "B",
    }  # fmt: skip


def _newest(lines: list[dict[str, Any]], most: int | None) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda line: line["at"], reverse=True)[:most]


def _names(session: Session, people: Iterable[str | None]) -> dict[str, dict[str, str]]:
    """Names of everybody asked for; of somebody unknown the beginning of their id."""
    wanted = sorted({person for person in people if person})
    names = {person: {"name_zh": person[:8], "name_en": person[:8]} for person in wanted}
    if "system" in names:
        names["system"] = {"name_zh": SYSTEM_NAME["zh"], "name_en": SYSTEM_NAME["en"]}
    for start in range(0, len(wanted), MOST_LISTED):
        some = select(Person).where(Person.id.in_(wanted[start : start + MOST_LISTED]))
        names |= {row.id: {"name_zh": row.name_zh, "name_en": row.name_en} for row in session.scalars(some)}
    return names


def _texts(session: Session, digests: Iterable[str | None]) -> dict[str, str]:
    wanted: Sequence[str] = sorted({digest for digest in digests if digest})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), MOST_LISTED):
        some = select(Blob).where(Blob.digest.in_(wanted[start : start + MOST_LISTED]), Blob.redacted_at.is_(None))
        found |= {blob.digest: blob.content.decode("utf-8") for blob in session.scalars(some)}
    return found
