"""`tongxin geo import-sites`: the operator's own cell sites, with a progress bar and a report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from incident.cli.data import regions_of
from incident.cli.geo_people import columns_of
from incident.config import read_settings

if TYPE_CHECKING:
    from geo.site_import import Progress


@click.command("import-sites")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--owner", required=True, help="Who answers for the sites.")
@click.option("--as-of", required=True, help="Day the sites and counts speak of, such as 2026-11-01.")
@click.option("--label", default="现网基站 / Cell sites in service", show_default=True, help="Name, 中文 / English.")
@click.option(
    "--crs", type=click.Choice(["wgs84", "gcj02", "bd09"]),
    help="Coordinates of FILE; left out, they are taken for WGS-84. Map services in China use gcj02 (Amap) or bd09.",
)  # fmt: skip
@click.option(
    "--column", "columns", multiple=True, metavar="OURS=THEIRS",
    help="A column of FILE by our name: lon, lat, id, adcode, gotone, easyown, mzone, other, a_plus, a, b, c, "
    "vulnerable.",
)  # fmt: skip
def import_sites(
    file: Path,
    *,
    owner: str,
    as_of: str,
    label: str,
    crs: str | None,
    columns: tuple[str, ...],
) -> None:
    """Work with the cell sites in FILE from now on, and say what became of its rows.

    FILE is CSV, XLSX, Parquet, GeoPackage, GeoJSON or Shapefile with lon and lat (or points), and counts of
    subscribers by segment and tier. A site's county is its adcode, or the one it lies in. The old sites stay in use
    until the new ones are there. Exit 0: imported. 2: FILE or some of its rows cannot be used; nothing was changed.
    """
    from geo.site_import import import_sites as read_sites

    settings = read_settings()
    regions = regions_of(settings)
    with _bar() as progress:
        index, report = read_sites(
            file, regions, data_dir=settings.data_dir(), owner=owner, as_of=_day(as_of), label=label, crs=crs,
            columns=columns_of(columns), progress=progress,
        )  # fmt: skip
    for line in report.lines():
        click.echo(line)
    mib = index.nbytes / (1 << 20)
    click.echo(f"in use: {label}, {owner}, as of {as_of}; {mib:,.0f} MiB, {index.digest}; start `tongxin serve` anew")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day such as 2026-11-01", param_hint="--as-of") from None


@contextmanager
def _bar() -> Iterator[Progress]:
    """A line a stage on a terminal; nothing where output goes to a file."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:22}"), BarColumn(), TextColumn("{task.percentage:3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal) as bar:
        stages: dict[str, TaskID] = {}

        def progress(stage: str, done: int, whole: int | None) -> None:
            if stage not in stages:
                for task in stages.values():  # what came before is done
                    bar.update(task, total=1, completed=1)
                stages[stage] = bar.add_task(stage, total=whole)
            bar.update(stages[stage], completed=done, total=whole)

        yield progress
