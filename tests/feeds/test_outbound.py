"""Goal G35, push tier: whatever a URL looks like, nothing outside the allow-list is connected to; odd answers end."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from incident.feeds.outbound import Client, FeedAddresses, FetchFailed
from incident.rules.origins import AllowedOrigins, read_target
from notifications.outbound import Address, AddressRule
from tests.feeds.source import Handler, Source, dripping, plain

#: Addresses that a name on the list might resolve to and that must not be connected to.
FORBIDDEN_ADDRESSES = (
    "127.0.0.1", "127.1.2.3", "0.0.0.0",  # noqa: S104  an address to be refused
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::", "2001:db8::1",
)  # fmt: skip
_ODD_HOSTS = (
    "2130706433", "017700000001", "0x7f000001", "0x7f.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "[::1]",
    "[::ffff:127.0.0.1]", "[fe80::1%25eth0]", "169.254.169.254", "metadata.google.internal", "localhost", "",
    "evil.example", "feeds.example.evil.example", "feeds.example@evil.example", "feeds.example%2eevil.example",
    "feeds.example:80@evil.example", "feeds.example\\@evil.example", "ｆeeds.example", "feeds。example",
    "feeds.example\u200b", "feeds.example\x00.evil.example", "feeds.example#@evil.example", "-feeds.example",
    "feeds..example",
)  # fmt: skip
_SHAPES = (
    "https://{host}/", "http://{host}/", "https://{host}:443/feed", "https://{host}:22/", "//{host}/feed",
    "HTTPS://{host}/", "https:{host}/", "https:///{host}/", "https://user:pass@{host}/", " https://{host}/",
    "https://{host}/\r\nHost: evil.example", "https://{host}:0/", "https://{host}:99999/", "https://{host}:+443/",
    "ftp://{host}/", "gopher://{host}:70/_x", "file://{host}/etc/passwd", "dict://{host}:11211/",
)  # fmt: skip
URLS = [shape.format(host=host) for shape in _SHAPES for host in _ODD_HOSTS] + [
    "file:///etc/passwd", "javascript:alert(1)", "data:text/xml,<alert/>", "", "/", "feeds.example", "https://",
    "https://feeds.example/" + "a" * 600, "https://feeds.example/a b", "https://feeds.example/<x>",
    "http://feeds.example/", "https://feeds.example:8443/", "https://feeds.example/x#y", "https://feeds.example\t/",
]  # fmt: skip


@pytest.fixture
def connects(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every address that anything tries to connect to; none is reached."""
    tried: list[tuple[str, int]] = []

    def spy(address: tuple[str, int], *_arguments: object, **_options: object) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError("a spy sits here")

    monkeypatch.setattr(socket, "create_connection", spy)
    return tried


def client_of(resolver: Callable[[str, int], list[str]], *, networks: str = "") -> Client:
    listed = (ipaddress.ip_network(networks),) if networks else ()
    return Client(AllowedOrigins.read(["feeds.example"]), FeedAddresses("live", listed), resolver=resolver)


def test_no_odd_url_is_even_looked_up(connects: list[tuple[str, int]]) -> None:
    looked_up: list[str] = []

    def resolver(host: str, _port: int) -> list[str]:
        looked_up.append(host)
        return ["93.184.216.34"]

    client = client_of(resolver)
    assert len(URLS) > 490

    let_through = []
    for url in URLS:
        try:
            client.get(url)
        except FetchFailed as failure:
            if not failure.for_good:
                let_through.append(url)

    assert let_through == []
    assert looked_up == []
    assert connects == []


