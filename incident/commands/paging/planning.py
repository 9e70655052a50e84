"""A notice that is due becomes pages: who is on duty, how each wishes to be told, and one line in the log about it.

Done under the stream's lock, so that an acknowledgement is either seen here or sees the pages and cancels them.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from incident import log, outbox
from incident.commands.paging.wanted import ASKS, why_not
from incident.db import Tx
from incident.events import tasks as events
from incident.events.base import NATION
from incident.log import SYSTEM
from incident.models import (
    ContactPoint,
    Incident,
    NoticePreference,
    Outbox,
    Page,
    Person,
    PersonContact,
    RoleGrant,
    Task,
)
from incident.queries.duty import duty_now
from incident.rules import paging as rules
from incident.rules.sealing import Sealer

#: The chain's and older notices' words for the roles that people hold.
HELD: Mapping[str, tuple[str, ...]] = {
    "province_duty": ("province_member", "province_lead"),
    "hq_duty": ("duty_officer",),
    "hq_commander": ("commander",),
}
#: A notice's own part of a page's key, at most; a longer one is told by its digest.
LONGEST_REST = 120
#: Roles for which the roster says who answers now; a lead and a commander are asked for as such.
ROSTERED = frozenset({"province_member", "province_duty", "duty_officer", "hq_duty"})


@dataclass(frozen=True)
class Notice:
    """A claimed notice: its outbox row and what stands in it."""

    row_id: str
    key: str
    stream: str
    payload: Mapping[str, Any]


def plan_notice(tx: Tx, notice: Notice, *, configured: Collection[str], sealer: Sealer) -> None:
    """Turn one notice into pages; a notice that is no news any more is cancelled, one for nobody fails."""
    why = why_not(tx.session, stream=notice.stream, payload=notice.payload)
    if why is not None:
        _end(tx, notice, "cancelled", why)
        return
    people = whom(tx, notice.payload)
    critical = _is_critical(tx, notice)
    everybody = recipients(tx, people, sealer=sealer)
    test = notice.payload.get("reach")
    if test is not None:
        everybody = [rules.on_every_channel(one, wakes=bool(test["wakes"])) for one in everybody]
    elif notice.payload.get("template") != "task_overdue":
        everybody = rules.on_duty_first(everybody, configured=configured)
    if notice.payload.get("at_once"):
        everybody = [rules.at_once(one) for one in everybody]
    if only := notice.payload.get("only"):
        everybody = [rules.only_by(one, only) for one in everybody]
    plan = rules.plan_pages(everybody, configured=configured, critical=critical, at=tx.now)
    code = _code(tx, notice)
    for page in plan.pages:
        _put(tx, notice, page, code)
    if not plan.pages:
        _end(tx, notice, "failed", "nobody who is to be told has an address that could be used")
    if notice.stream.startswith("incident:"):
        _record(tx, notice, plan)


def whom(tx: Tx, payload: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """(person, whether on duty) of everybody a notice is for, in the order of calling.

    `to` names people; else whoever is on duty for its place where its roles are the duty's, and then the holders of
    its roles: a roster that nobody keeps up must not silence a notice.
    """
    if payload.get("to"):
        wanted = list(payload["to"])
        active = set(tx.session.scalars(select(Person.id).where(Person.id.in_(wanted), Person.state == "active")))
        return [(person, True) for person in wanted if person in active]
    place = payload.get("province")
    roles = {role for name in payload.get("roles", ()) for role in HELD.get(name, (name,))}
    rostered = ROSTERED.intersection(payload.get("roles", ()))
    now = duty_now(tx.session, place, at=tx.now) if rostered else None
    duty = now.everybody if now is not None and now.rostered else []
    scopes = (place, NATION) if place else (NATION,)
    grants = select(RoleGrant.person_id).where(
        RoleGrant.held.is_(True), RoleGrant.role.in_(sorted(roles)), or_(*(RoleGrant.scope == one for one in scopes))
    )
    holders = tx.session.scalars(
        select(Person.id).where(Person.id.in_(grants), Person.state == "active").order_by(Person.id)
    ).all()
    told = [(person, True) for person in duty]
    return told + [(person, False) for person in holders if person not in duty]


def recipients(tx: Tx, people: Sequence[tuple[str, bool]], *, sealer: Sealer) -> list[rules.Recipient]:
    """The people with their wishes and the marks of their addresses."""
    ids = [person for person, _duty in people]
    wishes = {
        one.person_id: one
        for one in tx.session.scalars(select(NoticePreference).where(NoticePreference.person_id.in_(ids)))
    }
    reach: dict[str, dict[str, str]] = defaultdict(dict)
    contacts = tx.session.scalars(
        select(ContactPoint).where(ContactPoint.person_id.in_(ids)).order_by(ContactPoint.added_at, ContactPoint.id)
    )
    for contact in contacts:
        for channel, kind in rules.CONTACT_OF.items():
            if kind == contact.kind:
                reach[contact.person_id][channel] = contact.mark
    for row in tx.session.execute(
        select(PersonContact.person_id, PersonContact.mail).where(PersonContact.person_id.in_(ids))
    ):
        reach[row.person_id]["mail"] = sealer.mark(row.mail)
    return [
        rules.Recipient(
            person_id=person,
            steps=rules.read_steps(wishes[person].steps) if person in wishes else rules.DEFAULT_STEPS,
            quiet=_quiet(wishes.get(person)),
            reach=reach[person],
            on_duty=on_duty,
        )
        for person, on_duty in people
    ]


def _quiet(wish: NoticePreference | None) -> rules.Quiet | None:
    if wish is None or wish.quiet_from is None or wish.quiet_to is None:
        return None
    return rules.Quiet(wish.quiet_from, wish.quiet_to)


def _is_critical(tx: Tx, notice: Notice) -> bool:
    """What may not wait for the morning: a critical task, or anything of a level I incident."""
    task_id = notice.payload.get("values", {}).get("task_id")
    if task_id and tx.session.scalar(select(Task.critical).where(Task.id == task_id)):
        return True
    incident = notice.stream.removeprefix("incident:")
    return tx.session.scalar(select(Incident.response_level).where(Incident.id == incident)) == "I"


def _code(tx: Tx, notice: Notice) -> str | None:
    """The task's reply code: the one that its earlier pages bear, or a new one; a test of who is reached brings it."""
    if notice.payload.get("reach") is not None:
        return str(notice.payload["reach"]["code"])
    task_id = notice.payload.get("values", {}).get("task_id")
    if task_id is None or notice.payload.get("template") not in ASKS:
        return None
    known = tx.session.scalar(select(Page.code).where(Page.task_id == task_id, Page.code.is_not(None)).limit(1))
    return known or rules.draw_code()


