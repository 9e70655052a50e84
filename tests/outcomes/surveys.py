"""Short ways to customers who were covered, and to a survey that asks a sample of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incident.commands.broadcasts.surveying import Question
from incident.db import Database
from incident.rules.outcomes.surveying import question_texts
from tests.conftest import QUAKE
from tests.measures.stories import batches, settle, started


def covered(db: Database, incident: str) -> dict[str, Any]:
    """A measure whose 5,200 customers billing says to have, all but ten of Sichuan's."""
    row = started(db, incident)
    for number, batch in enumerate(batches(db, row["id"]).values()):
        settle(db, incident, batch, failed=10 if number == 0 else 0)
    return row


def question(**changes: Any) -> Question:
    """Five steps, in Chinese, for whoever was covered."""
    told: dict[str, Any] = {
        "sample": 400, "scale": 5, **question_texts("汶川地震", "Wenchuan earthquake", scale=5), "languages": ("zh",),
        "measure_id": None, "provinces": (), "valid_until": QUAKE + timedelta(days=5), "answer_hours": 48,
    }  # fmt: skip
    return Question(**(told | changes))
