"""The kill loop: clients write with keys, the web process dies at random moments, unanswered keys are sent again.

    python -m tests.kill.loop --kills 1000 --seed 7

At the end the log must hold each write that was ever sent exactly once, whatever answers were lost (goal G1).
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
from pathlib import Path

from sqlalchemy import select, text

from incident.db import Database
from incident.log import incident_stream
from incident.models import EventRow, Note
from incident.verify import compare_fold, verify_chain
from tests.incident.stories import declared
from tests.notifications.processes import eventually
from tests.storm.client import Person, Write, logged_in, same_key
from tests.storm.processes import Installation, installed
from tests.web.browser import a_person

CLIENTS = 3
WORKER_DIED = b"exited with code 137"
#: Longest life of a web process that dies at a random moment, in seconds.
LONGEST_S = 0.8


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
) -> Outcome:
    """Kill the web process `kills` times, then compare.

    So many percent of its lives end just after some commit, whose answer is then lost for certain; the others at
    a random moment within LONGEST_S of its first answer.
    """
    draws = random.Random(seed)
    with installed(folder, database_url, rate=1, faults={}, with_redis=False) as house:
        incident = declared(house.db)
        duty = a_person(house.db, login="duty", roles=(("duty_officer", "nation"),))
        people = [logged_in(house.db, house.url, duty) for _ in range(CLIENTS)]
        for person in people:
            person.key_again = key_again
        armed = _arm(house, draws, armed_percent)
        house.start_web()
        ended = threading.Event()
        threads = [threading.Thread(target=_write_notes, args=(person, incident, ended)) for person in people]
        for thread in threads:
            thread.start()
        for kill in range(kills):
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
        house.web.stop()
        faults = compare(house.db, incident, writes)
    return Outcome(seed, kills, len(writes), sum(write.sent > 1 for write in writes), faults)


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


def compare(db: Database, incident: str, writes: list[Write]) -> list[str]:
    """What the log and the rows say other than the clients; every write has been answered by now."""
    with db.read() as session:
        logged = Counter(
            data["note_id"]
            for data in session.scalars(
                select(EventRow.data).where(EventRow.stream == incident_stream(incident), EventRow.type == "NoteLogged")
            )
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
