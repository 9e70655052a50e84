"""Routes of feeds: what is asked, how it fares, and its settings. Webhook secrets are drawn on the machine only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from incident.commands import feeds
from incident.errors import Invalid
from incident.events.signals import STREAM
from incident.feeds.outbound import allowed_origins
from incident.queries.signals import feeds_listed
from incident.rules.origins import AllowedOrigins
from incident.rules.signals import ProposalRule
from incident.schemas.signals import FeedSettings, NewFeed
from incident.web import as_json, carry_out, house, policy

blueprint = APIBlueprint("feeds", __name__, url_prefix="/api/v1/feeds", tag="feeds")


@blueprint.get("")
@policy("feed.read")
def list_feeds() -> Response:
    """All feeds with the age of their last good answer, failures and counters."""
    with house().db.read() as session:
        items = feeds_listed(session, now=house().db.real_now(session))
    return Response(as_json({"items": items, "hosts": _hosts()}), mimetype="application/json")


@blueprint.post("")
@blueprint.input(NewFeed, arg_name="body")
@policy("feed.manage")
def add(body: NewFeed) -> Response:
    """Add a feed; its origin must stand on the installation's list (TONGXIN_FEED_HOSTS)."""
    settings = _settings(body)
    return carry_out(
        lambda tx, actor: feeds.add_feed(
            tx, actor, feed_id=str(body.id), name=body.name, kind=body.kind, allowed=_allowed(), **settings
        ),
        streams=[STREAM],
        status=201,
    )


@blueprint.post("/<uuid:feed_id>/change")
@blueprint.input(FeedSettings, arg_name="body")
@policy("feed.manage")
def change(feed_id: UUID, body: FeedSettings) -> Response:
    """Change address, interval, rule or use for drills."""
    settings = _settings(body)
    return carry_out(
        lambda tx, actor: feeds.change_feed(tx, actor, feed_id=str(feed_id), allowed=_allowed(), **settings),
        streams=[STREAM],
    )


@blueprint.post("/<uuid:feed_id>/disable")
@policy("feed.manage")
def disable(feed_id: UUID) -> Response:
    """Ask it no more."""
    return carry_out(lambda tx, actor: feeds.disable_feed(tx, actor, feed_id=str(feed_id)), streams=[STREAM])


@blueprint.post("/<uuid:feed_id>/enable")
@policy("feed.manage")
def enable(feed_id: UUID) -> Response:
    """Ask it again."""
    return carry_out(lambda tx, actor: feeds.enable_feed(tx, actor, feed_id=str(feed_id)), streams=[STREAM])


@blueprint.post("/<uuid:feed_id>/ask-now")
@policy("signal.decide")
def ask_now(feed_id: UUID) -> Response:
    """Do not wait for its interval."""
    return carry_out(lambda tx, _actor: feeds.ask_feed_now(tx, feed_id=str(feed_id)), streams=[])


def _settings(body: FeedSettings) -> Mapping[str, Any]:
    unknown = [code for code in body.rule.provinces if code not in house().provinces]
    if unknown:
        raise Invalid(
            "feed.province",
            field="rule.provinces",
            zh=f"{unknown[0]} 不是本公司的省级代码。",
            en=f"{unknown[0]} is not the adcode of one of the operator's provinces.",
        )
    rule = ProposalRule.read(body.rule.model_dump())
    return {"url": body.url, "interval_s": body.interval_s, "rule": rule, "drill": body.drill}


def _allowed() -> AllowedOrigins:
    return allowed_origins(house().settings)


def _hosts() -> list[str]:
    return sorted(map(str, _allowed().origins))
