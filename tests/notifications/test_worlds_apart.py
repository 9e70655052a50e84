"""An exercise reaches simulators and nothing else; a live world reaches no simulator (G30, G35)."""

from __future__ import annotations

import ipaddress
import random
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from notifications.channels.mail import LiveMail, LiveMailSettings
from notifications.connectors.billing_tmf import LiveBillingTmf
from notifications.connectors.broadcast_gateway import LiveBroadcastGateway
from notifications.delivery import Refused, Unknown, World
from notifications.endpoint import LiveHttpSettings, WorldError
from notifications.outbound import AddressRule, CheckedTransport, ForbiddenAddress, checked_address
from notifications.registry import SettingsError, UnknownEndpoint, build, endpoint_class, names
from tests.notifications.processes import (
    RunningSimulator,
    broadcast,
    cell_broadcast,
    delivery,
    instruction,
    notice,
    page,
    service_notice,
)

LIVE_HTTP = LiveHttpSettings.model_validate({"base_url": "https://gateway.example", "token": "live-token"})
LIVE_MAIL = LiveMailSettings(host="mail.example", port=587, sender="duty@example.com")
DOCUMENTS: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "billing_tmf": ("instruction/1", lambda: instruction("m")),
    "broadcast_gateway": ("broadcast/1", broadcast),
    "cell_broadcast": ("broadcast/1", cell_broadcast),
    "hotline": ("service_notice/1", service_notice),
    "hall_webhook": ("service_notice/1", service_notice),
    "mail": ("staff_notice", notice),
    "sms_http": ("staff_notice", page),
    "voice": ("staff_notice", page),
    "wecom": ("staff_notice", lambda: {**notice(), "to": "hq"}),
    "dingtalk": ("staff_notice", lambda: {**notice(), "to": "hq"}),
    "feishu": ("staff_notice", lambda: {**notice(), "to": "hq"}),
    "webhook": ("staff_notice", lambda: {**notice(), "to": "hq"}),
}


class LiveDouble:
    """Stands where a real gateway would, reached through a tunnel on loopback; remembers every byte."""

    def __init__(self) -> None:
        self.received = bytearray()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.2)
        self.port: int = self._listener.getsockname()[1]
        self._open = True
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while self._open:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(0.3)
                try:
                    self.received += connection.recv(65_536)
                    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"status":"ok"}')
                except OSError:
                    continue


@pytest.fixture
def live_double() -> Iterator[LiveDouble]:
    double = LiveDouble()
    yield double
    double.close()


@pytest.mark.parametrize("cls", [LiveBillingTmf, LiveBroadcastGateway])
def test_a_live_connector_cannot_be_constructed_in_an_exercise(
    cls: type[LiveBillingTmf | LiveBroadcastGateway],
) -> None:
    with pytest.raises(WorldError, match="live world"):
        cls(LIVE_HTTP, world="exercise")


LIVE_SETTINGS: dict[str, dict[str, Any]] = {
    "sms_http": {"access_key_id": "LTAI12345678", "access_key_secret": "s", "callback_token": "t" * 24},
    "sms_smpp": {"host": "smsc.example", "port": 2775, "system_id": "esme", "password": "pw"},
    "voice": {"base_url": "https://voice.example", "token": "t", "callback_secret": f"whsec_{'A' * 32}"},
    "wecom": {"robots": {"hq": {"key": "k"}}},
    "dingtalk": {"robots": {"hq": {"key": "k", "secret": "s"}}},
    "feishu": {"robots": {"hq": {"key": "k", "secret": "s"}}},
    "webhook": {"hooks": {"noc": {"url": "https://noc.example", "secret": f"whsec_{'A' * 32}"}}},
    "web_push": {"private_key": "A" * 42 + "E", "subject": "mailto:duty@example.com"},
    "cell_broadcast": {"base_url": "https://cbc.example", "token": "t", "signing_key": "k", "certificate": "c"},
    "hotline": {"base_url": "https://ivr.example", "token": "t"},
    "hall_webhook": {"url": "https://halls.example", "secret": f"whsec_{'A' * 32}"},
    "mail": {"host": "mail.example", "port": 587, "sender": "duty@example.com", "password": "pw"},
}


def test_there_are_live_settings_for_every_channel() -> None:
    assert set(LIVE_SETTINGS) == set(names(world="live")) - {"billing_tmf", "billing_file", "broadcast_gateway"}


