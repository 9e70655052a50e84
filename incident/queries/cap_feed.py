"""What has gone out to the public, as an Atom feed of CAP messages for web sites, apps and social media.

An entry is never taken out while it is among the newest: a correction, the word that a message holds no more, and a
stop each add a message of their own that refers to it, so that whoever has read the first reads that too.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident import fold
from incident.clock import from_text
from incident.models import Broadcast
from incident.rules.broadcast_texts import body_of, message_type
from incident.rules.cap_messages import Sender, identifier_of
from notifications.cap import MEDIA_TYPE
from playbooks.terms.timing import CHINA_TIME

ATOM = "http://www.w3.org/2005/Atom"
#: Messages that the feed lists; older ones are still served by their address.
MOST_ENTRIES = 100
_STOP = "stop"


@dataclass(frozen=True)
class Published:
    """One message of the feed: a broadcast, or that one was stopped."""

    identifier: str
    row: Mapping[str, Any]
    is_stop: bool

    @property
    def sent(self) -> str:
        """When, in Chinese time, as the message itself says it."""
        moment = from_text(self.row["stopped_at"] if self.is_stop else self.row["started_at"])
        return moment.astimezone(CHINA_TIME).replace(microsecond=0).isoformat()

    @property
    def kind(self) -> str:
        """Alert, Update or Cancel."""
        return "Cancel" if self.is_stop else message_type(self.row)


def published(session: Session, *, world: str) -> list[Published]:
    """The newest messages to the public, newest first; a survey is a question to some customers and none of them."""
    table = fold.TABLES["broadcast"]
    newest = (
        select(table)
        .where(Broadcast.started_at.is_not(None), Broadcast.survey.is_(None))
        .order_by(Broadcast.started_at.desc(), Broadcast.id)
    )
    rows = [fold.log_spelling(table, dict(row)) for row in session.execute(newest.limit(MOST_ENTRIES)).mappings()]
    found = [Published(identifier_of(row["id"], world=world), row, is_stop=False) for row in rows]
    found += [
        Published(identifier_of(row["id"], world=world, part=_STOP), row, is_stop=True)
        for row in rows
        if row["stopped_at"] and not _said_otherwise(row, rows)
    ]
    return sorted(found, key=lambda one: (one.sent, one.kind != "Alert", one.identifier), reverse=True)[:MOST_ENTRIES]


def one_published(session: Session, identifier: str, *, world: str) -> Published | None:
    """The message of this identifier, however old; None when there is none."""
    begins = identifier_of("", world=world)
    if not identifier.startswith(f"{begins}."):
        return None
    broadcast_id, _, part = identifier.removeprefix(f"{begins}.").partition(".")
    row = fold.row_of(session, "broadcast", broadcast_id)
    if (
        not row
        or not row["started_at"]
        or row["survey"]
        or part not in ("", _STOP)
        or (part == _STOP and not row["stopped_at"])
    ):
        return None
    return Published(identifier, row, is_stop=part == _STOP)


def feed_xml(entries: Sequence[Published], *, sender: Sender, address: str) -> bytes:
    """The feed as Atom; `address` is where it is served, without a slash at its end."""
    root = Element("feed", {"xmlns": ATOM})
    exercise = sender.world == "exercise"
    title = body_of(f"{sender.name} 公益信息 / Public information", exercise=exercise)
    _put(root, "id", f"{address}/cap/feed.xml")
    _put(root, "title", title)
    _put(root, "updated", entries[0].sent if entries else "1970-01-01T00:00:00+00:00")
    SubElement(root, "link", {"rel": "self", "href": f"{address}/cap/feed.xml"})
    _put(SubElement(root, "author"), "name", sender.name)
    for one in entries:
        entry = SubElement(root, "entry")
        _put(entry, "id", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, one.identifier)}")
        _put(entry, "title", body_of(f"{one.row['title_zh']} / {one.row['title_en']}", exercise=exercise))
        _put(entry, "updated", one.sent)
        _put(entry, "summary", one.row["cancel_zh"] or "" if one.is_stop else one.row["body_zh"])
        SubElement(entry, "category", {"term": one.kind})
        link = {"rel": "alternate", "type": MEDIA_TYPE, "href": f"{address}/cap/{one.identifier}.xml"}
        SubElement(entry, "link", link)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (head + tostring(root, encoding="unicode")).encode()


def _said_otherwise(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the stop was the beginning of a correction, update or cancellation, which says all there is to say."""
    by_id = {one["id"]: one for one in rows}
    return any(
        one["refers_to"] and one["started_at"] == row["stopped_at"] and _first_of(one, by_id) == _first_of(row, by_id)
        for one in rows
    )


def _first_of(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Id of the message with which the matter of `row` began, as far as `rows` reach."""
    while row["refers_to"] in rows:
        row = rows[row["refers_to"]]
    return str(row["refers_to"] or row["id"])


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
