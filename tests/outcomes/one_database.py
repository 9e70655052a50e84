"""For tests of what is asked and answered, not of how it is stored: SQLite alone. The others run on both databases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def database_url(empty_sqlite: Path, tmp_path: Path) -> str:
    """URL of a fresh SQLite database with our schema."""
    shutil.copyfile(empty_sqlite, tmp_path / "tongxin.db")
    return f"sqlite:///{tmp_path / 'tongxin.db'}"
