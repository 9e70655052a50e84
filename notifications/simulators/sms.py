"""SMS gateways, simulated: Alibaba Cloud's HTTP shapes at ``/``, an SMSC beside it, phones that answer.

``GET /messages?after=N&limit=M``, ``GET /phones/NUMBER`` (what a phone shows, and has said), ``GET /books``;
``POST /phones/NUMBER/reply {"text": "1"}`` lets a phone answer by the gateway that reached it last,
``POST /messages/ID/report {"state": "delivered|failed|expired"}`` decides what becomes of a message, and
``POST /callback {"url": …}`` says where the HTTP gateway pushes reports and answers.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from notifications.simulators import aliyun_wire as wire
from notifications.simulators.courier import CallbackUrl, Courier, post
from notifications.simulators.faults import Faults
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, problem
from notifications.simulators.sms_books import Message, SmsBooks, state_of
from notifications.simulators.smsc import Smsc

_REPORT_CODES = {"delivered": ("DELIVERED", "DELIVRD"), "failed": ("MK:0001", "UNDELIV"),
                 "expired": ("EXPIRED", "EXPIRED")}  # fmt: skip


class Sms(Simulator):
    """Both gateways over one set of books."""

    name = "sms"

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int, callback: str = "") -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self.books = SmsBooks(folder / "sms.sqlite3")
        self.callback = CallbackUrl(callback)
        #: What must have ended before the books close.
        self.helpers: list[Callable[[], None]] = []

    def close(self) -> None:
        """End the helpers and close the books."""
        for end in self.helpers:
            end()
        self.books.close()

    def serve(self, request: Request) -> Response:
        """Answer the vendor's two calls, and what a test or a demo asks for."""
        told = self.callback.serve(request)
        if told is not None:
            return told
        match (request.method, request.path):
            case ("POST", ("",)):
                return self._vendor(request)
            case ("GET", ("messages",)):
                limit = min(request.query.get("limit", 200), 1000)
                rows = self.books.page(after=request.query.get("after", 0), limit=limit)
                return Response(200, {"messages": [_shown(row) for row in rows]})
            case ("GET", ("phones", phone)):
                number = _digits(phone)
                return Response(200, {"texts": _texts(self.books.of_phone(number)), "said": self.books.said_by(number)})
            case ("POST", ("phones", phone, "reply")):
                return self._reply(_digits(phone), request.body)
            case ("POST", ("messages", id_, "report")):
                return self._decide(id_, request.body)
            case ("GET", ("books",)):
                return Response(200, {"simulator": self.name, **self.books.account(now_ms=_now_ms())})
        return problem(404, "noSuchResource", "there is no such resource")

    def push(self) -> bool:
        """Push due reports and answers of the HTTP gateway; whether something was taken."""
        if not self.callback.url:
            return False
        done = False
        for table, rows, shape in (
            ("message", self.books.due_reports("http", now_ms=_now_ms()), wire.report),
            ("up", self.books.due_ups("http"), wire.up),
        ):
            if rows and post(self.callback.url, _json([shape(row) for row in rows]), headers={}) == 200:
                for row in rows:
                    self.books.told("message" if table == "message" else "up", row["position"])
                done = True
        return done

    def _vendor(self, request: Request) -> Response:
        refused = wire.unsigned(request, now_s=time.time())
        if refused is not None:
            return refused
        action = wire.header(request, "x-acs-action")
        if action == "QuerySendDetails":
            return self._details(request)
        if action != "SendSms":
            return wire.answer("InvalidAction.NotFound", "Specified api is not found.", status=404)
        return self._send(request)

    def _send(self, request: Request) -> Response:
        read = wire.read_send(request)
        if isinstance(read, Response):
            return read
        phone, text, template, out_id = read
        if self.faults.broke:
            return wire.answer("isv.AMOUNT_NOT_ENOUGH", "账户余额不足")
        if self.books.taken_today(phone, now_ms=_now_ms(), fast=self.fast) >= self.faults.per_number:
            return wire.answer("isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits")

        def accept(faults: Faults) -> Response:
            message = Message("http", phone, "10690000", text, "ucs2", out_id, template, wire.parts_of(text))
            id_ = self.books.accept(message, faults=faults, seed=self.seed, fast=self.fast, now_ms=_now_ms())
            return wire.answer("OK", "OK", BizId=id_)

        response = self.submit(out_id or text, accept)
        return (
            wire.answer("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits") if response.status == 429 else response
        )

    def _details(self, request: Request) -> Response:
        now_ms = _now_ms()
        rows = [
            row
            for row in self.books.of_phone(_digits(request.texts.get("PhoneNumber", "")))
            if row["gateway"] == "http"
        ]
        return wire.details(request, [(row, state_of(row, now_ms=now_ms)) for row in rows])

    def _reply(self, phone: str, body: Any) -> Response:
        text, via = body.get("text"), body.get("via")
        rows = self.books.of_phone(phone)
        if not isinstance(text, str) or not 1 <= len(text) <= 70:
            return problem(422, "badText", "text must have 1 to 70 characters")
        if not rows:
            return problem(404, "notFound", "this phone was never reached, so nobody knows where it would answer to")
        last = rows[-1]
        gateway = via if via in {"http", "smpp"} else last["gateway"]
        number = self.books.say(gateway=gateway, phone=phone, dest=last["source"], text=text, now_ms=_now_ms())
        return Response(201, {"sequence_id": number, "via": gateway})

    def _decide(self, id_: str, body: Any) -> Response:
        state, row = body.get("state"), self.books.message(id_)
        if row is None:
            return problem(404, "notFound", "no message has this id")
        if state not in _REPORT_CODES:
            return problem(422, "badState", f"state must be one of {sorted(_REPORT_CODES)}")
        http_code, smpp_code = _REPORT_CODES[state]
        code = str(body.get("code") or (http_code if row["gateway"] == "http" else smpp_code))
        self.books.decide(id_, fate=state, code=code, now_ms=_now_ms())
        return Response(200, {"id": id_, "state": state, "code": code})


