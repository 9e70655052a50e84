"""Which rules the tests of a playbook try, and what is said of those that they don't."""

import pytest

from playbooks.language.model import Playbook
from playbooks.source.playbook import PlaybookError, library, library_text, load
from playbooks.testing.coverage import coverage, coverage_document, gap_words

LIBRARY = library()


def without(playbook: Playbook, *tests: str) -> Playbook:
    kept = tuple(trial for trial in playbook.tests if trial.id not in tests)
    assert len(kept) == len(playbook.tests) - len(tests)
    return playbook.model_copy(update={"tests": kept})


@pytest.mark.parametrize("playbook", LIBRARY.values(), ids=LIBRARY)
def test_the_library_tries_every_rule_both_ways(playbook: Playbook) -> None:
    assert [gap_words(rule).en for rule in coverage(playbook).gaps] == []


def test_without_tests_nothing_is_tried() -> None:
    book = LIBRARY["ice"]
    covered = coverage(book.model_copy(update={"tests": ()}))

    assert covered.gaps == covered.rules
    assert {rule.kind for rule in covered.rules} == {"measure", "broadcast", "task", "message", "condition", "branch"}
    assert {rule.kind for rule in coverage(LIBRARY["major_event"]).rules} >= {"trigger"}


def test_what_only_one_test_tries_is_missed_when_it_is_gone() -> None:
    book = without(LIBRARY["ice"], "level-three")

    gaps = {rule.id: rule for rule in coverage(book).gaps}

    assert gaps["silence-dunning"].missing == ("fired",)
    assert gaps["silence-dunning/III"].missing == ("fired",)
    assert gaps["message/take-care"].missing == ("fired",)
    assert "top-up" not in gaps
    told = gap_words(gaps["message/take-care"])
    assert told.zh == "消息“take-care”：从未在任何测试中触发"
    assert told.en == "message 'take-care': never fired in any test"


def test_a_part_of_a_condition_is_tried_when_it_is_the_reason_to_leave_the_item_out() -> None:
    covered = {rule.id: rule for rule in coverage(LIBRARY["network_outage"]).rules}

    assert "no-key-customers" in covered["key-teams/having/key_customers"].not_fired
    assert "nobody-declared" in covered["outage-notice/levels"].not_fired
    assert "nobody-declared" not in covered["key-teams/having/key_customers"].not_fired
    assert "four-days-later" in covered["outage-notice/window"].not_fired


def test_an_alternative_counts_only_where_it_is_the_one_that_holds() -> None:
    covered = {rule.id: rule for rule in coverage(LIBRARY["typhoon"]).rules}

    assert "knots" in covered["no-overage/kn"].fired
    assert "knots" not in covered["no-overage/force"].fired
    assert "knots" not in covered["no-overage/I"].fired


def test_a_test_may_give_readings_and_names_only_those_that_there_are() -> None:
    rule = next(rule for rule in coverage(LIBRARY["network_outage"]).rules if rule.id == "trigger/half-an-hour")
    assert rule.fired
    assert rule.not_fired

    text = library_text("network_outage").replace("minutes_out: 30}", "minutes_off: 30}")
    with pytest.raises(PlaybookError, match="minutes_out"):
        load(text, filename="mine.yaml")


def test_the_document_says_the_same_as_the_words() -> None:
    told = coverage_document(coverage(without(LIBRARY["ice"], "level-three")))

    missing = [rule["id"] for rule in told["rules"] if rule["missing"]]
    assert missing == [gap["id"] for gap in told["gaps"]]
    assert all(gap["zh"] and gap["en"] for gap in told["gaps"])
