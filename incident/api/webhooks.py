"""Where sources call: signed, fresh, once. No session stands behind it; the signature is the only proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import request

from incident.feeds.polling import reader_of
from incident.feeds.webhook import Callback, accept
from incident.web import ANYONE, house, policy

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
