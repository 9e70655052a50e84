"""`tongxin cap`: look into CAP messages and feeds before anything is done with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from incident.cli.data import certificates_of, open_world, regions_of
from incident.cli.refusals import FOUND, BadInput
from incident.config import read_settings

if TYPE_CHECKING:
    from geo.cap import CapAlert, CapFeed, CapInfo, CapRead


@click.group(no_args_is_help=False)
def cap() -> None:
    """Messages of the Common Alerting Protocol."""


@cap.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def validate(file: Path) -> None:
    """Check FILE (CAP 1.0, 1.1 or 1.2) and print what it says; a feed is listed.

    A signature is verified by the certificates in TONGXIN_CAP_CERTIFICATES (a folder; left out: cap-certificates in
    TONGXIN_VAR_DIR).
    Exit 0: sound. 1: it breaks the standard or its signature is broken, each on a line. 2: FILE is no CAP message.
    """
    from geo.cap import CapFeed, read_cap

    settings = read_settings()
    found = read_cap(file, regions=lambda: regions_of(settings), certificates=certificates_of(settings))
    if isinstance(found.document, CapFeed):
        problems = _print_feed(found.document)
    else:
        signature = found.document.signature
        broken = [f"the XML signature is {signature.words}"] if signature.state == "broken" else []
        problems = [*broken, *found.document.problems]
        _print_alert(found.document)
        _print_area(found)
    for problem in problems:
        click.echo(f"{file}: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(FOUND)


@cap.command()
@click.argument("broadcast")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; left out: printed."
)
def export(broadcast: str, output: Path | None) -> None:
    """Write BROADCAST (its id) as a CAP 1.2 message: as it was sent, or as it would be if it were sent now.

    Exit 0: written. 2: there is no such broadcast.
    """
    from incident import fold
    from incident.house import House
    from incident.queries.cap_messages import message_of
    from notifications.cap import to_xml

    settings = read_settings()
    house = House(settings=settings, db=open_world(settings))
    with house.db.read() as session:
        row = fold.row_of(session, "broadcast", broadcast)
        if not row:
            raise BadInput(f"there is no broadcast {broadcast}; its id stands in the address of its page")
        now = house.db.world_now(session)
        try:
            alert = message_of(session, row, sender=house.cap_sender, regions=house.regions, now=now)
        except ValueError as error:
            raise BadInput(f"broadcast {broadcast} is no message yet: {error}") from error
    written = to_xml(alert)
    written = house.cap_signer.sign(written) if house.cap_signer else written
    if output is None:
        click.echo(written.decode())
    else:
        output.write_bytes(written)
        click.echo(f"{output}: CAP 1.2, {alert.message_type}, {alert.status}, {len(alert.infos)} languages")


def _print_alert(alert: CapAlert) -> None:
    click.echo(f"CAP {alert.version or '?'}  {alert.identifier}")
    click.echo(f"  sender    {alert.sender}")
    click.echo(f"  sent      {alert.sent}")
    click.echo(f"  status    {alert.status}   msgType {alert.msg_type}   scope {alert.scope}")
    for reference in alert.references:
        click.echo(f"  refers to {reference.identifier} of {reference.sender}, sent {reference.sent}")
    if alert.incidents:
        click.echo(f"  incidents {' '.join(alert.incidents)}")
    click.echo(f"  signature {alert.signature.words}")
    for number, info in enumerate(alert.infos, start=1):
        _print_info(number, info)
    for warning in alert.warnings:
        click.echo(f"  note      {warning}")


def _print_info(number: int, info: CapInfo) -> None:
    click.echo(f"  info {number}    {info.language}  {'/'.join(info.categories)}  {info.event}")
    click.echo(f"            {info.urgency}, {info.severity}, {info.certainty}")
    if info.response_types:
        click.echo(f"            response {', '.join(info.response_types)}")
    if info.onset or info.effective or info.expires:
        click.echo(f"            from {info.onset or info.effective or '-'} to {info.expires or '-'}")
    if info.headline:
        click.echo(f"            {info.headline}")
    for area in info.areas:
        codes = ", ".join(f"{code.name} {code.value}" for code in area.geocodes[:4])
        more = f" and {len(area.geocodes) - 4} more" if len(area.geocodes) > 4 else ""
        click.echo(f"    area    {area.description}: {area.polygons} polygons, {area.circles} circles"
                   + (f", {codes}{more}" if codes else ""))  # fmt: skip


def _print_area(found: CapRead) -> None:
    if found.footprint is not None:
        bands = ", ".join(f"{band.band} {band.area_km2:,.0f} km²" for band in found.footprint.bands)
        click.echo(f"  footprint {bands}")
    else:
        click.echo(f"  footprint none: {found.refusal}")


def _print_feed(feed: CapFeed) -> list[str]:
    held = sum(entry.alert is not None for entry in feed.entries)
    click.echo(f"{feed.kind} feed  {feed.identifier or '-'}")
    click.echo(f"  title     {feed.title or '-'}")
    click.echo(f"  updated   {feed.updated or '-'}")
    click.echo(f"  entries   {len(feed.entries)}, of which {held} hold their message")
    problems = list(feed.problems)
    for number, entry in enumerate(feed.entries, start=1):
        click.echo(f"  {number:>7}   {entry.identifier or '-'}  {entry.title}")
        if entry.link:
            click.echo(f"            {entry.link}")
        if entry.alert is not None:
            alert = entry.alert
            click.echo(
                f"            holds CAP {alert.version or '?'} {alert.identifier} ({alert.msg_type}, {alert.status})"
            )
            problems += [f"entry {number}: {problem}" for problem in alert.problems]
    return problems
