"""Asks one address once (RELIABILITY.md rule 30), over the house's one way out, `notifications.outbound`.

The origin must be on the installation's list; its name is resolved once, every address checked, and the connection
goes to the address that was checked. No redirect is followed, nothing is decompressed, and neither size nor time
is left to the other side: the deadline holds for the whole answer, however slowly its bytes drip.
"""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import httpcore

from incident.config import Settings
from incident.errors import Invalid
from incident.rules.origins import AllowedOrigins, Target
from notifications.outbound import Address, AddressRule, CheckedBackend, Network, Resolver, resolve_host

#: Bytes of a feed or a message; a ShakeMap's grid may have more.
MOST_BYTES = 4_000_000
MOST_GRID_BYTES = 24_000_000
DEADLINE_S = 20.0
CONNECT_S = 5.0
AGENT = "Tongxin/0.1 (feeds)"
_EMBEDDING = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


@dataclass(frozen=True)
class Answer:
    """What a source answered; `body` is empty when nothing has changed (304)."""

    status: int
    body: bytes
    etag: str | None
    last_modified: str | None


class FetchFailed(Exception):
    """Nothing usable came; the text is one line for a person."""

    def __init__(self, why: str, *, for_good: bool = False, retry_after_s: int | None = None) -> None:
        super().__init__(why)
        #: Asking again the same way would be in vain (a refusal), so a person must look.
        self.for_good = for_good
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class FeedAddresses(AddressRule):
    """Global addresses and the networks the operator lists; an IPv6 address that wraps another is none."""

    def permits(self, address: Address) -> bool:
        if isinstance(address, ipaddress.IPv6Address) and any(address in network for network in _EMBEDDING):
            return False
        return super().permits(address)


class _Hurried(httpcore.NetworkStream):
    """A connection whose every wait is cut to what is left until the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def _left(self, timeout: float | None) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took too long")
        return left if timeout is None else min(timeout, left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Hurried(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._until)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _HurriedBackend(CheckedBackend):
    def __init__(self, rule: AddressRule, *, resolver: Resolver, until: float) -> None:
        super().__init__(rule, resolver=resolver)
        self._until = until

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return _Hurried(super().connect_tcp(host, port, timeout, local_address, socket_options), self._until)


@dataclass(frozen=True)
class Client:
    """What this installation may ask, and how addresses are looked up."""

    allowed: AllowedOrigins
    rule: AddressRule
    resolver: Resolver = resolve_host
    deadline_s: float = DEADLINE_S

    def get(self, url: str, *, most_bytes: int = MOST_BYTES, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once; FetchFailed says in a line why there is nothing."""
        try:
            target = self.allowed.check(url)
        except Invalid as refusal:
            raise FetchFailed(refusal.en, for_good=True) from None
        until = time.monotonic() + self.deadline_s
        backend = _HurriedBackend(self.rule, resolver=self.resolver, until=until)
        with httpcore.ConnectionPool(
            ssl_context=_tls(), max_keepalive_connections=0, retries=0, network_backend=backend
        ) as pool:
            try:
                return _asked(pool, target, headers or {}, most_bytes)
            except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
                raise FetchFailed(f"{target.origin}: {str(error) or type(error).__name__}"[:300]) from None


def client_of(settings: Settings) -> Client:
    """The client as the settings say; ValueError names the entry at fault."""
    networks: list[Network] = [
        ipaddress.ip_network(text.strip()) for text in settings.feed_networks.split(",") if text.strip()
    ]
    return Client(allowed_origins(settings), FeedAddresses("live", tuple(networks)))


def allowed_origins(settings: Settings) -> AllowedOrigins:
    """The setting `feed_hosts`; ValueError names the entry at fault."""
    return AllowedOrigins.read(settings.feed_hosts.split(","))


def _asked(pool: httpcore.ConnectionPool, target: Target, headers: Mapping[str, str], most_bytes: int) -> Answer:
    port = "" if str(target.origin).count(":") == 1 else f":{target.origin.port}"
    told: dict[bytes | str, bytes | str] = {
        "Host": f"{target.origin.host}{port}",
        "User-Agent": AGENT,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    told.update(headers)
    url = httpcore.URL(
        scheme=target.origin.scheme.encode(),
        host=target.origin.host.encode(),
        port=target.origin.port,
        target=target.path.encode(),
    )
    waits = {"connect": CONNECT_S, "read": CONNECT_S, "write": CONNECT_S, "pool": CONNECT_S}
    with pool.stream("GET", url, headers=told, extensions={"timeout": waits}) as answer:
        said = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
        _refuse(answer.status, said)
        return Answer(
            status=answer.status,
            body=b"" if answer.status == 304 else _body(answer.iter_stream, said, most_bytes),
            etag=_header(said, "etag", 300),
            last_modified=_header(said, "last-modified", 100),
        )


def _refuse(status: int, said: Mapping[str, str]) -> None:
    if status in (200, 304):
        if said.get("content-encoding", "identity").lower() not in ("identity", ""):
            raise FetchFailed(f"answers packed ({said['content-encoding'][:20]}), though it was asked not to")
        return
    if 300 <= status < 400:
        place = "".join(character for character in said.get("location", "?") if character.isprintable())[:120]
        raise FetchFailed(f"HTTP {status}: sends us on to {place}; redirects are not followed", for_good=True)
    wait = said.get("retry-after", "")
    retry_after_s = min(int(wait), 86_400) if wait.isascii() and wait.isdecimal() and len(wait) < 9 else None
    raise FetchFailed(
        f"HTTP {status}", for_good=400 <= status < 500 and status not in (408, 425, 429), retry_after_s=retry_after_s
    )


def _body(chunks: Callable[[], Iterable[bytes]], said: Mapping[str, str], most_bytes: int) -> bytes:
    too_much = f"larger than {most_bytes / 1e6:g} MB"
    length = said.get("content-length", "")
    if length.isdecimal() and len(length) < 16 and int(length) > most_bytes:
        raise FetchFailed(too_much)
    got = bytearray()
    for chunk in chunks():
        got += chunk
        if len(got) > most_bytes:
            raise FetchFailed(too_much)
    return bytes(got)


def _header(said: Mapping[str, str], name: str, longest: int) -> str | None:
    """A header that may be sent back as it came; an odd or overlong one is left out."""
    value = said.get(name)
    return value if value and len(value) <= longest and value.isascii() and value.isprintable() else None


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


__all__ = ["Answer", "Client", "FeedAddresses", "FetchFailed", "allowed_origins", "client_of"]
