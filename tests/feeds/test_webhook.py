"""Goal G34, push tier: forged, replayed, late and re-ordered callbacks do nothing; the genuine one counts once."""

from __future__ import annotations

import json
import os
import random
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from incident.app import create_app
from incident.clock import SteppedClock
from incident.commands.feeds import draw_webhook_secret, retire_webhook_secrets
from incident.config import Settings
from incident.db import Database
from incident.events.signals import STREAM
from incident.feeds.webhook import WINDOW_S, Callback, is_genuine, secret_of, sign
from incident.house import House
from incident.models import Signal
from incident.web import Limits
from incident.web.guard import LIMITS
from incident.web.limits import Lane
from tests.conftest import START
from tests.feeds.conftest import AddFeed
from tests.incident.stories import DUTY
from tests.web.browser import Answer, nobody
from tests.web.conftest import shared_var

__all__ = ["shared_var"]

Text = TypeVar("Text", str, bytes)

MASTER = "a key of this installation"
SEED = int(os.environ.get("TONGXIN_GATE_SEED", "20080512"))
RANDOM_CHANGES = 20_000 if os.environ.get("TONGXIN_GATE") == "R" else 2_000
BODY = json.dumps(
    {"identifier": "P-1", "sender": "sichuan", "sent": "2026-11-22T16:00:00+08:00", "title": "溃坝 / Dam",
     "severity": "Extreme", "lon": -70.0, "lat": -20.0}
).encode()  # fmt: skip


@pytest.fixture
def app(db: Database, shared_var: Path, tmp_path: Path) -> Flask:
    settings = Settings(var_dir=shared_var, static_dist=tmp_path / "dist", secret_key=MASTER)
    app = create_app(House(settings=settings, db=db))
    app.extensions[LIMITS] = Limits(
        lanes={name: Lane(burst=10**6, per_second=1.0) for name in ("read", "write", "reserved", "login")}
    )
    return app


@pytest.fixture
def hook(db: Database, feed: AddFeed) -> str:
    feed_id = feed(kind="webhook", url="")
    with db.transaction([STREAM]) as tx:
        draw_webhook_secret(tx, DUTY, feed_id=feed_id)
    return feed_id


def callback(feed_id: str, *, at: datetime = START, number: int = 1, body: bytes = BODY, name: str = "") -> Callback:
    """A genuine one."""
    key, stamp = name or uuid.uuid4().hex, str(int(at.timestamp()))
    signature = sign(secret_of(MASTER, feed_id, number), timestamp=stamp, callback_id=key, body=body)
    return Callback(key, stamp, signature, body)


def post(app: Flask, feed_id: str, sent: Callback) -> Answer:
    headers = {
        "Webhook-Id": sent.id, "Webhook-Timestamp": sent.timestamp, "Webhook-Signature": sent.signature,
        "Content-Type": "application/json",
    }  # fmt: skip
    return nobody(app).plain("POST", f"/api/v1/webhooks/{feed_id}", data=sent.body, headers=headers)


def count(db: Database) -> int:
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(Signal)) or 0


def test_the_genuine_one_counts_once_however_often_it_comes(app: Flask, db: Database, hook: str) -> None:
    sent = callback(hook)

    answers = [post(app, hook, sent) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.json["repeated"] for answer in answers] == [False, True, True]
    assert count(db) == 1


def test_forged_and_late_ones_are_refused_alike_and_leave_no_trace(
    app: Flask, db: Database, hook: str, feed: AddFeed
) -> None:
    good, other = callback(hook), feed(kind="webhook", url="")
    wrong = [
        replace(good, signature=""),
        replace(good, signature="v1="),
        replace(good, signature=good.signature.replace("v1=", "v2=")),
        replace(good, signature=good.signature.upper()),
        replace(good, timestamp=str(int(good.timestamp) + 1)),
        replace(good, timestamp=f" {good.timestamp}"),
        replace(good, id=good.id + "x"),
        replace(good, body=good.body + b" "),
        callback(hook, at=START - timedelta(seconds=WINDOW_S + 1)),
        callback(hook, at=START + timedelta(seconds=WINDOW_S + 1)),
        callback(hook, number=2),
        callback(other),
    ]

    answers = [post(app, hook, sent) for sent in wrong]
    answers += [post(app, feed_id, callback(feed_id)) for feed_id in (other, str(uuid.uuid4()))]

    assert {(answer.status_code, answer.get_data()) for answer in answers} == {(403, answers[0].get_data())}
    assert count(db) == 0


