"""What every dialect gives a link: bytes to send, and what received bytes mean. No sockets, no clock of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from notifications.delivery import NoticeState


class Part(NamedTuple):
    """One SMS of a message, the same for everybody who gets it: its octets, format, header flag, place."""

    content: bytes
    format: int
    udhi: int
    number: int
    of: int


class LetIn(NamedTuple):
    """The gateway let us in."""


class ShutOut(NamedTuple):
    """The gateway does not let us in; ``for_good`` when trying again changes nothing."""

    why: str
    for_good: bool


class Answered(NamedTuple):
    """An answer to a submit: taken under an id, or refused with a code for now, for good, or unclearly."""

    sequence: int
    gateway_id: bytes
    refusal: Literal["", "later", "never", "unclear"]
    code: str


class Delivered(NamedTuple):
    """A status report, to be acknowledged with ``receipt`` once it is kept."""

    receipt: bytes
    gateway_id: bytes
    state: NoticeState
    code: str
    number: int
    reference: int | None


class Said(NamedTuple):
    """Somebody wrote to us: acknowledged once it is kept, where it answers a survey. 0 and empty: unreadable."""

    receipt: bytes
    number: int = 0
    text: str = ""


class Owed(NamedTuple):
    """Something that is answered at once: a pulse."""

    reply: bytes


class Ended(NamedTuple):
    """The gateway ends the session; ``reply`` is the last word."""

    reply: bytes


Event = LetIn | ShutOut | Answered | Delivered | Said | Owed | Ended


class Dialect(Protocol):
    """One protocol at one connection. Raises notifications' PduError family (ValueError) for bytes that are none."""

    #: How much of our reference a report carries back: a position modulo this; 0 for none.
    modulus: int

    def hello(self, now: datetime) -> bytes:
        """Return the login request."""

    def compose(self, texts: Sequence[str], key: str) -> list[Part]:
        """Return the messages that each recipient of these texts gets. Raises ValueError for a text too long."""

    def submit(self, part: Part, *, number: int, position: int, until: datetime) -> tuple[int, bytes]:
        """Return (sequence, bytes) of a submit that asks for its report."""

    def pulse(self) -> bytes:
        """Return the bytes that ask whether the other side lives."""

    def goodbye(self) -> bytes:
        """Return the bytes that end the session in order."""

    def read(self, received: bytearray) -> list[Event]:
        """Take every whole PDU out of what came and say what it means. Raises ValueError: the line is to be cut."""


def texts_in_order(content: Mapping[str, str]) -> list[str]:
    """Return a message's texts, Chinese first, then the others by their language."""
    return [content[language] for language in sorted(content, key=lambda one: (one != "zh", one))]
