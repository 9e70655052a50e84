"""What a service-analysis meeting should speak about, made from findings. Pure.

First what nobody owns, then what is overdue, then what several departments share, then what waits for verification: a
meeting is for what people cannot settle alone. The rest is counted and not read out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from incident.rules.finding_figures import Standing
from incident.rules.findings import OPEN, is_overdue

#: A meeting speaks of at most so many findings.
MOST = 40


def agenda_of(findings: Iterable[Standing], now: datetime) -> list[str]:
    """Ids of the findings to speak about, in order."""
    ranked = [(rank, at, one.id) for at, one in enumerate(findings) if (rank := _rank(one, now)) is not None]
    return [key for _rank_, _at, key in sorted(ranked)][:MOST]


def _rank(finding: Standing, now: datetime) -> int | None:
    if finding.state not in OPEN:
        return None
    if finding.state == "found":
        return 0 if not finding.helpers else 1
    if finding.state == "assigned":
        if is_overdue(finding.state, finding.due_at, finding.mended_at, now):
            return 2
        return 3 if finding.helpers else None
    return 4
