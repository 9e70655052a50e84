"""Texts: exact bytes, forced exercise word, templates that can't reach into objects."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from incident.rules.broadcast_texts import MORE_LANGUAGES
from playbooks.planning.planner import plan
from playbooks.source.playbook import PlaybookError, load
from playbooks.terms.words import MoreLanguage
from playbooks.texts.messages import TemplateError, fill, places_of, render
from tests.playbooks.builders import earthquake, region, situation


def test_values_take_their_places() -> None:
    assert fill("{when}，{where}发生地震", values={"when": "今天", "where": "四川省"}) == "今天，四川省发生地震"


@pytest.mark.parametrize("template", ["{a.__class__}", "{0}", "{a!r}", "{a:>9}", "{", "}", "{{a}}"])
def test_anything_but_a_plain_name_in_braces_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        places_of(template)


def test_a_missing_value_is_named() -> None:
    with pytest.raises(TemplateError, match="where"):
        fill("{where}", values={"when": "now"})


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert fill("{where}", values={"where": "{when}", "when": "never"}) == "{when}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_prefix_stands_in_front_once_and_is_counted(lang: str) -> None:
    once = render(" hello\n", values={}, lang=lang, prefix="「演练 EXERCISE」")  # type: ignore[arg-type]
    again = render(once.text, values={}, lang=lang, prefix="「演练 EXERCISE」")  # type: ignore[arg-type]

    assert once.text == "「演练 EXERCISE」hello"
    assert again.text == once.text
    assert (once.encoding, once.units) == ("UCS-2", 18)
    assert render("hello", values={}, lang=lang, prefix="").text == "hello"  # type: ignore[arg-type]


def test_the_public_text_of_the_earthquake_playbook_has_no_link_and_fits_two_parts() -> None:
    template = earthquake().message("what-is-free")
    values = {"when": "12月30日23时59分", "where": "新疆维吾尔自治区等地"}
    text = render(template.text.zh, values=values, lang="zh", prefix="")

    assert "http" not in text.text
    assert text.parts == 2
    assert template.correction is not None
    assert render(template.correction.zh, values=values, lang="zh", prefix="").parts == 1


WHOLE = Path(__file__).with_name("whole_language.yaml").read_text("utf-8")


def test_a_message_is_planned_in_every_language_that_the_playbook_writes() -> None:
    playbook = load(WHOLE, filename="whole.yaml")

    told = replace(situation(region(value=8)), warning_colour="red")
    message = plan(playbook, told).item("whole-language/news/*").message

    assert message is not None
    assert message.more == {
        "ko": {"title": "공익 정보", "body": "Sichuan 지진", "correction": "정정", "cancel": "종료"}
    }
    assert set(get_args(MoreLanguage)) == set(MORE_LANGUAGES)


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("      ko: {", "      kr: {", "unknown word 'kr'"),
        ("{where} 지진", "{were} 지진", "did you mean 'where'"),
        ("correction: 정정, ", "", "'correction' is missing"),
        ("    channel: sms", "    channel: staff", "further languages are for messages to the public"),
    ],
)
def test_a_further_language_is_whole_and_known_or_refused_at_its_line(good: str, bad: str, words: str) -> None:
    text = WHOLE.replace(good, bad, 1)

    with pytest.raises(PlaybookError) as caught:
        load(text, filename="whole.yaml")

    found = [problem for problem in caught.value.problems if words in problem.message_en]
    assert [problem.path.startswith("messages[0].more") for problem in found] == [True]
