"""Staff notices: who gets one, and its text in both languages. Data, so that a translator can read it.

A notice stands in the outbox as a template with values and the roles it is for; people and their addresses are
looked up when it leaves, so that a change of duty counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from incident.events.base import NATION
from incident.models import Person, PersonContact, RoleGrant

#: The chain's words for the roles that people hold.
_HELD: Mapping[str, tuple[str, ...]] = {
    "province_duty": ("province_member", "province_lead"),
    "province_lead": ("province_lead",),
    "hq_duty": ("duty_officer",),
    "hq_commander": ("commander",),
}
#: Template to (subject, body), Chinese and English; `{title_zh}` and so on come from the notice's values.
TEXTS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "task_dispatched": (
        ("新任务：{title_zh}", "{incident_zh}：下达任务「{title_zh}」{count_zh}，请登录确认。"),
        ("New task: {title_en}", "{incident_en}: “{title_en}”{count_en} was dispatched; sign in to acknowledge."),
    ),
    "task_overdue": (
        ("超时未确认：{title_zh}", "{incident_zh}：任务「{title_zh}」无人确认，已升级到您，请登录处理。"),
        (
            "Not acknowledged in time: {title_en}",
            "{incident_en}: “{title_en}” is not acknowledged; it comes to you.",
        ),
    ),
    "task_declined": (
        ("任务被拒：{title_zh}", "{incident_zh}：任务「{title_zh}」被省公司拒绝，请另行安排。"),
        ("Task declined: {title_en}", "{incident_en}: a province declined “{title_en}”; find another way."),
    ),
    "task_reminded": (
        ("催办：{title_zh}", "{incident_zh}：总部催办任务「{title_zh}」。"),
        ("Reminder: {title_en}", "{incident_en}: headquarters asks about “{title_en}”."),
    ),
}
_OTHER = (
    ("通知：{title_zh}", "{incident_zh}：{title_zh}。请登录查看。"),
    ("Notice: {title_en}", "{incident_en}: {title_en}. Sign in to see it."),
)


@dataclass(frozen=True)
class Recipient:
    """A person to be told, and where."""

    person_id: str
    mail: str


def recipients(session: Session, payload: Mapping[str, Any]) -> list[Recipient]:
    """Who holds one of the notice's roles for its place, or is named in `to`; those without an address are left out."""
    contacts = select(Person.id, PersonContact.mail).join(PersonContact, PersonContact.person_id == Person.id)
    active = contacts.where(Person.state == "active")
    if payload.get("to"):
        rows = session.execute(active.where(Person.id.in_(list(payload["to"]))).order_by(Person.id))
    else:
        roles = _roles(payload["roles"])
        place = payload.get("province")
        scopes = (place, NATION) if place else (NATION,)
        grants = select(RoleGrant.person_id).where(
            RoleGrant.held.is_(True), RoleGrant.role.in_(roles), or_(*(RoleGrant.scope == scope for scope in scopes))
        )
        rows = session.execute(active.where(Person.id.in_(grants)).order_by(Person.id))
    return [Recipient(row[0], row[1]) for row in rows]


def text_of(payload: Mapping[str, Any], *, incident: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body, Chinese first, English below; `incident` has title_zh and title_en."""
    if "subject_zh" in payload:
        chinese = (payload["subject_zh"], payload["body_zh"])
        english = (payload["subject_en"], payload["body_en"])
        return f"{chinese[0]} / {english[0]}", f"{chinese[1]}\n\n{english[1]}\n"
    values = _values(payload["values"], incident)
    (subject_zh, body_zh), (subject_en, body_en) = TEXTS.get(payload["template"], _OTHER)
    subject = f"{subject_zh} / {subject_en}".format_map(values)
    return subject[:300], f"{body_zh}\n\n{body_en}\n".format_map(values)


def _values(given: Mapping[str, Any], incident: Mapping[str, str]) -> dict[str, str]:
    count = int(given.get("count", 1))
    values = {name: _line(str(value)) for name, value in given.items()}
    return {
        "title_zh": "",
        "title_en": "",
        **values,
        "incident_zh": _line(incident.get("title_zh", "")),
        "incident_en": _line(incident.get("title_en", "")),
        "count_zh": f"等 {count} 项" if count > 1 else "",
        "count_en": f" and {count - 1} more" if count > 1 else "",
    }


def _line(text: str) -> str:
    """One line without control characters: a title may not begin a header."""
    return "".join(character if character.isprintable() else " " for character in text)


def _roles(names: Sequence[str]) -> list[str]:
    return sorted({role for name in names for role in _HELD.get(name, (name,))})
