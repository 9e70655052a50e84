"""`tongxin review`: take a report of an incident out as a file."""

from __future__ import annotations

from pathlib import Path

import click

from incident.cli.data import open_world
from incident.cli.refusals import BadInput
from incident.cli.registering import register_file
from incident.cli.what_if import what_if
from incident.config import read_settings
from incident.rules.reports import BY_PROVINCE, FORMATS, KINDS, LANGUAGES, ending_of, is_made


@click.group(no_args_is_help=False)
def review() -> None:
    """Take reports out, and look at what would have been different."""


review.add_command(what_if)


@review.command()
@click.argument("incident", type=click.UUID)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What the file is.")
@click.option(
    "--kind", type=click.Choice(list(KINDS)), help="Which report; left out: final, or what the format is for."
)
@click.option("--language", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="Of its words.")
@click.option("--province", metavar="ADCODE", help="Narrow it to one province.")
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where it is written; left out: this folder."
)
def export(
    incident: str, *, form: str, kind: str | None, language: str, province: str | None, out: Path | None
) -> None:
    """Write a report of INCIDENT as a file: every figure names the events of the log that it comes from.

    That it was taken stands in the register of exports. Exit 0: written. 2: there is no
    such incident, the report is not made in this format, or the file cannot be written.
    """
    from incident.anchors import AnchorError
    from incident.errors import Refusal
    from incident.house import open_house
    from incident.reports.making import Wanted, make_file

    chosen = kind or {"bundle": "evidence", "parquet": "open_data"}.get(form, "final")
    if not is_made(chosen, form):
        raise BadInput(f"--format {form}: {chosen} is made as {', '.join(KINDS[chosen].formats)}")
    if province is not None and chosen not in BY_PROVINCE:
        raise BadInput(f"--province: only {', '.join(sorted(BY_PROVINCE))} can be narrowed to a province")
    settings = read_settings()
    open_world(settings)
    house = open_house(settings)
    if province is not None and province not in house.provinces:
        raise BadInput(f"--province {province}: there is no provincial company of this adcode")
    path = out or Path(f"{chosen}-{incident}.{ending_of(form)}")
    wanted = Wanted(
        incident_id=str(incident), kind=chosen, form=form, language="zh" if language == "zh" else "en",
        province=province, base_url=settings.public_url.rstrip("/"),
    )  # fmt: skip
    try:
        made = make_file(house, wanted, path)
    except (LookupError, Refusal) as error:
        raise BadInput(f"{incident}: there is no incident with this id") from error
    except (AnchorError, OSError) as error:
        raise BadInput(f"{path}: {error}") from error
    register_file(
        house.db, path, kind="evidence" if chosen == "evidence" else "report", form=ending_of(form),
        of_incident=str(incident), position=made.position,
        only={"kind": chosen, "language": language} | ({"province": province} if province else {}),
    )  # fmt: skip
    click.echo(f"{path}: {made.size:,} bytes, tells the log up to #{made.position:,}\nsha256 {made.sha256}")
