"""Live endpoints over real TLS to doubles on loopback, which the test lists as the operator's own network."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from notifications import outbound
from notifications.delivery import Refused, Sent
from notifications.registry import build
from tests.notifications.processes import delivery, instruction, notice, page
from tests.notifications.smsc_double import SUBMIT, SmscDouble

LOOPBACK = ["127.0.0.0/8"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(built.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """The machine trusts the certificate for one test; gives the server's side of it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    outbound._tls.cache_clear()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    yield context
    outbound._tls.cache_clear()


class MailDouble:
    """A mail server with STARTTLS and a password; keeps the envelopes."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.kept: list[Envelope] = []
        self._context = context
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(self._listen())
        self.port = int(self._server.sockets[0].getsockname()[1])
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(self._session, host="127.0.0.1", port=0)

    def _session(self) -> SMTP:
        return SMTP(
            self, hostname="localhost", tls_context=self._context, require_starttls=True, auth_required=True,
            authenticator=self._authenticate, loop=self._loop,
        )  # fmt: skip

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        return AuthResult(success=getattr(data, "password", b"") == b"right", handled=False)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.kept.append(envelope)
        return "250 taken"

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture
def mail_double(trusted: ssl.SSLContext) -> Iterator[MailDouble]:
    double = MailDouble(trusted)
    yield double
    double.close()


def mail_settings(double: MailDouble, **changes: object) -> dict[str, object]:
    return {
        "host": "localhost", "port": double.port, "sender": "duty@example.com", "username": "duty",
        "password": "right", "networks": LOOPBACK, **changes,
    }  # fmt: skip


def test_live_mail_leaves_over_starttls_after_signing_in(mail_double: MailDouble) -> None:
    channel = build("mail", mail_settings(mail_double), world="live")

    outcome = channel.send(delivery("staff_notice", "n:1", notice(), world="live"))

    assert isinstance(outcome, Sent)
    assert [envelope.rcpt_tos for envelope in mail_double.kept] == [["chengdu.duty@sichuan.example"]]
    assert "EXERCISE" not in str(mail_double.kept[0].content)


@pytest.mark.parametrize(
    "changes", [{"password": "not-the-one"}, {"host": "127.0.0.1"}, {"networks": []}, {"tls": "implicit"}]
)
def test_live_mail_gives_nothing_to_a_server_that_it_cannot_trust(
    mail_double: MailDouble, changes: dict[str, object]
) -> None:
    channel = build("mail", mail_settings(mail_double, **changes), world="live")

    outcome = channel.send(delivery("staff_notice", "n:1", notice(), world="live"))

    assert isinstance(outcome, Refused)
    assert outcome.retryable
    assert "not-the-one" not in outcome.message
    assert mail_double.kept == []


@pytest.mark.parametrize(("changes", "arrives"), [
    ({}, True),
    ({"host": "127.0.0.1"}, False),  # the certificate names another host
    ({"networks": []}, False),
    ({"tls": "none"}, False),  # an SMSC that speaks TLS hears nothing that it knows
])  # fmt: skip
def test_a_live_sms_leaves_over_tls_to_the_named_smsc_only(
    trusted: ssl.SSLContext, changes: dict[str, object], *, arrives: bool
) -> None:
    with SmscDouble(name=b"SMSC01", context=trusted) as smsc:
        credentials = {"system_id": "esme", "password": "right", "networks": LOOPBACK}
        channel = build("sms_smpp", {**smsc.settings, "host": "localhost", **credentials, **changes}, world="live")
        outcome = channel.send(delivery("staff_notice", "n:1", page(), world="live"))
        channel.close()

    assert isinstance(outcome, Sent) is arrives
    assert (SUBMIT in smsc.commands()) is arrives
    if not arrives:
        assert isinstance(outcome, Refused)
        assert (outcome.code, outcome.retryable) == ("unreachable", True)


class _Billing(BaseHTTPRequestHandler):
    posted: list[bytes]

    def do_POST(self) -> None:
        self.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
        digest = json.loads(self.posted[-1])["documentDigest"]
        zero = {"customers": 0, "fen": 0}
        names = ("intended", "submitted", "applied", "failed", "reversed")
        figures = dict.fromkeys(names, zero)
        body = {
            "id": "R-1",
            "externalId": "m:1:510131:gotone",
            "documentDigest": digest,
            "state": "acknowledged",
        }
        raw = json.dumps({**body, "figures": figures}).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's own name
        """Keep silent."""


@pytest.fixture
def billing_double(trusted: ssl.SSLContext) -> Iterator[tuple[int, list[bytes]]]:
    posted: list[bytes] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Billing,), {"posted": posted}))
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]  # failed handshakes
    server.socket = trusted.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server.server_address[1], posted
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("host", "networks", "arrives"), [
    ("localhost", LOOPBACK, True),
    ("127.0.0.1", LOOPBACK, False),  # the certificate names another host
    ("localhost", [], False),  # the network is not listed
])  # fmt: skip
def test_a_live_instruction_leaves_only_over_tls_to_the_named_host(
    billing_double: tuple[int, list[bytes]], host: str, networks: list[str], arrives: bool
) -> None:
    port, posted = billing_double
    settings = {"base_url": f"https://{host}:{port}", "token": "t", "networks": networks}
    connector = build("billing_tmf", settings, world="live")
    document = {**instruction("m"), "world": "live"}

    outcome = connector.send(delivery("instruction/1", "m:1:510131:gotone", document, world="live"))
    connector.close()

    assert isinstance(outcome, Sent) is arrives
    assert bool(posted) is arrives
    if not arrives:
        assert isinstance(outcome, Refused)
        assert outcome.retryable
