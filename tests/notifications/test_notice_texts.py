"""Notices: complete in both languages, and nothing in a value takes effect beyond being text."""

from __future__ import annotations

import unicodedata
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.delivery import Delivery, DocumentError, read_document
from notifications.render import (
    EXERCISE_PREFIX,
    MAX_VALUE,
    Language,
    RenderError,
    exercise_text,
    render,
    visible,
)
from notifications.texts import TEMPLATES

LANGUAGES: tuple[Language, ...] = get_args(Language)


def values(kind: str, **changes: str | int) -> dict[str, str | int]:
    return {**{name: f"<{name}>" for name in TEMPLATES[kind]["zh"].fields}, **changes}


def test_the_four_notices_exist_in_both_languages_with_the_same_values() -> None:
    assert set(TEMPLATES) == {"task_dispatched", "task_overdue", "task_escalated", "approval_wanted"}
    for kind, languages in TEMPLATES.items():
        assert set(languages) == set(LANGUAGES), kind
        assert languages["zh"].fields == languages["en"].fields, kind


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_shown(kind: str, language: Language) -> None:
    text = render(kind, values(kind), language=language, world="live")

    for name in values(kind):
        assert f"<{name}>" in text.subject + text.body
    assert "\n" not in text.subject
    assert EXERCISE_PREFIX not in text.subject + text.body


@pytest.mark.parametrize("kind", [kind for kind in sorted(TEMPLATES) if kind.startswith("task_")])
def test_a_task_notice_bears_its_reply_code_and_says_how_to_acknowledge(kind: str) -> None:
    text = render(kind, values(kind, code="T-ABCD-1234"), language="zh", world="live")

    assert text.subject.endswith("[T-ABCD-1234]")
    assert "只写数字 1" in text.body


def test_the_world_forces_the_exercise_prefix() -> None:
    text = render("task_overdue", values("task_overdue"), language="en", world="exercise")

    assert text.subject.startswith("「演练 EXERCISE」")
    assert text.body.startswith("「演练 EXERCISE」\n")
    assert exercise_text(exercise_text("x")) == exercise_text("x")


@pytest.mark.parametrize(("language", "line"), [("zh", "另有 6 项任务"), ("en", "6 more tasks")])
def test_bundled_tasks_are_counted(language: Language, line: str) -> None:
    text = render("task_dispatched", values("task_dispatched"), language=language, world="live", more_tasks=6)

    assert line in text.body


@given(st.text(max_size=200))
def test_no_value_brings_controls_lines_or_places_of_its_own(value: str) -> None:
    text = render("task_overdue", values("task_overdue", task=value, link="{incident}"), language="zh", world="live")

    assert text.subject.splitlines() == [text.subject]
    assert not {unicodedata.category(character) for character in text.subject} & {"Cc", "Cs", "Zl", "Zp"}
    assert text.body.count("\n") == render(
        "task_overdue", values("task_overdue"), language="zh", world="live"
    ).body.count("\n")
    assert text.body.endswith("{incident}")


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\ufeff", "\r", "\x1b"])
def test_bidi_and_hidden_characters_are_made_visible(hidden: str) -> None:
    assert visible(f"四川{hidden}成都") == f"四川⟨U+{ord(hidden):04X}⟩成都"


def test_ordinary_words_of_any_script_stay_as_they_are() -> None:
    for text in ("汶川县（阿坝州）", "naïve café", "می‌خواهم", "👨‍👩‍👧 家", "100% <b>"):
        assert visible(text) == unicodedata.normalize("NFC", text)


def test_a_long_value_is_cut_so_that_the_rest_is_read() -> None:
    assert len(visible("长" * 10_000)) == MAX_VALUE


def test_missing_and_unknown_values_are_named() -> None:
    short = values("task_overdue")
    del short["due"]
    with pytest.raises(RenderError, match="'due'"):
        render("task_overdue", short, language="zh", world="live")
    with pytest.raises(RenderError, match="'colour'"):
        render("task_overdue", values("task_overdue", colour="red"), language="zh", world="live")
    with pytest.raises(RenderError, match="task_dispatched"):
        render("task_lost", {}, language="zh", world="live")


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"[]", "object"),
        (b'{"a": 1, "a": 1}', "repeats"),
        (b'{"a": 0.1}', "integers"),
        (b'{"a": Infinity}', "integers"),
        (b'{"a": 9223372036854775808}', "63 bits"),
        (b'{"a": ' + b"1" * 5000 + b"}", "63 bits"),
        (b'{"a": "' + b"x" * 300_000 + b'"}', "at most"),
        (b"\xff", "JSON"),
        (b'{"a":' * 5000, "JSON"),
    ],
)
def test_a_document_is_read_strictly(raw: bytes, word: str) -> None:
    with pytest.raises(DocumentError, match=word):
        read_document(raw)


def test_a_dict_and_its_bytes_are_the_same_delivery() -> None:
    given_dict = Delivery("k-1", 1, "x", {"b": 1, "a": "汶川"}, "exercise")
    given_bytes = Delivery("k-1", 1, "x", given_dict.raw(), "exercise")

    assert given_dict.content() == given_bytes.content() == {"a": "汶川", "b": 1}
    assert given_dict.digest() == given_bytes.digest()
