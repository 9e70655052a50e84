"""Figures of teams come together as their unit says: counts are added, times and shares never are."""

import pytest

from incident.rules.outcomes import of_teams
from playbooks.language.model import Outcome
from playbooks.planning.items import all_items
from playbooks.source.playbook import library


@pytest.mark.parametrize(
    ("unit", "values", "value", "aim"),
    [
        ("people", [3, 4, 5], 12, 30),
        ("%", [80, 91], 86, 10),
        ("minutes", [9, 12, 4], 12, 10),
        ("seconds", [40, 600], 600, 10),
        ("hours", [30, 6, 12], 6, 10),
        (None, [1, 1], 2, 30),
    ],
)
def test_a_unit_says_how_figures_come_together(unit: str | None, values: list[int], value: int, aim: int) -> None:
    assert of_teams.together(unit, values) == value
    assert of_teams.aim(unit, [10, 10, 10]) == aim


def test_of_several_targets_the_strictest_counts_where_figures_are_not_added() -> None:
    assert of_teams.aim("minutes", [10, 30]) == 10
    assert of_teams.aim("hours", [8, 12]) == 12
    assert of_teams.aim("%", [80, 90]) == 85
    assert of_teams.aim("halls", []) is None


def test_a_wait_or_what_should_be_none_is_met_by_less_and_everything_else_by_more() -> None:
    assert of_teams.is_met("minutes", value=9, target=10)
    assert not of_teams.is_met("minutes", value=12, target=10)
    assert not of_teams.is_met("counties", value=3, target=0)
    assert of_teams.is_met("counties", value=0, target=0)
    assert of_teams.is_met("points", value=12, target=10)
    assert not of_teams.is_met("hours", value=6, target=8)
    assert of_teams.together("people", []) == 0


def test_no_time_and_no_share_of_the_library_is_added_up() -> None:
    fields: dict[str, Outcome] = {}
    for playbook in library().values():
        for item, _ in all_items(playbook, values=playbook.values()):
            fields |= {one.name: one for one in getattr(item, "outcomes", ())}
    timed = [one for one in fields.values() if one.name.endswith(("_minutes", "_seconds", "_hours", "_percent"))]
    timed.remove(fields["user_minutes"])  # customers times minutes: these are counted

    assert len(timed) > 10
    assert [one.name for one in timed if of_teams.how(one.unit.en) == "sum"] == []
