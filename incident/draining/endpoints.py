"""The connectors and channels of one process, built for its world by the registry, which can build no other's.

A plain address in the environment is enough for an exercise; what needs more (credentials, networks, templates) stands
in one JSON object by name, `TONGXIN_ENDPOINTS`, which is laid over it. A connector of one province is called
`name@adcode`, such as `billing_file@620000`; one without serves all that have none of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from geo.regions import Regions
from incident.config import Settings
from incident.draining.cells import CellBroadcasts
from incident.draining.channels import Channels, as_coded
from incident.regions_in_use import regions_in_use
from incident.rules.cap_messages import Sender
from incident.rules.sealing import Sealer
from incident.rules.services import CONNECTORS
from notifications.billing_connector import BillingConnector
from notifications.channel import Channel
from notifications.connectors.broadcast_gateway import BroadcastGateway
from notifications.connectors.cell_broadcast import CellBroadcastCentre
from notifications.delivery import World
from notifications.endpoint import Endpoint
from notifications.registry import SettingsError, build

#: Connectors that a province may have of its own, and how it is named.
BY_PROVINCE = ("billing_tmf", "billing_file", "broadcast_gateway", "hotline", "hall_webhook")
PROVINCE = re.compile(r"[1-9][0-9]0000")


@dataclass(frozen=True)
class Endpoints:
    """Where things go; None where no address is set: their rows then wait in the outbox."""

    #: Billing of all provinces that have none of their own in `billings`, by adcode.
    billing: BillingConnector | None = None
    billings: Mapping[str, BillingConnector] = field(default_factory=dict)
    #: Hotlines and hall systems as they are named in the settings: `hotline`, `hall_webhook@510000`.
    services: Mapping[str, Endpoint] = field(default_factory=dict)
    #: The gateway to the public of all provinces that have none, and no relay, of their own in `gateways`, by adcode.
    gateway: BroadcastGateway | None = None
    gateways: Mapping[str, BroadcastGateway] = field(default_factory=dict)
    #: The cell-broadcast centre; None: cell broadcasts go to the gateway.
    cells: CellBroadcasts | None = None
    mail: Endpoint | None = None
    #: All channels to staff but mail, by the registry's name.
    others: Mapping[str, Channel] = field(default_factory=dict)
    #: Opens people's addresses.
    sealer: Sealer = field(default_factory=Sealer.drawn)
    #: Where people reach this installation; empty: notices carry no link.
    public_url: str = ""
    #: Chinese and English name of `nation` or a province.
    place_names: Callable[[str], tuple[str, str]] = as_coded

    @property
    def channels(self) -> Channels:
        """All channels to staff."""
        mail = {"mail": cast("Channel", self.mail)} if self.mail is not None else {}
        return Channels({**self.others, **mail}, self.sealer, self.public_url, self.place_names)

    def billing_of(self, province: str) -> BillingConnector | None:
        """The billing system of a province; None where its instructions must wait."""
        return self.billings.get(province, self.billing)

    def gateway_of(self, province: str) -> BroadcastGateway | None:
        """The gateway to a province's public; None where its messages must wait."""
        return self.gateways.get(province, self.gateway)

    def service_of(self, connector: str, province: str) -> Endpoint | None:
        """The hotline or hall system of a province; None where it has none."""
        return self.services.get(f"{connector}@{province}", self.services.get(connector))

    def close(self) -> None:
        """Release sockets."""
        centre = self.cells.centre if self.cells else None
        systems = (self.billing, *self.billings.values(), self.gateway, *self.gateways.values(), centre)
        for endpoint in (*systems, *self.services.values(), self.mail, *self.others.values()):
            if endpoint is not None:
                endpoint.close()


def build_endpoints(
    settings: Settings,
    *,
    world: str,
    place_names: Callable[[str], tuple[str, str]] = as_coded,
    regions: Callable[[], Regions] | None = None,
) -> Endpoints:
    """Endpoints for a process of `world`; raises notifications' SettingsError naming a field that does not fit."""
    kind = cast("World", world)
    built = {name: build(name, one, world=kind) for name, one in wanted(settings).items()}
    channels = {name: cast("Channel", one) for name, one in built.items() if one.role == "channel" and name != "mail"}
    billings = _billings(built)
    gateways = {name.partition("@")[2]: one for name, one in built.items() if isinstance(one, BroadcastGateway)}
    return Endpoints(
        billing=billings.pop("", None),
        billings=billings,
        gateway=gateways.pop("", None),
        gateways=gateways,
        services={name: one for name, one in built.items() if name.partition("@")[0] in CONNECTORS.values()},
        cells=_cells(built, settings, world=kind, regions=regions),
        mail=built.get("mail"),
        others=channels,
        sealer=Sealer.of(settings.contact_key()),
        public_url=settings.public_url.rstrip("/"),
        place_names=place_names,
    )


def _cells(
    built: Mapping[str, Endpoint], settings: Settings, *, world: World, regions: Callable[[], Regions] | None
) -> CellBroadcasts | None:
    centre = built.get("cell_broadcast")
    if not isinstance(centre, CellBroadcastCentre):
        return None
    sender = Sender(settings.cap_sender, settings.cap_sender_name, world)
    return CellBroadcasts(centre, sender, regions or (lambda: regions_in_use(settings)))


def _billings(built: Mapping[str, Endpoint]) -> dict[str, BillingConnector]:
    """Billing systems by province, everybody else's under ''. Raises SettingsError where a province has two."""
    found: dict[str, BillingConnector] = {}
    for name, one in built.items():
        if isinstance(one, BillingConnector):
            province = name.partition("@")[2]
            if province in found:
                raise SettingsError(f"{name}: {province or 'the provinces without their own'} has two billing systems")
            found[province] = one
    return found


def wanted(settings: Settings) -> dict[str, dict[str, Any]]:
    """Settings by the name of a channel or connector: plain addresses, and `TONGXIN_ENDPOINTS` laid over them."""
    found: dict[str, dict[str, Any]] = {}
    if settings.billing_url:
        found["billing_tmf"] = {"base_url": settings.billing_url}
    if settings.broadcast_url:
        found["broadcast_gateway"] = {"base_url": settings.broadcast_url}
    if settings.cell_broadcast_url:
        found["cell_broadcast"] = {"base_url": settings.cell_broadcast_url}
    if settings.smtp:
        host, _, port = settings.smtp.rpartition(":")
        if not host or not port.isdecimal():
            raise ValueError(f"TONGXIN_SMTP must be host:port, not {settings.smtp!r}")
        found["mail"] = {"host": host, "port": int(port), "sender": settings.mail_from}
    for name, one in _laid_over(settings.endpoints).items():
        found[name] = found.get(name, {}) | one
    return found


def _laid_over(text: str) -> dict[str, dict[str, Any]]:
    if not text.strip():
        return {}
    try:
        told = json.loads(text)
    except ValueError as error:
        raise SettingsError(f"TONGXIN_ENDPOINTS is no JSON: {error}") from None
    if not isinstance(told, dict) or not all(isinstance(one, dict) for one in told.values()):
        raise SettingsError('TONGXIN_ENDPOINTS must be an object of objects: {"sms_http": {…}}')
    for name in told:
        connector, at, province = name.partition("@")
        if at and (connector not in BY_PROVINCE or not PROVINCE.fullmatch(province)):
            raise SettingsError(
                f"TONGXIN_ENDPOINTS: {name!r} must be one of {', '.join(BY_PROVINCE)} and the code of a province, "
                "such as billing_file@620000"
            )
    return told
