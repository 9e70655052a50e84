"""What administrators do with feeds. Callers open `db.transaction([STREAM])`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.signals import (
    STREAM,
    FeedAdded,
    FeedChanged,
    FeedDisabled,
    FeedEnabled,
    WebhookSecretDrawn,
    WebhookSecretsRetired,
)
from incident.log import Actor
from incident.models import Feed, FeedState
from incident.rules.origins import AllowedOrigins
from incident.rules.signals import SEVERITIES, ProposalRule

KINDS = ("cap", "usgs", "gdacs", "webhook")
#: A source may be asked this often at most and this rarely at least, in real seconds.
SHORTEST_S, LONGEST_S = 10, 86_400


def add_feed(
    tx: Tx,
    actor: Actor,
    *,
    feed_id: str,
    name: str,
    kind: str,
    url: str,
    interval_s: int,
    rule: ProposalRule,
    drill: bool,
    allowed: AllowedOrigins,
) -> dict[str, Any]:
    """Add a source; it is asked at once. A webhook has no address: it calls, once a secret has been drawn."""
    if kind not in KINDS:
        raise Invalid(
            "feed.kind",
            field="kind",
            zh=f"类型须为 {'、'.join(KINDS)} 之一。",
            en=f"kind must be one of {', '.join(KINDS)}.",
        )
    _check(tx, kind=kind, url=url, interval_s=interval_s, rule=rule, drill=drill, allowed=allowed)
    taken = tx.session.scalar(select(Feed.id).where((Feed.name == name) | (Feed.id == feed_id)))
    if taken or not name.strip() or len(name) > 80:
        raise Conflict(
            "feed.name", field="name", zh="名称为空、过长或已被使用。", en="The name is empty, too long or taken."
        )
    event = FeedAdded(
        feed_id=feed_id,
        name=name.strip(),
        feed_kind=kind,
        url=url,
        interval_s=interval_s,
        rule=rule.as_dict(),
        drill=drill,
        at=tx.now,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    tx.session.execute(
        tx.upsert(FeedState)
        .values(feed_id=feed_id, failures=0, next_at=tx.real_now, entries=0, waiting=0)
        .on_conflict_do_nothing(index_elements=["feed_id"])
    )
    return feed_row(tx, feed_id)


def change_feed(
    tx: Tx,
    actor: Actor,
    *,
    feed_id: str,
    url: str,
    interval_s: int,
    rule: ProposalRule,
    drill: bool,
    allowed: AllowedOrigins,
) -> dict[str, Any]:
    """Change address, interval, rule or use for drills; it is asked at once, and from the beginning."""
    row = feed_row(tx, feed_id)
    _check(tx, kind=row["kind"], url=url, interval_s=interval_s, rule=rule, drill=drill, allowed=allowed)
    event = FeedChanged(
        feed_id=feed_id, name=row["name"], url=url, interval_s=interval_s, rule=rule.as_dict(), drill=drill
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    _ask_now(tx, feed_id)
    return feed_row(tx, feed_id)


def disable_feed(tx: Tx, actor: Actor, *, feed_id: str) -> dict[str, Any]:
    """Ask it no more and refuse its callbacks; what it has said stays."""
    row = feed_row(tx, feed_id)
    if row["state"] == "disabled":
        raise Conflict("feed.disabled", zh="这个信号源已经停用。", en="This feed is disabled already.")
    log.record(tx, FeedDisabled(feed_id=feed_id, name=row["name"]), stream=STREAM, actor=actor)
    return feed_row(tx, feed_id)


def enable_feed(tx: Tx, actor: Actor, *, feed_id: str) -> dict[str, Any]:
    """Ask it again, at once."""
    row = feed_row(tx, feed_id)
    if row["state"] == "active":
        raise Conflict("feed.enabled", zh="这个信号源没有停用。", en="This feed is not disabled.")
    log.record(tx, FeedEnabled(feed_id=feed_id, name=row["name"]), stream=STREAM, actor=actor)
    _ask_now(tx, feed_id)
    return feed_row(tx, feed_id)


def draw_webhook_secret(tx: Tx, actor: Actor, *, feed_id: str) -> dict[str, Any]:
    """Let a new secret sign its callbacks; the one before stays good until `retire_webhook_secrets`."""
    row = _webhook(tx, feed_id)
    event = WebhookSecretDrawn(feed_id=feed_id, name=row["name"], number=row["secret_number"] + 1)
    log.record(tx, event, stream=STREAM, actor=actor)
    return feed_row(tx, feed_id)


def retire_webhook_secrets(tx: Tx, actor: Actor, *, feed_id: str) -> dict[str, Any]:
    """From now on only the newest secret is good."""
    row = _webhook(tx, feed_id)
    if row["secret_number"] == row["secret_oldest"]:
        raise Conflict("feed.secret", zh="没有更旧的密钥。", en="There is no older secret.")
    event = WebhookSecretsRetired(feed_id=feed_id, name=row["name"], number=row["secret_number"])
    log.record(tx, event, stream=STREAM, actor=actor)
    return feed_row(tx, feed_id)


def ask_feed_now(tx: Tx, *, feed_id: str) -> dict[str, Any]:
    """Let the poller ask at its next turn instead of waiting; an operational matter, so no event."""
    row = feed_row(tx, feed_id)
    if row["state"] != "active" or row["kind"] == "webhook":
        raise Conflict("feed.not_asked", zh="这个信号源不由本系统轮询。", en="This feed is not one that is asked.")
    state = tx.session.get_one(FeedState, feed_id)
    state.next_at = tx.real_now
    return row


def feed_row(tx: Tx, feed_id: str) -> dict[str, Any]:
    """The feed's row in log spelling, or NotFound."""
    row = fold.row_of(tx.session, "feed", feed_id)
    if not row:
        raise NotFound.of("信号源", "feed")
    return row


def _webhook(tx: Tx, feed_id: str) -> dict[str, Any]:
    row = feed_row(tx, feed_id)
    if row["kind"] != "webhook":
        raise Conflict("feed.no_webhook", zh="只有 webhook 有密钥。", en="Only a webhook has secrets.")
    return row


def _ask_now(tx: Tx, feed_id: str) -> None:
    """Forget what the source said last, so that everything is looked at anew."""
    state = tx.session.get_one(FeedState, feed_id)
    state.next_at, state.etag, state.last_modified, state.document = tx.real_now, None, None, None


def _check(
    tx: Tx, *, kind: str, url: str, interval_s: int, rule: ProposalRule, drill: bool, allowed: AllowedOrigins
) -> None:
    if kind == "webhook":
        if url:
            raise Invalid("feed.url", field="url", zh="webhook 没有地址。", en="A webhook has no address of its own.")
    else:
        allowed.check(url)
    if not SHORTEST_S <= interval_s <= LONGEST_S:
        raise Invalid(
            "feed.interval",
            field="interval_s",
            zh=f"间隔须为 {SHORTEST_S} 至 {LONGEST_S} 秒。",
            en=f"interval_s must be {SHORTEST_S} to {LONGEST_S}.",
        )
    if rule.min_severity is not None and rule.min_severity not in SEVERITIES:
        raise Invalid(
            "feed.severity",
            field="rule.min_severity",
            zh=f"严重程度须为 {'、'.join(SEVERITIES)} 之一。",
            en=f"min_severity must be one of {', '.join(SEVERITIES)}.",
        )
    if drill and tx.world.kind == "live":
        raise Invalid(
            "feed.drill",
            field="drill",
            zh="演练用信号源只能在演练环境中设置。",
            en="A feed for drills belongs in an exercise world.",
        )
