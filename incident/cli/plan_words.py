"""A plan for a terminal: what is proposed, what is left out, and why, a paragraph each."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.padding import Padding

FEN_PER_YUAN = 100


def print_plan(document: dict[str, Any]) -> None:
    """Print the document of `playbook plan --json` for people."""
    console = Console(highlight=False)
    told = document["playbook"]
    console.print(f"[bold]{told['title_en']} {told['title_zh']}[/bold] version {told['version']}")
    console.print(f"[yellow]{document['exposure']}[/yellow]\n")
    for trigger in document["triggers"]:
        holds = "[green]holds[/green]" if trigger["holds"] else "does not hold"
        heading = f"[bold]trigger[/bold] {trigger['title_en']} {trigger['title_zh']}: {holds}"
        _paragraph(console, heading, trigger["reasons_en"])
    items: dict[str, list[dict[str, Any]]] = {}
    for change in document["changes"]:
        items.setdefault(change["item_key"].split("/")[1], []).append(change)
    for changes in items.values():
        _paragraph(console, f"{_heading(changes[0])} ({_figures(changes)})", changes[0]["reasons_en"])
    if document["omitted"]:
        console.print("\n[bold]Left out[/bold]")
    for item in document["omitted"]:
        _paragraph(console, _heading(item), item["reasons_en"])
    for note in document["notes"]["reasons_en"]:
        console.print(note)


def _heading(item: dict[str, Any]) -> str:
    return f"[bold]{item['type']}[/bold] {item['title_en']} {item['title_zh']}"


def _figures(changes: list[dict[str, Any]]) -> str:
    """Targets, customers, cost and approval class of one item of the playbook over all its targets."""
    told = [changes[0]["phase"]]
    told += [f"{len(changes):,} of them"] if len(changes) > 1 else []
    told.append(f"{sum(change['customers'] for change in changes):,} customers")
    cost_fen = sum(change["cost_fen"] or 0 for change in changes)
    if cost_fen:
        told.append(f"about {cost_fen / FEN_PER_YUAN:,.0f} yuan")
    if changes[0]["approval_class"]:
        told.append(f"class {changes[0]['approval_class']}")
    return ", ".join(told)


def _paragraph(console: Console, heading: str, reasons: list[str]) -> None:
    console.print(heading)
    for reason in reasons:
        console.print(Padding(f"· {reason}", (0, 0, 0, 4)))
