"""A finding comes to be: noted by a person, or taken up from what a rule has found.

Callers open `transaction([STREAM])`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.commands.findings.base import finding_row, kept_words, known_department, next_number
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events.base import NATION
from incident.events.findings import STREAM, FindingNoted
from incident.log import Actor, incident_stream
from incident.models import EventRow
from incident.rules.review_rules import Fired, finding_id_of

_TABLES = {"task": "task", "measure": "measure", "broadcast": "broadcast"}


@dataclass(frozen=True)
class About:
    """What an observation is about: a point of the incident's log, one thing in it, both, or neither."""

    position: int | None = None
    subject_kind: str | None = None
    subject_id: str | None = None


@dataclass(frozen=True)
class Observation:
    """What a person says of it, and who must mend it in their eyes."""

    text: str
    scope: str
    department: str
    helpers: Sequence[str] = ()
    about: About = field(default_factory=About)


def note_finding(
    tx: Tx, actor: Actor, *, finding_id: str, incident_id: str | None, observation: Observation
) -> dict[str, Any]:
    """Note what a person observed; the finding's row."""
    scope = observation.scope
    moment = _moment(tx, incident_id, observation.about.position, scope)
    _refuse_foreign_subject(tx, incident_id, observation.about, scope)
    return record_finding(
        tx,
        actor,
        finding_id=finding_id,
        incident_id=incident_id,
        scope=scope,
        source="person",
        said_text=kept_words(tx, observation.text, scope=scope, field="text"),
        department=observation.department,
        helpers=observation.helpers,
        evidence=[observation.about.position] if observation.about.position else [],
        about_at=moment,
        subject=(observation.about.subject_kind, observation.about.subject_id),
    )


def take_up(tx: Tx, actor: Actor, *, incident_id: str, fired: Sequence[Fired]) -> dict[str, Any]:
    """Make findings of what rules have found; what has been taken up already stays as it is. `{taken: [row]}`."""
    taken = []
    for found in fired:
        key = finding_id_of(incident_id, found)
        if fold.row_of(tx.session, "finding", key):
            continue
        row = record_finding(
            tx,
            actor,
            finding_id=key,
            incident_id=incident_id,
            scope=found.province or NATION,
            source="rule",
            rule=found.rule,
            args=found.args,
            department=found.department,
            evidence=[mark.position for mark in found.marks],
            about_at=found.at,
            subject=found.subject or (None, None),
        )
        taken.append(row)
    return {"taken": taken}


def record_finding(
    tx: Tx,
    actor: Actor,
    *,
    finding_id: str,
    incident_id: str | None,
    scope: str,
    source: str,
    department: str,
    rule: str | None = None,
    args: Mapping[str, Any] | None = None,
    said_text: str | None = None,
    helpers: Sequence[str] = (),
    evidence: Sequence[int] = (),
    about_at: datetime | None = None,
    subject: tuple[str | None, str | None] = (None, None),
    walk: tuple[str | None, str | None] = (None, None),
) -> dict[str, Any]:
    """Record a new finding whose words are kept already; Conflict when there is one of this id."""
    if fold.row_of(tx.session, "finding", finding_id):
        raise Conflict("finding.exists", field="id", zh="这条发现已经记下。", en="This finding is noted already.")
    event = FindingNoted(
        finding_id=finding_id,
        number=next_number(tx),
        scope=scope,
        by=actor.person,
        at=tx.now,
        incident_id=incident_id,
        source=source,
        rule=rule,
        args=dict(args or {}),
        said_text=said_text,
        evidence=tuple(evidence),
        about_at=about_at,
        subject_kind=subject[0],
        subject_id=subject[1],
        walk_id=walk[0],
        question=walk[1],
        department=known_department(department),
        helpers=tuple(known_department(one, field="helpers") for one in helpers if one != department),
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return finding_row(tx, finding_id)


def _moment(tx: Tx, incident_id: str | None, position: int | None, scope: str) -> datetime | None:
    """When the event at a position was; Invalid where there is none that the finding's readers may see."""
    if position is None:
        return None
    audiences = {NATION, scope} if scope == NATION else {scope}
    at, audience = (
        tx.session.execute(
            select(EventRow.at, EventRow.audience).where(
                EventRow.stream == incident_stream(incident_id or ""), EventRow.position == position
            )
        ).one_or_none()
        or (None, None)
    )  # fmt: skip
    if at is None or (scope != NATION and audience not in audiences):
        raise Invalid(
            "finding.no_such_position",
            field="position",
            zh=f"记录中没有 #{position}，或不属于这个省。",
            en=f"The log has no #{position}, or it is not of this province.",
        )
    moment: datetime = at
    return moment


def _refuse_foreign_subject(tx: Tx, incident_id: str | None, about: About, scope: str) -> None:
    """Invalid unless the thing it is about is one of the incident, and of the province where it is a province's."""
    if about.subject_kind is None and about.subject_id is None:
        return
    table = _TABLES.get(about.subject_kind or "")
    row = fold.row_of(tx.session, table, about.subject_id) if table and about.subject_id else {}
    if not row or row["incident_id"] != incident_id or (scope != NATION and row["province"] not in (None, scope)):
        raise Invalid(
            "finding.no_such_subject",
            field="subject_id",
            zh="没有找到所指的任务、措施或广播。",
            en="The task, measure or message that it is about does not exist here.",
        )
