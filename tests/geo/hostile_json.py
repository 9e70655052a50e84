"""Hostile JSON, tables and plain bytes."""

import json
import random
import struct
from typing import Any

from geo.sandbox import HowToRead
from tests.geo.hostile import Ground, Made, kind

SQUARE = [[103.0, 31.0], [104.0, 31.0], [104.0, 32.0], [103.0, 32.0], [103.0, 31.0]]


def feature(**properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}


def document(*features: Any, **top: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **top}


def geojson(value: object, name: str = "area.geojson", how: HowToRead | None = None) -> Made:
    return Made(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), name, how or HowToRead())


@kind
def deep_json(rng: random.Random, ground: Ground) -> Made:
    depth, mark = rng.choice([33, 1_000, 100_000, 1_000_000]), rng.choice(["[", '{"a":', '[{"a":'])
    return Made(mark.encode() * depth + rng.choice([b"", b"1", b"]" * depth]), "deep.json")


@kind
def nested_collections(rng: random.Random, ground: Ground) -> Made:
    geometry: dict[str, Any] = {"type": "Polygon", "coordinates": [SQUARE]}
    for _ in range(rng.choice([5, 14, 30])):
        geometry = {"type": "GeometryCollection", "geometries": [geometry] * rng.choice([1, 1, 2])}
        if len(json.dumps(geometry)) > 1_000_000:
            break
    return geojson({"type": "Feature", "properties": {}, "geometry": geometry})


@kind
def numbers_that_are_none(rng: random.Random, ground: Ground) -> Made:
    number = rng.choice(
        ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 5_000, "1" + "0" * 400, "0x10", "1_0", "١"]
    )
    ring = f"[[{number},31],[104,31],[104,32],[{number},31]]"
    return Made(f'{{"type":"Polygon","coordinates":[{ring}]}}'.encode(), "numbers.json")


