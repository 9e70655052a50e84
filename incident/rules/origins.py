"""Which addresses the house may ask by itself: an allow-list of origins, scheme and host and port (rule 30). Pure.

Who may add a feed does not thereby choose what this machine connects to: the list is a setting of the
installation, the feed a row of the database, and both must agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address
from urllib.parse import urlsplit

from incident.errors import Invalid

_PORTS = {"https": 443, "http": 80}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
MOST = 500


@dataclass(frozen=True)
class Origin:
    """Where a URL points."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


@dataclass(frozen=True)
class Target:
    """A checked URL: its origin, and the path with the query as they are sent."""

    origin: Origin
    path: str


def read_target(url: str) -> Target:
    """Take a URL apart; ValueError says what is wrong with it.

    Only http and https, a host name of letters, digits, dots and hyphens (so neither a number that is an address
    in disguise nor an address in brackets), no user name, no fragment, printable ASCII.
    """
    if len(url) > MOST:
        raise ValueError(f"longer than {MOST} characters")
    if not url.isascii() or any(character <= " " or character in '\\"<>^`{|}\x7f' for character in url):
        raise ValueError("must be printable ASCII without spaces, backslashes or quotation marks")
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise ValueError("must begin with https://")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must hold no user name or password")
    if parts.fragment:
        raise ValueError("must hold no fragment")
    host = (parts.hostname or "").rstrip(".")
    if not host or not set(host) <= _PLAIN or ".." in host or host.startswith((".", "-")):
        raise ValueError("must name a host by letters, digits, dots and hyphens")
    last = host.rpartition(".")[2]
    if (last.isdecimal() or last.startswith("0x")) and not _is_dotted(host):
        raise ValueError("writes an address as a number; write a name, or four numbers with dots")
    try:
        port = parts.port if parts.port is not None else _PORTS[parts.scheme]
    except ValueError:
        raise ValueError("has a port that cannot be") from None
    if not 1 <= port <= 65535:
        raise ValueError("has a port that cannot be")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(Origin(parts.scheme, host, port), path)


def _is_dotted(host: str) -> bool:
    try:
        return str(IPv4Address(host)) == host
    except ValueError:
        return False


@dataclass(frozen=True)
class AllowedOrigins:
    """The installation's list."""

    origins: frozenset[Origin]

    @classmethod
    def read(cls, entries: Iterable[str]) -> AllowedOrigins:
        """From the setting: host names (https) or whole origins; ValueError names the entry at fault."""
        found = set()
        for entry in (text.strip() for text in entries):
            if not entry:
                continue
            try:
                target = read_target(entry.lower() if "://" in entry else f"https://{entry.lower()}")
            except ValueError as error:
                raise ValueError(f"{entry!r} {error}") from None
            if target.path != "/":
                raise ValueError(f"{entry!r} must be a host or an origin, without a path")
            found.add(target.origin)
        return cls(frozenset(found))

    def check(self, url: str) -> Target:
        """The URL taken apart, or Invalid with the way out."""
        try:
            target = read_target(url)
        except ValueError as error:
            raise Invalid(
                "feed.url", field="url", zh=f"地址不可用（{error}）。", en=f"This address cannot be used: it {error}."
            ) from None
        if target.origin not in self.origins:
            raise Invalid(
                "feed.origin",
                field="url",
                zh=f"{target.origin} 不在允许访问的名单上；由机器管理员加入设置 TONGXIN_FEED_HOSTS。",
                en=f"{target.origin} is not on the list of what may be asked; whoever runs this machine adds it to"
                " the setting TONGXIN_FEED_HOSTS.",
            )
        return target
