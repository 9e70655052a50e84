"""Settings of an operator's own system over HTTP in a live world: how we sign in, whom we believe, when we may send."""

from __future__ import annotations

import httpx
from pydantic import Field, SecretStr, field_validator, model_validator

from notifications import signing
from notifications.endpoint import ExerciseHttpSettings, LiveHttpSettings
from notifications.outbound import AddressRule, CheckedTransport
from notifications.permitted import Permitted
from notifications.tls import TlsFiles
from notifications.tokens import OAuthSettings, TokenHolder
from notifications.wire import WireClient


class LiveSystemSettings(LiveHttpSettings, Permitted):
    """One of three ways to sign in: a ``token``, ``oauth`` client credentials, or a client certificate in ``tls``."""

    token: SecretStr = Field(default=SecretStr(""), description="Bearer token that the system issued")
    oauth: OAuthSettings | None = None
    tls: TlsFiles = Field(default_factory=TlsFiles)
    callback_secret: SecretStr = Field(
        default=SecretStr(""), description="whsec_… that signs its callbacks; empty: none"
    )
    callback_secret_before: SecretStr = Field(default=SecretStr(""), description="The one before, while it changes")

    @field_validator("callback_secret", "callback_secret_before")
    @classmethod
    def _is_a_secret(cls, value: SecretStr) -> SecretStr:
        return signing.checked_secret(value) if value.get_secret_value() else value

    @model_validator(mode="after")
    def _signs_in(self) -> LiveSystemSettings:
        token = bool(self.token.get_secret_value())
        if token and self.oauth is not None:
            raise ValueError("token and oauth are two ways to sign in: name one of them")
        if not token and self.oauth is None and self.tls.certificate_file is None:
            raise ValueError("nothing to sign in with: name token, oauth, or tls with a certificate_file")
        return self

    @property
    def signs_in_by(self) -> str:
        """How we sign in, for people."""
        ways = [
            "a client certificate" if self.tls.certificate_file is not None else "",
            f"tokens of {self.oauth.token_url}" if self.oauth is not None else "",
            "a token" if self.token.get_secret_value() else "",
        ]
        return " and ".join(filter(None, ways))

    def secrets(self) -> tuple[str, ...]:
        """Secrets with which a callback may be signed."""
        given = (self.callback_secret.get_secret_value(), self.callback_secret_before.get_secret_value())
        return tuple(filter(None, given))

    def holder(self, rule: AddressRule, *, transport: httpx.BaseTransport | None) -> TokenHolder | None:
        """Return who fetches the tokens, from the server that the same rule and certificates reach."""
        if self.oauth is None:
            return None
        wire = WireClient(
            self.oauth.token_url, rule=rule, simulator="", timeout_s=self.timeout_s, max_answer_bytes=65_536,
            transport=transport or CheckedTransport(rule, tls=self.tls.context()),
        )  # fmt: skip
        return TokenHolder(self.oauth, wire)


class ExerciseSystemSettings(ExerciseHttpSettings, Permitted):
    """The address of a simulator, and the rate and times of the drill. There is still no credential."""