@kind
def numbers_at_the_edge(rng: random.Random, ground: Ground) -> Made:
    ring = [
        [rng.choice([0.0, 5e-324, 180, -180, 179.9999999999999, 360, 1e-300]), rng.choice([90, -90, 0, 5e-324])]
        for _ in range(rng.randint(3, 40))
    ]
    return geojson({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


@kind
def a_tangle(rng: random.Random, ground: Ground) -> Made:
    ring = [[rng.uniform(70, 140), rng.uniform(0, 60)] for _ in range(rng.choice([50, 200, 400]))]
    return geojson({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, "tangle.geojson")


@kind
def a_collapsed_shape(rng: random.Random, ground: Ground) -> Made:
    line = [[103.0, 31.0], [104.0, 31.0], [103.0, 31.0], [103.0, 31.0]]
    point = [[103.0, 31.0]] * 5
    holes = [SQUARE] * rng.choice([1, 3, 500])
    return geojson({"type": "Polygon", "coordinates": rng.choice([[line], [point], [SQUARE, *holes], [SQUARE, line]])})


@kind
def around_a_pole(rng: random.Random, ground: Ground) -> Made:
    lat, step = rng.choice([60, 89.9999, -89]), rng.choice([1, 30, 90, 119])
    ring = [[(lon + 180) % 360 - 180, lat] for lon in range(0, 361, step)]
    return geojson({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


@kind
def too_many_of_something(rng: random.Random, ground: Ground) -> Made:
    what = rng.choice(["bands", "features", "positions", "notes", "keys"])
    if what == "bands":
        return geojson(document(*(feature(value=n, unit="level") for n in range(500))))
    if what == "features":
        return geojson(document(*[feature()] * 5_000))
    if what == "positions":
        return Made(b'{"type":"Polygon","coordinates":[[' + b"[1,2]," * 201_000 + b"[1,2]]]}", "many.json")
    if what == "keys":
        return geojson({f"k{n}": n for n in range(30_000)})
    bow = [[103, 31], [104, 32], [104, 31], [103, 32], [103, 31]]
    crooked = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [bow]}}
    return geojson(document(*[crooked] * 1_500))


@kind
def words_that_are_no_words(rng: random.Random, ground: Ground) -> Made:
    text = rng.choice(
        [
            "\x1b[2J\x1b]0;owned\x07",
            "a\r\nb\n\nc",
            "\u202egnp.exe\u202c",
            "\u2028next",
            "\ud800",
            "\x00",
            "x" * 400,
            "<script>alert(1)</script>",
            "=cmd|' /C calc'!A0",
            "👩‍👩‍👧" * 50,
            "../../etc/passwd",
            "%s%n",
            "{0.__class__}",
        ]
    )
    name = rng.choice(["title", "source", "kind", "valid_from", "unit"])
    return geojson(document(feature(value=8, unit="CSI"), **{name: text}))


@kind
def keys_that_mean_something_elsewhere(rng: random.Random, ground: Ground) -> Made:
    path = f"file://{ground.canary}"
    return geojson(
        rng.choice(
            [
                document(feature(), crs={"type": "link", "properties": {"href": ground.url, "type": "proj4"}}),
                document(feature(), crs={"type": "name", "properties": {"name": f"/vsicurl/{ground.url}"}}),
                {"type": "gdal_streamed_alg", "command_line": f"gdal vector read {ground.canary}"},
                {"type": "gdal_streamed_alg", "command_line": f"gdal vector read /vsicurl/{ground.url}"},
                {"type": "Topology", "objects": {"a": {"$ref": path}}, "arcs": []},
                {"$schema": ground.url, "$ref": path, **document(feature())},
                {
                    "displayFieldName": "",
                    "geometryType": "esriGeometryPolygon",
                    "features": [{"geometry": {"rings": [SQUARE]}}],
                },
                {
                    "stac_version": "1.0.0",
                    "type": "Feature",
                    "geometry": None,
                    "properties": {},
                    "assets": {"a": {"href": path}},
                },
                document(feature(__proto__={"polluted": 1}, constructor=path)),
            ]
        )
    )


@kind
def a_document_that_lies(rng: random.Random, ground: Ground) -> Made:
    wrong: Any = rng.choice([None, [], {}, "", "null", -1, 1e300, True, [[]], [None], {"type": []}, "POLYGON((1 2))"])
    return geojson(
        rng.choice(
            [
                {"type": "FeatureCollection", "features": wrong},
                {"type": "Feature", "geometry": wrong, "properties": wrong},
                {"type": "Polygon", "coordinates": wrong},
                {"type": "MultiPolygon", "coordinates": [wrong]},
                {"type": "GeometryCollection", "geometries": wrong},
                {"type": wrong},
                wrong,
                {"code": "200", "track": wrong, "now": wrong},
                {"code": "200", "track": [wrong]},
                {"code": "200", "warning": wrong},
                {"code": "200", "warning": [{"severityColor": wrong, "sender": wrong}]},
                {"metadata": wrong, "alerts": [{"color": wrong, "messageType": wrong, "senderName": wrong}]},
                {"results": [{"aois": [{"extent": wrong}]}]},
                {"aois": wrong},
                {"input": wrong, "output": wrong},
                {"input": {"event_information": wrong}, "output": {}},
                {"stac_version": wrong, "type": "Feature", "geometry": wrong, "properties": wrong},
                document({"type": "Feature", "properties": {"eventtype": wrong, "eventid": wrong}, "geometry": wrong}),
                document(
                    {
                        "type": "Feature",
                        "properties": {"units": "mmi", "value": wrong},
                        "geometry": {"type": "MultiLineString", "coordinates": wrong},
                    }
                ),
                document(feature(value=wrong, unit=wrong, band=wrong)),
                document(feature(), crs=wrong, title=wrong),
            ]
        )
    )


@kind
def a_track_that_lies(rng: random.Random, ground: Ground) -> Made:
    wrong: Any = rng.choice(["", "null", "NaN", "inf", "-9999", "1e308", "９９", {}, [], None, True, "8" * 4_000])
    fix: dict[str, Any] = {
        "time": "2020-11-07T19:00+08:00",
        "lat": "22.6",
        "lon": "118.7",
        "windSpeed": "18",
        "windRadius30": {"neRadius": "200", "seRadius": "150", "swRadius": "150", "nwRadius": "250"},
    }
    changed = {**fix, rng.choice([*fix, "pressure"]): wrong}
    inner = {**fix, "windRadius30": {**fix["windRadius30"], "neRadius": wrong}}
    many = [
        {
            **fix,
            "lat": str(rng.uniform(-90, 90)),
            "lon": str(rng.uniform(-180, 180)),
            "time": f"2020-{1 + n // 28 % 12:02d}-{1 + n % 28:02d}T00:00+00:00",
        }
        for n in range(rng.choice([2, 300, 5_000]))
    ]
    return geojson({"code": "200", "track": rng.choice([[fix, changed], [inner], many])}, "track.json")


@kind
def lines_that_enclose_nothing(rng: random.Random, ground: Ground) -> Made:
    def line() -> list[list[float]]:
        return [[rng.uniform(100, 101), rng.uniform(30, 31)] for _ in range(rng.randint(2, longest))]

    longest = rng.choice([4, 6, 8, 8, 8, 30])
    features = [
        {
            "type": "Feature",
            "properties": {"units": "mmi", "value": level},
            "geometry": {"type": "MultiLineString", "coordinates": [line() for _ in range(rng.randint(1, 5))]},
        }
        for level in rng.sample([1, 4.0, 4.5, 5, 7.5, 12], rng.randint(1, 6))
    ]
    return geojson(document(*features), "cont_mmi.json")


@kind
def a_table_that_lies(rng: random.Random, ground: Ground) -> Made:
    head = rng.choice(
        [
            "lon,lat,radius_km,value,unit",
            "CY,Year,Month,Day,Hour,Lat,Lon,VMax,MSLP,SN,Cat",
            "SID,ISO_TIME,LAT,LON,USA_WIND",
            "66666 0000   46 0002 0601 0 6 Chanchu                            20070808",
        ]
    )
    cells = [
        "1e308",
        "-1",
        "NaN",
        "=1+1",
        '"',
        '"a\nb',
        "",
        "9" * 50,
        "\t",
        "２０２０",
        "null",
        "2014",
        "7",
        "18",
        "201409",
    ]
    rows = [",".join(rng.choice(cells) for _ in range(rng.randint(1, 14))) for _ in range(rng.choice([1, 20, 3_000]))]
    if head.startswith("66666"):
        rows = [row.replace(",", " ") for row in rows]
    return Made(
        "\n".join([head, *rows]).encode(), "table.csv", HowToRead(part=rng.choice([None, "201409", "../x", "\x1b[1m"]))
    )


@kind
def a_table_without_end(rng: random.Random, ground: Ground) -> Made:
    return Made(
        rng.choice(
            [
                b"lon,lat,radius_km\n" + b"1,2,3\n" * 50_000,
                b"lon,lat,radius_km\n" + b"1," * 500_000,
                b'lon,lat,radius_km\n"' + b"a\n" * 300_000,
                b"66666 " * 100_000,
                b"66666 0000    1 0001 0001 0 6 A  20070808\n" * 20_000,
            ]
        ),
        "endless.csv",
    )


@kind
def random_bytes(rng: random.Random, ground: Ground) -> Made:
    data = rng.choice(
        [
            b"",
            b" \n\t" * 1_000,
            b"\xef\xbb\xbf",
            b"\xff\xfe{\x00}\x00",
            rng.randbytes(rng.choice([1, 17, 4_096, 200_000])),
            b"\x00" * 10_000,
            b"\x7fELF" + rng.randbytes(500),
            b"\x80\x04\x95" + rng.randbytes(50),
            b"PAR1" + rng.randbytes(400) + b"PAR1",
            b"\x89HDF\r\n\x1a\n" + rng.randbytes(400),
            b"CDF\x01" + rng.randbytes(400),
            b"II*\x00" + rng.randbytes(400),
            b"%PDF-1.7\n" + rng.randbytes(99),
            "{".encode("utf-16"),
            "{".encode("utf-32"),
            struct.pack("<I", 2**31) * 300,
        ]
    )
    return Made(data, rng.choice(["a.geojson", "a.xml", "a.zip", "a.gpkg", "a.csv", "a"]))


@kind
def a_text_that_is_an_instruction(rng: random.Random, ground: Ground) -> Made:
    return Made(
        rng.choice(
            [
                f"WFS:{ground.url}",
                f"/vsicurl/{ground.url}",
                f"/vsizip/{ground.canary}",
                f"PG:host=127.0.0.1 port={ground.port}",
                f"GPKG:{ground.canary}:t",
                f"<OGRVRTDataSource>{ground.canary}</OGRVRTDataSource>",
                f"!!python/object/apply:os.system [cat {ground.canary}]",
                f"#!/bin/sh\ncat {ground.canary}\n",
                f"ATTACH '{ground.canary}' AS a;",
                f"MVT:{ground.url}",
                f"ES:{ground.url}",
            ]
        ).encode(),
        "area.geojson",
    )


@kind
def options_that_are_no_options(rng: random.Random, ground: Ground) -> Made:
    how = rng.choice(
        [
            HowToRead(crs=f"+proj=longlat +nadgrids={ground.canary}"),
            HowToRead(crs="\x00"),
            HowToRead(part="x" * 10_000),
            HowToRead(fmt="../geojson"),
            HowToRead(fmt="walls"),
            HowToRead(fmt="gpkg"),
            HowToRead(fmt="cap"),
            HowToRead(crs=ground.url),
            HowToRead(fmt="shapefile"),
            HowToRead(crs="GCJ-02", part="\ud800"),
        ]
    )
    return geojson(document(feature(value=8, unit="CSI")), how=how)
