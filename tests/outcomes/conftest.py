"""The fixtures of tests/web, and an incident with something to state figures of."""

from tests.web.conftest import app, house, person, shared_var

__all__ = ["app", "house", "person", "shared_var"]
