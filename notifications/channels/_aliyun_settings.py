"""Settings of Alibaba Cloud SMS: an account, and the words that were registered with the vendor."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from notifications.endpoint import ExerciseHttpSettings, HttpSettings, Network, https_url


class Template(HttpSettings):
    """The registered words. Their template must begin with ``${title}`` so that a drill is known at once."""

    sign_name: str = Field(default="通信保障", min_length=2, max_length=12)
    template_code: str = Field(default="SMS_100000001", pattern=r"^SMS_[0-9]{1,12}$",
                               description="Template with ${title} and ${code}")  # fmt: skip
    template_code_plain: str = Field(default="SMS_100000002", pattern=r"^SMS_[0-9]{1,12}$",
                                     description="Template with ${title} alone: nothing can be answered")  # fmt: skip
    title_max: int = Field(default=35, ge=20, le=240, description="Characters that the vendor allows in a variable")


class ExerciseSmsHttpSettings(Template, ExerciseHttpSettings):
    """The address of the sms simulator."""


class LiveSmsHttpSettings(Template):
    """A real account. The sign name and the templates must be registered with the vendor first."""

    base_url: Annotated[str, AfterValidator(https_url)] = "https://dysmsapi.aliyuncs.com"
    access_key_id: str = Field(pattern=r"^[A-Za-z0-9]{8,64}$")
    access_key_secret: SecretStr
    callback_token: SecretStr = Field(min_length=24, description="Last part of the address that pushes come to")
    networks: tuple[Network, ...] = ()
