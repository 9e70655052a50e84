"""The app and people of tests/web, with reports in a folder of each test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from incident.config import Settings
from incident.db import Database
from incident.house import House
from tests.web.conftest import app, person, shared_var

__all__ = ["app", "person", "shared_var"]


@pytest.fixture
def house(db: Database, shared_var: Path, tmp_path: Path) -> House:
    settings = Settings(
        var_dir=shared_var, static_dist=tmp_path / "dist", report_dir=str(tmp_path / "reports"),
        anchor_dir=str(tmp_path / "anchors"),
    )  # fmt: skip
    return House(settings=settings, db=db)
