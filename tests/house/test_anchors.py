"""Anchors of the log: every tampering that the chain alone cannot show is found by them (goal G32 in small)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, text, update

from incident import anchoring, anchors
from incident.clock import SteppedClock
from incident.config import Settings
from incident.db import Database, StreamHead
from incident.db.triggers import statements
from incident.log import chain_hash, incident_stream, stored_form
from incident.models import EventRow
from incident.verify import Fault, verify_chain
from tests.conftest import START
from tests.incident.stories import declared, dispatched
from tests.postgres import as_owner

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
HEADS = {"people": (3, "a" * 64), "incident:x": (17, "b" * 64)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path / "var", anchor_dir=str(tmp_path / "elsewhere"))


@pytest.fixture
def incident(db: Database, clock: SteppedClock, settings: Settings) -> str:
    """An incident whose log has been anchored three times while it grew."""
    incident_id = declared(db)
    for _minute in range(3):
        anchoring.anchor_log(db, settings)
        clock.step(60)
        dispatched(db, incident_id)
    anchoring.anchor_log(db, settings)
    return incident_id


@pytest.fixture
def unguarded(db: Database, clock: SteppedClock) -> Iterator[Database]:
    """The database in the hands of somebody who owns its tables and has removed its walls."""
    with as_owner(db.engine) as engine:
        with engine.begin() as connection:
            for name in ("event_changed", "event_removed"):
                on = "" if db.is_sqlite else " ON event"
                connection.execute(text(f"DROP TRIGGER {name}{on}"))
        yield Database(engine, clock)


def faults(db: Database, settings: Settings) -> list[Fault]:
    with db.read() as session:
        stored = anchoring.stored_anchors(settings.anchors())
        found, _count = anchoring.check_anchors(session, stored, anchoring.public_key(settings))
        return found


def test_an_untouched_log_agrees_with_all_its_anchors(db: Database, settings: Settings, incident: str) -> None:
    assert faults(db, settings) == []
    assert len(anchors.anchor_files(settings.anchors())) == 4


def test_a_log_at_rest_is_anchored_once_an_hour(
    db: Database, clock: SteppedClock, settings: Settings, incident: str
) -> None:
    clock.step(60)
    assert anchoring.anchor_log(db, settings) is None
    clock.step(3600)
    assert anchoring.anchor_log(db, settings) is not None


def test_a_tail_cut_off_without_a_trace_in_the_chain_is_found(
    unguarded: Database, settings: Settings, incident: str
) -> None:
    stream = incident_stream(incident)
    with unguarded.engine.begin() as connection:
        connection.execute(delete(EventRow).where(EventRow.stream == stream, EventRow.position > 4))
        last = connection.execute(
            text("SELECT hash FROM event WHERE stream = :s AND position = 4"), {"s": stream}
        ).scalar_one()
        connection.execute(update(StreamHead).where(StreamHead.stream == stream).values(position=4, hash=last))
    with unguarded.read() as session:
        assert verify_chain(session) == []

    assert [fault.position for fault in faults(unguarded, settings)] == [5, 6, 7]


def test_a_chain_rewritten_from_the_first_event_is_found(
    unguarded: Database, settings: Settings, incident: str
) -> None:
    stream = incident_stream(incident)
    with unguarded.transaction([stream]) as tx:
        previous = "0" * 64
        for row in tx.session.query(EventRow).filter_by(stream=stream).order_by(EventRow.position):
            row.prev, row.audience = previous, "nation"
            row.hash = previous = chain_hash(stored_form(row))
        tx.session.execute(update(StreamHead).where(StreamHead.stream == stream).values(hash=previous))
    with unguarded.read() as session:
        assert verify_chain(session) == []

    assert "is not the event that stood here" in faults(unguarded, settings)[0].what


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_anchor_taken_out_is_missed(db: Database, settings: Settings, incident: str, place: int) -> None:
    anchors.anchor_files(settings.anchors())[place].unlink()

    assert [fault.what.partition(": ")[2] for fault in faults(db, settings)] == [
        "an anchor before it is missing or was changed"
    ]


def test_a_forged_anchor_is_not_believed(db: Database, settings: Settings, incident: str) -> None:
    file = anchors.anchor_files(settings.anchors())[-1]
    told = json.loads(file.read_text("utf-8"))
    told["heads"][0][2] = "f" * 64
    file.write_text(json.dumps(told), "utf-8")

    assert "not signed" in faults(db, settings)[0].what


def test_a_damaged_anchor_is_named(settings: Settings, db: Database, incident: str) -> None:
    file = anchors.anchor_files(settings.anchors())[1]
    file.write_text(file.read_text("utf-8")[:40], "utf-8")

    with pytest.raises(anchors.AnchorError, match=file.name):
        faults(db, settings)


def test_another_worlds_anchors_are_not_taken_for_ours(db: Database, settings: Settings, incident: str) -> None:
    key = anchors.read_key(anchoring.key_file(settings))
    last = anchors.newest(settings.anchors())
    assert last is not None
    anchors.write_anchor(
        settings.anchors(), key, at=last[1].at + timedelta(hours=2), world="live: elsewhere", heads=last[1].heads
    )

    assert "of another world (live: elsewhere)" in faults(db, settings)[0].what


def test_a_key_that_is_none_is_named_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "anchor.key").write_text("not a key", "utf-8")

    with pytest.raises(anchors.AnchorError, match=r"anchor\.key"):
        anchors.read_key(tmp_path / "anchor.key")

    assert (tmp_path / "anchor.key").read_text("utf-8") == "not a key"


def test_the_same_key_is_read_again(tmp_path: Path) -> None:
    drawn = anchors.read_key(tmp_path / "deep" / "anchor.key")

    assert anchors.read_key(tmp_path / "deep" / "anchor.key").private_bytes_raw() == drawn.private_bytes_raw()


def test_an_anchor_read_back_is_the_one_written(tmp_path: Path) -> None:
    path = anchors.write_anchor(tmp_path, KEY, at=START, world="exercise: w", heads=HEADS)

    assert path is not None
    read = anchors.parse(path.read_text("utf-8"), name="x")
    assert anchors.is_signed_by(read, KEY.public_key())
    assert not anchors.is_signed_by(read, OTHER.public_key())
    assert dict(read.heads) == HEADS


@given(
    field=st.sampled_from(["at", "world", "heads", "previous", "key"]),
    digit=st.integers(0, 15),
)
def test_a_change_of_any_field_breaks_the_signature(field: str, digit: int) -> None:
    anchor = anchors.sign(KEY, at=START, world="exercise: w", heads=HEADS, previous="0" * 64)
    changed = {
        "at": START + timedelta(seconds=digit + 1),
        "world": f"live: {digit}",
        "heads": {**HEADS, "people": (4 + digit, "a" * 64)},
        "previous": f"{digit:x}" + "1" * 63,
        "key": f"{digit:x}" * 16,
    }

    forged = anchors.Anchor(**{**anchor.__dict__, field: changed[field]})

    assert anchors.is_signed_by(anchor, KEY.public_key())
    assert not anchors.is_signed_by(forged, KEY.public_key())


def test_the_walls_that_these_tests_remove_are_there_otherwise(db: Database) -> None:
    dialect = "sqlite" if db.is_sqlite else "postgresql"
    assert any("event_removed" in statement for statement in statements(dialect))
    declared(db)
    with as_owner(db.engine) as engine, engine.connect() as owner, pytest.raises(Exception, match="append-only"):
        owner.execute(text("DELETE FROM event"))
