"""What a province's session reads: its own rows, in whatever way a query is written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import exists, func, select, text, union
from sqlalchemy.orm import Session, aliased

from incident import fold, log
from incident.db import Base, Database
from incident.models import IN_INCIDENT, Blob, EventRow, Note, Person
from incident.web.scope import OutOfScope, install_scope

install_scope()
SICHUAN, GANSU = "510000", "620000"
NOTES = fold.TABLES["note"]
AT = datetime(2008, 5, 12, tzinfo=UTC)


@pytest.fixture
def notes(db: Database) -> Database:
    """A note of Sichuan, one of Gansu, one of the nation, each by its own person, each with its blob and event."""
    with db.transaction() as tx:
        for owner in (SICHUAN, GANSU, None):
            name = owner or "nation"
            tx.session.add(
                Note(
                    id=name,
                    incident_id="i",
                    province=owner,
                    kind="note",
                    note_text=name,
                    person_id=name,
                    at=AT,
                )
            )
            tx.session.add(
                Blob(
                    digest=name,
                    salt=b"s",
                    media_type="text/plain",
                    content=b"c",
                    audience=name,
                    redacted_at=None,
                )
            )
            tx.session.add(
                Person(
                    id=name,
                    login=name,
                    name_zh=name,
                    name_en=name,
                    employee=name,
                    state="active",
                    session_version=1,
                    created_at=AT,
                )
            )
        tx.session.add(
            Blob(
                digest="all",
                salt=b"s",
                media_type="text/plain",
                content=b"c",
                audience="public",
                redacted_at=None,
            )
        )
    return db


NoteAlias = aliased(Note)
ALIAS = NOTES.alias()
#: Ways to ask for the ids of notes; each must see the same.
WAYS: dict[str, Any] = {
    "mapped class": select(Note.id),
    "entity": select(Note).with_only_columns(Note.id),
    "alias of the class": select(NoteAlias.id),
    "table": select(NOTES.c.id),
    "alias of the table": select(ALIAS.c.id),
    "join by class": select(Note.id).join(Person, Person.id == Note.person_id),
    "join by table": select(NOTES.c.id).join(Person, Person.id == NOTES.c.person_id),
    "class in a subquery": select(Person.id).where(Person.id.in_(select(Note.person_id))),
    "class in an exists": select(Person.id).where(exists().where(Note.person_id == Person.id)),
    "class in a derived table": select(select(Note.id).subquery().c.id),
    "class and table at once": select(Note.id).join(ALIAS, ALIAS.c.id == Note.id),
}


#: Rooms of a caller, and the notes they hold.
SEEN: dict[tuple[str, ...], set[str]] = {
    (SICHUAN,): {SICHUAN},
    (SICHUAN, GANSU): {SICHUAN, GANSU},
    ("nation",): {SICHUAN, GANSU, "nation"},
    (): set(),
}


def test_every_way_of_asking_sees_the_rooms_and_no_more(notes: Database) -> None:
    for rooms, seen in SEEN.items():
        with notes.read(rooms=rooms) as session:
            for way, query in WAYS.items():
                assert set(session.scalars(query)) == seen, (rooms, way)


def test_counts_see_no_more_than_rows(notes: Database) -> None:
    with notes.read(rooms=(SICHUAN,)) as session:
        assert session.scalar(select(func.count()).select_from(Note)) == 1
        assert session.scalar(select(func.count(NOTES.c.id))) == 1


def test_a_foreign_row_is_not_there_by_its_key_either(notes: Database) -> None:
    with notes.read(rooms=(SICHUAN,)) as session:
        assert session.get(Note, SICHUAN) is not None
        assert session.get(Note, GANSU) is None
        assert session.get(Note, "nation") is None


def test_an_outer_join_keeps_the_left_row_and_hides_the_foreign_right_one(notes: Database) -> None:
    query = select(Person.id, Note.id).outerjoin(Note, Note.person_id == Person.id)
    with notes.read(rooms=(SICHUAN,)) as session:
        assert {row[0]: row[1] for row in session.execute(query)} == {
            SICHUAN: SICHUAN,
            GANSU: None,
            "nation": None,
        }


def test_texts_of_others_stay_shut_and_public_ones_open(notes: Database) -> None:
    with notes.read(rooms=(SICHUAN,)) as session:
        assert set(session.scalars(select(Blob.digest))) == {SICHUAN, "all"}
        assert log.read_text(session, GANSU) is None


#: What the filter cannot vouch for.
REFUSED: dict[str, Any] = {
    "table in a subquery": select(Person.id).where(Person.id.in_(select(NOTES.c.person_id))),
    "table outer-joined": select(Person.id).outerjoin(NOTES, NOTES.c.person_id == Person.id),
    "table derived": select(select(NOTES.c.id).subquery().c.id),
    "union": union(select(Note.id), select(Person.id)),
    "raw": text("SELECT id FROM note"),
    "update": NOTES.update().values(kind="note"),
    "delete": NOTES.delete(),
}


def test_what_cannot_be_narrowed_is_refused(notes: Database) -> None:
    with notes.read(rooms=(SICHUAN,)) as session:
        for way, query in REFUSED.items():
            with pytest.raises(OutOfScope):
                pytest.fail(f"{way}: {session.execute(query).all()}")


def test_the_time_may_be_asked_in_a_scoped_session(notes: Database) -> None:
    with notes.read(rooms=(SICHUAN,)) as session:
        assert notes.world_now(session).year == 2008


def test_every_table_of_an_incident_is_under_the_rule(notes: Database) -> None:
    """A new model needs nothing but to stand in IN_INCIDENT; the log and the blobs come beside them."""
    with notes.read(rooms=(SICHUAN,)) as session:
        models: tuple[type[Base], ...] = (*IN_INCIDENT, EventRow, Blob)
        for model in models:
            compiled = _narrowed_sql(session, model)
            assert "IN (" in compiled, model.__name__


def _narrowed_sql(session: Session, model: Any) -> str:
    from incident.web.scope import _narrowed

    return str(_narrowed(select(model), tuple(session.info["rooms"])).compile())
