"""A simulation for a terminal: what gives way first, the figures with their bands, and the difference of two."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from playbooks.simulation.words import said

_BANDS = ("p5", "p50", "p95")
_MOST_ROWS = 12


def print_simulation(document: dict[str, Any]) -> None:
    """Print the document of `playbook simulate --json` for people."""
    console = Console(highlight=False)
    console.print(f"[bold]{document['footprint']}[/bold]")
    console.print(f"[yellow]{document['exposure']}[/yellow]\n")
    for version in document["versions"]:
        told = version["playbook"]
        console.print(
            f"[bold]{told['title_en']} {told['title_zh']}[/bold] version {told['version']} ({told['digest'][:12]}),"
            f" level {version['level'] or 'not declared'}, {version['runs']:,} runs"
        )
        console.print(version["first"]["en"])
        console.print(version["first"]["zh"])
        console.print(_totals(version))
        console.print(_overloads(version))
        console.print(_teams(version))
        console.print(_counties(version))
    console.print(_assumptions(document["versions"][0]))
    if document["comparison"]:
        console.print("\n[bold]Side by side[/bold]: what the second changes of the first")
        for words in document["comparison"]["words"]:
            console.print(f"· {words['en']}\n  {words['zh']}")
        console.print(_difference(document["comparison"]))


def _table(*columns: str) -> Table:
    table = Table(header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    return table


def _totals(version: dict[str, Any]) -> Table:
    table = _table("figure", "as it is", *_BANDS)
    for row in version["totals"]:
        table.add_row(row["title_en"], *(said(row[name], row["unit"]).en for name in ("reference", *_BANDS)))
    return table


def _overloads(version: dict[str, Any]) -> Table:
    table = _table("not enough", "runs", "from hour (median)", "as it is")
    for row in version["overloads"]:
        hour = str(row["hour"]["p50"] + 1) if row["hour"] else "-"
        table.add_row(row["title_en"], f"{row['runs']:,}", hour, row["reference_en"] or "-")
    return table


def _teams(version: dict[str, Any]) -> Table:
    table = _table("province", "people on duty", "people needed, busiest hour (p50)", "(p95)", "left over at most, h")
    busiest = sorted(version["teams"]["provinces"], key=lambda row: -max(row["minutes"]["p95"], default=0))
    for row in busiest[:_MOST_ROWS]:
        needed = [max(row["minutes"][name], default=0) / 60 for name in ("p50", "p95")]
        left = max(row["waiting"]["p50"], default=0) / 60
        assumed = " (assumed)" if row["assumed"] else ""
        table.add_row(
            row["name_en"], f"{row['on_duty'][0]}{assumed}", f"{needed[0]:.1f}", f"{needed[1]:.1f}", f"{left:.1f}"
        )
    return table


def _counties(version: dict[str, Any]) -> Table:
    rows = version["coverage"]["counties"]
    table = _table(f"county ({len(rows):,} in any run)", "in runs", "customers as it is", *_BANDS)
    for row in rows[:_MOST_ROWS]:
        figures = [f"{row[name]:,}" for name in ("reference", *_BANDS)]
        table.add_row(f"{row['name_en']} {row['name_zh']}", f"{row['runs']:,}", *figures)
    return table


def _assumptions(version: dict[str, Any]) -> Table:
    table = _table("reckoned with", "value", "source")
    for row in version["assumptions"]:
        table.add_row(row["en"], f"{row['value']} {row['unit']}".strip(), row["source_en"])
    return table


def _difference(comparison: dict[str, Any]) -> Table:
    table = _table("figure", "first (p50)", "second (p50)", "difference p5", "p50", "p95")
    for row in comparison["totals"]:
        if any(row["difference"].values()):
            figures = [row["before"]["p50"], row["after"]["p50"], *(row["difference"][name] for name in _BANDS)]
            table.add_row(row["title_en"], *(said(figure, row["unit"]).en for figure in figures))
    return table
