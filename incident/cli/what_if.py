"""`tongxin review what-if`: replay an incident's footprints through a playbook of today."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from incident.cli.data import open_world
from incident.cli.refusals import BadInput
from incident.config import read_settings

_CHANGES = {"add": "+", "change": "~", "wind_down": "-"}
_FEN = 100


@click.command("what-if")
@click.argument("incident", type=click.UUID)
@click.option(
    "--playbook", metavar="SLUG", help="Another playbook in use; left out: the one that it was activated with."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def what_if(incident: str, *, playbook: str | None, as_json: bool) -> None:
    """Say what today's playbook would have done otherwise with the footprints of INCIDENT.

    Nothing is written. Exit 0: told. 2: there is no such incident or playbook, or it has had no footprint.
    """
    from incident.errors import Refusal
    from incident.house import open_house
    from incident.queries.counterfactual import counterfactual, playbooks_of

    settings = read_settings()
    open_world(settings)
    house = open_house(settings)
    try:
        with house.db.read() as session:
            used, today = playbooks_of(
                session, str(incident), in_use=house.playbooks, slug=playbook, memo=house.playbooks_read
            )
            told = counterfactual(
                session, str(incident), used=used, today=today, regions=house.regions,
                exercise=house.world_kind == "exercise",
            )  # fmt: skip
    except Refusal as error:
        raise BadInput(error.en) from error
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else in_words(told))


def in_words(told: Mapping[str, Any]) -> str:
    """The comparison as lines for a terminal."""
    used, today = told["used"], told["today"]
    lines = [
        f"used    {_book(used) if used else 'none: the incident was never activated'}",
        f"today   {_book(today)}{' (the same)' if told['same'] else ''}",
    ]
    for step in told["steps"]:
        lines.append(f"footprint {step['version']} at #{step['position']}, level {step['level'] or 'not set'}")
        lines += [f"  {name:<6}  {_total(step[name])}" for name in ("then", "now") if step[name]]
    lines += [f"adopted   {_total(told['actual'])}", f"would be  {_total(told['would'])}"]
    lines.append(f"different: {len(told['differences']):,}")
    lines += [
        f"  {_CHANGES[one['change']]} {one['type']} {one['title_en']}{_fields(one)}" for one in told["differences"]
    ]
    return "\n".join(lines)


def _book(book: Mapping[str, Any]) -> str:
    return f"{book['slug']} version {book['version']} ({book['digest'][:12]})"


def _total(total: Mapping[str, Any]) -> str:
    return (
        f"{total['measures']:,} measures, {total['tasks']:,} tasks, {total['messages']:,} messages, at least"
        f" {total['customers']:,} customers, {total['cost_fen'] / _FEN:,.2f} yuan (cap {total['cap_fen'] / _FEN:,.2f})"
    )


def _fields(one: Mapping[str, Any]) -> str:
    return f": {', '.join(one['fields'])}" if one["fields"] else ""
