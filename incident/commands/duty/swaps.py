"""People swap their own shifts: one asks, the other accepts or declines. Callers open `db.transaction([STREAM])`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from incident import fold
from incident.clock import from_text
from incident.commands.duty.base import checked_text, record, refuse_collision, refuse_strangers, row, shift_row
from incident.commands.duty.shifts import of
from incident.db import Tx
from incident.errors import Conflict, Forbidden, Invalid
from incident.events.duty import SwapAccepted, SwapAsked, SwapDeclined, SwapWithdrawn
from incident.log import Actor
from incident.models import DutySwap


def ask_swap(
    tx: Tx,
    actor: Actor,
    *,
    swap_id: str,
    shift_id: str,
    to_person: str,
    other_shift_id: str | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """Ask somebody of the same place to take one's own shift, perhaps for one of theirs."""
    if fold.row_of(tx.session, "duty_swap", swap_id):
        raise Conflict("duty.swap_exists", zh="这个换班请求已经发出。", en="This swap has been asked for already.")
    shift = _own_shift(tx, shift_id, actor.person)
    if to_person == actor.person:
        raise Invalid("duty.swap_self", field="person", zh="请选另一个人。", en="Choose somebody else.")
    refuse_strangers(tx, shift["scope"], [to_person], field="person")
    if other_shift_id is not None:
        _exchangeable(tx, shift, other_shift_id, to_person)
    waiting = select(DutySwap.id).where(DutySwap.shift_id == shift_id, DutySwap.state == "asked").limit(1)
    if tx.session.scalar(waiting):
        raise Conflict(
            "duty.swap_waiting",
            zh="这个班次已有一个待答复的换班请求，请先撤回。",
            en="A swap of this shift waits for its answer; take that one back first.",
        )
    event = SwapAsked(
        swap_id=swap_id,
        **of(shift),
        from_person=actor.person,
        to_person=to_person,
        other_shift_id=other_shift_id,
        reason_text=checked_text(tx, "reason", reason, scope=shift["scope"]) if reason else None,
        at=tx.now,
    )
    record(tx, actor, event)
    return fold.row_of(tx.session, "duty_swap", swap_id)


def accept_swap(tx: Tx, actor: Actor, *, swap_id: str) -> dict[str, Any]:
    """Take the shift, and give the other one away; who was asked may."""
    swap = _asked(tx, swap_id, who="to_person", person=actor.person)
    shift = _own_shift(tx, swap["shift_id"], swap["from_person"])
    other = None
    besides = [shift["id"]]
    if swap["other_shift_id"] is not None:
        other = _exchangeable(tx, shift, swap["other_shift_id"], swap["to_person"])
        besides.append(other["id"])
        refuse_collision(
            tx, swap["from_person"], from_text(other["starts_at"]), from_text(other["ends_at"]),
            besides=besides, field="other",
        )  # fmt: skip
    refuse_strangers(tx, shift["scope"], [swap["to_person"]], field="person")
    refuse_collision(
        tx, swap["to_person"], from_text(shift["starts_at"]), from_text(shift["ends_at"]),
        besides=besides, field="person",
    )  # fmt: skip
    event = SwapAccepted(
        **_of(swap, shift),
        other_shift_id=swap["other_shift_id"],
        other_revision=other["revision"] + 1 if other else None,
        at=tx.now,
    )
    record(tx, actor, event)
    return fold.row_of(tx.session, "duty_swap", swap_id)


def decline_swap(tx: Tx, actor: Actor, *, swap_id: str) -> dict[str, Any]:
    """Leave the shift where it is; who was asked may."""
    swap = _asked(tx, swap_id, who="to_person", person=actor.person)
    record(tx, actor, SwapDeclined(**_of(swap, _shift(tx, swap)), at=tx.now))
    return fold.row_of(tx.session, "duty_swap", swap_id)


def withdraw_swap(tx: Tx, actor: Actor, *, swap_id: str) -> dict[str, Any]:
    """Ask no longer; who asked may."""
    swap = _asked(tx, swap_id, who="from_person", person=actor.person)
    record(tx, actor, SwapWithdrawn(**_of(swap, _shift(tx, swap)), at=tx.now))
    return fold.row_of(tx.session, "duty_swap", swap_id)


def _own_shift(tx: Tx, shift_id: str, person: str) -> dict[str, Any]:
    shift = shift_row(tx, shift_id)
    if shift["person_id"] != person:
        raise Forbidden(
            "duty.not_your_shift",
            zh="只能换自己的班；别人的班由负责人安排顶班。",
            en="People swap their own shifts; who plans the roster covers those of others.",
        )
    if from_text(shift["ends_at"]) <= tx.now:
        raise Conflict("duty.shift_over", zh="这个班次已经结束。", en="This shift is over.")
    return shift


def _exchangeable(tx: Tx, shift: dict[str, Any], other_id: str, owner: str) -> dict[str, Any]:
    """The other shift, when it is a coming one of the asked person at the same place."""
    other = shift_row(tx, other_id)
    wrong = other["person_id"] != owner or other["scope"] != shift["scope"] or other_id == shift["id"]
    if wrong or from_text(other["ends_at"]) <= tx.now:
        raise Invalid(
            "duty.other_shift",
            field="other",
            zh="用来交换的须是对方在同一处、尚未结束的班次。",
            en="What is given in exchange must be a coming shift of the other person at the same place.",
        )
    return other


def _asked(tx: Tx, swap_id: str, *, who: str, person: str) -> dict[str, Any]:
    swap = row(tx, "duty_swap", swap_id, "换班请求", "swap")
    if swap[who] != person:
        raise Forbidden("duty.not_your_swap", zh="这不是向您提出的。", en="That is not yours to answer.")
    if swap["state"] != "asked":
        raise Conflict("duty.swap_over", zh="这个换班请求已有结果。", en="This swap has been settled already.")
    return swap


def _shift(tx: Tx, swap: dict[str, Any]) -> dict[str, Any]:
    return row(tx, "duty_shift", swap["shift_id"], "班次", "shift")


def _of(swap: dict[str, Any], shift: dict[str, Any]) -> dict[str, Any]:
    return {
        "swap_id": swap["id"],
        **of(shift),
        "from_person": swap["from_person"],
        "to_person": swap["to_person"],
    }
