"""The kill loop: clients write with keys, processes die at random moments, unanswered keys are sent again.

    python -m tests.kill.loop --kills 1000 --seed 7

At the end the log must hold each write that was ever sent exactly once, whatever answers were lost (goal G1). With a
worker, which then dies as often as the web process, public messages are sent as well, and the gateway's own books
must hold each exactly once.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import select, text

from incident.db import Database
from incident.models import EventRow, Note
from incident.verify import compare_fold, verify_chain
from tests.incident.stories import declared
from tests.kill.broadcasting import gateway_faults, send_messages
from tests.notifications.processes import eventually
from tests.storm.client import Person, Write, logged_in, same_key
from tests.storm.processes import Installation, installed
from tests.storm.reckoning import unfinished, write_faults
from tests.web.browser import a_person

CLIENTS = 3
WORKER_DIED = b"exited with code 137"
#: Longest life of a web process that dies at a random moment, in seconds.
LONGEST_S = 0.8
#: A lease that a killed worker left behind must run out before another takes the work up.
SETTLED_S = 300.0
#: Everything arrives at once: what is tried here is how often.
GATEWAY = {"broadcast": {"rate_per_s": 200_000, "receipt_ms": 100}}


@dataclass(frozen=True)
class Outcome:
    """What a run found; `faults` is empty when nothing was lost or doubled."""

    seed: int
    kills: int
    writes: int
    #: Writes that had to be sent more than once: their first answer was lost.
    repeated: int
    faults: list[str]


def fresh_key(_write: Write) -> str:
    """The planted fault: a client that takes a second try for another request."""
    return str(uuid.uuid4())


def kill_loop(
    folder: Path,
    database_url: str,
    *,
    kills: int,
    seed: int,
    key_again: Callable[[Write], str] = same_key,
    armed_percent: int = 50,
    with_worker: bool = False,
) -> Outcome:
    """Kill a process `kills` times, then compare.

    So many percent of the web process's lives end just after some commit, whose answer is then lost for certain; the
    others at a random moment within LONGEST_S of its first answer. With a worker it is killed before every other one.
    """
    draws = random.Random(seed)
    with installed(folder, database_url, rate=1, faults=GATEWAY, with_redis=with_worker) as house:
        incident = declared(house.db)
        people, turns = _cast(house, incident, with_messages=with_worker)
        for person in people:
            person.key_again = key_again
        armed = _arm(house, draws, armed_percent)
        house.start_web()
        ended = threading.Event()
        threads = [threading.Thread(target=turn, args=(ended,)) for turn in turns]
        for thread in threads:
            thread.start()
        for kill in range(kills):
            if house.worker is not None and kill % 2:
                time.sleep(draws.uniform(0, LONGEST_S))
                house.worker.kill()
                house.worker.start()
            if armed:
                _await_death(house)
            else:
                time.sleep(draws.uniform(0, LONGEST_S))
            house.web.kill()
            armed = kill < kills - 1 and _arm(house, draws, armed_percent)
            house.start_web()
        ended.set()
        for thread in threads:
            thread.join(timeout=120)
        writes = [write for person in people for write in person.writes]
        for person in people:
            person.http.close()
        faults = _gateway_in_the_end(house, incident, writes) if with_worker else []
        house.web.stop()
        faults += compare(house.db, [write for write in writes if write.event == "NoteLogged"])
    return Outcome(seed, kills, len(writes), sum(write.sent > 1 for write in writes), faults)


def _cast(
    house: Installation, incident: str, *, with_messages: bool
) -> tuple[list[Person], list[Callable[[threading.Event], None]]]:
    """Who writes, and what each of them does until it is over."""
    duty = a_person(house.db, login="duty", roles=(("duty_officer", "nation"),))
    people = [logged_in(house.db, house.url, duty) for _ in range(CLIENTS)]
    turns: list[Callable[[threading.Event], None]] = [partial(_write_notes, person, incident) for person in people]
    if with_messages:
        sender = logged_in(house.db, house.url, duty)
        ids = [a_person(house.db, login=f"approver{n}", roles=(("approver", "nation"),)) for n in (1, 2)]
        approvers = [logged_in(house.db, house.url, person_id) for person_id in ids]
        people += [sender, *approvers]
        turns.append(partial(send_messages, sender, approvers, incident))
    return people, turns


def _gateway_in_the_end(house: Installation, incident: str, writes: list[Write]) -> list[str]:
    """Wait until everything has left, and hold log and gateway against what was asked for."""
    if not eventually(lambda: unfinished(house) == 0, within_s=SETTLED_S):
        return [f"{unfinished(house)} rows of the outbox are still at work after {SETTLED_S:.0f} s"]
    return write_faults(house.db, incident, writes) + gateway_faults(house, writes)


def _arm(house: Installation, draws: random.Random, percent: int) -> bool:
    """Decide how the next life of the web process ends; True when by its own commit."""
    house.web.told.pop("TONGXIN_CRASH", None)
    if draws.randrange(100) >= percent:
        return False
    house.web.told["TONGXIN_CRASH"] = f"commit.after:{draws.randint(5, 40)}"
    return True


def _await_death(house: Installation) -> None:
    """Wait until the serving process has died by itself; gunicorn's parent says so and would start another."""
    said = len(house.web.log.read_bytes())
    eventually(lambda: WORKER_DIED in house.web.log.read_bytes()[max(0, said - 200) :], within_s=8)


def _write_notes(person: Person, incident: str, ended: threading.Event) -> None:
    """Log one note after the other; each is sent until the house has answered."""
    while not ended.is_set():
        note = str(uuid.uuid4())
        body = {"id": note, "kind": "call", "text": f"记录 {note[:8]}"}
        person.write(f"/incidents/{incident}/note", body, event="NoteLogged", subject=note)


def compare(db: Database, writes: list[Write]) -> list[str]:
    """What the log and the rows say other than the clients; every write has been answered by now."""
    with db.read() as session:
        logged = Counter(
            data["note_id"] for data in session.scalars(select(EventRow.data).where(EventRow.type == "NoteLogged"))
        )
        rows = set(session.scalars(select(Note.id)))
        faults = [str(fault) for fault in (*verify_chain(session), *compare_fold(session))]
        if db.is_sqlite:
            whole = session.execute(text("PRAGMA integrity_check")).scalar_one()
            faults += [] if whole == "ok" else [f"integrity_check: {whole}"]
    for write in writes:
        if not write.accepted:
            faults.append(f"{write.subject}: refused with {write.status} {write.code}")
        elif logged[write.subject] != 1 or write.subject not in rows:
            faults.append(f"{write.subject}: accepted once, logged {logged[write.subject]} times, sent {write.sent}")
    faults += [f"{note}: nobody sent it" for note in rows - {write.subject for write in writes}]
    return faults


def main(arguments: list[str]) -> int:
    """Run it from the command line; one JSON line, exit 1 when something was lost or doubled."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--kills", type=int, default=15)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="tongxin-kill-") as folder:
        database = f"sqlite:///{folder}/tongxin.db"
        outcome = kill_loop(Path(folder), database, kills=given.kills, seed=given.seed)
    sys.stdout.write(json.dumps(outcome.__dict__, ensure_ascii=False) + "\n")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
