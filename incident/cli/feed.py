"""`tongxin feed`: what is asked for hazard news, from the machine itself. Everything is told to the log."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import click

from incident.cli.data import open_world
from incident.cli.refusals import BadInput
from incident.config import read_settings


@click.group(no_args_is_help=False)
def feed() -> None:
    """What is asked for hazard news, and how it fares."""


@feed.command()
@click.argument("name")
@click.argument("url", required=False, default="")
@click.option("--kind", type=click.Choice(["cap", "usgs", "gdacs", "webhook"]), required=True, help="What it speaks.")
@click.option("--interval", "interval_s", type=int, default=300, show_default=True, help="Seconds between questions.")
@click.option("--min-severity", type=click.Choice(["Minor", "Moderate", "Severe", "Extreme"]), help="Of CAP alerts.")
@click.option("--min-magnitude", type=float, help="Of earthquakes.")
@click.option("--min-intensity", type=float, help="Highest band of a ShakeMap (MMI) or of CSI.")
@click.option("--min-level", type=click.IntRange(1, 3), help="Of GDACS: 1 green, 2 orange, 3 red.")
@click.option(
    "--province", "provinces", multiple=True, help="Only what touches ADCODE; repeatable. Default: any of ours."
)
@click.option("--signed", is_flag=True, help="Of CAP: only what a trusted certificate signed counts.")
@click.option("--drill", is_flag=True, help="In an exercise world: let its real (Actual) messages propose.")
def add(
    name: str,
    url: str,
    kind: str,
    interval_s: int,
    min_severity: str | None,
    min_magnitude: float | None,
    min_intensity: float | None,
    min_level: int | None,
    provinces: tuple[str, ...],
    *,
    signed: bool,
    drill: bool,
) -> None:
    """Add the feed NAME at URL; its host must stand in TONGXIN_FEED_HOSTS. A webhook has no URL.

    With --signed, a CAP message that nobody trusted has signed waits in quarantine and ends no other.
    A signal that reaches one of the thresholds given, and touches a province, is proposed to the duty officer.
    Exit 0: added. 2: the name is taken, or the address, a threshold or a setting cannot be.
    """
    from incident.commands.feeds import add_feed
    from incident.feeds.outbound import allowed_origins
    from incident.rules.signals import ProposalRule

    for province in provinces:
        if not (len(province) == 6 and province.isdecimal() and province.endswith("0000")):
            raise BadInput(f"--province: {province!r} is no province's adcode such as 510000")
    if signed and kind not in ("cap", "webhook"):
        raise BadInput(f"--signed: messages of {kind} carry no XML signature")
    try:
        allowed = allowed_origins(read_settings())
    except ValueError as error:
        raise BadInput(f"TONGXIN_FEED_HOSTS: {error}") from None
    rule = ProposalRule(
        min_severity=min_severity,
        min_magnitude_milli=_milli(min_magnitude),
        min_intensity_milli=_milli(min_intensity),
        min_level=min_level,
        provinces=provinces,
        signed=signed,
    )
    feed_id = str(uuid.uuid4())
    _carry_out(
        add_feed,
        feed_id=feed_id,
        name=name,
        kind=kind,
        url=url,
        interval_s=interval_s,
        rule=rule,
        drill=drill,
        allowed=allowed,
    )
    click.echo(f"added: {name} ({kind}), {feed_id}")
    if kind == "webhook":
        click.echo(f"callbacks go to /api/v1/webhooks/{feed_id}; draw its secret with `tongxin feed secret {name!r}`")


@feed.command("list")
def list_feeds() -> None:
    """List feeds with the age of their last good answer.

    Exit 0: all are well. 1: one that is asked fails or is stale. 2: there is no world yet.
    """
    from incident.queries.signals import feeds_listed

    db = open_world()
    with db.read() as session:
        feeds = feeds_listed(session, now=db.real_now(session))
    for row in feeds:
        age = "never answered" if row["age_s"] is None else f"{row['age_s']} s old"
        trouble = f"  {row['failures']} failures: {row['failure']}" if row["failure"] else ""
        stale = "  STALE" if row["stale"] else ""
        waits = f"  {row['proposed']} proposed, {row['quarantined']} in quarantine"
        click.echo(f"{row['name']}  {row['kind']}  {row['state']}  {age}{waits}{stale}{trouble}  {row['url']}")
    if any(row["state"] == "active" and (row["stale"] or row["failures"]) for row in feeds):
        click.get_current_context().exit(1)


@feed.command()
@click.argument("name")
def disable(name: str) -> None:
    """Ask the feed NAME no more, and refuse its callbacks.

    Exit 0: disabled. 2: there is no such feed, or it is disabled already.
    """
    from incident.commands.feeds import disable_feed

    _carry_out(disable_feed, feed_id=_feed_id(name))
    click.echo(f"disabled: {name}")


@feed.command()
@click.argument("name")
def enable(name: str) -> None:
    """Ask the feed NAME again.

    Exit 0: enabled. 2: there is no such feed, or it is not disabled.
    """
    from incident.commands.feeds import enable_feed

    _carry_out(enable_feed, feed_id=_feed_id(name))
    click.echo(f"enabled: {name}")


@feed.command()
@click.argument("name")
@click.option("--retire", is_flag=True, help="Instead: from now on only the newest secret is good.")
def secret(name: str, *, retire: bool) -> None:
    """Draw a new secret for the webhook NAME; the one before stays good until --retire.

    Secrets are derived from TONGXIN_SECRET_KEY and stand nowhere; this shows the new one once.
    Exit 0: drawn or retired. 2: there is no such webhook, no older secret, or no TONGXIN_SECRET_KEY.
    """
    from incident.commands.feeds import draw_webhook_secret, retire_webhook_secrets
    from incident.feeds.webhook import secret_of

    feed_id = _feed_id(name)
    if retire:
        _carry_out(retire_webhook_secrets, feed_id=feed_id)
        click.echo(f"older secrets retired: {name}")
        return
    master = read_settings().secret_key
    try:
        secret_of(master, feed_id, 1)
    except ValueError as error:
        raise BadInput(str(error)) from None
    row = _carry_out(draw_webhook_secret, feed_id=feed_id)
    click.echo(f"secret number {row['secret_number']} (shown once): {secret_of(master, feed_id, row['secret_number'])}")
    click.echo(f"callbacks go to /api/v1/webhooks/{feed_id}")


def _milli(value: float | None) -> int | None:
    return None if value is None else round(value * 1000)


def _carry_out(command: Callable[..., Any], **given: Any) -> Any:
    """Run one command on the stream of data, as this machine's operator."""
    from incident.events.signals import STREAM
    from incident.log import Actor

    with open_world().transaction([STREAM]) as tx:
        return command(tx, Actor(person="system", via="cli"), **given)


def _feed_id(name: str) -> str:
    from sqlalchemy import select

    from incident.models import Feed

    with open_world().read() as session:
        found = session.scalar(select(Feed.id).where(Feed.name == name))
    if found is None:
        raise BadInput(f"{name}: there is no feed of this name (see `tongxin feed list`)")
    return found
