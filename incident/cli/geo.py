"""`tongxin geo`: read footprints, see whom they hit, look up regions, bring in boundaries."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from incident.cli.data import exposure_of, footprint_from, regions_of
from incident.cli.geo_eligibility import eligible, import_eligibility
from incident.cli.geo_growth import growth
from incident.cli.geo_people import import_points, import_population, key_points, people_in
from incident.cli.geo_sites import import_sites
from incident.cli.refusals import BadInput
from incident.config import read_settings

if TYPE_CHECKING:
    from geo.footprint import Footprint


@click.group(no_args_is_help=False)
def geo() -> None:
    """Footprints, regions and impact."""


geo.add_command(import_population)
geo.add_command(import_sites)
geo.add_command(import_points)
geo.add_command(key_points)
geo.add_command(people_in)
geo.add_command(growth)
geo.add_command(import_eligibility)
geo.add_command(eligible)


def _of_a_file(command: Callable[..., None]) -> Callable[..., None]:
    """The argument FILE and the options that say what a file does not."""
    from geo.readers.formats import FORMATS

    for decorate in (
        click.option("--crs", help="Coordinates of FILE, where it does not say them: WGS-84, GCJ-02 or BD-09."),
        click.option("--part", help="Which storm or layer of FILE, where it holds many; for example 2014-09."),
        click.option("--format", "fmt", type=click.Choice(list(FORMATS)), help="Format of FILE; found when left out."),
        click.argument("file"),
    ):
        command = decorate(command)
    return command


@geo.command()
@_of_a_file
def read(file: str, **said: Any) -> None:
    """Read FILE and print it as GeoJSON, one feature a band; how it was understood goes to stderr.

    FILE is any supported footprint, or a shipped reconstruction such as wenchuan-2008.
    Exit 0: read. 2: FILE or an option cannot be used.
    """
    from geo.footprint import to_geojson

    footprint = footprint_from(file, **said)
    _tell(file, footprint)
    click.echo(json.dumps(to_geojson(footprint), ensure_ascii=False, allow_nan=False))


@geo.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--source", default="chosen on the command line", help="Who named them, and when.")
@click.option("--title", default="Whole regions", help="Title of the footprint.")
def whole(names: tuple[str, ...], *, source: str, title: str) -> None:
    """Print whole provinces, cities or counties as a coarse footprint: GeoJSON for `geo impact` or an upload.

    Each of NAMES is a name, pinyin or code that must mean one region, with its grade 1 to 4 after `=` if it is not 1:
    湖南=3 hubei=3 450000. Exit 0: printed. 2: a name may mean several regions or none, or a grade is no number.
    """
    from geo.footprint import to_geojson
    from geo.footprint_reading import chosen_regions

    chosen = []
    for given in names:
        name, _, grade = given.partition("=")
        if grade and not (grade.isascii() and grade.isdecimal() and 1 <= int(grade) <= 4):
            raise BadInput(f"{given}: the grade after = is a whole number from 1 to 4")
        chosen.append((name, float(grade or 1)))
    footprint = chosen_regions(chosen, regions=regions_of(read_settings()), title=title, source=source)
    _tell(title, footprint)
    click.echo(json.dumps(to_geojson(footprint), ensure_ascii=False, allow_nan=False))


def _tell(file: str, footprint: Footprint) -> None:
    """Say on stderr what a footprint is made of, in which coordinates it was taken, what was mended or left out."""
    from geo.footprint import BASES

    if BASES[footprint.basis]:
        click.echo(f"{file}: {BASES[footprint.basis]}", err=True)
    if footprint.crs:
        click.echo(f"{file}: coordinates: {footprint.crs}", err=True)
    for note in footprint.notes:
        click.echo(f"{file}: {note}", err=True)


@geo.command()
@_of_a_file
@click.option("--json", "as_json", is_flag=True, help="Print the document of the contract instead of tables.")
@click.option("--min-value", type=float, help="Leave out bands below this value.")
@click.option(
    "--unit", type=click.Choice(["MMI", "CSI", "level", "kn", "force"]), help="Unit in which --min-value is given."
)
def impact(file: str, *, as_json: bool, min_value: float | None, unit: str | None, **said: Any) -> None:
    """Say whom FILE hits: bands, totals, regions.

    FILE is any supported footprint, or a shipped reconstruction such as wenchuan-2008.
    Exit 0: assessed, also when no region is hit. 2: FILE or an option cannot be used.
    """
    from geo.footprint import BASES
    from geo.impact import assess
    from geo.impact_json import impact_document
    from incident.cli.impact_tables import print_impact

    footprint = footprint_from(file, **said)
    settings = read_settings()
    regions = regions_of(settings)
    found = assess(footprint, regions, exposure_of(settings, regions), min_value=min_value, unit=unit)
    _tell(file, footprint)
    if as_json:
        json.dump(impact_document(found), sys.stdout, ensure_ascii=False, allow_nan=False)
        click.echo()
    else:
        print_impact(found, title=footprint.title, source=footprint.source, said=BASES[footprint.basis])


@geo.command()
@click.argument("text", nargs=-1, required=True)
def search(text: tuple[str, ...]) -> None:
    """Find regions by name, pinyin, initials or code, also by names and codes they no longer have.

    Exit 0: found. 1: nothing is called so.
    """
    regions = regions_of(read_settings())
    found = regions.find(" ".join(text))
    for hit in found:
        region, province = hit.region, regions.get(hit.region.province)
        where = "" if region.level == "province" else f"  in {province.name} {province.name_en}"
        old = f"  (formerly {hit.matched})" if hit.how.startswith("old") else ""
        click.echo(f"{region.adcode}  {region.level:8}  {region.name}  {region.name_en}{where}{old}")
    if not found:
        click.echo(f"no region is called {' '.join(text)!r}", err=True)
        raise click.exceptions.Exit(1)


@geo.command("import-regions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_regions(file: Path) -> None:
    """Work with the boundaries in FILE (GeoJSON, GeoPackage or Shapefile with adcode and name) from now on.

    Bring the map that is approved for your use. Exit 0: imported. 2: FILE or some of its rows cannot be used.
    """
    from geo.basemap import build_basemap
    from geo.region_import import import_regions as read_regions
    from incident.regions_in_use import use_regions

    settings = read_settings()
    regions = read_regions(file, settings.cache_dir())
    build_basemap(settings.cache_dir(), settings.var_dir / "basemap", regions=regions)
    use_regions(settings, regions)
    provinces, counties = len(regions.provinces()), len(regions.counties())
    click.echo(f"{file}: {provinces} provinces, {counties:,} counties, version {regions.version}")
    click.echo("start `tongxin serve` anew; exposure for these boundaries is made at first use")


@geo.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write into; left out: basemap in TONGXIN_VAR_DIR, where `serve` looks.",
)
def basemap(out: Path | None) -> None:
    """Build the base map that browsers load: provinces, cities, counties, labels, outline.

    Nothing is done when it is there already. Exit 0: it is there. 2: the folder cannot be written.
    """
    from geo.basemap import build_basemap

    settings = read_settings()
    built = build_basemap(settings.cache_dir(), out or settings.var_dir / "basemap", regions=regions_of(settings))
    click.echo(f"base map: {built}")
