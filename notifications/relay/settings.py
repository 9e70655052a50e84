"""What an operator sets: one JSON file. An exercise's has no credential to leak, and its lines reach loopback only.

Which class reads a file depends on its ``world`` alone; unknown fields are refused, so that live settings do not even
parse in an exercise.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, TypeAdapter, ValidationError, field_validator, model_validator

from notifications.endpoint import Network, Settings
from notifications.relay.rules.eligibility import Rule
from notifications.relay.rules.quiet import Quiet, read_quiet
from notifications.signing import EXERCISE_SECRET, checked_secret

Host = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$")]
Adcode = Annotated[str, Field(pattern=r"^[1-9][0-9]{5}$")]


#: Who an exercise is at the CMPP simulator. Anybody may know it: a real gateway does not, and cannot prove it back.
SIMULATORS_ACCOUNT, SIMULATORS_SECRET = "999999", b"exercise"


class RelaySettingsError(ValueError):
    """The settings file cannot be used; the message names each field."""


class _Line(Settings):
    host: Host = Field(description="The gateway")
    port: int = Field(ge=1, le=65535)
    source: str = Field(default="10086", pattern=r"^[0-9]{3,20}$", description="Our number on the phone")
    connections: int = Field(default=1, ge=1, le=16, description="Connections that the gateway allows")
    window: int = Field(default=16, ge=1, le=1000, description="Unanswered messages of one connection")
    answer_s: float = Field(default=60.0, gt=0, le=300, description="Seconds after which an answer is given up")
    pulse_s: float = Field(default=30.0, gt=0, le=300, description="Seconds of silence before a pulse")


class CmppLine(_Line):
    """CMPP 2.0 or 3.0."""

    kind: Literal["cmpp"]
    version: Literal["2.0", "3.0"] = "2.0"
    service_id: str = Field(default="TONGXIN", pattern=r"^[!-~]{1,10}$", description="Service_Id as agreed")
    reference_digits: int = Field(
        default=0, ge=0, le=15, description="Digits behind our number that the gateway lets us use and reports back"
    )

    @model_validator(mode="after")
    def _fits_src_id(self) -> CmppLine:
        if len(self.source) + self.reference_digits > 20:
            raise ValueError("source and reference_digits together have at most 20 digits")
        return self


class SmppLine(_Line):
    """SMPP 3.4."""

    kind: Literal["smpp"]


class _Live(Settings):
    tls: Literal["none", "tls"] = "tls"
    networks: tuple[Network, ...] = Field(default=(), description="The operator's own networks, CIDR")

    @model_validator(mode="after")
    def _plain_only_at_home(self) -> _Live:
        if self.tls == "none" and not self.networks:
            raise ValueError("without TLS the line must be in `networks`, the operator's own")
        return self


class LiveCmppLine(CmppLine, _Live):
    """A real CMPP gateway."""

    source_addr: str = Field(pattern=r"^[0-9]{1,6}$", description="SP_Id, the enterprise code")
    secret: SecretStr

    @field_validator("secret")
    @classmethod
    def _is_no_simulators(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value().encode() == SIMULATORS_SECRET:
            raise ValueError("is the simulator's, which anybody knows; a live gateway has one of its own")
        return value


class LiveSmppLine(SmppLine, _Live):
    """A real SMSC."""

    system_id: str = Field(pattern=r"^[!-~]{1,15}$")
    password: SecretStr
    system_type: str = Field(default="", pattern=r"^[!-~]{0,12}$")


def _quiet(text: str) -> str:
    read_quiet(text)
    return text


class RelaySettings(Settings):
    """What both worlds have."""

    numbers: Path = Field(description="The number file: .csv, .parquet, .sqlite")
    numbers_table: str = Field(default="numbers", description="Its table, where it is SQLite")
    county_rule: Rule = Field(default="home_cell", description="The rule that its column `county` stands for")
    per_second: int = Field(default=400, ge=1, le=20_000, description="Messages a second that the gateway agreed to")
    cap_per_day: int | None = Field(default=None, ge=1, le=100, description="Messages for one customer a day")
    quiet_hours: Annotated[str, AfterValidator(_quiet)] = Field(default="", description="China's time: 22:00-07:00")
    load: Path | None = Field(default=None, description="CSV county,percent: how busy each county's cells are")
    busy_percent: int = Field(default=70, ge=1, le=100)
    full_percent: int = Field(default=95, ge=2, le=100)
    busy_per_second: int = Field(default=20, ge=1, le=20_000, description="Messages a second into a busy county")
    report_wait_h: int = Field(default=48, ge=1, le=240, description="Hours that a status report is waited for")
    keep_days: int = Field(default=90, ge=45, le=3650, description="Days that numbers stay in the journal")

    @model_validator(mode="after")
    def _in_order(self) -> RelaySettings:
        if self.busy_percent >= self.full_percent:
            raise ValueError("busy_percent must be less than full_percent")
        return self

    @property
    def quiet(self) -> Quiet | None:
        """Quiet hours, read."""
        return read_quiet(self.quiet_hours)


class ExerciseRelay(RelaySettings):
    """A relay of exercises: it reaches simulators on this machine, and signs with a secret that is none."""

    world: Literal["exercise"]
    line: Annotated[CmppLine | SmppLine, Field(discriminator="kind")]

    @property
    def secrets(self) -> tuple[str, ...]:
        """What submissions are signed with."""
        return (EXERCISE_SECRET,)


class LiveRelay(RelaySettings):
    """A relay that reaches phones."""

    world: Literal["live"]
    line: Annotated[LiveCmppLine | LiveSmppLine, Field(discriminator="kind")]
    secret: Annotated[SecretStr, AfterValidator(checked_secret)] = Field(
        description="whsec_…, shared with headquarters"
    )
    secret_before: Annotated[SecretStr, AfterValidator(checked_secret)] | None = Field(
        default=None, description="The one before, while both are in use"
    )

    @property
    def secrets(self) -> tuple[str, ...]:
        """What submissions are signed with: the present secret, and the one before."""
        both = (self.secret, self.secret_before)
        return tuple(one.get_secret_value() for one in both if one is not None)


AnyRelay = ExerciseRelay | LiveRelay
#: What pydantic puts into the place of an error to say which class it tried.
_TAGS = ("exercise", "live", "cmpp", "smpp")
_READER: TypeAdapter[AnyRelay] = TypeAdapter(Annotated[AnyRelay, Field(discriminator="world")])


def read_settings_file(path: Path) -> AnyRelay:
    """Read a settings file. Raises RelaySettingsError naming each field, OSError."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise RelaySettingsError(f"{path}: not JSON: {error}") from None
    try:
        found = _READER.validate_python(told)
    except ValidationError as error:
        # Never the input itself: it may be a secret.
        said = "; ".join(
            f"{'.'.join(str(step) for step in one['loc'] if step not in _TAGS) or 'settings'}: {one['msg']}"
            for one in error.errors(include_input=False)
        )
        raise RelaySettingsError(f"{path}: {said}") from None
    beside = {"numbers": path.parent / found.numbers}
    if found.load is not None:
        beside["load"] = path.parent / found.load
    return found.model_copy(update=beside)
