"""A house with an app around it, on both databases, and people to log in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from incident.app import create_app
from incident.config import Settings
from incident.db import Database
from incident.house import House
from tests.conftest import REPO
from tests.web.browser import Browser, a_person, logged_in

Role = tuple[str, str]


@pytest.fixture(scope="session")
def shared_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder whose cache of regions and exposure is the checkout's own."""
    var = tmp_path_factory.mktemp("var")
    (REPO / "var" / "cache").mkdir(parents=True, exist_ok=True)
    (var / "cache").symlink_to(REPO / "var" / "cache")
    return var


@pytest.fixture
def house(db: Database, shared_var: Path, tmp_path: Path) -> House:
    return House(settings=Settings(var_dir=shared_var, static_dist=tmp_path / "dist"), db=db)


@pytest.fixture
def app(house: House) -> Flask:
    return create_app(house)


@pytest.fixture
def person(app: Flask, db: Database) -> Callable[..., Browser]:
    """`person(("commander", "nation"), …)` is a browser of a new person with these roles."""
    count = iter(range(1, 1000))

    def make(*roles: Role) -> Browser:
        return logged_in(app, db, a_person(db, login=f"person-{next(count)}", roles=roles))

    return make
