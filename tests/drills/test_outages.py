"""What a drill has down gets nowhere and waits; a silent province's pages fail; all is back when the time is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from incident import outbox
from incident.clock import SteppedClock
from incident.commands import drills
from incident.db import Database
from incident.draining import Pace
from incident.draining.cycle import Done, turn
from incident.draining.outages import DOWN, SILENT, with_outages
from incident.log import incident_stream
from incident.models import Outbox
from incident.outbox import Claim
from tests.drills.stories import NOTHING, incident_of, on, started

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PACE = Pace(parallel=1)


def leaving(db: Database, stream: str, kind: str, payload: Mapping[str, Any]) -> str:
    with db.transaction() as tx:
        outbox.put(tx, kind=kind, key=f"{kind}:x", stream=stream, payload=dict(payload), not_before=tx.real_now)
    return f"{kind}:x"


def sent(claim: Claim) -> Done:
    return Done(claim=claim, state="sent")


def one_turn(db: Database, kind: str) -> None:
    act = with_outages(sent, db, kind=kind, pace=PACE)
    turn(db, of=kind, worker="test", pace=PACE, act=act, note=None)


def state(db: Database) -> tuple[str, str | None, int]:
    with db.read() as session:
        row = session.query(Outbox).filter(Outbox.key.endswith(":x")).one()
        return row.state, row.reason, row.attempts


def test_a_message_waits_while_the_gateway_is_down_and_then_leaves(db: Database, clock: SteppedClock) -> None:
    drill = started(db)
    on(db, drill, drills.release_inject, inject="gateway", prepared=NOTHING, by_hand=True)
    leaving(db, incident_stream(incident_of(db, drill)), "broadcast", {})

    one_turn(db, "broadcast")
    assert state(db) == ("pending", DOWN, 0)

    clock.step(timedelta(minutes=21).total_seconds())
    one_turn(db, "broadcast")
    assert state(db)[0] == "sent"


def test_ending_the_drill_brings_everything_back_at_once(db: Database, clock: SteppedClock) -> None:
    drill = started(db)
    on(db, drill, drills.release_inject, inject="gateway", prepared=NOTHING, by_hand=True)
    leaving(db, incident_stream(incident_of(db, drill)), "broadcast", {})
    on(db, drill, drills.end_drill)

    one_turn(db, "broadcast")

    assert state(db)[0] == "sent"


@pytest.mark.parametrize(("province", "expected"), [("620000", ("failed", SILENT)), ("510000", ("sent", None))])
def test_pages_to_a_silent_province_fail_and_others_arrive(
    db: Database, clock: SteppedClock, province: str, expected: tuple[str, str | None]
) -> None:
    drill = started(db)
    on(db, drill, drills.release_inject, inject="silence", prepared=NOTHING, by_hand=True)
    leaving(db, incident_stream(incident_of(db, drill)), "sms", {"page": True, "province": province})

    one_turn(db, "sms")

    assert state(db)[:2] == expected


def test_a_channel_that_is_down_fails_a_page_after_its_tries(db: Database, clock: SteppedClock) -> None:
    drill = started(db, SMS_DOWN)
    on(db, drill, drills.release_inject, inject="sms", prepared=NOTHING, by_hand=True)
    leaving(db, incident_stream(incident_of(db, drill)), "sms", {"page": True, "province": "510000"})

    for _ in range(PACE.notice_tries):
        one_turn(db, "sms")
        clock.step(31)

    assert state(db) == ("failed", DOWN, PACE.notice_tries)


SMS_DOWN = """
slug: sms-down
title: {zh: 短信中断, en: SMS is down}
begins: "2008-05-12T14:28:04+08:00"
playbook: earthquake
reconstruction: wenchuan-2008
incident: {hazard: earthquake, title_zh: 演练地震, title_en: Drilled earthquake}
injects:
  - {id: sms, minute: 5, do: system-down, system: sms, minutes: 600}
"""
