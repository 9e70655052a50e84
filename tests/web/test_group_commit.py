"""Commands that wait for the same stream share a commit, and nothing else: each keeps its own answer or refusal."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from incident.commands import incidents
from incident.db import Database, Tx
from incident.errors import Conflict
from incident.log import incident_stream
from incident.models import Note, Presence
from incident.unwritten import Beside, keep_beside
from incident.web.group_commit import GroupCommit
from tests.incident.stories import DUTY, declared
from tests.support import assert_chain_holds, assert_fold_equals_rows

WHO: ContextVar[str] = ContextVar("who")


def note(tx: Tx, incident: str, text: str) -> None:
    incidents.log_note(tx, DUTY, incident_id=incident, note_id=str(uuid.uuid4()), kind="note", text=text, province=None)


def held_up(db: Database, together: GroupCommit, stream: str, works: list[Any]) -> list[Any]:
    """Run `works` while another command holds the stream, so that they all wait in line; their answers or failures."""
    inside, go = threading.Event(), threading.Event()

    def hold(_tx: Tx) -> None:
        inside.set()
        assert go.wait(20)

    with ThreadPoolExecutor(max_workers=len(works) + 1) as pool:
        holding = pool.submit(together.run, db, stream, hold)
        assert inside.wait(20)
        waiting = []
        for number, work in enumerate(works):
            waiting.append(pool.submit(together.run, db, stream, work))
            while len(together._lines[id(db), stream]) < number + 2:
                pass
        go.set()
        holding.result()
        return [one.exception() or one.result() for one in waiting]


def test_those_who_wait_share_one_commit_and_one_that_fails_fails_alone(db: Database) -> None:
    incident, together, commits = declared(db), GroupCommit(), Counter[str]()
    stream = incident_stream(incident)
    db.bells.append(lambda streams, _kinds: commits.update(streams))

    def good(number: int) -> Any:
        def work(tx: Tx) -> int:
            note(tx, incident, f"{number}")
            return number

        return work

    def bad(tx: Tx) -> None:
        note(tx, incident, "half")
        raise Conflict("no", zh="不", en="no")

    answers = held_up(db, together, stream, [good(0), bad, good(2), good(3)])

    assert [answers[0], *answers[2:]] == [0, 2, 3]
    assert isinstance(answers[1], Conflict)
    assert commits[stream] == 2, "one for the holder, one for those who waited"
    with db.read() as session:
        assert session.query(Note).count() == 3
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def test_what_the_database_refuses_in_a_group_fails_alone_and_the_others_are_carried_out(db: Database) -> None:
    incident, together = declared(db), GroupCommit()
    twice = Beside(Presence.__tablename__, ("province", "heard_at"))

    def good(tx: Tx) -> str:
        note(tx, incident, "good")
        return "good"

    def bad(tx: Tx) -> None:
        note(tx, incident, "never")
        for _ in range(2):
            keep_beside(tx, twice, [("990000", tx.now)])

    answers = held_up(db, together, incident_stream(incident), [good, bad, good])

    assert [answers[0], answers[2]] == ["good", "good"]
    assert isinstance(answers[1], IntegrityError)
    with db.read() as session:
        assert session.query(Note).count() == 2
    assert_chain_holds(db)
    assert_fold_equals_rows(db)


def test_a_commit_that_fails_fails_everybody_in_it_and_leaves_nothing(db: Database) -> None:
    incident, together = declared(db), GroupCommit()

    def work(tx: Tx) -> None:
        note(tx, incident, "never")

    def cut(tx: Tx) -> None:
        tx.session.commit = _power_cut  # type: ignore[method-assign]

    answers = held_up(db, together, incident_stream(incident), [work, cut, work])

    assert [str(answer) for answer in answers] == ["power cut"] * 3
    with db.read() as session:
        assert session.query(Note).count() == 0
    together.run(db, incident_stream(incident), work)
    assert_chain_holds(db)


def _power_cut() -> None:
    raise RuntimeError("power cut")


def test_each_command_runs_in_the_context_of_its_own_request(db: Database) -> None:
    incident, together = declared(db), GroupCommit()

    def asks(name: str) -> Any:
        def run(_db: Database, _stream: str, work: Any) -> Any:
            WHO.set(name)
            return together.run(db, incident_stream(incident), work)

        return run

    barrier = threading.Barrier(4)

    def one(name: str) -> str:
        barrier.wait()
        answer: str = asks(name)(db, "", lambda _tx: WHO.get())
        return answer

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert list(pool.map(one, "abcd")) == list("abcd")


@pytest.mark.parametrize("most", [1, 3])
def test_the_line_is_worked_off_in_order_however_few_share_a_commit(db: Database, most: int) -> None:
    incident, together, order = declared(db), GroupCommit(most=most), list[int]()

    def work(number: int) -> Any:
        return lambda _tx: order.append(number)

    held_up(db, together, incident_stream(incident), [work(number) for number in range(7)])

    assert order == list(range(7))
    assert together._lines == {}
