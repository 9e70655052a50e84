"""What is said of a public text before it leaves: each finding names the sign, link or number and what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.texts.sms import count_parts
from playbooks.texts.text_checks import KNOWN_NUMBERS, PLAIN, text_findings

PREFIX = "「演练 EXERCISE」"


def codes(text: str, language: str = "zh", **more: str) -> dict[str, str]:
    return {found.code: found.what for found in text_findings(text, language=language, **more)}


def test_one_curly_apostrophe_is_named_with_the_parts_that_it_costs() -> None:
    text = "Don’t go back into damaged houses. " * 5
    [found] = [one for one in text_findings(text, language="en") if one.code == "forces_ucs2"]

    assert (found.what, found.weight) == ("’", "doubt")
    assert "3" in found.en
    assert "2" in found.en
    assert "“" not in found.en
    assert count_parts(text).parts > count_parts(text.replace("’", PLAIN["’"])).parts


def test_a_sign_that_costs_no_part_is_only_noted_and_a_text_that_needs_ucs2_is_not_blamed() -> None:
    [found] = text_findings("Don’t worry.", language="en")
    assert (found.code, found.weight) == ("forces_ucs2", "note")
    assert codes("灾区客户不停机，“无需申请”。") == {}
    assert codes(f"{PREFIX}Stay calm.", "en", prefix=PREFIX) == {}


@pytest.mark.parametrize(
    ("text", "code", "what"),
    [
        ("详见 http://t.cn/abc 。", "link", "http://t.cn/abc"),
        ("详见https://www.10086.cn/relief，谢谢", "link", "https://www.10086.cn/relief"),
        ("登录 example.com 领取", "link", "example.com"),
        ("请拨１００８６", "wide_digits", "１００８６"),
        ("请拨打1008", "no_number", "1008"),
        ("请拨13800138000", "personal_number", "13800138000"),
        ("热线400-800-1234", "other_number", "400-800-1234"),
        ("请拨10086转5", "known_number", "10086"),
        ("灾区\u200b客户", "invisible", "\u200b"),
        ("灾区\u202e客户", "invisible", "\u202e"),
        ("因（原因由值班长填写）停发", "left_open", "（原因由值班长填写）"),
        ("{when}发生地震", "left_open", "{when}"),
        ("Public information only", "language", "zh"),
    ],
)
def test_each_slip_is_found_by_its_code_and_names_what_is_meant(text: str, code: str, what: str) -> None:
    assert codes(text)[code] == what


@pytest.mark.parametrize(
    "text",
    [
        "【公益信息】2008-05-12 14:28，四川汶川发生8.0级地震，已有20000户恢复。",
        "全省183个县中106个县受影响，5月12日12时前有效。",
    ],
)
def test_figures_and_moments_are_no_telephone_numbers(text: str) -> None:
    assert codes(text) == {}


@pytest.mark.parametrize("number", sorted(KNOWN_NUMBERS))
def test_a_number_known_by_heart_says_who_answers(number: str) -> None:
    [found] = text_findings(f"请拨{number}。", language="zh")
    assert (found.code, found.weight) == ("known_number", "note")
    assert KNOWN_NUMBERS[number][0] in found.zh
    assert KNOWN_NUMBERS[number][1] in found.en


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [("bo", "ས་ཡོམ་བརྒྱབ་སོང་།", "地震"), ("ug", "يەر تەۋرىدى", "地震"), ("ko", "지진", "地震"), ("en", "Quake", "地震了"),
     ("ja", "地震がありました", "Earthquake"), ("mn-Mong", "ᠭᠠᠵᠠᠷ ᠬᠥᠳᠡᠯᠬᠦ", "地震")],
)  # fmt: skip
def test_a_text_that_is_not_of_its_language_is_found(language: str, right: str, wrong: str) -> None:
    assert "language" not in codes(right, language)
    assert codes(wrong, language)["language"] == language


def test_the_sixteenth_page_of_a_cell_broadcast_is_found() -> None:
    assert "pages" not in codes("灾" * 615, channel="cell_broadcast")
    assert codes("灾" * 616, channel="cell_broadcast")["pages"] == "16"
    assert "pages" not in codes("灾" * 616)


@given(st.text(max_size=200), st.sampled_from(["zh", "en", "bo", "xx"]))
def test_any_text_at_all_is_looked_at_and_each_finding_speaks_both_languages(text: str, language: str) -> None:
    for found in text_findings(text, language=language, channel="cell_broadcast"):
        assert found.zh
        assert found.en
        assert found.weight in ("note", "doubt")
