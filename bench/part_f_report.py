"""F, reports: how long the final report of an incident takes as its log grows: read, built, written."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.table import Row, told
from incident.config import Settings
from incident.db import Database
from incident.house import House
from incident.reports.making import Wanted, make_file

FORMATS = ("json", "pdf", "bundle")
#: Of a final report, also where 50,000 tasks have left a million events, whose whole chain is verified for it. An
#: evidence bundle holds all of them and has no goal.
GOAL_S = 10.0


def report_times(db: Database, incident: str, *, n: int, kind: str) -> Iterator[Row]:
    """One row a format; each file is made anew from the database."""
    with tempfile.TemporaryDirectory(prefix="tongxin-report-") as name:
        folder = Path(name)
        house = House(settings=Settings(var_dir=Path("var"), anchor_dir=str(folder / "anchors")), db=db)
        _ = house.regions  # read once a process, whatever is reported
        for form in FORMATS:
            wanted = Wanted(
                incident_id=incident, kind="evidence" if form == "bundle" else "final", form=form, language="zh"
            )
            began = time.perf_counter()
            made = make_file(house, wanted, folder / f"report.{form}")
            took = time.perf_counter() - began
            goal, met = ("", None) if form == "bundle" else (f"<= {GOAL_S:g} s", took <= GOAL_S)
            yield told(Row("F", f"report {form}, {kind}", n, "tongxin", round(1000 * took, 1), {},
                           goal, met, f"{made.size / 1000:,.0f} kB"))  # fmt: skip
