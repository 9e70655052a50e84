"""Signing in at a real billing system: client credentials, renewed and never told; mutual TLS; a private authority."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notifications.connectors.billing_tmf import LiveBillingTmf
from notifications.delivery import Outcome, Refused, Sent
from notifications.registry import SettingsError, build
from notifications.tokens import TokenHolder
from tests.notifications.certificates import Authority
from tests.notifications.processes import delivery, instruction
from tests.notifications.signed_in_double import SignedInDouble

KEY = "m:1:510131:gotone"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def double(authority: Authority) -> Iterator[SignedInDouble]:
    found = SignedInDouble(authority.issue("server", host="localhost"), authority.file)
    yield found
    found.close()


@pytest.fixture
def settings(authority: Authority, double: SignedInDouble) -> dict[str, Any]:
    return {
        "base_url": double.url, "networks": ["127.0.0.0/8"], "timeout_s": 5,
        "oauth": {"token_url": f"{double.url}/token", "client_id": "tongxin", "client_secret": double.secret},
        "tls": {"ca_file": str(authority.file), "certificate_file": str(authority.issue("client"))},
    }  # fmt: skip


def send(connector: Any, *, key: str = KEY) -> Outcome:
    document = {**instruction("m"), "world": "live"}
    outcome: Outcome = connector.send(delivery("instruction/1", key, document, world="live"))
    return outcome


def live(settings: dict[str, Any]) -> LiveBillingTmf:
    connector = build("billing_tmf", settings, world="live")
    assert isinstance(connector, LiveBillingTmf)
    return connector


def test_one_token_serves_many_instructions_and_is_renewed_before_it_ends(
    settings: dict[str, Any], double: SignedInDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    connector = live(settings)
    clock = [1000.0]
    monkeypatch.setattr(connector._holder, "_now", lambda: clock[0])

    outcomes = [send(connector) for _ in range(3)]
    clock[0] += 3600 - 61
    outcomes.append(send(connector))
    clock[0] += 2
    outcomes.append(send(connector))
    connector.close()

    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert double.tokens_used == ["token-canary-1"] * 4 + ["token-canary-2"]


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_token_that_is_refused_is_fetched_anew_and_the_instruction_tried_later(
    settings: dict[str, Any], double: SignedInDouble, method: str
) -> None:
    settings["oauth"]["method"] = method
    connector = live(settings)
    assert isinstance(send(connector), Sent)

    double.good.clear()  # revoked at the server, long before it ends
    refused = send(connector)
    after = send(connector)
    connector.close()

    assert isinstance(refused, Refused)
    assert (refused.code, refused.retryable) == ("token_refused", True)
    assert isinstance(after, Sent)
    assert double.granted == 2


@pytest.mark.parametrize(
    ("change", "named"),
    [({"secret": "another"}, "401 invalid_client"), ({"down": True}, "503"), ({"lifetime_s": -1}, "expires_in")],
)
def test_without_a_token_nothing_is_sent_and_nobody_counts_as_refused(
    settings: dict[str, Any], double: SignedInDouble, change: dict[str, Any], named: str
) -> None:
    for name, value in change.items():
        setattr(double, name, value)
    connector = live(settings)

    outcome, again = send(connector), send(connector)
    connector.close()

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retryable) == ("no_token", True)
    assert named in outcome.message
    assert again == outcome
    assert double.tokens_used == []


def test_neither_secret_nor_token_is_told_to_anybody(
    settings: dict[str, Any], double: SignedInDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connector = live(settings)
    send(connector)
    double.good.clear()
    refused = send(connector)
    connector.close()

    with pytest.raises(SettingsError) as wrong:
        build("billing_tmf", {**settings, "oauth": {**settings["oauth"], "scope": 5}}, world="live")

    told = caplog.text + str(refused) + repr(connector.settings) + str(wrong.value)
    assert "/token" in caplog.text  # something was logged, and of this very exchange
    assert double.secret not in told
    assert "token-canary" not in told


def test_a_system_whose_authority_is_another_gets_nothing(
    settings: dict[str, Any], double: SignedInDouble, tmp_path: Path
) -> None:
    stranger = Authority(tmp_path, "Somebody Else")
    connector = live({**settings, "tls": {**settings["tls"], "ca_file": str(stranger.file)}})

    outcome = send(connector)
    connector.close()

    assert isinstance(outcome, Refused)
    assert outcome.retryable
    assert double.granted == 0


def test_without_our_certificate_the_system_takes_nothing(settings: dict[str, Any], double: SignedInDouble) -> None:
    connector = live({**settings, "tls": {"ca_file": settings["tls"]["ca_file"]}})

    outcome = send(connector)
    connector.close()

    assert not isinstance(outcome, Sent)
    assert double.granted == 0


def refused_settings(settings: dict[str, Any]) -> str:
    with pytest.raises(SettingsError) as error:
        build("billing_tmf", settings, world="live")
    return str(error.value)


def test_settings_that_cannot_serve_are_refused_at_the_start_by_field(
    settings: dict[str, Any], authority: Authority, tmp_path: Path
) -> None:
    old, other = authority.issue("old", days=-1), authority.issue("other")
    nonsense = tmp_path / "nonsense.pem"
    nonsense.write_text("-----BEGIN NOTHING-----\n")
    tls, base = settings["tls"], {name: value for name, value in settings.items() if name != "oauth"}

    said = {
        "outdated": refused_settings({**settings, "tls": {**tls, "certificate_file": str(old)}}),
        "mismatch": refused_settings({**settings, "tls": {**tls, "key_file": str(other)}}),
        "nonsense": refused_settings({**settings, "tls": {**tls, "ca_file": str(nonsense)}}),
        "missing": refused_settings({**settings, "tls": {**tls, "key_file": str(tmp_path / "no.key")}}),
        "lonely": refused_settings({**settings, "tls": {"key_file": str(other)}}),
        "nobody": refused_settings({**base, "tls": {}}),
        "both": refused_settings({**settings, "token": "t"}),
    }
    with pytest.raises(SettingsError, match="oauth: Extra inputs"):
        build("billing_tmf", {"base_url": "http://127.0.0.1:1", "oauth": settings["oauth"]}, world="exercise")

    assert "old.pem: CN=old is valid from" in said["outdated"]
    assert "the key does not belong to the certificate" in said["mismatch"]
    assert "nonsense.pem holds no certificate" in said["nonsense"]
    assert "No such file" in said["missing"]
    assert "certificate_file, which is missing" in said["lonely"]
    assert "nothing to sign in with" in said["nobody"]
    assert "name one of them" in said["both"]
    assert live({**base, "token": ""}).settings.tls.certificate_file is not None  # type: ignore[attr-defined]


def test_many_at_once_fetch_one_token(settings: dict[str, Any], double: SignedInDouble) -> None:
    connector = live(settings)
    holder = connector._holder
    assert isinstance(holder, TokenHolder)
    found: list[object] = []
    callers = [threading.Thread(target=lambda: found.append(holder.bearer())) for _ in range(12)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    connector.close()

    assert found == ["token-canary-1"] * 12
    assert double.granted == 1
