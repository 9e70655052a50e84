"""Builds the links of a relay's world: an exercise's can reach simulators on this machine and nothing else."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from typing import Any

from notifications.channels.sms_smpp import SIMULATOR_ID
from notifications.outbound import AddressRule, OwnNetworks, connect
from notifications.relay.lines.cmpp import CmppDialect
from notifications.relay.lines.dialect import Dialect
from notifications.relay.lines.link import Link
from notifications.relay.lines.smpp import SmppDialect
from notifications.relay.settings import (
    SIMULATORS_ACCOUNT,
    SIMULATORS_SECRET,
    AnyRelay,
    CmppLine,
    LiveCmppLine,
    LiveRelay,
    LiveSmppLine,
    SmppLine,
)
from notifications.smpp.pdu import Bind

_DIAL_S = 10.0


def build_links(settings: AnyRelay) -> list[Link[Any]]:
    """Return one link for each connection that the gateway allows."""
    dialect, dial = _dialect_of(settings), _dial_of(settings)
    line = settings.line
    return [
        Link(dialect, dial, window=line.window, answer_s=line.answer_s, pulse_s=line.pulse_s)
        for _ in range(line.connections)
    ]


def build_dialect(settings: AnyRelay) -> Dialect:
    """Return the dialect of these settings, to compose messages by."""
    return _dialect_of(settings)()


def _dialect_of(settings: AnyRelay) -> Callable[[], Dialect]:
    line = settings.line
    if isinstance(line, LiveCmppLine):
        secret = line.secret.get_secret_value().encode()
        return lambda: CmppDialect(line, source_addr=line.source_addr, secret=secret)
    if isinstance(line, CmppLine):
        return lambda: CmppDialect(line, source_addr=SIMULATORS_ACCOUNT, secret=SIMULATORS_SECRET)
    if isinstance(line, LiveSmppLine):
        bind = Bind(line.system_id, line.password.get_secret_value(), line.system_type)
        return lambda: SmppDialect(line, bind=bind, simulator="")
    return lambda: SmppDialect(line, bind=Bind("exercise", "exercise"), simulator=SIMULATOR_ID)


def _dial_of(settings: AnyRelay) -> Callable[[], socket.socket]:
    """How a connection is opened: the world's rule is applied by class, whatever the settings say."""
    line: CmppLine | SmppLine = settings.line
    if not isinstance(settings, LiveRelay):
        rule = AddressRule("exercise")
        return lambda: connect(line.host, line.port, timeout_s=_DIAL_S, rule=rule)
    live = settings.line
    if live.tls == "none":
        own = OwnNetworks("live", live.networks)
        return lambda: connect(line.host, line.port, timeout_s=_DIAL_S, rule=own)
    wide = AddressRule("live", networks=live.networks)
    context = ssl.create_default_context()

    def dial() -> socket.socket:
        plain = connect(line.host, line.port, timeout_s=_DIAL_S, rule=wide)
        return context.wrap_socket(plain, server_hostname=line.host)

    return dial
