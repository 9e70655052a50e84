"""Signed CAP: verified by whom, not verified and why, or broken; hostile signatures are none of these by surprise."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from signxml.algorithms import CanonicalizationMethod

from geo.cap import CapAlert, read_cap_bytes
from geo.certificates import MOST_CERTIFICATES, trusted_certificates
from geo.errors import FootprintError
from geo.readers import Options, cap
from geo.readers.opened import XmlDocument
from tests.cli.conftest import Tongxin, tongxin, var  # noqa: F401 - the command line inside this process
from tests.geo.signing import Signer, signed, signer
from tests.geo.test_reading_cap import FEED, SQUARE, alert, info

DSIG = "http://www.w3.org/2000/09/xmldsig#"
MESSAGE = alert(info(SQUARE))
BUREAU = signer("四川省气象台")
STRANGER = signer("A stranger")
AUTHORITY = signer("预警发布中心 CA", authority=True)
ISSUED = signer("成都市气象台", issuer="预警发布中心 CA")
#: Its certificate is for encrypting.
NO_SIGNER = signer("Somebody's mail server", issuer="预警发布中心 CA", may_sign=False)


def held(data: bytes, *trusted: Signer) -> tuple[str, str]:
    """State of the signature, and whose it is or why."""
    options = Options(certificates=tuple(one.text for one in trusted))
    said: dict[str, Any] = cap.describe(XmlDocument(data), options)["signature"]
    return said["state"], said["by"] or said["why"]


def changed(data: bytes, pattern: str, to: str) -> bytes:
    text, times = re.subn(pattern, to, data.decode(), count=1, flags=re.DOTALL)
    assert times == 1
    return text.encode()


@pytest.mark.parametrize("method", list(CanonicalizationMethod))
@pytest.mark.parametrize("shows", [True, False])
def test_a_signature_by_a_trusted_certificate_is_verified_by_name(method: CanonicalizationMethod, shows: bool) -> None:
    data = signed(MESSAGE, BUREAU, method=method, shows=shows)

    assert held(data, STRANGER, BUREAU) == ("verified", "四川省气象台")
    assert held(data) == ("unverified", "it was held against no trusted certificate")
    assert held(MESSAGE, BUREAU) == ("none", "")


def test_a_trusted_authority_vouches_for_those_it_issued_to_sign_and_for_nobody_else() -> None:
    assert held(signed(MESSAGE, ISSUED), AUTHORITY) == ("verified", "成都市气象台")
    for other in (STRANGER, NO_SIGNER):
        assert held(signed(MESSAGE, other), AUTHORITY) == (
            "unverified", "no trusted certificate vouches for its signer",
        )  # fmt: skip
    assert held(signed(MESSAGE, STRANGER, shows=False), AUTHORITY)[0] == "unverified"


def test_a_message_changed_after_it_was_signed_is_broken_whoever_signed_it() -> None:
    for by, shows in itertools.product((BUREAU, STRANGER), (True, False)):
        data = changed(signed(MESSAGE, by, shows=shows), "<severity>Severe", "<severity>Minor")
        wanted = "unverified" if by is STRANGER and not shows else "broken"  # nobody knows whom it does not fit
        assert held(data, BUREAU)[0] == wanted
    worse = changed(signed(MESSAGE, BUREAU), "<ds:DigestValue>....", "<ds:DigestValue>AAAA")
    assert held(worse, BUREAU) == ("broken", "it does not fit the certificate that it brings")


def test_a_certificate_must_have_been_valid_when_the_message_was_sent() -> None:
    late = signed(MESSAGE.replace(b"<sent>2026", b"<sent>2027"), BUREAU)

    assert held(late, BUREAU) == ("unverified", "the certificate of 四川省气象台 was not valid when it was sent")
    assert held(signed(MESSAGE.replace(b"<sent>2026", b"<sent>2027"), ISSUED), AUTHORITY)[0] == "unverified"


def test_a_message_cut_out_of_a_feed_keeps_its_signature() -> None:
    exclusive = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
    alone = signed(MESSAGE, BUREAU).partition(b"?>")[2].decode()
    prefixed = MESSAGE.replace(b"<alert xmlns=", b'<c:alert xmlns:c="urn:oasis:names:tc:emergency:cap:1.2" xmlns=')
    inherits = (
        signed(prefixed.replace(b"</alert>", b"</c:alert>"), BUREAU, method=exclusive).partition(b"?>")[2].decode()
    )
    inherits = inherits.replace(' xmlns:c="urn:oasis:names:tc:emergency:cap:1.2"', "", 1)
    entry = "<entry><id>{}</id><title>e</title><content>{}</content></entry>"
    listed = FEED.replace("<feed ", '<feed xmlns:c="urn:oasis:names:tc:emergency:cap:1.2" ').format(
        "".join(entry.format(name, held_by_it) for name, held_by_it in (("e1", alone), ("e2", inherits)))
    )

    declared = "<?xml version='1.0' encoding='UTF-16'?>" + listed
    for data, part in itertools.product((listed.encode(), declared.encode("utf-16")), ("e1", "e2")):
        notes = cap.parse(data, Options(part=part, certificates=(BUREAU.text,))).notes
        assert "XML signature: verified, by 四川省气象台." in notes
    with pytest.raises(FootprintError, match="its XML signature is broken"):
        cap.parse(
            changed(listed.encode(), "<severity>Severe", "<severity>Minor"),
            Options(part="e1", certificates=(BUREAU.text,)),
        )


def test_the_encoding_of_a_message_is_no_matter() -> None:
    text = signed(MESSAGE, BUREAU).decode().replace("UTF-8", "GBK")

    assert held(text.encode("gbk"), BUREAU) == ("verified", "四川省气象台")


def wrapped() -> bytes:
    """A signed message put away inside another one, the signature of which points at what was put away."""
    root = etree.fromstring(signed(MESSAGE, BUREAU))
    [signature] = root.findall(f"{{{DSIG}}}Signature")
    root.set("Id", "x")
    root.remove(signature)
    forged = etree.fromstring(MESSAGE.replace(b"Severe", b"Minor"))
    hidden = etree.SubElement(signature, f"{{{DSIG}}}Object")
    hidden.append(root)
    next(signature.iter(f"{{{DSIG}}}Reference")).set("URI", "#x")
    forged.append(signature)
    written: bytes = etree.tostring(forged)
    return written


def asks_for(algorithm: str, inner: str = "") -> bytes:
    added = f'<ds:Transform Algorithm="{algorithm}">{inner}</ds:Transform></ds:Transforms>'
    return changed(signed(MESSAGE, BUREAU), "</ds:Transforms>", added)


SOUND = signed(MESSAGE, BUREAU)
TWICE = SOUND.replace(b"</alert>", re.search(rb"<ds:Signature.*</ds:Signature>", SOUND, re.DOTALL)[0] + b"</alert>")  # type: ignore[index]  # it is there
XSLT = (
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/">'
    "<xsl:copy-of select=\"document('file:///etc/passwd')\"/></xsl:template></xsl:stylesheet>"
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (wrapped(), "does not cover the message as a whole"),
        (TWICE, "carries 2 signatures"),
        (asks_for("http://www.w3.org/TR/1999/REC-xslt-19991116", XSLT), "REC-xslt"),
        (asks_for("http://www.w3.org/TR/1999/REC-xpath-19991116", "<ds:XPath>//x</ds:XPath>"), "REC-xpath"),
        (asks_for("http://www.w3.org/2000/09/xmldsig#base64"), "base64"),
        (changed(SOUND, 'URI=""', 'URI="file:///etc/passwd"'), "does not cover the message"),
        (changed(SOUND, 'URI=""', 'URI="http://127.0.0.1:1/"'), "does not cover the message"),
        (changed(SOUND, "(<ds:Reference.*</ds:Reference>)", r"\1\1"), "does not cover the message"),
        (changed(SOUND, "<ds:Transform Algorithm=[^>]*enveloped-signature[^>]*/>", ""), "does not leave itself out"),
        (changed(SOUND, "xmldsig-more#ecdsa-sha256", "xmldsig-more#hmac-sha256"), ""),
        (changed(SOUND, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", f"{DSIG}rsa-sha1"), "RSA_SHA1"),
        (changed(SOUND, "<ds:SignatureValue>[^<]*", "<ds:SignatureValue>" + "A" * 90_000), "too large"),
        (changed(SOUND, "</ds:KeyInfo>", "<a/>" * 200 + "</ds:KeyInfo>"), "too large"),
        (changed(SOUND, "<ds:X509Certificate>[^<]*", "<ds:X509Certificate>%%%"), "cannot be read"),
        (changed(SOUND, "<ds:X509Certificate>[^<]*", "<ds:X509Certificate>AAAA"), "cannot be read"),
        (changed(SOUND, "<ds:SignedInfo>.*</ds:SignedInfo>", ""), "does not cover the message"),
        (changed(SOUND, "<ds:SignatureValue>.*</ds:SignatureValue>", ""), ""),
        (changed(SOUND, "<ds:Signature .*</ds:Signature>", f'<Signature xmlns="{DSIG}"/>'), "does not cover"),
    ],
)  # fmt: skip
def test_a_signature_that_covers_less_or_asks_for_more_is_not_verified(data: bytes, why: str) -> None:
    state, said = held(data, BUREAU)

    assert (state, why in said) == ("unverified", True), said


def test_entities_around_a_signature_are_refused_before_anything_is_verified() -> None:
    data = SOUND.partition(b"?>")[2]

    with pytest.raises(FootprintError, match="a DTD or entity is declared"):
        held(b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + data, BUREAU)


def test_cut_and_mangled_signatures_are_never_verified_as_something_else() -> None:
    begins, ends = SOUND.index(b"<ds:Signature"), SOUND.index(b"</ds:Signature>")
    for at in range(begins + 20, ends, 37):
        mangled = bytearray(SOUND)
        mangled[at] = ord("A") if mangled[at] != ord("A") else ord("B")
        try:
            state, _ = held(bytes(mangled), BUREAU)
        except FootprintError:
            continue  # no XML any more
        # a byte that canonical XML leaves out, or that lies in the certificate's own text, may change nothing
        assert state in ("unverified", "broken", "none"), mangled[at - 30 : at + 30]


def test_behind_the_walls_a_message_is_verified_or_refused_in_one_line() -> None:
    bureau = signer("广东省气象台", rsa_bits=2048)
    sound = signed(MESSAGE, bureau)
    good = read_cap_bytes(sound, name="a.cap", certificates=[bureau.text])
    bad = read_cap_bytes(
        changed(sound, "<severity>Severe", "<severity>Minor"), name="a.cap", certificates=[bureau.text]
    )

    assert isinstance(good.document, CapAlert)
    assert good.document.signature.words == "verified, by 广东省气象台"
    assert good.footprint is not None
    assert "XML signature: verified, by 广东省气象台." in good.footprint.notes
    assert bad.footprint is None
    assert bad.refusal == (
        "its XML signature is broken: the message was changed after it was signed; ask its sender for the message"
    )


def test_the_command_line_trusts_what_lies_in_the_folder(tongxin: Tongxin, var: Path, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "a.cap"
    file.write_bytes(SOUND)
    before = tongxin("cap", "validate", file)
    BUREAU.keep(var / "cap-certificates")
    (var / "cap-certificates" / "odd.pem").write_text("-----BEGIN nothing")
    after = tongxin("cap", "validate", file)
    file.write_bytes(changed(SOUND, "<severity>Severe", "<severity>Minor"))
    broken = tongxin("cap", "validate", file)

    assert "signature present, not verified: it was held against no trusted certificate" in before.out
    assert (before.code, after.code, broken.code) == (0, 0, 1)
    assert "signature verified, by 四川省气象台" in after.out
    assert "odd.pem: " in after.err
    assert "the XML signature is broken: the message was changed after it was signed" in broken.err


def test_a_folder_of_certificates_tells_whose_they_are_and_what_is_none(tmp_path: Path) -> None:
    assert trusted_certificates(tmp_path / "none").texts == ()
    BUREAU.keep(tmp_path)
    (tmp_path / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    (tmp_path / "a.der").write_bytes(b"\x30\x03\x01\x01\xff")
    (tmp_path / "read.me").write_text("not looked at")

    found = trusted_certificates(tmp_path)

    assert [(one.file, one.name, one.ends_at.year) for one in found.trusted] == [("sender.pem", "四川省气象台", 2027)]
    assert [fault.partition(":")[0] for fault in found.faults] == ["a.der", "key.pem"]
    assert "holds a private key" in found.faults[1]


def test_more_certificates_than_a_child_can_be_handed_are_told(tmp_path: Path) -> None:
    for number in range(MOST_CERTIFICATES + 1):
        BUREAU.keep(tmp_path).rename(tmp_path / f"{number}.pem")

    found = trusted_certificates(tmp_path)

    assert len(found.texts) == MOST_CERTIFICATES
    assert "are too many" in found.faults[0]
