"""What the robots of WeCom, DingTalk and Feishu have in common: one POST into a group, an ``errcode`` in the answer.

A robot's address holds its secret, so it stands in the settings under a name, and a notice is addressed to that name.
A robot drops no second copy and cannot be asked: a group may read a notice twice. What is posted is text, never
markup: a title from a feed cannot become a link.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, ClassVar

import httpx
from pydantic import AfterValidator, Field, SecretStr

from notifications.channel import Channel
from notifications.delivery import Delivery, Outcome, Refused, Sent, Unknown, World
from notifications.endpoint import ExerciseHttpSettings, HttpSettings, Network, Settings, https_url
from notifications.notice import AddressKind, StaffNotice, robot
from notifications.outbound import AddressRule
from notifications.wire import Answer, WireClient, refusal

#: What robots of an exercise sign with, at a simulator that knows it too.
EXERCISE_SECRET = "SECtongxin-exercise"  # noqa: S105  no secret


class Robot(Settings):
    """One robot: the key in its address, and its signing secret where the vendor has one."""

    key: SecretStr = Field(description="key=, access_token= or the last part of the robot's address")
    secret: SecretStr = Field(default=SecretStr(""), description="Signing secret (加签, 签名校验); not for WeCom")


class LiveRobotSettings(HttpSettings):
    """Real robots by name. ``base_url`` is the vendor's own host."""

    base_url: Annotated[str, AfterValidator(https_url)]
    robots: dict[Annotated[str, AfterValidator(robot)], Robot] = Field(min_length=1)
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True)
class Call:
    """One post to a robot: address below the vendor's host, query and body."""

    path: tuple[str, ...]
    query: Mapping[str, str | int]
    body: Mapping[str, object]


class RobotChannel(Channel):
    """Base of the three. A subclass says what it posts and which codes mean what."""

    address_kind: ClassVar[AddressKind] = "robot"
    dedupes: ClassVar[bool] = False
    can_ask: ClassVar[bool] = False
    can_answer: ClassVar[bool] = False
    #: Names of the answer's code and message.
    code_field: ClassVar[str] = "errcode"
    message_field: ClassVar[str] = "errmsg"
    #: Codes after which the same notice may be tried later, and those where nobody knows.
    later: ClassVar[frozenset[int]]
    nobody_knows: ClassVar[frozenset[int]] = frozenset({-1})
    #: Bytes of UTF-8 that one text may have.
    most_bytes: ClassVar[int]

    def __init__(
        self,
        settings: HttpSettings,
        *,
        world: World,
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(settings, world=world)
        live = settings if self.world == "live" and isinstance(settings, LiveRobotSettings) else None
        self._robots = live.robots if live else None
        self._now = now
        self._wire = WireClient(
            settings.base_url,
            rule=AddressRule(self.world, networks=live.networks if live else ()),
            simulator="chat",
            timeout_s=settings.timeout_s,
            max_answer_bytes=settings.max_answer_bytes,
            transport=transport,
        )

    def close(self) -> None:
        """Release sockets."""
        self._wire.close()

    def send(self, delivery: Delivery) -> Outcome:
        """Post one notice. Sent means: the vendor took it for the group."""
        notice = self.notice(delivery)
        if isinstance(notice, Refused):
            return notice
        robot_ = self._robot(notice.to)
        if robot_ is None:
            return Refused("no_such_robot", f"to: the settings of {self.name} hold no robot called {notice.to!r}")
        call = self.call(robot_, self.text(notice), notice, now=self._now())
        answer = self._wire.call("POST", *call.path, body=call.body, query=call.query)
        return self._outcome(answer, key=delivery.key)

    def text(self, notice: StaffNotice) -> str:
        """Return what is posted, cut to what the vendor takes; the link survives the cut."""
        whole = notice.text(world=self.world)
        if len(whole.encode()) <= self.most_bytes:
            return whole
        tail = f"…\n{notice.link}" if notice.link else "…"
        room = self.most_bytes - len(tail.encode())
        return whole.encode()[:room].decode(errors="ignore") + tail

    def call(self, robot: Robot, text: str, notice: StaffNotice, *, now: datetime) -> Call:
        """Return the vendor's own shape of a post."""
        raise NotImplementedError

    def _robot(self, name: str) -> Robot | None:
        if self._robots is not None:
            return self._robots.get(name)
        return Robot(key=SecretStr(name), secret=SecretStr(EXERCISE_SECRET))

    def _outcome(self, answer: Answer | Refused | Unknown, *, key: str) -> Outcome:
        if not isinstance(answer, Answer):
            return answer
        code = answer.body.get(self.code_field)
        if not isinstance(code, int):
            return Unknown(f"the answer has no {self.code_field}") if answer.status == 200 else refusal(answer)
        if code == 0:
            # The vendor gives a post no name of its own.
            return Sent(reference=hashlib.sha256(key.encode()).hexdigest()[:16], state="submitted")
        message = answer.text(self.message_field)[:200]
        if code in self.nobody_knows:
            return Unknown(f"{code}: {message}")
        return Refused(str(code), message, retryable=code in self.later)


class ExerciseRobotSettings(ExerciseHttpSettings):
    """The address of the chat simulator, where every name is a robot."""
