"""When a system may be spoken to: closed times by day of the month, over midnight, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from notifications.permitted import CHINA, Closed, Permitted, opens_at


def closed(*entries: Mapping[str, object]) -> tuple[Closed, ...]:
    return Permitted.model_validate({"closed": entries}).closed


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


RUN = {"days": [1], "from": "22:00", "until": "06:00"}


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-12-01 21:59", "2026-12-01 21:59"),
        ("2026-12-01 22:00", "2026-12-02 06:00"),
        ("2026-12-02 05:59", "2026-12-02 06:00"),
        ("2026-12-02 06:00", "2026-12-02 06:00"),
        ("2026-12-01 03:00", "2026-12-01 03:00"),  # the night before the first belongs to another day
    ],
)
def test_a_billing_run_over_midnight_belongs_to_the_day_on_which_it_begins(now: str, opens: str) -> None:
    assert opens_at(closed(RUN), china(now).astimezone(UTC))[0] == china(opens)


def test_closed_times_that_touch_are_waited_out_together_and_the_last_says_why() -> None:
    times = closed(RUN, {"days": [2], "from": "06:00", "until": "08:30", "why": "reports"})

    assert opens_at(times, china("2026-12-01 23:00")) == (china("2026-12-02 08:30"), "reports")
    assert opens_at((), china("2026-12-01 23:00")) == (china("2026-12-01 23:00"), "")


@given(st.integers(0, 10_000_000), st.integers(0, 23), st.integers(0, 23), st.sets(st.integers(1, 31), max_size=4))
def test_what_it_says_is_open_is_open(second: int, start: int, end: int, days: set[int]) -> None:
    if start == end:
        end = (start + 1) % 24
    times = closed({"days": sorted(days), "from": f"{start:02}:00", "until": f"{end:02}:00"})
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)

    opens, why = opens_at(times, now)

    assert opens >= now
    assert opens_at(times, opens) == (opens, "")
    assert bool(why) == (opens > now)


@pytest.mark.parametrize(
    ("entries", "named"),
    [
        ([{"from": "06:00", "until": "06:00"}], "the same"),
        ([{"from": "00:00", "until": "12:00"}, {"from": "11:00", "until": "00:00"}], "no minute"),
        ([{"from": "22:00", "until": "06:00", "days": [32]}], "days"),
        ([{"from": "25:00", "until": "06:00"}], "from"),
        ([{"from": "22:00+08:00", "until": "06:00"}], "without an offset"),
    ],
)
def test_closed_times_that_make_no_sense_are_refused_by_name(entries: list[dict[str, object]], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        Permitted.model_validate({"closed": entries})


@pytest.mark.parametrize("rate", [-1, 601, "many"])
def test_a_rate_that_makes_no_sense_is_refused(rate: object) -> None:
    with pytest.raises(ValidationError, match="per_minute"):
        Permitted.model_validate({"per_minute": rate})
