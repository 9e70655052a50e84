"""An operator's SMS gateway, simulated: CMPP 2.0 and 3.0 at ``--cmpp-port``, its books over HTTP.

``GET /books`` counts everything, ``doubled`` among it: what a phone got more than once. ``GET /messages?after=N`` lists
what came, ``GET /tally`` only says how many, ``POST /cut {}`` breaks every line without a word, ``POST /say
{"13800000000": "5"}`` lets phones write to us.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from notifications.simulators.cmpp_books import CmppBooks
from notifications.simulators.courier import Courier
from notifications.simulators.faults import Faults
from notifications.simulators.ismg import Ismg
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, problem


class Cmpp(Simulator):
    """The HTTP side; the sessions are in :class:`Ismg`."""

    name = "cmpp"

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int) -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self.books = CmppBooks(folder / "cmpp.sqlite3")
        #: Breaks every line.
        self.cut: Callable[[], int] = lambda: 0
        #: What must have ended before the books close.
        self.helpers: list[Callable[[], None]] = []

    def close(self) -> None:
        """End the helpers and close the books."""
        for end in self.helpers:
            end()
        self.books.close()

    def serve(self, request: Request) -> Response:
        """Answer what a test or a demo asks for."""
        match (request.method, request.path):
            case ("GET", ("books",)):
                return Response(200, {"simulator": self.name, **self.books.account()})
            case ("GET", ("tally",)):
                return Response(200, dict(self.books.tally()))
            case ("GET", ("messages",)):
                limit = min(request.query.get("limit", 200), 10_000)
                return Response(200, {"messages": self.books.page(after=request.query.get("after", 0), limit=limit)})
            case ("POST", ("cut",)):
                return Response(200, {"cut": self.cut()})
            case ("POST", ("say",)):
                words = [(int(phone), str(text)) for phone, text in request.body.items() if phone.isdigit()]
                self.books.say(words)
                return Response(200, {"said": len(words)})
        return problem(404, "noSuchResource", "there is no such resource")


def main(argv: Sequence[str] | None = None) -> None:
    """Run the gateway until it is told to end: HTTP on --port, CMPP on --cmpp-port."""
    parser = arguments("cmpp")
    parser.add_argument("--cmpp-port", type=int, default=0, help="port of the gateway; 0 takes any free one")
    given = parser.parse_args(argv)
    simulator = Cmpp(given.dir, seed=given.seed, faults=given.faults, fast=given.fast)
    server = http_server(simulator, port=given.port)
    ismg = Ismg(simulator, simulator.books, port=given.cmpp_port)
    simulator.cut = ismg.cut
    simulator.helpers = [Courier(simulator, ismg.deliver).join, ismg.stop]
    run(simulator, server, ports={"port": server.server_address[1], "cmpp_port": ismg.port})


if __name__ == "__main__":
    main()
