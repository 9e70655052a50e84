"""A person's addresses and wishes. Operational rows, sealed where they are numbers; what they say is in no log."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from incident import log
from incident.db import Tx
from incident.errors import Invalid
from incident.events.people import STREAM, NoticesSet
from incident.models import ContactPoint, NoticePreference
from incident.rules.paging import CHANNELS, LONGEST_DELAY_S, Step
from incident.rules.sealing import Sealer
from notifications.notice import check_address

#: Browsers of one person that may take pushes; the oldest goes.
MOST_BROWSERS = 5
MOST_STEPS = len(CHANNELS)
_CHINESE_MOBILE = re.compile(r"1[0-9]{10}")


@dataclass(frozen=True)
class Address:
    """A checked address: what is sealed, what finds it again, what may be shown."""

    text: str
    hint: str


def read_phone(text: str, *, field: str = "phone") -> Address:
    """A number as people write it (13800138000, +86 138-0013-8000) in E.164. Invalid names the field."""
    digits = re.sub(r"[\s()\-.]", "", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if _CHINESE_MOBILE.fullmatch(digits):
        digits = "+86" + digits
    try:
        check_address("phone", digits)
    except ValueError:
        raise Invalid(
            "contact.phone",
            field=field,
            zh="电话号码须为 11 位手机号，或带国家代码，如 +8613800138000。",
            en="A telephone number has 11 digits, or its country code as in +8613800138000.",
        ) from None
    shown = digits.removeprefix("+86") if digits.startswith("+861") else digits
    return Address(digits, f"{shown[:3]}****{shown[-4:]}")


def set_phone(tx: Tx, *, person_id: str, phone: str | None, sealer: Sealer) -> None:
    """Keep or forget (None) the number for messages and calls."""
    _replace(tx, person_id, "phone", read_phone(phone) if phone else None, sealer)


def set_robot(tx: Tx, *, person_id: str, kind: str, name: str | None, known: Sequence[str], sealer: Sealer) -> None:
    """Keep or forget (None) the group robot (`chat`) or `webhook` that tells this person; `known` are configured."""
    vendor = name.partition(":")[0] if name else ""
    if name is not None and not {name, f"{vendor}:*", "*" if kind == "webhook" else name}.intersection(known):
        shown = "、".join(known) or "（无）"
        raise Invalid(
            "contact.robot",
            field=kind,
            zh=f"没有配置名为 {name} 的机器人；可用：{shown}。",
            en=f"No robot is configured as {name}; there are: {', '.join(known) or 'none'}.",
        )
    _replace(tx, person_id, kind, Address(name, name[:60]) if name else None, sealer)


def add_push(tx: Tx, *, person_id: str, subscription: dict[str, Any], agent: str, sealer: Sealer) -> str:
    """Keep a browser's subscription; its id. The same browser again is the same row."""
    text = json.dumps(subscription, sort_keys=True, separators=(",", ":"))
    try:
        check_address("push", text)
        mark = sealer.mark(str(subscription["endpoint"]))
    except (ValueError, KeyError) as error:
        raise Invalid(
            "contact.push", field="subscription", zh="这不是浏览器的推送订阅。", en=f"Not a push subscription: {error}."
        ) from error
    contact_id = f"{person_id}:push:{mark[:16]}"
    _upsert(tx, contact_id, person_id, "push", text, mark, agent[:60], sealer)
    mine = tx.session.scalars(
        select(ContactPoint.id)
        .where(ContactPoint.person_id == person_id, ContactPoint.kind == "push")
        .order_by(ContactPoint.added_at.desc(), ContactPoint.id)
    ).all()
    for old in mine[MOST_BROWSERS:]:
        tx.session.execute(delete(ContactPoint).where(ContactPoint.id == old))
    return contact_id


def forget_push(tx: Tx, *, person_id: str, contact_id: str) -> None:
    """Forget a browser; one that is not this person's is left alone."""
    tx.session.execute(
        delete(ContactPoint).where(
            ContactPoint.id == contact_id, ContactPoint.person_id == person_id, ContactPoint.kind == "push"
        )
    )


def set_preference(
    tx: Tx, *, person_id: str, steps: Sequence[Step], quiet: tuple[int, int] | None, language: str
) -> None:
    """Keep a person's own order of channels and quiet hours (minutes of the local day)."""
    names = [step.channel for step in steps]
    if not steps or len(names) > MOST_STEPS or len(set(names)) != len(names) or set(names) - set(CHANNELS):
        raise Invalid(
            "notices.steps",
            field="steps",
            zh="请至少选一个通道，每个通道只能出现一次。",
            en="Choose at least one channel, each of them once.",
        )
    if any(not 0 <= step.after_s <= LONGEST_DELAY_S for step in steps):
        raise Invalid(
            "notices.delay", field="steps", zh="延迟须在 0 到 24 小时之间。", en="A delay is between 0 and 24 hours."
        )
    values = {
        "steps": [{"channel": step.channel, "after_s": step.after_s} for step in steps],
        "quiet_from": quiet[0] if quiet else None,
        "quiet_to": quiet[1] if quiet else None,
        "language": "en" if language == "en" else "zh",
        "changed_at": tx.real_now,
    }
    row = tx.upsert(NoticePreference).values(person_id=person_id, **values)
    tx.session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=values))


def note_set(tx: Tx, actor: log.Actor, *, person_id: str, what: Sequence[str]) -> None:
    """Record that somebody else set these parts of how a person is told: a call gone astray can be explained."""
    log.record(tx, NoticesSet(person_id=person_id, what=tuple(sorted(what))), stream=STREAM, actor=actor)


def _replace(tx: Tx, person_id: str, kind: str, address: Address | None, sealer: Sealer) -> None:
    contact_id = f"{person_id}:{kind}"
    if address is None:
        tx.session.execute(delete(ContactPoint).where(ContactPoint.id == contact_id))
        return
    _upsert(tx, contact_id, person_id, kind, address.text, sealer.mark(address.text), address.hint, sealer)


def _upsert(
    tx: Tx, contact_id: str, person_id: str, kind: str, text: str, mark: str, hint: str, sealer: Sealer
) -> None:
    values = {"sealed": sealer.seal(text), "mark": mark, "hint": hint, "added_at": tx.real_now}
    row = tx.upsert(ContactPoint).values(id=contact_id, person_id=person_id, kind=kind, **values)
    tx.session.execute(row.on_conflict_do_update(index_elements=["id"], set_=values))
