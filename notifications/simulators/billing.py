"""A province's billing system, simulated: TM Forum shaped HTTP, accounts and books of its own.

It answers late, loses answers, fails for some accounts and settles slowly, as its faults say. It
takes each key once, refuses a stale fence, and knows only what came over the wire. With a folder it
reads files as well (``billing_drop``); with an address it tells of what has settled (``billing_push``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from notifications.simulators.billing_books import BillingBooks, Closed, Rejected
from notifications.simulators.billing_drop import Drop
from notifications.simulators.billing_figures import Figures, add, batch_figures, figures, state
from notifications.simulators.billing_gifts import gifts
from notifications.simulators.billing_province import Province
from notifications.simulators.billing_push import Pusher
from notifications.simulators.billing_wire import MOST_CUSTOMERS, Terms, WireError, read_terms
from notifications.simulators.courier import Courier
from notifications.simulators.faults import Faults
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, fence_of, problem

_ROOT = ("tmf-api", "billingBatchManagement", "v1", "billingBatch")


class Billing(Simulator):
    """The billing simulator: see GET /books for its account of everything."""

    name = "billing"

    def __init__(
        self,
        folder: Path,
        *,
        seed: int,
        faults: Faults,
        fast: int,
        drop: Path | None = None,
        callback: str = "",
    ) -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self._books = BillingBooks(folder / "billing.sqlite3", seed=seed)
        self._province = Province(self._books, seed=seed)
        self.pusher = Pusher(self._books, told=self._told, url=callback)
        self.drop = self._intake(drop) if drop is not None else None
        self.helpers: list[Callable[[], None]] = []

    def close(self) -> None:
        """End the helpers and close the books."""
        for end in self.helpers:
            end()
        self._books.close()

    def work(self) -> bool:
        """Read files and push receipts once; whether there was anything to do."""
        read = self.drop is not None and not self.faults.shedding and self.drop.work()
        return self.pusher.work() or read

    def serve(self, request: Request) -> Response:
        """Answer what concerns batches, books and accounts."""
        told = self._province.serve(request) or self.pusher.callback.serve(request)
        if told is not None:
            return told
        if request.path == ("drop",) and request.method == "GET" and self.drop is not None:
            return Response(200, self.drop.account())
        if request.path == ("books",) and request.method == "GET":
            return Response(200, self._account(now_ms=_now_ms()))
        if request.path[: len(_ROOT)] != _ROOT:
            return problem(404, "noSuchResource", "there is no such resource")
        match (request.method, request.path[len(_ROOT) :]):
            case ("POST", ()):
                return self._submit(request)
            case ("GET", (key,)):
                return self._receipt(key)
            case ("GET", (key, "failedAccount")):
                return self._failed_accounts(key, request.query)
            case ("PUT", (key, "fence")):
                return self._seal(key, request)
        return problem(405, "notAllowed", f"{request.method} is not served here")

    def _submit(self, request: Request) -> Response:
        try:
            terms = read_terms(request.body)
        except WireError as error:
            return problem(422, "badBatch", str(error))
        fence = fence_of(request, key=terms.key)
        if isinstance(fence, Response):
            return fence
        return self.submit(terms.key, lambda faults: self._accept(terms, fence=fence, faults=faults))

    def _accept(self, terms: Terms, *, fence: int, faults: Faults) -> Response:
        try:
            new = self._take(terms, fence=fence, faults=faults)
        except Rejected as refused:
            return problem(refused.status, refused.code, str(refused), retryable=refused.retryable)
        answer = self._receipt(terms.key)
        return Response(201 if new else 200, answer.body)

    def _take(self, terms: Terms, *, fence: int, faults: Faults) -> bool:
        """Put an instruction into the books and carry it out; False when it was there. Raises Rejected."""
        settle_ms = faults.settle_ms // self.fast

        def accept(closed: Closed) -> bool:
            return self._books.accept(
                terms, fence=fence, fail_ppm=faults.fail_ppm, now_ms=_now_ms(), settle_ms=settle_ms, closed=closed
            )

        return self._province.accept(terms, accept)

    def _intake(self, folder: Path) -> Drop:
        def accept(terms: Terms, fence: int) -> None:
            self._take(terms, fence=fence, faults=self.faults)

        def failed(key: str) -> list[tuple[str, str, int]]:
            rows = self._books.failures(key, offset=0, limit=MOST_CUSTOMERS)
            return [(row["account_ref"], row["reason"], row["fen"]) for row in rows]

        return Drop(folder, accept=accept, seal_key=self._books.seal, told=self._told, failed=failed)

    def _receipt(self, key: str) -> Response:
        told = self._told(key)
        if told is None:
            return problem(404, "notFound", "no batch was accepted under this key", externalId=key)
        return Response(200, told)

    def _told(self, key: str) -> dict[str, Any] | None:
        """What the books say of a key now; None where it was never accepted."""
        row = self._books.instruction(key)
        if row is None:
            return None
        now_ms = _now_ms()
        return {
            "@type": "BillingBatch",
            "id": _reference(row),
            "externalId": row["key"],
            "documentDigest": row["digest"],
            "state": state(row, now_ms=now_ms),
            "figures": figures(row, now_ms=now_ms),
        }

    def _failed_accounts(self, key: str, query: Mapping[str, int]) -> Response:
        row = self._books.instruction(key)
        if row is None or state(row, now_ms=_now_ms()) != "done":
            return problem(409, "notSettled", "failed accounts are listed once the batch is settled")
        page = self._books.failures(key, offset=query.get("offset", 0), limit=min(query.get("limit", 100), 1000))
        items = [{"accountRef": item["account_ref"], "reason": item["reason"], "fen": item["fen"]} for item in page]
        return Response(200, {"items": items, "total": row["failed"]})

    def _seal(self, key: str, request: Request) -> Response:
        fence = request.body.get("fence")
        if type(fence) is not int or not 0 <= fence < 2**62:
            return problem(422, "badFence", "fence must be a whole number from 0 up")
        higher = self._books.seal(key, fence)
        if higher is not None:
            return problem(409, "staleFence", f"fence {fence} is older than {higher}")
        return Response(200, {"externalId": key, "fence": fence})

    def _account(self, *, now_ms: int) -> dict[str, object]:
        """Return the books by batch, county, segment and in total; reversals stand with their batch."""
        instructions = self._books.instructions()
        rows = [row for row in instructions if not row["reverses"]]
        batches = [_batch(list(group), now_ms=now_ms) for _, group in groupby(rows, key=lambda row: row["batch"])]
        return {
            "simulator": self.name,
            "totals": add(batch["figures"] for batch in batches),
            "counties": _by("county", batches),
            "segments": _by("segment", batches),
            "gifts": gifts(instructions, now_ms=now_ms),
            "batches": batches,
        }


def _batch(rows: list[Any], *, now_ms: int) -> dict[str, Any]:
    settled = all(state(row, now_ms=now_ms) == "done" for row in rows)
    return {
        "batch": rows[0]["batch"],
        "county": rows[0]["county"],
        "segment": rows[0]["segment"],
        "attempts": len(rows),
        "settled": settled,
        "figures": batch_figures([figures(row, now_ms=now_ms) for row in rows]),
    }


def _by(name: str, batches: list[dict[str, Any]]) -> dict[str, Figures]:
    ordered = sorted(batches, key=lambda batch: str(batch[name]))
    grouped = groupby(ordered, key=lambda batch: str(batch[name]))
    return {value: add(batch["figures"] for batch in group) for value, group in grouped}


def _reference(row: Any) -> str:
    return f"BB-{row['digest'][:8]}-{row['accepted_ms']}"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def main(argv: Sequence[str] | None = None) -> None:
    """Run the simulator until it is told to end."""
    parser = arguments("billing")
    parser.add_argument("--drop", type=Path, help="folder in which it reads files and answers them")
    parser.add_argument("--callback", default="", help="http address on this machine that settled batches are told to")
    given = parser.parse_args(argv)
    simulator = Billing(
        given.dir, seed=given.seed, faults=given.faults, fast=given.fast, drop=given.drop, callback=given.callback
    )
    server = http_server(simulator, port=given.port)
    simulator.helpers = [Courier(simulator, simulator.work).join]
    run(simulator, server, ports={"port": server.server_address[1]})


if __name__ == "__main__":
    main()
