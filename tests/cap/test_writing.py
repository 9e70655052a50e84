"""What we write as CAP 1.2 passes the published schema and reads back equal through our own reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from pydantic import ValidationError

from geo.readers import Options
from geo.readers import cap as reader
from geo.readers.cap_area import bands_of
from geo.readers.cap_message import alert_of
from geo.readers.cap_signature import signature_of
from geo.readers.opened import XmlDocument
from notifications.cap import CapAlert, to_xml
from notifications.cap_signing import CapSigner, SigningKeyError
from tests.cap.making import alerts
from tests.cap.pem import pem_of
from tests.geo.signing import signer

SQUARE = "31.0000,103.0000 31.0000,104.0000 32.0000,104.0000 31.0000,103.0000"


def spoken(alert: CapAlert) -> dict[str, Any]:
    """What the reader must find in a message, in the reader's own shape."""
    return {
        "version": "1.2",
        "identifier": alert.identifier,
        "sender": alert.sender,
        "sent": alert.sent,
        "status": alert.status,
        "msg_type": alert.message_type,
        "scope": alert.scope,
        "references": [(one.sender, one.identifier, one.sent) for one in alert.references],
        "infos": [
            (
                one.language, (one.category,), one.event, (one.response,), one.urgency, one.severity, one.certainty,
                one.effective, one.expires, one.sender_name, one.headline, one.description,
                [(a.description, len(a.polygons), tuple(("GB2260", c) for c in a.counties)) for a in one.areas],
            )
            for one in alert.infos
        ],
        "problems": (),
        "warnings": (),
    }  # fmt: skip


def heard(data: bytes) -> dict[str, Any]:
    """What the reader finds."""
    root = XmlDocument(data).root
    alert = alert_of(root, signature_of(root, lambda _: data, ()))
    return {
        "version": alert.version,
        "identifier": alert.identifier,
        "sender": alert.sender,
        "sent": alert.sent,
        "status": alert.status,
        "msg_type": alert.msg_type,
        "scope": alert.scope,
        "references": [(one.sender, one.identifier, one.sent) for one in alert.references],
        "infos": [
            (
                one.language, one.categories, one.event, one.response_types, one.urgency, one.severity, one.certainty,
                one.effective, one.expires, one.sender_name, one.headline, one.description,
                [(a.description, a.polygons, tuple((c.name, c.value) for c in a.geocodes)) for a in one.areas],
            )
            for one in alert.infos
        ],
        "problems": alert.problems,
        "warnings": alert.warnings,
    }  # fmt: skip


@given(alerts())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_we_write_reads_back_equal(alert: CapAlert) -> None:
    assert heard(to_xml(alert)) == spoken(alert)


@pytest.fixture(scope="module")
def schema(real_data: Path) -> etree.XMLSchema:
    """OASIS's own schema of CAP 1.2, as it was published."""
    return etree.XMLSchema(etree.parse(real_data / "cap" / "schema" / "CAP-v1.2-schema.xsd"))


@given(alerts())
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None
)
def test_whatever_we_write_passes_the_published_schema(schema: etree.XMLSchema, alert: CapAlert) -> None:
    document = etree.fromstring(to_xml(alert))
    assert schema.validate(document), schema.error_log.last_error


def test_the_published_schema_refuses_what_is_no_message(schema: etree.XMLSchema) -> None:
    good = to_xml(example())
    for was, becomes in ((b"+08:00</sent>", b"Z</sent>"), (b">Exercise<", b">Drill<"), (b"urgency", b"haste")):
        assert good.count(was) >= 1
        assert not schema.validate(etree.fromstring(good.replace(was, becomes)))