def _digits(phone: str) -> str:
    """One way to write a number in the books: with country code, without the plus."""
    plain = phone.removeprefix("+")
    return f"86{plain}" if len(plain) == 11 and plain.startswith("1") else plain


def _shown(row: dict[str, Any]) -> dict[str, object]:
    return {**row, "state": state_of(row, now_ms=_now_ms())}


def _texts(rows: list[dict[str, Any]]) -> list[dict[str, object]]:
    """What a phone shows: parts of one reference joined in their order, once all of them are there."""
    shown: list[dict[str, object]] = []
    parts: dict[int, dict[int, str]] = {}
    for row in rows:
        text, whole = row["text"], row["part_of"] == 1
        if not whole:
            of = parts.setdefault(row["part_ref"], {})
            of[row["part_number"]] = text
            whole = len(of) == row["part_of"]
            text = "".join(of[number] for number in sorted(of))
            if whole:
                del parts[row["part_ref"]]
        if whole:
            shown.append({"text": text, "from": row["source"], "via": row["gateway"], "at_ms": row["accepted_ms"]})
    return shown


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def main(argv: Sequence[str] | None = None) -> None:
    """Run both gateways until they are told to end: HTTP on --port, SMPP on --smpp-port."""
    parser = arguments("sms")
    parser.add_argument("--smpp-port", type=int, default=0, help="port of the SMSC; 0 takes any free one")
    parser.add_argument("--callback", default="", help="http address on this machine that reports are pushed to")
    given = parser.parse_args(argv)
    simulator = Sms(given.dir, seed=given.seed, faults=given.faults, fast=given.fast, callback=given.callback)
    server = http_server(simulator, port=given.port)
    smsc = Smsc(simulator, simulator.books, port=given.smpp_port)
    simulator.helpers = [
        Courier(simulator, simulator.push).join,
        Courier(simulator, smsc.deliver).join,
        smsc.stop,
    ]
    run(simulator, server, ports={"port": server.server_address[1], "smpp_port": smsc.port})


if __name__ == "__main__":
    main()
