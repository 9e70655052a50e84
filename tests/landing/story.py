"""A deferral in 21 cities from proposal to landing, its draining process killed on the way, its province real accounts.

The province is the billing simulator with accounts and a calendar of its own; every day passes there as it does here.
What is found at any moment (after each death, after each day) is collected in `faults`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.clock import SteppedClock, from_text
from incident.commands import drafting, measures
from incident.commands.landing import stages_of
from incident.commands.timers import fire_due
from incident.db import Database, World, open_engine
from incident.models import Batch
from incident.queries.balance import balance
from incident.rules.batches import FINAL_REASONS
from playbooks.terms.timing import CHINA_TIME
from tests.conftest import QUAKE, START
from tests.kill.labels import crash_points
from tests.landing.province import Size, area_of
from tests.landing.work import left
from tests.measures.stories import CAP_B, batches, begun, decide, do, drafted, measure
from tests.notifications.processes import RunningSimulator, running
from tests.storm.nursery import Nursery

DIED = 137
#: Every place in which the sending, the asking or the noting of instructions can die.
POINTS = [point for point in crash_points() if point.startswith(("billing", "drain.billing", "commit"))]
#: Tries by hand until only final reasons are left; three of four busy accounts pass each time.
MOST_TRIES = 12


@dataclass
class Story:
    """One measure of one incident, and all that happens to it."""

    folder: Path
    url: str
    db: Database
    clock: SteppedClock
    nursery: Nursery
    billing: RunningSimulator
    incident: str
    size: Size
    area: dict[str, Any]
    draws: random.Random
    row: dict[str, Any] = field(default_factory=dict)
    kills: int = 0
    faults: list[str] = field(default_factory=list)

    def propose(self, *, days: int) -> None:
        """From a draft to instructions in the outbox: class A, two people, back to 0:00 of the day of the quake."""
        midnight = QUAKE.astimezone(CHINA_TIME).replace(hour=0, minute=0, second=0)
        row = drafted(
            self.db, self.incident, kind="suspension_deferral", cap_fen=CAP_B * 10, area=self.area,
            window_from=midnight, window_to=QUAKE + timedelta(days=days),
        )  # fmt: skip
        row = decide(self.db, row)
        self.row = do(self.db, self.incident, measures.start_measure, measure_id=row["id"])

    def waive(self, *, days: int) -> dict[str, Any]:
        """Beside it money is given to the same accounts, so that there are fen to agree about."""
        row = decide(self.db, drafted(self.db, self.incident, area=self.area, window_to=QUAKE + timedelta(days=days)))
        return do(self.db, self.incident, measures.start_measure, measure_id=row["id"])

    def extend(self, *, days: int) -> None:
        """To a later end, proposed by one and approved by two."""
        proposed = do(
            self.db, self.incident, drafting.extend_measure, measure_id=self.row["id"],
            window_to=QUAKE + timedelta(days=days), reason="道路未通", class_b_cap_fen=CAP_B,
        )  # fmt: skip
        self.row = decide(self.db, proposed)

    def drain(self, *, kills: int = 0) -> int:
        """Let the draining process die so many times on the way, then bring everything to rest; how often it died."""
        before = self.kills
        for _ in range(kills):
            if left(self.db):
                self.kills += self._run({"TONGXIN_CRASH": self._moment()}) == DIED
                self.agree(when=f"after death {self.kills}")
        for _ in range(20):
            if not left(self.db):
                break
            if (code := self._run({})) != 0:
                self.faults.append(f"the draining process ended with {code}: {self._words()}")
        self.agree(when="at rest")
        return self.kills - before

    def retry_until_explained(self, measure_id: str, *, kills: int = 0) -> None:
        """Try again until every account that fails does so for a reason that no try changes; then accept that."""
        for _ in range(MOST_TRIES):
            if not self._may_pass(measure_id):
                break
            do(self.db, self.incident, measures.retry_measure, measure_id=measure_id)
            self.drain(kills=kills)
            kills = 0
        self.accept(measure_id)

    def accept(self, measure_id: str) -> None:
        """Leave what fails as it is."""
        if measure(self.db, measure_id)["state"] == "partially_applied":
            do(self.db, self.incident, measures.accept_gaps, measure_id=measure_id, reason="销户和争议账户，不再重试")

    def live_until(self, moment: datetime, *, kills: int = 0) -> None:
        """Let days pass here and in the province, one after the other, acting on whatever falls due."""
        while (now := self.world_now()) < moment:
            tomorrow = (now.astimezone(CHINA_TIME) + timedelta(days=1)).replace(hour=9, minute=0, second=0)
            self.clock.step((min(tomorrow, moment) - now).total_seconds())
            fire_due(self.db)
            if left(self.db):
                kills -= self.drain(kills=kills)
            self.billing.post("days", until=_day(self.world_now()))
        fire_due(self.db)

    def world_now(self) -> datetime:
        with self.db.read() as session:
            return self.db.world_now(session)

    def agree(self, *, when: str) -> None:
        """Hold our books against the province's own: batch by batch, county by county, in customers and fen."""
        books = self.billing.get("books")
        with self.db.read() as session:
            told = balance(session, self.incident, books=books)
            ours = session.execute(select(Batch.county, Batch.state, Batch.applied_customers, Batch.applied_fen)).all()
        self.faults += [f"{when}: {difference}" for difference in told["differences"]]
        if {state for _county, state, _customers, _fen in ours} <= {"settled", "ended", "abandoned"}:
            for county, figures in books["counties"].items():
                here = [(customers, fen) for code, _state, customers, fen in ours if code == county]
                sums = tuple(sum(column) for column in zip(*here, strict=True))
                theirs = (figures["applied"]["customers"], figures["applied"]["fen"])
                if sums != theirs:
                    self.faults.append(f"{when}: {county} has {sums} applied here, {theirs} at billing")

    def cut_off(self, *, since: datetime, before: datetime) -> int:
        """How many accounts that the measure had reached were suspended or terminated, as the province counts."""
        days = {"from": _day(since), "until": _day(before)}
        told = self.billing.get("cut-offs", **days)
        return int(told["suspended"]["covered"] + told["terminated"]["covered"])

    def landed(self) -> dict[int, tuple[str, int]]:
        """State and customers of each step of the landing."""
        with self.db.transaction() as tx:
            return {one["number"]: (one["state"], one["customers"]) for one in stages_of(tx, self.row["id"])}

    def own(self) -> list[dict[str, Any]]:
        """The measure's batches without its landing's."""
        return [batch for batch in batches(self.db, self.row["id"]).values() if batch["stage"] is None]

    @property
    def end(self) -> datetime:
        """The end that counts now."""
        return from_text(measure(self.db, self.row["id"])["window_to"])

    def _may_pass(self, measure_id: str) -> bool:
        found = batches(self.db, measure_id).values()
        return any(set(b["failures"]) - FINAL_REASONS for b in found if b["state"] == "settled") or any(
            b["parked"] for b in found
        )

    def _moment(self) -> str:
        """Where the process dies, and how often it passes there before."""
        point, rows = self.draws.choice(POINTS), left(self.db)
        times = rows // 2 if point.startswith("billing") else rows // 40
        return f"{point}:{self.draws.randint(1, max(1, times))}"

    def _run(self, told: dict[str, str]) -> int:
        own: dict[str, str] = {name: value for name, value in os.environ.items() if not name.startswith("TONGXIN_")}
        late = self.folder / "late.txt"
        late.write_text(self.clock.now().isoformat(), "utf-8")
        arguments = [self.url, self.billing.url, self.clock.now().isoformat(), str(late)]
        child = self.nursery.start("tests.landing.work:work", arguments, own | told, log=self.folder / "work.log")
        code = child.wait(timeout=900)
        # Whoever comes after a death begins when the leases of the dead have run out.
        self.clock.at = datetime.fromisoformat(late.read_text("utf-8")) + timedelta(seconds=31)
        return code

    def _words(self) -> str:
        return (self.folder / "work.log").read_text("utf-8", errors="replace")[-600:]


def _day(moment: datetime) -> str:
    return moment.astimezone(CHINA_TIME).date().isoformat()


@contextmanager
def told(folder: Path, url: str, nursery: Nursery, regions: Regions, *, size: Size, seed: int) -> Iterator[Story]:
    """Everything that a telling needs; the database has the schema already."""
    engine = open_engine(url)
    clock = SteppedClock(START)
    with Session(engine.execution_options(tongxin_writes=True)) as session:
        session.add(World(id=1, kind="exercise", name="landing", anchor_real=START, anchor_world=QUAKE, rate=1))
        session.commit()
    db = Database(engine, clock)
    area, everybody = area_of(regions, size)
    (folder / "billing").mkdir()
    try:
        with running("billing", folder / "billing", settle_ms=20, fail_ppm=20_000, unknown_ppm=20_000) as billing:
            billing.post("population", begins=_day(QUAKE), counties=everybody)
            yield Story(folder, url, db, clock, nursery, billing, begun(db), size, area, random.Random(seed))
    finally:
        engine.dispose()
