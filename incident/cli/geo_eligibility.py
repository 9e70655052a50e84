"""`tongxin geo import-eligibility`, `eligible`: who counts as in the region, by which rule."""

from __future__ import annotations

import json
from pathlib import Path

import click

from incident.cli.data import exposure_of, footprint_from, regions_of
from incident.cli.geo_people import columns_of
from incident.config import read_settings


@click.command("import-eligibility")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", required=True, help="Day the figures speak of, such as 2026-11-01.")
@click.option("--owner", default="not stated", help="Who answers for the figures.")
@click.option("--label", help="What the figures are called wherever they are shown.")
@click.option("--column", "columns", multiple=True, metavar="OURS=THEIRS", help="A column of FILE by our name.")
def import_eligibility(file: Path, *, as_of: str, owner: str, label: str | None, columns: tuple[str, ...]) -> None:
    """Count customers by eligibility rule from FILE (CSV or XLSX) from now on.

    One row is a group of customers: the county code under each rule (registered_address, billing_address,
    service_address, home_cell, roaming_in, number_segment), segment, customers. A rule without a column stays not
    known. Exit 0: imported. 2: FILE or some of its rows cannot be used; nothing was changed.
    """
    from geo.eligibility_import import import_eligibility as read_table

    settings = read_settings()
    table = read_table(
        file, regions_of(settings), data_dir=settings.data_dir(), as_of=as_of, owner=owner, label=label,
        columns=columns_of(columns),
    )  # fmt: skip
    for note in table.notes:
        click.echo(note)
    click.echo(
        f"{len(table.customers):,} groups, {int(table.customers.sum()):,} customers, by {', '.join(table.rules)}"
    )
    click.echo(f"in use: {table.label}, {table.owner}, as of {table.as_of}; start `tongxin serve` anew")


@click.command()
@click.argument("file")
@click.option("--min-value", type=float, help="Leave out bands below this value.")
@click.option("--rule", "rules", multiple=True, help="A rule to count; all of them when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
def eligible(file: str, *, min_value: float | None, rules: tuple[str, ...], as_json: bool) -> None:
    """Say how many customers are in the counties that FILE hits, by each rule and by any of them.

    Exit 0: counted. 2: FILE or an option cannot be used.
    """
    from geo.eligibility import RULES, count_eligible
    from geo.eligibility_store import eligibility_in_use
    from geo.impact import assess

    settings = read_settings()
    regions = regions_of(settings)
    exposure = exposure_of(settings, regions)
    hit = {row.adcode for row in assess(footprint_from(file), regions, exposure, min_value=min_value).at("county")}
    table = eligibility_in_use(exposure, data_dir=settings.data_dir())
    counted = count_eligible(table, hit, rules=rules or RULES)
    if as_json:
        document = {"counties": len(hit), "by_rule": counted.by_rule, "union": counted.union, "label": table.label}
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    click.echo(f"{len(hit):,} counties; {table.label}, as of {table.as_of}")
    for rule in counted.by_rule:
        total = counted.total(rule)
        click.echo(f"{rule:20} {'not known' if total is None else f'{total:,}':>15}")
    click.echo(f"{'by any of them':20} {counted.total():>15,}")
