"""What is asked right before a page leaves: is it still news, and has its number had enough for now?

A row that was leased before the acknowledgement is caught here. What may not leave yet waits with the others for the
same number, and they leave as one ("6 more tasks"). Throttles are in real time and spent before sending: a process that
dies has spent a token, and the page goes on without asking for another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from incident import outbox
from incident.commands.paging import why_not
from incident.db import Database, Tx
from incident.models import Outbox, Page, PageThrottle
from incident.outbox import Claim
from incident.rules.paging import STALE_AFTER_S
from notifications.throttle import DEFAULT_LIMITS, Limit, SendNow, ThrottleState, offer, withdraw

#: By channel; one that is not here is not throttled. A group robot takes 20 messages a minute (WeCom, DingTalk).
LIMITS: Mapping[str, Sequence[Limit]] = {
    "sms": DEFAULT_LIMITS,
    "voice": DEFAULT_LIMITS,
    "chat": (Limit(20, 60_000),),
}


@dataclass(frozen=True)
class Go:
    """It may leave, standing for `more` further pages."""

    page: Page
    more: int


@dataclass(frozen=True)
class Later:
    """Its number has had enough; `seconds` of real time until it is asked again."""

    seconds: float


@dataclass(frozen=True)
class Over:
    """It shall not leave: `state` of the page, and why."""

    state: str
    why: str


@dataclass(frozen=True)
class Lost:
    """The lease has passed to somebody else."""


Permit = Go | Later | Over | Lost


def permit(db: Database, claim: Claim, *, limits: Mapping[str, Sequence[Limit]] = LIMITS) -> Permit:
    """Whether a claimed page may leave now; spends its token in a transaction of its own."""
    with db.transaction() as tx:
        if not outbox.still_mine(tx.session, claim):
            return Lost()
        page = tx.session.get(Page, claim.key)
        if page is None:
            return Over("failed", "nothing is known of this page")
        throttled = limits.get(page.channel)
        state = _throttle(tx, page) if throttled else ThrottleState()
        tx.session.refresh(page)
        if page.state == "bundled":
            return Over("bundled", f"went along with {page.carrier}")
        why = why_not(tx.session, stream=page.stream, payload=claim.payload)
        stale = _stale(tx, page)
        if why is not None or stale:
            if throttled:
                _keep(tx, page, withdraw(state, page.key))
            return Over("cancelled", why) if why is not None else Over("expired", "it is too old to be news")
        if page.permitted_at is None:
            if throttled:
                state, decision = offer(state, page.key, now_ms=_ms(tx), limits=throttled)
                _keep(tx, page, state)
                if not isinstance(decision, SendNow):
                    return Later(max(0.05, (decision.until_ms - _ms(tx)) / 1000))
                for key in decision.keys:
                    if key != page.key:
                        _bundle(tx, key, carrier=page)
            page.permitted_at = tx.real_now
            tx.session.flush()
        more = tx.session.scalar(select(func.count()).where(Page.carrier == page.key)) or 0
        tx.session.expunge(page)
        return Go(page, more)


def _stale(tx: Tx, page: Page) -> bool:
    """Whether the page waited so long after its time that it is not news any more."""
    planned = tx.world.time().real_of(page.due_at)
    return tx.real_now - planned > timedelta(seconds=STALE_AFTER_S)


def _throttle(tx: Tx, page: Page) -> ThrottleState:
    """The state of the page's number, its row locked."""
    row_id = _row_id(page)
    fresh = tx.upsert(PageThrottle).values(id=row_id, spent_ms=[], waiting=[])
    tx.session.execute(fresh.on_conflict_do_nothing(index_elements=["id"]))
    row = tx.session.execute(
        select(PageThrottle.spent_ms, PageThrottle.waiting).where(PageThrottle.id == row_id).with_for_update()
    ).one()
    return ThrottleState(tuple(row.spent_ms), tuple(row.waiting))


def _keep(tx: Tx, page: Page, state: ThrottleState) -> None:
    tx.session.execute(
        update(PageThrottle)
        .where(PageThrottle.id == _row_id(page))
        .values(spent_ms=list(state.spent_ms), waiting=list(state.waiting))
    )


def _bundle(tx: Tx, key: str, *, carrier: Page) -> None:
    """Let a waiting page go along with `carrier`, if it is still news; what is not is cancelled by its own turn."""
    other = tx.session.get(Page, key)
    row = tx.session.execute(select(Outbox.state, Outbox.payload).where(Outbox.key == key)).one_or_none()
    if other is not None and (other.template == "reach_test") != (carrier.template == "reach_test"):
        return  # a test is no task, and no task may hide behind a test
    if other is None or row is None or row.state not in ("pending", "leased") or other.state != "queued":
        return
    other.state, other.carrier, other.changed_at = "bundled", carrier.key, tx.real_now
    tx.session.execute(
        update(Outbox)
        .where(Outbox.key == key, Outbox.state == "pending")
        .values(state="cancelled", reason=f"went along with {carrier.key}"[:500])
    )


def _row_id(page: Page) -> str:
    return f"{page.channel}:{page.mark}"


def _ms(tx: Tx) -> int:
    return int(tx.real_now.timestamp() * 1000)
