"""The app and people of tests/web."""

from __future__ import annotations

from tests.web.conftest import app, house, person, shared_var

__all__ = ["app", "house", "person", "shared_var"]
