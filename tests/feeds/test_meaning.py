"""What a message means, without a database: worlds, thresholds, lineage, waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.rules.polling import LONGEST_BACK_OFF_S, is_stale, next_wait_s
from incident.rules.signals import (
    DISMISSED,
    STATUSES,
    Earlier,
    ProposalRule,
    Reading,
    Reference,
    counts_in,
    judge,
    lineage_of,
    moment_text,
    short_name,
    signal_id,
)
from tests.incident.stories import GANSU, SICHUAN

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SEVERE = Reading(
    identifier="A", sender="s", sent="2026-11-22T07:00:00.000000Z", msg_type="Alert", status="Actual", title="t",
    hazard="flood", severity="Severe", provinces=({"province": SICHUAN, "counties": 1, "subscribers": 9},),
)  # fmt: skip


def verdict(reading: Reading = SEVERE, rule: ProposalRule | None = None, **changes: Any) -> tuple[str, str]:
    asked: dict[str, Any] = {"world": "live", "drill": False, "now": NOW} | changes
    found = judge(reading, rule or ProposalRule(), **asked)
    return found.state, found.why


@pytest.mark.parametrize("status", STATUSES)
def test_only_an_actual_message_proposes_in_a_live_world(status: str) -> None:
    state, _ = verdict(replace(SEVERE, status=status))

    assert (state == "proposed") is (status == "Actual")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("drill", [False, True])
def test_in_an_exercise_an_actual_message_proposes_only_where_the_feed_is_for_drills(status: str, drill: bool) -> None:
    state, _ = verdict(replace(SEVERE, status=status), world="exercise", drill=drill)

    assert (state == "proposed") is (status == "Exercise" or (drill and status == "Actual"))
    assert counts_in("exercise", status, drill=drill) is (state == "proposed")


@pytest.mark.parametrize("msg_type", ["Cancel", "Ack", "Error"])
def test_what_ends_or_answers_a_message_is_never_a_new_alarm(msg_type: str) -> None:
    assert verdict(replace(SEVERE, msg_type=msg_type)) == ("information", msg_type.lower())


def test_what_has_expired_lapses_and_what_says_that_it_is_over_is_information() -> None:
    assert verdict(replace(SEVERE, expires_at=NOW)) == ("lapsed", "expired")
    assert verdict(replace(SEVERE, expires_at=NOW + timedelta(seconds=1))) == ("proposed", "reached")
    assert verdict(replace(SEVERE, past=True)) == ("information", "past")


def test_what_cannot_be_placed_or_read_goes_to_quarantine_whatever_the_thresholds() -> None:
    rule = ProposalRule(min_severity="Extreme")

    assert verdict(replace(SEVERE, unplaced="no area"), rule) == ("quarantined", "unplaced")
    assert verdict(replace(SEVERE, status="unreadable"), rule, world="exercise") == ("quarantined", "unreadable")


def test_one_threshold_reached_is_enough_and_an_unknown_value_is_shown_to_a_person() -> None:
    rule = ProposalRule(min_severity="Extreme", min_magnitude_milli=6000)

    assert verdict(rule=rule) == ("information", "below")
    assert verdict(replace(SEVERE, magnitude_milli=6000), rule) == ("proposed", "reached")
    assert verdict(replace(SEVERE, magnitude_milli=5999), rule) == ("information", "below")
    assert verdict(replace(SEVERE, severity="Unknown"), rule) == ("proposed", "reached")


def test_intensity_counts_by_the_worst_band_and_only_in_units_of_intensity() -> None:
    rule = ProposalRule(min_intensity_milli=7000)
    shaken = replace(SEVERE, bands=({"band": "MMI-7", "value_milli": 7000, "unit": "MMI", "area_km2": 1},))

    assert verdict(shaken, rule) == ("proposed", "reached")
    assert verdict(shaken, ProposalRule(min_intensity_milli=7001)) == ("information", "below")
    levels = replace(SEVERE, bands=({"band": "LEVEL-4", "value_milli": 4000, "unit": "level", "area_km2": 1},))
    assert verdict(levels, rule) == ("proposed", "reached"), "an intensity that is not known must not hide it"


def test_a_signal_must_touch_a_province_that_is_watched() -> None:
    assert verdict(replace(SEVERE, provinces=())) == ("information", "elsewhere")
    assert verdict(rule=ProposalRule(provinces=(GANSU,))) == ("information", "elsewhere")
    assert verdict(rule=ProposalRule(provinces=(GANSU, SICHUAN))) == ("proposed", "reached")


def test_a_version_that_is_no_worse_than_a_dismissed_one_does_not_come_back() -> None:
    earlier = Earlier(DISMISSED, "Severe", None, None, None)

    assert verdict(earlier=earlier) == ("information", "dismissed_before")
    assert verdict(replace(SEVERE, severity="Extreme"), earlier=earlier) == ("proposed", "reached")


def test_lineage_is_that_of_the_earlier_message_else_the_sources_id_else_the_first_reference() -> None:
    first = Reference("s", "A", "2026-11-22T06:00:00.000000Z")
    update = replace(SEVERE, identifier="B", references=(SEVERE.reference, first))

    assert lineage_of(SEVERE, known=[]) == f"s,A,{SEVERE.sent}"
    assert lineage_of(update, known=[]) == "s,A,2026-11-22T06:00:00.000000Z"
    assert lineage_of(update, known=["x", "b"]) == "b"
    assert lineage_of(replace(SEVERE, event_ids=("us1", "ci2")), known=[]) == "event:us1"


def test_one_moment_in_two_spellings_names_one_message() -> None:
    spelled = ["2026-11-22T16:00:00+08:00", "2026-11-22T08:00:00Z", "2026-11-22T08:00:00-00:00"]

    assert len({signal_id("f", Reference("s", "A", moment_text(text))) for text in spelled}) == 1
    assert moment_text("yesterday") == "yesterday"


@given(st.text(max_size=600), st.text(max_size=600))
def test_long_names_fit_and_stay_apart(one: str, other: str) -> None:
    assert len(short_name(one)) <= 200
    assert (short_name(one) == short_name(other)) is (one == other)


@given(st.integers(10, 86_400), st.integers(0, 10_000), st.floats(0, 1))
def test_a_failing_source_is_asked_ever_more_rarely_but_not_given_up(
    interval: int, failures: int, chance: float
) -> None:
    wait = next_wait_s(interval, failures=failures, chance=chance)

    assert 0.8 * interval <= wait <= 1.2 * max(LONGEST_BACK_OFF_S, interval)
    assert next_wait_s(interval, failures=failures + 1, chance=chance) >= wait


def test_a_source_that_says_when_to_come_back_is_heeded() -> None:
    assert next_wait_s(60, failures=1, chance=0.5, retry_after_s=900) == 900


def test_a_feed_is_stale_after_three_intervals_or_three_vain_tries() -> None:
    assert not is_stale(NOW, interval_s=60, failures=9, now=NOW + timedelta(seconds=180))
    assert is_stale(NOW, interval_s=60, failures=0, now=NOW + timedelta(seconds=181))
    assert [is_stale(None, interval_s=60, failures=count, now=NOW) for count in (0, 2, 3)] == [False, False, True]