@pytest.mark.parametrize("address", FORBIDDEN_ADDRESSES)
def test_a_listed_name_that_resolves_to_a_forbidden_address_is_not_connected_to(
    address: str, connects: list[tuple[str, int]]
) -> None:
    for answer in ([address], ["93.184.216.34", address]):
        with pytest.raises(FetchFailed):
            client_of(lambda _host, _port, answer=answer: answer).get("https://feeds.example/")  # type: ignore[misc]

    assert connects == []


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(connects: list[tuple[str, int]]) -> None:
    """The control, and DNS rebinding: the name is looked up once, and a good address does reach the socket."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])

    with pytest.raises(FetchFailed, match="a spy sits here"):
        client_of(lambda _host, _port: next(answers)).get("https://feeds.example/")

    assert connects == [("93.184.216.34", 443)]
    assert next(answers) == ["127.0.0.1"], "the name must have been looked up once only"


def test_a_rule_that_permits_everything_turns_it_red(connects: list[tuple[str, int]]) -> None:
    """The control: without the rule, the forbidden addresses do reach the socket."""
    client = client_of(lambda _host, _port: ["169.254.169.254"])
    careless = replace(client, rule=PermitsAll("live"))

    with pytest.raises(FetchFailed, match="a spy sits here"):
        careless.get("https://feeds.example/")

    assert connects == [("169.254.169.254", 443)]


class PermitsAll(AddressRule):
    """A planted fault."""

    def permits(self, address: Address) -> bool:
        return bool(address)


def test_an_own_network_is_reached_only_when_it_is_listed(connects: list[tuple[str, int]]) -> None:
    def inside(_host: str, _port: int) -> list[str]:
        return ["10.1.2.3"]

    for networks, reached in (("", []), ("10.0.0.0/8", [("10.1.2.3", 443)])):
        with pytest.raises(FetchFailed):
            client_of(inside, networks=networks).get("https://feeds.example/")
        assert connects == reached


@pytest.mark.parametrize("entry", ["feeds.example/path", "ftp://feeds.example", "a b", "https://u:p@feeds.example"])
def test_a_setting_that_is_no_origin_is_refused_by_name(entry: str) -> None:
    with pytest.raises(ValueError, match=r"feeds\.example|a b"):
        AllowedOrigins.read(["earthquake.usgs.gov", entry])


def test_case_and_the_usual_port_make_no_other_origin() -> None:
    allowed = AllowedOrigins.read(["Feeds.Example", "http://127.0.0.1:8080"])

    assert allowed.check("https://FEEDS.example:443/a?b=c").path == "/a?b=c"
    assert str(read_target("http://127.0.0.1:8080/x").origin) in {str(origin) for origin in allowed.origins}


def _moved(handler: Handler) -> None:
    plain(handler, 302, b"", Location="http://169.254.169.254/latest/meta-data/")


def _huge(handler: Handler) -> None:
    plain(handler, 200, b"x" * 10_000_000)


def _endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b"x" * 5_000_000)


def _packed(handler: Handler) -> None:
    plain(handler, 200, b"\x1f\x8b", Content_Encoding="gzip")


def _broken(handler: Handler) -> None:
    handler.wfile.write(b"\x00\x01\x02 not http\r\n\r\n")


def _busy(handler: Handler) -> None:
    plain(handler, 503, b"", Retry_After="120")


def _slow_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    dripping(handler)


@pytest.mark.parametrize(
    ("behaviour", "said", "for_good"),
    [
        (_moved, "redirects are not followed", True),
        (_huge, "larger than 4 MB", False),
        (_endless, "larger than 4 MB", False),
        (_packed, "packed", False),
        (_broken, "http://127.0.0.1", False),
        (_busy, "HTTP 503", False),
        (dripping, "too long|timed out", False),
        (_slow_head, "too long|timed out|http://127.0.0.1", False),
    ],
)
def test_an_odd_answer_ends_in_one_line(
    source: Source, client: Client, behaviour: Callable[[Handler], None], said: str, for_good: bool
) -> None:
    source.odd["/odd"] = behaviour

    with pytest.raises(FetchFailed, match=said) as failed:
        client.get(source.url("/odd"))

    assert failed.value.for_good is for_good
    assert "\n" not in str(failed.value)
    assert failed.value.retry_after_s == (120 if behaviour is _busy else None)


def test_a_source_is_asked_with_what_it_last_said(source: Source, client: Client) -> None:
    source.documents["/a"] = b"news"
    first = client.get(source.url("/a"))

    again = client.get(source.url("/a"), headers={"If-None-Match": first.etag or ""})

    assert (first.status, first.body, again.status, again.body) == (200, b"news", 304, b"")
    assert source.asked[0][1]["host"] == f"127.0.0.1:{source.port}"
    assert "if-none-match" not in source.asked[0][1]
