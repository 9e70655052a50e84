"""Messages arrive in every order and again; what CAP says holds, and what a person decided stays."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from incident.commands.signal_arrival import receive_signal
from incident.commands.signals import declare_from_signal, dismiss_signal
from incident.db import Database
from incident.errors import Conflict
from incident.events.signals import STREAM
from incident.log import incident_stream
from incident.models import Signal
from incident.queries.signals import signal_counts
from incident.rules.signals import ProposalRule, Reading, short_name
from tests.conftest import QUAKE, START
from tests.feeds.conftest import AddFeed
from tests.fold.of_signals import a_reading
from tests.incident.stories import DUTY, SICHUAN
from tests.support import assert_chain_holds, assert_fold_equals_rows, event_types

ALERT = a_reading("A", sent="2008-05-12T06:00:00.000000Z")
UPDATE = a_reading("B", sent="2008-05-12T06:10:00.000000Z", msg_type="Update", references=(ALERT.reference,))
SECOND = a_reading("C", sent="2008-05-12T06:20:00.000000Z", msg_type="Update", references=(UPDATE.reference,))
CANCEL = a_reading(
    "D", sent="2008-05-12T06:30:00.000000Z", msg_type="Cancel", references=(SECOND.reference, UPDATE.reference)
)


def receive(db: Database, feed_id: str, *readings: Reading) -> list[str]:
    """Let them arrive, each in a transaction of its own; ids of those that were new."""
    found = []
    for reading in readings:
        with db.transaction([STREAM]) as tx:
            row = receive_signal(tx, feed_id=feed_id, reading=reading)
            found += [row["id"]] if row else []
    return found


def states(db: Database, feed_id: str) -> dict[str, tuple[str, bool]]:
    """Identifier to (state, withdrawn)."""
    with db.read() as session:
        rows = session.scalars(select(Signal).where(Signal.feed_id == feed_id))
        return {row.identifier: (row.state, row.withdrawn) for row in rows}


def dismiss(db: Database, signal_id: str) -> None:
    with db.transaction([STREAM]) as tx:
        dismiss_signal(tx, DUTY, signal_id=signal_id, reason="已知")


def test_updates_and_a_cancel_give_the_same_in_every_order_and_when_repeated(db: Database, feed: AddFeed) -> None:
    want = {
        "A": ("superseded", False),
        "B": ("superseded", True),
        "C": ("cancelled", True),
        "D": ("information", False),
    }
    orders = list(itertools.permutations((ALERT, UPDATE, SECOND, CANCEL)))
    for order in (orders[0], *orders[3::5], orders[-1]):
        feed_id = feed()
        assert len(receive(db, feed_id, *order, order[0])) == 4
        found = states(db, feed_id)
        # B was withdrawn and superseded: which of the two its state names depends on which came first, but it is over
        assert found["B"][0] in ("superseded", "cancelled"), order
        assert {name: found[name] for name in "ACD"} == {name: want[name] for name in "ACD"}, order
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_test_message_never_ends_a_real_alert_and_another_feed_neither(db: Database, feed: AddFeed) -> None:
    first, second = feed(), feed()
    receive(db, first, ALERT, replace(CANCEL, status="Test", references=(ALERT.reference,)))
    receive(db, second, replace(CANCEL, references=(ALERT.reference,)))

    assert states(db, first)["A"] == ("proposed", False)


def test_the_same_message_from_a_second_feed_is_not_proposed_twice(db: Database, feed: AddFeed) -> None:
    first, second = feed(), feed()
    receive(db, first, ALERT)
    receive(db, second, ALERT)

    assert [states(db, one)["A"][0] for one in (first, second)] == ["proposed", "information"]


def test_an_event_that_its_source_names_is_followed_by_any_of_its_names(db: Database, feed: AddFeed) -> None:
    feed_id = feed()
    quake = a_reading("us1", sent="2008-05-12T06:00:00.000000Z", event_ids=("us1", "ci2"), magnitude_milli=6000)
    worse = replace(quake, identifier="ci2", sent="2008-05-12T06:05:00.000000Z", event_ids=("ci2", "us1"))
    stale = replace(quake, sent="2008-05-12T06:01:00.000000Z", magnitude_milli=5000)

    ids = receive(
        db, feed_id, quake, replace(quake, sent="2008-05-12T06:02:00.000000Z"), replace(worse, magnitude_milli=6500),
        stale, replace(worse, sent="2008-05-12T06:09:00.000000Z", msg_type="Cancel"),
    )  # fmt: skip

    with db.read() as session:
        rows = [session.get_one(Signal, signal_id) for signal_id in ids]
        assert [row.state for row in rows] == ["superseded", "cancelled", "superseded", "information"]
        assert len({row.lineage for row in rows}) == 1, "a new time stamp alone is no new signal, and no other event"


def test_what_a_person_decided_stays_and_a_dismissed_event_returns_only_when_it_grows(
    db: Database, feed: AddFeed
) -> None:
    feed_id = feed()
    [first] = receive(db, feed_id, ALERT)
    dismiss(db, first)
    receive(db, feed_id, UPDATE, replace(SECOND, severity="Extreme"))

    assert states(db, feed_id) == {
        "A": ("dismissed", False), "B": ("superseded", False), "C": ("proposed", False),
    }  # fmt: skip
    with pytest.raises(Conflict, match=r"superseded|dismissed"):
        dismiss(db, first)


def test_an_accepted_alert_stays_accepted_when_withdrawn_and_says_so(db: Database, feed: AddFeed) -> None:
    feed_id, incident = feed(), str(uuid.uuid4())
    [first] = receive(db, feed_id, ALERT)
    with db.transaction([STREAM, incident_stream(incident)]) as tx:
        declare_from_signal(
            tx, DUTY, signal_id=first, incident_id=incident, kind="disaster", hazard="flood", title_zh="洪水",
            title_en="Flood", occurred_at=QUAKE, provinces=(SICHUAN,), monitoring=False,
        )  # fmt: skip
    [second] = receive(db, feed_id, UPDATE)
    receive(db, feed_id, replace(CANCEL, references=(ALERT.reference, UPDATE.reference)))

    with db.read() as session:
        assert session.get_one(Signal, second).of_incident == incident, "the newer version knows whose it is"
    assert states(db, feed_id)["A"] == ("accepted", False)
    assert states(db, feed_id)["B"] == ("cancelled", True)
    assert "IncidentDeclared" in event_types(db, incident_stream(incident))
    assert_fold_equals_rows(db)


def test_hostile_names_and_texts_neither_break_nor_collide(db: Database, feed: AddFeed) -> None:
    feed_id = feed(rule=ProposalRule())
    odd: Sequence[str] = ("长" * 5000, "长" * 4999 + "x", "' OR 1=1 --", "\u202eevil", "a,b c", "<script>")
    for text in odd:
        receive(db, feed_id, a_reading(short_name(text), title=text[:300], sender=short_name(text)))

    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Signal)) == len(odd)
        assert signal_counts(session, now=START)["proposed"] == len(odd)
    assert_fold_equals_rows(db)
