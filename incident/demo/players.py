"""The process of the players: it looks at the log, asks what is due, and lets each person do it through the API.

    python -m incident.demo.players FOLDER BASE_URL SMS_URL

It holds nothing that it could lose: what is due follows from the log and the seed, and keys repeat, so it may be
killed at any moment. Ends with 0 when the incident is closed, nothing is open, and its review has been held.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from incident.config import read_settings
from incident.db import Database, open_engine
from incident.demo import narration
from incident.demo.acts import Act, PhoneText
from incident.demo.cast import cast, is_needed
from incident.demo.client import Answer, Person
from incident.demo.evening import Evening
from incident.demo.headquarters import Desk, headquarters_acts
from incident.demo.phones import Phones
from incident.demo.provinces import province_acts
from incident.demo.run import Run, read_run
from incident.demo.stopping import stop_signal
from incident.demo.story import beat_act, incident_id, is_over, next_beat, next_moment
from incident.demo.timekeeper import Timekeeper
from incident.demo.view import OnPhones, View
from incident.scenarios import load_scenario

#: Real seconds between two looks at the log.
LOOK_S = 0.25
#: Hands: how many people act at one moment.
HANDS = 4
#: Real seconds before something refused is decided anew; doubled each time.
COOL_S, COOLEST_S = 1.0, 30.0
#: A beat refused this often (a visitor was there first, say) counts as played.
BEAT_TRIES = 3
#: Everything that is open to auditors is open to this one.
WATCHER = "watch"

_LOG = logging.getLogger("players")


class Players:
    """All simulated people of one run."""

    def __init__(self, run: Run, *, base_url: str, db: Database, phones: Phones) -> None:
        self._run = run
        self._base_url = base_url
        self._db = db
        self._phones = phones
        self._scenario = load_scenario(run.scenario)
        self._people: dict[str, Person] = {}
        self._incident = str(incident_id(run.id))
        self._view = View()
        self._on_phones = OnPhones()
        self._played: set[str] = set()
        #: Key of what somebody is doing → since when (monotonic).
        self._busy: dict[str, float] = {}
        self._cooling: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()
        self._told = narration.Narrator(self._scenario.begins)
        self._beat = ("", "")
        self._evening = Evening(run, self._scenario, person=self._person, narrator=self._told)

    def play(self, stop: threading.Event) -> bool:
        """Play until the story is told (True) or `stop` is set (False)."""
        with ThreadPoolExecutor(HANDS, thread_name_prefix="hand") as hands:
            if not self._person(WATCHER).read("/incidents")["items"]:
                # Everybody sits down before the clock begins to run: a login is slow on purpose.
                list(hands.map(self._sit_down, [player.login for player in cast(self._run.seed) if is_needed(player)]))
            keeper = self._keep_time(stop)
            while not stop.is_set():
                self._catch_up()
                if is_over(self._view, self._run.id):
                    self._on_phones = OnPhones()  # nobody waits for a page any more
                    return self._evening.play(self._view, keeper, stop)
                for due in self._due(keeper):
                    hands.submit(self._perform, due)
                stop.wait(LOOK_S)
        return False

    def close(self) -> None:
        self._phones.close()
        for person in self._people.values():
            person.close()

    def _person(self, login: str) -> Person:
        with self._lock:
            if login not in self._people:
                self._people[login] = Person(self._base_url, login=login, password=self._run.password)
            return self._people[login]

    def _sit_down(self, login: str) -> None:
        self._person(login).read("/session")

    def _keep_time(self, stop: threading.Event) -> Timekeeper:
        officer = Person(self._base_url, login="duty", password=self._run.password)
        keeper = Timekeeper(self._run, officer=officer, db=self._db, waited_s=self._waited_s, narrator=self._told)
        threading.Thread(target=keeper.keep, args=[stop], name="timekeeper", daemon=True).start()
        return keeper

    def _waited_s(self) -> float:
        """How long whoever waits longest has been waiting for the house, at a screen or a telephone; real seconds."""
        with self._lock:
            at_screens = time.monotonic() - min(self._busy.values(), default=time.monotonic())
        return max(at_screens, self._on_phones.waited_s)

    def _catch_up(self) -> None:
        """Fold what has happened since the last look."""
        if not self._played:
            return
        more = True
        while more:
            path = f"/incidents/{self._incident}/events"
            told = self._person(WATCHER).read(path, room="nation", after=self._view.position)
            for event in told["events"]:
                self._view.apply(event)
                self._told.event(event)
            more = told["more"]

    def _due(self, keeper: Timekeeper) -> list[Act]:
        """What people would do now, without what they are doing, what cools, and the parts that visitors took."""
        self._on_phones = self._phones.look(self._view.rows("task"))
        desk = Desk(self._view, self._scenario, self._run.id, self._run.seed, keeper.now(), self._on_phones)
        wanted = [*self._story(keeper, desk), *headquarters_acts(desk), *province_acts(desk)]
        keeper.quiet = self._quiet_until(busy=bool(wanted))
        moment, due = time.monotonic(), []
        with self._lock:
            for one in wanted:
                until, _times = self._cooling.get(one.key, (0.0, 0))
                if one.key not in self._busy and moment >= until and one.by not in keeper.taken:
                    self._busy[one.key] = moment
                    due.append(one)
        return due

    def _quiet_until(self, *, busy: bool) -> tuple[datetime, int] | None:
        """Until when nothing is due, and how fast the clock may run so long; None while anybody has anything to do."""
        fastest = self._scenario.quiet_speed
        if fastest is None or busy or self._busy:
            return None
        until = next_moment(self._scenario, self._played, view=self._view)
        return (until, fastest) if until is not None else None

    def _story(self, keeper: Timekeeper, desk: Desk) -> list[Act]:
        """The next beat, once the clock runs slowly enough: a beat can take the house seconds."""
        beat = next_beat(self._scenario, self._played, run=self._run.id, view=self._view, now=desk.now)
        is_taken = beat is not None and beat.by in keeper.taken
        keeper.wants_calm = beat is not None and not is_taken
        if beat is None:
            return []
        if is_taken:
            self._told.waits_for(beat.by, beat.id)
        one = beat_act(beat, self._scenario, run=self._run.id, view=self._view)
        self._beat = (beat.id, one.key)
        return [one] if keeper.is_calm else []

    def _perform(self, one: Act) -> None:
        try:
            answer = self._phones.perform(one) if isinstance(one, PhoneText) else self._person(one.by).perform(one)
            self._note(one, answer)
        except Exception:
            _LOG.exception("%s %s", one.by, one.path)
            raise
        finally:
            with self._lock:
                self._busy.pop(one.key, None)

    def _note(self, one: Act, answer: Answer) -> None:
        """Remember a beat that was played; let what was refused, or is not seen yet, cool."""
        beat, key = self._beat
        with self._lock:
            _until, times = self._cooling.get(one.key, (0.0, 0))
            wait = COOL_S if answer.agreed else min(COOL_S * 2**times, COOLEST_S)
            self._cooling[one.key] = (time.monotonic() + wait, times + 1)
            if one.key == key and (answer.agreed or answer.played_before or times + 1 >= BEAT_TRIES):
                self._played.add(beat)
        if not answer.agreed and not answer.played_before:
            _LOG.warning("%s %s: refused, %s %s", one.by, one.path, answer.status, answer.body)


def main(arguments: list[str]) -> int:
    """Play the run in FOLDER against BASE_URL; 0 when the story is told, 1 when it was stopped before."""
    folder, base_url, sms_url = Path(arguments[0]), arguments[1], arguments[2]
    logging.basicConfig(
        level=os.environ.get("TONGXIN_DEMO_LOG", "WARNING"), format="%(asctime)s %(message)s", stream=sys.stderr
    )
    run = read_run(folder)
    if run is None:
        raise SystemExit(f"{folder}: no demo lives here")
    db = Database(open_engine(read_settings().url()))
    players = Players(run, base_url=base_url, db=db, phones=Phones(run, cast(run.seed), db=db, url=sms_url))
    try:
        with stop_signal() as stop:
            return 0 if players.play(stop) else 1
    finally:
        players.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
