"""Staff notices into a Feishu (飞书) group by its custom robot, signed (签名校验).

Documented: ``POST /open-apis/bot/v2/hook/TOKEN`` with ``timestamp`` (seconds) and ``sign``, the base64 of the
HMAC-SHA256 of nothing with the key ``timestamp\\nsecret``; the timestamp may be an hour off; 100 posts a minute, 5 a
second (11232). 19021 is a wrong signature or time, 19022 a wrong address, 19024 a missing keyword.
"""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from notifications.channels._robot import Call, ExerciseRobotSettings, LiveRobotSettings, Robot, RobotChannel
from notifications.delivery import World
from notifications.endpoint import Settings, https_url
from notifications.notice import StaffNotice


class LiveFeishuSettings(LiveRobotSettings):
    """Real robots of Feishu."""

    base_url: Annotated[str, AfterValidator(https_url)] = "https://open.feishu.cn"


class Feishu(RobotChannel):
    """What both worlds have in common."""

    name: ClassVar[str] = "feishu"
    code_field: ClassVar[str] = "code"
    message_field: ClassVar[str] = "msg"
    later: ClassVar[frozenset[int]] = frozenset({11232, 99991400})
    most_bytes: ClassVar[int] = 15_000

    def call(self, robot: Robot, text: str, notice: StaffNotice, *, now: datetime) -> Call:
        """Return a signed text post. Feishu mentions by its own ids, never by number."""
        body: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
        if secret := robot.secret.get_secret_value():
            timestamp = int(now.timestamp())
            body |= {"timestamp": str(timestamp), "sign": sign(secret, timestamp=timestamp)}
        return Call(("open-apis", "bot", "v2", "hook", robot.key.get_secret_value()), {}, body)


class LiveFeishu(Feishu):
    """Into real groups."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveFeishuSettings


class ExerciseFeishu(Feishu):
    """Into the chat simulator."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseRobotSettings


def sign(secret: str, *, timestamp: int) -> str:
    """Return the signature of a moment in seconds."""
    return base64.b64encode(hmac.digest(f"{timestamp}\n{secret}".encode(), b"", "sha256")).decode()
