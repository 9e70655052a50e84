"""What people answer: "1" takes a task on, once, as the person whose number it is; everything else only gets words."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from geo.regions import Regions
from incident.clock import SteppedClock
from incident.db import Database
from incident.models import EventRow, Page, PageReply, Task
from incident.queries.events import tell
from incident.rules.paging import shown_code
from notifications.heard import Answered, Ignored, Report
from tests.incident.stories import DUTY, SICHUAN, act
from tests.paging.town import KAO, LEE, Town, town
from tests.support import assert_chain_holds, assert_fold_equals_rows

#: Answers act by commands that are tried on both databases; the whole chain is, too (test_full_chain).
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MEMBER = ("province_member", SICHUAN)
LEAD = ("province_lead", SICHUAN)


@pytest.fixture
def place(db: Database, clock: SteppedClock) -> Town:
    made = town(db, clock, "sms_http", "voice")
    made.person("lee", MEMBER, phone=LEE)
    return made


def state(place: Town, task: str) -> tuple[str, str | None]:
    with place.db.read() as session:
        row = session.get_one(Task, task)
        return row.state, row.acknowledged_by


def test_one_by_sms_acknowledges_as_that_person_and_a_replay_does_nothing(place: Town, regions: Regions) -> None:
    task = place.task()
    place.leave()

    assert place.write("8613800138001", "１", id_="mo-7") == "acknowledged"
    place.hear(Answered(id="mo-7", via="sms", sender=LEE, digit="1"))
    place.leave()

    [person, _channel] = next(iter(place.pages(task)))
    assert state(place, task) == ("acknowledged", person)
    with place.db.read() as session:
        [event] = session.scalars(select(EventRow).where(EventRow.type == "TaskAcknowledged"))
        [told] = tell(session, [event], regions)
    assert told["say"]["zh"].endswith("已确认（短信）")
    assert (event.actor["person"], event.actor["via"]) == (person, "sms")
    assert place.lines["sms_http"].to(LEE)[-1] == "已确认：上报灾情"
    assert LEE not in str(event.data) + str(event.actor)
    assert_fold_equals_rows(place.db)
    assert_chain_holds(place.db)


def test_with_several_tasks_open_the_code_is_asked_for_and_then_counts(place: Town) -> None:
    first, second = place.task(), place.task(title_zh="清点营业厅")
    place.leave()
    place.step(61)

    assert place.write(LEE, "1", id_="a") == "code_needed"
    assert (state(place, first)[0], state(place, second)[0]) == ("dispatched", "dispatched")
    assert place.write(LEE, f"1 {shown_code(place.code(second)).lower()}", id_="b") == "acknowledged"

    assert (state(place, first)[0], state(place, second)[0]) == ("dispatched", "acknowledged")
    place.leave()
    asked = next(text for text in place.lines["sms_http"].to(LEE) if "多项任务" in text)
    assert shown_code(place.code(first)) in asked


@pytest.mark.parametrize(
    ("number", "text", "outcome"),
    [
        (KAO, "1", "stranger"),
        (LEE, "1 T-ZZZZ-ZZZZ", "unknown_code"),
        (LEE, "收到", "not_understood"),
        (LEE, "2 道路中断", "not_allowed"),
    ],
)
def test_what_is_no_answer_gets_a_helpful_text_and_acts_never(
    place: Town, number: str, text: str, outcome: str
) -> None:
    task = place.task()
    place.leave()

    assert place.write(number, text) == outcome
    place.leave()

    assert state(place, task)[0] == "dispatched"
    assert len(place.lines["sms_http"].to(number)) == (1 if number == KAO else 2)


def test_a_lead_declines_by_sms_with_a_reason_and_not_without(place: Town) -> None:
    place.person("lead", LEAD, phone=KAO)
    task = place.task()
    place.leave()

    assert place.write(KAO, "2", id_="a") == "reason_needed"
    assert place.write(KAO, "2 道路中断 Road cut", id_="b") == "declined"

    assert state(place, task)[0] == "rejected"
    assert place.write(LEE, "1", id_="c") == "not_now"


def test_a_number_that_writes_all_night_gets_six_answers_an_hour(place: Town) -> None:
    for count in range(9):
        place.write(KAO, "hello", id_=f"mo-{count}")
    place.leave()

    assert len(place.lines["sms_http"].to(KAO)) == 6
    with place.db.read() as session:
        assert len(session.scalars(select(PageReply.id)).all()) == 9


def test_a_digit_on_the_telephone_acknowledges_by_voice(place: Town) -> None:
    task = place.task()
    place.leave()
    place.step(300)
    [key] = place.lines["voice"].keys

    place.hear(Answered(id="call-1", via="voice", sender=LEE, digit="1", key=key))

    assert state(place, task)[0] == "acknowledged"
    with place.db.read() as session:
        [event] = session.scalars(select(EventRow).where(EventRow.type == "TaskAcknowledged"))
        assert event.actor["via"] == "voice"


def test_reports_come_in_any_order_and_never_take_a_delivery_back(place: Town) -> None:
    task = place.task()
    place.leave()
    reference = "ref-1"

    place.hear(Report(id="d-2", state="delivered", reference=reference))
    place.hear(Report(id="d-1", state="submitted", reference=reference))
    place.hear(Report(id="d-3", state="failed", reference="somebody else's"))

    assert [told for (_person, channel), told in place.pages(task).items() if channel == "sms"] == ["delivered"]


def test_a_page_to_headquarters_cannot_be_acknowledged_by_sms(place: Town) -> None:
    place.person("duty", ("duty_officer", "nation"), phone=KAO)
    from incident.commands.timers import fire_due

    task = place.task()
    for _ in range(3):
        place.clock.step(300)
        fire_due(place.db)
        place.leave()
    assert place.lines["sms_http"].to(KAO) != []

    assert place.write(KAO, "1") == "not_allowed"
    assert state(place, task)[0] == "dispatched"
    act(place.db, place.incident, "recall", DUTY, task_id=task, reason="不再需要")


def test_a_mail_acknowledges_by_its_code_from_the_mailbox_paged_or_as_the_answer_to_what_was_sent_there(
    db: Database, clock: SteppedClock
) -> None:
    place = town(db, clock, "mail")
    lee = place.person("lee", MEMBER, mail="lee@sichuan.example")
    place.person("kao", MEMBER, mail="kao@sichuan.example")
    tasks = [place.task(), place.task(title_zh="清点营业厅"), place.task(title_zh="发电")]
    place.leave()
    with db.read() as session:
        sent = {
            one.task_id: (shown_code(one.code or ""), one.reference or "")
            for one in session.scalars(select(Page).where(Page.person_id == lee))
        }

    def mail(task: str, id_: str, sender: str, *, code: str = "", reference: str = "") -> tuple[str, str | None]:
        code = code or sent[task][0]
        place.hear(Answered(id=id_, via="mail", sender=sender, digit="1", code=code, reference=reference))
        return state(place, task)

    assert mail(tasks[0], "a", "lee@sichuan.example") == ("acknowledged", lee)
    assert mail(tasks[1], "b", "stranger@example.com") == ("dispatched", None)
    assert mail(tasks[1], "c", "lee@sichuan.example", code="T-2222-3333") == ("dispatched", None)
    assert mail(tasks[1], "d", "lee@home.example", reference=sent[tasks[2]][1]) == ("dispatched", None)
    assert mail(tasks[1], "e", "lee@home.example", reference=sent[tasks[1]][1]) == ("acknowledged", lee)
    assert place.hear(Ignored("f", "mail", "automatic"), Ignored("f", "mail", "automatic")) == 1
    with db.read() as session:
        outcomes = {row.id: row.outcome for row in session.scalars(select(PageReply))}
        vias = {
            one["via"] for one in session.scalars(select(EventRow.actor).where(EventRow.type == "TaskAcknowledged"))
        }
    assert outcomes == {
        "mail:a": "acknowledged", "mail:b": "stranger", "mail:c": "unknown_code", "mail:d": "unknown_code",
        "mail:e": "acknowledged", "mail:f": "automatic",
    }  # fmt: skip
    assert vias == {"mail"}
    assert [key for key in place.rows() if key.startswith("answer:")] == []
