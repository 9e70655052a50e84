"""Access tokens by OAuth 2.0 client credentials (RFC 6749 §4.4): fetched, kept, renewed before they end, never told.

The protocol's own bytes come from Authlib; the request goes out by the house's one way, as everything does. A token
that cannot be had is a refusal that may be tried later: nothing of a delivery has been written then, and a province
whose token server is down must not count as one that refused its customers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Annotated, Literal

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from notifications.delivery import Refused
from notifications.endpoint import Settings, https_url
from notifications.wire import Answer, WireClient, reason

#: A token is not used in its last part, but at most so many seconds of it.
LEEWAY_S = 60.0
#: How long a token is kept whose server does not say.
UNSAID_S = 300
#: After a failure the server is not asked again sooner.
PAUSE_S = 2.0


class OAuthSettings(Settings):
    """Where tokens come from, and who asks."""

    token_url: Annotated[str, AfterValidator(https_url)] = Field(description="https address of the token endpoint")
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    client_secret: SecretStr = Field(description="What proves client_id")
    scope: str = Field(default="", max_length=500, description="Scopes asked for, separated by blanks")
    method: Literal["client_secret_basic", "client_secret_post"] = "client_secret_basic"


class _Token(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    access_token: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,8192}$")]
    token_type: Annotated[str, Field(pattern=r"^[Bb]earer$")]
    expires_in: Annotated[int, Field(ge=1, le=31_536_000)] = UNSAID_S


class TokenHolder:
    """The token of one system; ``wire`` reaches its token server, ``now`` counts seconds that never go back."""

    def __init__(self, settings: OAuthSettings, wire: WireClient, *, now: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._wire = wire
        self._now = now
        self._lock = threading.Lock()
        self._token = ""
        self._until = 0.0
        self._failed: Refused | None = None
        self._asked_again = 0.0

    def close(self) -> None:
        """Release sockets."""
        self._wire.close()

    def bearer(self) -> str | Refused:
        """Return a token that still serves, fetching one where there is none; whoever comes meanwhile waits."""
        with self._lock:
            if self._token and self._now() < self._until:
                return self._token
            if self._failed is not None and self._now() < self._asked_again:
                return self._failed
            fetched = self._fetch()
            if isinstance(fetched, Refused):
                self._token, self._failed, self._asked_again = "", fetched, self._now() + PAUSE_S
                return fetched
            self._token, self._failed = fetched.access_token, None
            self._until = self._now() + fetched.expires_in - min(LEEWAY_S, fetched.expires_in / 2)
            return self._token

    def forget(self, token: str) -> None:
        """Drop a token that the system did not take; another one, fetched meanwhile, stays."""
        with self._lock:
            if token == self._token:
                self._token = ""

    def _fetch(self) -> _Token | Refused:
        given = self._settings
        body = prepare_token_request("client_credentials", scope=given.scope)
        secret = given.client_secret.get_secret_value()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        signing = ClientAuth(given.client_id, secret, given.method)
        url, headers, body = signing.prepare("POST", given.token_url, headers, body)  # type: ignore[no-untyped-call]
        answer = self._wire.request("POST", url, content=body.encode(), headers=headers)
        if not isinstance(answer, Answer):
            return _no_token(given, reason(answer))
        if answer.status != 200:
            return _no_token(given, f"{answer.status} {answer.text('error')[:60]}".strip())
        try:
            return _Token.model_validate(dict(answer.body))
        except ValidationError as error:
            field = error.errors(include_input=False)[0]
            return _no_token(given, f"its answer's {'/'.join(map(str, field['loc']))}: {field['msg']}")


def _no_token(settings: OAuthSettings, why: str) -> Refused:
    return Refused("no_token", f"no access token from {settings.token_url}: {why}", retryable=True)
