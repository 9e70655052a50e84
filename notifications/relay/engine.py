"""The engine: one thread that takes, writes down, hands over, listens and settles; everything else only asks.

One turn is one transaction: what gateways said since the last turn is applied, and whoever is next is written down as
handed over. Only after its commit do acknowledgements and messages leave. A stop is a row in the same journal, so the
first turn after its commit takes nobody of that job any more.
"""

from __future__ import annotations

import contextlib
import logging
import selectors
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from notifications.relay.handing import Handing, Terms
from notifications.relay.journal import Journal, Tallies
from notifications.relay.lines.dialect import Answered, Delivered, Dialect, Event, Said
from notifications.relay.lines.link import Link
from notifications.relay.load import LoadFile
from notifications.relay.messages import Messages
from notifications.relay.roll import Roll
from notifications.relay.rules.pace import Congestion, Pace, county_paces, gathered, slowed, spent
from notifications.relay.rules.quiet import day_of
from notifications.relay.settings import AnyRelay
from notifications.relay.settling import Handover, News, NotTaken, Reported, Settling, Taken
from notifications.relay.surveys import Wrote, forget

_LOG = logging.getLogger("relay")
#: A turn waits so long for something to come; without work it looks again so seldom.
_TURN_S, _IDLE_S = 0.01, 0.25
_TIDY_EVERY_S = 5.0
_STRAYS_KEPT_MS = 3 * 86_400_000
#: The oldest go first, and never so many that a turn would wait for it.
_FORGOTTEN_AT_ONCE = 2000


#: An event and the line that it came on.
Heard = tuple[Link[Handover], Event]


