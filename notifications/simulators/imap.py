"""A mailbox over IMAP4rev1 (RFC 3501), as far as a reader needs it that fetches what is unseen and marks it as seen.

It names itself among its capabilities. What lies in it comes by HTTP (see smtp.py); nothing is ever expunged.
"""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

_COMMAND = re.compile(rb"(\S+) (UID )?(\w+)(?: (.*))?\r?\n", re.DOTALL)
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\S+)')
_LONGEST_LINE = 8192


class Mailbox(Protocol):
    """What the protocol side reads and marks."""

    def mails(self) -> Sequence[tuple[int, bytes, bool]]:
        """`(uid, raw, seen)` of everything in it, oldest first."""

    def see(self, uids: Sequence[int]) -> None:
        """Mark these as seen."""


class ImapSide:
    """The IMAP listener on loopback, a thread a connection; TLS from the first byte where `context` is given."""

    def __init__(
        self,
        mailbox: Mailbox,
        *,
        port: int,
        login: tuple[str, str] = ("tongxin-exercise", "tongxin-exercise"),
        capabilities: str = "IMAP4rev1 X-TONGXIN-SIMULATOR",
        context: ssl.SSLContext | None = None,
    ) -> None:
        settings = {"mailbox": mailbox, "login": login, "capabilities": capabilities.encode(), "context": context}
        self._server = _Server(("127.0.0.1", port), type("Handler", (_Handler,), settings))
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.1], name="imap", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port in use, also when any free one was asked for."""
        return int(self._server.server_address[1])

    def stop(self) -> None:
        """Stop listening and end the thread."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away, or that would not trust us, is no event."""


class _Handler(socketserver.StreamRequestHandler):
    mailbox: ClassVar[Mailbox]
    login: ClassVar[tuple[str, str]]
    capabilities: ClassVar[bytes]
    context: ClassVar[ssl.SSLContext | None]
    timeout = 30

    def setup(self) -> None:
        if self.context is not None:
            self.request = self.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        self._say(b"* OK [CAPABILITY " + self.capabilities + b"] tongxin-sink")
        signed_in = False
        while line := self.rfile.readline(_LONGEST_LINE):
            found = _COMMAND.fullmatch(line)
            if found is None:
                self._say(b"* BAD no such command")
                continue
            tag, name, rest = found[1], (b"UID " if found[2] else b"") + found[3].upper(), found[4] or b""
            if name == b"CAPABILITY":
                self._say(b"* CAPABILITY " + self.capabilities, tag + b" OK done")
            elif name == b"LOGOUT":
                self._say(b"* BYE", tag + b" OK done")
                return
            elif name == b"LOGIN":
                signed_in = _words(rest) == [word.encode() for word in self.login]
                self._say(tag + (b" OK signed in" if signed_in else b" NO [AUTHENTICATIONFAILED] wrong"))
            elif not signed_in or name not in _ACTS:
                self._say(tag + b" BAD not now")
            else:
                self._say(*_ACTS[name](self.mailbox, rest), tag + b" OK done")

    def _say(self, *lines: bytes) -> None:
        self.wfile.write(b"".join(line + b"\r\n" for line in lines))


def _select(mailbox: Mailbox, _rest: bytes) -> list[bytes]:
    return [b"* %d EXISTS" % len(mailbox.mails()), b"* 0 RECENT", rb"* FLAGS (\Seen)", b"* OK [UIDVALIDITY 1] here"]


def _search(mailbox: Mailbox, rest: bytes) -> list[bytes]:
    unseen = [uid for uid, _raw, seen in mailbox.mails() if rest.strip().upper() != b"UNSEEN" or not seen]
    return [b" ".join([b"* SEARCH", *(b"%d" % uid for uid in unseen)])]


def _fetch(mailbox: Mailbox, rest: bytes) -> list[bytes]:
    wanted, _, what = rest.partition(b" ")
    uids = _uids(wanted)
    found = []
    for number, (uid, raw, _seen) in enumerate(mailbox.mails(), start=1):
        if uid not in uids:
            continue
        if b"BODY.PEEK[]" in what.upper():
            found.append(b"* %d FETCH (UID %d BODY[] {%d}\r\n%s)" % (number, uid, len(raw), raw))
        else:
            found.append(b"* %d FETCH (UID %d RFC822.SIZE %d)" % (number, uid, len(raw)))
    return found


def _store(mailbox: Mailbox, rest: bytes) -> list[bytes]:
    mailbox.see(sorted(_uids(rest.partition(b" ")[0])))
    return []


_ACTS: dict[bytes, Callable[[Mailbox, bytes], list[bytes]]] = {
    b"SELECT": _select, b"UID SEARCH": _search, b"UID FETCH": _fetch, b"UID STORE": _store, b"NOOP": lambda _m, _r: [],
}  # fmt: skip


def _uids(text: bytes) -> set[int]:
    return {int(one) for one in text.split(b",") if one.isdigit()}


def _words(text: bytes) -> list[bytes]:
    return [quoted or plain for quoted, plain in _QUOTED.findall(text)]
