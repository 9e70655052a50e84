"""Whoever owes an answer is told, and the next one when it does not come; nobody is told of what is settled or over."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from incident.clock import SteppedClock
from incident.commands import aid, asks, incidents, links
from incident.commands.timers import fire_due
from incident.db import Database
from incident.log import Actor, incident_stream
from tests.conftest import QUAKE
from tests.incident.stories import DUTY, GANSU, SICHUAN, declared
from tests.paging.town import Town, town
from tests.support import assert_chain_holds, assert_fold_equals_rows

#: What differs between the databases is tried by the others.
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)


def told(place: Town, name: str) -> list[str]:
    """Chinese subjects of the mails that a person got, in order."""
    mails = [one for one in place.lines["mail"].sent if one["to"] == f"{name}@example.com"]
    return [str(one["subject"]).partition(" / ")[0] for one in mails]


def people(place: Town) -> dict[str, Actor]:
    """One person with a mailbox for each role that is asked."""
    roles = {
        "duty": ("duty_officer", "nation"),
        "chief": ("commander", "nation"),
        "sichuan": ("province_member", SICHUAN),
        "gansu": ("province_lead", GANSU),
    }
    return {name: Actor(place.person(name, role, mail=f"{name}@example.com"), "web") for name, role in roles.items()}


def do(place: Town, command: Callable[..., Any], actor: Actor, /, **arguments: Any) -> Any:
    with place.db.transaction([incident_stream(place.incident)]) as tx:
        done = command(tx, actor, **arguments)
    place.leave()
    return done


def wait(place: Town, minutes: float) -> None:
    """Let time pass, and what is due happen."""
    place.clock.step(60 * minutes)
    fire_due(place.db)
    place.leave()


@ONE
def test_an_ask_goes_to_the_duty_officer_then_to_the_commander_and_its_answer_back(
    db: Database, clock: SteppedClock
) -> None:
    place = town(db, clock, "mail")
    who = people(place)
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    asked = {"incident_id": place.incident, "province": SICHUAN, "kind": "power", "text": "油机", "quantity": 3}

    do(place, asks.ask_upward, who["sichuan"], ask_id=first, **asked)
    assert (told(place, "duty"), told(place, "chief")) == (["510000请求：发电 × 3"], [])
    wait(place, 15)
    assert told(place, "chief") == ["超时未答复：510000"]
    do(place, asks.answer_ask, who["chief"], ask_id=first, accepted=True, text="已派车")
    assert told(place, "sichuan") == ["总部同意：发电"]

    do(place, asks.ask_upward, who["sichuan"], ask_id=second, **asked)
    do(place, asks.withdraw_ask, who["sichuan"], ask_id=second)
    wait(place, 60)
    assert (len(told(place, "duty")), len(told(place, "chief"))) == (2, 1)
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


@ONE
def test_nothing_pages_for_an_ask_of_an_incident_that_is_over(db: Database, clock: SteppedClock) -> None:
    place = town(db, clock, "mail")
    who = people(place)
    ask: dict[str, Any] = {"ask_id": str(uuid.uuid4()), "province": SICHUAN, "kind": "decision", "text": "可否停业"}
    with db.transaction([incident_stream(place.incident)]) as tx:
        asks.ask_upward(tx, who["sichuan"], incident_id=place.incident, **ask)
        incidents.move_incident(tx, DUTY, incident_id=place.incident, action="cancel", reason="误报")
    place.leave()
    wait(place, 60)

    assert place.lines["mail"].sent == []


@ONE
def test_aid_is_asked_for_step_by_step_and_each_step_that_nobody_takes_goes_up(
    db: Database, clock: SteppedClock
) -> None:
    place = town(db, clock, "mail")
    who = people(place)
    request = str(uuid.uuid4())
    need = aid.Need("generator", 6, SICHUAN, QUAKE + HOUR * 6, QUAKE + HOUR * 72)

    do(place, aid.request_aid, who["sichuan"], incident_id=place.incident, request_id=request, scope=SICHUAN, need=need)
    wait(place, 15)
    assert (told(place, "duty"), told(place, "chief")) == (
        ["510000请求支援：发电机组 × 6"],
        ["支援请求无人处理：发电机组 × 6"],
    )
    do(place, aid.ask_provinces, who["duty"], request_id=request, provinces=[GANSU])
    wait(place, 15)
    assert (told(place, "gansu"), told(place, "duty")[1:]) == (
        ["请支援510000：发电机组 × 6"],
        ["支援请求无人处理：发电机组 × 6"],
    )
    part = aid.part_id_of(request, GANSU)
    do(place, aid.accept_aid, who["gansu"], part_id=part, quantity=4, available_at=QUAKE + HOUR * 10)
    do(place, aid.commit_aid, who["duty"], part_id=part)
    do(place, aid.release_aid, who["duty"], part_id=part)
    wait(place, 600)

    assert told(place, "duty")[2:] == ["620000愿支援：发电机组 × 4"]
    assert told(place, "gansu")[1:] == ["请出发支援510000：发电机组 × 4", "支援结束，可以撤回：发电机组 × 4"]
    assert told(place, "sichuan") == ["支援已调用：发电机组 × 4"]
    assert len(told(place, "chief")) == 1
    assert_fold_equals_rows(db)


@ONE
def test_a_duplicate_that_its_finder_may_not_merge_is_put_to_the_commander_until_it_is_settled(
    db: Database, clock: SteppedClock
) -> None:
    place = town(db, clock, "mail")
    who = people(place)
    other = declared(db)
    pair: dict[str, Any] = {"incident_id": place.incident, "other_id": other, "kind": "duplicate_of"}

    def link(**more: Any) -> None:
        with db.transaction(links.streams_of(place.incident, other)) as tx:
            links.link_incidents(tx, who["duty"], **pair, **more)

    def unlink() -> None:
        with db.transaction(links.streams_of(place.incident, other)) as tx:
            links.unlink_incidents(tx, who["duty"], **pair)

    link(proposes_merge=True)
    unlink()
    place.leave()
    link()
    place.leave()
    assert told(place, "chief") == []
    unlink()
    place.clock.step(1)
    link(proposes_merge=True)
    place.leave()
    assert told(place, "chief") == ["提请合并：汶川 8.0 级地震"]
