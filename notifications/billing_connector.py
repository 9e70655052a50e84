"""What every connector to a billing system is, whatever its wire: HTTP, files in a folder, or another.

Receipts come by asking or by the system's own callback; both are the same value, and neither is believed unless its
figures can be true.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from notifications.delivery import Receipt
from notifications.endpoint import Endpoint
from notifications.heard import Forged
from notifications.permitted import Closed, Permitted, opens_at


@dataclass(frozen=True)
class ToldReceipt:
    """A receipt that came by callback. ``id`` is the system's own: take each once.

    ``whole`` is False where accounts failed that the callback does not list: then the batch must be asked about.
    """

    id: str
    receipt: Receipt
    whole: bool


class BillingConnector(Endpoint):
    """Base of all connectors that take ``instruction/1``."""

    at_least_once: ClassVar[bool] = False
    #: How many times longer than usual an answer may take before somebody is asked to look: files travel slowly.
    patience: ClassVar[int] = 1

    @abstractmethod
    def query(self, key: str, *, fence: int | None = None) -> Receipt:
        """Ask what became of a key: its figures, and the failed accounts once it is settled."""

    @property
    @abstractmethod
    def place(self) -> str:
        """Where it is and how we sign in, for people; never a secret."""

    def look(self) -> str:
        """Try what harms nobody, and return why it cannot be used now; empty where nothing is in the way."""
        return ""

    def parse_receipt(self, raw: bytes, headers: Mapping[str, str], *, now: datetime) -> ToldReceipt:
        """Read a callback. Pure; ``now`` is real time. Raises Forged unless it is genuine, fresh and readable."""
        raise Forged(f"{self.name} takes no callbacks")

    @property
    def per_minute(self) -> int:
        """Instructions that may leave within any minute; 0: no limit."""
        return self.settings.per_minute if isinstance(self.settings, Permitted) else 0

    @property
    def limits(self) -> str:
        """Its rate and closed times in words; empty where it has none."""
        words = [f"at most {self.per_minute} a minute"] if self.per_minute else []
        if isinstance(self.settings, Permitted):
            words += [one.words for one in self.settings.closed]
        return "; ".join(words)

    def opens_at(self, now: datetime) -> tuple[datetime, str]:
        """Return from when on an instruction may leave, and why not before."""
        closed: tuple[Closed, ...] = self.settings.closed if isinstance(self.settings, Permitted) else ()
        return opens_at(closed, now)
