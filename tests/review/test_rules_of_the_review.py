"""Each rule fires on what it is for, names the events that made it fire, and is silent on the same thing done well."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from incident.rules.review_facts import ActionFacts, Facts, Mark, MissedTarget, NotTold, Silence, TaskFacts
from incident.rules.review_rules import MOST_AT_ONCE, RULES, fired
from incident.rules.review_words import RULE_WORDS, sentence
from incident.scenarios import TARGETS
from tests.conftest import QUAKE
from tests.incident.stories import GANSU, SICHUAN


def at(minutes: int, position: int) -> Mark:
    return Mark(position, QUAKE + timedelta(minutes=minutes))


def moment(minutes: int) -> datetime:
    return QUAKE + timedelta(minutes=minutes)


def a_task(key: str, **changes: Any) -> TaskFacts:
    known = TaskFacts(
        id=key, province=SICHUAN, region="510700", title_zh=f"任务{key}", title_en=f"Task {key}", limit_minutes=5,
        dispatched=at(0, 1), answer_s=180, acknowledged=at(3, 2), acknowledged_by="a", resolved=at(30, 3),
    )  # fmt: skip
    return replace(known, **changes)


def a_measure(**changes: Any) -> ActionFacts:
    known = ActionFacts(
        kind="measure", id="m", title_zh="缓停机", title_en="Deferral", state="completed", submitted=at(5, 10),
        approved=at(20, 11), ended=at(1430, 40), window_to=moment(1440), intended=900,
    )  # fmt: skip
    return replace(known, **changes)


def facts(*things: Any, closed: Mark | None = None) -> Facts:
    def of(kind: type) -> list[Any]:
        return [thing for thing in things if isinstance(thing, kind)]

    missed = of(MissedTarget)
    return Facts(of(TaskFacts), of(ActionFacts), of(Silence), of(NotTold), moment(3000), closed, missed)


def crowd(count: int) -> list[TaskFacts]:
    return [a_task(f"c{n}", acknowledged=at(3, 100 + n), resolved=at(60, 200)) for n in range(count)]


CASES: dict[str, tuple[Facts, Facts, list[int]]] = {
    "late_acknowledgement": (facts(a_task("a", answer_s=540, acknowledged=at(9, 7))), facts(a_task("a")), [7]),
    "unanswered": (
        facts(a_task("a", answer_s=None, acknowledged=None, escalated=at(5, 8))),
        facts(a_task("a", answer_s=None, acknowledged=None, recalled=at(2, 4), cancelled=True)),
        [8],
    ),
    "declined": (facts(a_task("a", declined=at(2, 6))), facts(a_task("a")), [6]),
    "work_late": (facts(a_task("a", work_overdue=at(61, 9))), facts(a_task("a")), [9]),
    "overloaded": (facts(*crowd(MOST_AT_ONCE + 1)), facts(*crowd(MOST_AT_ONCE)), list(range(100, 109))),
    "doubled_work": (
        facts(a_task("a", title_zh="供电"), a_task("b", title_zh="供电", dispatched=at(20, 5))),
        facts(a_task("a", title_zh="供电"), a_task("b", title_zh="供电", dispatched=at(31, 5))),
        [1, 5],
    ),
    "unreachable": (facts(Silence(GANSU, moment(10), at(40, 12), at(260, 13))), facts(), [12, 13]),
    "unread": (facts(NotTold(GANSU, at(6, 14), 2)), facts(), [14]),
    "gaps": (facts(a_measure(failed=248, gaps=(at(50, 15),))), facts(a_measure(failed=0, gaps=(at(50, 15),))), [15]),
    "false_start": (facts(a_measure(taken_back=at(90, 16))), facts(a_measure()), [16]),
    "slow_approval": (facts(a_measure(approved=at(49, 17))), facts(a_measure(approved=at(35, 17))), [10, 17]),
    "wound_down_late": (facts(a_measure(ended=at(1600, 18))), facts(a_measure(ended=at(1490, 18))), [18]),
}


def test_every_rule_has_a_case_and_words() -> None:
    assert {*CASES, "missed_target"} == set(RULES)
    assert set(RULES) - {"missed_target"} <= set(RULE_WORDS)
    assert {f"missed_{what.replace('-', '_')}" for what in TARGETS} <= set(RULE_WORDS)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_fires_with_its_events_and_not_on_what_was_done_well(rule: str) -> None:
    wrong, well, positions = CASES[rule]

    [found] = RULES[rule](wrong)

    assert (found.rule, [mark.position for mark in found.marks]) == (rule, positions)
    assert RULES[rule](well) == []
    for language in ("zh", "en"):
        assert sentence(found.rule, found.args, language) not in ("", rule)


def test_tasks_recalled_and_left_open_are_told_by_province() -> None:
    told = fired(
        facts(
            a_task("a", recalled=at(8, 20)), a_task("b", province=GANSU, resolved=None, open=True),
            closed=at(2900, 99),
        )
    )  # fmt: skip

    assert {(one.rule, one.province): [mark.position for mark in one.marks] for one in told} == {
        ("recalled", SICHUAN): [20],
        ("left_open", GANSU): [99, 1],
    }
    assert [sentence(one.rule, one.args, "en") for one in told] == [
        "1 of 1 tasks taken back",
        "1 of 1 tasks still open when the incident was closed",
    ]


def test_a_place_fires_once_a_rule_however_often_it_failed() -> None:
    late = [a_task(key, answer_s=540 + 60 * n, acknowledged=at(9 + n, 30 + n)) for n, key in enumerate("abc")]

    [found] = RULES["late_acknowledgement"](facts(*late))

    assert (found.args["count"], found.args["worst_s"], [mark.position for mark in found.marks]) == (
        3,
        660,
        [32, 31, 30],
    )


def missed(what: str, **told: Any) -> MissedTarget:
    return MissedTarget(id=what, what=what, within_minutes=30, province=None, marks=(at(30, 50), at(0, 1)), **told)


def test_a_missed_target_of_a_drill_says_how_far_its_players_came() -> None:
    told = fired(
        facts(
            missed("called", after_zh="甘肃失联", after_en="Gansu falls silent"),
            missed("level-set", took_s=2472),
            missed("acknowledged", part=35, whole=62, percent=90),
            missed("covered", part=0, whole=0, percent=80),
            missed("logged", title_zh="要客来电有答复", title_en="The caller was answered"),
        )
    )

    assert [(one.rule, one.department, sentence(one.rule, one.args, "zh")) for one in told] == [
        ("missed_called", "command", "联系失联省：「甘肃失联」之后限 30 分，没有做到"),
        ("missed_level_set", "command", "定响应级别：限 30 分，用了 41.2 分"),
        ("missed_acknowledged", "province", "接收任务：限 30 分，62 项中到时 35 项（56%，目标 90%）"),
        ("missed_covered", "market", "措施覆盖受影响客户：限 30 分，到时还没有影响范围"),
        ("missed_logged", "command", "要客来电有答复：限 30 分，没有做到"),
    ]
    assert [sentence(one.rule, one.args, "en") for one in told] == [
        "silent province called within 30 min of “Gansu falls silent”: not done",
        "response level set within 30 min: took 41.2 min",
        "tasks acknowledged within 30 min: 35 of 62 (56%, target 90%)",
        "customers hit covered by a measure within 30 min: there was no footprint by then",
        "The caller was answered within 30 min: not done",
    ]
    assert {(one.key, one.marks[0].position) for one in told} == {
        (f"missed_{what.replace('-', '_')}/*/{what}", 50)
        for what in ("called", "level-set", "acknowledged", "covered", "logged")
    }
