"""What a web process does by itself: tail the log for its sockets, sweep deadlines, drain the outbox, anchor.

On one machine without Redis all of it runs here in threads. With Redis the outbox is drained by RQ workers, and
this process only rings. The sweep is led by whoever holds its lease, so several processes do not compete.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import or_, update
from sqlalchemy.exc import SQLAlchemyError

from incident.anchoring import anchor_log
from incident.anchors import AnchorError
from incident.beside import Beside
from incident.commands.retention import apply_retention
from incident.commands.timers import fire_due, watch_silence
from incident.conducting import Conductor
from incident.db import Database
from incident.draining import Drains, InProcessDrainer
from incident.draining.hearing import lines, listen
from incident.draining.tickets import TicketTeller, teller_of
from incident.feeds.polling import Poller, poller_of
from incident.house import House
from incident.jobs import ring
from incident.models import Lease
from incident.queries.past import late_pasts
from incident.realtime import Realtime
from incident.reporting import reporter_of
from incident.simulating import simulator_of
from incident.verifying import Verifier
from notifications.channel import Channel
from notifications.channels.mail import InboxError

_LOG = logging.getLogger(__name__)
#: How often deadlines are looked at, in real seconds; an exercise at a high rate needs it short.
SWEEP_S = 0.25
LEASE = timedelta(seconds=10)
#: A sweep rings for due rows this often, so that a lost bell costs latency, never work (RELIABILITY.md rule 1).
RING_AGAIN_S = 5.0
ANCHOR_EVERY_S = 60.0
#: How often the channels' own lines are looked at, in real seconds; an answer must not wait long.
LISTEN_S = 1.0
#: How often it is looked whether a feed is due, in real seconds.
POLL_S = 2.0
#: How often it is looked whether a listener of trouble tickets is behind, in real seconds.
TELL_S = 2.0
#: How often it is looked whether a drill's inject is due, in real seconds; a fast exercise needs it short.
CONDUCT_S = 0.25
#: How often it is looked whether a simulation or a report waits, in real seconds.
BESIDE_S = 1.0
#: How often it is looked whether the past of an incident that goes on has fallen behind, in real seconds.
LOOK_BACK_S = 30.0
#: How often it is looked what has been kept long enough, in real seconds.
RETAIN_S = 3600.0


class Background:
    """The threads of one process."""

    def __init__(self, house: House, realtime: Realtime) -> None:
        self.realtime = realtime
        self._house = house
        self._me = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._drainer: InProcessDrainer | None = None

    def start(self) -> None:
        """Start everything that this process is to do; the regions come first, since every sentence needs them."""
        _ = self._house.regions
        self.realtime.start()
        self._begin("sweep", self._sweep)
        self._begin("anchor", self._anchor)
        settings = self._house.settings
        poller = poller_of(self._house)
        self._begin("feeds", lambda: self._poll(poller))
        teller = teller_of(
            self._house.db, settings, regions=self._house.regions, world=self._house.world_kind, worker=self._me
        )
        self._begin("tickets", lambda: self._tell_tickets(teller))
        if self._house.world_kind == "exercise":
            conductor = Conductor(self._house)
            self._begin("drills", partial(self._conduct, conductor.due, conductor.play))
            self._begin("drills ahead", partial(self._conduct, conductor.to_look_at, conductor.look_ahead))
        self._begin("simulations", lambda: self._beside("simulations", simulator_of(self._house)))
        self._begin("reports", lambda: self._beside("reports", reporter_of(self._house)))
        self._begin("verifications", lambda: self._beside("verifications", Verifier(self._house)))
        self._begin("retention", self._retain)
        self._begin("past", self._keep_past)
        drains = Drains(self._house.db, self._house.endpoints, self._me)
        for channel in lines(self._house.endpoints.channels):
            self._begin(f"listen {channel.name}", partial(self._listen, channel))
        if settings.redis_url:
            self._ring_workers(settings.redis_url, drains)
        else:
            self._drainer = InProcessDrainer(drains)
            self._drainer.start()

    def stop(self) -> None:
        """Stop everything; returns when the threads have ended."""
        self._stop.set()
        if self._drainer is not None:
            self._drainer.stop()
        self.realtime.stop()
        for thread in self._threads:
            thread.join(timeout=5)

    def _begin(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _ring_workers(self, redis_url: str, drains: Drains) -> None:
        """Ring RQ after each commit with something to send, and every few seconds for what is due all the same."""
        connection = Redis.from_url(redis_url)

        def bell(_streams: frozenset[str], kinds: frozenset[str]) -> None:
            if not kinds:
                return
            try:
                ring(connection, kinds)
            except RedisError:
                _LOG.warning("Redis does not answer; what is due is rung again by the sweep")

        def sweep() -> None:
            while not self._stop.wait(RING_AGAIN_S):
                try:
                    bell(frozenset(), frozenset(drains.due()))
                except SQLAlchemyError:
                    _LOG.exception("looking for what is due failed; trying again")

        self._house.db.bells.append(bell)
        self._begin("ring", sweep)

    def _anchor(self) -> None:
        """Sign the heads of all streams outside the database each minute (DESIGN.md §3.6)."""
        while not self._stop.wait(ANCHOR_EVERY_S):
            try:
                if hold_lease(self._house.db, name="anchor", holder=self._me):
                    anchor_log(self._house.db, self._house.settings)
            except (SQLAlchemyError, OSError, AnchorError):
                _LOG.exception("the heads could not be anchored; trying again in a minute")

    def _poll(self, poller: Poller) -> None:
        """Ask feeds that are due, as long as this process leads; another one takes over in seconds.

        Not a job of RQ's: a source that drips would hold up a worker, and with it a broadcast that is to be stopped.
        """
        while not self._stop.wait(POLL_S):
            try:
                if poller.is_due() and hold_lease(self._house.db, name="feeds", holder=self._me):
                    poller.poll_due(give_up=self._stop.is_set)
            except Exception:  # noqa: BLE001  no source of the world may end the asking of all others
                _LOG.exception("asking feeds failed and goes on")
                self._stop.wait(POLL_S)

    def _tell_tickets(self, teller: TicketTeller) -> None:
        """Tell listeners of trouble tickets, as long as this process leads; a slow one holds up nothing else."""
        while not self._stop.wait(TELL_S):
            try:
                if teller.has_listeners() and hold_lease(self._house.db, name="tickets", holder=self._me):
                    teller.tell()
            except Exception:  # noqa: BLE001  no listener of the world may end the telling of all others
                _LOG.exception("telling of trouble tickets failed and goes on")
                self._stop.wait(TELL_S)

    def _conduct(self, waits: Callable[[], object], act: Callable[[], int]) -> None:
        """Release what drills have in store, or look ahead for it, as long as this process leads."""
        while not self._stop.wait(CONDUCT_S):
            try:
                if waits() and hold_lease(self._house.db, name="drills", holder=self._me):
                    act()
            except Exception:  # noqa: BLE001  an inject that cannot be released now is tried again
                _LOG.exception("conducting a drill failed and goes on")
                self._stop.wait(CONDUCT_S)

    def _beside(self, name: str, beside: Beside) -> None:
        """Have what waits carried out by a child, as long as this process leads."""
        while not self._stop.wait(BESIDE_S):
            try:
                if beside.waits() and hold_lease(self._house.db, name=name, holder=self._me):
                    beside.look()
            except Exception:  # noqa: BLE001  work that cannot begin ends nothing else, and is tried again
                _LOG.exception("starting %s failed and is tried again", name)
                self._stop.wait(BESIDE_S)
        beside.stop()

    def _retain(self) -> None:
        """Drop what was kept long enough, as long as this process leads."""
        while not self._stop.wait(RETAIN_S):
            try:
                if hold_lease(self._house.db, name="retention", holder=self._me):
                    apply_retention(self._house.db, self._house.retention)
            except Exception:  # noqa: BLE001  what cannot be dropped now is dropped an hour later
                _LOG.exception("dropping what was kept long enough failed and goes on")

    def _keep_past(self) -> None:
        """Have the pasts of incidents that go on brought up to date by a child, so that nobody waits for one.

        Each machine keeps its own files, so no lease is asked for; two children go on from one another.
        """
        pasts = self._house.past
        while not self._stop.wait(LOOK_BACK_S):
            try:
                with self._house.db.read() as session:
                    late = late_pasts(session, pasts)
                if late:
                    pasts.have_derived(*late)
            except Exception:  # noqa: BLE001  the past can wait: whoever asks for it has it derived all the same
                _LOG.exception("looking for pasts that have fallen behind failed and goes on")
        pasts.stop()

    def _listen(self, channel: Channel) -> None:
        """Take in what waits on a channel's own line: answers by SMS or mail, and what became of notices.

        A thread for each: a mailbox that is slow must not keep an SMS waiting.
        """
        sealer = self._house.endpoints.channels.sealer
        while not self._stop.wait(LISTEN_S):
            try:
                if hold_lease(self._house.db, name=f"listen:{channel.name}", holder=self._me):
                    listen(self._house.db, channel, sealer=sealer)
            except InboxError as error:
                _LOG.warning("answers by mail cannot be read and wait: %s", error)
            except Exception:  # noqa: BLE001  an answer that cannot be taken now is still on the line, and comes again
                _LOG.exception("listening to %s failed and goes on", channel.name)
                self._stop.wait(LISTEN_S)

    def _sweep(self) -> None:
        """Fire what is due and look for silent provinces, as long as this process leads."""
        leads_until = 0.0
        while not self._stop.wait(SWEEP_S):
            try:
                if time.monotonic() > leads_until - LEASE.total_seconds() / 2:
                    held = hold_lease(self._house.db, name="sweep", holder=self._me)
                    leads_until = time.monotonic() + LEASE.total_seconds() if held else 0.0
                if leads_until:
                    fire_due(self._house.db)
                    watch_silence(self._house.db)
            except Exception:  # noqa: BLE001  a sweep that dies would lose every later deadline; it tries again
                _LOG.exception("the sweep failed and goes on")
                self._stop.wait(1)


def hold_lease(db: Database, *, name: str, holder: str) -> bool:
    """Take or keep the named lease for ten real seconds; whether `holder` has it."""
    with db.transaction() as tx:
        fresh = tx.upsert(Lease).values(name=name, holder=holder, until=tx.real_now + LEASE, fence=1)
        tx.session.execute(fresh.on_conflict_do_nothing(index_elements=["name"]))
        kept = tx.session.execute(
            update(Lease)
            .where(Lease.name == name, or_(Lease.holder == holder, Lease.until < tx.real_now))
            .values(holder=holder, until=tx.real_now + LEASE)
        )
        return bool(kept.rowcount)  # type: ignore[attr-defined]
