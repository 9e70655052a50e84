"""Hostile XML: entities, inclusions, links, CAP, KML and grids that lie."""

import random
import re
from collections.abc import Callable
from pathlib import Path

from geo.sandbox import HowToRead
from tests.geo.hostile import Ground, Made, kind

CAP = (
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>b</sender>'
    "<sent>2026-01-01T00:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>{extra}"
    "<info><category>Met</category><event>{event}</event><urgency>Immediate</urgency><severity>Severe</severity>"
    "<certainty>Likely</certainty><area><areaDesc>x</areaDesc>{area}</area></info></alert>"
)
#: Signed by a key that was thrown away: a signature is never the same twice, and a case must be.
SIGNED = Path(__file__).with_name("signed_sample.cap")
POLYGON = "<polygon>31,103 31,104 32,104 31,103</polygon>"
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACEMARK = (
    "<Placemark><name>{name}</name>{extra}<Polygon><outerBoundaryIs><LinearRing><coordinates>{coordinates}"
    "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
)
GRID = (
    '<shakemap_grid event_id="e"><event event_description="{words}" magnitude="6"/><grid_specification lon_min="103" '
    'lat_min="31" lon_max="{east}" lat_max="32" nlon="{nlon}" nlat="{nlat}"/><grid_field index="1" name="LON"/>'
    '<grid_field index="2" name="LAT"/><grid_field index="3" name="MMI"/><grid_data>{data}</grid_data></shakemap_grid>'
)


def cap(area: str = POLYGON, event: str = "flood", extra: str = "") -> str:
    return CAP.format(area=area, event=event, extra=extra)


def bodies(inner: str, rng: random.Random) -> str:
    """A document of one of the XML formats with `inner` in a text that is shown."""
    placemark = PLACEMARK.format(name=inner, extra="", coordinates="103,31 104,31 104,32 103,31")
    return rng.choice(
        [
            cap(event=inner),
            KML.format(placemark),
            f"<shakemap_grid><event>{inner}</event></shakemap_grid>",
            f'<q:quakeml xmlns:q="x"><event><description><text>{inner}</text></description></event></q:quakeml>',
        ]
    )


@kind
def external_entity(rng: random.Random, ground: Ground) -> Made:
    target = rng.choice([f"file://{ground.canary}", str(ground.canary), ground.url, f"ftp://127.0.0.1:{ground.port}/"])
    head = rng.choice(
        [
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]>',
            f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{target}"> %p;]>',
            f'<!DOCTYPE x PUBLIC "-//a" "{target}">',
            f'<!DOCTYPE x SYSTEM "{target}" [<!ENTITY e "a">]>',
        ]
    )
    text = f'<?xml version="1.0"?>{head}{bodies("&e;", rng)}'
    return Made(rng.choice([text.encode(), text.encode("utf-16")]), rng.choice(["grid.xml", "a.cap", "a.kml"]))


@kind
def billion_laughs(rng: random.Random, ground: Ground) -> Made:
    if rng.random() < 0.5:
        entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        head = f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'
    else:
        head = f'<!DOCTYPE x [<!ENTITY l9 "{"a" * 50_000}">]>'
    return Made(f'<?xml version="1.0"?>{head}{bodies("&l9;" * 50, rng)}'.encode(), "laughs.xml")


@kind
def inclusions_and_stylesheets(rng: random.Random, ground: Ground) -> Made:
    target = rng.choice([f"file://{ground.canary}", ground.url])
    inner = rng.choice(
        [
            f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{target}" parse="text"/>',
            f'<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {target}"/>',
            "<![CDATA[&e;]]>",
        ]
    )
    return Made(f'<?xml version="1.0"?><?xml-stylesheet href="{target}"?>{bodies(inner, rng)}'.encode(), "style.xml")


@kind
def links_in_kml(rng: random.Random, ground: Ground) -> Made:
    target = rng.choice([f"file://{ground.canary}", ground.url, str(ground.canary)])
    link = rng.choice(
        [
            f"<NetworkLink><Link><href>{target}</href></Link></NetworkLink>",
            f"<Style><IconStyle><Icon><href>{target}</href></Icon></IconStyle></Style>",
            f"<GroundOverlay><Icon><href>{target}</href></Icon></GroundOverlay>",
            f'<Schema schemaUrl="{target}"/>',
        ]
    )
    placemark = PLACEMARK.format(name="a", extra="", coordinates="103,31 104,31 104,32 103,31")
    return Made(KML.format(link + rng.choice(["", placemark])).encode(), "links.kml")


