"""Asking sources: what is new is recorded once, and nothing that a source does ends the asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from incident.clock import SteppedClock
from incident.commands.feeds import disable_feed
from incident.db import Database
from incident.feeds.polling import Poller
from incident.models import FeedState, Signal
from incident.queries.signals import feeds_listed
from tests.conftest import START
from tests.feeds import messages
from tests.feeds.conftest import AddFeed
from tests.feeds.source import Handler, Source, plain
from tests.incident.stories import DUTY
from tests.support import assert_chain_holds, assert_fold_equals_rows

#: Small and far away: nothing is linked, drawn or assessed.
FAR = {"lon": -70.0, "lat": -20.0, "mag": 2.5}


def signals(db: Database) -> list[Signal]:
    with db.read() as session:
        return list(session.scalars(select(Signal).order_by(Signal.received_at, Signal.sent)))


def state(db: Database, feed_id: str) -> dict[str, Any]:
    with db.read() as session:
        [row] = [row for row in feeds_listed(session, now=db.real_now(session)) if row["id"] == feed_id]
    return row


def test_what_is_new_is_recorded_once_and_an_unchanged_source_costs_nothing(
    db: Database, poller: Poller, source: Source, feed: AddFeed, clock: SteppedClock
) -> None:
    source.documents["/usgs"] = messages.usgs({"event_id": "a", **FAR}, {"event_id": "b", **FAR})
    feed_id = feed(kind="usgs", url=source.url("/usgs"))

    assert poller.poll_due() == 1
    assert poller.poll_due() == 0, "it is not due again before its interval"
    clock.step(61)
    poller.poll_due()
    source.documents["/usgs"] = messages.usgs({"event_id": "b", **FAR}, {"event_id": "c", **FAR})
    clock.step(61)
    poller.poll_due()

    assert sorted(row.identifier for row in signals(db)) == ["a", "b", "c"]
    assert [headers.get("if-none-match") is not None for _, headers in source.asked] == [False, True, True]
    told = state(db, feed_id)
    assert (told["age_s"], told["failures"], told["stale"], told["entries"]) == (0, 0, False, 2)
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def _moved(handler: Handler) -> None:
    plain(handler, 301, b"", Location="http://169.254.169.254/")


@pytest.mark.parametrize(
    ("path", "said"),
    [("/moved", "redirects are not followed"), ("/garbage", "cannot be read")],
)  # fmt: skip
def test_a_source_out_of_order_is_shown_backed_off_and_forgiven(
    db: Database, poller: Poller, source: Source, feed: AddFeed, clock: SteppedClock, path: str, said: str
) -> None:
    source.odd["/moved"] = _moved
    source.documents["/garbage"] = b"\x00\xff garbage"
    feed_id = feed(url=source.url(path))

    poller.poll_due()
    first = state(db, feed_id)
    clock.step(119)
    assert poller.poll_due() == 0
    clock.step(2)
    poller.poll_due()

    assert said in first["failure"]
    assert (first["failures"], state(db, feed_id)["failures"]) == (1, 2)
    assert state(db, feed_id)["stale"] is False
    source.odd.pop(path, None)
    source.documents[path] = messages.atom()
    clock.step(241)
    poller.poll_due()
    assert (state(db, feed_id)["failures"], state(db, feed_id)["failure"]) == (0, None)


def test_dead_links_do_not_hold_up_the_rest_and_are_asked_again(
    db: Database, poller: Poller, source: Source, feed: AddFeed, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident.feeds.polling.MOST_FAILURES", 2)
    source.odd["/slow"] = lambda handler: plain(handler, 503, b"")
    source.documents["/cap"] = messages.atom(("dead", "/slow"), ("gone", "/gone"), ("evil", "http://169.254.169.254/"))
    feed_id = feed(url=source.url("/cap"))

    poller.poll_due()

    told = state(db, feed_id)
    assert (told["waiting"], told["failures"]) == (1, 0)
    assert "HTTP 503" in told["failure"]
    assert {row.identifier.split()[0]: row.state for row in signals(db)} == {
        "gone": "quarantined", "evil": "quarantined",
    }  # fmt: skip
    source.odd.pop("/slow")
    source.documents["/slow"] = messages.cap("late", msg_type="Ack", references=[("x", "2026-11-22T16:00:00+08:00")])
    clock.step(61)
    poller.poll_due()
    assert state(db, feed_id)["waiting"] == 0
    assert "late" in {row.identifier for row in signals(db)}


def test_a_poller_that_dies_between_reading_and_recording_loses_and_doubles_nothing(
    db: Database, poller: Poller, source: Source, feed: AddFeed, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.documents["/usgs"] = messages.usgs({"event_id": "a", **FAR}, {"event_id": "b", **FAR})
    feed_id = feed(kind="usgs", url=source.url("/usgs"))
    read, count = type(poller.reader).read, iter(range(100))

    def dying(reader: Any, entry: Any, **how: Any) -> Any:
        if next(count) == 1:
            raise KeyboardInterrupt
        return read(reader, entry, **how)

    monkeypatch.setattr(type(poller.reader), "read", dying)
    with pytest.raises(KeyboardInterrupt):
        poller.poll_due()
    with db.read() as session:
        assert session.get_one(FeedState, feed_id).next_at > START + timedelta(minutes=4)
    clock.step(301)
    poller.poll_due()

    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Signal)) == 2


def test_a_disabled_feed_is_not_asked(db: Database, poller: Poller, source: Source, feed: AddFeed) -> None:
    feed_id = feed(url=source.url("/x"))
    with db.transaction(["data"]) as tx:
        disable_feed(tx, DUTY, feed_id=feed_id)

    assert poller.poll_due() == 0
    assert source.asked == []


def test_a_feed_whose_origin_left_the_list_is_not_asked_either(
    db: Database, poller: Poller, source: Source, feed: AddFeed
) -> None:
    feed_id = feed(url="https://elsewhere.example/feed")

    poller.poll_due()

    assert "TONGXIN_FEED_HOSTS" in state(db, feed_id)["failure"]
    assert source.asked == []
