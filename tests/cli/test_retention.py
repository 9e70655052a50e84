"""`tongxin log retention` tells first and drops when told to; a setting that cannot be is refused by name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from incident.db import Database, open_engine
from incident.models import EventRow, IdempotencyKey
from tests.cli.conftest import Tongxin


def test_what_is_due_is_told_and_then_dropped(tongxin: Tongxin, var: Path) -> None:
    assert tongxin("db", "upgrade").code == 0
    assert tongxin("world", "create", "--kind", "exercise", "--name", "test").code == 0
    db = Database(open_engine(f"sqlite:///{var / 'tongxin.db'}"))
    with db.transaction() as tx:
        tx.session.add(_old_answer())

    told = tongxin("log", "retention")
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(IdempotencyKey)) == 1
    dropped = tongxin("log", "retention", "--apply")

    assert "requests: 1 of before" in told.out
    assert "nothing was dropped" in told.out
    assert "requests: 1 of before" in dropped.out
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(IdempotencyKey)) == 0
        assert list(session.scalars(select(EventRow.type).where(EventRow.stream == "record"))) == ["RetentionApplied"]
    db.engine.dispose()


def _old_answer() -> IdempotencyKey:
    at = datetime(2020, 1, 1, tzinfo=UTC)
    return IdempotencyKey(
        actor="a", route="POST /", key="k", body_digest="0" * 64, status=200, answer="{}", created_at=at
    )  # fmt: skip
