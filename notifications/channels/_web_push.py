"""Encryption and sender's proof of Web Push: RFC 8291 (aes128gcm of RFC 8188) and RFC 8292 (VAPID). Pure.

The push service between us and the browser reads nothing of a notice: it sees the endpoint, a length and a topic.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import struct
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from notifications.delivery import DocumentError, read_document

#: One record holds it all: what browsers promise to take is 4096 bytes with header, delimiter and tag.
RECORD = 4096
MOST_PLAIN = RECORD - 86 - 17
_LASTS_S = 12 * 3600
_POINT = 65


class BadSubscription(ValueError):
    """Not a browser's PushSubscription; the message names the field."""


@dataclass(frozen=True)
class Subscription:
    """Where a browser listens: endpoint, its public key (65 bytes) and its secret (16 bytes)."""

    endpoint: str
    public_key: bytes
    auth: bytes


def read_subscription(text: str) -> Subscription:
    """Return a PushSubscription from its JSON. Raises BadSubscription."""
    try:
        given = read_document(text.encode(), limit=4096)
    except DocumentError as error:
        raise BadSubscription(f"to: {error}") from error
    endpoint, keys = given.get("endpoint"), given.get("keys")
    if not isinstance(endpoint, str) or not urlsplit(endpoint).hostname or urlsplit(endpoint).fragment:
        raise BadSubscription("to: endpoint must be an address")
    if not endpoint.isascii() or any(character <= " " for character in endpoint):
        raise BadSubscription("to: endpoint must be plain ASCII")
    found = keys if isinstance(keys, dict) else {}
    public_key, auth = _bytes(found.get("p256dh"), "keys.p256dh"), _bytes(found.get("auth"), "keys.auth")
    if len(auth) != 16:
        raise BadSubscription("to: keys.auth must have 16 bytes")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    except ValueError as error:
        raise BadSubscription("to: keys.p256dh must be a point of P-256") from error
    return Subscription(endpoint, public_key, auth)


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Return the P-256 key of 32 bytes in base64url, as VAPID tools write it. Raises ValueError without the text."""
    try:
        raw = unpadded(text)
    except binascii.Error:
        raise ValueError("must be 32 bytes in base64url") from None
    if len(raw) != 32:
        raise ValueError("must be 32 bytes in base64url")
    try:
        return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except ValueError:
        raise ValueError("is no key of P-256") from None


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a key's public half as 65 bytes, which a browser takes as applicationServerKey."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(plain: bytes, to: Subscription, *, key: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """Return the body of a push message. ``key`` and ``salt`` (16 bytes) are fresh for each message. RFC 8291 §3."""
    if len(plain) > MOST_PLAIN:
        raise ValueError(f"a push message holds at most {MOST_PLAIN} bytes")
    peer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.public_key)
    ours = point(key)
    shared = _hkdf(to.auth, key.exchange(ec.ECDH(), peer), b"WebPush: info\0" + to.public_key + ours, 32)
    content_key = _hkdf(salt, shared, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, shared, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, plain + b"\x02", None)
    return salt + struct.pack(">IB", RECORD, _POINT) + ours + sealed


def authorization(endpoint: str, *, key: ec.EllipticCurvePrivateKey, subject: str, now: datetime) -> str:
    """Return the Authorization header that says who sends (RFC 8292 §3): a token for the endpoint's origin."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(now.timestamp()) + _LASTS_S, "sub": subject}
    body = b".".join(map(_json, ({"typ": "JWT", "alg": "ES256"}, claims)))
    r, s = decode_dss_signature(key.sign(body, ec.ECDSA(hashes.SHA256())))
    signature = padless(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={body.decode()}.{signature}, k={padless(point(key))}"


def topic(key: str) -> str:
    """Return the topic of a delivery's key: a second copy replaces the first one while that waits (RFC 8030 §5.4)."""
    return padless(hashlib.sha256(key.encode()).digest())[:32]


def padless(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unpadded(text: str) -> bytes:
    """Return the bytes of base64url with or without padding. Raises binascii.Error."""
    plain = text.rstrip("=").translate(str.maketrans("-_", "+/"))
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """One block of HKDF-SHA256 (RFC 5869), which is all that 32 bytes need."""
    extracted = hmac.digest(salt, secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")[:length]


def _json(value: object) -> bytes:
    return padless(json.dumps(value, separators=(",", ":")).encode()).encode()


def _bytes(value: object, name: str) -> bytes:
    try:
        return unpadded(value) if isinstance(value, str) else b""
    except (binascii.Error, ValueError) as error:
        raise BadSubscription(f"to: {name} must be base64url") from error