@pytest.mark.parametrize("name", sorted(LIVE_SETTINGS))
def test_no_live_channel_is_built_in_an_exercise_by_class_or_by_name(name: str) -> None:
    cls = endpoint_class(name, world="live")
    settings = cls.settings_model.model_validate(LIVE_SETTINGS[name])
    cls(settings, world="live").close()

    with pytest.raises(WorldError, match="live world"):
        cls(settings, world="exercise")
    with pytest.raises(SettingsError):
        build(name, LIVE_SETTINGS[name], world="exercise")


def test_a_live_mail_channel_cannot_be_constructed_in_an_exercise() -> None:
    with pytest.raises(WorldError, match="live world"):
        LiveMail(LIVE_MAIL, world="exercise")


@pytest.mark.parametrize("name", names(world="exercise"))
def test_live_settings_do_not_parse_in_an_exercise_and_their_secrets_are_not_repeated(name: str) -> None:
    settings = (
        {"host": "mail.example", "port": 587, "sender": "duty@example.com", "password": "live-secret"}
        if name == "mail"
        else {"base_url": "https://gateway.example", "token": "live-secret"}
    )
    with pytest.raises(SettingsError) as caught:
        build(name, settings, world="exercise")

    assert "password" in str(caught.value) or "token" in str(caught.value)
    assert "live-secret" not in str(caught.value)


def test_settings_of_the_live_world_demand_tls_and_a_token() -> None:
    with pytest.raises(SettingsError, match="https"):
        build("billing_tmf", {"base_url": "http://gateway.example", "token": "t"}, world="live")
    with pytest.raises(SettingsError, match="token"):
        build("billing_tmf", {"base_url": "https://gateway.example"}, world="live")


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("mail", "host", "-oProxyCommand=x mail.example"),
        ("sms_smpp", "host", " smsc.example"),
        ("sms_smpp", "source", "x10086"),
        ("sms_smpp", "system_id", "esme\nx"),
        ("sms_http", "access_key_id", "a b LTAI12345678"),
        ("sms_http", "template_code", "xSMS_1"),
    ],
)
def test_a_setting_is_matched_as_a_whole(name: str, field: str, value: str) -> None:
    with pytest.raises(SettingsError, match=field):
        build(name, {field: value}, world="live")


def test_an_unknown_name_is_told_with_those_that_exist() -> None:
    with pytest.raises(UnknownEndpoint, match="broadcast_gateway"):
        build("pigeon", {}, world="exercise")


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"mail"}))
def test_a_tunnel_to_a_live_gateway_gets_the_probe_and_nothing_of_the_delivery(
    name: str, live_double: LiveDouble
) -> None:
    connector = build(name, {"base_url": f"http://127.0.0.1:{live_double.port}", "timeout_s": 1}, world="exercise")
    kind, document = DOCUMENTS[name]

    outcome = connector.send(delivery(kind, "m:1:510131:gotone", document()))
    connector.close()

    assert isinstance(outcome, Refused)
    assert outcome.code == "not_a_simulator"
    assert bytes(live_double.received).startswith(b"GET /healthz HTTP/1.1\r\n")
    assert b"POST" not in live_double.received
    assert b"510131" not in live_double.received
    assert b"13800138000" not in live_double.received


def test_an_exercise_mail_gives_no_text_to_a_server_that_is_not_the_sink() -> None:
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def real_mail_server() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"220 mail.example ESMTP\r\n")
                received.append(connection.recv(4096))
                connection.sendall(b"250-mail.example\r\n250 SIZE 1000000\r\n")
                received.append(connection.recv(4096))

        server = threading.Thread(target=real_mail_server)
        server.start()
        settings = {"host": "127.0.0.1", "port": listener.getsockname()[1], "sender": "duty@tongxin.example"}
        outcome = build("mail", settings, world="exercise").send(delivery("staff_notice", "n:1", notice()))
        server.join()

    assert isinstance(outcome, Refused)
    assert outcome.code == "not_a_simulator"
    assert b"".join(received) == b"ehlo tongxin\r\n"


def test_a_simulator_of_another_kind_is_not_the_expected_one(calm: dict[str, RunningSimulator]) -> None:
    connector = build("billing_tmf", {"base_url": calm["broadcast"].url}, world="exercise")

    outcome = connector.send(delivery("instruction/1", "m:1:510131:gotone", instruction("m")))

    assert isinstance(outcome, Refused)
    assert outcome.code == "not_a_simulator"


