"""The connectors and the channel of one process, built for its world by the registry, which can build no other's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from incident.config import Settings
from notifications.connectors.billing_tmf import BillingTmf
from notifications.connectors.broadcast_gateway import BroadcastGateway
from notifications.delivery import World
from notifications.endpoint import Endpoint
from notifications.registry import build


@dataclass(frozen=True)
class Endpoints:
    """Where things go; None where no address is set: their rows then wait in the outbox."""

    billing: BillingTmf | None = None
    gateway: BroadcastGateway | None = None
    mail: Endpoint | None = None

    def close(self) -> None:
        """Release sockets."""
        for endpoint in (self.billing, self.gateway, self.mail):
            if endpoint is not None:
                endpoint.close()


def build_endpoints(settings: Settings, *, world: str) -> Endpoints:
    """Endpoints for a process of `world`; raises notifications' SettingsError naming a field that does not fit."""
    kind = cast("World", world)
    billing = build("billing_tmf", {"base_url": settings.billing_url}, world=kind) if settings.billing_url else None
    gateway = (
        build("broadcast_gateway", {"base_url": settings.broadcast_url}, world=kind) if settings.broadcast_url else None
    )
    return Endpoints(
        billing=cast("BillingTmf | None", billing),
        gateway=cast("BroadcastGateway | None", gateway),
        mail=_mail(settings, world=kind),
    )


def _mail(settings: Settings, *, world: World) -> Endpoint | None:
    if not settings.smtp:
        return None
    host, _, port = settings.smtp.rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError(f"TONGXIN_SMTP must be host:port, not {settings.smtp!r}")
    return build("mail", {"host": host, "port": int(port), "sender": settings.mail_from}, world=world)