def test_two_secrets_are_good_until_the_older_is_retired(app: Flask, db: Database, hook: str) -> None:
    with db.transaction([STREAM]) as tx:
        draw_webhook_secret(tx, DUTY, feed_id=hook)
    assert [post(app, hook, callback(hook, number=number)).status_code for number in (1, 2, 3)] == [200, 200, 403]
    with db.transaction([STREAM]) as tx:
        retire_webhook_secrets(tx, DUTY, feed_id=hook)

    assert [post(app, hook, callback(hook, number=number)).status_code for number in (1, 2)] == [403, 200]


def test_a_body_that_cannot_be_read_waits_in_quarantine_with_its_bytes(app: Flask, db: Database, hook: str) -> None:
    answer = post(app, hook, callback(hook, body=b"\xff not json"))

    assert (answer.status_code, answer.json["state"]) == (200, "quarantined")


def test_no_mutation_of_a_genuine_callback_is_genuine() -> None:
    """Each byte of headers and body, and random changes, without a database: 0 accepted, the genuine one is."""
    feed_id = str(uuid.uuid4())
    good, secrets = callback(feed_id), [secret_of(MASTER, feed_id, number) for number in (1, 2)]

    accepted = [one for one in _mutations(feed_id, good) if is_genuine(one, secrets, now=START)]

    assert accepted == [], f"seed {SEED}"
    assert is_genuine(good, secrets, now=START)
    assert is_genuine(good, secrets[::-1], now=START + timedelta(seconds=WINDOW_S))
    assert is_genuine(replace(good, signature=f"v1=00,{good.signature}"), secrets, now=START)


def test_a_careless_verifier_turns_it_red() -> None:
    """The control: one that signs only the body lets changed times and ids through, and the mutations show it."""
    feed_id = str(uuid.uuid4())
    good, secret = callback(feed_id), secret_of(MASTER, feed_id, 1)
    bare = replace(good, signature=sign(secret, timestamp="", callback_id="", body=good.body))

    def careless(one: Callback) -> bool:
        return one.signature == sign(secret, timestamp="", callback_id="", body=one.body)

    assert len([one for one in _mutations(feed_id, bare) if careless(one)]) > 100


def _mutations(feed_id: str, good: Callback) -> list[Callback]:
    chance = random.Random(SEED)
    earlier = callback(feed_id, at=START - timedelta(seconds=5))
    mutated = [*_each_byte_changed(good), *_fields_swapped(good, earlier)]
    for _ in range(RANDOM_CHANGES):
        name = chance.choice(("id", "timestamp", "signature", "body"))
        mutated.append(replace(good, **{name: _random_change(getattr(good, name), chance)}))
    return [one for one in mutated if one != good]


def _each_byte_changed(good: Callback) -> list[Callback]:
    found = []
    for name in ("id", "timestamp", "signature"):
        text = getattr(good, name)
        found += [
            replace(good, **{name: text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]}) for at in range(len(text))
        ]
    for at in range(len(good.body)):
        found.append(replace(good, body=good.body[:at] + bytes([good.body[at] ^ 1]) + good.body[at + 1 :]))
    return found


def _fields_swapped(good: Callback, other: Callback) -> list[Callback]:
    """Parts of two genuine callbacks put together, and the border between signed parts moved."""
    moved = replace(good, timestamp=good.timestamp + "." + good.id[:4], id=good.id[4:])
    return [
        replace(good, signature=other.signature), replace(good, id=other.id), replace(good, timestamp=other.timestamp),
        replace(good, body=b"", id=good.id + "." + good.body.decode("latin-1")), moved,
        replace(good, id="", body=good.id.encode() + b"." + good.body),
    ]  # fmt: skip


def _random_change(value: Text, chance: random.Random) -> Text:
    at, way = chance.randrange(len(value)), chance.randrange(3)
    if way == 0:
        return value[:at] + value[at + 1 :]
    if way == 1:
        return value[:at] + value[at : at + 1] * 2 + value[at + 1 :]
    return value[at:] + value[:at]


def test_secrets_differ_by_feed_number_and_installation_and_need_a_key() -> None:
    drawn = {secret_of(master, feed, number) for master in (MASTER, MASTER + "x") for feed in "ab" for number in (1, 2)}

    assert len(drawn) == 8
    with pytest.raises(ValueError, match="TONGXIN_SECRET_KEY"):
        secret_of("", "a", 1)


def test_a_late_clock_is_measured_by_the_database(app: Flask, db: Database, hook: str, clock: SteppedClock) -> None:
    sent = callback(hook)
    clock.step(WINDOW_S + 1)

    assert post(app, hook, sent).status_code == 403
    assert count(db) == 0
