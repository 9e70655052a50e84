"""The simulated province: accounts with three clocks, and who is cut off on which day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notifications.connectors._instruction import read_instruction
from notifications.connectors._tmf_resources import batch_resource
from notifications.connectors.billing_tmf import ExerciseBillingTmf
from notifications.delivery import Sent
from notifications.registry import build
from notifications.simulators.billing import Billing
from notifications.simulators.billing_drill import Drill
from notifications.simulators.billing_population import PopulationError, read_population
from notifications.simulators.faults import Faults
from notifications.simulators.simulator import Request
from tests.notifications.processes import action, delivery, eventually, instruction, running, waive

COUNTY, SEGMENT = "510131", "gotone"
HERE = 8_000
FROM, UNTIL = "2008-05-12T14:28:00+08:00", "2008-06-11T14:28:00+08:00"
CLOCKS = ["late_fee", "suspension", "termination"]
PEOPLE = {"begins": "2008-05-12", "counties": {COUNTY: {SEGMENT: HERE}, "510181": {SEGMENT: HERE}}}
BATCH = f"m:1:{COUNTY}:{SEGMENT}"


class Province:
    """The simulator in this process, asked as its server asks it."""

    def __init__(self, folder: Path) -> None:
        self.simulator = Billing(folder, seed=7, faults=Faults(settle_ms=0), fast=1)

    def get(self, path: str, **query: str) -> dict[str, Any]:
        return self.ask("GET", path, query=query)

    def post(self, path: str, **body: object) -> dict[str, Any]:
        return self.ask("POST", path, body=body)

    def ask(self, method: str, path: str, *, body: Any = None, query: Any = None, key: str = "") -> dict[str, Any]:
        headers = {"Tongxin-World": "exercise", "Tongxin-Fence": "1", "Idempotency-Key": key}
        parts = tuple(path.split("/"))
        return dict(self.simulator.answer(Request(method, parts, {}, headers, body or {}, query or {})).body)

    def take(self, document: dict[str, Any], *, key: str = "") -> dict[str, Any]:
        """Submit an instruction as the connector would."""
        key = key or document["batch"]
        return self.submit(batch_resource(read_instruction(document), key=key, digest="d"))

    def submit(self, resource: dict[str, Any]) -> dict[str, Any]:
        path = "tmf-api/billingBatchManagement/v1/billingBatch"
        return self.ask("POST", path, body=resource, key=resource["externalId"])


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    found = Province(tmp_path)
    found.post("population", **PEOPLE)
    yield found
    found.simulator.close()


def deferral(batch: str = BATCH, *, customers: int = HERE, until: str = UNTIL, begins: str = FROM) -> dict[str, Any]:
    """A document that freezes all clocks and reopens the suspended."""
    told: dict[str, dict[str, Any]] = {
        "freeze_clocks": {"clocks": CLOCKS, "autopay": "included"},
        "reopen": {"suspended_for": "debt"},
    }
    period = {"from": begins, "until": until}
    actions = [
        action(name, **details) | {"period": period, "key": f"{COUNTY}:{SEGMENT}:{name}:{begins}/{until}"}
        for name, details in told.items()
    ]
    return instruction("m", customers=customers, actions=actions) | {"batch": batch}


def cut_off(days: list[dict[str, Any]], *, whose: str = "covered") -> int:
    """Accounts suspended or terminated in these days."""
    return sum(day["suspended"][whose] + day["terminated"][whose] for day in days)


def test_who_joins_a_measure_that_was_extended_is_nobody_whom_its_first_days_reached(province: Province) -> None:
    later = "2008-07-11T14:28:00+08:00"
    province.take(deferral(customers=4_000))
    province.take(deferral(f"m:500002:{COUNTY}:{SEGMENT}", customers=4_000, begins=UNTIL, until=later))
    province.take(deferral(f"m:2:{COUNTY}:{SEGMENT}", customers=1_000, until=later))

    assert province.get("accounts")["covered"] == 5_000
    province.post("days", until="2008-07-01")
    assert province.get("accounts")["frozen"]["suspension"] == 5_000


def test_without_a_measure_people_are_cut_off_every_day_as_before_the_drill() -> None:
    drill = Drill.begin(read_population(PEOPLE), seed=7)
    first, later = drill.let_pass(30), drill.let_pass(30)

    a_day = [day.suspended["others"] for day in (*first, *later)]

    assert min(a_day) > 0
    assert 0.7 < sum(a_day[:30]) / sum(a_day[30:]) < 1.4
    assert sum(day.terminated["others"] for day in later) > 0
    assert sum(sum(day.suspended_by_county.values()) for day in later) == sum(a_day[30:])


def test_nobody_who_is_deferred_is_cut_off_and_the_suspended_are_reopened(province: Province) -> None:
    before = province.get("accounts", county=COUNTY)["suspended"]

    province.take(deferral())
    during = province.get("accounts", county=COUNTY)
    month = province.post("days", until="2008-06-11")["days"]

    assert (before > 0, during["suspended"]) == (True, 0)
    assert during["frozen"] == dict.fromkeys(CLOCKS, HERE)
    assert cut_off(month) == 0
    assert cut_off(month, whose="others") > 0


def test_when_a_freeze_just_ends_many_are_cut_off_the_morning_after(province: Province) -> None:
    province.take(deferral())
    province.post("days", until="2008-06-11")

    morning, *week = province.post("days", days=7)["days"]

    assert morning["suspended"]["covered"] > 3 * max(day["suspended"]["covered"] for day in week)
    assert (morning["date"], morning["soonestAfterFreeze"]) == ("2008-06-11", 0)
    assert province.get("cut-offs", **{"from": "2008-06-11", "until": "2008-06-12"})["days"] == [morning]


def runway(until: str) -> dict[str, Any]:
    """What holds everybody from the end until the last stage."""
    return deferral(f"m:100:{COUNTY}:{SEGMENT}", until=until, begins=UNTIL)


def stage(number: int, *, begins: str, share: tuple[int, int]) -> dict[str, Any]:
    """One stage of a landing, as suspension_deferral composes it."""
    reach = {"from_ppm": share[0], "to_ppm": share[1]}
    told: dict[str, dict[str, Any]] = {
        "courtesy_notice": {"stage": number},
        "offer_instalments": {"count": 3, "every_days": 30},
        "restart_clocks": {"clocks": CLOCKS, "least_days_left": 7},
    }
    until = begins.replace("T14", "T15")
    actions = [
        action(name, **details, **reach)
        | {"period": {"from": begins, "until": until}, "key": f"{COUNTY}:{SEGMENT}:{name}:{begins}/{until}"}
        for name, details in told.items()
    ]
    customers = HERE * share[1] // 1_000_000 - HERE * share[0] // 1_000_000
    batch = f"m:{100 + number}:{COUNTY}:{SEGMENT}"
    return instruction("m", customers=customers, actions=actions) | {"batch": batch}


def test_a_landing_in_stages_cuts_nobody_off_the_morning_after_and_reaches_everybody_once(province: Province) -> None:
    province.take(deferral())
    province.post("days", until="2008-06-10")
    first, last = "2008-06-18T14:28:00+08:00", "2008-06-25T14:28:00+08:00"

    province.take(runway(until=last))
    halves = ((1, first, (0, 500_000)), (2, last, (500_000, 1_000_000)))
    taken = [province.take(stage(number, begins=begins, share=share)) for number, begins, share in halves]
    between = province.post("days", until="2008-06-19")["days"]
    half = province.get("accounts", county=COUNTY)
    later = province.post("days", until="2008-08-30")["days"]

    assert [answer["figures"]["submitted"]["customers"] for answer in taken] == [HERE // 2, HERE // 2]
    assert cut_off(between) == 0
    assert (half["told"], half["frozen"]["suspension"]) == (HERE, HERE // 2)
    assert half["instalments"] > 0
    days_in_hand = [day["date"] for day in later if cut_off([day])]
    assert min(days_in_hand) >= "2008-06-25"  # seven days after the first stage
    assert min(day["soonestAfterFreeze"] for day in later if day["soonestAfterFreeze"] is not None) >= 7


def test_growth_reaches_others_and_an_extension_all_of_them_again(province: Province) -> None:
    province.take(deferral(customers=4_000))
    province.take(deferral(f"m:2:{COUNTY}:{SEGMENT}", customers=2_000))
    grown = province.get("accounts")["covered"]

    later = "2008-07-11T14:28:00+08:00"
    province.take(deferral(f"m:3:{COUNTY}:{SEGMENT}", customers=6_000, begins=UNTIL, until=later))
    province.post("days", until="2008-07-01")

    assert grown == province.get("accounts")["covered"] == 6_000
    assert province.get("accounts")["frozen"]["suspension"] == 6_000
    too_many = province.take(deferral(f"m:4:{COUNTY}:{SEGMENT}", customers=2_001))
    assert (too_many["code"], "6000 of them" in too_many["message"]) == ("moreThanAccounts", True)


def test_a_revocation_lets_the_clocks_run_again_from_today(province: Province) -> None:
    province.take(deferral())
    undo = [action("reverse", of=f"{COUNTY}:{SEGMENT}:freeze_clocks:{FROM}/{UNTIL}")]

    province.take(instruction("m", customers=HERE, actions=undo) | {"batch": BATCH}, key=f"{BATCH}:reverse")

    assert province.get("accounts")["frozen"] == dict.fromkeys(CLOCKS, 0)
    assert province.post("days", days=1)["days"][0]["suspended"]["covered"] > 0


def test_a_freeze_that_began_in_the_past_gives_back_what_clocks_and_late_fees_ran(province: Province) -> None:
    province.post("days", days=10)
    charged = province.get("accounts", county=COUNTY)["lateFeeFen"]

    province.take(deferral())

    after = province.get("accounts", county=COUNTY)
    assert after["lateFeeFen"] < charged
    assert after["frozen"]["late_fee"] == HERE - after["terminated"]


def test_an_account_that_was_terminated_fails_as_closed(province: Province) -> None:
    province.post("days", days=90)
    gone = province.get("accounts", county=COUNTY)["terminated"]

    taken = province.take(deferral())

    assert taken["figures"]["failed"]["customers"] == gone > 0
    rows = province.ask("GET", f"tmf-api/billingBatchManagement/v1/billingBatch/{BATCH}/failedAccount")["items"]
    assert {row["reason"] for row in rows} == {"account_closed"}


def test_the_accounts_credits_are_the_batches_fen_and_both_survive_kill_nine(tmp_path: Path) -> None:
    document = instruction("w", customers=HERE, actions=[waive()])
    with running("billing", tmp_path, settle_ms=0, fail_ppm=20_000) as doomed:
        doomed.post("population", **PEOPLE)
        connector = build("billing_tmf", doomed.settings(), world="exercise")
        assert isinstance(connector, ExerciseBillingTmf)
        first = connector.send(delivery("instruction/1", document["batch"], document))
        assert eventually(lambda: connector.query(document["batch"]).state == "settled")
        doomed.post("days", days=3)
        again = connector.send(delivery("instruction/1", document["batch"] + ":2", document | {"customers": 160}))
        before = doomed.get("accounts"), doomed.get("cut-offs")
        connector.close()
        doomed.kill()

    remade = Province(tmp_path)
    after, books = (remade.get("accounts"), remade.get("cut-offs")), remade.get("books")["totals"]
    remade.simulator.close()

    assert isinstance(first, Sent)
    assert isinstance(again, Sent)
    assert after == before
    assert books["applied"]["fen"] == after[0]["creditFen"] > 0
    assert books["applied"]["customers"] + books["failed"]["customers"] == HERE


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "begins"),
        ({"begins": "2008-05-12"}, "counties"),
        ({"begins": "2008-05-12", "counties": {"x": {"gotone": 1}}}, "'x'"),
        ({"begins": "2008-05-12", "counties": {"510131": {"gotone": -1}}}, "gotone"),
        ({"begins": "2008-05-12", "counties": {"510131": {"gotone": 0}}}, "counties"),
        ({"begins": "2008-05-12", "counties": {"510131": {"gotone": 5_000_000, "mzone": 1}}}, "counties"),
    ],
)
def test_a_population_that_cannot_be_is_refused_by_field(body: dict[str, Any], named: str) -> None:
    with pytest.raises(PopulationError, match=named):
        read_population(body)


def test_a_province_without_accounts_says_what_to_do_and_one_with_them_takes_no_second(tmp_path: Path) -> None:
    province = Province(tmp_path)

    none = province.post("days", days=1)
    province.post("population", **PEOPLE)
    second = province.post("population", **PEOPLE)
    back = province.post("days", until="2008-05-01")
    nowhere = province.get("accounts", county="110101")
    province.simulator.close()

    codes = [answer["code"] for answer in (none, second, back, nowhere)]
    assert codes == ["noAccounts", "tooLate", "badDays", "noSuchPlace"]
