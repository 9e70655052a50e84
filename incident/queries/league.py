"""The league as a page shows it: rules, scores with their parts, objections, teams, history, practices and prizes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.clock import as_text
from incident.models import Assessment, Nomination, Objection, ProvinceIncident
from incident.queries.league_facts import ruled_parts_of, teams_of
from incident.queries.names import HouseNames
from incident.rules import league as rules

#: Incidents that the history looks back on.
MOST_INCIDENTS = 12


def league_of(session: Session, *, incident_id: str, regions: Regions, whole: bool) -> dict[str, Any]:
    """The league of an incident as far as the session sees it.

    `{rules: {version, criteria, least_weight}, scores: [assessment…], draft: [{province, total, weight, rank, of,
    parts}] | null, teams, objections, nominations, history: {incidents, provinces}}`. `draft` and `teams` are what
    would be published now, for headquarters alone (`whole`): ranks are of all provinces, so a province has none before
    they are published.
    """
    scores = session.scalars(
        select(Assessment).where(Assessment.incident_id == incident_id).order_by(Assessment.total.desc(), Assessment.id)
    ).all()
    return {
        "rules": {
            "version": rules.RULES_VERSION,
            "criteria": [asdict(criterion) for criterion in rules.CRITERIA],
            "least_weight": rules.LEAST_WEIGHT,
        },
        "scores": [fold.spelled(row) for row in scores],
        "draft": _draft(session, incident_id) if whole else None,
        "teams": [asdict(line) for line in teams_of(session, incident_id)] if whole else [],
        "objections": _objections(session, incident_id, regions),
        "nominations": _nominations(session, incident_id, regions),
        "history": _history(session),
    }


def _draft(session: Session, incident_id: str) -> list[dict[str, Any]]:
    parts = ruled_parts_of(session, incident_id)
    found = [
        {"province": province, "parts": [rules.spelled(part) for part in parts[province]]} | vars(score)
        for province, score in rules.scores(parts).items()
    ]
    return sorted(found, key=lambda line: (-line["total"], line["province"]))


def _objections(session: Session, incident_id: str, regions: Regions) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Objection).where(Objection.incident_id == incident_id).order_by(Objection.at.desc())
    ).all()
    people = [person for row in rows for person in (row.person_id, row.answered_by) if person]
    digests = [digest for row in rows for digest in (row.objection_text, row.answer_text) if digest]
    names = HouseNames(session, regions, digests=digests, people=people)
    return [
        fold.spelled(row)
        | {
            "text": names.texts.get(row.objection_text),
            "answer": names.texts.get(row.answer_text or ""),
            "person_zh": names.person(row.person_id, "zh"),
            "person_en": names.person(row.person_id, "en"),
            "answerer_zh": names.person(row.answered_by, "zh") if row.answered_by else None,
            "answerer_en": names.person(row.answered_by, "en") if row.answered_by else None,
        }
        for row in rows
    ]


def _nominations(session: Session, incident_id: str, regions: Regions) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Nomination).where(Nomination.incident_id == incident_id).order_by(Nomination.at.desc())
    ).all()
    digests = [digest for row in rows for digest in (row.title_text, row.practice_text, row.prize_text) if digest]
    names = HouseNames(session, regions, digests=digests, people=[row.person_id for row in rows])
    return [
        fold.spelled(row)
        | {
            "title": names.texts.get(row.title_text),
            "text": names.texts.get(row.practice_text),
            "praise": names.texts.get(row.prize_text or ""),
            "person_zh": names.person(row.person_id, "zh"),
            "person_en": names.person(row.person_id, "en"),
        }
        for row in rows
    ]


def _history(session: Session) -> dict[str, Any]:
    """Published scores of the newest incidents by province; to a province its own alone."""
    rows = session.scalars(select(Assessment)).all()
    heads: dict[str, dict[str, Any]] = {}
    for told in session.scalars(
        select(ProvinceIncident).where(ProvinceIncident.incident_id.in_({row.incident_id for row in rows}))
    ):
        heads[told.incident_id] = {
            "id": told.incident_id,
            "title_zh": told.title_zh,
            "title_en": told.title_en,
            "occurred_at": as_text(told.occurred_at),
        }
    newest = sorted(heads.values(), key=lambda head: head["occurred_at"], reverse=True)[:MOST_INCIDENTS]
    wanted = {head["id"] for head in newest}
    by_province: dict[str, dict[str, dict[str, int | None]]] = defaultdict(dict)
    for row in rows:
        if row.incident_id in wanted:
            by_province[str(row.province)][row.incident_id] = {"total": row.total, "rank": row.rank, "of": row.of}
    return {"incidents": newest[::-1], "provinces": dict(sorted(by_province.items()))}
