"""Who was told of a task, how, when, and whether it arrived; and a person's own wishes (DOMAIN.md §2, request 25)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from incident.clock import as_text
from incident.models import ContactPoint, NoticePreference, Outbox, Page, PageReply, Person, PersonContact, Task
from incident.rules.paging import CHANNELS, CONTACT_OF, DEFAULT_STEPS, read_steps
from incident.rules.tasks import CHAIN_NAMES, chain_of

#: Pages of one task that are told; the newest.
MOST_PAGES = 200


def pages_of_task(session: Session, task_id: str) -> dict[str, Any]:
    """`{chain: [{step, role, zh, en, due_at, called}], pages: [{person_id, name_zh, name_en, channel, template, state,
    bundled, due_at, changed_at, reason}], answers: {outcome: count}}`; no number and no address.

    A page that went along with another fares as that one; one whose row was cancelled before it left says so.
    """
    task = session.execute(
        select(Task.dispatched_at, Task.acknowledge_minutes, Task.escalation).where(Task.id == task_id)
    ).one_or_none()
    carrier = aliased(Page)
    found = session.execute(
        select(Page, Person.name_zh, Person.name_en, Outbox.state.label("row"), carrier.state.label("carried"))
        .join(Person, Person.id == Page.person_id)
        .outerjoin(Outbox, Outbox.key == Page.key)
        .outerjoin(carrier, carrier.key == Page.carrier)
        .where(Page.task_id == task_id)
        .order_by(Page.due_at.desc(), Page.key)
        .limit(MOST_PAGES)
    ).all()
    counted = session.execute(
        select(PageReply.outcome, func.count()).where(PageReply.task_id == task_id).group_by(PageReply.outcome)
    ).all()
    return {
        "chain": _chain(task) if task else [],
        "pages": [
            {
                "person_id": row.Page.person_id,
                "name_zh": row.name_zh,
                "name_en": row.name_en,
                "channel": row.Page.channel,
                "template": row.Page.template,
                "state": state_shown(row.Page.state, row=row.row, carried=row.carried),
                "bundled": row.Page.state == "bundled",
                "due_at": as_text(row.Page.due_at),
                "changed_at": as_text(row.Page.changed_at),
                "reason": row.Page.reason,
            }
            for row in found
        ],
        "answers": {row[0]: row[1] for row in counted},
    }


def state_shown(state: str, *, row: str | None, carried: str | None) -> str:
    """What people read of a page: its carrier's state, or that it was cancelled before it left."""
    if state == "bundled":
        return carried or "queued"
    return "cancelled" if state == "queued" and row == "cancelled" else state


def _chain(task: Any) -> list[dict[str, Any]]:
    return [
        {
            "step": one.step,
            "role": one.role,
            "zh": CHAIN_NAMES[one.role][0],
            "en": CHAIN_NAMES[one.role][1],
            "due_at": as_text(one.due_at),
            "called": one.called,
        }
        for one in chain_of(task.dispatched_at, task.acknowledge_minutes, task.escalation)
    ]


def notices_of(session: Session, person_id: str, *, configured: Collection[str]) -> dict[str, Any]:
    """`{steps, own, quiet, language, contacts: {phone, mail, chat, webhook, push: [{id, hint}]}, channels}`.

    Contacts are hints such as 138****1234; `channels` says of each kind whether it is configured and reaches the
    person; `own` is false while the house's default order holds.
    """
    wish = session.get(NoticePreference, person_id)
    points = session.scalars(
        select(ContactPoint).where(ContactPoint.person_id == person_id).order_by(ContactPoint.added_at)
    ).all()
    mail = session.scalar(select(PersonContact.mail).where(PersonContact.person_id == person_id))
    hints = {point.kind: point.hint for point in points if point.kind != "push"}
    kinds = {point.kind for point in points} | ({"mail"} if mail else set())
    steps = read_steps(wish.steps) if wish else DEFAULT_STEPS
    quiet = (wish.quiet_from, wish.quiet_to) if wish else (None, None)
    return {
        "own": wish is not None,
        "steps": [{"channel": step.channel, "after_s": step.after_s} for step in steps],
        "quiet": None if quiet[0] is None else {"from": quiet[0], "to": quiet[1]},
        "language": wish.language if wish else "zh",
        "contacts": {
            "phone": hints.get("phone"),
            "mail": mail,
            "chat": hints.get("chat"),
            "webhook": hints.get("webhook"),
            "push": [{"id": point.id, "hint": point.hint} for point in points if point.kind == "push"],
        },
        "channels": [
            {"channel": name, "configured": name in configured, "reachable": CONTACT_OF[name] in kinds}
            for name in CHANNELS
        ],
    }
