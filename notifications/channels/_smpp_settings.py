"""Settings of SMPP."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, field_validator

from notifications.endpoint import Network, Settings

_LONGEST_PASSWORD = 8


class SmppSettings(Settings):
    """What both worlds need."""

    host: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$", description="The SMSC")
    port: int = Field(ge=1, le=65535)
    source: str = Field(default="10086", pattern=r"^[0-9]{3,20}$", description="Our short code, where replies go")
    window: int = Field(default=10, ge=1, le=100, description="Unanswered requests at a time")
    pulse_s: float = Field(default=30.0, gt=0, le=300, description="Seconds of silence before enquire_link")
    most_parts: int = Field(default=4, ge=1, le=10, description="Parts of one notice; longer ones are cut")
    timeout_s: float = Field(default=10.0, gt=0, le=60)


class ExerciseSmppSettings(SmppSettings):
    """The address of the sms simulator on this machine. There is no credential, so none can leak."""


class LiveSmppSettings(SmppSettings):
    """A real SMSC. Without TLS its address must be in the operator's own networks: SMPP shows all to the line."""

    system_id: str = Field(pattern=r"^[!-~]{1,15}$")
    password: SecretStr
    system_type: str = Field(default="", pattern=r"^[!-~]{0,12}$")
    tls: Literal["none", "tls"] = "tls"
    networks: tuple[Network, ...] = Field(default=(), description="The operator's own networks, CIDR")

    @field_validator("password")
    @classmethod
    def _fits_its_field(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if not 1 <= len(text) <= _LONGEST_PASSWORD or not text.isascii() or "\0" in text:
            raise ValueError(f"must be 1 to {_LONGEST_PASSWORD} ASCII characters, as SMPP 3.4 has it")
        return value
