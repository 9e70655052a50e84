"""What people would do at a moment follows from what they see, the clock and the seed, and from nothing else."""

from __future__ import annotations

from datetime import date

from incident.clock import as_text
from incident.demo.acts import Act, PhoneText
from incident.demo.cast import person_id
from incident.demo.event_beats import calendar_request
from incident.demo.headquarters import headquarters_acts
from incident.demo.provinces import province_acts
from incident.demo.story import beat_act, incident_id, is_settled, next_beat, next_moment
from incident.demo.view import OnPhones
from incident.scenarios import Beat
from tests.demo.builders import RUN, Told, minute, story

LATE = 100.0


def paths(acts: object) -> list[str]:
    """Last word of each act's path."""
    return [act.path.rsplit("/", 1)[1] for act in acts]  # type: ignore[attr-defined]


def test_beats_wait_for_their_minute_and_for_the_beat_before() -> None:
    told = Told()
    assert next_beat(story(), frozenset(), run=RUN, view=told.view, now=minute(0.5)) is None
    first = next_beat(story(), frozenset(), run=RUN, view=told.view, now=minute(LATE))
    assert first is not None
    assert first.id == "declare"
    second = next_beat(story(), {"declare"}, run=RUN, view=told.view, now=minute(LATE))
    assert second is not None
    assert second.id == "first-footprint"


def test_the_end_waits_until_nothing_is_open() -> None:
    beats = story().beats
    stabilise = next(beat for beat in beats if beat.id == "stabilise")
    played = {beat.id for beat in beats[: beats.index(stabilise)]}
    told = Told().task(at=10, state="resolved")
    assert next_beat(story(), played, run=RUN, view=told.view, now=minute(900)) is None
    told.event("TaskVerified", "task", "task-1", at=20, audience="510000", state="closed")
    assert next_beat(story(), played, run=RUN, view=told.view, now=minute(900)) == stabilise
    told.event("MeasureDrafted", "measure", "m", at=21, state="partially_applied")
    assert not is_settled(told.view)


def test_an_ask_is_answered_once_it_is_seen_and_on_the_revision_seen() -> None:
    beats = story().beats
    answer = next(beat for beat in beats if beat.do == "answer")
    played = {beat.id for beat in beats[: beats.index(answer)]}
    ask = next(beat for beat in beats if beat.id == answer.to)
    told = Told()
    assert next_beat(story(), played, run=RUN, view=told.view, now=minute(900)) is None
    asked = beat_act(ask, story(), run=RUN, view=told.view)
    told.event("AskMade", "ask", str(asked.body["id"]), at=80, audience="620000", revision=1)
    assert next_beat(story(), played, run=RUN, view=told.view, now=minute(900)) == answer
    answered = beat_act(answer, story(), run=RUN, view=told.view)
    assert (answered.path, answered.revision) == (f"/asks/{asked.body['id']}/answer", 1)


def test_a_beat_has_one_key_whatever_revision_it_is_decided_on() -> None:
    level = next(beat for beat in story().beats if beat.id == "level-one")
    told = Told().event("IncidentDeclared", "incident", str(incident_id(RUN)), at=1, state="active", revision=1)
    first = beat_act(level, story(), run=RUN, view=told.view)
    told.event("WarningColourSet", "incident", str(incident_id(RUN)), at=2, revision=2)
    second = beat_act(level, story(), run=RUN, view=told.view)
    assert (first.revision, second.revision) == (1, 2)
    assert first.key == second.key


def test_a_team_acknowledges_after_a_while_and_not_at_once() -> None:
    told = Told().task(at=10)
    assert list(province_acts(told.desk(at=10.01))) == []
    (act,) = province_acts(told.desk(at=LATE))
    assert (act.by, act.path, act.revision) == ("sichuan", "/tasks/task-1/acknowledge", 1)


def test_whoever_is_paged_by_sms_answers_from_the_telephone_and_waits_for_a_page_that_may_come() -> None:
    told = Told().task(at=10)
    number = {"510000": "+8619900001234"}
    assert list(province_acts(told.desk(at=LATE, phones=OnPhones(number, held=frozenset({"task-1"}))))) == []
    shown = OnPhones(number, codes={"task-1": "T-ABCD-2345"})
    (first,), (again,) = (list(province_acts(told.desk(at=at, phones=shown))) for at in (LATE, LATE + 1))
    assert isinstance(first, PhoneText)
    assert (first.by, first.number, first.text) == ("sichuan", "+8619900001234", "1 T-ABCD-2345")
    assert first.key == again.key
    assert list(province_acts(told.desk(at=10.01, phones=shown))) == []


