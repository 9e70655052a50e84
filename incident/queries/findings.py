"""Reads of findings: the list over all incidents, one with its story and its events, and what they add up to.

Callers say which places they may see: rows of this stream belong to a scope, not to an incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.errors import NotFound
from incident.events.base import half
from incident.events.findings import STREAM
from incident.log import incident_stream
from incident.models import EventRow, Finding, Incident, Person, PlaybookDraft, RoleGrant
from incident.queries.events import tell
from incident.queries.names import HouseNames
from incident.rules.finding_figures import Standing, repeats, scores
from incident.rules.findings import DEPARTMENTS, is_overdue
from incident.rules.review_words import RULE_WORDS, rule_name, sentence

#: Findings that one answer shows.
MOST = 500
_PEOPLE = ("found_by", "owner_id", "assigned_by", "mended_by", "verified_by")
_TEXTS = ("said_text", "mended_text", "reason_text")


@dataclass(frozen=True)
class Wanted:
    """Which findings; a null filter asks for any."""

    incident_id: str | None = None
    state: str | None = None
    department: str | None = None
    source: str | None = None
    rule: str | None = None
    scope: str | None = None
    owner_id: str | None = None
    overdue: bool = False


def findings(
    session: Session, scopes: Sequence[str], wanted: Wanted, *, regions: Regions, now: datetime
) -> dict[str, Any]:
    """`{items, more, counts}`, the newest first; `counts` by state are of everything that the filters but `state` let
    through."""
    query = select(Finding).where(Finding.scope.in_(scopes))
    if wanted.incident_id is not None:
        query = query.where(Finding.of_incident == wanted.incident_id)
    for name in ("department", "source", "rule", "scope", "owner_id"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(getattr(Finding, name) == value)
    rows = list(session.scalars(query.order_by(Finding.number.desc())))
    if wanted.overdue:
        rows = [row for row in rows if is_overdue(row.state, row.due_at, row.mended_at, now)]
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.state] = counts.get(row.state, 0) + 1
    shown = [row for row in rows if wanted.state in (None, row.state)]
    items = documents(session, shown[:MOST], regions=regions, now=now)
    return {"items": items, "more": max(0, len(shown) - MOST), "counts": counts}


def documents(session: Session, rows: Sequence[Finding], *, regions: Regions, now: datetime) -> list[dict[str, Any]]:
    """Findings with their words, people, incident and playbook change."""
    names = HouseNames(
        session,
        regions,
        digests=[value for row in rows for name in _TEXTS if (value := getattr(row, name))],
        people=[value for row in rows for name in _PEOPLE if (value := getattr(row, name))],
    )
    titles = _incidents(session, {row.of_incident for row in rows if row.of_incident})
    drafts = _drafts(session, {row.draft_id for row in rows if row.draft_id})
    return [_document(row, names, titles, drafts, now) for row in rows]


def _document(
    row: Finding,
    names: HouseNames,
    titles: Mapping[str, dict[str, str]],
    drafts: Mapping[str, dict[str, Any]],
    now: datetime,
) -> dict[str, Any]:
    told = fold.spelled(row)
    for name in _TEXTS:
        digest = told.pop(name)
        told[name.removesuffix("_text")] = names.texts.get(digest) if digest else None
    for language in ("zh", "en"):
        told[f"rule_{language}"] = rule_name(row.rule, language) if row.rule else None
        said = names.text(row.said_text, language)
        # a sheet says it in both languages
        said = half(said, language) if row.source == "walk_through" else said
        told[f"say_{language}"] = sentence(row.rule, row.args, language) if row.rule else said
        for name in _PEOPLE:
            person = getattr(row, name)
            told[f"{name.removesuffix('_id')}_{language}"] = names.person(person, language) if person else None
    return told | {
        "overdue": is_overdue(row.state, row.due_at, row.mended_at, now),
        "incident": titles.get(row.of_incident or ""),
        "draft": drafts.get(row.draft_id or ""),
    }


def finding_detail(
    session: Session, finding_id: str, scopes: Sequence[str], *, regions: Regions, now: datetime
) -> dict[str, Any]:
    """One finding, the events that show it, its own story, and which others were left to it; NotFound elsewhere."""
    row = the_finding(session, finding_id, scopes)
    [told] = documents(session, [row], regions=regions, now=now)
    own = select(EventRow).where(EventRow.stream == STREAM, EventRow.data["finding_id"].as_string() == finding_id)
    others = select(Finding).where(Finding.duplicate_of == finding_id, Finding.scope.in_(scopes))
    other = session.get(Finding, row.duplicate_of) if row.duplicate_of else None
    return {
        "finding": told,
        "evidence": _events(session, row, regions),
        "story": tell(session, session.scalars(own.order_by(EventRow.position)).all(), regions),
        "duplicates": [
            {"id": one.id, "number": one.number} for one in session.scalars(others.order_by(Finding.number))
        ],
        "owners": owners_for(session, row.scope),
        "duplicate_of": {"id": other.id, "number": other.number} if other and other.scope in scopes else None,
    }


def owners_for(session: Session, scope: str) -> list[dict[str, str]]:
    """Who may be given a finding of a place: people with a part there or at headquarters, auditors apart."""
    rows = session.execute(
        select(Person.id, Person.name_zh, Person.name_en)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Person.state == "active",
            RoleGrant.held.is_(True),
            RoleGrant.scope.in_({scope, "nation"}),
            RoleGrant.role.not_in(("auditor", "administrator")),
        )
        .distinct()
        .order_by(Person.name_zh, Person.id)
        .limit(MOST)
    )
    return [{"id": row.id, "name_zh": row.name_zh, "name_en": row.name_en} for row in rows]


def the_finding(session: Session, finding_id: str, scopes: Sequence[str]) -> Finding:
    """The row, or NotFound: a foreign one reads as a missing one."""
    row = session.get(Finding, finding_id)
    if row is None or row.scope not in scopes:
        raise NotFound.of("发现", "finding")
    return row


def figures(session: Session, scopes: Sequence[str], *, now: datetime) -> dict[str, Any]:
    """`{departments, repeats}`: scores by department over all incidents, and faults that came again."""
    rows = session.scalars(select(Finding).where(Finding.scope.in_(scopes)).order_by(Finding.number)).all()
    standings = [standing_of(row) for row in rows]
    titles = _incidents(session, {row.of_incident for row in rows if row.of_incident})
    numbers = {row.id: row.number for row in rows}
    return {
        "departments": [asdict(one) for one in scores(standings, now)],
        "repeats": [
            asdict(one)
            | {
                "rule_zh": rule_name(one.rule, "zh"),
                "rule_en": rule_name(one.rule, "en"),
                "incidents": [titles[incident] for incident in one.incidents if incident in titles],
                "findings": [{"id": key, "number": numbers[key]} for key in one.findings],
            }
            for one in repeats(standings)
        ],
    }


def finding_words() -> dict[str, Any]:
    """The words of rules and departments, for lists to choose from."""
    return {
        "departments": [{"id": name, "zh": zh, "en": en} for name, (zh, en) in DEPARTMENTS.items()],
        "rules": [
            {"id": name, "zh": zh[0], "en": en[0], "what_zh": zh[1], "what_en": en[1]}
            for name, (zh, en) in RULE_WORDS.items()
        ],
    }


def standing_of(row: Finding) -> Standing:
    """The finding as far as figures care."""
    return Standing(
        id=row.id,
        state=row.state,
        scope=row.scope,
        incident_id=row.of_incident,
        rule=row.rule,
        department=row.department,
        helpers=tuple(row.helpers),
        assigned_at=row.assigned_at,
        due_at=row.due_at,
        mended_at=row.mended_at,
    )


def _events(session: Session, row: Finding, regions: Regions) -> list[dict[str, Any]]:
    """The events of the incident's log that show it, as the finding's readers may see them."""
    if not row.evidence or row.of_incident is None:
        return []
    query = select(EventRow).where(
        EventRow.stream == incident_stream(row.of_incident), EventRow.position.in_(row.evidence)
    )
    if row.scope != "nation":
        query = query.where(EventRow.audience == row.scope)
    told = {event["position"]: event for event in tell(session, session.scalars(query).all(), regions)}
    return [
        {name: told[position][name] for name in ("position", "at", "type", "say")}
        for position in row.evidence
        if position in told
    ]


def _incidents(session: Session, ids: Iterable[str]) -> dict[str, dict[str, str]]:
    rows = session.scalars(select(Incident).where(Incident.id.in_(sorted(ids))))
    return {row.id: {"id": row.id, "title_zh": row.title_zh, "title_en": row.title_en} for row in rows}


def _drafts(session: Session, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    rows = session.scalars(select(PlaybookDraft).where(PlaybookDraft.id.in_(sorted(ids))))
    return {
        row.id: {
            "id": row.id,
            "slug": row.slug,
            "state": row.state,
            "title_zh": row.title_zh,
            "title_en": row.title_en,
            "version": row.version,
            "published_number": row.published_number,
        }
        for row in rows
    }
