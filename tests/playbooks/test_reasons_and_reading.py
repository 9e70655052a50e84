"""Reasons can be said, tests travel with the playbook, and the read view is complete in both languages."""

import json
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import playbooks
from playbooks.conditions import read
from playbooks.conditions import say as condition_words
from playbooks.language.names import scope_of
from playbooks.language.situation import Province
from playbooks.planning.planner import plan
from playbooks.planning.quantities import QUANTITY_WORDS
from playbooks.planning.reasons import NOTHING_HIGHER, SENTENCES, Reason, say, severity, yuan
from playbooks.source.playbook import library, library_text, load
from playbooks.testing.check import run_tests
from playbooks.workbench.read_view import describe
from playbooks.workbench.sentences import condition, escalation_sentence, moment_words
from tests.playbooks.builders import WENCHUAN, earthquake, region, situation


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_reason_has_a_sentence_in_both_languages(code: str) -> None:
    zh, en = SENTENCES[code]
    args: dict[str, str | int] = dict.fromkeys(names_in(zh) | names_in(en), "x")
    args.update({name: "2008-05-12T14:28:04+08:00" for name in args if name.startswith("window_")})
    for name in re.findall(r"\{(\w+):[^{}|]+\|[^{}|]+\}", en):
        args[name] = 2

    said = [say(Reason(code, args), "zh"), say(Reason(code, args), "en")]

    assert all(sentence.strip() and "{" not in sentence for sentence in said)
    if code != "why":
        assert re.search(r"[\u4e00-\u9fff]", said[0])
        assert not re.search(r"[\u4e00-\u9fff]", said[1])


def test_every_code_that_the_package_uses_has_a_sentence() -> None:
    folder = Path(playbooks.__file__).parent
    used = {
        code for path in folder.rglob("*.py") for code in re.findall(r'Reason\(\s*"(\w+)"', path.read_text("utf-8"))
    }

    assert len(used) > 15
    assert used <= set(SENTENCES)


@pytest.mark.parametrize(("count", "words"), [(1, "1 county in 1 province"), (1200, "1,200 counties in 3 provinces")])
def test_english_counts_take_their_number(count: int, words: str) -> None:
    args: dict[str, str | int] = {
        "counties": count,
        "provinces": 1 if count == 1 else 3,
        "threshold_en": "CSI VIII",
        "name_en": "Wenchuan",
        "highest_en": "CSI XI",
    }

    assert say(Reason("counties_reach", args), "en").startswith(words)


def test_severity_and_money_are_written_as_people_write_them() -> None:
    assert severity(8000, unit="CSI") == ("烈度 VIII 度", "CSI VIII")
    assert severity(6500, unit="MMI") == ("修正麦氏烈度 6.5 度", "MMI 6.5")
    assert severity(3000, unit="level") == ("影响等级 3/4", "grade 3 of 4")
    assert severity(10_000, unit="force") == ("风力 10 级", "force 10")
    assert severity(34_000, unit="kn") == ("风速 34 节", "34 kn")
    assert severity(3000, unit="mm") == ("3 mm", "3 mm")
    assert yuan(1_284_000_000) == "12,840,000.00"
    assert yuan(-5) == "-0.05"


@pytest.mark.parametrize("slug", library())
def test_the_tests_that_travel_with_a_playbook_pass(slug: str) -> None:
    results = run_tests(library()[slug])

    assert len(results) >= 5
    assert [result.id for result in results if not result.passed] == []


def test_a_playbook_that_does_otherwise_than_its_tests_say_fails_them_in_both_languages() -> None:
    text = library_text("earthquake").replace(
        "    target: county\n    team: province_halls", "    target: province\n    team: province_halls"
    )
    edited = load(
        text.replace("在{county}设", "设").replace("Open a point in {county}", "Open a point"),
        filename="e.yaml",
    )

    failed = [result for result in run_tests(edited) if not result.passed]

    assert [result.id for result in failed] == ["great-earthquake"]
    assert any("'county-points': expected targets 3, got 2" in words.en for words in failed[0].failures)
    assert any("应为 3，实为 2" in words.zh for words in failed[0].failures)


