"""A careful sender over a line that loses, repeats and delays: once, or known to be unknown; never twice (G5)."""

from __future__ import annotations

import random
from uuid import uuid4

import pytest

from notifications.connectors.billing_tmf import ExerciseBillingTmf
from notifications.connectors.broadcast_gateway import ExerciseBroadcastGateway
from notifications.delivery import Refused, Sent
from notifications.http_connector import HttpConnector
from tests.notifications.processes import RunningSimulator, broadcast, delivery, instruction


def carry_out(connector: HttpConnector, kind: str, key: str, document: dict[str, object]) -> str:
    """Do what the outbox does: send; after doubt ask with the next fence; send again only when not found."""
    for fence in range(1, 40):
        outcome = connector.send(delivery(kind, key, document, fence=fence))
        if isinstance(outcome, Sent):
            return "sent"
        if isinstance(outcome, Refused):
            return outcome.code
        if connector.query(key, fence=fence + 1).state != "not_found":
            return "found"
    return "parked"


def test_every_batch_is_applied_once_over_a_lossy_line(
    billing: ExerciseBillingTmf, calm: dict[str, RunningSimulator]
) -> None:
    chance, measure = random.Random(5), f"lossy-{uuid4()}"
    calm["billing"].set_faults(unknown_ppm=400_000, fail_ppm=10_000, settle_ms=10)
    fates = {}
    for number in range(40):
        key = f"{measure}:{number}:510131:gotone"
        document = {**instruction(measure, customers=chance.randint(1, 900)), "batch": key}
        fates[key] = carry_out(billing, "instruction/1", key, document)
        if chance.random() < 0.5:  # the line replays an old request
            billing.send(delivery("instruction/1", key, document, fence=chance.choice([1, 50])))

    rows = {row["batch"]: row for row in calm["billing"].get("books")["batches"] if row["batch"] in fates}

    assert set(fates.values()) == {"sent", "found"}
    assert set(rows) == set(fates)
    assert {row["attempts"] for row in rows.values()} == {1}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_broadcast_goes_out_once_over_a_lossy_line(
    seed: int, gateway: ExerciseBroadcastGateway, calm: dict[str, RunningSimulator]
) -> None:
    run = f"lossy-{uuid4()}"
    calm["broadcast"].set_faults(unknown_ppm=500_000)
    fates = {}
    for number in range(20):
        key = f"{run}:{number}"
        fates[key] = carry_out(gateway, "broadcast/1", key, broadcast(count=seed * 10 + number))
        gateway.send(delivery("broadcast/1", key, broadcast(count=seed * 10 + number), fence=50))

    jobs = [job for job in calm["broadcast"].get("books")["jobs"] if job["externalId"] in fates]

    assert set(fates.values()) == {"sent", "found"}
    assert len(jobs) == len(fates)
    assert sum(job["audienceCount"] for job in jobs) == sum(seed * 10 + number for number in range(20))
