"""How figures add up and how sure a survey is, by worked examples."""

from __future__ import annotations

import pytest

from incident.rules.outcomes.adding import Sum, Told, added, is_met, of_place, strictest
from incident.rules.outcomes.kinds import KINDS
from incident.rules.outcomes.survey import margin
from incident.rules.outcomes.words import figure_text


def test_a_mean_is_weighed_by_its_base_and_plainly_where_one_has_none() -> None:
    parts = [Sum(9_000, 100, "2008-05-12", 1), Sum(6_000, 300, "2008-05-13", 1)]

    assert added("mean", parts) == Sum(6_750, 400, "2008-05-13", 2)
    assert added("mean", [*parts, Sum(3_000, None, "", 1)]) == Sum(6_000, None, "2008-05-13", 3)


def test_a_place_told_whole_and_by_city_is_counted_once() -> None:
    kind = KINDS["green_channel"]
    whole = [Told(value=50, to_day="2008-05-12"), Told(value=70, to_day="2008-05-13")]
    by_city = [Told(value=40, to_day="2008-05-12", cell=("510700", "", ""))]

    assert of_place(kind, [*by_city, *whole]) == Sum(120, None, "2008-05-13", 2)
    assert of_place(kind, by_city) == Sum(40, None, "2008-05-12", 1)
    assert of_place(kind, []) is None


def test_points_are_the_most_of_a_place_and_the_sum_over_places() -> None:
    kind = KINDS["points_opened"]
    sichuan = of_place(kind, [Told(value=12, to_day="2008-05-13"), Told(value=9, to_day="2008-05-14")])

    assert sichuan == Sum(12, None, "2008-05-14", 2)
    assert added(kind.over_places, [sichuan, Sum(3, None, "", 1)]) == Sum(15, None, "2008-05-14", 3)


def test_money_to_date_counts_with_its_newest_figure() -> None:
    told = [Told(value=300_00, to_day="2008-05-20"), Told(value=100_00, to_day="2008-05-14")]
    assert of_place(KINDS["money_waived"], told) == Sum(300_00, None, "2008-05-20", 2)


def test_ten_minutes_in_halls_is_a_promise_that_less_keeps() -> None:
    wait = KINDS["hall_wait"]

    assert wait.promise == 100
    assert is_met(wait, 99, 100)
    assert is_met(wait, 100, 100)
    assert not is_met(wait, 101, 100)
    assert strictest(wait, [100, 80]) == 80
    assert strictest(KINDS["points_opened"], [1, 1, 2]) == 4


def test_the_margin_of_a_survey_is_wilsons_interval() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857–872, table I, method 3: 81 of 263 is 0.2553 to 0.3662,
    # 15 of 148 is 0.0624 to 0.1605, 0 of 20 is 0 to 0.1611.
    found = margin(round(81 / 263 * 10_000), 263)
    assert (found.low, found.high, found.few) == (2553, 3662, False)
    assert (margin(1_014, 148).low, margin(1_014, 148).high) == (624, 1605)
    assert (margin(0, 20).low, margin(0, 20).high, margin(0, 20).few) == (0, 1611, True)
    with pytest.raises(ValueError, match="no share"):
        margin(5_000, 0)


def test_figures_are_told_with_their_unit_and_no_idle_zeros() -> None:
    assert figure_text(KINDS["hotline_answered"], 8_530, "zh") == "85.3%"
    assert figure_text(KINDS["money_waived"], 123_456_705, "en") == "1,234,567.05 CNY"
    assert figure_text(KINDS["customers_covered"], 1_200, "zh") == "1,200 户"


def test_every_kind_is_described_whole_and_no_task_field_reports_two() -> None:
    fields = [name for kind in KINDS.values() for name in kind.task_fields]

    assert len(fields) == len(set(fields))
    for kind in KINDS.values():
        assert kind.least <= kind.plausible[0] < kind.plausible[1] <= kind.most
        assert kind.weighed == (kind.over_places == "mean")
        assert not kind.task_fields or kind.reckoned == "tasks"
