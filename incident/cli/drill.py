"""`tongxin drill`: check a scenario, begin a drill of it, print its score."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import click

from incident.cli.data import open_database
from incident.cli.refusals import FOUND, BadInput
from incident.config import read_settings
from incident.scenarios import Scenario, ScenarioError, read_scenario, scenario_text

if TYPE_CHECKING:
    from incident.db import Database


@click.group(no_args_is_help=False)
def drill() -> None:
    """Check scenarios, begin drills, print their scores."""


@drill.command()
@click.argument("file")
def check(file: str) -> None:
    """Check FILE (a scenario's YAML, or the name of a shipped one) and print what it has in store.

    Exit 0: it can be drilled. 1: it can be read and has no injects. 2: it cannot; the line names line, column, field.
    """
    scenario, _text = _read(file)
    for inject in scenario.injects:
        where = " ".join(part for part in (inject.system, inject.province) if part)
        long = f", {inject.minutes} min" if inject.minutes else ""
        click.echo(f"minute {inject.minute:g}: {inject.do} {where}{long} ({inject.id})".replace("  ", " "))
    for target in scenario.targets:
        after = f" after {target.after}" if target.after else ""
        share = f", at least {target.percent}%" if target.percent is not None else ""
        click.echo(f"target {target.id}: {target.what} within {target.within_minutes} min{after}{share}")
    click.echo(f"{file}: {len(scenario.injects)} injects, {len(scenario.targets)} targets, {len(scenario.beats)} beats")
    if not scenario.injects:
        raise click.exceptions.Exit(FOUND)


@drill.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a scenario's file.

    Exit 0: printed.
    """
    from incident.scenarios.schema import schema

    click.echo(json.dumps(schema(), ensure_ascii=False, indent=1))


@drill.command()
@click.argument("file")
def run(file: str) -> None:
    """Begin a drill of FILE in this installation's exercise world; the process that serves it releases the injects.

    Exit 0: it has begun, and its id is printed. 2: the world is live, another drill runs, or FILE cannot be drilled.
    """
    from incident.commands.drills import prepare_drill, start_drill
    from incident.events.drills import STREAM
    from incident.house import open_house
    from incident.log import Actor, incident_stream

    _scenario, text = _read(file)
    house = open_house(read_settings())
    _is_there(house.db)
    playbook = house.playbook(_scenario.playbook)
    actor, drill_id = Actor(person="system", via="cli"), str(uuid.uuid4())
    with house.db.transaction([STREAM]) as tx:
        row = prepare_drill(tx, actor, drill_id=drill_id, text=text, playbook=playbook)
    with house.db.transaction([STREAM, incident_stream(row["of_incident"])]) as tx:
        start_drill(tx, actor, drill_id=drill_id, provinces=house.provinces)
    click.echo(drill_id)


@drill.command("list")
def list_drills() -> None:
    """Print the drills of this world, the newest first.

    Exit 0: printed. 2: the database is not there or not current.
    """
    from incident.queries.drills import drills

    db = _is_there(open_database(read_settings()))
    with db.read() as session:
        for row in drills(session):
            click.echo(f"{row['id']}  {row['state']:<9}  {row['prepared_at'][:16]}Z  {row['title_en']}")


@drill.command()
@click.argument("drill_id", metavar="DRILL")
@click.option("--json", "as_json", is_flag=True, help="Print one document for programs instead of words.")
def score(drill_id: str, *, as_json: bool) -> None:
    """Print how DRILL went against its targets, each with the events of the incident's log behind it.

    Exit 0: nothing was missed. 1: a target was missed. 2: there is no such drill.
    """
    from incident.queries.drills import drill_score

    db = _is_there(open_database(read_settings()))
    with db.read() as session:
        told = drill_score(session, drill_id, now=db.world_now(session))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for one in told["targets"]:
            click.echo(_in_words(one))
        click.echo(", ".join(f"{count} {verdict}" for verdict, count in told["counts"].items()))
    if told["counts"]["missed"]:
        raise click.exceptions.Exit(FOUND)


def _in_words(one: dict[str, Any]) -> str:
    share = f", {one['part']} of {one['whole']}" if one["whole"] is not None else ""
    took = f", after {one['took_s'] // 60} min {one['took_s'] % 60} s" if one["took_s"] is not None else ""
    behind = ", ".join(f"#{event['position']} {event['type']}" for event in one["events"][:3])
    return f"{one['verdict']:<6}  {one['id']}: {one['what']} within {one['within_minutes']} min{took}{share}" + (
        f" ({behind})" if behind else ""
    )


def _read(file: str) -> tuple[Scenario, str]:
    try:
        text = scenario_text(file)
        return read_scenario(text, filename=file), text
    except ScenarioError as error:
        raise BadInput(error.en) from error


def _is_there(db: Database) -> Database:
    """The database, when it holds a world of the current schema."""
    from incident import migrate

    if not migrate.is_current(db.engine):
        raise BadInput("the schema is not current; run `tongxin db upgrade`")
    return db