@kind
def deep_or_wide_xml(rng: random.Random, ground: Ground) -> Made:
    n = rng.choice([65, 10_000, 100_000])
    inner = rng.choice(
        [
            "<a>" * n + "</a>" * n,
            "<a/>" * n,
            "<MultiGeometry>" * 40 + "</MultiGeometry>" * 40,
            "<a " + " ".join(f'b{i}="1"' for i in range(5_000)) + "/>",
        ]
    )
    return Made(KML.format(f"<Placemark>{inner}</Placemark>").encode(), "deep.kml")


@kind
def kml_that_lies(rng: random.Random, ground: Ground) -> Made:
    coordinates = rng.choice(
        [
            "",
            "NaN,NaN " * 4,
            "1e999,1 " * 4,
            "103,31",
            "103 31 104 32",
            "103,31,1,2,3 " * 5,
            "103;31 " * 5,
            "0x10,1 " * 4,
            "1,2 " * 210_000,
            "103,31 104,31 104,32 103,31",
            "170,0 190,0 190,1 170,0",
            "103,91 104,91 104,92 103,91",
            "inf,-inf " * 4,
            "１,２ " * 4,
        ]
    )
    value = rng.choice(["", "high", "NaN", "inf", "1e400", "8"])
    data = f'<Data name="value"><value>{value}</value></Data><Data name="unit"><value>CSI</value></Data>'
    extra = f"<ExtendedData>{data}</ExtendedData>"
    return Made(KML.format(PLACEMARK.format(name="n", extra=extra, coordinates=coordinates)).encode(), "lies.kml")


@kind
def cap_that_lies(rng: random.Random, ground: Ground) -> Made:
    area = rng.choice(
        [
            "<polygon>NaN,NaN NaN,NaN NaN,NaN NaN,NaN</polygon>",
            "<polygon>103,31 104,31 104,32 103,31</polygon>",
            "<polygon>" + "31,103 " * 250_000 + "</polygon>",
            "<circle>31,103 1e9</circle>",
            "<circle>31,103 inf</circle>",
            "<circle>NaN,1 1</circle>",
            "<circle>89.9,0 2000</circle>",
            "<circle>31,103 -1</circle>",
            "<circle>0,179.9 500</circle>",
            "<geocode><valueName>adcode</valueName><value>999999</value></geocode>" * 50,
            "<polygon/><circle/>",
            "<polygon>31,103</polygon>",
            "<geocode><valueName>adcode</valueName><value>510100</value></geocode>" * 6_000,
            POLYGON * 300,
            "<polygon>31,,103 a,b</polygon>",
        ]
    )
    extra = rng.choice(
        [
            "",
            f"<references>{'a,b,c ' * 5_000}</references>",
            "<code>" + "x" * 100_000 + "</code>",
            f"<resource><uri>{ground.url}</uri></resource>",
            '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>',
            f"<incidents>{'i ' * 9_000}</incidents>",
        ]
    )
    words = rng.choice(["flood", "\u202edoolf", "a\nb\r\nc", "&#x9b;31m", "&lt;b&gt;", "洪水" * 400])
    return Made(cap(area, words, extra).encode(), "lies.cap")


@kind
def cap_that_is_not_sound(rng: random.Random, ground: Ground) -> Made:
    text = cap()
    for _ in range(rng.randint(1, 4)):
        old = rng.choice(
            [
                "Alert",
                "Actual",
                "Severe",
                "+08:00",
                "<scope>Public</scope>",
                "cap:1.2",
                "Met",
                "<event>flood</event>",
                "31,103",
                "urn:oasis",
                "2026-01",
            ]
        )
        text = text.replace(old, rng.choice(["", "Cancel", "Update", "x" * 5_000, "\u200b", "1", "<a/>", "-99,-999"]))
    return Made(text.encode(), "broken.cap")


