"""Staff notices into a WeCom (企业微信) group by its robot (群机器人).

Documented: ``POST /cgi-bin/webhook/send?key=…`` with ``msgtype`` text, at most 2048 bytes, 20 posts a minute; there is
no signature, the key is the secret. 93000 is a wrong key, 45009 too many posts, 45002 too long, -1 a busy system.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from notifications.channels._robot import Call, ExerciseRobotSettings, LiveRobotSettings, Robot, RobotChannel
from notifications.delivery import World
from notifications.endpoint import Settings, https_url
from notifications.notice import StaffNotice


class LiveWecomSettings(LiveRobotSettings):
    """Real robots of WeCom."""

    base_url: Annotated[str, AfterValidator(https_url)] = "https://qyapi.weixin.qq.com"


class Wecom(RobotChannel):
    """What both worlds have in common."""

    name: ClassVar[str] = "wecom"
    later: ClassVar[frozenset[int]] = frozenset({45009, 45033})
    most_bytes: ClassVar[int] = 2048

    def call(self, robot: Robot, text: str, notice: StaffNotice, *, now: datetime) -> Call:
        """Return a text post, with the numbers that are mentioned."""
        numbers = [number.removeprefix("+86") for number in notice.mention]
        content = {"content": text, "mentioned_mobile_list": numbers}
        body = {"msgtype": "text", "text": content}
        return Call(("cgi-bin", "webhook", "send"), {"key": robot.key.get_secret_value()}, body)


class LiveWecom(Wecom):
    """Into real groups."""

    world: ClassVar[World] = "live"
    settings_model: ClassVar[type[Settings]] = LiveWecomSettings


class ExerciseWecom(Wecom):
    """Into the chat simulator."""

    world: ClassVar[World] = "exercise"
    settings_model: ClassVar[type[Settings]] = ExerciseRobotSettings
