"""`tongxin demo`: a historical event played through the whole system by simulated people."""

from __future__ import annotations

import click
from click.core import ParameterSource

from incident.cli.refusals import BadInput
from incident.config import read_settings

FASTEST = 3600


@click.command()
@click.option(
    "--scenario",
    default="wenchuan-2008",
    show_default=True,
    help="Which story is played: wenchuan-2008, ice-2008, olympics-2008, or a .yaml file.",
)
@click.option(
    "--speed", type=click.IntRange(1, FASTEST), default=60, show_default=True, help="World seconds per real second."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@click.option("--lan", is_flag=True, help="Let other machines of the local network in, over plain http.")
@click.option("--fresh", is_flag=True, help="Begin anew instead of going on where the last one stopped.")
@click.option("--exit", "exit_at_end", is_flag=True, help="End with the story instead of serving on.")
@click.option("--seed", type=int, help="Repeats chance: who is late, who fails. Begins anew.")
@click.option("--password", help="Password of all accounts, at least 12 characters; drawn if left out. Begins anew.")
@click.pass_context
def demo(
    context: click.Context,
    *,
    scenario: str,
    speed: int,
    port: int,
    no_browser: bool,
    lan: bool,
    fresh: bool,
    exit_at_end: bool,
    seed: int | None,
    password: str | None,
) -> None:
    """Play a historical event in an exercise world of its own (var/demo), people simulated; ends with the balance.

    Exit 0: the books agree, or it was stopped before its end. 1: a difference. 2: an option cannot be used.
    """
    from incident.demo.theatre import DemoError, Wishes, perform
    from incident.scenarios import ScenarioError

    asked = context.get_parameter_source("port") is ParameterSource.COMMANDLINE
    wishes = Wishes(
        scenario=scenario,
        speed=speed,
        port=port or None,
        any_port=not asked,
        browser=not no_browser,
        lan=lan,
        fresh=fresh,
        exit_at_end=exit_at_end,
        seed=seed,
        password=password,
    )
    try:
        code = perform(wishes, read_settings())
    except (ScenarioError, DemoError) as error:
        raise BadInput(str(error)) from error
    raise click.exceptions.Exit(code)
