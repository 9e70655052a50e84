"""`tongxin playbook`: check, test, plan, simulate and compare playbooks, from a file or from the library."""

from __future__ import annotations

import json
from pathlib import Path

import click

from incident.cli.data import exposure_of, footprint_from, regions_of
from incident.cli.playbook_files import moment_from, playbook_text, read_playbook
from incident.cli.playbook_folder import export, import_
from incident.cli.playbook_simulation import simulate
from incident.cli.refusals import FOUND
from incident.config import read_settings


@click.group(no_args_is_help=False)
def playbook() -> None:
    """Check, test, plan, simulate and compare playbooks."""


playbook.add_command(export)
playbook.add_command(import_)


@playbook.command()
@click.argument("file")
def check(file: str) -> None:
    """Check FILE (a YAML file, or the name of one in the library) against its schema and itself.

    Says of each rule by which a larger footprint could cover fewer. Exit 0: it can be used. 2: it cannot; every problem
    is a line with file, line and column.
    """
    from playbooks.planning.monotone import marks

    read = read_playbook(file)
    marked = marks(read)
    for mark in marked:
        for rule in mark.against:
            click.echo(f"{file}: {mark.item_id}: a larger footprint may cover fewer: {rule.en}")
    grows = sum(mark.monotone for mark in marked)
    click.echo(f"{file}: {grows} of {len(marked)} rules only ever cover more when a footprint grows")
    click.echo(f"{file}: version {read.version}, digest {read.digest[:12]}, {len(read.measures)} measures: good")


@playbook.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--coverage", "with_coverage", is_flag=True, help="Name the rules that never fired, or always did.")
@click.option("--json", "as_json", is_flag=True, help="Print one document for programs instead of words.")
def test(files: tuple[str, ...], *, with_coverage: bool, as_json: bool) -> None:
    """Run the tests that each FILE (a YAML file, a folder of them, or a name in the library) brings along.

    Exit 0: all passed. 1: a test failed, there is none, or with --coverage a rule is untried. 2: no usable playbook.
    """
    from incident.cli.playbook_tests import document_of, files_of, good, in_words, results_of

    results = [results_of(file, read_playbook(file), with_coverage=with_coverage) for file in files_of(files)]
    if as_json:
        click.echo(json.dumps(document_of(results), ensure_ascii=False, allow_nan=False))
    else:
        for one in results:
            for line in in_words(one):
                click.echo(line)
    if not all(good(one) for one in results):
        raise click.exceptions.Exit(FOUND)


@playbook.command()
@click.argument("file")
@click.option("--footprint", required=True, help="A footprint file, or a reconstruction such as wenchuan-2008.")
@click.option("--level", type=click.Choice(["I", "II", "III", "IV"]), help="Response level; left out: none declared.")
@click.option("--colour", type=click.Choice(["red", "orange", "yellow", "blue"]), help="Warning colour.")
@click.option("--at", help="World time of planning, ISO 8601 with offset; left out: when the footprint begins.")
@click.option("--json", "as_json", is_flag=True, help="Print the document of the API instead of words.")
def plan(file: str, *, footprint: str, level: str | None, colour: str | None, at: str | None, as_json: bool) -> None:
    """Plan FILE (a YAML file, or the name of one in the library) against a footprint, and say why.

    Exit 0: planned. 2: FILE, the footprint or an option cannot be used.
    """
    from geo.impact import assess
    from incident.cli.plan_words import print_plan
    from incident.cli.situations import situation_from
    from incident.queries.planning import Proposal
    from incident.queries.plans import proposal_document
    from incident.queries.points_near import near_of
    from playbooks.planning.difference import difference
    from playbooks.planning.planner import plan as plan_now

    read, shape, settings = read_playbook(file), footprint_from(footprint), read_settings()
    regions = regions_of(settings)
    impact = assess(shape, regions, exposure_of(settings, regions))
    situation = situation_from(
        shape,
        impact,
        regions,
        hazard=read.hazards[0],
        level=level,
        colour=colour,
        now=moment_from(at, shape.valid_from, option="--at"),
        near=near_of([read], regions),
    )
    planned = plan_now(read, situation)
    document = proposal_document(Proposal(read, planned, difference({}, planned), {}), regions)
    document["exposure"] = impact.exposure_label
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
    else:
        print_plan(document)


@playbook.command()
@click.argument("before")
@click.argument("after")
def diff(before: str, after: str) -> None:
    """Say what AFTER changes of BEFORE by meaning; both are YAML files or names in the library.

    Exit 0: they say the same. 1: they differ, a line a difference. 2: one is no usable playbook.
    """
    from incident.cli.playbook_difference import difference

    lines = difference(read_playbook(before), read_playbook(after))
    for line in lines:
        click.echo(line)
    if lines:
        raise click.exceptions.Exit(FOUND)


@playbook.command()
@click.argument("file")
def lines(file: str) -> None:
    """Say of every line of FILE, with its parents and fragments put in, in which file and line it was written.

    Exit 0: told. 2: FILE, a parent or a fragment cannot be read.
    """
    from incident.cli.playbook_shelf import Folder
    from playbooks.source.playbook import resolved

    whole = resolved(playbook_text(file), filename=file, shelf=Folder(Path(file).parent))
    for path, value, filename, line in whole.lines():
        click.echo(f"{filename}:{line}: {path} = {json.dumps(value, ensure_ascii=False)}")


@playbook.command()
def schema() -> None:
    """Print the JSON Schema of a playbook's file, for editors and for checks of one's own.

    Exit 0: printed.
    """
    from playbooks.source.schema import schema as made

    click.echo(json.dumps(made(), ensure_ascii=False, indent=2))


playbook.add_command(simulate)