def texts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "zh" in value:
            yield value
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def test_the_read_view_is_plain_and_complete_in_both_languages() -> None:
    view = describe(earthquake(), exercise_prefix="«drill»")

    assert json.loads(json.dumps(view)) == view
    found = list(texts(view))
    assert len(found) > 150
    assert all(text["en"] and text["zh"] for text in found)


def test_the_read_view_shows_every_measure_and_every_task_under_its_team() -> None:
    view = describe(earthquake(), exercise_prefix="«drill»")

    assert [one["id"] for one in view["timeline"]] == ["deferral", "waiver", "public-info", "green-channel"]
    tasks = {task["id"]: team["team"] for team in view["teams"] for task in team["tasks"]}
    assert len(tasks) == 8 + 4  # the playbook's own and those that measures bring
    assert tasks["green-channel-open"] == "province_halls"
    message = next(one for one in view["messages"] if one["id"] == "what-is-free")
    assert (message["text"]["zh"]["encoding"], message["text"]["zh"]["parts"]) == ("UCS-2", 2)
    assert message["correction"]["zh"]["parts"] == 1


def test_the_escalation_chain_reads_as_a_sentence_with_minutes() -> None:
    sentence = escalation_sentence(earthquake(), level="I")

    assert sentence.zh == (
        "I 级：先通知省公司值班；满 5 分钟未确认，呼叫省公司负责人；"
        "满 10 分钟未确认，呼叫总部值班；满 15 分钟未确认，呼叫总部指挥长。"
    )
    assert "after 15 min without acknowledgement the commander" in sentence.en