class Engine:
    """Runs from :meth:`start` until :meth:`stop`. ``failed`` holds what ended it by itself."""

    def __init__(
        self, settings: AnyRelay, journal: Journal, roll: Roll, links: Sequence[Link[Handover]], dialect: Dialect
    ) -> None:
        self._settings = settings
        self._journal = journal
        self._roll = roll
        self.links = tuple(links)
        self._messages = Messages(dialect, exercise=settings.world == "exercise")
        self._load = LoadFile(settings.load)
        self._rule = Congestion(settings.busy_percent, settings.full_percent, settings.busy_per_second)
        self._pace = Pace(float(settings.per_second), at_s=time.monotonic())
        self._counties: dict[str, Pace] = {}
        self._single: dict[int, bool] = {}
        self._modulus = dialect.modulus
        self._ending = threading.Event()
        self._awake = threading.Event()
        self._idle_until_s = self._tidied_s = 0.0
        self.strays = 0
        self.failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the turn that runs, and close the lines in order."""
        self._ending.set()
        self._thread.join(timeout=10)

    def wake(self) -> None:
        """Look at once: a job has come."""
        self._awake.set()

    @property
    def rate(self) -> float:
        """Messages a second that may leave now."""
        return self._pace.rate

    @property
    def unanswered(self) -> int:
        """How many are on their way and may still be answered; what else is handed over is parked."""
        return sum(link.unanswered for link in self.links)

    def full_counties(self) -> list[str]:
        """Counties whose network is too full for SMS."""
        return sorted(
            county for county, load in self._load.at(time.monotonic()).items() if load >= self._rule.full_percent
        )

    def _run(self) -> None:
        try:
            while not self._ending.is_set():
                self._turn()
        except BaseException as error:  # noqa: BLE001  whoever supervises the process must see it end
            self.failed = error
            _LOG.exception("the engine ended")
        finally:
            for link in self.links:
                with contextlib.suppress(OSError):
                    link.close(time.monotonic())

    def _turn(self) -> None:
        now_s, now = time.monotonic(), datetime.now(UTC)
        for link in self.links:
            before = link.state
            link.tick(now_s, now)
            if link.state != before and link.why:
                _LOG.warning("line %s: %s", link.state, link.why)
        heard = self._listen(now_s)
        self._pace = gathered(self._pace, now_s)
        if any(isinstance(event, Answered) and event.refusal == "later" for _, event in heard):
            self._pace = slowed(self._pace, now_s)
        news, receipts = self._sorted(heard)
        out: list[Handover] = []
        places = sum(link.room for link in self.links)
        if news or (places and self._pace.tokens >= 1 and self._is_hungry(now_s)):
            out = self._commit(news, int(self._pace.tokens), places, now_s)
        for link, receipt in receipts:
            link.say(receipt)
        self._hand_over(out, now_s)
        for link in self.links:
            link.flush(now_s)
        if now_s - self._tidied_s > _TIDY_EVERY_S:
            self._tidied_s = now_s
            self._tidy()

    def _is_hungry(self, now_s: float) -> bool:
        """Whether it is worth looking for somebody: at once after a job came, else now and then."""
        return self._awake.is_set() or now_s >= self._idle_until_s

    def _listen(self, now_s: float) -> list[Heard]:
        """Wait a little for what comes and read it."""
        with selectors.DefaultSelector() as waiting:
            for link in self.links:
                if link.socket is not None:
                    events = selectors.EVENT_READ | (selectors.EVENT_WRITE if link.wants_to_write else 0)
                    waiting.register(link.socket, events, link)
            if not waiting.get_map():
                self._ending.wait(_TURN_S)
                return []
            idle = now_s < self._idle_until_s and not self._awake.is_set()
            ready = waiting.select(5 * _TURN_S if idle else _TURN_S)
        heard: list[Heard] = []
        for key, mask in ready:
            if mask & selectors.EVENT_READ:
                heard += [(key.data, event) for event in key.data.read(now_s)]
        return heard

    def _sorted(
        self, heard: Sequence[tuple[Link[Handover], Event]]
    ) -> tuple[list[News], list[tuple[Link[Handover], bytes]]]:
        """What is news to the journal, and what is acknowledged once it is kept."""
        news: list[News] = []
        receipts = []
        for link, event in heard:
            match event:
                case Answered():
                    what = link.about(event)
                    if what is not None and not event.refusal:
                        news.append(Taken(what, event.gateway_id))
                    elif what is not None:
                        news.append(NotTaken(what, event.refusal or "unclear", event.code))
                case Delivered():
                    receipts.append((link, event.receipt))
                    news.append(
                        Reported(
                            event.gateway_id, event.state, event.code, event.number, event.reference, self._modulus
                        )
                    )
                case Said():
                    receipts.append((link, event.receipt))
                    if event.number:
                        news.append(Wrote(event.number, event.text))
        return news, receipts

    def _commit(self, news: Sequence[News], room: int, places: int, now_s: float) -> list[Handover]:
        self._awake.clear()
        now_ms = time.time_ns() // 1_000_000
        self._counties = county_paces(self._counties, self._load.at(now_s), rule=self._rule, now_s=now_s)
        terms = Terms(now_ms, self._settings.cap_per_day, self._settings.quiet, self._counties)
        tallies = Tallies()
        with self._journal.writing() as books:
            settling = Settling(books, tallies, now_ms=now_ms, single=self._single)
            settling.apply(news)
            handing = Handing(books, self._roll, terms, tallies)
            out = handing.take(room, places=places) if room >= 1 and places else []
            tallies.write(books)
        self.strays += settling.settled.strays
        self._pace = spent(self._pace, len(out))
        for county, many in handing.spent.items():
            if county in self._counties:
                self._counties[county] = spent(self._counties[county], many)
        self._idle_until_s = now_s if out else now_s + _IDLE_S
        return out

    def _hand_over(self, out: Sequence[Handover], now_s: float) -> None:
        """Spread over the lines by the room that each has. What breaks here stays written down as handed over."""
        waiting = list(reversed(out))
        for link in self.links:
            for _ in range(min(link.room, len(waiting))):
                one = waiting.pop()
                message = self._messages.of(self._journal, one.job)
                link.hand_over(one, message.parts[one.part], until=message.until, now_s=now_s)

    def _tidy(self) -> None:
        """Close jobs whose time is over; forget numbers, days and strays that nobody asks about any more."""
        now_ms = time.time_ns() // 1_000_000
        with self._journal.writing() as books:
            books.execute("UPDATE job SET closed = 1 WHERE closed = 0 AND until_ms <= ?", (now_ms,))
            books.execute("DELETE FROM told WHERE day < ?", (day_of(now_ms) - 1,))
            books.execute("DELETE FROM stray WHERE at_ms < ?", (now_ms - _STRAYS_KEPT_MS,))
            forget(books, before_ms=now_ms - self._settings.keep_days * 86_400_000)
            books.execute(
                "DELETE FROM sent WHERE position < (SELECT MIN(position) + ? FROM sent) AND at_ms < ?",
                (_FORGOTTEN_AT_ONCE, now_ms - self._settings.keep_days * 86_400_000),
            )
