"""The mailbox that answers come to, read over IMAP: what is unseen is fetched, and marked as seen once it is kept.

Every reading is a connection of its own, to an address that was checked. A mail above the size of an answer is not
fetched at all. Nothing is deleted: the mailbox is the operator's.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, SecretStr

from notifications.endpoint import Network, Settings
from notifications.outbound import AddressRule, connect
from notifications.replies import MAX_REPLY_BYTES

#: Capability by which the mailbox of an exercise names itself.
SIMULATOR = "X-TONGXIN-SIMULATOR"
#: Mails of one reading; the rest follows in the next.
MOST = 50
_SIZE = re.compile(rb"UID (\d+).*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)", re.IGNORECASE)


class InboxError(OSError):
    """The mailbox cannot be read now; what is in it stays there."""


class InboxSettings(Settings):
    """The mailbox of an exercise: a simulator on this machine."""

    host: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$", description="IMAP server")
    port: int = Field(default=993, ge=1, le=65535)
    folder: str = Field(default="INBOX", pattern=r"^[A-Za-z0-9 ._/-]{1,100}$")
    every_s: float = Field(default=20.0, ge=1, le=600, description="Seconds between two readings")
    timeout_s: float = Field(default=10.0, gt=0, le=60)


class LiveInboxSettings(InboxSettings):
    """A real mailbox. TLS is not optional."""

    tls: Literal["implicit", "starttls"] = "implicit"
    username: str = Field(min_length=1)
    password: SecretStr
    networks: tuple[Network, ...] = Field(default=(), description="The operator's own networks, CIDR")


@dataclass(frozen=True)
class Fetched:
    """One unseen mail; no `raw` where it is too large to be an answer."""

    uid: str
    raw: bytes | None


class Inbox:
    """One mailbox; opens a connection for each reading."""

    def __init__(self, settings: InboxSettings) -> None:
        self._settings = settings
        self._live = settings if isinstance(settings, LiveInboxSettings) else None

    def unseen(self) -> list[Fetched]:
        """The oldest mails that nobody has seen. Raises InboxError."""
        with self._session() as session:
            uids = _done(session.uid("SEARCH", "UNSEEN"))[0].split()[:MOST]
            if not uids:
                return []
            few = _sizes(_done(session.uid("FETCH", b",".join(uids).decode(), "(UID RFC822.SIZE)")))
            return [Fetched(uid, self._raw(session, uid) if size <= MAX_REPLY_BYTES else None) for uid, size in few]

    def see(self, uids: Sequence[str]) -> None:
        """Mark these as seen; they do not come again. Raises InboxError."""
        with self._session() as session:
            _done(session.uid("STORE", ",".join(uids), "+FLAGS.SILENT", r"(\Seen)"))

    @staticmethod
    def _raw(session: imaplib.IMAP4, uid: str) -> bytes | None:
        for part in _done(session.uid("FETCH", uid, "(UID BODY.PEEK[])")):
            if isinstance(part, tuple):
                return bytes(part[1])
        return None

    @contextmanager
    def _session(self) -> Iterator[imaplib.IMAP4]:
        try:
            session = self._open()
        except (imaplib.IMAP4.error, OSError) as error:
            raise InboxError(f"mailbox at {self._settings.host}: {error}") from None
        try:
            yield session
        except (imaplib.IMAP4.error, OSError) as error:
            raise InboxError(f"mailbox at {self._settings.host}: {error}") from None
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                session.logout()

    def _open(self) -> imaplib.IMAP4:
        live, settings = self._live, self._settings
        context = ssl.create_default_context() if live else None
        rule = AddressRule("live", networks=live.networks) if live else AddressRule("exercise")
        session = _Checked(
            settings.host,
            settings.port,
            timeout_s=settings.timeout_s,
            rule=rule,
            implicit=context if live and live.tls == "implicit" else None,
        )
        try:
            is_simulator = SIMULATOR in session.capabilities
            if is_simulator == (live is not None):
                other = (
                    "an exercise's simulator" if is_simulator else "not the simulator, and an exercise reads no other"
                )
                raise InboxError(f"the mailbox is {other}")
            if live and live.tls == "starttls":
                session.starttls(context)
            if live:
                session.login(live.username, live.password.get_secret_value())
            else:
                session.login("tongxin-exercise", "tongxin-exercise")
            _done(session.select(f'"{settings.folder}"'))
        except BaseException:
            session.shutdown()
            raise
        return session


class _Checked(imaplib.IMAP4):
    """imaplib's session over a socket whose address was checked; TLS still checks the host's name."""

    def __init__(
        self, host: str, port: int, *, timeout_s: float, rule: AddressRule, implicit: ssl.SSLContext | None
    ) -> None:
        self._rule, self._implicit = rule, implicit
        super().__init__(host, port, timeout=timeout_s)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = connect(self.host, self.port, timeout_s=timeout or 10.0, rule=self._rule)
        if self._implicit is None:
            return plain
        return self._implicit.wrap_socket(plain, server_hostname=self.host)


def _done(answer: tuple[str, list[Any]]) -> list[Any]:
    """The data of an answer that says OK; others are an InboxError."""
    state, data = answer
    if state != "OK":
        raise InboxError(f"the server answers {state}")
    return [one if one is not None else b"" for one in data]


def _sizes(data: Sequence[object]) -> list[tuple[str, int]]:
    """`(uid, size)` of a FETCH of sizes."""
    found = []
    for line in data:
        match = _SIZE.search(line) if isinstance(line, bytes) else None
        if match is not None:
            uid, size = (match[1], match[2]) if match[1] else (match[4], match[3])
            found.append((uid.decode(), int(size)))
    return found