def _put(tx: Tx, notice: Notice, page: rules.PlannedPage, code: str | None) -> None:
    """One page: its outbox row, unique by key, and its state."""
    head, _, rest = notice.key.partition(":")
    prefix = {"notice": "page", "notices": "pages"}.get(head, f"pages:{head}")
    shared = page.channel in ("chat", "webhook")
    told = rest if len(rest) <= LONGEST_REST else hashlib.sha256(rest.encode()).hexdigest()
    key = f"{prefix}:{told}:{page.mark[:16] if shared else page.person_id}:{page.channel}"
    values = notice.payload.get("values", {})
    state = tx.upsert(Page).values(
        key=key,
        stream=notice.stream,
        task_id=values.get("task_id"),
        province=notice.payload.get("province") or values.get("of_province"),
        notice=notice.key,
        template=notice.payload.get("template", "notice"),
        person_id=page.person_id,
        channel=page.channel,
        mark=page.mark,
        code=code,
        state="queued",
        due_at=page.due_at,
        changed_at=tx.real_now,
    )
    tx.session.execute(state.on_conflict_do_nothing(index_elements=["key"]))
    outbox.put(
        tx,
        kind=page.channel,
        key=key,
        stream=notice.stream,
        payload={**notice.payload, "page": True},
        not_before=_real(tx, page.due_at),
    )


def _real(tx: Tx, due_at: datetime) -> datetime:
    """The real moment of a world time, never before now."""
    return max(tx.real_now, tx.world.time().real_of(due_at))


def _record(tx: Tx, notice: Notice, plan: rules.Plan) -> None:
    values = notice.payload.get("values", {})
    task_id = values.get("task_id")
    titles = (values.get("title_zh") or "通知", values.get("title_en") or "Notice")
    event = events.PeoplePaged(
        province=values.get("of_province") or notice.payload.get("province") if task_id else None,
        task_id=task_id,
        title_zh=titles[0],
        title_en=titles[1],
        template=str(notice.payload.get("template", "notice")),
        people=len({page.person_id for page in plan.pages}),
        channels=dict(Counter(page.channel for page in plan.pages)),
        unreached=len(plan.unreached),
        missing=plan.missing,
    )
    log.record(tx, event, stream=notice.stream, actor=SYSTEM)


def _end(tx: Tx, notice: Notice, state: str, why: str) -> None:
    tx.session.execute(update(Outbox).where(Outbox.id == notice.row_id).values(state=state, reason=why[:500]))
