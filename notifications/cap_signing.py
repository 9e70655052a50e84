"""Signing of CAP messages (CAP 1.2 §3.3.2.1): one enveloped signature over the whole message, its certificate in it.

Whoever trusts the certificate can tell that the message is ours and unchanged; our own reader verifies the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.signer import XMLSigner


class SigningKeyError(ValueError):
    """A key or certificate cannot be used; the message says which and why."""


@dataclass(frozen=True)
class CapSigner:
    """A private key (RSA or elliptic curve) and the certificate that goes with it."""

    key: EllipticCurvePrivateKey | RSAPrivateKey
    certificate: x509.Certificate

    @classmethod
    def of_pem(cls, key: bytes, certificate: bytes) -> CapSigner:
        """Read both from PEM; SigningKeyError when they do not fit one another."""
        try:
            read, shown = load_pem_private_key(key, password=None), x509.load_pem_x509_certificate(certificate)
        except (ValueError, TypeError) as error:
            raise SigningKeyError(f"the key or certificate for CAP messages cannot be read: {error}") from None
        if not isinstance(read, EllipticCurvePrivateKey | RSAPrivateKey):
            raise SigningKeyError("the key for CAP messages must be RSA or of an elliptic curve")
        if read.public_key() != shown.public_key():
            raise SigningKeyError("the certificate for CAP messages is of another key")
        return cls(read, shown)

    def sign(self, message: bytes) -> bytes:
        """Return the message with its signature."""
        rsa = isinstance(self.key, RSAPrivateKey)
        maker = XMLSigner(
            signature_algorithm=SignatureMethod.RSA_SHA256 if rsa else SignatureMethod.ECDSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA256,
            c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
        )
        root = maker.sign(etree.fromstring(message), key=self.key, cert=[self.certificate])
        return cast("bytes", etree.tostring(root, encoding="UTF-8", xml_declaration=True))
