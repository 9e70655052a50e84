"""What every channel and connector is: a class with a name, a world and a settings schema.

**Why an exercise can never reach the public** (rule 19, G30; Hawaii 2018 mixed the two up):

1. *The class.* Each endpoint class belongs to exactly one world, by class attribute. Constructing a
   live class in an exercise process raises WorldError, before any setting is looked at.
2. *The settings.* An exercise class has no field for a credential, and unknown fields are refused:
   live settings do not even parse.
3. *The address.* An exercise connection goes to a loopback address that was checked (outbound.py).
4. *The identity probe.* Loopback alone is not enough: a tunnel to a live gateway also listens on
   127.0.0.1. So an exercise endpoint first asks who answers, and only a simulator which names itself
   as the expected one is sent anything.
5. *The wire.* The world stands in each request by the class, never by the delivery; simulators refuse
   ``live``, and a live connector does not believe an answer that a simulator signed.
"""

from __future__ import annotations

import ipaddress
import re
from abc import ABC, abstractmethod
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

import httpx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from notifications.delivery import BroadcastReceipt, Delivery, NoticeReceipt, Outcome, Receipt, Refused, World

#: Keys travel in headers, paths and Message-IDs: visible ASCII without spaces, no quotes or brackets.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._/*+=@~-]{2,199}")

Network = Annotated[ipaddress.IPv4Network | ipaddress.IPv6Network, Field(description="CIDR, such as 10.0.0.0/8")]


class WorldError(RuntimeError):
    """A channel or connector of one world was asked for in the other."""


class Settings(BaseModel):
    """Base of all settings: unknown fields are refused, values cannot change after construction."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Endpoint(ABC):
    """Base of all channels and connectors. Subclasses set the class attributes, ``send`` and ``query``."""

    #: The name it is registered and configured by, such as ``billing_tmf``.
    name: ClassVar[str]
    #: The only world in which this class can be constructed.
    world: ClassVar[World]
    #: ``channel`` speaks to staff, ``connector`` to a system.
    role: ClassVar[Literal["channel", "connector"]]
    #: True where a repeated delivery does no harm because the receiver dedupes (staff notices). False
    #: for public messages and billing: there an Unknown is queried or parked, never sent again.
    at_least_once: ClassVar[bool]
    #: The kinds of document it takes.
    kinds: ClassVar[frozenset[str]]
    #: The schema of its settings.
    settings_model: ClassVar[type[Settings]]

    def __init__(self, settings: Settings, *, world: World) -> None:
        self.settings: Settings = settings
        if world != self.world:
            raise WorldError(
                f"{type(self).__name__} is of the {self.world} world and cannot be built in a world that is "
                f"{world!r}: use the registry's build(), which picks the class of the world"
            )

    @abstractmethod
    def send(self, delivery: Delivery) -> Outcome:
        """Try a delivery once and say what is known about it. Raises nothing for what the wire does."""

    @abstractmethod
    def query(self, key: str, *, fence: int | None = None) -> Receipt | BroadcastReceipt | NoticeReceipt:
        """Ask what became of a key. With ``fence``, older leases are refused from then on, which makes
        ``not_found`` final: a paused worker's late call can no longer arrive."""

    def close(self) -> None:  # noqa: B027  most channels hold nothing open
        """Release sockets."""

    def unfit(self, delivery: Delivery) -> Refused | None:
        """Return why a delivery is not one for this endpoint, or None when it may be tried."""
        if delivery.world != self.world:
            return Refused("wrong_world", f"a delivery of the {delivery.world} world reached {self.name} "
                           f"of the {self.world} world")  # fmt: skip
        if delivery.kind not in self.kinds:
            return Refused("wrong_kind", f"{self.name} takes {sorted(self.kinds)}, not {delivery.kind!r}")
        if delivery.fence < 0:
            return Refused("bad_fence", f"fence must be 0 or more, not {delivery.fence}")
        return bad_key(delivery.key)


def bad_key(key: str) -> Refused | None:
    """Return why a key cannot travel in a header and a path, or None."""
    if _KEY.fullmatch(key):
        return None
    return Refused("bad_key", "key must be 3 to 200 ASCII letters, digits or :._/*+=@~- and begin with a "
                   "letter or digit")  # fmt: skip


def plain_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be http://host[:port][/path] or https://…")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("must hold no user name, query or fragment")
    if parts.port == 0 or not text.isascii() or any(character <= " " for character in text):
        raise ValueError("must be plain ASCII with a usable port")
    try:
        httpx.URL(text)
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from error
    return text.rstrip("/")


def https_url(text: str) -> str:
    if urlsplit(text).scheme != "https":
        raise ValueError("must be https in a live world")
    return plain_url(text)


class HttpSettings(Settings):
    """What every HTTP connector needs."""

    base_url: Annotated[str, AfterValidator(plain_url)] = Field(description="Where the system listens")
    timeout_s: float = Field(default=10.0, gt=0, le=60, description="Seconds to wait for one whole answer")
    max_answer_bytes: int = Field(default=1_048_576, ge=1024, le=16_777_216)


class ExerciseHttpSettings(HttpSettings):
    """The address of a simulator on this machine. There is no credential, so none can leak."""


class LiveHttpSettings(HttpSettings):
    """The address of a real system: https, with the operator's own networks named."""

    base_url: Annotated[str, AfterValidator(https_url)] = Field(description="https address of the system")
    token: SecretStr = Field(description="Bearer token that the system issued")
    networks: tuple[Network, ...] = Field(
        default=(),
        description="The operator's own networks which may be connected to, beside global addresses",
    )
