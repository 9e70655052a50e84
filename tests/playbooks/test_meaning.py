"""What changed between two playbooks, in words that a planner and an approver read alike."""

from __future__ import annotations

from playbooks.source.playbook import library, library_text, load
from playbooks.terms.problems import Path
from playbooks.terms.words import Words
from playbooks.workbench.editing import set_values
from playbooks.workbench.meaning import Entry, difference, documents

QUAKE = library()["earthquake"]


def told(words: Words | None) -> Words:
    assert words is not None
    return words


def edited(*edits: tuple[Path, object]) -> tuple[Entry, ...]:
    text = set_values(library_text("earthquake"), edits)
    return difference(QUAKE, load(text, filename="e.yaml"))


def test_the_same_playbook_differs_in_nothing_whatever_its_order_and_comments() -> None:
    text = library_text("earthquake")
    first, second = text.index("  - id: deferral"), text.index("  - id: waiver")
    third = text.index("  - id: public-info")
    moved = text[:first] + text[second:third] + text[first:second] + text[third:] + "# 说明\n"

    assert difference(QUAKE, load(moved, filename="e.yaml")) == ()


def test_numbers_are_said_with_their_units_and_moments_in_words() -> None:
    [measure, money, clock] = edited(
        (("measures", 0, "window", "until"), "T+45d"),
        (("parameters", "deferral_cap_fen", "default"), 900_000_000),
        (("response_clocks", "I", "acknowledge_minutes"), 6),
    )

    assert (measure.section, measure.kind, measure.id) == ("measures", "changed", "deferral")
    assert measure.details[0].label.zh == "起止"
    assert told(measure.details[0].before).zh == "当日 0:00至发生后 30 天"
    assert told(measure.details[0].after).en == "0:00 of the day to 45 d after"
    assert (told(money.details[0].before).zh, told(money.details[0].after).en) == ("12,000,000 元", "9,000,000 yuan")
    assert money.title.zh == "缓免停机资金上限"
    assert (clock.details[0].label.en, told(clock.details[0].after).zh) == ("Acknowledge", "6 分钟")


def test_conditions_texts_and_fields_are_told_as_a_whole() -> None:
    [measure, message] = edited(
        (("measures", 1, "when", "levels"), ["I"]),
        (("measures", 1, "fields", "cap_per_customer_fen"), 5_000),
        (("messages", 0, "text", "zh"), "灾区客户免停机。"),
    )

    when, cap = measure.details
    assert told(when.before).zh.startswith("I/II 级响应")
    assert told(when.after).zh.startswith("I 级响应")
    assert (told(cap.before).zh, told(cap.after).zh) == ("32 元", "50 元")
    assert cap.label.zh != "cap_per_customer_fen"
    assert message.section == "messages"
    assert told(message.details[0].after).zh == "灾区客户免停机。"


def test_what_is_added_or_removed_is_named_once() -> None:
    text = library_text("earthquake")
    start, end = text.index("  - id: waiver"), text.index("  - id: public-info")
    tests = text.index("tests:\n")
    without = load(text[:start] + text[end:tests], filename="e.yaml")
    found = {(entry.section, entry.id): entry for entry in difference(QUAKE, without)}

    assert found["measures", "waiver"].kind == "removed"
    assert found["measures", "waiver"].title.zh
    assert found["measures", "waiver"].details == ()
    assert {entry.kind for entry in difference(without, QUAKE)} == {"added"}
    assert documents(difference(without, QUAKE))[0]["title"]["en"]


def test_every_library_playbook_can_be_told_against_every_other() -> None:
    books = list(library().values())
    for book in books[1:]:
        entries = difference(books[0], book)
        assert all(entry.title.zh and entry.title.en for entry in entries)
        assert {"measures", "tasks"} <= {entry.section for entry in entries}
