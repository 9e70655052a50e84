"""The command `tongxin`: one module per noun, loaded only when asked for.

Exit 0 good; 1 a check found something; 2 bad input or usage, as plain lines on stderr that name the file, the
line or the field, never a traceback. What becomes which line is decided in one place, `incident.cli.refusals`.
"""

from __future__ import annotations

import os
import sys

import click

from incident.cli.nouns import NounGroup
from incident.cli.refusals import KINDS, USAGE, lines_of

#: Noun → module and what it is for; the order of `tongxin --help`.
NOUNS = {
    "demo": ("incident.cli.demo:demo", "Play Wenchuan 2008 through the whole system, people simulated."),
    "serve": ("incident.cli.serve:serve", "Serve pages, API and sockets."),
    "worker": ("incident.cli.worker:worker", "Work off the queue (RQ on Redis)."),
    "relay": ("incident.cli.relay:relay", "Send to a province's numbers, beside its own number file."),
    "simulate": ("incident.cli.simulate:simulate", "Start a stand-in for an outside system."),
    "doctor": ("incident.cli.doctor:doctor", "Say what is missing and how to mend it."),
    "db": ("incident.cli.db:db", "Upgrade, back up and restore the database."),
    "world": ("incident.cli.world:world", "Make the world that this database holds."),
    "user": ("incident.cli.user:user", "People, their roles and passwords."),
    "feed": ("incident.cli.feed:feed", "What is asked for hazard news, and how it fares."),
    "geo": ("incident.cli.geo:geo", "Footprints, regions and impact."),
    "cap": ("incident.cli.cap:cap", "Check CAP messages and feeds."),
    "playbook": ("incident.cli.playbook:playbook", "Check, test, plan and compare playbooks."),
    "drill": ("incident.cli.drill:drill", "Check scenarios, begin drills, print their scores."),
    "review": ("incident.cli.review:review", "Take reports of an incident out, replay it by a playbook of today."),
    "log": ("incident.cli.log:log", "Prove the log."),
}


@click.group(
    cls=NounGroup, nouns=NOUNS, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="tongxin", message="tongxin %(version)s")
def tongxin() -> None:
    """Tongxin 同心: emergency service assurance for a telecom operator.

    Exit 0: good. 1: a check found something. 2: bad input or usage.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code. Anything that is no bad input still raises."""
    try:
        given = sys.argv[1:] if arguments is None else arguments
        code = tongxin.main(args=given or ["--help"], prog_name="tongxin", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except BrokenPipeError:
        # The reader has gone; what is still buffered must not fail once more when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KINDS as error:
        for line in lines_of(error):
            click.echo(line, err=True)
        return USAGE
    return code if isinstance(code, int) else 0
