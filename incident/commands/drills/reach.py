"""Test who can be reached, by which channel, how fast. Callers open `transaction([STREAM])`.

A test pages everybody on all their channels at once. It wakes nobody in their quiet hours unless that was asked, is no
task, escalates to nobody, and a task's answer always comes before one to a test.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from incident import fold, log
from incident.clock import from_text
from incident.db import Tx
from incident.errors import Conflict, Invalid, NotFound
from incident.events.base import NATION
from incident.events.drills import STREAM, ReachAnswered, ReachTestBegun, ReachTestClosed
from incident.log import SYSTEM, Actor
from incident.models import Page, ReachAnswer, ReachTest
from incident.queries.duty import fit_for_duty, people_on_duty
from incident.rules.paging import GONE_WRONG, draw_code

WHOM = ("on_duty", "everybody")
MOST_PEOPLE = 5_000


def begin_reach_test(
    tx: Tx,
    actor: Actor,
    *,
    test_id: str,
    scope: str,
    whom: str,
    wakes: bool,
    minutes: int,
    provinces: Iterable[str],
) -> dict[str, Any]:
    """Page whoever is on duty, or everybody who does duty, at `scope`: one province, or `nation` for all places."""
    if fold.row_of(tx.session, "reach_test", test_id):
        raise Conflict("reach.exists", field="id", zh="这次测试已经有了。", en="There is this test already.")
    if whom not in WHOM:
        raise Invalid("reach.whom", field="whom", zh="须为 on_duty 或 everybody。", en="whom is on_duty or everybody.")
    running = tx.session.scalar(select(ReachTest.id).where(ReachTest.scope == scope, ReachTest.state == "open"))
    if running is not None:
        raise Conflict(
            "reach.another_runs",
            zh="这里已有一次可达性测试在进行；请先结束它。",
            en="A test of this place is going on; close it first.",
        )
    people = _people(tx, [NATION, *provinces] if scope == NATION else [scope], whom)
    if not people:
        raise Conflict("reach.nobody", zh="这里没有可测试的人。", en="There is nobody here to be tested.")
    if sum(map(len, people.values())) > MOST_PEOPLE:
        raise Invalid(
            "reach.too_many",
            field="whom",
            zh=f"一次最多测试 {MOST_PEOPLE} 人；请只测当班的，或按省测试。",
            en=f"At most {MOST_PEOPLE} people are tested at once; test who is on duty, or one province at a time.",
        )
    event = ReachTestBegun(
        test_id=test_id,
        scope=scope,
        by=actor.person,
        at=tx.now,
        ends_at=tx.now + timedelta(minutes=minutes),
        whom=whom,
        wakes=wakes,
        code=draw_code(),
        people=people,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return test_row(tx, test_id)


def answer_reach_test(tx: Tx, actor: Actor, *, test_id: str) -> dict[str, Any]:
    """Take the acting person's sign of life; the first counts. Conflict when the test is closed or did not ask them."""
    row = test_row(tx, test_id)
    asked = fold.row_of(tx.session, "reach_answer", f"{test_id}:{actor.person}")
    if not asked:
        raise Conflict("reach.not_asked", zh="这次测试没有问到你。", en="This test did not ask you.")
    if asked["via"] is not None:
        return asked
    if row["state"] != "open":
        raise Conflict("reach.closed", zh="测试已经结束。", en="The test is closed.")
    event = ReachAnswered(
        test_id=test_id,
        scope=asked["place"],
        person_id=actor.person,
        at=tx.now,
        via=actor.via,
        seconds=max(0, round((tx.now - from_text(row["asked_at"])).total_seconds())),
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return fold.row_of(tx.session, "reach_answer", f"{test_id}:{actor.person}")


def close_reach_test(tx: Tx, actor: Actor, *, test_id: str) -> dict[str, Any]:
    """End it and count by channel; nothing of it leaves any more. Once is enough."""
    row = test_row(tx, test_id)
    if row["state"] != "open":
        return row
    told = tx.session.execute(
        select(ReachAnswer.person_id, ReachAnswer.via).where(ReachAnswer.test_id == test_id)
    ).all()
    channels, reached = _by_channel(tx, test_id)
    event = ReachTestClosed(
        test_id=test_id,
        scope=row["scope"],
        by=actor.person,
        at=tx.now,
        answered=sum(via is not None for _person, via in told),
        unreached=sum(via is None and person not in reached for person, via in told),
        channels=channels,
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return test_row(tx, test_id)


def fire_reach_timer(tx: Tx, *, test_id: str) -> None:
    """The time of a test is out."""
    close_reach_test(tx, SYSTEM, test_id=test_id)


def test_row(tx: Tx, test_id: str) -> dict[str, Any]:
    """The test's row in log spelling, or NotFound."""
    row = fold.row_of(tx.session, "reach_test", test_id)
    if not row:
        raise NotFound.of("可达性测试", "test of who can be reached")
    return row


def _people(tx: Tx, places: Iterable[str], whom: str) -> dict[str, list[str]]:
    """Whom to ask by place, each person once."""
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for place in places:
        if whom == "on_duty":
            there = people_on_duty(tx.session, None if place == NATION else place, at=tx.now)
        else:
            there = list(fit_for_duty(tx.session, place))
        fresh = [person for person in there if person not in seen]
        seen.update(fresh)
        if fresh:
            found[place] = fresh
    return found


def _by_channel(tx: Tx, test_id: str) -> tuple[dict[str, dict[str, int]], set[str]]:
    """Pages, arrived and failed by channel; and the people of whom some page did not fail."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    reached: set[str] = set()
    for channel, state, person in tx.session.execute(
        select(Page.channel, Page.state, Page.person_id).where(Page.notice.startswith(f"notice:reach:{test_id}:"))
    ):
        counts[channel]["pages"] += 1
        counts[channel]["arrived"] += state == "delivered"
        counts[channel]["failed"] += state in GONE_WRONG
        if state not in GONE_WRONG and state not in ("queued", "cancelled"):
            reached.add(person)
    told = {
        channel: {name: count[name] for name in ("pages", "arrived", "failed")}
        for channel, count in sorted(counts.items())
    }
    return told, reached
