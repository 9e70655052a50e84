"""Reads of walk-throughs: the sheets there are, what was walked, and what it adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident import fold
from incident.models import Finding, WalkThrough
from incident.queries.names import HouseNames
from incident.walk_sheets import sheets

#: Walks that one answer lists, the newest first.
MOST = 200


def sheet_documents() -> list[dict[str, Any]]:
    """All sheets as people fill them."""
    return [sheet.model_dump(mode="json") | {"digest": sheet.digest} for sheet in sheets().values()]


def walks(session: Session, scopes: Sequence[str], *, incident_id: str | None, regions: Regions) -> dict[str, Any]:
    """`{items, sums}`: walks that the caller's places made, and the pair of 2008: problems found, problems mended."""
    mine = select(WalkThrough).where(WalkThrough.scope.in_(scopes))
    if incident_id is not None:
        mine = mine.where(WalkThrough.of_incident == incident_id)
    rows = session.scalars(mine.order_by(WalkThrough.walked_at.desc(), WalkThrough.id).limit(MOST)).all()
    notes = [answer["note_text"] for row in rows for answer in row.answers if answer["note_text"]]
    names = HouseNames(session, regions, digests=notes, people=[row.person_id for row in rows])
    return {"items": [_document(row, names) for row in rows], "sums": _sums(session, scopes, incident_id)}


def _document(row: WalkThrough, names: HouseNames) -> dict[str, Any]:
    told = fold.spelled(row)
    told["answers"] = [
        {name: answer[name] for name in ("question", "answer", "finding_id")}
        | {"note": names.texts.get(answer["note_text"] or "")}
        for answer in row.answers
    ]
    return told | {f"person_{language}": names.person(row.person_id, language) for language in ("zh", "en")}


def _sums(session: Session, scopes: Sequence[str], incident_id: str | None) -> dict[str, int]:
    walked = select(
        func.count(), func.count(WalkThrough.person_id.distinct()), func.coalesce(func.sum(WalkThrough.no), 0)
    ).where(WalkThrough.scope.in_(scopes))
    found = select(Finding.state, func.count()).where(Finding.scope.in_(scopes), Finding.source == "walk_through")
    if incident_id is not None:
        walked = walked.where(WalkThrough.of_incident == incident_id)
        found = found.where(Finding.of_incident == incident_id)
    count, people, noes = session.execute(walked).one()
    states = {state: int(number) for state, number in session.execute(found.group_by(Finding.state))}
    mended = states.get("mended", 0) + states.get("verified", 0)
    kept = sum(states.values()) - states.get("rejected", 0) - states.get("duplicate", 0)
    return {"walks": int(count), "people": int(people), "noes": int(noes), "found": kept, "mended": mended}
