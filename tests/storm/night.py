"""The storm night itself: thirty-one provinces answer while the house is killed, its Redis emptied, its map grows."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from incident.clock import as_text
from tests.conftest import QUAKE
from tests.notifications.processes import eventually
from tests.storm.client import Person, Write, logged_in, same_key
from tests.storm.following import Follower
from tests.storm.people import Headquarters, Province
from tests.storm.processes import Installation, installed
from tests.storm.reader import SlowReader
from tests.storm.reckoning import book_faults, log_faults, unfinished, write_faults
from tests.web.browser import a_person

#: The world runs sixty times as fast: a night of an hour and a half in ninety seconds.
RATE = 60
FAULTS = {
    "billing": {"latency_max_ms": 10_000, "fail_ppm": 900, "unknown_ppm": 40_000, "settle_ms": 60_000},
    "broadcast": {"rate_per_s": 200_000, "receipt_ms": 5_000, "fail_ppm": 6000, "unknown_ppm": 150_000},
    "smtp": {"fail_ppm": 20_000},
}
#: Seconds after the beginning at which what happens.
KILLED_AT, FLUSHED_AT, GROWN_AT = 12.0, 16.0, (14.0, 24.0)
#: Somebody writes long before that.
MOST_UNTIL_KILLED_S = 60.0
#: It takes some eighty seconds on two idle cores; on a busy machine it may take its time.
LONGEST_S = 1200.0
#: The slow reader may be this far behind when everything else has come to rest.
READER_BACK_S = 180.0


@dataclass(frozen=True)
class Morning:
    """What was found when it was over."""

    faults: list[str]
    writes: list[Write]
    reader: SlowReader
    head: int
    seconds: float

    @property
    def repeated(self) -> int:
        return sum(write.sent > 1 for write in self.writes)


def storm_night(
    folder: Path,
    database_url: str,
    provinces: list[str],
    *,
    with_redis: bool,
    key_again: Callable[[Write], str] = same_key,
) -> Morning:
    """Play it and reckon up; raises TimeoutError when things do not come to rest."""
    with installed(folder, database_url, rate=RATE, faults=FAULTS, with_redis=with_redis) as house:
        people = _cast(house, provinces)
        for person in people.values():
            person.key_again = key_again
        house.start_web()
        began = time.monotonic()
        incident = _declare(people["duty"])
        ended = threading.Event()
        reader = SlowReader(people["reader"], house.url, incident, ended=ended)
        teams = [
            Province(Follower(people[code], incident, code), seed=f"storm {code}", ended=ended) for code in provinces
        ]
        desk = Headquarters(Follower(people["duty"], incident, "nation"), (people["approver1"], people["approver2"]))
        trouble = threading.Thread(target=_trouble, args=(house, list(people.values()), began), name="trouble")
        for thread in (reader, trouble, *teams):
            thread.start()
        try:
            _play(desk, provinces, house, began)
            # It may still be reading what the killed process had sent it: on a fast machine the night is over first.
            eventually(lambda: reader.connected > 1, within_s=READER_BACK_S)
        finally:
            trouble.join(timeout=120)
            ended.set()
            for thread in (reader, *teams):
                thread.join(timeout=60)
        return _reckon(house, incident, desk, teams, reader, people, seconds=time.monotonic() - began)


def _play(desk: Headquarters, provinces: list[str], house: Installation, began: float) -> None:
    """Headquarters' night: the map in three versions, and whatever waits to be decided."""
    desk.footprint(1)
    desk.activate()
    for province in provinces:
        desk.dispatch(province)
    growing = list(zip(GROWN_AT, (2, 3), strict=True))
    open_difference = True
    while time.monotonic() - began < LONGEST_S:
        desk.turn()
        if growing and time.monotonic() - began >= growing[0][0]:
            desk.footprint(growing.pop(0)[1])
            open_difference = True
        elif open_difference:
            counts = desk.activate()
            open_difference = any(counts[name] for name in ("added", "changed", "wound_down"))
        elif not growing and not desk.moving() and not unfinished(house):
            return
        time.sleep(1)
    raise TimeoutError(f"not at rest after {LONGEST_S:.0f} s: {unfinished(house)} in the outbox, {desk.moving()}")


def _trouble(house: Installation, people: list[Person], began: float) -> None:
    """kill -9 the web process while a write is out, and start it again; empty Redis."""
    time.sleep(max(0.0, began + KILLED_AT - time.monotonic()))
    _freeze_in_the_middle_of_a_write(house, people)
    house.web.kill()
    house.start_web()
    time.sleep(max(0.0, began + FLUSHED_AT - time.monotonic()))
    if house.redis is not None:
        house.redis.flushall()


def _freeze_in_the_middle_of_a_write(house: Installation, people: list[Person]) -> None:
    """Stop the web process at whatever it does with a write that is then left without an answer.

    A kill at a given second meets a request on a slow machine only.
    """
    until = time.monotonic() + MOST_UNTIL_KILLED_S
    while time.monotonic() < until:
        if any(person.waits_for for person in people):
            house.web.freeze()
            time.sleep(0.3)  # what had left before is read by now
            if any(person.waits_for for person in people):
                return
            house.web.thaw()
        time.sleep(0.002)


def _cast(house: Installation, provinces: list[str]) -> dict[str, Person]:
    ids = {
        "duty": a_person(house.db, login="duty", roles=(("duty_officer", "nation"), ("commander", "nation"))),
        "approver1": a_person(house.db, login="approver1", roles=(("approver", "nation"),)),
        "approver2": a_person(house.db, login="approver2", roles=(("approver", "nation"),)),
        "reader": a_person(house.db, login="reader", roles=(("duty_officer", "nation"),)),
    }
    for code in provinces:
        ids[code] = a_person(house.db, login=f"lead{code}", roles=(("province_lead", code),))
    return {name: logged_in(house.db, house.url, person_id) for name, person_id in ids.items()}


def _declare(duty: Person) -> str:
    incident = str(uuid.uuid4())
    write = duty.write(
        "/incidents",
        {
            "id": incident, "kind": "disaster", "hazard": "earthquake", "title_zh": "汶川 8.0 级地震",
            "title_en": "Wenchuan earthquake, M 8.0", "occurred_at": as_text(QUAKE), "response_level": "I",
            "authority": "应急办 2008-12 号，签发人 李明",
        },
        event="IncidentDeclared",
    )  # fmt: skip
    assert write.accepted, write.body
    return incident


def _reckon(
    house: Installation,
    incident: str,
    desk: Headquarters,
    teams: list[Province],
    reader: SlowReader,
    people: dict[str, Person],
    *,
    seconds: float,
) -> Morning:
    reader.catch_up()
    threads: list[Province | SlowReader] = [reader, *teams]
    faults = [f"{thread.name}: {thread.failure!r}" for thread in threads if thread.failure]
    faults += desk.sees.faults()
    for team in teams:
        faults += team.sees.faults()
    if not desk.person.read(f"/incidents/{incident}/balance")["even"]:
        faults.append("the house says that its balance is not even")
    head = desk.sees.position
    house.web.stop()
    writes = [write for person in people.values() for write in person.writes]
    faults += log_faults(house) + write_faults(house.db, incident, writes) + book_faults(house, incident)
    if reader.positions != list(range(1, head + 1)):
        faults.append(f"the slow reader has seen {len(reader.positions)} of {head} events")
    for person in people.values():
        person.http.close()
    return Morning(faults, writes, reader, head, seconds)
