"""Keys and certificates made on the fly, and CAP messages signed with them."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.signer import XMLSigner

BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Signer:
    """A key with its certificate, and the authority that issued it (itself, where it stands alone)."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def text(self) -> str:
        """As `Options.certificates` takes it."""
        return base64.b64encode(self.certificate.public_bytes(Encoding.DER)).decode()

    def keep(self, folder: Path) -> Path:
        """Write the certificate into a folder, as an operator does who trusts it."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "sender.pem"
        file.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return file


@cache
def signer(name: str, *, issuer: str = "", authority: bool = False, may_sign: bool = True, rsa_bits: int = 0) -> Signer:
    """Return the signer of that name; without an issuer its certificate is its own."""
    key = rsa.generate_private_key(65_537, rsa_bits) if rsa_bits else ec.generate_private_key(ec.SECP256R1())
    by = signer(issuer, authority=True) if issuer else None
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above = by.key if by else key
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINS)
        .not_valid_after(ENDS)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_usage(authority=authority, signs=may_sign), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        .sign(above, hashes.SHA256())
    )
    return Signer(key, built)


def _usage(*, authority: bool, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs and not authority, content_commitment=False, key_encipherment=not signs,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def signed(
    message: bytes,
    by: Signer,
    *,
    method: CanonicalizationMethod = CanonicalizationMethod.CANONICAL_XML_1_0,
    shows: bool = True,
) -> bytes:
    """Return the message with an enveloped signature; `shows` puts the certificate into it."""
    by_rsa = isinstance(by.key, rsa.RSAPrivateKey)
    maker = XMLSigner(
        signature_algorithm=SignatureMethod.RSA_SHA256 if by_rsa else SignatureMethod.ECDSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=method,
    )  # fmt: skip
    root = maker.sign(etree.fromstring(message), key=by.key, cert=[by.certificate])
    if not shows:
        [info] = root.iter("{http://www.w3.org/2000/09/xmldsig#}KeyInfo")
        info.getparent().remove(info)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written
