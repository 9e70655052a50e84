"""An impact as tables for a terminal; the numbers are those of `--json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from geo.impact import Impact, ImpactRow
    from geo.tally import Tally

#: Counties shown; `--json` has all.
MOST_COUNTIES = 20
_SEGMENTS = {"gotone": "GoTone 全球通", "easyown": "Easyown 神州行", "mzone": "M-Zone 动感地带", "other": "other 其他"}
_TIERS = {"a_plus": "A+", "a": "A", "b": "B", "c": "C"}


def print_impact(impact: Impact, *, title: str, source: str, said: str = "") -> None:
    """Print bands, totals, provinces and the worst counties; says when the exposure is synthetic.

    `said` is what must be said of the footprint beside its source, such as that it is coarse.
    """
    console = Console()
    console.print(f"[bold]{title}[/bold]\n{source}", highlight=False)
    if said:
        console.print(f"[yellow]{said}[/yellow]", highlight=False)
    console.print(f"[yellow]{impact.exposure_label}[/yellow]\n", highlight=False)
    if not impact.rows and not impact.unassessed:
        console.print("No region is hit.")
        return
    console.print(_bands(impact))
    console.print(_totals(impact.totals))
    console.print(_regions(impact.at("province"), title="Provinces, most severe first"))
    counties = _regions(impact.at("county"), title="Counties, most severe first", most=MOST_COUNTIES)
    console.print(counties)
    left = len({row.adcode for row in impact.at("county")}) - counties.row_count
    if left > 0:
        console.print(f"… and {left:,} more counties; --json has all.\n", highlight=False)
    if impact.unassessed:
        names = ", ".join(f"{leaf.name} ({leaf.reason})" for leaf in impact.unassessed)
        console.print(f"Hit, but not assessed: {names}", highlight=False)


def _bands(impact: Impact) -> Table:
    table = _table("Bands, each without the higher ones", "band", "km²", "people", "subscribers", "sites", "halls")
    for band in impact.bands:
        tally = band.tally
        table.add_row(
            band.band, _n(round(band.area_km2)), _n(tally.people), _n(tally.total), _n(tally.sites), _n(tally.halls)
        )
    return table


def _totals(totals: Tally) -> Table:
    table = _table("Totals", "what", "count")
    table.add_row("people", _n(totals.people))
    table.add_row("subscribers", _n(totals.total))
    for segment, count in totals.segments.items():
        table.add_row(f"  {_SEGMENTS.get(segment, segment)}", _n(count))
    for name, count in totals.of_which.items():
        said = f"members of groups of tier {_TIERS[name]}" if name in _TIERS else name
        table.add_row(f"  of which {said}", _n(count))
    table.add_row("cell sites", _n(totals.sites))
    table.add_row("service halls", _n(totals.halls))
    table.add_row("key customers", _n(totals.key_customers))
    for tier, count in totals.key_customer_tiers.items():
        table.add_row(f"  tier {_TIERS[tier]}", _n(count))
    return table


def _regions(rows: tuple[ImpactRow, ...], *, title: str, most: int | None = None) -> Table:
    """One line a region: its worst band, and the sum over its bands."""
    by_region: dict[str, list[ImpactRow]] = {}
    for row in rows:
        by_region.setdefault(row.adcode, []).append(row)
    table = _table(title, "region", "worst", "% hit", "people", "subscribers", "sites", "basis")
    for members in list(by_region.values())[:most]:
        worst = members[0]
        table.add_row(
            f"{worst.name} {worst.name_en}",
            worst.band,
            f"{100 * min(1.0, sum(row.area_share for row in members)):.1f}",
            _n(_known(row.people for row in members)),
            _n(sum(row.total for row in members)),
            _n(sum(row.sites for row in members)),
            worst.basis,
        )
    return table


def _known(counts: Iterable[int | None]) -> int | None:
    """The sum of what is known; None when nothing is."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        words = column in ("region", "band", "worst", "basis", "what")
        table.add_column(column, justify="left" if words else "right", no_wrap=column != "region")
    return table


def _n(count: int | None) -> str:
    return "unknown" if count is None else f"{count:,}"
