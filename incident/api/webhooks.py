"""Where sources call: signed, fresh, once. No session stands behind it; the signature is the only proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from incident.draining.hearing import take_heard
from incident.draining.receipts import take_receipt
from incident.errors import Forbidden, NotFound
from incident.feeds.polling import reader_of
from incident.feeds.webhook import Callback, accept
from incident.web import ANYONE, house, policy
from notifications.heard import Forged

#: Where a vendor signs nothing, the address that it pushes to ends in a secret, handed on under this name.
TOKEN_HEADER = "Tongxin-Callback-Token"  # noqa: S105  a header's name
LONGEST_CALLBACK = 262_144

blueprint = APIBlueprint("webhooks", __name__, url_prefix="/api/v1/webhooks", tag="webhooks")


@blueprint.post("/<uuid:feed_id>")
@policy(ANYONE)
def call(feed_id: UUID) -> Mapping[str, Any]:
    """Take a callback in: JSON, signal/1 or a CAP message in `cap`, with the three Webhook headers.

    Answers `{signal, state, repeated}`; the same id again is `repeated` and does nothing.
    """
    callback = Callback(
        id=request.headers.get("Webhook-Id", ""),
        timestamp=request.headers.get("Webhook-Timestamp", ""),
        signature=request.headers.get("Webhook-Signature", ""),
        body=request.get_data(cache=False),
    )
    return accept(
        house().db,
        reader_of(house()),
        master=house().settings.secret_key,
        feed_id=str(feed_id),
        callback=callback,
    )


@blueprint.post("/receipts/<place>")
@policy(ANYONE)
def receipt(place: str) -> Mapping[str, Any]:
    """Take a billing system's receipt in: a BillingBatch with the three Webhook headers. `place`: adcode, or `nation`.

    Answers `{state, repeated}`; the same id again is `repeated` and does nothing.
    """
    request.max_content_length = LONGEST_CALLBACK
    raw, headers = request.get_data(cache=False), dict(request.headers.items())
    return take_receipt(house().db, house().endpoints, place=place, raw=raw, headers=headers)


@blueprint.post("/channels/<name>")
@policy(ANYONE)
def channel_callback(name: str) -> Response:
    """Take in what a gateway pushes: answers and reports, signed as its vendor does it; the same again does nothing."""
    return _heard(name, "")


@blueprint.post("/channels/<name>/<token>")
@policy(ANYONE)
def channel_callback_by_token(name: str, token: str) -> Response:
    """The same for a vendor who signs nothing: the address itself is the secret."""
    return _heard(name, token)


def _heard(name: str, token: str) -> Response:
    channels = house().endpoints.channels
    channel = channels.by_name.get(name)
    if channel is None:
        raise NotFound.of("地址", "address")
    request.max_content_length = LONGEST_CALLBACK
    headers = {key: value for key, value in request.headers.items() if key.lower() != TOKEN_HEADER.lower()}
    if token:
        headers[TOKEN_HEADER] = token
    with house().db.read() as session:
        now = house().db.real_now(session)
    try:
        heard = channel.parse_reply(request.get_data(cache=False), headers, now=now)
    except Forged:
        raise Forbidden(
            "webhook.refused",
            zh="回调未通过验证：签名、时间或地址不对。",
            en="The callback was not accepted: its signature, its time or its address is not right.",
        ) from None
    take_heard(house().db, heard, sealer=channels.sealer)
    return Response(channel.callback_answer, mimetype="application/json")