def test_a_condition_and_a_moment_read_as_words() -> None:
    book = earthquake()
    waiver = book.measures[1]

    assert condition(waiver.when, playbook=book).en == (
        "response level I/II; CSI VIII or MMI VII and above; provinces reached"
    )
    assert moment_words("T+7d").zh == "发生后 7 天"
    assert moment_words("T-2h").en == "2 h before"
    assert moment_words("day").en == "0:00 of the day"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: region("51322"), "six digits"),
        (lambda: region(segments={"gotone": -1}), "≥ 0"),
        (lambda: region(segments={"gotone": 1.0}), "whole number"),  # type: ignore[dict-item]
        (lambda: region(segments={"gatone": 1}), "gotone"),
        (lambda: situation(region(WENCHUAN), region(WENCHUAN)), "given twice"),
        (lambda: situation(level="V"), "incident_level"),
        (lambda: Province("51", "四川省", "Sichuan"), "six digits"),
    ],
)
def test_a_situation_that_cannot_be_is_refused_with_the_place(make: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


def test_a_playbook_for_another_hazard_says_both_hazards_in_words() -> None:
    told = plan(library()["network_outage"], situation(hazard="ice")).omitted[0].reasons

    assert say(told[0], "zh") == "本预案针对“区域网络中断”、“光缆中断”，当前事件为“雨雪冰冻”。"
    assert say(told[0], "en") == (
        "This playbook is for “regional network outage” or “cable cut”; this incident is one of “ice and snow”."
    )


def test_a_condition_says_hazards_and_colours_in_words() -> None:
    named = read(
        "hazard in [ice, cable_cut] and colour in [red, orange] and level in [I]",
        scope=scope_of(hazards=("ice", "cable_cut"), parameters={}, signals={}),
    )

    assert condition_words(named).zh == "事件类型为 雨雪冰冻/光缆中断，且预警颜色为 红色/橙色，且响应级别为 I"
    assert (
        condition_words(named).en
        == "hazard is Ice and snow/Cable cut, and warning colour is red/orange, and response level is I"
    )


@pytest.mark.parametrize("code", NOTHING_HIGHER)
def test_a_place_whose_highest_is_the_threshold_is_told_so_once(code: str) -> None:
    args: dict[str, str | int] = {
        "provinces": 2, "counties": 1, "name_zh": "湖南省", "name_en": "Hunan", "threshold_zh": "影响等级 1/4",
        "threshold_en": "grade 1 of 4", "highest_zh": "影响等级 1/4", "highest_en": "grade 1 of 4",
    }  # fmt: skip

    assert say(Reason(code, args), "zh").count("影响等级 1") == 1
    assert say(Reason(code, args), "en").count("grade 1 of 4") == 1
    assert "grade 2 of 4" in say(Reason(code, args | {"highest_en": "grade 2 of 4"}), "en")


def test_what_is_added_up_is_said_as_one_thing_and_one_is_no_plural() -> None:
    scope = scope_of(hazards=("ice",), parameters={}, signals={})
    told = condition_words(read("tier_a_plus + tier_a + tier_b >= 1 organisations", scope=scope))

    assert told.zh == "A+ 类集团客户数、A 类集团客户数、B 类集团客户数合计至少 1 家"
    assert told.en == (
        "group customers of tier A+, group customers of tier A and group customers of tier B together: at least"
        " 1 organisation"
    )


def halls(code: str, **args: int) -> tuple[str, str]:
    zh, en = QUANTITY_WORDS["halls"]
    reason = Reason(code, {**args, "quantity_zh": zh, "quantity_en": en})
    return say(reason, "zh"), say(reason, "en")


def test_what_a_place_has_takes_its_number_and_what_it_lacks_is_said_with_the_figure_that_decided() -> None:
    assert halls("has_quantity", count=1) == ("范围内有 1 个营业厅。", "Within the area: 1 service hall.")
    assert halls("nothing_there", least=1, count=0) == (
        "所及范围内没有营业厅。",
        "The area that is reached has no service halls.",
    )
    assert halls("nothing_there", least=5, count=2) == (
        "所及范围内，营业厅只有 2 个，要求至少 5 个。",
        "The area that is reached has 2 service halls; at least 5 are asked for.",
    )
    assert halls("no_county_with", least=3, count=1)[1] == (
        "No county that is reached has more than 1 service hall; at least 3 are asked for."
    )
    assert halls("nothing_there", least=5)[0] == "所及范围内，不足 5 个营业厅。"  # kept before figures were kept
    zh, en = QUANTITY_WORDS["A"]
    none = Reason("nothing_there", {"least": 1, "quantity_zh": zh, "quantity_en": en})
    assert say(none, "zh") == "所及范围内没有 A 类集团客户。"


def test_levels_colours_units_and_money_are_said_as_at_a_duty_desk() -> None:
    levels = Reason("needs_level", {"levels": "I/II/III", "level": "IV"})
    colours: dict[str, str | int] = {"colours_zh": "橙色或红色", "colours_en": "orange or red"}
    units = Reason("unit_not_known", {"unit": "CSI", "units": "force, kn, level"})
    cap = Reason("cap_binds", {"cap_yuan": yuan(1_000_000_000)})

    assert say(levels, "zh") == "需要 I、II 或 III 级响应，当前为 IV 级。"
    assert say(levels, "en") == "Needs response level I, II or III; the level now is IV."
    none = Reason("needs_colour", colours | {"colour_zh": "未发布", "colour_en": "not issued"})
    assert say(none, "zh") == "需要橙色或红色预警，目前没有发布预警。"
    assert say(none, "en") == "Needs warning colour orange or red; no warning is issued."
    assert say(units, "zh") == "影响范围按烈度（CSI）划分，本项只有按风力等级、风速（节）或影响等级的门槛，不作换算。"
    assert say(cap, "zh") == "按估算会用满上限 10,000,000 元，到上限即止。"


def test_an_exercise_says_that_only_its_own_words_make_a_text_too_long() -> None:
    told = Reason("parts_by_exercise", {"parts": 5, "without": 2, "wished": 2})

    assert say(told, "zh") == "加上演练字样，正文为 5 条；正式发送时为 2 条，不超过预案希望的 2 条。"
