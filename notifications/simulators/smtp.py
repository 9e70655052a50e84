"""A mail server that delivers nothing: the sink of an exercise. It keeps each message once.

It names itself in its EHLO answer, so that an exercise can know that it is no real mail server.
Messages are read over HTTP: ``GET /messages?after=N&limit=M`` (oldest first, raw text included) and
``GET /books`` (counts). A second copy of a Message-ID is accepted and counted, as a receiver that
dedupes does.

People answer: ``POST /messages/N/reply {"text": "1"}`` puts the answer of who got it into the sender's mailbox,
which is read over IMAP (imap.py); ``POST /inbox {"raw": …}`` puts any mail there, such as a bounce.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.policy import default as default_policy
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from notifications.durable import Books
from notifications.simulators.faults import Faults, draw, latency_ms, lost
from notifications.simulators.imap import ImapSide
from notifications.simulators.server import arguments, http_server, run
from notifications.simulators.simulator import Request, Response, Simulator, problem

MAX_MESSAGE_BYTES = 256 * 1024

_SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
  position INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, sender TEXT NOT NULL,
  recipients TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, raw BLOB NOT NULL,
  received_ms INTEGER NOT NULL, copies INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE IF NOT EXISTS inbox (uid INTEGER PRIMARY KEY, raw BLOB NOT NULL, seen INTEGER NOT NULL DEFAULT 0) STRICT;
"""


class Sink(Simulator):
    """Keeps the messages of an exercise and tells about them over HTTP."""

    name = "smtp"

    def __init__(self, folder: Path, *, seed: int, faults: Faults, fast: int) -> None:
        super().__init__(seed=seed, faults=faults, fast=fast)
        self._messages = Books(folder / "smtp.sqlite3", schema=_SCHEMA)
        self._transfers: dict[str, int] = {}

    def close(self) -> None:
        """Close the books."""
        self._messages.close()

    def serve(self, request: Request) -> Response:
        """Answer what concerns messages."""
        match (request.method, request.path):
            case ("GET", ("messages",)):
                return Response(200, {"messages": self._page(request.query)})
            case ("GET", ("books",)):
                with self._messages.reading() as books:
                    row = books.execute("SELECT COUNT(*) AS kept, SUM(copies) AS received FROM message").fetchone()
                    inbox = books.execute("SELECT COUNT(*) AS came, SUM(seen) AS seen FROM inbox").fetchone()
                counts = {"kept": row["kept"], "received": row["received"] or 0}
                return Response(
                    200, {"simulator": self.name, **counts, "inbox": inbox["came"], "inbox_seen": inbox["seen"] or 0}
                )
            case ("POST", ("messages", number, "reply")):
                return self._reply(number, request.body)
            case ("POST", ("inbox",)):
                return Response(201, {"uid": self.put(str(request.body.get("raw", "")).encode())})
        return problem(404, "noSuchResource", "there is no such resource")

    def keep(self, *, sender: str, recipients: list[str], raw: bytes) -> None:
        """Keep a message durably before it is acknowledged; a second copy is counted only."""
        message = message_from_bytes(raw, policy=default_policy)
        body = message.get_body(preferencelist=("plain",))
        text = "" if body is None else str(body.get_content()).replace("\r\n", "\n")
        # Without a Message-ID nothing can be deduped, so each such message stands for itself.
        message_id = str(message.get("Message-ID", "")).strip() or f"<none-{time.time_ns()}>"
        with self._messages.writing() as books:
            books.execute(
                "INSERT INTO message (message_id, sender, recipients, subject, body, raw, received_ms)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id) DO UPDATE SET copies = copies + 1",
                (
                    message_id, sender, " ".join(recipients), str(message.get("Subject", "")), text, raw,
                    time.time_ns() // 1_000_000,
                ),
            )  # fmt: skip

    def put(self, raw: bytes) -> int:
        """Lay a mail into the sender's mailbox; its uid."""
        with self._messages.writing() as books:
            return int(books.execute("INSERT INTO inbox (raw) VALUES (?)", (raw,)).lastrowid or 0)

    def mails(self) -> list[tuple[int, bytes, bool]]:
        """`(uid, raw, seen)` of everything in the mailbox, oldest first."""
        with self._messages.reading() as books:
            rows = books.execute("SELECT * FROM inbox ORDER BY uid").fetchall()
        return [(row["uid"], bytes(row["raw"]), bool(row["seen"])) for row in rows]

    def see(self, uids: Sequence[int]) -> None:
        """Mark mails of the mailbox as seen."""
        with self._messages.writing() as books:
            books.executemany("UPDATE inbox SET seen = 1 WHERE uid = ?", [(uid,) for uid in uids])

    def _reply(self, number: str, body: Mapping[str, object]) -> Response:
        with self._messages.reading() as books:
            row = books.execute("SELECT * FROM message WHERE position = ?", (number,)).fetchone()
        if row is None:
            return problem(404, "notFound", "no message has this position")
        answer = EmailMessage(policy=SMTP_POLICY)
        answer["From"], answer["To"] = str(row["recipients"]).split()[0], row["sender"]
        answer["Subject"] = f"Re: {row['subject']}"
        answer["Message-ID"] = f"<{time.time_ns()}@phone.example>"
        answer["In-Reply-To"] = answer["References"] = row["message_id"]
        answer.set_content(f"{body.get('text', '1')}\n\n> {row['subject']}\n")
        return Response(201, {"uid": self.put(answer.as_bytes())})

    def transfer(self, raw: bytes) -> int:
        """Return how often these bytes have been transferred, this time included."""
        digest = hashlib.sha256(raw).hexdigest()
        self._transfers[digest] = self._transfers.get(digest, 0) + 1
        return self._transfers[digest]

    def _page(self, query: Mapping[str, int]) -> list[dict[str, object]]:
        limit = min(query.get("limit", 200), 1000)
        with self._messages.reading() as books:
            rows = books.execute(
                "SELECT * FROM message WHERE position > ? ORDER BY position LIMIT ?",
                (query.get("after", 0), limit),
            ).fetchall()
        return [{**dict(row), "raw": bytes(row["raw"]).decode("utf-8", "replace")} for row in rows]


