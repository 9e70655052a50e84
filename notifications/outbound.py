"""The one way out: every connection of this package is opened here.

A name is resolved once, *every* address it resolves to is checked against the rule of the world,
and the connection goes to the address that was checked: a second look-up (DNS rebinding) never
happens. There are no redirects, no proxies from the environment, no connection reuse (a reused
connection makes "was it written?" unanswerable) and no retries.

An exercise world may reach loopback addresses only, and there only a simulator that names itself
(see ``endpoint.py``). A live world may reach global addresses and the networks the operator lists,
never loopback unless listed.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import httpcore
import httpx

from notifications.delivery import World

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver: TypeAlias = Callable[[str, int], list[str]]


class ForbiddenAddress(OSError):
    """A host may not be reached from this world; nothing was connected, so nothing was sent."""


@dataclass(frozen=True)
class AddressRule:
    """Which addresses may be connected to. ``networks`` adds an operator's own to a live world."""

    world: World
    networks: tuple[Network, ...] = ()

    def permits(self, address: Address) -> bool:
        """Tell whether one address may be reached; an IPv4 address inside an IPv6 one is unwrapped."""
        plain: Address = getattr(address, "ipv4_mapped", None) or address
        if self.world == "exercise":
            return plain.is_loopback
        if any(plain in network for network in self.networks if network.version == plain.version):
            return True
        return plain.is_global and not plain.is_multicast


class OwnNetworks(AddressRule):
    """Only the networks listed, not every global address: where a session in plain text may go."""

    def permits(self, address: Address) -> bool:
        return any(address in network for network in self.networks if network.version == address.version)


def resolve_host(host: str, port: int) -> list[str]:
    """Return the addresses of a host name by the machine's own resolver, each once, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked_address(host: str, port: int, *, rule: AddressRule, resolver: Resolver = resolve_host) -> str:
    """Resolve once and return the first address; raises ForbiddenAddress if *any* is not permitted."""
    try:
        addresses = resolver(host, port)
    except UnicodeError as error:  # a label over 63 characters, before any look-up
        raise ForbiddenAddress(f"{host[:80]} is not a host name: {error}") from error
    if not addresses:
        raise ForbiddenAddress(f"{host} has no address")
    for text in addresses:
        if not rule.permits(ipaddress.ip_address(text.split("%", 1)[0])):
            raise ForbiddenAddress(f"{host} resolves to {text}, which {_why(rule.world)}")
    return addresses[0]


def _why(world: World) -> str:
    if world == "exercise":
        return "an exercise world may not reach: only loopback, where the simulators are"
    return "is neither a global address nor in this connector's `networks` setting"


def connect(host: str, port: int, *, timeout_s: float, rule: AddressRule) -> socket.socket:
    """Open a TCP connection to the checked address of a host. Raises OSError; nothing was written then."""
    return socket.create_connection((checked_address(host, port, rule=rule), port), timeout=timeout_s)


class CheckedBackend(httpcore.SyncBackend):
    """httpcore's socket opener with the address rule in front of it; TLS still checks the host's name."""

    def __init__(self, rule: AddressRule, *, resolver: Resolver = resolve_host) -> None:
        self._rule = rule
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            address = checked_address(host, port, rule=self._rule, resolver=self._resolver)
        except OSError as error:  # also a name that does not resolve
            raise httpcore.ConnectError(str(error)) from error
        return super().connect_tcp(address, port, timeout, local_address, socket_options)


class CheckedTransport(httpx.BaseTransport):
    """An httpx transport over CheckedBackend: one connection a request, no retries.

    Errors before a connection stood are ``httpx.ConnectError``/``ConnectTimeout``; any later one is
    another ``httpx.TransportError``, and then the request may have arrived.
    """

    def __init__(
        self, rule: AddressRule, *, resolver: Resolver = resolve_host, tls: ssl.SSLContext | None = None
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls or _tls(),
            max_keepalive_connections=0,
            retries=0,
            network_backend=CheckedBackend(rule, resolver=resolver),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        inner = httpcore.Request(
            method=request.method,
            url=url,
            headers=request.headers.raw,
            content=request.read(),
            extensions=request.extensions,
        )
        try:
            answer = self._pool.handle_request(inner)
        except _HTTPCORE_ERRORS as error:
            raise _translated(error) from error
        if not isinstance(answer.stream, Iterable):
            raise httpx.ReadError("the answer has no readable body")
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_CheckedStream(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


@cache
def _tls() -> ssl.SSLContext:
    """The machine's own trust store (an operator's internal CA is there), read once a process."""
    return ssl.create_default_context()


class _CheckedStream(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._stream
        except _HTTPCORE_ERRORS as error:
            raise _translated(error) from error

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


_HTTPCORE_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)


def _translated(error: Exception) -> httpx.TransportError:
    if isinstance(error, httpcore.ConnectError):
        return httpx.ConnectError(str(error))
    if isinstance(error, httpcore.ConnectTimeout | httpcore.PoolTimeout):
        return httpx.ConnectTimeout(str(error) or "no connection in time")
    if isinstance(error, httpcore.TimeoutException):
        return httpx.ReadTimeout(str(error) or "no answer in time")
    return httpx.ReadError(str(error) or type(error).__name__)
