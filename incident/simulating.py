"""Carries out simulations that were asked for, in a process of their own: minutes of computing, at low priority.

Neither the web process, which must answer, nor a worker of the queue, which must stop a broadcast within seconds, may
be held up by one. What `simulator_of` gives stands in the web process that leads and starts `python -m
incident.simulating`, which works off what waits and ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from geo.errors import FootprintError, GeoError
from geo.footprint_reading import drawn_ring
from geo.reconstructions import reconstruction
from geo.sandbox import HowToRead, read_bytes_apart
from incident.beside import Beside, begin_beside
from incident.clock import from_text
from incident.collector import tame
from incident.commands.long_work import OPEN
from incident.commands.simulations import Taken, note_end, note_failure, note_progress, take_next
from incident.config import read_settings
from incident.house import House, open_house
from incident.models import SimulationRun
from incident.queries.points_near import Near, near_of, near_of_incident
from incident.queries.simulation_ground import Ground, Moment, RandomGround, VariedGround, run_all, simulation_set
from incident.queries.simulation_responses import PastAnswers, past_answers, told
from incident.queries.simulation_rosters import people_by_hour
from playbooks.simulation import Assumptions, LogResponses, ResponseTimes, Simulation, Spread
from playbooks.source.playbook import Playbook, load
from playbooks.terms.words import Words

#: Between two looks whether somebody stopped it.
TELL_EVERY_S = 0.4
_Responses = tuple[PastAnswers, LogResponses] | None
_FROM_ROSTERS = Words(zh="本系统的排班表", en="the rosters of this house")


def work_off(house: House, *, worker: str) -> int:
    """Carry out simulations until none waits; how many."""
    carried_out = 0
    while True:
        with house.db.transaction() as tx:
            taken = take_next(tx, worker=worker)
        if taken is None:
            return carried_out
        carry_out_one(house, taken, worker=worker)
        carried_out += 1


def carry_out_one(house: House, taken: Taken, *, worker: str) -> None:
    """Run one simulation to its end, or until it is stopped, and keep what came of it."""
    asked = taken.asked
    try:
        books = [load(text, filename="playbook.yaml") for text in asked["texts"]]
        ground = _ground(house, asked, books)
        responses = _responses(house, asked["assumed"])
        simulations = _simulations(house, asked, books, ground, responses=responses)
    except (GeoError, FootprintError, ValueError) as error:
        with house.db.transaction() as tx:
            note_failure(
                tx,
                simulation_id=taken.id,
                worker=worker,
                zh=f"无法模拟：{error}",
                en=f"It cannot be simulated: {error}",
            )
        return
    done = run_all(
        simulations, ground, runs=asked["runs"], seed=asked["seed"], spread=Spread(**asked["spread"]),
        go_on=_progress(house, taken.id, worker),
    )  # fmt: skip
    result = simulation_set(simulations, ground, house.exposure, responses=told(*responses) if responses else None)
    with house.db.transaction() as tx:
        note_end(tx, simulation_id=taken.id, worker=worker, done=done, result=result)


def _progress(house: House, simulation_id: str, worker: str) -> Callable[[int], bool]:
    told_at = time.monotonic()

    def go_on(done: int) -> bool:
        nonlocal told_at
        if time.monotonic() - told_at < TELL_EVERY_S:
            return True
        told_at = time.monotonic()
        with house.db.transaction() as tx:
            return note_progress(tx, simulation_id=simulation_id, worker=worker, done=done)

    return go_on


def _ground(house: House, asked: dict[str, Any], books: list[Playbook]) -> Ground:
    hazard = next(hazard for hazard in books[0].hazards if all(hazard in book.hazards for book in books))
    occurred_at: datetime = from_text(asked["occurred_at"])
    wanted = asked["footprint"]
    moment = Moment(
        hazard=hazard,
        level=asked["level"],
        colour=asked["colour"],
        occurred_at=occurred_at,
        now=occurred_at + timedelta(hours=asked["hours_since"]),
        near=_near(house, wanted, books),
    )
    if wanted["kind"] == "random":
        return RandomGround(house.regions, house.exposure, moment, asked["seed"])
    if wanted["kind"] == "shipped":
        footprint = reconstruction(wanted["name"], lambda: house.regions)
    elif wanted["kind"] == "drawn":
        footprint = drawn_ring(
            wanted["ring"], value=float(wanted["value"]), unit=wanted["unit"], title="手绘范围 / Drawn area"
        )
    else:
        footprint = read_bytes_apart(asked["area"].encode(), name=asked["area_title"], how=HowToRead(fmt="geojson"))
    return VariedGround(footprint, house.regions, house.exposure, moment)


def _near(house: House, wanted: dict[str, Any], books: list[Playbook]) -> Near:
    """The counties near the playbooks' points; venues are those of the incident whose footprint is simulated."""
    if wanted["kind"] != "saved":
        return near_of(books, house.regions)
    with house.db.read() as session:
        return near_of_incident(session, wanted["incident"], books, house.regions)


def _simulations(
    house: House, asked: dict[str, Any], books: list[Playbook], ground: Ground, *, responses: _Responses
) -> list[Simulation]:
    reference = ground.reference()
    assumptions = _assumptions(house, asked["assumed"], begins=reference.now, responses=responses)
    return [
        Simulation(book, reference, assumptions=assumptions, seed=asked["seed"], parameters=chosen["parameters"])
        for book, chosen in zip(books, asked["playbooks"], strict=True)
    ]


def _responses(house: House, given: dict[str, Any]) -> _Responses:
    """What the log says of response times; None where the stated ones were asked for."""
    if given.get("response", "stated") == "stated":
        return None
    with house.db.read() as session:
        past = past_answers(session, now=house.db.world_now(session))
    provinces = [province.adcode for province in house.regions.provinces() if province.operator]
    return past, past.fitted(provinces=provinces, stated=_stated(given))


def _stated(given: dict[str, Any]) -> ResponseTimes:
    return ResponseTimes(median_percent=given["median_percent"], spread_percent=given["spread_percent"])


def _assumptions(
    house: House, given: dict[str, Any], *, begins: datetime, responses: _Responses
) -> Assumptions:  # fmt: skip
    """What was given beside the request, else what is set; rosters where there are any."""
    figures = house.preflight
    hotline = replace(
        figures.hotline,
        seats=given["seats"] or figures.hotline.seats,
        talk_s=given["talk_s"] or figures.hotline.talk_s,
    )
    base = Assumptions(hotline=hotline)
    with house.db.read() as session:
        on_duty = people_by_hour(session, begins=begins, hours=base.hours)
    return replace(
        base,
        patience_s=given["patience_s"],
        message_rate_per_s=figures.message_rate_per_s,
        on_duty=on_duty,
        on_duty_source=_FROM_ROSTERS,
        on_duty_assumed=given["on_duty"],
        busy_percent=given["busy_percent"],
        busy_most_minutes=given["busy_most_minutes"],
        approval_minutes=given["approval_minutes"],
        response=_stated(given),
        responses=responses[1].by_province() if responses else {},
    )


def simulator_of(house: House) -> Beside:
    """What starts the process that works off simulations."""
    waiting = select(func.count()).where(SimulationRun.state.in_(OPEN))
    return Beside(house, module="incident.simulating", waiting=waiting)


def main() -> None:
    """Work off everything that waits, at low priority."""
    worker = begin_beside()
    house = open_house(read_settings())
    house.exposure  # noqa: B018  loaded now, so that the collector passes over it
    tame()
    work_off(house, worker=worker)


if __name__ == "__main__":
    main()