def test_the_same_decision_has_the_same_key_and_a_new_revision_another() -> None:
    told = Told().task(at=10)
    (first,) = province_acts(told.desk(at=LATE))
    (again,) = province_acts(told.desk(at=LATE + 1))
    told.event("TaskReminded", "task", "task-1", at=LATE + 2, audience="510000", revision=2)
    (after,) = province_acts(told.desk(at=LATE + 3))
    assert first.key == again.key != after.key


def test_a_province_that_is_cut_off_does_nothing_before_it_is_back() -> None:
    told = Told().task(at=10, province="620000")
    assert list(province_acts(told.desk(at=50))) == []
    assert paths(province_acts(told.desk(at=LATE))) == ["acknowledge"]


def test_a_lead_declines_once_with_the_reason_and_then_acknowledges() -> None:
    told = Told().task(at=10, province="540000", item_key="earthquake/stand-by/540000")
    (act,) = province_acts(told.desk(at=LATE))
    assert act.by == "xizang.lead"
    assert act.path.endswith("/decline")
    assert act.body["reason"] == story().temper("540000").declines["stand-by"]
    told.event("TaskDeclined", "task", "task-1", at=LATE, audience="540000", state="rejected", revision=2)
    told.event("TaskRedispatched", "task", "task-1", at=LATE + 1, audience="540000", state="dispatched", revision=3)
    assert paths(province_acts(told.desk(at=2 * LATE))) == ["acknowledge"]


def test_work_is_started_ticked_and_reported_with_figures() -> None:
    fields = [{"name": "seats", "minimum": 0, "maximum": 50}]
    told = Told().task(at=10, state="acknowledged", outcome_fields=fields)
    assert paths(province_acts(told.desk(at=LATE))) == ["start"]
    told.event(
        "TaskStarted", "task", "task-1", at=11, audience="510000", state="in_progress", revision=2,
        started_at="2008-05-12T06:39:00.000000Z",
    )  # fmt: skip
    (act,) = province_acts(told.desk(at=LATE))
    assert act.path.endswith("/resolve")
    assert act.body["ticked"] == [0, 1]
    (figure,) = act.body["outcomes"]
    assert figure["name"] == "seats"
    assert 0 <= figure["value"] <= 50


def measure(told: Told, *, state: str, approval_class: str = "A", at: float = 10) -> Told:
    return told.event(
        "MeasureDrafted", "measure", "m", at=at, state=state, revision=1, approval_class=approval_class,
        digest="d" * 64, customers=1000,
    )  # fmt: skip


def test_a_draft_is_submitted_and_what_is_approved_is_started() -> None:
    assert paths(headquarters_acts(measure(Told(), state="draft").desk(at=LATE))) == ["submit"]
    assert paths(headquarters_acts(measure(Told(), state="approved").desk(at=LATE))) == ["start"]


def test_class_a_is_approved_by_two_people_and_class_b_by_one() -> None:
    both = list(headquarters_acts(measure(Told(), state="pending_approval").desk(at=LATE)))
    assert [act.by for act in both] == ["approver1", "approver2"]
    assert {act.body["digest"] for act in both} == {"d" * 64}
    one = headquarters_acts(measure(Told(), state="pending_approval", approval_class="B").desk(at=LATE))
    assert [act.by for act in one] == ["approver1"]


def test_an_approver_who_has_decided_does_not_decide_again() -> None:
    told = measure(Told(), state="pending_approval")
    told.event(
        "MeasureDecided", "approval", "a", at=11, subject_id="m", digest="d" * 64,
        person_id=str(person_id(RUN, "approver1")),
    )  # fmt: skip
    assert [act.by for act in headquarters_acts(told.desk(at=LATE))] == ["approver2"]


def test_who_saw_another_pre_flight_than_the_second_approver_looks_and_approves_again() -> None:
    told = measure(Told(), state="pending_approval")
    for number in (1, 2):
        told.event(
            "MeasureDecided", "approval", f"a{number}", at=10 + number, subject_id="m", digest="d" * 64,
            person_id=str(person_id(RUN, f"approver{number}")), preflight=f"p{number}",
        )  # fmt: skip
        told.view.tables["approval"][f"a{number}"] |= {"at": f"2008-05-12T06:4{number}:00.000000Z"}

    (again,) = headquarters_acts(told.desk(at=LATE))

    assert (again.by, again.looks_at) == ("approver1", "/measures/m/preflight")


def test_failed_accounts_are_tried_again_before_the_gaps_are_accepted() -> None:
    told = measure(Told(), state="partially_applied")
    assert paths(headquarters_acts(told.desk(at=LATE))) == ["retry"]
    told.event("MeasureRetried", "measure", "m", at=12, state="executing")
    told.event("MeasureMoved", "measure", "m", at=13, state="partially_applied")
    (act,) = headquarters_acts(told.desk(at=LATE))
    assert (act.by, act.path) == ("commander", "/measures/m/accept-gaps")


