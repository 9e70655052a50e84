"""The certificates whose signatures on CAP messages an operator trusts: files of PEM or DER in one folder.

A file may hold a sender's own certificate, or that of an authority whose senders are trusted with it. What is no
certificate is told, never trusted and never in the way: the messages of all others must still be verified.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from geo.readers.cap_signature import name_of

SUFFIXES = (".pem", ".crt", ".cer", ".der")
#: They are handed to the child that reads a message, which has no files: as many as fit into its arguments.
MOST_CERTIFICATES = 24
_MOST_BYTES = 16_000
_MOST_TEXT = 96_000


@dataclass(frozen=True, slots=True)
class Trusted:
    """One certificate: whose it is, until when, and itself as base64 of DER."""

    file: str
    name: str
    ends_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Certificates:
    """What is trusted, and each file that cannot be, with the reason."""

    trusted: tuple[Trusted, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """As `HowToRead.certificates` takes them."""
        return tuple(one.text for one in self.trusted)


def trusted_certificates(folder: Path) -> Certificates:
    """Return the certificates in a folder; nothing is trusted where there is no folder."""
    if not folder.is_dir():
        return Certificates()
    found: list[Trusted] = []
    faults: list[str] = []
    for file in sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES):
        try:
            found += [_trusted(file.name, certificate) for certificate in _read(file)]
        except (OSError, ValueError) as error:
            faults.append(f"{file.name}: {' '.join(str(error).split())[:120]}")
    kept = found[:MOST_CERTIFICATES]
    while sum(len(one.text) for one in kept) > _MOST_TEXT:
        kept.pop()
    if len(kept) < len(found):
        faults.append(f"{len(found)} certificates are too many; {len(kept)} are used, so trust an authority instead")
    return Certificates(tuple(kept), tuple(faults))


def _read(file: Path) -> list[x509.Certificate]:
    data = file.read_bytes()
    if len(data) > _MOST_BYTES:
        raise ValueError("too large for a certificate")
    if b"PRIVATE KEY" in data:
        raise ValueError("holds a private key, which has no business here")
    if b"-----BEGIN" in data:
        return x509.load_pem_x509_certificates(data)
    return [x509.load_der_x509_certificate(data)]


def _trusted(file: str, certificate: x509.Certificate) -> Trusted:
    text = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
    return Trusted(file=file, name=name_of(certificate), ends_at=certificate.not_valid_after_utc, text=text)
