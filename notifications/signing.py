"""Signatures of webhooks, outgoing and incoming: Standard Webhooks, and the house's own form beside it.

Headers ``Webhook-Id``, ``Webhook-Timestamp`` (Unix seconds), ``Webhook-Signature``. Standard Webhooks signs
``id.timestamp.body`` with the decoded secret and writes ``v1,<base64>``; the feeds of this house sign
``timestamp.id.body`` with the secret as it stands and write ``v1=<hex>``. What we send bears both in one header, which
each reader takes apart in its own way; what comes to us may bear either. No state: who takes each id once is the
application.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import SecretStr

from notifications.heard import Forged

WINDOW_S = 300
ID, TIMESTAMP, SIGNATURE = "Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"
#: 24 to 64 bytes in base64, plain or for addresses, as both schemes make them.
SECRET_PATTERN = r"whsec_[A-Za-z0-9+/_-]{32,88}={0,2}$"  # noqa: S105  a pattern
#: What an exercise signs with. No secret: simulators know it, and so may anybody.
EXERCISE_SECRET = "whsec_" + base64.b64encode(b"tongxin exercise - not a secret!").decode()
_ID = re.compile(r"[A-Za-z0-9_-]{8,80}")
_STANDARD = re.compile(r"(?<![A-Za-z0-9])v1,([A-Za-z0-9+/]{43}=)")
_HOUSE = re.compile(r"(?<![A-Za-z0-9])v1=([0-9a-f]{64})")
_MOST_SIGNATURES = 4


def checked_secret(secret: SecretStr) -> SecretStr:
    """Return a secret unchanged. Raises ValueError, without repeating it, unless it can be signed with."""
    if not re.fullmatch(SECRET_PATTERN, secret.get_secret_value()):
        raise ValueError("must be whsec_ and the base64 of 24 to 64 bytes")
    return secret


def id_of(key: str) -> str:
    """Return the id under which a key's callback is known: always the same, so that a second copy is dropped."""
    return "msg_" + hashlib.sha256(key.encode()).hexdigest()[:40]


def signed(secret: str, body: bytes, *, id_: str, now: datetime) -> dict[str, str]:
    """Return the three headers of a callback."""
    timestamp = str(int(now.timestamp()))
    return {
        ID: id_,
        TIMESTAMP: timestamp,
        SIGNATURE: f"v1={_house(secret, id_, timestamp, body)}, v1,{_standard(secret, id_, timestamp, body)}",
    }


def check(secrets: Sequence[str], raw: bytes, headers: Mapping[str, str], *, now: datetime) -> str:
    """Return the id of a callback that was signed with one of the secrets within the window. Raises Forged.

    All secrets are tried with every signature given, each in constant time.
    """
    given = {name.lower(): value for name, value in headers.items()}
    id_, timestamp = given.get(ID.lower(), ""), given.get(TIMESTAMP.lower(), "")
    fresh = re.fullmatch(r"[0-9]{10}", timestamp) and abs(now.timestamp() - int(timestamp)) <= WINDOW_S
    if not fresh or not _ID.fullmatch(id_):
        raise Forged("the callback's id or time is not in order")
    text = given.get(SIGNATURE.lower(), "")[:1000]
    pairs = [(_standard, found) for found in _STANDARD.findall(text)[:_MOST_SIGNATURES]]
    pairs += [(_house, found) for found in _HOUSE.findall(text)[:_MOST_SIGNATURES]]
    good = False
    for secret in secrets:
        for sign, found in pairs:
            good |= hmac.compare_digest(sign(secret, id_, timestamp, raw), found)
    if not good:
        raise Forged("the callback's signature is not right")
    return id_


def _standard(secret: str, id_: str, timestamp: str, body: bytes) -> str:
    plain = secret.removeprefix("whsec_").translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        key = base64.b64decode(plain + "=" * (-len(plain) % 4))
    except binascii.Error as error:
        raise ValueError("a webhook secret is whsec_ and base64") from error
    message = b".".join((id_.encode(), timestamp.encode(), body))
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()


def _house(secret: str, id_: str, timestamp: str, body: bytes) -> str:
    return hmac.digest(secret.encode(), b".".join((timestamp.encode(), id_.encode(), body)), "sha256").hex()
