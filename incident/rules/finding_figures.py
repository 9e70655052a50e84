"""What findings add up to: a score by department, and the same fault found again in another incident. Pure.

The score is written down so that it can be contested: of the findings that a department has to mend or to help with,
half the points for the share that is mended, three tenths for the share of those due that was mended in time, two
tenths for the share that somebody else has verified. A department without any finding has no score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from incident.rules.findings import COUNTED, DEPARTMENTS, is_overdue

#: Points of the three shares, of 100.
POINTS = {"mended": 50, "in_time": 30, "verified": 20}


@dataclass(frozen=True)
class Standing:
    """A finding as far as figures care."""

    id: str
    state: str
    scope: str
    incident_id: str | None
    rule: str | None
    department: str
    helpers: Sequence[str]
    assigned_at: datetime | None
    due_at: datetime | None
    mended_at: datetime | None


@dataclass(frozen=True)
class DepartmentScore:
    """One department's findings; shares in millionths, null where there is nothing to share."""

    department: str
    findings: int
    #: Of these, those that it only helps with.
    helping: int
    open: int
    overdue: int
    mended: int
    verified: int
    #: Median hours from the assignment to the mending.
    mending_hours: int | None
    score: int | None


@dataclass(frozen=True)
class Repeat:
    """A rule that has fired at the same place in more than one incident."""

    rule: str
    scope: str
    findings: tuple[str, ...]
    incidents: tuple[str, ...]
    #: How many of them are verified: what was mended and has come back shows here.
    verified: int


def scores(findings: Iterable[Standing], now: datetime) -> list[DepartmentScore]:
    """The score of every department that has findings, in the order in which departments are told."""
    by_department: dict[str, list[Standing]] = defaultdict(list)
    for finding in findings:
        if finding.state in COUNTED:
            for department in dict.fromkeys((finding.department, *finding.helpers)):
                by_department[department].append(finding)
    return [_score(name, by_department[name], now) for name in DEPARTMENTS if name in by_department]


def _score(department: str, findings: Sequence[Standing], now: datetime) -> DepartmentScore:
    mended = [one for one in findings if one.state in ("mended", "verified")]
    verified = sum(one.state == "verified" for one in findings)
    due = [one for one in findings if one.due_at is not None and (one.mended_at is not None or one.due_at < now)]
    overdue = [one for one in findings if is_overdue(one.state, one.due_at, one.mended_at, now)]
    hours = sorted(
        int((one.mended_at - one.assigned_at).total_seconds() // 3600)
        for one in mended
        if one.mended_at and one.assigned_at
    )
    in_time = (len(due) - len(overdue), len(due)) if due else (len(mended), len(findings))
    return DepartmentScore(
        department=department,
        findings=len(findings),
        helping=sum(one.department != department for one in findings),
        open=len(findings) - len(mended),
        overdue=len(overdue),
        mended=len(mended),
        verified=verified,
        mending_hours=hours[(len(hours) - 1) // 2] if hours else None,
        score=_points(mended=(len(mended), len(findings)), in_time=in_time, verified=(verified, len(findings))),
    )


def _points(**shares: tuple[int, int]) -> int:
    """Whole points of 100, rounded half up."""
    return sum((2 * POINTS[name] * part + whole) // (2 * whole) for name, (part, whole) in shares.items())


def repeats(findings: Iterable[Standing]) -> list[Repeat]:
    """Faults that rules have found at one place in more than one incident, the most often first."""
    grouped: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for finding in findings:
        if finding.rule is not None and finding.incident_id is not None and finding.state in COUNTED:
            grouped[finding.rule, finding.scope].append(finding)
    found = []
    for (rule, scope), same in grouped.items():
        incidents = tuple(sorted({str(one.incident_id) for one in same}))
        if len(incidents) > 1:
            ids = tuple(one.id for one in same)
            found.append(Repeat(rule, scope, ids, incidents, sum(one.state == "verified" for one in same)))
    return sorted(found, key=lambda one: (-len(one.incidents), one.rule, one.scope))
