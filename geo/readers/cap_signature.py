"""Whether an XML signature of a CAP message holds, and whose it is; runs in the child.

signxml verifies; here stands what is asked of a signature before that, so that what is signed is what is read: it is
the one Signature of the alert, it covers the whole message, and it asks for nothing but canonical XML. CAP 1.2 §3.3.2
lets nobody reject a message for a signature that cannot be checked, so whatever cannot is *unverified*, with the
reason. *Broken* is only what was signed by the key it names and does not fit any more.
"""

from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from geo.cap import NOT_SIGNED, CapSignature

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
_SIGNATURE = f"{_DSIG}Signature"
#: What tells that a file holds one, before anything is parsed.
MARK = b"Signature"
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_CANONICAL = (
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
)
_MOST_ELEMENTS = 100
_MOST_TEXT = 64_000
_MOST_CERTIFICATES = 8
_LONGEST_WHY = 160


class _Mismatch(Exception):
    """The signature does not fit the key or the message."""


class _Uncheckable(Exception):
    """The library cannot say; the text is why."""


def warm_up() -> None:
    """Load what verifying needs while files can still be opened."""
    from cryptography.hazmat.backends.openssl import backend  # noqa: F401 - both loaded for their own sake
    from cryptography.x509 import verification  # noqa: F401
    from signxml.verifier import XMLVerifier

    XMLVerifier.schemas()  # type: ignore[no-untyped-call]  # signxml types what it documents, which this is not


def signature_of(alert: Element, cut_out: Callable[[Element], bytes], certificates: Sequence[str]) -> CapSignature:
    """Return what holds of the signature of an alert.

    `cut_out` gives the alert's bytes as they were sent; `certificates` are those that are trusted, base64 of DER.
    """
    found = alert.findall(_SIGNATURE)
    if not found or not certificates:
        return unchecked(alert)
    odd = f"it carries {len(found)} signatures" if len(found) > 1 else _odd(found[0])
    if odd:
        return _unverified(odd)
    try:
        return _verified(found[0], cut_out(alert), [_certificate(text) for text in certificates], at=_sent(alert))
    except _Mismatch as mismatch:
        return CapSignature(state="broken", by="", why=str(mismatch)[:_LONGEST_WHY])
    except _Uncheckable as fault:
        return _unverified(str(fault))


def unchecked(alert: Element) -> CapSignature:
    """Return whether an alert has a signature at all."""
    return NOT_SIGNED if alert.find(_SIGNATURE) is None else _unverified("it was held against no trusted certificate")


def _unverified(why: str) -> CapSignature:
    return CapSignature(state="unverified", by="", why=" ".join(why.split())[:_LONGEST_WHY])


def _odd(signature: Element) -> str | None:
    """Say why a signature is not put to the library: it covers a part only, is huge, or asks for more than we do."""
    elements = list(islice(signature.iter(), _MOST_ELEMENTS + 1))
    if len(elements) > _MOST_ELEMENTS or sum(len(element.text or "") for element in elements) > _MOST_TEXT:
        return "it is too large"
    references = list(signature.iter(f"{_DSIG}Reference"))
    if len(references) != 1 or references[0].get("URI") != "":
        return "it does not cover the message as a whole"
    transforms = [_algorithm(element) for element in references[0].iter(f"{_DSIG}Transform")]
    methods = [_algorithm(element) for element in signature.iter(f"{_DSIG}CanonicalizationMethod")]
    asked = [name for name in (*transforms, *methods) if name != _ENVELOPED and not name.startswith(_CANONICAL)]
    if asked:
        return f"it asks for {asked[0][:80]!r}, which is not carried out"
    return None if _ENVELOPED in transforms else "it does not leave itself out of what it covers"


def _algorithm(element: Element) -> str:
    return element.get("Algorithm", "")


def _sent(alert: Element) -> datetime:
    """When the message says it was sent: certificates must have been valid then. Now, where it does not say it."""
    text = next((child.text or "" for child in alert if str(child.tag).endswith("}sent")), "")
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _verified(signature: Element, data: bytes, trusted: "Sequence[Certificate]", *, at: datetime) -> CapSignature:
    texts = islice(signature.iter(f"{_DSIG}X509Certificate"), _MOST_CERTIFICATES)
    brought = [_certificate(element.text or "") for element in texts]
    signer = _signer(data, brought or trusted, at=at)
    if signer is None and not brought:
        return _unverified("it brings no certificate, and no trusted one fits it")
    if signer is None:
        raise _Mismatch("it does not fit the certificate that it brings")
    if signer not in trusted and not _vouched_for(signer, brought, trusted, at=at):
        return _unverified("no trusted certificate vouches for its signer")
    return CapSignature(state="verified", by=name_of(signer), why="")


def _signer(data: bytes, candidates: "Sequence[Certificate]", *, at: datetime) -> "Certificate | None":
    """Return the certificate that signed, none when none of them did; _Mismatch when the message was changed since."""
    for certificate in candidates:
        if _fits(data, certificate, at=at):
            return certificate
    return None


def _fits(data: bytes, certificate: "Certificate", *, at: datetime) -> bool:
    from signxml.exceptions import InvalidCertificate, InvalidDigest, InvalidSignature, SignXMLException
    from signxml.verifier import SignatureConfiguration, XMLVerifier

    asked = SignatureConfiguration(location="./", verification_time=at)
    try:
        XMLVerifier().verify(data, x509_cert=certificate, expect_config=asked)
    except InvalidDigest:
        raise _Mismatch("the message was changed after it was signed") from None
    except InvalidCertificate:
        raise _Uncheckable(f"the certificate of {name_of(certificate)} was not valid when it was sent") from None
    except InvalidSignature:
        return False
    except SignXMLException as error:
        raise _Uncheckable(str(error)) from None
    except Exception as error:
        # whatever a hostile signature makes the library stumble over, nothing is verified by it
        raise _Uncheckable(f"it cannot be checked ({type(error).__name__})") from error
    return True


def _vouched_for(
    signer: "Certificate", brought: "Sequence[Certificate]", trusted: "Sequence[Certificate]", *, at: datetime
) -> bool:
    """Whether a chain of certificates that were brought leads from the signer to an authority that is trusted."""
    from cryptography import x509
    from cryptography.x509 import verification

    anything = verification.ExtensionPolicy.permit_all()
    authorities = verification.ExtensionPolicy.webpki_defaults_ca()
    builder = verification.PolicyBuilder().store(verification.Store(list(trusted))).time(at)
    builder = builder.extension_policies(ee_policy=anything, ca_policy=authorities)
    try:
        usage = signer.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False
    if not usage.digital_signature and not usage.content_commitment:
        return False
    try:
        builder.build_client_verifier().verify(signer, [other for other in brought if other != signer])
    except (verification.VerificationError, ValueError):
        return False
    return True


def name_of(certificate: "Certificate") -> str:
    """Return whose certificate it is, in its own words."""
    from cryptography.x509.oid import NameOID

    for which in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(which):
            if name := " ".join(str(attribute.value).split()):
                return name[:120]
    return f"certificate {certificate.serial_number:x}"


def _certificate(text: str) -> "Certificate":
    from cryptography import x509

    try:
        return x509.load_der_x509_certificate(b64decode("".join(text.split()), validate=True))
    except (ValueError, NoBase64):
        raise _Uncheckable("a certificate that it brings cannot be read") from None
