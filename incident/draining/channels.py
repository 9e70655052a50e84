"""The channels of one process by what people call them: which of them carries a page, and under which address.

Several channels of the registry may stand behind one kind: an SMS leaves by SMPP or HTTP, whichever is configured; a
chat robot is named `<vendor>:<name>` and the vendor says by which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from incident.rules.sealing import Sealer
from notifications.channel import Channel
from notifications.channels.web_push import WebPush

#: Kind of page to the channels that can carry it, the preferred one first.
BEHIND: Mapping[str, tuple[str, ...]] = {
    "push": ("web_push",),
    "chat": ("wecom", "dingtalk", "feishu"),
    "sms": ("sms_smpp", "sms_http"),
    "voice": ("voice",),
    "mail": ("mail",),
    "webhook": ("webhook",),
}


def as_coded(place: str) -> tuple[str, str]:
    """A place by its code in both languages, where nobody has said how places are called."""
    return place, place


@dataclass(frozen=True)
class Way:
    """A channel, and the address as it takes it."""

    channel: Channel
    to: str


@dataclass(frozen=True)
class Channels:
    """What is configured; `sealer` opens addresses."""

    by_name: Mapping[str, Channel] = field(default_factory=dict)
    sealer: Sealer = field(default_factory=Sealer.drawn)
    #: Where people reach this installation, without a slash at the end; empty: notices carry no link.
    public_url: str = ""
    #: Chinese and English name of `nation` or a province.
    place_names: Callable[[str], tuple[str, str]] = as_coded

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Kinds of pages that can leave."""
        return frozenset(kind for kind, names in BEHIND.items() if any(name in self.by_name for name in names))

    def way(self, kind: str, address: str) -> Way | None:
        """How a page of this kind reaches this address; None where nothing is configured for it."""
        if kind == "chat":
            vendor, _, robot = address.partition(":")
            channel = self.by_name.get(vendor) if vendor in BEHIND["chat"] else None
            return Way(channel, robot) if channel is not None else None
        for name in BEHIND.get(kind, ()):
            if name in self.by_name:
                return Way(self.by_name[name], address)
        return None

    def robots(self) -> dict[str, list[str]]:
        """What a person may name as `chat` (`vendor:name`) or `webhook`; `*` where any name does, as in an exercise."""
        chat = [
            f"{vendor}:{name}"
            for vendor in BEHIND["chat"]
            if vendor in self.by_name
            for name in _names(self.by_name[vendor], "robots")
        ]
        hooks = _names(self.by_name["webhook"], "hooks") if "webhook" in self.by_name else []
        return {"chat": chat, "webhook": hooks}

    def push_key(self) -> str | None:
        """The public key with which a browser subscribes; None where pushes are not configured."""
        channel = self.by_name.get("web_push")
        return channel.public_key if isinstance(channel, WebPush) else None

    def close(self) -> None:
        """Release sockets and sessions."""
        for channel in self.by_name.values():
            channel.close()


def _names(channel: Channel, field: str) -> list[str]:
    """The names in the settings of a live channel; an exercise's takes any."""
    given = getattr(channel.settings, field, None)
    return sorted(given) if given else ["*"]
