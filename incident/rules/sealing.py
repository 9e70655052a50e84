"""Sealing of personal addresses: whoever reads the database alone reads no telephone number (DESIGN.md §3.11).

An address is sealed with AES-256-GCM under a key derived from the installation's; its *mark*, a keyed digest, finds
it again when somebody answers from there. Both are bound to the purpose by HKDF. Pure; the key comes from the edge.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Unsealable(ValueError):
    """It was sealed under another key, or is damaged."""


@dataclass(frozen=True, repr=False)
class Sealer:
    """Seals, opens and marks addresses of one installation."""

    _sealing: bytes
    _marking: bytes

    @classmethod
    def of(cls, key: bytes) -> Self:
        """From the installation's key; ValueError when it is shorter than 16 bytes."""
        if len(key) < 16:
            raise ValueError("the key that seals addresses must have at least 16 bytes")
        return cls(_derived(key, b"tongxin contact seal"), _derived(key, b"tongxin contact mark"))

    @classmethod
    def drawn(cls) -> Self:
        """With a key that nobody else has: what it seals is gone with the process."""
        return cls.of(secrets.token_bytes(32))

    def seal(self, text: str) -> str:
        """The text sealed, another one each time."""
        nonce = secrets.token_bytes(_NONCE)
        return base64.urlsafe_b64encode(nonce + AESGCM(self._sealing).encrypt(nonce, text.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """The text again. Raises Unsealable."""
        try:
            raw = base64.urlsafe_b64decode(sealed.encode())
            return AESGCM(self._sealing).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
        except (InvalidTag, ValueError) as error:
            raise Unsealable("sealed under another key, or damaged") from error

    def mark(self, text: str) -> str:
        """The keyed digest of an address, 64 hexadecimal digits; the same for the same address."""
        return hmac.new(self._marking, text.strip().lower().encode(), hashlib.sha256).hexdigest()


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)
