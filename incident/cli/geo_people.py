"""`tongxin geo import-population`, `import-points`: people and places that an operator brings."""

from __future__ import annotations

import json
from pathlib import Path

import click

from incident.cli.data import regions_of
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
    """Work with the people by county in FILE (CSV) from now on, and say what became of every row.

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
    columns = {}
    for pair in given:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise click.BadParameter(f"{pair!r} is not OURS=THEIRS, such as people=POPU", param_hint="--column")
        columns[ours.strip()] = theirs.strip()
    return columns
