"""The telephones of those whom the demo pages by SMS: what they show, and the answers that people send from them.

An answer leaves by the gateway's own line, as a thumb's would. What a phone has said stands in the gateway's books, so
that a player process that was killed says nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import httpx
from sqlalchemy import select

from incident.clock import as_text
from incident.db import Database
from incident.demo.acts import PhoneText
from incident.demo.cast import Player, person_id
from incident.demo.client import Answer
from incident.demo.run import Run
from incident.demo.view import OnPhones, Row
from incident.models import Page
from incident.rules.paging import shown_code

#: Real seconds in which the first page of a dispatch must have left, and in which one that has left must have come;
#: after that, and for what follows (a number gets one page a minute), people look into the app.
FIRST_S, ON_ITS_WAY_S = 20.0, 15.0
#: States of a page that has left.
LEFT = ("submitted", "delivered", "failed", "expired", "unknown")
#: Real seconds after which an answer that nobody took is given in the app instead.
PATIENCE_S = 20.0
TIMEOUT_S = 10.0


class Phones:
    """All telephones of one run, at the gateway's simulator."""

    def __init__(self, run: Run, people: Sequence[Player], *, db: Database, url: str) -> None:
        self._db = db
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_S)
        self._numbers = {player.scope: player.phone for player in people if player.phone and player.is_member}
        self._provinces = {
            str(person_id(run.id, player.login)): player.scope for player in people if player.phone and player.is_member
        }
        #: Task and its dispatch → when it was first seen (monotonic).
        self._seen: dict[tuple[str, str], float] = {}
        #: What was said from the phones → when (monotonic); read once from the gateway's books.
        self._said: dict[str, float] | None = None

    def close(self) -> None:
        self._http.close()

    def look(self, tasks: Iterable[Row]) -> OnPhones:
        """What stands on the phones of those among `tasks` that wait for their province."""
        waiting = [task for task in tasks if task["state"] == "dispatched" and task["province"] in self._numbers]
        if not waiting:
            return OnPhones(self._numbers)
        said, moment = self._said_so_far(), time.monotonic()
        pages, left_at = self._pages()
        codes: dict[str, str] = {}
        #: Task → for how many real seconds its page, or what follows from the answer, has been waited for.
        held: dict[str, float] = {}
        for task in waiting:
            first = self._seen.setdefault((task["id"], task["dispatched_at"]), moment)
            code, state = pages.get(task["id"], ("", "queued"))
            has_begun = left_at.get(task["province"], "") >= task["dispatched_at"]
            if code and code in said:
                waited_s, longest_s = moment - said[code], PATIENCE_S
            elif state == "delivered":
                codes[task["id"]] = code
                continue
            else:
                longest = {"queued": 0.0 if has_begun else FIRST_S, "submitted": ON_ITS_WAY_S}
                waited_s, longest_s = moment - first, longest.get(state, 0.0)
            if waited_s < longest_s:
                held[task["id"]] = waited_s
        return OnPhones(self._numbers, codes, frozenset(held), max(held.values(), default=0.0))

    def perform(self, one: PhoneText) -> Answer:
        """Send it; what the gateway says. An answer that was lost is looked for in the books before it is repeated."""
        try:
            answer = self._http.post(f"/phones/{one.number}/reply", json={"text": one.text})
        except httpx.TransportError:
            self._said = None
            return Answer(503, "no_line", None)
        if answer.status_code == 201:
            self._said_so_far()[one.text.partition(" ")[2]] = time.monotonic()
        return Answer(answer.status_code, "" if answer.status_code == 201 else "refused", answer.json())

    def _said_so_far(self) -> dict[str, float]:
        if self._said is None:
            try:
                answers = [self._http.get(f"/phones/{number}").json() for number in self._numbers.values()]
            except httpx.TransportError:
                return {}
            moment = time.monotonic()
            self._said = {text.partition(" ")[2]: moment for answer in answers for text in answer["said"]}
        return self._said

    def _pages(self) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
        """Each task's code and the state of its SMS; the time of each province's last that left.

        One that has come stands on the phone and can be answered, though a reminder may wait behind it.
        """
        theirs = select(Page.task_id, Page.code, Page.state, Page.person_id, Page.due_at).where(
            Page.channel == "sms", Page.person_id.in_(self._provinces), Page.code.is_not(None)
        )
        with self._db.read() as session:
            rows = session.execute(theirs.order_by(Page.due_at, Page.key)).all()
        left_at = {self._provinces[row.person_id]: as_text(row.due_at) for row in rows if row.state in LEFT}
        rows = sorted(rows, key=lambda row: row.state == "delivered")
        return {row.task_id: (shown_code(row.code), row.state) for row in rows}, left_at
