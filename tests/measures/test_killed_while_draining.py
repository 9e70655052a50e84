"""Killed at every labelled point of every drain, a worker loses nothing and doubles nothing (G2).

A forked worker really dies at the point (os._exit); another one, later, goes on. The labels are read from the
source, so a new one cannot be skipped.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from incident import crashpoints
from incident.clock import SteppedClock
from incident.commands import broadcasts
from incident.commands.people import grant_role, set_mail
from incident.db import Database, open_engine
from incident.draining import KINDS, Drains, Endpoints, Pace
from incident.events.people import STREAM
from incident.log import SYSTEM, incident_stream
from incident.models import Outbox
from incident.queries.balance import balance
from notifications.connectors.billing_tmf import ExerciseBillingTmf
from notifications.connectors.broadcast_gateway import ExerciseBroadcastGateway
from notifications.registry import build
from tests.conftest import START
from tests.incident.stories import SICHUAN, dispatched
from tests.measures.stories import LI, batches, begun, broadcasting, do, measure, started
from tests.notifications.processes import RunningSimulator, running
from tests.support import assert_chain_holds, assert_fold_equals_rows

SOURCE = Path(__file__).resolve().parents[2] / "incident"
PACE = Pace(at_once=3, parallel=2)
Check = Callable[[dict[str, RunningSimulator]], None]


def labels() -> list[str]:
    """Every crash point of the drains, and those of the one transaction."""
    found: set[str] = set()
    for path in [*(SOURCE / "draining").glob("*.py"), SOURCE / "db" / "transaction.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "crashpoint":
                found |= set(_names(node.args[0]))
    return sorted(found)


def _names(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    assert isinstance(argument, ast.JoinedStr)
    parts = [str(v.value) if isinstance(v, ast.Constant) else None for v in argument.values]
    return ["".join(kind if part is None else part for part in parts) for kind in KINDS]


@pytest.fixture(scope="module")
def simulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, RunningSimulator]]:
    with (
        running("billing", tmp_path_factory.mktemp("billing"), settle_ms=5, unknown_ppm=300_000) as billing,
        running("broadcast", tmp_path_factory.mktemp("broadcast"), rate_per_s=1_000_000, receipt_ms=0) as gateway,
        running("smtp", tmp_path_factory.mktemp("smtp")) as sink,
    ):
        yield {"billing": billing, "broadcast": gateway, "smtp": sink}


def work(url: str, simulators: dict[str, RunningSimulator], at: datetime) -> None:
    """A worker's whole life: drain all kinds, its clock stepping over back-offs and leases, until nothing is open."""
    engine = open_engine(url)
    clock = SteppedClock(at)
    db = Database(engine, clock)
    billing = build("billing_tmf", simulators["billing"].settings(), world="exercise")
    gateway = build("broadcast_gateway", simulators["broadcast"].settings(), world="exercise")
    assert isinstance(billing, ExerciseBillingTmf)
    assert isinstance(gateway, ExerciseBroadcastGateway)
    endpoints = Endpoints(billing, gateway, build("mail", simulators["smtp"].settings(), world="exercise"))
    drains = Drains(db, endpoints, f"worker {at}", PACE)
    while is_open(db):
        for kind in drains.due():
            drains.drain(kind)
        clock.step(31)
    endpoints.close()
    engine.dispose()


def is_open(db: Database) -> bool:
    with db.read() as session:
        return session.scalar(select(Outbox.id).where(Outbox.state.in_(("pending", "leased"))).limit(1)) is not None


def forked(life: Callable[[], None], *, killed_at: str | None, nth: int = 1) -> int:
    """Run `life` in a process of its own, killed at a label's nth turn; its exit code."""
    pid = os.fork()
    if pid == 0:
        crashpoints._name, crashpoints._left = killed_at or "", nth
        try:
            life()
        except BaseException:  # noqa: BLE001  the parent must never run on in the child
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def with_a_measure(db: Database, incident: str) -> Check:
    """Batches wait; in the end billing has each once, and its books are ours."""
    row = started(db, incident)

    def check(simulators: dict[str, RunningSimulator]) -> None:
        assert measure(db, row["id"])["state"] == "in_effect"
        mine = {b["id"] for b in batches(db, row["id"]).values()}
        there = [b for b in simulators["billing"].get("books")["batches"] if b["batch"].startswith(row["id"])]
        assert {b["batch"] for b in there} == mine
        assert all(b["attempts"] == 1 for b in there)
        with db.read() as session:
            assert balance(session, incident, books={"batches": there})["differences"] == []

    return check


