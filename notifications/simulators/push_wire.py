"""The browser's side of Web Push in the simulator: keys, opening what was sealed, who vouches for a sender.

Written from RFC 8188, 8291 and 8292 with the library's own HKDF, apart from the channel's code.
"""

from __future__ import annotations

import base64
import json
import os
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_SERVER = b"tongxin exercise, not a secret!!"
_DAY_S = 86_400


@dataclass(frozen=True)
class Browser:
    """A new subscription: the token in its endpoint, its private key and its secret."""

    token: str
    secret: bytes
    auth: bytes

    def subscription(self, origin: str) -> dict[str, object]:
        """Return the PushSubscription as a browser gives it to a page."""
        keys = {"p256dh": _text(_point(_key(self.secret))), "auth": _text(self.auth)}
        return {"endpoint": f"{origin}/push/{self.token}", "expirationTime": None, "keys": keys}


def new_browser() -> Browser:
    """Return a browser with keys of its own."""
    secret = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")
    return Browser(_text(os.urandom(24)), secret, os.urandom(16))


def opened(sealed: bytes, *, secret: bytes, auth: bytes) -> str | None:
    """Return the JSON text of a sealed message, or None when this browser cannot open it."""
    try:
        salt, (size, length) = sealed[:16], struct.unpack(">IB", sealed[16:21])
        sender, body = sealed[21 : 21 + length], sealed[21 + length :]
        if length != 65 or len(body) > size:
            return None
        key = _key(secret)
        shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        mixed = _hkdf(auth, b"WebPush: info\0" + _point(key) + sender, 32, shared)
        content_key = _hkdf(salt, b"Content-Encoding: aes128gcm\0", 16, mixed)
        nonce = _hkdf(salt, b"Content-Encoding: nonce\0", 12, mixed)
        plain = AESGCM(content_key).decrypt(nonce, body, None).rstrip(b"\0")
        if plain[-1:] != b"\x02":
            return None
        text = plain[:-1].decode()
        json.loads(text)
    except (struct.error, ValueError, InvalidTag):
        return None
    return text


def is_vouched(headers: Mapping[str, str], *, now_s: float) -> bool:
    """Whether the request bears a VAPID token of the exercise's server for this service, not expired."""
    given = re.fullmatch(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)", headers.get("authorization", ""))
    if given is None or _bytes(given[4]) != _point(_key(_SERVER)):
        return False
    signature, claims = _bytes(given[3]), json.loads(_bytes(given[2]))
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        signed = f"{given[1]}.{given[2]}".encode()
        _key(_SERVER).public_key().verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    mine = claims.get("aud") == f"http://{headers.get('host', '')}"
    return mine and now_s < claims.get("exp", 0) <= now_s + _DAY_S and str(claims.get("sub", "")).startswith("mailto:")


def _hkdf(salt: bytes, info: bytes, length: int, secret: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
