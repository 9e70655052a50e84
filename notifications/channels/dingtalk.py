"""Staff notices into a DingTalk (钉钉) group by its custom robot, signed (加签).

Documented: ``POST /robot/send?access_token=…&timestamp=MS&sign=…`` where sign is the base64 of the HMAC-SHA256 of
``timestamp\\nsecret`` with the secret; the timestamp may be an hour off; 20 posts a minute, then ten minutes refused
(130101). 310000 names a wrong signature, time, address or missing keyword.
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


class LiveDingtalkSettings(LiveRobotSettings):
    """Real robots of DingTalk."""

    base_url: Annotated[str, AfterValidator(https_url)] = "https://oapi.dingtalk.com"


class Dingtalk(RobotChannel):
    """What both worlds have in common."""

    name: ClassVar[str] = "dingtalk"
    later: ClassVar[frozenset[int]] = frozenset({130101, 410100, 90018, 90030})
    most_bytes: ClassVar[int] = 15_000

    def call(self, robot: Robot, text: str, notice: StaffNotice, *, now: datetime) -> Call:
        """Return a signed text post, with the numbers that are mentioned."""
        query: dict[str, str | int] = {"access_token": robot.key.get_secret_value()}
        if secret := robot.secret.get_secret_value():
            timestamp = int(now.timestamp() * 1000)
            query |= {"timestamp": timestamp, "sign": sign(secret, timestamp=timestamp)}
        numbers = [number.removeprefix("+86") for number in notice.mention]
        body = {"msgtype": "text", "text": {"content": text}, "at": {"atMobiles": numbers, "isAtAll": False}}
        return Call(("robot", "send"), query, body)


class LiveDingtalk(Dingtalk):
    """Into real groups."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveDingtalkSettings


class ExerciseDingtalk(Dingtalk):
    """Into the chat simulator."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseRobotSettings


def sign(secret: str, *, timestamp: int) -> str:
    """Return the signature of a moment in milliseconds; the query escapes it."""
    return base64.b64encode(hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), "sha256")).decode()
