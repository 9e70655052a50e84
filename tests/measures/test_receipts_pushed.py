"""Receipts that billing pushes: the genuine one counts exactly once, whatever is forged, replayed or re-ordered."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from incident.app import create_app
from incident.clock import SteppedClock
from incident.config import Settings
from incident.db import Database
from incident.draining.receipts import take_receipt
from incident.errors import Forbidden
from incident.house import House
from incident.models import Outbox
from incident.web.host import house_of
from notifications import signing
from notifications.delivery import FIGURE_NAMES
from notifications.heard import Forged
from notifications.registry import build
from tests.conftest import START
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import answer, batches, begun, started
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types

SECRETS = {place: f"whsec_{letter * 32}" for place, letter in ((SICHUAN, "A"), (GANSU, "B"))}
SEED = int(os.environ.get("TONGXIN_GATE_SEED", "34"))
RANDOM_CHANGES = 20_000 if os.environ.get("TONGXIN_GATE") == "R" else 500


@dataclass(frozen=True)
class Pushed:
    """A callback as it is on the wire."""

    id: str
    timestamp: str
    signature: str
    body: bytes

    def headers(self) -> dict[str, str]:
        return {signing.ID: self.id, signing.TIMESTAMP: self.timestamp, signing.SIGNATURE: self.signature}


def pushed(body: dict[str, Any], *, id_: str = "msg_0123456789", secret: str = "", at: datetime = START) -> Pushed:
    raw = json.dumps(body).encode()
    headers = signing.signed(secret or SECRETS[SICHUAN], raw, id_=id_, now=at)
    return Pushed(headers[signing.ID], headers[signing.TIMESTAMP], headers[signing.SIGNATURE], raw)


def batch_said(batch: dict[str, Any], *, state: str = "done", failed: int = 0, listed: bool = True) -> dict[str, Any]:
    """A BillingBatch about a batch of ours: settled to the fen, some accounts failing."""
    customers, fen = batch["intended_customers"], batch["intended_fen"]
    each = fen // customers
    done = state == "done"
    amounts = {
        "intended": (customers, fen), "submitted": (customers, fen), "reversed": (0, 0),
        "applied": (customers - failed, fen - failed * each) if done else (0, 0),
        "failed": (failed, failed * each) if done else (0, 0),
    }  # fmt: skip
    rows = [
        {"accountRef": f"acct-{n}", "reason": "account_closed", "fen": each} for n in range(failed if listed else 0)
    ]
    figures = {name: {"customers": count, "fen": money} for name, (count, money) in amounts.items()}
    return {"id": "BB-1", "externalId": batch["id"], "state": state, "figures": figures, "failedAccount": rows}


@pytest.fixture
def served(db: Database, house: House) -> Iterator[Flask]:
    """An app whose provinces have billing systems of their own."""
    offered = {
        f"billing_tmf@{place}": {"base_url": "https://billing.example", "token": "t", "callback_secret": secret}
        for place, secret in SECRETS.items()
    }
    settings = Settings(
        var_dir=house.settings.var_dir, static_dist=house.settings.static_dist, secret_key="k" * 32,
        endpoints=json.dumps(offered),
    )  # fmt: skip
    found = House(settings=settings, db=db)
    found.__dict__["world_kind"] = "live"  # the connectors of a live world, at addresses that nobody asks
    yield create_app(found)
    found.endpoints.close()


def post(app: Flask, place: str, callback: Pushed) -> Any:
    headers = {**callback.headers(), "Content-Type": "application/json"}
    return app.test_client().post(f"/api/v1/webhooks/receipts/{place}", data=callback.body, headers=headers)


def a_batch(db: Database, *, county: str = "513221:gotone:1") -> tuple[str, str, dict[str, Any]]:
    """An incident with a measure whose instructions wait, and one of its batches."""
    incident = begun(db)
    row = started(db, incident)
    return incident, row["id"], batches(db, row["id"])[county]


def test_a_pushed_receipt_settles_its_batch_once_and_a_later_question_changes_nothing(
    db: Database, served: Flask
) -> None:
    incident, measure_id, batch = a_batch(db)
    answer(db, incident, batch, "submitted", reference="BB-1")
    callback = pushed(batch_said(batch, failed=3))

    first, again = post(served, SICHUAN, callback), post(served, SICHUAN, callback)
    known = event_types(db, f"incident:{incident}")
    late = post(served, SICHUAN, pushed(batch_said(batch, state="inProgress"), id_="msg_late_0001"))

    assert (first.status_code, first.json) == (200, {"state": "noted", "repeated": False})
    assert again.json == {"state": "noted", "repeated": True}
    settled = batches(db, measure_id)["513221:gotone:1"]
    assert (settled["state"], settled["failed_customers"], settled["applied_customers"]) == ("settled", 3, 997)
    assert settled["failures"] == {"account_closed": 3}
    assert late.json == {"state": "noted", "repeated": False}
    assert event_types(db, f"incident:{incident}") == known
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_receipt_that_does_not_list_who_failed_rings_for_the_question(db: Database, served: Flask) -> None:
    incident, measure_id, batch = a_batch(db)
    answer(db, incident, batch, "submitted", reference="BB-1")
    with db.transaction() as tx:
        tx.session.execute(update(Outbox).where(Outbox.kind == "billing_query").values(state="confirmed"))

    told = post(served, SICHUAN, pushed(batch_said(batch, failed=3, listed=False)))

    with db.read() as session:
        asked = session.scalars(
            select(Outbox.key).where(Outbox.kind == "billing_query", Outbox.state == "pending")
        ).all()
    assert told.json == {"state": "asked", "repeated": False}
    assert asked == [f"query:{batch['id']}#2"]
    assert batches(db, measure_id)["513221:gotone:1"]["state"] == "submitted"


def test_a_province_speaks_for_its_own_customers_only(db: Database, served: Flask) -> None:
    _incident, measure_id, batch = a_batch(db)
    said = batch_said(batch)

    by_gansu = post(served, GANSU, pushed(said, secret=SECRETS[GANSU]))
    with_gansus_secret = post(served, SICHUAN, pushed(said, secret=SECRETS[GANSU]))
    nobody = post(served, "110000", pushed(said))
    unheard_of = post(served, SICHUAN, pushed({**said, "externalId": f"{measure_id}:9:513221:gotone"}))

    assert [one.status_code for one in (by_gansu, with_gansus_secret, nobody)] == [403, 403, 404]
    assert unheard_of.json == {"state": "not_ours", "repeated": False}
    assert batches(db, measure_id)["513221:gotone:1"]["state"] == "planned"


def test_a_signed_receipt_that_cannot_be_true_is_refused(db: Database, served: Flask) -> None:
    _incident, measure_id, batch = a_batch(db)
    changes: list[dict[str, Any]] = [
        {"externalId": "no-batch"}, {"state": "cancelled"}, {"figures": {}}, {"failedAccount": [{"accountRef": ""}]},
        {"figures": {name: {"customers": 9, "fen": 1} for name in FIGURE_NAMES}},
        {"failedAccount": [{"accountRef": "a", "reason": "r", "fen": 1}] * 1001},
    ]  # fmt: skip

    refused = [post(served, SICHUAN, pushed({**batch_said(batch), **change})).status_code for change in changes]

    assert refused == [403] * len(changes)
    assert batches(db, measure_id)["513221:gotone:1"]["state"] == "planned"


def test_a_receipt_is_late_by_the_databases_clock(db: Database, served: Flask, clock: SteppedClock) -> None:
    _incident, _measure, batch = a_batch(db)
    callback = pushed(batch_said(batch))
    clock.step(signing.WINDOW_S + 1)

    assert post(served, SICHUAN, callback).status_code == 403


def test_no_mutation_of_a_genuine_receipt_is_taken(db: Database, served: Flask) -> None:
    """Each byte of headers and body, parts of two genuine ones, and random changes; then the genuine one, once."""
    incident, measure_id, batch = a_batch(db)
    system = build("billing_tmf", live(SECRETS[SICHUAN]), world="live")
    good = pushed(batch_said(batch))

    taken = [one for one in _mutations(good) if _genuine(system, one)]
    before = event_types(db, f"incident:{incident}")
    endpoints = house_of(served).endpoints
    for one in random.Random(SEED).sample(_mutations(good), 40):
        with pytest.raises(Forbidden):
            take_receipt(db, endpoints, place=SICHUAN, raw=one.body, headers=one.headers())
    unmoved = event_types(db, f"incident:{incident}") == before
    answers = [post(served, SICHUAN, good).json["repeated"] for _ in range(3)]

    assert taken == [], f"seed {SEED}"
    assert unmoved
    assert answers == [False, True, True]
    assert batches(db, measure_id)["513221:gotone:1"]["state"] == "settled"


def test_a_careless_reader_of_receipts_turns_it_red() -> None:
    """The control: one that signs only the body lets changed times and ids through, and the mutations show it."""
    good = pushed({"externalId": "m:1:513221:gotone"})

    def careless(one: Pushed) -> bool:
        return one.body == good.body

    assert len([one for one in _mutations(good) if careless(one)]) > 100


def live(secret: str) -> dict[str, Any]:
    return {"base_url": "https://billing.example", "token": "t", "callback_secret": secret}


def _genuine(system: Any, one: Pushed) -> bool:
    try:
        system.parse_receipt(one.body, one.headers(), now=START)
    except Forged:
        return False
    return True


def _mutations(good: Pushed) -> list[Pushed]:
    chance = random.Random(SEED)
    earlier = pushed({"externalId": "another"}, id_="msg_another_1", at=START - timedelta(seconds=9))
    found = [
        replace(good, signature=earlier.signature), replace(good, id=earlier.id), replace(good, body=earlier.body),
        replace(good, timestamp=earlier.timestamp), replace(good, timestamp=good.timestamp + "0"),
        replace(good, signature=""), replace(good, id=""), replace(good, body=b""),
        replace(good, timestamp=str(int(good.timestamp) + 301)),
    ]  # fmt: skip
    for name in ("id", "timestamp", "body"):
        value = getattr(good, name)
        found += [replace(good, **{name: _flipped(value, at)}) for at in range(len(value))]
    # Two schemes sign the same bytes: a flipped bit leaves one of them whole, so both are flipped.
    found += [
        replace(good, signature=_flipped(_flipped(good.signature, at), len(good.signature) - 3)) for at in range(10, 60)
    ]
    for _ in range(RANDOM_CHANGES):
        name = chance.choice(("id", "timestamp", "body"))
        value = getattr(good, name)
        at = chance.randrange(len(value))
        found.append(replace(good, **{name: value[:at] + value[at : at + 1] * 2 + value[at + 1 :]}))
        found.append(replace(good, **{name: value[at:] + value[:at]}))
    return [one for one in found if one != good]


def _flipped(value: Any, at: int) -> Any:
    if isinstance(value, bytes):
        return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
