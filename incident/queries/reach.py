"""Tests of who can be reached as their page shows them: who answered by what and how fast, and who could not be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from incident import fold
from incident.errors import NotFound
from incident.events.base import NATION
from incident.models import Page, Person, ReachAnswer, ReachTest
from incident.rules.paging import GONE_WRONG
from incident.rules.statistics import median_s

LIMIT = 50


def reach_tests(session: Session, rooms: Sequence[str], *, person_id: str) -> dict[str, Any]:
    """`{items, mine}`: the tests that the rooms see, the newest first, and the open ones that wait for this person."""
    query = select(ReachTest).order_by(ReachTest.asked_at.desc(), ReachTest.id).limit(LIMIT)
    if NATION not in rooms:
        query = query.where(or_(ReachTest.scope.in_(list(rooms)), ReachTest.scope == NATION))
    rows = session.scalars(query).all()
    mine = session.scalars(
        select(ReachAnswer.test_id)
        .join(ReachTest, ReachTest.id == ReachAnswer.test_id)
        .where(ReachAnswer.person_id == person_id, ReachAnswer.via.is_(None), ReachTest.state == "open")
        .order_by(ReachTest.asked_at.desc())
    ).all()
    return {"items": [_head(session, row, rooms) for row in rows], "mine": list(mine)}


def reach_test(session: Session, test_id: str, rooms: Sequence[str]) -> dict[str, Any]:
    """`{test, people, channels}` within the rooms: a province reads its own people of a test of all places."""
    row = session.get(ReachTest, test_id)
    if row is None or not (NATION in rooms or row.scope in (NATION, *rooms)):
        raise NotFound.of("可达性测试", "test of who can be reached")
    answers = _answers(session, test_id, rooms)
    pages = _pages(session, test_id)
    names = _names(session, [one.person_id for one in answers])
    people = [_person(one, names, pages.get(one.person_id, {})) for one in answers]
    return {"test": _head(session, row, rooms), "people": people, "channels": _channels(people)}


def _head(session: Session, row: ReachTest, rooms: Sequence[str]) -> dict[str, Any]:
    answers = _answers(session, row.id, rooms)
    times = [one.seconds for one in answers if one.seconds is not None]
    asker = _names(session, [row.asked_by]).get(row.asked_by)
    told = {"asked": len(answers), "answered": len(times), "median_s": median_s(times), "asked_by_name": asker}
    return fold.spelled(row) | told


def _answers(session: Session, test_id: str, rooms: Sequence[str]) -> Sequence[ReachAnswer]:
    query = select(ReachAnswer).where(ReachAnswer.test_id == test_id).order_by(ReachAnswer.place, ReachAnswer.id)
    if NATION not in rooms:
        query = query.where(ReachAnswer.place.in_(list(rooms)))
    return session.scalars(query).all()


def _pages(session: Session, test_id: str) -> dict[str, dict[str, str]]:
    """State of each page by person and channel."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = session.execute(
        select(Page.person_id, Page.channel, Page.state).where(Page.notice.startswith(f"notice:reach:{test_id}:"))
    )
    for person, channel, state in rows:
        found[person][channel] = state
    return found


def _person(one: ReachAnswer, names: dict[str, dict[str, str]], pages: dict[str, str]) -> dict[str, Any]:
    if one.via is not None:
        verdict = "answered"
    elif not pages:
        verdict = "no_address"
    elif all(state in GONE_WRONG for state in pages.values()):
        verdict = "failed"
    elif all(state in ("queued", "cancelled") for state in pages.values()):
        verdict = "not_sent"
    else:
        verdict = "silent"
    return {
        "person_id": one.person_id,
        "name": names.get(one.person_id),
        "place": one.place,
        "verdict": verdict,
        "via": one.via,
        "seconds": one.seconds,
        "pages": pages,
    }


def _channels(people: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """By channel: pages, how many arrived or failed, who answered by it and how fast (a web answer has no page)."""
    found: dict[str, dict[str, Any]] = {}
    times: dict[str, list[int]] = defaultdict(list)
    for person in people:
        for channel, state in person["pages"].items():
            line = found.setdefault(channel, _line(channel))
            line["pages"] += 1
            line["arrived"] += state == "delivered"
            line["failed"] += state in GONE_WRONG
        if person["via"] is not None:
            found.setdefault(person["via"], _line(person["via"]))["answered"] += 1
            times[person["via"]].append(person["seconds"])
    return [line | {"median_s": median_s(times[channel])} for channel, line in sorted(found.items())]


def _line(channel: str) -> dict[str, Any]:
    return {"channel": channel, "pages": 0, "arrived": 0, "failed": 0, "answered": 0}


def _names(session: Session, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    found = session.execute(select(Person.id, Person.name_zh, Person.name_en).where(Person.id.in_(ids)))
    return {person: {"name_zh": zh, "name_en": en} for person, zh, en in found}
