"""The fixtures of tests/web."""

from tests.web.conftest import app, house, person, shared_var

__all__ = ["app", "house", "person", "shared_var"]
