"""A broadcast as CAP: every language, the world's status, an identifier of its own, and what it refers to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from geo.regions import Regions
from incident.clock import SteppedClock
from incident.commands import broadcasts
from incident.db import Database
from incident.queries.cap_messages import message_of, stop_message_of
from incident.rules.cap_messages import Sender
from notifications.cap import CapAlert, to_xml
from notifications.delivery import World
from notifications.render import EXERCISE_PREFIX
from playbooks.terms.timing import CHINA_TIME
from tests.cap.test_writing import heard
from tests.conftest import QUAKE
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import LI, begun, broadcasting, do, drafted_broadcast
from tests.measures.test_broadcast_languages import TIBETAN

SENDER = Sender(id="10086@operator.example", name="中国移动", world="exercise")


def told(db: Database, row: dict[str, Any], regions: Regions, **more: Any) -> CapAlert:
    with db.read() as session:
        return message_of(session, row, sender=more.pop("sender", SENDER), regions=regions, **more)


def test_one_info_a_language_each_with_its_tag_its_text_and_the_whole_area(db: Database, regions: Regions) -> None:
    row = broadcasting(db, begun(db), more_texts={"bo": TIBETAN})
    alert = told(db, row, regions)

    assert [(info.language, info.description) for info in alert.infos] == [
        ("zh-CN", row["body_zh"]), ("en", row["body_en"]), ("bo", EXERCISE_PREFIX + TIBETAN["body"]),
    ]  # fmt: skip
    assert all(text.startswith(EXERCISE_PREFIX) for info in alert.infos for text in (info.event, info.headline))
    assert [[area.counties for area in info.areas] for info in alert.infos] == [[["510181", "513221"], ["621202"]]] * 3
    assert all(
        len(area.polygons) >= 1 and "四川" in alert.infos[0].areas[0].description for area in alert.infos[0].areas
    )
    assert (alert.sent, alert.infos[0].expires) == ("2008-05-12T14:28:04+08:00", "2008-05-12T20:28:04+08:00")
    assert heard(to_xml(alert))["problems"] == ()


@pytest.mark.parametrize(("world", "status"), [("exercise", "Exercise"), ("live", "Actual")])
def test_the_status_is_that_of_the_world_and_no_row_or_request_says_it(
    db: Database, regions: Regions, world: World, status: str
) -> None:
    row = broadcasting(db, begun(db), cap={"urgency": "Immediate"})
    alert = told(db, row | {"status": "Actual"}, regions, sender=Sender(SENDER.id, SENDER.name, world))

    assert alert.status == status
    assert alert.identifier == f"tongxin.{world}.{row['id']}"
    assert alert.infos[0].urgency == "Immediate"
    assert (alert.note is None) == (world == "live")


def test_update_and_cancel_have_identifiers_of_their_own_and_refer_to_all_that_went_before(
    db: Database, clock: SteppedClock, regions: Regions
) -> None:
    incident = begun(db)
    row = broadcasting(db, incident)
    clock.step(60)
    correction = do(db, incident, broadcasts.correct_broadcast, LI, broadcast_id=row["id"])
    clock.step(60)
    cancel = do(db, incident, broadcasts.cancel_broadcast, LI, broadcast_id=row["id"])

    first, update, last = (told(db, one, regions) for one in (row, correction, cancel))

    assert [one.message_type for one in (first, update, last)] == ["Alert", "Update", "Cancel"]
    assert len({first.identifier, update.identifier, last.identifier}) == 3
    assert [one.identifier for one in update.references] == [first.identifier]
    assert [(one.identifier, one.sent) for one in last.references] == [
        (one.identifier, one.sent) for one in (first, update)
    ]
    assert told(db, correction, regions) == update, "it is the same message after a later one"
    assert [info.description for info in last.infos] == [row["cancel_zh"], row["cancel_en"]]


def test_a_stop_is_a_cancel_in_the_words_prepared_with_the_message(
    db: Database, clock: SteppedClock, regions: Regions
) -> None:
    incident = begun(db)
    row = broadcasting(db, incident, more_texts={"bo": TIBETAN})
    clock.step(30)
    stopped = do(db, incident, broadcasts.stop_broadcast, LI, broadcast_id=row["id"])
    cancel = stop_message_of(stopped, sender=SENDER, regions=regions)

    assert cancel.message_type == "Cancel"
    assert cancel.identifier == f"tongxin.exercise.{row['id']}.stop"
    assert [one.identifier for one in cancel.references] == [f"tongxin.exercise.{row['id']}"]
    assert cancel.sent == (QUAKE + timedelta(seconds=30)).astimezone(CHINA_TIME).isoformat()
    assert [info.description for info in cancel.infos] == [
        row["cancel_zh"], row["cancel_en"], EXERCISE_PREFIX + TIBETAN["cancel"],
    ]  # fmt: skip


def test_a_provinces_message_has_its_own_area_and_refers_to_what_that_province_got(
    db: Database, clock: SteppedClock, regions: Regions
) -> None:
    incident = begun(db)
    row = broadcasting(db, incident, channel="cell_broadcast")
    clock.step(60)
    correction = do(db, incident, broadcasts.correct_broadcast, LI, broadcast_id=row["id"])
    here, there = (told(db, row, regions, province=province) for province in (SICHUAN, GANSU))
    update = told(db, correction, regions, province=GANSU, attempt=2)

    assert here.identifier != there.identifier
    assert [area.counties for area in there.infos[0].areas] == [["621202"]]
    assert update.identifier.endswith(f"{correction['id']}.{GANSU}.2")
    assert [one.identifier for one in update.references] == [there.identifier]


def test_a_draft_is_shown_as_it_would_be_sent_now(db: Database, regions: Regions) -> None:
    row = drafted_broadcast(db, begun(db))
    assert told(db, row, regions, now=QUAKE).sent == "2008-05-12T14:28:04+08:00"
    with pytest.raises(ValueError, match="has not started"):
        told(db, row, regions)
