"""`tongxin geo growth`: what a new version of a footprint brings in and lets go."""

from __future__ import annotations

import json

import click

from incident.cli.data import exposure_of, footprint_from, regions_of
from incident.config import read_settings

_WORDS = {
    "entered": "newly hit", "risen": "in a higher band", "stayed": "as before", "fallen": "in a lower band",
    "left": "no longer hit",
}  # fmt: skip
_MOST = 20


@click.command("growth")
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="Print totals and all counties that changed as JSON.")
def growth(before: str, after: str, *, as_json: bool) -> None:
    """Say which customers AFTER hits that BEFORE did not, and which it lets go, site by site.

    Exit 0: compared. 2: a footprint cannot be used, or their units cannot be compared.
    """
    from geo.growth import KINDS
    from geo.growth import growth as compare

    settings = read_settings()
    regions = regions_of(settings)
    found = compare(footprint_from(before), footprint_from(after), regions, exposure_of(settings, regions))
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, allow_nan=False))
        return
    for kind in KINDS:
        total = found.total(kind)
        click.echo(f"{_WORDS[kind]:16}  {total.total:>12,} customers  {total.sites:>8,} sites")
    changed = sorted((row for row in found.rows if not row.is_same), key=lambda row: -row.entered.total)
    for row in changed[:_MOST]:
        name = regions.get(row.adcode).name
        click.echo(f"  {row.adcode} {name}: +{row.entered.total:,} -{row.left.total:,} customers")
    if len(changed) > _MOST:
        click.echo(f"  and {len(changed) - _MOST:,} more counties; --json has all")
    if found.without_sites:
        click.echo(f"{len(found.without_sites):,} counties are hit but have no cell site to follow")
