"""An answer to a test of who can be reached: a sign of life, whatever it says, and never anything to do with a task."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.commands.drills.reach import answer_reach_test
from incident.commands.paging.answers import Told
from incident.db import Tx
from incident.errors import Refusal
from incident.events.drills.reach import TEMPLATE
from incident.log import Actor
from incident.models import Page, ReachTest


def test_of(page: Page) -> str:
    """The test that a page is of; empty for every other page."""
    return page.notice.split(":")[2] if page.template == TEMPLATE else ""


def is_open(session: Session, test_id: str) -> bool:
    """Whether answers to the test still count."""
    return session.scalar(select(ReachTest.state).where(ReachTest.id == test_id)) == "open"


def take_reach_answer(tx: Tx, page: Page, *, via: Literal["sms", "voice", "mail"]) -> Told:
    """Note that the person whose page it is has answered."""
    try:
        answer_reach_test(tx, Actor(person=page.person_id, via=via), test_id=test_of(page))
    except Refusal:
        return Told("test_over")
    return Told("test_answered")
