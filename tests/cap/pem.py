"""A test's signer as the two files that an operator configures."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.geo.signing import Signer


def pem_of(who: Signer) -> tuple[bytes, bytes]:
    """The key and the certificate as PEM."""
    key = who.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key, who.certificate.public_bytes(Encoding.PEM)
