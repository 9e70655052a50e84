"""What people answer to a page: "1" takes the task on, "2 reason" declines it; everything else gets a helpful text.

An answer acts as the person whose number it came from, and only if it is that person's page (a number can be forged,
a code alone is no proof). Each of the gateway's messages is taken once. Nothing here guesses: with several tasks open
for a number the code is asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from incident import outbox
from incident.commands import tasks
from incident.commands.paging.answering_tests import is_open, take_reach_answer, test_of
from incident.commands.paging.answers import ANSWERS, Told, answer_text
from incident.commands.paging.wanted import tasks_of
from incident.db import Tx
from incident.errors import Refusal
from incident.log import Actor
from incident.models import ContactPoint, NoticePreference, Outbox, Page, PageReply, Person, RoleGrant, Task
from incident.rules.paging import Answer, bare_code, read_text
from incident.rules.permissions import Grant, permits
from incident.rules.sealing import Sealer
from notifications.heard import Answered, Ignored

#: A number that writes more often than this in an hour gets no more answers: two machines must not talk all night.
MOST_ANSWERS = 6


class Moved(Exception):
    """The answer turned out to be about another stream than the one that was locked: look again."""


@dataclass(frozen=True)
class Meant:
    """What an answer means here: the page it answers, or why there is none (`outcome`)."""

    outcome: str
    page: Page | None = None
    payload: Mapping[str, Any] | None = None
    #: Open pages of the number when it must say which.
    codes: tuple[str, ...] = ()

    @property
    def stream(self) -> str | None:
        return self.page.stream if self.page else None


def find_meaning(session: Session, answered: Answered, *, mark: str) -> Meant:
    """Which page an answer is about. Reads only; asked once to know the stream, and again under its lock."""
    said = _said(answered)
    pages = _pages_of(session, answered, mark=mark)
    if not pages:
        known = session.scalar(select(Page.key).where(Page.mark == mark).limit(1)) or session.scalar(
            select(ContactPoint.id).where(ContactPoint.mark == mark).limit(1)
        )
        return Meant("not_now" if known else "stranger")
    if said.what == "other":
        return Meant("not_understood", codes=_codes(pages))
    if answered.key:
        return _of(session, next(page for page in pages if page.key == answered.key))
    if said.code:
        named = [page for page in pages if page.code == said.code]
        return _of(session, named[0]) if named else Meant("unknown_code", codes=_codes(_open(session, pages)))
    still = _open(session, pages)
    if len({page.task_id for page in still}) > 1:
        return Meant("code_needed", codes=_codes(still))
    return _of(session, (still or pages)[0])


def note_ignored(tx: Tx, ignored: Ignored) -> bool:
    """Count what is no answer (an automatic mail, a bounce, a mail about something else); False when it was before."""
    noted = tx.session.execute(
        tx.upsert(PageReply)
        .values(id=f"{ignored.via}:{ignored.id}"[:200], mark="", outcome=ignored.why, received_at=tx.real_now)
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(PageReply.id)
    )
    return noted.one_or_none() is not None


def take_answer(tx: Tx, answered: Answered, *, mark: str, sealer: Sealer) -> str | None:
    """Act on an answer, once; the outcome, None when it had been taken before. Its page's stream must be locked."""
    reply_id = f"{answered.via}:{answered.id}"[:200]
    claimed = tx.session.execute(
        tx.upsert(PageReply)
        .values(id=reply_id, mark=mark, outcome="taken", received_at=tx.real_now)
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(PageReply.id)
    ).one_or_none()
    if claimed is None:
        return None
    meant = find_meaning(tx.session, answered, mark=mark)
    if meant.stream is not None and meant.stream not in tx.heads:
        raise Moved(meant.stream)
    told = _act(tx, answered, meant)
    reply = tx.session.get_one(PageReply, reply_id)
    reply.outcome = told.outcome
    if meant.page is not None:
        reply.person_id, reply.task_id = meant.page.person_id, meant.page.task_id
    if answered.via == "sms":
        reply.answer = _answer(tx, reply_id, answered, told, mark=mark, sealer=sealer)
    tx.session.flush()
    return told.outcome


def _act(tx: Tx, answered: Answered, meant: Meant) -> Told:
    """Carry out what is meant, as the person whose page it is; a refusal is told in its own words."""
    if meant.page is None or meant.payload is None:
        return Told(meant.outcome, codes=meant.codes)
    said, page = _said(answered), meant.page
    if test_of(page):
        return take_reach_answer(tx, page, via=answered.via)
    via: Literal["sms", "voice", "mail"] = answered.via
    actor = Actor(person=page.person_id, via=via)
    open_tasks = _tasks(tx.session, page, meant.payload)
    title = _titles(tx.session, page)
    if not open_tasks:
        return Told("not_now", titles=title, state=_state(tx.session, page))
    action = "task.acknowledge" if said.what == "acknowledge" else "task.decline"
    if not _may(tx.session, page, action):
        return Told("not_allowed", titles=title)
    if said.what == "decline" and not said.reason:
        return Told("reason_needed", titles=title, codes=(page.code,) if page.code else ())
    try:
        with tx.alone():
            tx.command_key = f"reply:{answered.via}:{answered.id}"[:200]
            for task_id in open_tasks:
                if said.what == "acknowledge":
                    tasks.acknowledge(tx, actor, task_id=task_id)
                else:
                    tasks.decline(tx, actor, task_id=task_id, reason=said.reason)
    except Refusal as refusal:
        return Told("refused", titles=(refusal.zh, refusal.en))
    done = "acknowledged" if said.what == "acknowledge" else "declined"
    return Told(done, titles=title, count=len(open_tasks))


