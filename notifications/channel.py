"""What every channel to staff is: an endpoint that takes ``staff_notice`` and may hear something back.

Delivery is at least once. Where the receiver drops a second copy of a key (``dedupes``) doubt means sending again;
where it does not but can be asked by key, :meth:`Channel.send` asks by itself before it repeats a delivery
(``asks_first``, fence above 1); where it is neither, a person may get a notice twice, which is better than never.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Literal

from notifications.delivery import Delivery, NoticeReceipt, Refused
from notifications.endpoint import Endpoint
from notifications.heard import Forged, Heard
from notifications.notice import KIND, AddressKind, StaffNotice, read_notice


class Channel(Endpoint):
    """Base of all channels. Subclasses set the class attributes and ``send``; the rest has an honest default."""

    role: ClassVar[Literal["channel", "connector"]] = "channel"
    at_least_once: ClassVar[bool] = True
    kinds: ClassVar[frozenset[str]] = frozenset({KIND})
    #: What ``to`` must be: notice.check_address tells.
    address_kind: ClassVar[AddressKind]
    #: True where the receiver drops a second copy of the same key.
    dedupes: ClassVar[bool]
    #: True where the gateway can be asked what became of a notice, by :meth:`ask`.
    can_ask: ClassVar[bool]
    #: True where ``send`` itself asks before it repeats a delivery.
    asks_first: ClassVar[bool] = False
    #: True where a person can answer by it with a digit.
    can_answer: ClassVar[bool]
    #: What the gateway wants to read when its callback was taken in.
    callback_answer: ClassVar[bytes] = b'{"code":0,"msg":"ok"}'

    @property
    def has_line(self) -> bool:
        """Whether :meth:`collect` must be called again and again; other gateways call us."""
        return type(self).collect is not Channel.collect

    def notice(self, delivery: Delivery) -> StaffNotice | Refused:
        """Return the checked notice of a delivery, or why it is not one for this channel."""
        unfit = self.unfit(delivery)
        return unfit if unfit is not None else read_notice(delivery, address_kind=self.address_kind)

    def query(self, key: str, *, fence: int | None = None) -> NoticeReceipt:
        """Ask by key alone: ``unknown`` where the gateway has no such question."""
        return NoticeReceipt(key, "unknown", note=f"{self.name} cannot be asked by key")

    def ask(self, delivery: Delivery) -> NoticeReceipt:
        """Ask what became of a delivery, which also says to whom and so can be asked where a key alone cannot."""
        return self.query(delivery.key)

    def parse_reply(self, raw: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[Heard, ...]:
        """Read a callback of this channel's gateway. Pure. Raises Forged unless it is genuine and readable.

        ``headers`` are matched without regard to case; ``now`` is real time. The same callback may come again: take
        each ``id`` once, then answer with ``callback_answer``.
        """
        raise Forged(f"{self.name} takes no callbacks")

    def collect(self) -> tuple[Heard, ...]:
        """Return what waits on the channel's own line or is pulled from the gateway; () where nothing can."""
        return ()

    def settle(self, heard: Sequence[Heard]) -> None:
        """Tell the gateway that what :meth:`collect` gave is kept durably; what is not settled comes again."""
