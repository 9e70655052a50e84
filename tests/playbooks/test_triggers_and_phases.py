"""Triggers say when a playbook's moment has come, phases when its items stand; `when` chooses places."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks.language.phases import phase_of, phases_of
from playbooks.language.situation import Situation, SituationRegion
from playbooks.planning.plan import Plan
from playbooks.planning.planner import plan
from playbooks.planning.reasons import say
from playbooks.source.playbook import library, library_text, load
from playbooks.workbench.read_view import describe
from tests.playbooks import books
from tests.playbooks.builders import DUJIANGYAN, NINGQIANG, WENCHUAN, WUHOU, earthquake, region, situation
from tests.playbooks.test_playbook_loading import place_of, problems_of

TRIGGERS = """\
signals:
  sites_out: {title: {zh: 退服基站, en: Sites out of service}, unit: sites}
triggers:
  - {id: strong, title: {zh: 强震, en: Strong}, when: {reaches: {CSI: 7}, if: people >= 1_000 people}}
  - {id: alarm, title: {zh: 告警, en: Alarm}, signal: {name: sites_out, least: 200, unit: sites}}
  - {id: event, title: {zh: 活动, en: Event}, calendar: {from: T-30d, until: T+7d}}
"""


def triggered(told: Situation) -> dict[str, bool]:
    return {state.id: state.holds for state in plan(books.book(more=TRIGGERS), told).triggers}


def told_of(*regions: SituationRegion, **signals: int) -> Situation:
    return replace(situation(*(regions or (region(WENCHUAN, value=8),))), signals=signals)


def test_each_trigger_holds_or_says_what_is_missing() -> None:
    assert triggered(told_of()) == {"strong": False, "alarm": False, "event": True}
    assert triggered(told_of(sites_out=200)) == {"strong": False, "alarm": True, "event": True}
    assert triggered(told_of(region(value=8, segments={"gotone": 2000}))) == {
        "strong": True,
        "alarm": False,
        "event": True,
    }


def test_a_reading_that_nobody_has_is_not_taken_for_zero() -> None:
    planned = plan(books.book(more=TRIGGERS), told_of())

    alarm = next(state for state in planned.triggers if state.id == "alarm")

    assert [reason.code for reason in alarm.reasons] == ["signal_not_read"]
    assert say(alarm.reasons[0], "en") == "Nobody has read “Sites out of service” yet; its threshold is 200 sites."


def test_a_calendar_is_counted_from_the_day_of_the_event() -> None:
    made = situation(region(value=8))

    def at(**offset: float) -> bool:
        return triggered(replace(made, now=made.occurred_at + timedelta(**offset)))["event"]

    assert [at(days=-31), at(days=-30), at(days=6), at(days=7)] == [False, True, True, False]


def planned_with(when: str, *, told: Situation) -> Plan:
    return plan(books.book(measure=f"when: {when}"), told)


def counties(planned: Plan) -> set[str]:
    return {county for item in planned.items if item.item_id == "channel" for c in item.area.values() for county in c}


HIT = situation(
    region(WENCHUAN, value=9, halls=0),
    region(DUJIANGYAN, value=7),
    region(NINGQIANG, value=8),
    region(WUHOU, value=6),
)


@pytest.mark.parametrize(
    ("when", "hit"),
    [
        ("{reaches: {CSI: 7}}", {WENCHUAN, DUJIANGYAN, NINGQIANG}),
        ("{reaches: {CSI: 7}, below: {CSI: 9}}", {DUJIANGYAN, NINGQIANG}),
        ('{reaches: {CSI: 7}, regions: ["610000"]}', {NINGQIANG}),
        ('{reaches: {CSI: 6}, regions: ["510100"]}', {DUJIANGYAN, WUHOU}),
        (f'{{regions: ["{WENCHUAN}", "{WUHOU}"]}}', {WENCHUAN, WUHOU}),
        ("{reaches: {CSI: 7}, counties_with: {halls: 1}}", {DUJIANGYAN, NINGQIANG}),
        ("{provinces: reached}", {WENCHUAN, DUJIANGYAN, NINGQIANG, WUHOU}),
        ("{reaches: {CSI: 7}, if: 'halls >= 6 halls and level in [I]'}", {WENCHUAN, DUJIANGYAN, NINGQIANG}),
    ],
)
def test_a_measure_covers_the_places_that_its_selector_names(when: str, hit: set[str]) -> None:
    assert counties(planned_with(when, told=HIT)) == hit


@pytest.mark.parametrize(
    ("when", "code", "words"),
    [
        ("{reaches: {CSI: 6}, below: {CSI: 8}}", "none_below", "CSI VIII or above"),
        ('{reaches: {CSI: 6}, regions: ["610000"]}', "none_in_regions", "610000"),
        ("{reaches: {CSI: 6}, counties_with: {halls: 9}}", "no_county_with", "at least 9 are asked for"),
        ("{reaches: {CSI: 6}, if: halls >= 9 halls}", "condition_fails", "Now: service halls: 3 halls"),
    ],
)
def test_what_leaves_no_place_says_why(when: str, code: str, words: str) -> None:
    planned = planned_with(when, told=situation(region(value=9)))

    left_out = {omission.item_id: omission.reasons for omission in planned.omitted}

    assert [reason.code for reason in left_out["channel"]] == [code]
    assert words in say(left_out["channel"][0], "en")
    assert [reason.code for reason in left_out["channel-open"]][-1] in (code, "measure_not_planned")


def test_tasks_of_a_measure_go_wherever_it_does_though_no_single_province_meets_its_condition() -> None:
    planned = planned_with("{reaches: {CSI: 6}, if: halls >= 9 halls}", told=HIT)

    assert {item.target for item in planned.items if item.item_id == "channel-open"} == {"510000", "610000"}


def test_an_item_stands_in_the_phase_that_it_names_or_in_which_it_begins() -> None:
    typhoon = library()["typhoon"]
    phases = {item.id: phase_of(typhoon, item) for item in typhoon.measures}

    assert phases["warning"] == "warn"
    assert phases["deferral"] == "respond"
    assert list(phases_of(typhoon)) == ["prepare", "warn", "respond", "recover"]


def test_a_task_with_a_phase_and_no_window_is_planned_while_the_phase_lasts() -> None:
    made = books.book(
        more="phases:\n  prepare: {from: T-30d, until: T-1d}\n  respond: {from: T+0, until: T+7d}\n",
        task="phase: prepare\nwhen: {provinces: all}",
    )

    def codes(hours: int) -> set[str]:
        planned = plan(made, situation(region(value=8), hours=hours))
        return {r.code for left in planned.omitted if left.item_id == "report" for r in left.reasons} or {
            item.phase for item in planned.items if item.item_id == "report"
        }

    assert [codes(-24 * 31), codes(-24 * 3), codes(1)] == [{"window_ahead"}, {"prepare"}, {"window_over"}]


def test_the_plan_and_the_read_view_tell_the_phase_the_trigger_and_the_condition() -> None:
    made = books.book(more=TRIGGERS, measure="approval: A\nwhen: {reaches: {CSI: 6}, if: halls >= 2 halls}")

    view = describe(made, exercise_prefix="")
    planned = plan(made, situation(region(value=8)))

    assert view["timeline"][0]["phase"] == "respond"
    assert view["timeline"][0]["condition"]["zh"].endswith("营业厅数至少 2 个厅")
    assert [trigger["en"] for trigger in view["triggers"]] == [
        "CSI VII and above; people at least 1,000 people",
        "Sites out of service at 200 sites or more",
        "from 30 d before the opening until 7 d after the opening",
    ]
    channel = planned.item("small/channel/*")
    assert channel.approval_class == "A"
    assert "class_a_playbook" in {reason.code for reason in channel.reasons}


MISTAKES = [
    ({"measure": "when: {reaches: {CSI: 6}, if: hals >= 2 halls}"}, "hals", "did you mean 'halls'"),
    ({"measure": "when:\n  if: >-\n    level in [I] and\n    hals >= 2 halls"}, "hals", "did you mean 'halls'"),
    ({"measure": "when:\n  if: 'level in [I]\n\n    and hals >= 2 halls'"}, "hals", "did you mean 'halls'"),
    ({"measure": "when:\n  if: |\n    halls >= 2 hall"}, "hall\n", "did you mean 'halls'"),
    ({"measure": "when: {if: halls >= 2 CSI}"}, "2 CSI", "units differ"),
    ({"measure": "phase: prepar\nwhen: {}"}, "phase: prepar", "did you mean 'prepare'"),
    ({"measure": "phase: prepare\nwhen: {}"}, "phase: prepare", "outside the phase"),
    ({"measure": 'when: {regions: ["990000"]}'}, '"990000"', "no province of the operator"),
    ({"measure": "when: {reaches: {CSI: 8}, below: {CSI: 7}}"}, "CSI: 7}", "above reaches"),
    ({"measure": "when: {reaches: {CSI: 8}, below: {MMI: 9}}"}, "MMI: 9", "unknown word 'MMI'"),
    ({"measure": "approval: C\nwhen: {}"}, "approval: C", "unknown word 'C'"),
    (
        {"more": "phases:\n  warn: {from: T-2d, until: T+1h}\n  respond: {from: T+0, until: T+1d}\n"},
        "from: T+0, until: T+1d",
        "when warn is over",
    ),
    ({"more": "triggers:\n  - {id: any, title: {zh: 任, en: Any}}\n"}, "{id: any", "must say when, calendar or signal"),
    ({"more": TRIGGERS.replace("name: sites_out", "name: site_out")}, "name: site_out", "did you mean 'sites_out'"),
    ({"more": TRIGGERS.replace("200, unit: sites", "200, unit: halls")}, "unit: halls", "is in sites"),
    ({"more": TRIGGERS.replace("{id: alarm,", "{id: alarm, hazards: [flood],")}, "flood", "unknown word 'flood'"),
    ({"more": TRIGGERS.replace("until: T+7d", "until: T-31d")}, "until: T-31d", "later than from"),
    ({"more": TRIGGERS.replace("sites_out", "halls")}, "halls: {title", "already means something"),
    ({"more": TRIGGERS.replace("people >= 1_000", "peple >= 1_000")}, "peple", "did you mean 'people'"),
]


@pytest.mark.parametrize(("parts", "at", "words"), MISTAKES, ids=[words + at[:20] for _, at, words in MISTAKES])
def test_a_mistake_in_the_new_parts_is_named_at_its_line_and_column(parts: dict[str, str], at: str, words: str) -> None:
    text = books.text(**parts)

    found = [problem for problem in problems_of(text) if words in problem.message_en]

    assert [(one.line, one.column) for one in found] == [place_of(at, text=text)]
    assert found[0].message_zh != found[0].message_en


LANDING = """\
    landing:
      stages:
        - {hours_after_end: 240, segments: [other, mzone]}
        - {hours_after_end: 480, segments: [gotone, easyown]}
      courtesy_hours: 48
