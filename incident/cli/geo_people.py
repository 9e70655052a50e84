"""`tongxin geo import-population`, `import-points`, `key-points`, `people`: people and places an operator brings."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from incident.cli.data import footprint_from, regions_of
from incident.config import read_settings

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command("import-population")
@_FILE
@click.option("--as-of", help="Day the figures speak of, such as 2020-11-01; the 2020 census is recognised without it.")
@click.option("--owner", help="Who answers for the figures.")
@click.option("--label", help="What the figures are called wherever they are shown.")
@click.option(
    "--column", "columns", multiple=True, metavar="OURS=THEIRS",
    help="A column of FILE by our name: adcode, name, people, people_day, people_night, households.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
def import_population(
    file: Path, *, as_of: str | None, owner: str | None, label: str | None, columns: tuple[str, ...], as_json: bool
) -> None:
    """Work with the people by county in FILE (CSV or XLSX) from now on, and say what became of every row.

    Codes that have changed are placed under those that took their place. A county without a row stays unknown.
    Exit 0: imported. 2: FILE or some of its rows cannot be used; nothing was changed.
    """
    from geo.population_import import import_population as read_people

    settings = read_settings()
    people = read_people(
        file, regions_of(settings), data_dir=settings.data_dir(), columns=columns_of(columns), as_of=as_of,
        owner=owner, label=label,
    )  # fmt: skip
    if as_json:
        click.echo(json.dumps(people.report.as_json(), ensure_ascii=False, allow_nan=False))
        return
    for line in people.report.lines():
        click.echo(line)
    click.echo(f"in use: {people.label}, {people.owner}, as of {people.as_of}; start `tongxin serve` anew")


def columns_of(given: tuple[str, ...]) -> dict[str, str]:
    """Return the file's columns by our names, from pairs OURS=THEIRS."""
    columns = {}
    for pair in given:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise click.BadParameter(f"{pair!r} is not OURS=THEIRS, such as people=POPU", param_hint="--column")
        columns[ours.strip()] = theirs.strip()
    return columns


@click.command("import-points")
@click.argument("kind", type=click.Choice(["hall", "key_customer", "hospital", "shelter"]))
@_FILE
@click.option("--as-of", required=True, help="Day the places speak of, such as 2026-11-01.")
@click.option("--owner", default="not stated", help="Who answers for the places.")
@click.option("--label", help="What the places are called wherever they are shown.")
@click.option(
    "--column", "columns", multiple=True, metavar="OURS=THEIRS",
    help="A column of FILE by our name: id, name, name_en, lon, lat, tier.",
)  # fmt: skip
def import_points(
    kind: str, file: Path, *, as_of: str, owner: str, label: str | None, columns: tuple[str, ...]
) -> None:
    """Work with the places of KIND in FILE (CSV, XLSX or GeoJSON points) from now on.

    A place that lies in no county of the operator is named and left out.
    Exit 0: imported. 2: FILE or some of its rows cannot be used; nothing was changed.
    """
    from geo.points_import import import_points as read_points

    settings = read_settings()
    found = read_points(
        kind, file, regions_of(settings), data_dir=settings.data_dir(), as_of=as_of, owner=owner, label=label,
        columns=columns_of(columns),
    )  # fmt: skip
    for note in found.notes:
        click.echo(note)
    click.echo(f"{len(found.points):,} places in {len({p.county for p in found.points}):,} counties")
    for place in found.unplaced:
        click.echo(f"  left out: line {place.line} {place.id} {place.name}: {place.why}")
    click.echo(f"in use: {found.label}, {found.owner}, as of {found.as_of}; start `tongxin serve` anew")


@click.command("key-points")
@click.argument("footprint")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def key_points(footprint: str, *, as_json: bool) -> None:
    """List the hospitals and shelters that FOOTPRINT covers, the worst hit first.

    Exit 0: listed, also when none is hit. 2: FOOTPRINT cannot be used, or no such places were imported.
    """
    from geo.key_points import hit_points
    from geo.points_import import points_in_use
    from incident.cli.refusals import BadInput

    settings = read_settings()
    regions = regions_of(settings)
    sets = [points_in_use(settings.data_dir(), kind, regions) for kind in ("hospital", "shelter")]
    known = [point for found in sets if found is not None for point in found.points]
    if not any(sets):
        raise BadInput("no hospitals or shelters were imported; run `tongxin geo import-points hospital FILE`")
    hits = hit_points(footprint_from(footprint), known)
    if as_json:
        rows = [{**asdict(hit.point), "band": hit.band, "value": hit.value} for hit in hits]
        click.echo(json.dumps(rows, ensure_ascii=False, allow_nan=False))
        return
    for hit in hits:
        county = regions.get(hit.point.county)
        click.echo(f"{hit.band:9}  {hit.point.kind:8}  {hit.point.name}  {county.name}  {hit.point.id}")
    click.echo(f"{len(hits):,} of {len(known):,} places hit")


@click.command("people")
@click.argument("footprint")
@click.option("--json", "as_json", is_flag=True, help="Print the bands as JSON.")
def people_in(footprint: str, *, as_json: bool) -> None:
    """Say how many people, by day and by night, and households FOOTPRINT covers, with whose figures and how old.

    Within a county they are taken as evenly spread.
    Exit 0: counted. 2: FOOTPRINT cannot be used, or no people were imported.
    """
    from geo.people_hit import people_hit
    from geo.people_store import people_in_use
    from incident.cli.refusals import BadInput

    settings = read_settings()
    regions = regions_of(settings)
    people = people_in_use(settings.data_dir(), regions)
    if people is None:
        raise BadInput("no people were imported; run `tongxin geo import-population FILE`")
    bands = people_hit(footprint_from(footprint), people, regions)
    if as_json:
        head = {"label": people.label, "owner": people.owner, "as_of": people.as_of}
        click.echo(json.dumps({**head, "bands": [asdict(band) for band in bands]}, ensure_ascii=False))
        return
    click.echo(f"{people.label}, {people.owner}, as of {people.as_of}")
    for band in bands:
        counts = "  ".join(f"{count:>12,} {measure.replace('_', ' by ')}" for measure, count in band.counts.items())
        missing = len({code for codes in band.unknown.values() for code in codes})
        click.echo(f"{band.band:9} {counts}" + (f"  ({missing} counties not known)" if missing else ""))
