"""The province behind the billing simulator: accounts on which instructions are carried out, and days that pass.

Without a population there are no accounts and batches are only counted, as in the demo, whose provinces have tens of
millions of customers. With one (``POST /population``) every instruction is carried out on accounts, and the calendar
moves when it is told to (``POST /days``): so "nobody was cut off" is counted by somebody who does not know Tongxin.
After a restart all of it is made again from the books' journal.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import date

from notifications.simulators.billing_books import BillingBooks, Closed, nobody_closed
from notifications.simulators.billing_drill import Drill, NoSuchPlace
from notifications.simulators.billing_population import PopulationError, read_population
from notifications.simulators.billing_wire import Terms
from notifications.simulators.simulator import Request, Response, problem

#: Days that one request may let pass.
MOST_DAYS = 400
_ROUTES = {("POST", "population"), ("GET", "accounts"), ("POST", "days"), ("GET", "cut-offs")}


class Province:
    """The routes of accounts and days; one lock, so that instructions and days come one after the other."""

    def __init__(self, books: BillingBooks, *, seed: int) -> None:
        self._books = books
        self._seed = seed
        self._lock = threading.Lock()
        self._drill: Drill | None = None
        for what, told in books.journal():
            if what == "population":
                self._drill = Drill.begin(read_population(json.loads(told)), seed=seed)
            elif self._drill is not None and what == "days":
                self._drill.let_pass(int(told))
            elif self._drill is not None:
                self._drill.carry_out(books.reach(told))

    def accept(self, terms: Terms, accept: Callable[[Closed], bool]) -> bool:
        """Let the books accept an instruction and carry it out on the accounts, with nothing in between."""
        with self._lock:
            drill = self._drill
            new = accept(nobody_closed if drill is None else drill.closed)
            if new and drill is not None:
                drill.carry_out(self._books.reach(terms.key))
        return new

    def serve(self, request: Request) -> Response | None:
        """Answer what concerns accounts and days; None for anything else."""
        if len(request.path) != 1 or (request.method, request.path[0]) not in _ROUTES:
            return None
        with self._lock:
            if request.path == ("population",):
                return self._populate(request.body)
            if self._drill is None:
                return problem(409, "noAccounts", "this province has no accounts: POST /population first")
            if request.path == ("days",):
                return self._let_pass(self._drill, request.body)
            asked = request.texts
            if request.path == ("cut-offs",):
                found = self._drill.cut_offs(since=asked.get("from", ""), before=asked.get("until", "9999"))
                return Response(200, found)
            try:
                return Response(200, self._drill.summary(county=asked.get("county"), segment=asked.get("segment")))
            except NoSuchPlace as error:
                return problem(404, "noSuchPlace", str(error))

    def _populate(self, body: Mapping[str, object]) -> Response:
        if self._books.journal():
            return problem(409, "tooLate", "this province has accounts or instructions already: begin in another --dir")
        try:
            population = read_population(body)
        except PopulationError as error:
            return problem(422, "badPopulation", str(error))
        self._books.note("population", {"begins": population.begins.isoformat(), "counties": population.counties})
        self._drill = Drill.begin(population, seed=self._seed)
        return Response(201, self._drill.summary())

    def _let_pass(self, drill: Drill, body: Mapping[str, object]) -> Response:
        """Let ``days`` pass, or all days before the date ``until``."""
        days = body.get("days")
        if isinstance(until := body.get("until"), str):
            try:
                days = (date.fromisoformat(until) - drill.today).days
            except ValueError:
                return problem(422, "badDays", "until must be a date such as 2008-06-11")
        if type(days) is not int or not 0 <= days <= MOST_DAYS:
            return problem(422, "badDays", f"days must be a whole number from 0 to {MOST_DAYS}; until, a later date")
        self._books.note("days", days)
        passed = drill.let_pass(days)
        return Response(200, {"today": drill.today.isoformat(), "days": [one.as_json() for one in passed]})
