"""Every measure type in one playbook: loaded, planned, read, with tasks that can be answered and an end."""

import pytest

from playbooks.language.model import MeasureItem, TaskItem
from playbooks.measures import BY_TASKS, KINDS, measure_type
from playbooks.measures.tasking import CARRIES
from playbooks.planning.planner import plan
from playbooks.planning.reasons import say
from playbooks.workbench.read_view import describe
from tests.playbooks import measure_page
from tests.playbooks.builders import region, situation
from tests.playbooks.every_type import every_type, fields_of

EVERYBODY = {"gotone": 100_000, "easyown": 300_000, "mzone": 50_000, "other": 20_000}
HAN = range(0x4E00, 0x9FA6)


def item_of(kind: str) -> MeasureItem:
    return next(item for item in every_type().measures if item.kind == kind)


def tasks_of(kind: str) -> tuple[TaskItem, ...]:
    measure = measure_type(kind)
    return measure.tasks(item_of(kind), fields=measure.fields(fields_of(kind)))


def test_a_playbook_can_use_every_type_and_all_of_them_are_planned() -> None:
    planned = plan(every_type(), situation(region(value=9, segments=EVERYBODY)))

    measures = [item for item in planned.items if item.type != "task"]
    assert [item.kind for item in measures] == list(KINDS)
    assert planned.omitted == ()
    for item in measures:
        assert item.counts.total == sum(item.counts.by_segment.values()) == sum(item.counts.by_province.values())
        assert item.counts.total == sum(sum(by.values()) for by in item.counts.by_county.values())
        for reason in item.reasons:
            assert say(reason, "zh") != say(reason, "en")


def test_every_type_is_described_with_its_fields_for_the_page_that_people_read() -> None:
    told = describe(every_type(), exercise_prefix="")["timeline"]

    assert [measure["kind"] for measure in told] == list(KINDS)
    assert all(field["title"]["zh"] and field["title"]["en"] for measure in told for field in measure["fields"])


@pytest.mark.parametrize("kind", [kind for kind, measure in KINDS.items() if measure.delivery in BY_TASKS])
def test_a_type_that_tasks_carry_out_brings_the_one_that_carries_it(kind: str) -> None:
    item = item_of(kind)

    carrying = [task for task in tasks_of(kind) if task.id == f"{item.id}{CARRIES}"]

    assert len(carrying) == 1
    assert carrying[0].outcomes


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "public_info_broadcast"])
def test_tasks_of_a_type_ask_for_figures_with_units_and_plausible_ranges(kind: str) -> None:
    tasks = tasks_of(kind)

    assert tasks
    assert len({task.id for task in tasks}) == len(tasks)
    for task in tasks:
        assert task.outcomes
        for outcome in task.outcomes:
            assert outcome.least <= (outcome.target or 0) <= outcome.most
            assert outcome.unit.zh
            assert outcome.unit.en
        for words in (task.title, task.why, *task.checklist):
            assert not [letter for letter in words.en if ord(letter) in HAN]


@pytest.mark.parametrize("kind", KINDS)
def test_success_is_measured_by_something_that_is_counted(kind: str) -> None:
    success = measure_type(kind).success
    outcomes = {outcome.name for task in tasks_of(kind) for outcome in task.outcomes}

    assert success.figure in {"applied", "delivered"} | outcomes
    assert 0 < success.at_least_ppm <= 1_000_000


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_steps_of_an_end_ask_at_the_same_hour(kind: str) -> None:
    hours = [note.hours_before_end for note in measure_type(kind).landing]

    assert len(set(hours)) == len(hours)
    assert min(hours) <= 0
    assert hours == sorted(hours, reverse=True)


def test_a_measure_for_a_share_counts_only_those_whom_it_is_for() -> None:
    planned = plan(every_type(), situation(region(value=9, segments=EVERYBODY), region("510181", value=8)))
    counted = {item.kind: item.counts for item in planned.items if item.type != "task"}

    everybody = counted["suspension_deferral"].total
    assert everybody == 470_400
    assert counted["rescuer_waiver"].total == 470_400 * 5 // 1000 + 4 - 2  # rounded up in each county and segment
    assert counted["emergency_top_up"].by_segment == {"easyown": 36_012, "mzone": 6_012, "other": 2_412}
    assert counted["extended_pay_date"].total == 470_400 * 65 // 100


def test_who_pays_automatically_is_said_where_the_pay_date_moves_without_them() -> None:
    measure = measure_type("extended_pay_date")
    excluded = measure.fields(fields_of("extended_pay_date"))
    included = measure.fields(fields_of("extended_pay_date") | {"autopay": "included"})

    [said] = measure.notes(excluded, customers=650_000)
    assert (said.ok, "350,000 customers who pay automatically are NOT included" in said.text.en) == (False, True)
    assert measure.notes(included, customers=650_000) == ()
    assert (measure.reached_ppm(excluded), measure.reached_ppm(included)) == (650_000, 1_000_000)


def test_key_customers_are_those_of_the_chosen_tiers_where_the_area_knows_them() -> None:
    measure = measure_type("key_customer_team")
    fields = measure.fields(fields_of("key_customer_team") | {"customers_per_team": 10, "cap_fen": 10**12})

    by_tier = measure.estimate({}, window_days=2, fields=fields, figures={"A+": 3, "A": 20, "B": 1, "C": 500})
    unknown = measure.estimate({}, window_days=2, fields=fields, figures={"key_customers": 41})

    assert by_tier.fen_total == 2 * 3 * 250_000
    assert unknown.fen_total == 2 * 5 * 250_000


def test_the_page_of_measure_types_says_what_the_code_says() -> None:
    assert measure_page.PAGE.read_text("utf-8") == measure_page.page()


@pytest.mark.parametrize("kind", KINDS)
def test_a_type_that_is_for_a_share_says_for_whom(kind: str) -> None:
    measure = measure_type(kind)

    assert (measure.for_whom is not None) == (measure.reached_ppm(measure.fields(fields_of(kind))) < 1_000_000)