def test_gaps_that_open_again_are_accepted_anew_and_not_by_the_old_key() -> None:
    told = measure(Told(), state="partially_applied")
    told.event("MeasureRetried", "measure", "m", at=12, state="executing")
    told.event("MeasureMoved", "measure", "m", at=13, state="partially_applied")
    (first,) = headquarters_acts(told.desk(at=LATE))
    told.event("GapsAccepted", "measure", "m", at=LATE, state="in_effect")
    assert list(headquarters_acts(told.desk(at=2 * LATE))) == []
    told.event("MeasureMoved", "measure", "m", at=2 * LATE, state="partially_applied")
    (second,) = headquarters_acts(told.desk(at=3 * LATE))
    assert first.path == second.path == "/measures/m/accept-gaps"
    assert first.key != second.key


def test_an_unreachable_province_is_called_then_its_critical_tasks_are_acknowledged_by_proxy() -> None:
    told = Told().task(at=10, province="620000").task("task-2", at=10, province="620000", critical=False)
    told.event(
        "ProvinceUnreachable", "province_incident", "i:620000", at=30, audience="620000", province="620000",
        unreachable_since="2008-05-12T06:38:04.000000Z",
    )  # fmt: skip
    (call,) = headquarters_acts(told.desk(at=LATE))
    assert call.body["kind"] == "call"
    assert "甘肃" in str(call.body["text"])
    told.event("NoteLogged", "note", str(call.body["id"]), at=40, audience="620000", kind="call")
    (proxy,) = headquarters_acts(told.desk(at=LATE))
    assert (proxy.path, proxy.by) == ("/tasks/task-1/proxy-acknowledge", "duty")


def test_a_late_team_is_reminded_once() -> None:
    told = Told().task(at=10, ack_overdue=True)
    assert paths(headquarters_acts(told.desk(at=LATE))) == ["remind"]
    told.event("TaskReminded", "task", "task-1", at=LATE, audience="510000", revision=2)
    assert list(headquarters_acts(told.desk(at=2 * LATE))) == []


def test_a_view_forgets_nothing_and_counts_no_event_twice() -> None:
    told = Told().task(at=10)
    told.view.apply({"position": 1, "type": "TaskReminded", "at": "x", "audience": "nation", "changes": []})
    assert told.view.position == 1
    row = told.view.row("task", "task-1")
    assert row is not None
    assert (row["id"], row["province"]) == ("task-1", "510000")
    assert told.view.happened("TasksDispatched", "task-1") == 1


def test_acts_with_one_key_are_one_act() -> None:
    one = Act(by="duty", path="/a", key="k")
    assert len({one, Act(by="duty", path="/a", key="k")}) == 1


def test_nothing_is_due_before_the_next_beat_or_step_of_the_calendar_unless_something_is_open() -> None:
    told, played = Told(), {beat.id for beat in story().beats[:3]}
    fourth = story().beats[3]

    assert next_moment(story(), played, view=told.view) == minute(fourth.minute)
    told.event("EventScheduled", "event_step", "step-1", at=0, state="planned", due_at=as_text(minute(3.5)))
    assert next_moment(story(), played, view=told.view) == minute(3.5)
    told.event("StepReminded", "event_step", "step-1", at=3.5, state="reminded", due_at=as_text(minute(3.5)))
    assert next_moment(story(), played, view=told.view) == minute(fourth.minute)
    told.event("MeasureMoved", "measure", "m", at=3.5, state="in_effect", window_to=as_text(minute(3.9)))
    assert next_moment(story(), played, view=told.view) == minute(3.9)
    told.event("MeasureEnding", "measure", "m", at=3.9, state="ending")
    told.event("LandingPlanned", "landing_stage", "m:1", at=3.9, state="planned", instruct_at=as_text(minute(3.95)))
    assert next_moment(story(), played, view=told.view) == minute(3.95)
    told.event("LandingStageInstructed", "landing_stage", "m:1", at=3.95, state="instructed")
    told.task(at=3.5)
    assert next_moment(story(), played, view=told.view) is None


def test_crowds_are_told_by_venue_and_day_and_a_venue_that_is_not_listed_is_left_out() -> None:
    told = Told().event("VenuesListed", "event_venue", "venue-1", at=1, name_zh="国家体育场")
    beat = Beat(
        id="crowds", minute=1, by="duty", do="crowds", source="seats", crowds={"国家体育场": 9, "别处": 1},
        opens_on=date(2008, 8, 8), closes_on=date(2008, 8, 9),
    )  # fmt: skip

    path, body = calendar_request(beat, story(), "i", "g", told.view)

    assert path == "/incidents/i/crowds"
    assert body["crowds"] == [{"venue": "venue-1", "day": day, "people": 9} for day in ("2008-08-08", "2008-08-09")]