@kind
def signatures_that_lie(rng: random.Random, ground: Ground) -> Made:
    """A sound signature that points elsewhere, asks for programs to be run, or is cut, turned or blown up."""
    target = rng.choice([f"file://{ground.canary}", ground.url])
    text = SIGNED.read_text("utf-8")
    [trusted] = re.findall(r"<ds:X509Certificate>([^<]*)<", text)
    style = f'<x:value-of xmlns:x="http://www.w3.org/1999/XSL/Transform" select="document(\'{target}\')"/>'
    ways: list[Callable[[], str]] = [
        lambda: text.replace('URI=""', f'URI="{target}"'),
        lambda: text.replace(
            "</ds:Transforms>",
            f'<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">{style}</ds:Transform></ds:Transforms>',
        ),
        lambda: text.replace("</ds:KeyInfo>", f'<ds:RetrievalMethod URI="{target}"/></ds:KeyInfo>'),
        lambda: text.replace("<ds:KeyInfo>", "<ds:KeyInfo>" + "<ds:KeyName>a</ds:KeyName>" * 50_000),
        lambda: text.replace("Severe", rng.choice(["Minor", f"&#{rng.randrange(1, 0xD7FF)};"])),
        lambda: turned(text, rng),
    ]
    text = rng.choice(ways)()
    return Made(
        text.encode("utf-8", "surrogatepass"), "signed.cap", HowToRead(certificates=("".join(trusted.split()),))
    )


def turned(text: str, rng: random.Random) -> str:
    """The text with some characters of its signature in other places."""
    begins, ends = text.index("<ds:Signature"), text.index("</ds:Signature>")
    letters = list(text)
    for _ in range(rng.randint(1, 9)):
        letters[rng.randrange(begins, ends)] = letters[rng.randrange(begins, ends)]
    return "".join(letters)


@kind
def a_feed_that_lies(rng: random.Random, ground: Ground) -> Made:
    content = cap() if rng.random() < 0.5 else ground.url
    entry = f"<entry><id>x</id><link href='{ground.url}'/><content>{content}</content></entry>"
    return Made(
        f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry * rng.choice([1, 2, 600])}</feed>".encode(), "feed.atom"
    )


@kind
def a_grid_that_lies(rng: random.Random, ground: Ground) -> Made:
    data = rng.choice(
        [
            "",
            "103 32 5\n104 32 5\n103 31 5\n104 31 5",
            "103 32 NaN\n" * 4,
            "103 32 1e999\n" * 4,
            "a b c\n" * 4,
            "1 2\n" * 99,
            "103 32 5 " * 50_000,
            "103 32 99\n" * 4,
        ]
    )
    nlon, nlat = rng.choice(
        [("2", "2"), ("1e9", "1e9"), ("-2", "2"), ("NaN", "2"), ("2.5", "2"), ("600001", "1"), ("700", "700")]
    )
    words = rng.choice(["x", "&#27;[2J", "\u2028", "y" * 9_000])
    return Made(
        GRID.format(
            words=words, east=rng.choice(["104", "1e308", "-500", ""]), nlon=nlon, nlat=nlat, data=data
        ).encode(),
        "grid.xml",
    )


@kind
def encodings(rng: random.Random, ground: Ground) -> Made:
    name = rng.choice(
        [
            "UTF-7",
            "utf_16",
            "IBM037",
            "hex",
            "rot13",
            "zlib",
            "bz2",
            "punycode",
            "unicode_escape",
            "idna",
            "../x",
            "GBK",
            "UTF-32",
            "",
        ]
    )
    space = " " * rng.choice([1, 1, 300])
    text = f'<?xml version="1.0"{space}encoding="{name}"?>{cap(event="洪水")}'
    return Made(
        text.encode(rng.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "utf-32"])), "encoded.xml"
    )


@kind
def quakeml_that_lies(rng: random.Random, ground: Ground) -> Made:
    wrong = rng.choice(["", "NaN", "x" * 50_000, "\u202e", "&#10;&#13;", "-1e308"])
    value = f"<value>{wrong}</value>"
    return Made(
        f'<q:quakeml xmlns:q="http://quakeml.org/xmlns/quakeml/1.2"><event><origin><time>{value}</time><depth>{value}</depth></origin>'
        f"<magnitude><mag>{value}</mag></magnitude></event></q:quakeml>".encode(),
        "quake.xml",
    )
