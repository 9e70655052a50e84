"""`tongxin relay`: the process beside a province's own number file, where no other platform resolves an audience."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from incident.cli.refusals import FOUND, BadInput

if TYPE_CHECKING:
    from notifications.relay.settings import AnyRelay


@click.command()
@click.argument("settings_file", metavar="SETTINGS", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dir", "folder", type=click.Path(file_okay=False, path_type=Path), required=True,
              help="Its own folder: the journal and the numbers, readable by nobody else.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; TLS stands in front of it.")
@click.option("--port", type=click.IntRange(0, 65535), default=8600, show_default=True, help="0 takes any free one.")
@click.option("--check", is_flag=True, help="Only read settings and number file, and say what is in it.")
@click.option("--jobs", is_flag=True, help="Only say how far its jobs have got, also while it runs.")
def relay(settings_file: Path, folder: Path, host: str, port: int, *, check: bool, jobs: bool) -> None:
    """Send public messages to the numbers of a province, as headquarters describes whom, until SIGTERM or Ctrl-C.

    SETTINGS is one JSON file (docs/relay.md). When ready it prints one JSON line with its port.

    Exit 0: ended. 1: --check found rows that cannot be used. 2: settings or number file cannot be used. 70: it failed
    by itself and is to be started again.
    """
    from notifications.relay.process import FolderTaken, load_numbers, run
    from notifications.relay.roll import Roll, RollError
    from notifications.relay.roll_files import NumberFileError
    from notifications.relay.settings import RelaySettingsError, read_settings_file

    try:
        settings = read_settings_file(settings_file)
        if jobs:
            _tell_jobs(settings, folder)
            return
        if not check:
            raise SystemExit(run(settings, folder, host=host, port=port))
        loaded = load_numbers(settings, folder)
    except (RelaySettingsError, RollError, NumberFileError, FolderTaken) as error:
        raise BadInput(str(error)) from error
    roll = Roll(folder)
    figures, known = roll.figures(loaded.version), roll.known(loaded.version)
    roll.close()
    click.echo(f"{settings.numbers}: {loaded.entries} numbers, {loaded.doubled} stood twice, {loaded.bad} unusable")
    for name, values in figures.items():
        click.echo(f"{name}: " + ", ".join(f"{value} {many}" for value, many in values.items()))
    click.echo(f"rules: {', '.join(known.rules)}; not known: {', '.join(known.not_known) or 'none'}")
    for problem in loaded.problems:
        click.echo(problem.words(), err=True)
    if loaded.bad:
        raise SystemExit(FOUND)


def _tell_jobs(settings: AnyRelay, folder: Path) -> None:
    """One line a job: where each stands in the six counts, what was stopped or waits, and how long it still takes."""
    from notifications.relay.process import jobs_of

    for job in jobs_of(settings, folder):
        counts = ", ".join(f"{many} {state}" for state, many in job.counts.items() if many)
        more = [f"{job.stopped} stopped"] if job.stopped else []
        more += [f"{job.capped} wait for tomorrow"] if job.capped else []
        more += [f"{sum(job.survey.digits.values())} answered"] if job.survey else []
        more += [f"about {-(-job.eta_s // 60)} min left"] if job.eta_s and job.state == "inProgress" else []
        more += [f"not known who counts by {', '.join(job.rules_not_known)}"] if job.rules_not_known else []
        more += [f"network full in {', '.join(job.full_counties)}: cell broadcast"] if job.full_counties else []
        click.echo(f"{job.key} {job.state}: {job.audience} numbers; {'; '.join([counts, *more])}")
