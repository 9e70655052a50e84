"""What became of pages: at the gateway, by its later reports, and what follows when nothing arrives.

A page that fails hurries the person's next channel; when every page of a notice to a person has failed, the log says
so, because somebody has to call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from incident import log
from incident.db import Tx
from incident.events import tasks as events
from incident.log import SYSTEM
from incident.models import ContactPoint, Outbox, Page, Task
from incident.rules.paging import GONE_WRONG, later

#: What a push service says of a browser that does not take pushes any more.
GONE = "subscription_gone"


@dataclass(frozen=True)
class PageResult:
    """What is known of a page now: a delivery state, the gateway's name for it, and why."""

    key: str
    state: str
    reference: str | None = None
    reason: str | None = None


def note_page_results(tx: Tx, results: Sequence[PageResult]) -> None:
    """Write what came of pages that were sent, or that were not to be sent any more."""
    for result in results:
        _note(tx, result)


def note_report(tx: Tx, *, key: str, reference: str, state: str, why: str) -> str | None:
    """Take a gateway's report in, by our key or its reference; the page's key, None when it is not one of ours."""
    page = _page(tx.session, key, reference)
    if page is None:
        return None
    _note(tx, PageResult(page.key, state, None, why or None))
    return page.key


def stream_of_report(session: Session, *, key: str, reference: str) -> str | None:
    """The stream of the page that a report is about; None when it is not one of ours."""
    page = _page(session, key, reference)
    return page.stream if page else None


def _page(session: Session, key: str, reference: str) -> Page | None:
    if key:
        return session.get(Page, key)
    if not reference:
        return None
    # A gateway that cuts a message in parts has a name for each; `Sent.reference` holds them all.
    return session.scalars(
        select(Page)
        .where(or_(Page.reference == reference, Page.reference.contains(reference, autoescape=True)))
        .order_by(Page.changed_at.desc())
        .limit(1)
    ).one_or_none()


def _note(tx: Tx, result: PageResult) -> None:
    page = tx.session.get(Page, result.key)
    if page is None:
        return
    state = later(page.state, result.state)
    values = {"state": state, "changed_at": tx.real_now}
    if result.reference:
        values["reference"] = result.reference[:200]
    if result.reason and state == result.state:
        values["reason"] = result.reason[:300]
    gone_wrong = state in GONE_WRONG and page.state not in GONE_WRONG
    tx.session.execute(update(Page).where(Page.key == result.key).values(values))
    tx.session.expire(page)
    if page.channel == "push" and (result.reason or "").startswith(GONE):
        # The browser has forgotten us; what it cannot take must not be tried again.
        tx.session.execute(delete(ContactPoint).where(ContactPoint.kind == "push", ContactPoint.mark == page.mark))
    if gone_wrong:
        _after_failure(tx, page)


def _after_failure(tx: Tx, page: Page) -> None:
    """Bring the next channel forward; when none is left and nothing arrived, say so in the log."""
    others = tx.session.execute(
        select(Page.key, Page.channel, Page.state, Outbox.state.label("row"))
        .join(Outbox, Outbox.key == Page.key)
        .where(Page.notice == page.notice, Page.person_id == page.person_id)
        .order_by(Page.due_at, Page.key)
    ).all()
    waiting = next((one.key for one in others if one.row == "pending" and one.state == "queued"), None)
    if waiting is not None:
        tx.session.execute(
            update(Outbox)
            .where(Outbox.key == waiting, Outbox.state == "pending", Outbox.not_before > tx.real_now)
            .values(not_before=tx.real_now)
        )
        tx.rung.add(next(one.channel for one in others if one.key == waiting))
        return
    if any(one.state not in GONE_WRONG for one in others) or page.stream not in tx.heads:
        return
    titles = ("通知", "Notice")
    if page.task_id is not None:
        task = tx.session.execute(select(Task.title_zh, Task.title_en).where(Task.id == page.task_id)).one_or_none()
        titles = (task[0], task[1]) if task else titles
    event = events.PersonNotReached(
        province=page.province if page.task_id else None,
        task_id=page.task_id,
        title_zh=titles[0],
        title_en=titles[1],
        person_id=page.person_id,
        tried=tuple(sorted({one.channel for one in others})),
    )
    if page.stream.startswith("incident:"):
        log.record(tx, event, stream=page.stream, actor=SYSTEM)
