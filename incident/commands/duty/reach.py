"""The phone book, and secret addresses for calendars. Callers open `db.transaction([STREAM])`.

Numbers are sealed and stand in operational rows; the log hears only how many entries changed. A calendar's secret
has 128 bits, is told once and stored as its SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update

from incident.commands.duty.base import record
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.duty import CalendarLinkMade, CalendarLinksRevoked, PhoneBookChanged
from incident.log import Actor
from incident.models import CalendarToken, Person, PhoneEntry
from incident.rules import phonebook as rules
from incident.rules.sealing import Sealer

CALENDARS = ("shifts", "deadlines")
MOST_LINKS = 10


def write_entry(tx: Tx, actor: Actor, *, entry_id: str, entry: rules.Entry, sealer: Sealer) -> dict[str, Any]:
    """Write one entry of a place's book, new or again."""
    known = tx.session.get(PhoneEntry, entry_id)
    if known is not None and known.scope != entry.scope:
        raise NotFound.of("电话簿条目", "entry of the phone book")
    for name in rules.NUMBERS:
        if rules.number_fault(getattr(entry, name)):
            raise Invalid("phonebook.number", field=name, zh="这不是电话号码。", en="This is no telephone number.")
    if not any(getattr(entry, name) for name in rules.NUMBERS):
        raise Invalid("phonebook.none", field="mobile", zh="至少填写一个号码。", en="Give at least one number.")
    _put(tx, entry_id, entry, sealer)
    record(tx, actor, PhoneBookChanged(scope=entry.scope, written=1, removed=0))
    return {"id": entry_id, "scope": entry.scope}


def remove_entry(tx: Tx, actor: Actor, *, entry_id: str) -> dict[str, Any]:
    """Erase an entry; nothing of it is kept."""
    known = tx.session.get(PhoneEntry, entry_id)
    if known is None:
        raise NotFound.of("电话簿条目", "entry of the phone book")
    scope = known.scope
    tx.session.execute(delete(PhoneEntry).where(PhoneEntry.id == entry_id))
    record(tx, actor, PhoneBookChanged(scope=scope, written=0, removed=1))
    return {"id": entry_id, "scope": scope}


def replace_book(tx: Tx, actor: Actor, *, entries: Iterable[rules.Entry], sealer: Sealer) -> dict[str, int]:
    """Take a whole table in: every place that it names has these entries and no others afterwards. By place: count."""
    given = list(entries)
    counts = Counter(entry.scope for entry in given)
    for scope, count in sorted(counts.items()):
        gone = tx.session.execute(delete(PhoneEntry).where(PhoneEntry.scope == scope))
        for entry in given:
            if entry.scope == scope:
                _put(tx, str(uuid.uuid4()), entry, sealer)
        removed = int(gone.rowcount)  # type: ignore[attr-defined]
        record(tx, actor, PhoneBookChanged(scope=scope, written=count, removed=removed))
    return dict(sorted(counts.items()))


def draw_calendar_token() -> str:
    """A fresh secret of 128 bits, fit for an address."""
    return secrets.token_urlsafe(16)


def hash_of(token: str) -> str:
    """What is stored of a calendar's secret."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def make_calendar_link(tx: Tx, actor: Actor, *, link_id: str, calendar: str, scope: str, token: str) -> dict[str, Any]:
    """Let `token` read the acting person's shifts, or the deadlines of a place they see."""
    if calendar not in CALENDARS:
        raise Invalid("calendar.kind", field="calendar", zh="没有这种日历。", en="It is shifts or deadlines.")
    held = tx.session.scalars(
        select(CalendarToken.id).where(CalendarToken.person_id == actor.person, CalendarToken.revoked_at.is_(None))
    ).all()
    if len(held) >= MOST_LINKS:
        raise Conflict(
            "calendar.too_many",
            zh="日历地址太多，请先作废旧的。",
            en="You have too many addresses; revoke old ones first.",
        )
    if tx.session.get(CalendarToken, link_id) is not None:
        raise Conflict("calendar.exists", zh="这个地址已经建立。", en="This address has been made already.")
    tx.session.add(
        CalendarToken(
            id=link_id,
            token_hash=hash_of(token),
            person_id=actor.person,
            kind=calendar,
            scope=scope,
            made_at=tx.real_now,
            revoked_at=None,
        )
    )
    event = CalendarLinkMade(scope=scope, person_id=actor.person, link_id=link_id, calendar=calendar)
    record(tx, actor, event)
    return {"id": link_id, "calendar": calendar, "scope": scope}


def revoke_calendar_link(tx: Tx, actor: Actor, *, link_id: str) -> dict[str, Any]:
    """Make one of one's own addresses useless."""
    found = tx.session.execute(
        update(CalendarToken)
        .where(
            CalendarToken.id == link_id,
            CalendarToken.person_id == actor.person,
            CalendarToken.revoked_at.is_(None),
        )
        .values(revoked_at=tx.real_now)
        .returning(CalendarToken.scope)
    ).one_or_none()
    if found is None:
        raise NotFound.of("日历地址", "calendar address")
    record(tx, actor, CalendarLinksRevoked(scope=found[0], person_id=actor.person, count=1))
    return {"id": link_id}


def _put(tx: Tx, entry_id: str, entry: rules.Entry, sealer: Sealer) -> None:
    person = None
    if entry.login:
        person = tx.session.scalar(select(Person.id).where(Person.login == entry.login))
    values: dict[str, Any] = {
        "scope": entry.scope,
        "person_id": person,
        "name_zh": entry.name_zh,
        "name_en": entry.name_en,
        "post_zh": entry.post_zh,
        "post_en": entry.post_en,
        "region": entry.region,
        "call_order": entry.call_order,
        "updated_at": tx.real_now,
    }
    for name in rules.NUMBERS:
        number = getattr(entry, name)
        values[name] = sealer.seal(number) if number else None
    row = tx.upsert(PhoneEntry).values(id=entry_id, **values)
    tx.session.execute(row.on_conflict_do_update(index_elements=["id"], set_=values))
