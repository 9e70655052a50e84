"""Making a world, and setting how fast its clock runs. The world row belongs to no stream (DESIGN.md §3.9, 3.10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.db import Database, Tx, World
from incident.errors import Conflict, Forbidden, Invalid

#: A day a second: quiet days of an exercise pass in seconds.
MAX_RATE = 86_400


def create_world(db: Database, *, kind: str, name: str, begins_at: datetime | None = None, rate: int = 1) -> World:
    """Write the world's one row: `live` or `exercise`, for good.

    An exercise may begin at another time than now and run faster; a live world does neither.
    Conflict when the database has a world already.
    """
    if kind not in ("live", "exercise"):
        raise Invalid("world.kind", field="kind", zh="类型须为 live 或 exercise。", en="kind must be live or exercise.")
    if kind == "live" and (begins_at is not None or rate != 1):
        raise Invalid(
            "world.live_clock", field="rate", zh="生产环境只用真实时间。", en="A live world keeps real time only."
        )
    with Session(db.engine.execution_options(tongxin_writes=True)) as session:
        if session.scalar(select(World.kind)):
            raise Conflict("world.exists", zh="这个数据库已经有环境。", en="This database holds a world already.")
        now = db.real_now(session)
        world = World(id=1, kind=kind, name=name, anchor_real=now, anchor_world=begins_at or now, rate=rate)
        session.add(world)
        session.commit()
        session.refresh(world)
        session.expunge(world)
        return world


def set_rate(tx: Tx, *, rate: int) -> None:
    """Let the exercise's clock run `rate` times as fast from now on; world time does not jump."""
    if tx.world.kind != "exercise":
        raise Forbidden("world.live_clock", zh="生产环境只用真实时间。", en="A live world keeps real time only.")
    if not 1 <= rate <= MAX_RATE:
        raise Invalid("world.rate", field="rate", zh=f"倍速须为 1 至 {MAX_RATE}。", en=f"rate must be 1 to {MAX_RATE}.")
    if tx.world.rate == rate:
        return
    anchored = tx.world.time().re_anchored(tx.real_now, rate=rate)
    tx.world.anchor_real, tx.world.anchor_world, tx.world.rate = anchored.anchor_real, anchored.anchor_world, rate
