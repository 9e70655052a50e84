"""`tongxin doctor`: a checklist of this installation, each line with the way to mend it."""

from __future__ import annotations

import click

from incident.cli.refusals import FOUND
from incident.config import read_settings


@click.command()
def doctor() -> None:
    """Say what holds, what does not, and how to mend it.

    Exit 0: nothing is wrong. 1: something is, marked with a cross.
    """
    from rich.console import Console

    from incident.doctor import examine

    console = Console(highlight=False)
    marks = {"good": "[green]✓[/green]", "wrong": "[red]✗[/red]", "note": "[yellow]·[/yellow]"}
    wrong = 0
    for finding in examine(read_settings()):
        console.print(f"{marks[finding.mark]} [bold]{finding.what}[/bold] {finding.told}", soft_wrap=True)
        if finding.mend and finding.mark != "good":
            console.print(f"    → {finding.mend}", soft_wrap=True)
        wrong += finding.mark == "wrong"
    if wrong:
        console.print(f"\n{wrong} {'thing is' if wrong == 1 else 'things are'} wrong")
        raise click.exceptions.Exit(FOUND)
