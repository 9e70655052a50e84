"""Draws can be repeated, waits look like people's, and reported figures are such as the house accepts."""

from __future__ import annotations

from statistics import median

from hypothesis import given, settings
from hypothesis import strategies as st

from incident.demo import chance
from incident.demo.figures import outcome_figures
from incident.rules.tasks import check_figures
from playbooks.source.playbook import library
from tests.demo.builders import story

PLAYBOOK = library()["earthquake"]


@given(st.integers(0, 10**6), st.text(max_size=20))
def test_a_draw_lies_within_its_bounds_and_is_the_same_again(seed: int, word: str) -> None:
    assert 0 < chance.draw(seed, word) < 1
    assert chance.draw(seed, word) == chance.draw(seed, word)


def test_another_seed_or_another_matter_draws_otherwise() -> None:
    assert len({chance.draw(seed, word) for seed in range(20) for word in "abcdef"}) == 120


def test_waits_spread_around_their_median_and_never_vanish() -> None:
    waits = [chance.wait_minutes(1, str(number), median=2.0) for number in range(2000)]
    assert 1.85 < median(waits) < 2.15
    assert min(waits) > 0
    assert 0.02 < sum(wait > 5 for wait in waits) / len(waits) < 0.10


@given(st.integers(0, 10**6), st.integers(0, 50), st.integers(0, 50))
def test_a_whole_number_lies_from_least_to_most(seed: int, least: int, more: int) -> None:
    assert least <= chance.whole(seed, "x", least=least, most=least + more) <= least + more


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_every_task_of_the_playbook_gets_figures_that_the_house_accepts(seed: int) -> None:
    for item in PLAYBOOK.tasks:
        fields = [
            {
                "name": o.name,
                "zh": o.title.zh,
                "en": o.title.en,
                "minimum": o.least,
                "maximum": o.most,
                "required": True,
            }
            for o in item.outcomes
        ]
        figures = outcome_figures(seed, {"id": item.id, "outcome_fields": fields}, story().figures)
        assert check_figures(fields, figures) == []
        if "called" in figures:
            assert figures["handed_on"] <= figures["reached"] <= figures["called"]


def test_the_scenario_says_something_about_every_figure_of_its_playbook() -> None:
    asked = {outcome.name for item in PLAYBOOK.tasks for outcome in item.outcomes}
    assert asked <= set(story().figures)