def test_the_drawn_ground_is_where_the_reader_finds_it() -> None:
    [band] = bands_of(XmlDocument(to_xml(example())).root, [])
    [(_, (ring,))] = band.polygons
    assert [tuple(point) for point in ring] == [(103.0, 31.0), (104.0, 31.0), (104.0, 32.0), (103.0, 31.0)]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sent": "2008-05-12T15:00:00Z"}, "CAP forbids Z"),
        ({"sent": "2008-05-12T15:00:00.5+08:00"}, "fractions"),
        ({"identifier": "two words"}, "no space"),
        ({"identifier": "a,b"}, "comma"),
        ({"status": "Draft"}, "Actual"),
        ({"message_type": "Update"}, "names what it refers to"),
        ({"message_type": "Cancel"}, "names what it refers to"),
        ({"references": [{"sender": "a", "identifier": "b", "sent": "2008-05-12T15:00:00+08:00"}]}, "an Alert nothing"),
        ({"infos": []}, "at least 1"),
    ],
)
def test_a_message_that_would_mislead_is_refused_by_its_field(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        CapAlert.model_validate({**example().model_dump(), **changes})


@pytest.mark.parametrize(
    ("polygon", "why"),
    [
        (" ".join(["31.0,103.0"] * 101), "4 to 100 points"),
        ("31.0,103.0 31.0,104.0 32.0,104.0 31.5,103.0", "end where it begins"),
        ("131.0,31.0 31.0,104.0 32.0,104.0 131.0,31.0", "latitude,longitude"),
    ],
)
def test_a_polygon_that_maps_choke_on_is_refused(polygon: str, why: str) -> None:
    whole = example().model_dump()
    whole["infos"][0]["areas"][0]["polygons"] = [polygon]
    with pytest.raises(ValidationError, match=why):
        CapAlert.model_validate(whole)


def test_two_infos_of_one_language_and_a_message_about_itself_are_refused() -> None:
    whole = example().model_dump()
    with pytest.raises(ValidationError, match="one info a language"):
        CapAlert.model_validate({**whole, "infos": whole["infos"] * 2})
    itself = {"sender": whole["sender"], "identifier": whole["identifier"], "sent": whole["sent"]}
    with pytest.raises(ValidationError, match="can't refer to itself"):
        CapAlert.model_validate({**whole, "message_type": "Update", "references": [itself]})


@pytest.mark.parametrize("rsa_bits", [0, 2048])
def test_a_signed_message_is_verified_by_our_own_reader_and_broken_once_changed(
    schema: etree.XMLSchema, rsa_bits: int
) -> None:
    who = signer(f"中国移动 {rsa_bits}", rsa_bits=rsa_bits)
    key, certificate = pem_of(who)
    data = CapSigner.of_pem(key, certificate).sign(to_xml(example()))

    options = Options(certificates=(who.text,))
    said = reader.describe(XmlDocument(data), options)
    assert said["signature"] == {"state": "verified", "by": f"中国移动 {rsa_bits}", "why": ""}
    assert schema.validate(etree.fromstring(data)), schema.error_log.last_error
    changed = data.replace("灾区".encode(), "某地".encode())
    assert changed != data
    assert reader.describe(XmlDocument(changed), options)["signature"]["state"] == "broken"


def test_a_key_that_is_not_its_certificates_is_refused() -> None:
    key, _ = pem_of(signer("one"))
    _, certificate = pem_of(signer("another"))
    with pytest.raises(SigningKeyError, match="of another key"):
        CapSigner.of_pem(key, certificate)
    with pytest.raises(SigningKeyError, match="cannot be read"):
        CapSigner.of_pem(b"no key", certificate)


def example() -> CapAlert:
    """A short message of an exercise."""
    return CapAlert.model_validate(
        {
            "identifier": "tongxin.exercise.1",
            "sender": "tongxin@localhost",
            "sent": "2026-05-12T15:00:00+08:00",
            "status": "Exercise",
            "message_type": "Alert",
            "infos": [
                {
                    "language": "zh-CN", "category": "Infra", "event": "公益信息", "response": "Monitor",
                    "urgency": "Expected", "severity": "Moderate", "certainty": "Observed",
                    "effective": "2026-05-12T15:00:00+08:00", "expires": "2026-05-13T15:00:00+08:00",
                    "sender_name": "中国移动", "headline": "灾区公益信息",
                    "description": "灾区客户不停机。\n请拨 10086。",
                    "areas": [{"description": "四川", "polygons": [SQUARE], "counties": ["513221"]}],
                }
            ],
        }
    )  # fmt: skip