def _said(answered: Answered) -> Answer:
    """Digits of a telephone's keys, or the text of a message."""
    if answered.digit:
        what: Literal["acknowledge", "other"] = "acknowledge" if answered.digit == "1" else "other"
        if what == "other" and answered.digit == "2":
            return Answer("decline", bare_code(answered.code))
        return Answer(what, bare_code(answered.code))
    return read_text(answered.text)


def _pages_of(session: Session, answered: Answered, *, mark: str) -> list[Page]:
    """Pages to this number that ask for an answer and have left, the newest first."""
    told = or_(Page.permitted_at.is_not(None), Page.state == "bundled")
    # A voice gateway says for which of our calls a key was pressed, a mail which of ours it answers; who else writes is
    # known by the address that it was paged to. A code alone, which colleagues share, says nothing of who answers.
    whose: ColumnElement[bool] = Page.key == answered.key if answered.key else Page.mark == mark
    if answered.reference:
        whose = or_(whose, and_(Page.reference == answered.reference, Page.channel == answered.via))
    query = select(Page).where(whose, told, Page.code.is_not(None))
    return list(session.scalars(query.order_by(Page.changed_at.desc(), Page.key)))


def _open(session: Session, pages: list[Page]) -> list[Page]:
    """Pages whose task waits to be taken on; where there is none, those of a test that still counts answers."""
    ids = {page.task_id for page in pages}
    still = set(session.scalars(select(Task.id).where(Task.id.in_(ids), Task.state == "dispatched")))
    of_tasks = [page for page in pages if page.task_id in still]
    return of_tasks or [page for page in pages if test_of(page) and is_open(session, test_of(page))]


def _codes(pages: list[Page]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page.code for page in pages if page.code))[:3]


def _of(session: Session, page: Page) -> Meant:
    payload = session.scalar(select(Outbox.payload).where(Outbox.key == page.key))
    return Meant("found", page, _json(payload))


def _json(text: str | None) -> dict[str, Any]:
    """An outbox row's payload."""
    return dict(json.loads(text)) if text else {}


def _tasks(session: Session, page: Page, payload: Mapping[str, Any]) -> list[str]:
    """What an answer to this page is about: its task if it waits to be taken on, or all that went out together."""
    if int(payload.get("values", {}).get("count", 1)) > 1:
        return tasks_of(session, payload)
    waits = session.scalar(select(Task.id).where(Task.id == page.task_id, Task.state == "dispatched"))
    return [waits] if waits else []


def _titles(session: Session, page: Page) -> tuple[str, str]:
    found = session.execute(select(Task.title_zh, Task.title_en).where(Task.id == page.task_id)).one_or_none()
    return (found[0], found[1]) if found else ("", "")


def _state(session: Session, page: Page) -> str:
    return session.scalar(select(Task.state).where(Task.id == page.task_id)) or ""


def _may(session: Session, page: Page, action: str) -> bool:
    """Whether the person is active and may do this in the task's province."""
    active = session.scalar(select(Person.id).where(Person.id == page.person_id, Person.state == "active"))
    province = session.scalar(select(Task.province).where(Task.id == page.task_id))
    held = session.execute(
        select(RoleGrant.role, RoleGrant.scope).where(RoleGrant.person_id == page.person_id, RoleGrant.held.is_(True))
    )
    return active is not None and permits([Grant(row.role, row.scope) for row in held], action, province)


def _answer(tx: Tx, reply_id: str, answered: Answered, told: Told, *, mark: str, sealer: Sealer) -> str | None:
    """Put a short text back to the number, unless it has had enough of them this hour."""
    if told.outcome not in ANSWERS:
        return None
    recent = tx.session.scalar(
        select(func.count()).where(
            PageReply.mark == mark,
            PageReply.answer.is_not(None),
            PageReply.received_at > tx.real_now - timedelta(hours=1),
        )
    )
    if (recent or 0) >= MOST_ANSWERS:
        return None
    person = tx.session.scalar(select(Page.person_id).where(Page.mark == mark).limit(1))
    language = tx.session.scalar(select(NoticePreference.language).where(NoticePreference.person_id == person))
    text = answer_text(told, "en" if language == "en" else "zh")
    outbox.put(
        tx,
        kind="sms",
        key=f"answer:{hashlib.sha256(reply_id.encode()).hexdigest()[:40]}",
        stream="people",
        payload={"answer": text, "sealed": sealer.seal(answered.sender)},
        not_before=tx.real_now,
    )
    return text[:500]
