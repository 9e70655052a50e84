"""An incident with measures to state figures of, and what is asked of it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from incident.clock import SteppedClock
from incident.db import Database
from incident.models import EventRow, OutcomeFigure
from tests.incident.stories import SICHUAN
from tests.measures.stories import AREA, begun, drafted
from tests.web.browser import Browser


@pytest.fixture
def incident(db: Database, clock: SteppedClock) -> str:
    """An incident 500 days ago, with two figures of the hotline and three measures, two of one title."""
    incident = begun(db)
    drafted(db, incident, area={SICHUAN: AREA[SICHUAN]})
    for _ in range(2):
        drafted(db, incident, kind="suspension_deferral")
    clock.step(500 * 86_400)
    return incident


def titles(duty: Browser, incident: str) -> dict[str, str]:
    measures = duty.get(f"/api/v1/incidents/{incident}/outcomes").json["measures"]
    alone = next(one for one in measures if one["provinces"] == [SICHUAN])
    return {"sichuan": alone["title_zh"], "twice": next(one["title_zh"] for one in measures if one is not alone)}


def count(db: Database) -> tuple[int, int]:
    """Figures, and events about outcomes."""
    with db.read() as session:
        figures = session.scalar(select(func.count()).select_from(OutcomeFigure)) or 0
        told = select(func.count()).where(EventRow.type.in_(("OutcomeTableRead", "FiguresImported")))
        return figures, session.scalar(told) or 0