def with_a_broadcast(db: Database, incident: str) -> Check:
    """Jobs wait; in the end each gateway has one."""
    row = broadcasting(db, incident)

    def check(simulators: dict[str, RunningSimulator]) -> None:
        jobs = [j for j in simulators["broadcast"].get("books")["jobs"] if j["externalId"].startswith(row["id"])]
        assert len(jobs) == 2
        with db.transaction() as tx:
            assert broadcasts.broadcast_row(tx, row["id"])["state"] == "completed"

    return check


def with_a_stop(db: Database, incident: str) -> Check:
    """A worker had taken the jobs when they were stopped; in the end nobody gets anything."""
    row = broadcasting(db, incident)
    with db.transaction([incident_stream(incident)]) as tx:
        for part in tx.session.scalars(select(Outbox).where(Outbox.key.startswith(f"{row['id']}:"))):
            part.state, part.lease_until, part.fence, part.attempts = "leased", START, 1, 1
    do(db, incident, broadcasts.stop_broadcast, LI, broadcast_id=row["id"])

    def check(simulators: dict[str, RunningSimulator]) -> None:
        jobs = simulators["broadcast"].get("books")["jobs"]
        assert [job for job in jobs if job["externalId"].startswith(row["id"])] == []
        with db.transaction() as tx:
            assert broadcasts.broadcast_row(tx, row["id"])["state"] == "cancelled"

    return check


def with_a_notice(db: Database, incident: str) -> Check:
    """A task's notice waits; in the end it has been sent."""
    with db.transaction([STREAM]) as tx:
        grant_role(tx, SYSTEM, person_id=LI.person, role="province_lead", scope=SICHUAN)
        set_mail(tx, person_id=LI.person, mail="li@tongxin.example")
    dispatched(db, incident)

    def check(_simulators: dict[str, RunningSimulator]) -> None:
        with db.read() as session:
            assert set(session.scalars(select(Outbox.state).where(Outbox.kind == "mail"))) == {"sent"}

    return check


SCENES: dict[str, Callable[[Database, str], Check]] = {
    "billing": with_a_measure,
    "billing_query": with_a_measure,
    "broadcast": with_a_broadcast,
    "broadcast_query": with_a_broadcast,
    "broadcast_stop": with_a_stop,
    "mail": with_a_notice,
    "commit": with_a_measure,
}
#: Every point is tried on SQLite; these on PostgreSQL as well.
ON_BOTH = {"billing.after_send", "drain.billing.noting", "commit.after", "broadcast_stop.after_stop"}


EVERYWHERE = [("sqlite", label) for label in labels()] + [("postgresql", label) for label in sorted(ON_BOTH)]


@pytest.mark.parametrize(("database_url", "label"), EVERYWHERE, indirect=["database_url"])
def test_a_worker_killed_at_any_point_loses_and_doubles_nothing(
    db: Database, database_url: str, simulators: dict[str, RunningSimulator], label: str
) -> None:
    incident = begun(db)
    check = SCENES[label.removeprefix("drain.").partition(".")[0]](db, incident)
    db.engine.dispose()

    first = forked(lambda: work(database_url, simulators, START + timedelta(hours=1)), killed_at=label)
    second = forked(lambda: work(database_url, simulators, START + timedelta(hours=3)), killed_at=None)

    assert (first, second) == (137, 0)
    check(simulators)
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_there_are_points_before_and_after_each_commit_send_and_mark() -> None:
    known = set(labels())
    assert {"commit.before", "commit.after"} < known
    for kind in KINDS:
        assert {f"drain.{kind}.{step}" for step in ("claim", "claimed", "acted", "noting", "noted")} < known
    assert {"billing.before_send", "billing.after_send", "mail.before_send", "broadcast_stop.after_stop"} < known
