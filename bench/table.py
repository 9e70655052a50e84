"""What a benchmark prints: one JSON line a row as it is measured, and a table of all at the end."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One subject in one case; `median_ms` is none where it was not run, and `note` says why."""

    part: str
    case: str
    n: int
    subject: str
    median_ms: float | None
    ratio_to: Mapping[str, float] = field(default_factory=dict)
    goal: str = ""
    met: bool | None = None
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the line of BENCHMARKS.md."""
        return {name: value for name, value in vars(self).items() if value != "" or name == "goal"}


def told(row: Row) -> Row:
    """Print a row at once, and return it."""
    print(json.dumps(row.as_json(), ensure_ascii=False), flush=True)
    return row


def median_ms(run: Callable[[], T], *, repeats: int, most_seconds: float = 30.0) -> tuple[float, T]:
    """Return the median of some runs after one to warm up, and the answer; one that is slow counts as it is."""
    took: list[float] = []
    while True:
        started = time.perf_counter()
        answer = run()
        seconds = time.perf_counter() - started
        if took or seconds > most_seconds / 4:
            took.append(seconds)
        else:
            took.append(float("nan"))  # the warm-up
        kept = [s for s in took if s == s]
        if len(kept) >= repeats or sum(kept) > most_seconds:
            return 1000 * statistics.median(kept), answer


def print_rows(rows: Sequence[Row]) -> None:
    """Print all rows as a table."""
    from rich.console import Console
    from rich.table import Table

    table = Table("part", "case", "n", "subject", "median ms", "ratio to", "goal", "met", "note", header_style="bold")
    for row in rows:
        ratios = ", ".join(f"{peer} {ratio:,.1f}x" for peer, ratio in row.ratio_to.items())
        took = "" if row.median_ms is None else f"{row.median_ms:,.2f}"
        met = "" if row.met is None else "yes" if row.met else "NO"
        table.add_row(row.part, row.case, f"{row.n:,}", row.subject, took, ratios, row.goal, met, row.note)
    Console(width=None if sys.stdout.isatty() else 180).print(table)