"""


def landing_text(landing: str, *, of: str = "suspension_deferral") -> str:
    return library_text("earthquake").replace(f"    kind: {of}\n", f"    kind: {of}\n{landing}", 1)


def test_a_measure_lands_as_its_playbook_says() -> None:
    own = load(landing_text(LANDING), filename="mine.yaml")

    landing = plan(own, situation(region(value=8))).item("earthquake/deferral/*").landing

    assert landing is not None
    assert [stage["segments"] for stage in landing["stages"]] == [["other", "mzone"], ["gotone", "easyown"]]
    assert plan(earthquake(), situation(region(value=8))).item("earthquake/deferral/*").landing is None


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        (landing_text(LANDING.replace("hours_after_end: 240", "hours_after_end: 3")), "hours_after_end: 3,", "≥ 24"),
        (landing_text(LANDING.replace("courtesy_hours", "courtesy_hour")), "courtesy_hour: 48", "'courtesy_hours'"),
        (landing_text(LANDING.replace("[other, mzone]", "[other]")), "landing:", "every segment must stand"),
        (landing_text(LANDING, of="green_channel"), "landing:", "holds no clocks"),
    ],
)
def test_a_landing_that_leaves_somebody_out_is_refused_at_its_line(text: str, at: str, words: str) -> None:
    found = [problem for problem in problems_of(text) if words in problem.message_en]

    assert [problem.line for problem in found] == [place_of(at, text=text)[0]]


def test_a_parameter_is_used_in_its_own_unit() -> None:
    text = books.text(
        more="parameters:\n  cap: {title: {zh: 上限, en: Cap}, unit: 分 fen, default: 6, least: 1, most: 9}\n",
        measure="when: {reaches: {CSI: {parameter: cap}}}",
    ).replace("queue_minutes: 10", "queue_minutes: {parameter: cap}")

    found = {problem.path: problem.message_en for problem in problems_of(text)}

    assert found["measures[0].when.reaches.CSI.parameter"] == "takes CSI, but parameter 'cap' is in fen"
    assert found["measures[0].fields.queue_minutes.parameter"] == "takes min, but parameter 'cap' is in fen"
    assert load(text.replace("CSI: {parameter: cap}", "CSI: 6").replace("{parameter: cap}", "10"), filename="a.yaml")