class _Hooks:
    """aiosmtpd's hooks: identity at EHLO, faults and keeping at the end of DATA."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    async def handle_EHLO(  # noqa: N802  aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-X-TONGXIN-SIMULATOR smtp", responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        sink, faults = self._sink, self._sink.faults
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        key, attempt = hashlib.sha256(raw).hexdigest(), sink.transfer(raw)
        await asyncio.sleep(latency_ms(faults, seed=sink.seed, key=key, attempt=attempt) / 1000 / sink.fast)
        if faults.shedding or draw(sink.seed, "mail", key, attempt) < faults.fail_ppm:
            return "451 4.3.0 the server is busy, come back later"
        loss = lost(faults, seed=sink.seed, key=key, attempt=attempt)
        if loss not in {"drop_before", "504_before"}:
            keep = sink.keep
            await asyncio.to_thread(keep, sender=envelope.mail_from or "", recipients=list(envelope.rcpt_tos), raw=raw)
        if loss is None:
            return "250 2.0.0 kept"
        if isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "421 4.4.2 lost"


class _MailSide:
    """The SMTP listener on loopback, on an event loop of its own thread."""

    def __init__(self, hooks: _Hooks, *, port: int) -> None:
        self._hooks = hooks
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(self._listen(port))
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port in use, also when any free one was asked for."""
        return int(self._server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        """Stop listening and end the thread."""
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    async def _listen(self, port: int) -> asyncio.Server:
        return await self._loop.create_server(self._session, host="127.0.0.1", port=port)

    def _session(self) -> SMTP:
        return SMTP(self._hooks, hostname="tongxin-sink", data_size_limit=MAX_MESSAGE_BYTES, loop=self._loop)


def main(argv: Sequence[str] | None = None) -> None:
    """Run the sink until it is told to end: SMTP on --port, HTTP on --http-port, the mailbox on --imap-port."""
    parser = arguments("smtp")
    parser.add_argument("--http-port", type=int, default=0, help="port of the reading side; 0 takes any free one")
    parser.add_argument("--imap-port", type=int, default=0, help="port of the sender's mailbox; 0 takes any free one")
    given = parser.parse_args(argv)
    sink = Sink(given.dir, seed=given.seed, faults=given.faults, fast=given.fast)
    mail = _MailSide(_Hooks(sink), port=given.port)
    mailbox = ImapSide(sink, port=given.imap_port)
    reading = http_server(sink, port=given.http_port)
    ports = {"port": mail.port, "http_port": reading.server_address[1], "imap_port": mailbox.port}
    try:
        run(sink, reading, ports=ports)
    finally:
        mail.stop()
        mailbox.stop()


if __name__ == "__main__":
    main()
