"""What commands on rosters share: rows that must be there, and people who must belong to the place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import as_text
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.base import Event
from incident.events.duty import STREAM
from incident.log import Actor
from incident.models import DutyShift
from incident.queries.duty import fit_for_duty

MAX_TEXT = 2000


def row(tx: Tx, table: str, key: str, noun_zh: str, noun_en: str) -> dict[str, Any]:
    """The row in log spelling, or NotFound."""
    found = fold.row_of(tx.session, table, key)
    if not found:
        raise NotFound.of(noun_zh, noun_en)
    return found


def shift_row(tx: Tx, shift_id: str) -> dict[str, Any]:
    """A shift that is planned, or a refusal."""
    found = row(tx, "duty_shift", shift_id, "班次", "shift")
    if found["state"] != "planned":
        raise Conflict("duty.shift_cancelled", zh="这个班次已经取消。", en="This shift has been cancelled.")
    return found


def record(tx: Tx, actor: Actor, event: Event) -> None:
    """Append to the stream of rosters."""
    log.record(tx, event, stream=STREAM, actor=actor)


def checked_text(tx: Tx, field: str, text: str, *, scope: str) -> str:
    """The digest of a text that only the place and headquarters may read."""
    told = text.strip()
    if not told or len(told) > MAX_TEXT:
        raise Invalid(
            "text_length",
            field=field,
            zh=f"请填写 {field}，不超过 {MAX_TEXT} 个字。",
            en=f"{field} must have 1 to {MAX_TEXT} characters.",
        )
    return log.keep_text(tx, told, audience=scope)


def refuse_strangers(tx: Tx, scope: str, people: Iterable[str | None], *, field: str) -> None:
    """Invalid unless everybody is active and holds a role that does duty at the place."""
    fit = fit_for_duty(tx.session, scope)
    for person in people:
        if person is not None and person not in fit:
            raise Invalid(
                "duty.stranger",
                field=field,
                zh="此人不在这里值班：须是启用的账户，并有本省成员或负责人（总部为值班员或指挥）角色。",
                en="This person does no duty here: it takes an active account with a role of the province (at"
                " headquarters: duty officer or commander).",
            )


def refuse_collision(
    tx: Tx, person_id: str, starts_at: datetime, ends_at: datetime, *, besides: Iterable[str] = (), field: str
) -> None:
    """Conflict when the person is on another shift at that time, at whatever place."""
    clash = tx.session.scalars(
        select(DutyShift)
        .where(
            DutyShift.person_id == person_id,
            DutyShift.state == "planned",
            DutyShift.starts_at < ends_at,
            DutyShift.ends_at > starts_at,
            DutyShift.id.not_in(list(besides)),
        )
        .order_by(DutyShift.starts_at)
        .limit(1)
    ).one_or_none()
    if clash is not None:
        raise Conflict(
            "duty.twice_at_once",
            field=field,
            zh=f"此人在 {as_text(clash.starts_at)[:16]}Z 至 {as_text(clash.ends_at)[:16]}Z 已有班，不能同时值两班。",
            en=f"This person is on duty from {as_text(clash.starts_at)[:16]}Z to {as_text(clash.ends_at)[:16]}Z"
            " already; nobody does two shifts at once.",
        )
