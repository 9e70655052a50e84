"""Which drain takes which kind of row, and what records its results. This is what processes call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from incident.commands.batches import note_results
from incident.commands.gateways import note_part_results
from incident.commands.service_notices import note_notices
from incident.db import Database
from incident.draining.billing import BillingDrain
from incident.draining.cycle import PAGE_KINDS, Act, Grip, Note
from incident.draining.endpoints import Endpoints
from incident.draining.gateway import GatewayDrain
from incident.draining.outages import with_outages
from incident.draining.pace import Pace
from incident.draining.pages import PageDrain
from incident.draining.services import ServiceDrain
from incident.outbox import due_kinds

#: Every kind of outbox row, in the order in which they take turns: stops first, questions before sending, since what
#: is known early spares work.
#: Notices come before the pages that they become, what rings before what lies in a mailbox.
KINDS = (
    "broadcast_stop",
    "broadcast_query",
    "broadcast",
    "billing_query",
    "billing",
    "service",
    "notice",
    *PAGE_KINDS,
)


#: What goes before everything else after every turn.
AT_ONCE = frozenset({"broadcast_stop"})

#: What stands for a kind in the labels of crash points: all pages are sent by one drain.
LABELS = (*(kind for kind in KINDS if kind not in PAGE_KINDS), "page")


@dataclass(frozen=True)
class Drains:
    """All drains of one process; `worker` names it in the leases it takes."""

    db: Database
    endpoints: Endpoints
    worker: str
    pace: Pace = field(default_factory=Pace)
    _grips: dict[str, Grip] = field(default_factory=dict, repr=False, compare=False)

    def drain(self, kind: str, *, give_up: Callable[[], bool] = lambda: False) -> int:
        """Work off everything of `kind` that is due, until `give_up()` says so; how many rows were taken.

        Without an address for it nothing is claimed: the rows wait. ValueError for an unknown kind.
        """
        if kind not in KINDS:
            raise ValueError(f"no outbox kind is called {kind!r}; there are {', '.join(KINDS)}")
        act, note = self._how(kind)
        if act is None:
            return 0
        taken = 0
        while not give_up():
            some = self._turn(kind, act, note)
            if some == 0:
                break
            taken += some
        return taken

    def work_off(self, kinds: Sequence[str] = KINDS, *, give_up: Callable[[], bool] = lambda: False) -> int:
        """Work off everything of `kinds` that is due, looking what else has become due after every turn; rows taken.

        The kinds take turns, so that a day's instructions to billing keep neither the questions about the first of
        them waiting nor a page to a person. A stop waits for no turn but the one that is being taken.
        """
        taken, served = 0, set[str]()
        while not give_up() and (waiting := self.due(kinds)):
            kind = next((one for one in waiting if one in AT_ONCE or one not in served), None)
            if kind is None:
                served.clear()
                kind = waiting[0]
            served.add(kind)
            act, note = self._how(kind)
            if act is not None:
                taken += self._turn(kind, act, note)
        return taken

    def _turn(self, kind: str, act: Act, note: Note | None) -> int:
        grip = self._grips.setdefault(kind, Grip(self.pace))
        act = with_outages(act, self.db, kind=kind, pace=self.pace)
        return grip.turn(self.db, of=kind, worker=self.worker, act=act, note=note)

    def due(self, kinds: Sequence[str] = KINDS) -> list[str]:
        """Which of `kinds` have something due that this process could take, in order of urgency."""
        with self.db.read() as session:
            due = set(due_kinds(session, now=self.db.real_now(session), kinds=kinds))
        return [kind for kind in kinds if kind in due and self._how(kind)[0] is not None]

    def _how(self, kind: str) -> tuple[Act | None, Note | None]:
        if kind in ("billing", "billing_query"):
            if self.endpoints.billing is None and not self.endpoints.billings:
                return None, None
            drain = BillingDrain(self.db, self.endpoints, self.pace)
            note = partial(note_results, ask_after_s=self.pace.ask_after_s)
            return (drain.send if kind == "billing" else drain.ask), note
        if kind == "service":
            return ServiceDrain(self.endpoints, self.pace).act, note_notices
        if kind == "notice" or kind in PAGE_KINDS:
            channels = self.endpoints.channels
            # Notices are planned once anything can carry them; a page's own channel may be gone by now, which is a
            # failure that people must see.
            pages = PageDrain(self.db, channels, self.pace)
            return (pages.act, pages.note) if channels.kinds else (None, None)
        endpoints = self.endpoints
        if endpoints.gateway is None and not endpoints.gateways and endpoints.cells is None:
            return None, None
        sender = GatewayDrain(self.db, endpoints.gateway_of, self.pace, endpoints.cells)
        acts = {"broadcast": sender.send, "broadcast_query": sender.ask, "broadcast_stop": sender.stop}
        return acts[kind], partial(note_part_results, ask_after_s=self.pace.ask_after_s)
