"""CAP messages of this world: the public's Atom feed and each message by its identifier, and what a draft would be.

Whoever may read the feed is anybody: it holds only what has left for the public already. In an exercise every message
in it says so by its status and in its texts.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import ValidationError
from sqlalchemy.orm import Session

from incident import fold
from incident.errors import Invalid, NotFound
from incident.house import House
from incident.models import Broadcast
from incident.queries.cap_feed import Published, feed_xml, one_published, published
from incident.queries.cap_messages import message_of, stop_message_of
from incident.web import ANYONE, house, policy, reach, reading
from notifications.cap import MEDIA_TYPE, CapAlert, to_xml

blueprint = APIBlueprint("cap", __name__, tag="broadcasts")

#: Seconds for which others may keep what they read; a stop must be seen soon.
FEED_KEPT_S, MESSAGE_KEPT_S = 15, 300


@blueprint.get("/cap/feed.xml")
@policy(ANYONE)
def feed() -> Response:
    """The newest messages to the public as an Atom feed; ask with If-None-Match."""
    here = house()
    address = here.settings.public_url.rstrip("/") or request.host_url.rstrip("/")
    with here.db.read() as session:
        entries = published(session, world=here.world_kind)
    key = hashlib.sha256(
        "\n".join([address, *(f"{one.identifier} {one.sent}" for one in entries)]).encode()
    ).hexdigest()
    content = here.cap_written.of(key, lambda: feed_xml(entries, sender=here.cap_sender, address=address))
    return _answer(content, kind="application/atom+xml", kept_s=FEED_KEPT_S)


@blueprint.get("/cap/<identifier>.xml")
@policy(ANYONE)
def message(identifier: str) -> Response:
    """One message to the public by its identifier, signed where this house has a key."""
    here = house()
    with here.db.read() as session:
        one = one_published(session, identifier, world=here.world_kind)
        if one is None:
            raise NotFound.of("消息", "message")
        key = f"{here.regions.version} {identifier} {one.sent}"
        content = here.cap_written.of(key, lambda: _written(here, _alert(here, session, one)))
    return _answer(content, kind=MEDIA_TYPE, kept_s=MESSAGE_KEPT_S)


@blueprint.get("/api/v1/broadcasts/<uuid:broadcast_id>/cap")
@policy("broadcast.read")
def preview(broadcast_id: UUID) -> Response:
    """The CAP message of a broadcast: as it was sent, or as it would be if it were sent now."""
    reach(Broadcast, broadcast_id)
    here = house()
    with reading() as session:
        row = fold.row_of(session, "broadcast", str(broadcast_id))
        now = here.db.world_now(session)
        try:
            alert = message_of(session, row, sender=here.cap_sender, regions=here.regions, now=now)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise Invalid(
                "broadcast.no_message",
                zh=f"还写不成 CAP 消息：{place} 不完整；请补齐文字与范围。",
                en=f"It is no CAP message yet: {place}, {first['msg']}; complete texts and area.",
            ) from None
    answer = Response(to_xml(alert), mimetype=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _alert(here: House, session: Session, one: Published) -> CapAlert:
    if one.is_stop:
        return stop_message_of(one.row, sender=here.cap_sender, regions=here.regions)
    return message_of(session, one.row, sender=here.cap_sender, regions=here.regions)


def _written(here: House, alert: CapAlert) -> bytes:
    plain = to_xml(alert)
    return here.cap_signer.sign(plain) if here.cap_signer else plain


def _answer(content: bytes, *, kind: str, kept_s: int) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Cache-Control"] = f"public, max-age={kept_s}"
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.make_conditional(request)
    return answer