def test_tampered_exercise_deliveries_never_reach_a_live_double(live_double: LiveDouble) -> None:
    chance = random.Random(30)
    connector = build("broadcast_gateway", {"base_url": f"http://127.0.0.1:{live_double.port}"}, world="exercise")
    for number in range(60):
        document = broadcast(world=chance.choice(["live", "exercise", "LIVE", ""]))
        if chance.random() < 0.5:
            document[chance.choice(["mode", "live", "force", "status"])] = chance.choice([True, "Actual", 1])
        world = chance.choice(["live", "exercise", "", "Exercise"])
        outcome = connector.send(delivery("broadcast/1", f"b{number}:1", document, world=world))
        assert isinstance(outcome, Refused)
    connector.close()

    assert b"POST" not in live_double.received


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("rebound.example", ["127.0.0.1", "93.184.216.34"]),
        ("gateway.example", ["93.184.216.34"]),
        ("inside.example", ["10.1.2.3"]),
        ("metadata.example", ["169.254.169.254"]),
        ("any.example", ["0.0.0.0"]),  # noqa: S104  refused, not bound
        ("mapped.example", ["::ffff:93.184.216.34"]),
        ("nowhere.example", []),
    ],
)
def test_an_exercise_connects_to_loopback_only(host: str, addresses: list[str]) -> None:
    with pytest.raises(ForbiddenAddress):
        checked_address(host, 443, rule=AddressRule("exercise"), resolver=lambda _host, _port: addresses)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.8.8.8"])
def test_loopback_is_loopback_in_every_spelling(address: str) -> None:
    assert AddressRule("exercise").permits(ipaddress.ip_address(address))
    assert not AddressRule("live").permits(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("address", "world", "networks", "permitted"),
    [
        ("93.184.216.34", "live", (), True),
        ("10.1.2.3", "live", (), False),
        ("10.1.2.3", "live", ("10.0.0.0/8",), True),
        ("::ffff:10.1.2.3", "live", (), False),
        ("169.254.169.254", "live", ("10.0.0.0/8",), False),
        ("224.0.0.1", "live", (), False),
        ("0.0.0.0", "live", (), False),  # noqa: S104  refused, not bound
    ],
)
def test_a_live_world_connects_to_global_addresses_and_listed_networks(
    address: str, world: World, networks: tuple[str, ...], permitted: bool
) -> None:
    rule = AddressRule(world, networks=tuple(ipaddress.ip_network(network) for network in networks))

    assert rule.permits(ipaddress.ip_address(address)) is permitted


def test_a_name_is_resolved_once_for_a_connection(calm: dict[str, RunningSimulator]) -> None:
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["93.184.216.34"]

    with httpx.Client(transport=CheckedTransport(AddressRule("exercise"), resolver=resolver)) as client:
        answer = client.get(f"http://localhost:{calm['billing'].port}/healthz")
        with pytest.raises(httpx.ConnectError, match=r"93\.184\.216\.34"):
            client.get(f"http://localhost:{calm['billing'].port}/healthz")

    assert answer.json()["simulator"] == "billing"
    assert asked == ["localhost", "localhost"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://127.0.0.1/", "http://", "http://user:pw@127.0.0.1/", "http://127.0.0.1/?a=b",
        "http://127.0.0.1/#x", "http://127.0.0.1\r\n.evil.example/", "http://例子.example/", "http://127.0.0.1:0/",
        "http://127.0.0.1:99999/", "http://[::1/", "http://[zz]/",
    ],
)  # fmt: skip
def test_a_base_url_of_another_form_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="base_url"):
        build("billing_tmf", {"base_url": url}, world="exercise")


@pytest.mark.parametrize("url", ["http://2130706433:1/", "http://0x7f000001:1/", "http://[::ffff:7f00:1]:1/"])
def test_other_spellings_of_an_address_still_meet_the_rule(url: str) -> None:
    connector = build(
        "billing_tmf",
        {"base_url": url.replace("7f", "0a").replace("2130706433", "167772161")},
        world="exercise",
    )

    outcome = connector.send(delivery("instruction/1", "m:1:510131:gotone", instruction("m")))

    assert isinstance(outcome, Refused)
    assert outcome.code == "unreachable"


def test_a_host_name_that_is_none_is_a_refusal_and_no_crash() -> None:
    connector = build("billing_tmf", {"base_url": f"http://{'a' * 64}.example"}, world="exercise")

    outcome = connector.send(delivery("instruction/1", "m:1:510131:gotone", instruction("m")))

    assert isinstance(outcome, Refused)


def test_a_live_stop_answered_by_a_simulator_is_not_believed() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={}, headers={"Tongxin-Simulator": "broadcast"}))

    assert isinstance(LiveBroadcastGateway(LIVE_HTTP, world="live", transport=transport).stop("b:1"), Unknown)
