"""`tongxin review what-if`: what it refuses, each in one line that says why."""

from __future__ import annotations

import uuid
from pathlib import Path

from incident.db import Database, open_engine
from tests.cli.conftest import Tongxin
from tests.incident.stories import SICHUAN, declared


def test_what_cannot_be_replayed_is_said(world: Tongxin, var: Path) -> None:
    db = Database(open_engine(f"sqlite:///{var / 'tongxin.db'}"))
    incident = declared(db, provinces=(SICHUAN,))
    db.engine.dispose()

    assert "has had no footprint" in world("review", "what-if", incident).complaint
    assert "There is no such incident" in world("review", "what-if", str(uuid.uuid4())).complaint
    assert "There is no such playbook" in world("review", "what-if", incident, "--playbook", "moon").complaint
    assert "not for earthquake" in world("review", "what-if", incident, "--playbook", "flood").complaint
