"""One nursery for all tests of a folder: importing the application takes longer than most of what they do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.storm.nursery import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Starts processes by forking."""
    made = Nursery()
    yield made
    made.close()
