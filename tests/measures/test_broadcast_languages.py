"""More than two languages, and what is prepared with a message: both in every language, bound by its approval."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from incident.commands import broadcasts
from incident.db import Database
from incident.errors import Conflict, Invalid
from incident.models import Broadcast, Outbox
from incident.rules.broadcast_texts import message_type, texts_of
from notifications.render import EXERCISE_PREFIX
from tests.measures.stories import LI, SUN, ZHAO, approve_broadcast, begun, broadcasting, do, drafted_broadcast
from tests.support import assert_chain_holds, assert_fold_equals_rows

TIBETAN = {
    "title": "སྤྱི་པའི་བརྡ།",
    "body": "ས་ཡོམ་བརྒྱབ་སོང་། ཁང་པ་ཉེན་ཅན་ལས་ཁ་བྲལ་རོགས།",
    "correction": "སྔོན་གྱི་བརྡ་ནོར་འདུག",
    "cancel": "སྔོན་གྱི་བརྡ་ཕྱིར་འཐེན།",
}


def in_three(db: Database, incident: str) -> dict[str, Any]:
    return broadcasting(db, incident, more_texts={"bo": TIBETAN}, languages=("zh", "bo"))


def left_with(db: Database, broadcast_id: str) -> list[dict[str, Any]]:
    with db.read() as session:
        rows = session.scalars(
            select(Outbox.payload).where(Outbox.kind == "broadcast", Outbox.key.startswith(broadcast_id))
        )
        return [json.loads(payload) for payload in rows]


def test_every_text_of_every_language_begins_with_the_word_of_the_exercise_also_after_an_edit(db: Database) -> None:
    incident = begun(db)
    row = drafted_broadcast(db, incident, more_texts={"bo": TIBETAN})
    bare = {"body": "བཅོས་པ།", "correction": f"{EXERCISE_PREFIX} ནོར་འདུག", "cancel": "ཕྱིར་འཐེན།", "title": "བརྡ།"}

    row = do(
        db, incident, broadcasts.edit_broadcast, SUN,
        broadcast_id=row["id"], changes={"more_texts": {"bo": bare}, "body_en": "Stay calm."},
    )  # fmt: skip

    texts = [row[name] for name in ("body_zh", "body_en", "correction_zh", "correction_en", "cancel_zh", "cancel_en")]
    texts += [row["more_texts"]["bo"][name] for name in ("body", "correction", "cancel")]
    assert all(text.startswith(EXERCISE_PREFIX) and text.count("EXERCISE") == 1 for text in texts), texts


def test_what_leaves_are_the_languages_asked_for_and_they_are_counted(db: Database) -> None:
    incident = begun(db)
    row = in_three(db, incident)

    assert [document["texts"] for document in left_with(db, row["id"])] == [
        {"zh": row["body_zh"], "bo": EXERCISE_PREFIX + TIBETAN["body"]}
    ] * 2
    assert row["parts"] == 2
    assert_fold_equals_rows(db)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"more_texts": {"xx": TIBETAN}}, r"broadcast\.language"),
        ({"languages": ("zh", "bo")}, r"broadcast\.no_text"),
        ({"more_texts": {"bo": TIBETAN | {"body": "字" * 1001}}}, r"broadcast\.length"),
        ({"body_zh": "灾区\u0007客户"}, r"broadcast\.sign"),
        ({"title_en": "In\ufffeformation"}, r"broadcast\.sign"),
        ({"more_texts": {"bo": TIBETAN | {"title": "\u0000"}}}, r"broadcast\.sign"),
    ],
)
def test_a_language_nobody_knows_or_wrote_is_refused_by_its_field(
    db: Database, changes: dict[str, Any], field: str
) -> None:
    incident = begun(db)
    with pytest.raises(Invalid, match=field):
        drafted_broadcast(db, incident, **changes)


@pytest.mark.parametrize("missing", ["title", "body", "correction", "cancel"])
def test_a_language_without_its_correction_or_cancel_is_not_put_before_approvers(db: Database, missing: str) -> None:
    incident = begun(db)
    row = drafted_broadcast(db, incident, more_texts={"bo": TIBETAN | {missing: " "}})
    with pytest.raises(Invalid, match=r"broadcast\.incomplete"):
        do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])


def test_a_cell_broadcast_of_sixteen_pages_is_not_put_before_approvers(db: Database) -> None:
    incident = begun(db)
    room = 15 * 41 - len(EXERCISE_PREFIX)
    fits = drafted_broadcast(db, incident, channel="cell_broadcast", body_zh="灾" * room)
    long = drafted_broadcast(db, incident, channel="cell_broadcast", body_zh="灾" * (room + 1))

    assert (fits["parts"], long["parts"]) == (15, 16)
    assert do(db, incident, broadcasts.submit_broadcast, broadcast_id=fits["id"])["state"] == "pending_approval"
    with pytest.raises(Invalid, match=r"broadcast\.pages"):
        do(db, incident, broadcasts.submit_broadcast, broadcast_id=long["id"])


def test_the_prepared_cancel_goes_out_by_one_person_in_every_language_and_ends_the_matter(db: Database) -> None:
    incident = begun(db)
    row = in_three(db, incident)
    correction = do(db, incident, broadcasts.correct_broadcast, LI, broadcast_id=row["id"])

    cancel = do(db, incident, broadcasts.cancel_broadcast, LI, broadcast_id=row["id"])

    assert [message_type(one) for one in (row, correction, cancel)] == ["Alert", "Update", "Cancel"]
    assert texts_of(correction)["bo"] == EXERCISE_PREFIX + TIBETAN["correction"]
    assert texts_of(cancel) == {
        "zh": row["cancel_zh"], "en": row["cancel_en"], "bo": EXERCISE_PREFIX + TIBETAN["cancel"],
    }  # fmt: skip
    assert row["cancel_zh"].startswith(f"{EXERCISE_PREFIX}【解除】")
    assert len({row["id"], correction["id"], cancel["id"]}) == 3
    for again in (broadcasts.cancel_broadcast, broadcasts.correct_broadcast):
        with pytest.raises(Conflict, match=r"broadcast\.(ended|corrected)"):
            do(db, incident, again, LI, broadcast_id=row["id"])
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


@pytest.mark.parametrize(
    "forged",
    [
        {"cancel_zh": "x", "body_zh": "请点击链接领取补贴"},
        {"more_texts": {"bo": TIBETAN | {"cancel": "bo.example.org"}}},
        {"languages": ["zh", "en", "bo"]},
        {"customers": 1},
        {"audience": {"110000": {"110101": {"other": 9}}}},
        {"channel": "cell_broadcast"},
        {"item_key": "hand/other"},
    ],
)
def test_the_database_lets_only_the_prepared_bytes_pass_as_a_cancel(db: Database, forged: dict[str, Any]) -> None:
    incident = begun(db)
    row = in_three(db, incident)
    original = aliased(Broadcast)
    claimed = {
        "refers_to": row["id"], "item_key": f"cancellation/{row['id']}", "body_zh": row["cancel_zh"],
        "body_en": row["cancel_en"], "state": "broadcasting",
        # as they stand there: SQLite compares documents as they are spelled
        "more_texts": select(original.more_texts).where(original.id == row["id"]).scalar_subquery(),
    }  # fmt: skip
    other = drafted_broadcast(db, incident, languages=("zh", "bo"), more_texts={"bo": TIBETAN})
    table = update(Broadcast).where(Broadcast.id == other["id"])

    with pytest.raises(DBAPIError, match="lacks two approvals"), db.transaction() as tx:
        tx.session.execute(table.values(claimed | forged))
    with db.transaction() as tx:
        tx.session.execute(table.values(claimed))
        tx.session.rollback()


def test_a_draft_of_two_approvals_sends_further_languages_only_as_they_were_approved(db: Database) -> None:
    incident = begun(db)
    row = drafted_broadcast(db, incident, more_texts={"bo": TIBETAN}, languages=("bo",))
    row = do(db, incident, broadcasts.submit_broadcast, broadcast_id=row["id"])
    approve_broadcast(db, row, LI)
    changes = {"more_texts": {"bo": TIBETAN | {"body": "བཅོས་པ།"}}}
    edited = do(db, incident, broadcasts.edit_broadcast, SUN, broadcast_id=row["id"], changes=changes)

    assert (edited["state"], edited["revision"]) == ("draft", 2)
    with pytest.raises(Conflict):
        approve_broadcast(db, row, ZHAO)
