"""Simulators that a whole run of these tests shares, with their faults put back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from notifications.connectors.billing_tmf import ExerciseBillingTmf
from notifications.connectors.broadcast_gateway import ExerciseBroadcastGateway
from notifications.registry import build
from notifications.simulators.billing import Billing
from notifications.simulators.faults import Faults
from tests.notifications.processes import RunningSimulator, running

# The machine may be busy: how long an example takes proves nothing here.
settings.register_profile("notifications", deadline=None)
settings.load_profile("notifications")

_CALM = {
    "billing": {"settle_ms": 200},
    "broadcast": {"rate_per_s": 1_000_000, "receipt_ms": 0},
    "cell_broadcast": {"rate_per_s": 1_000_000},
    "smtp": {"settle_ms": 0},
    "sms": {"receipt_ms": 100},
    "voice": {"receipt_ms": 100},
    "chat": {"settle_ms": 0},
    "hotline": {"settle_ms": 0},
    "halls": {"settle_ms": 0},
    "push": {"settle_ms": 0},
}
_CURED = {"fail_ppm": 0, "unknown_ppm": 0, "loss_kind": 0, "shedding": 0, "latency_min_ms": 0, "latency_max_ms": 0,
          "expire_ppm": 0, "no_receipt_ppm": 0, "no_answer_ppm": 0, "busy_ppm": 0, "broke": 0, "per_second": 100,
          "per_number": 1000, "per_minute": 0}  # fmt: skip


@pytest.fixture(scope="session")
def simulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, RunningSimulator]]:
    """One process of each simulator for the whole run."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(running(name, tmp_path_factory.mktemp(name), **faults))
            for name, faults in _CALM.items()
        }


@pytest.fixture
def calm(simulators: dict[str, RunningSimulator]) -> Iterator[dict[str, RunningSimulator]]:
    """The simulators without faults, and without faults again afterwards."""
    yield simulators
    for name, simulator in simulators.items():
        if simulator.disturbed:
            simulator.set_faults(**_CURED, **_CALM[name])
            simulator.disturbed = False


@pytest.fixture
def key() -> str:
    """A key that no other test uses."""
    return f"m-{uuid4()}:1:510131:gotone"


@pytest.fixture
def billing(calm: dict[str, RunningSimulator]) -> Iterator[ExerciseBillingTmf]:
    """The billing connector at its simulator."""
    connector = build("billing_tmf", calm["billing"].settings(), world="exercise")
    assert isinstance(connector, ExerciseBillingTmf)
    yield connector
    connector.close()


@pytest.fixture
def gateway(calm: dict[str, RunningSimulator]) -> Iterator[ExerciseBroadcastGateway]:
    """The broadcast connector at its simulator."""
    connector = build("broadcast_gateway", calm["broadcast"].settings(), world="exercise")
    assert isinstance(connector, ExerciseBroadcastGateway)
    yield connector
    connector.close()


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Billing]:
    """A province that reads its folder when a test lets it."""
    simulator = Billing(tmp_path / "books", seed=7, faults=Faults(settle_ms=0), fast=1, drop=tmp_path / "drop")
    yield simulator
    simulator.close()


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    return tmp_path / "drop"
