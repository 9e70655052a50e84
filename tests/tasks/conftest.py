"""The fixtures of tests/web, and people of Sichuan and of headquarters at their browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from incident.db import Database
from tests.incident.stories import SICHUAN, declared
from tests.web.browser import Browser
from tests.web.conftest import app, house, person, shared_var

__all__ = ["app", "house", "person", "shared_var"]


@pytest.fixture
def incident(db: Database) -> str:
    """An incident of three provinces."""
    return declared(db)


@pytest.fixture
def team(person: Callable[..., Browser]) -> Browser:
    """Somebody of Sichuan's team."""
    return person(("province_member", SICHUAN))


@pytest.fixture
def officer(person: Callable[..., Browser]) -> Browser:
    """Headquarters' duty officer."""
    return person(("duty_officer", "nation"))
