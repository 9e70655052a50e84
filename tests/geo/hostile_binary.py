"""Hostile archives, Shapefiles, GeoPackages, polyglots, and sound files cut short or turned bit by bit."""

import io
import random
import struct
import zipfile
import zlib
from functools import cache

import shapely

from geo.sandbox import HowToRead
from tests.geo.binary_files import BOX, gpkg, shapefile, zipped, zipped_shapefile
from tests.geo.hostile import Ground, Made, kind
from tests.geo.hostile_json import document, feature
from tests.geo.hostile_xml import KML, PLACEMARK, cap

SOUND_KML = KML.format(PLACEMARK.format(name="n", extra="", coordinates="103,31 104,31 104,32 103,31")).encode()
ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c"
REGISTERED = (
    "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('v', 'features', 4326);"
    "INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'GEOMETRY', 4326, 0, 0);"
)
EXTENSIONS = (
    "CREATE TABLE gpkg_extensions "
    "(table_name TEXT, column_name TEXT, extension_name TEXT, definition TEXT, scope TEXT);"
    "INSERT INTO gpkg_extensions VALUES"
)
WRONG_ROOT = "PRAGMA writable_schema = 1; UPDATE sqlite_master SET rootpage = 2 WHERE name = 'area';"
RING = [(103.0, 31.0), (103.0, 32.0), (104.0, 32.0), (104.0, 31.0), (103.0, 31.0)]


@cache
def sound_files() -> dict[str, bytes]:
    """One small sound file of each family, to be damaged."""
    import json

    return {
        "a.geojson": json.dumps(document(feature(value=8, unit="CSI"))).encode(),
        "a.kml": SOUND_KML,
        "a.kmz": zipped({"doc.kml": SOUND_KML}),
        "a.cap": cap().encode(),
        "a.gpkg": gpkg([({"value": 8.0, "unit": "CSI"}, BOX)]),
        "a.zip": zipped_shapefile(shapefile([RING], names=[b"a"])),
        "a.csv": b"lon,lat,radius_km,value,unit\n103,31,50,8,CSI\n",
    }


@kind
def cut_short(rng: random.Random, ground: Ground) -> Made:
    name, data = rng.choice(sorted(sound_files().items()))
    return Made(data[: rng.randint(0, len(data) - 1)], name)


@kind
def turned_bits(rng: random.Random, ground: Ground) -> Made:
    name, data = rng.choice(sorted(sound_files().items()))
    changed = bytearray(data)
    for _ in range(rng.choice([1, 3, 30])):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return Made(bytes(changed), name)


@kind
def spliced(rng: random.Random, ground: Ground) -> Made:
    (name, one), (_, other) = rng.sample(sorted(sound_files().items()), 2)
    at = rng.randint(0, len(one))
    return Made(one[:at] + other + one[at:], name)


@cache
def bombs() -> tuple[bytes, ...]:
    """Too much in one file, and too much in many; made once, since making them is the dear part."""
    piece = b" " * (9 << 18)
    return (
        zipped({"doc.kml": b"\0" * (24 << 20)}),
        zipped({"area.shp": b"\0" * (24 << 20), "area.dbf": b"", "area.shx": b""}),
        zipped({f"{n}.bin": piece for n in range(57)} | {"doc.kml": b"<kml/>", "area.shp": piece}),
        zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": b"<row><c/></row>" * (2 << 20)}),
    )


@kind
def a_zip_bomb(rng: random.Random, ground: Ground) -> Made:
    return Made(rng.choice(bombs()), "bomb.kmz")


@kind
def a_zip_that_lies(rng: random.Random, ground: Ground) -> Made:
    data = bytearray(zipped({"doc.kml": SOUND_KML * 20}))
    at = data.index(b"PK\x01\x02")
    field = rng.choice([(8, "<H"), (10, "<H"), (16, "<I"), (20, "<I"), (24, "<I"), (28, "<H"), (42, "<I")])
    struct.pack_into(field[1], data, at + field[0], rng.randrange(1 << (16 if field[1] == "<H" else 32)))
    return Made(bytes(data), "lies.kmz")


@kind
def a_zip_that_leads_out(rng: random.Random, ground: Ground) -> Made:
    name = rng.choice(
        [
            "../../canary.kml",
            "/etc/passwd",
            str(ground.canary),
            "C:\\a.kml",
            "..\\..\\a.shp",
            "a/../../b.kml",
            "con",
            "\u202e.kml",
        ]
    )
    return Made(zipped({name: SOUND_KML, "doc.kml": SOUND_KML}), "slip.kmz")


@kind
def a_zip_with_a_link(rng: random.Random, ground: Ground) -> Made:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in rng.sample(["doc.kml", "area.shp", "area.dbf", "area.shx", "area.prj"], 3):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = rng.choice([0o120777, 0o020666, 0o010666]) << 16
            archive.writestr(entry, str(ground.canary))
    return Made(target.getvalue(), "link.zip")


@kind
def a_zip_in_a_zip(rng: random.Random, ground: Ground) -> Made:
    data = zipped({"doc.kml": SOUND_KML})
    for _ in range(rng.choice([1, 5, 40])):
        data = zipped({rng.choice(["doc.kml", "a.zip", "area.shp"]): data})
    return Made(data, "nested.kmz")


@kind
def a_zip_of_very_many(rng: random.Random, ground: Ground) -> Made:
    return Made(zipped({f"{n}.kml": SOUND_KML for n in range(rng.choice([65, 3_000]))}), "many.kmz")


@kind
def drivers_in_a_zip(rng: random.Random, ground: Ground) -> Made:
    source = rng.choice([str(ground.canary), f"CSV:{ground.canary}", f"/vsicurl/{ground.url}"])
    layer = f'<OGRVRTLayer name="a"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    parts = shapefile([RING])
    return Made(
        rng.choice(
            [
                vrt.encode(),
                zipped({"area.vrt": vrt.encode()}),
                zipped_shapefile({**parts, ".shp": vrt.encode()}),
                zipped_shapefile({**parts, ".vrt": vrt.encode()}),
                zipped_shapefile({**parts, ".dbf": vrt.encode()}),
                zipped({"doc.kml": vrt.encode()}),
            ]
        ),
        rng.choice(["a.vrt", "a.zip", "a.kmz"]),
    )


@kind
def a_shapefile_that_lies(rng: random.Random, ground: Ground) -> Made:
    parts = {
        suffix: bytearray(data) for suffix, data in shapefile([RING, RING], names=[b"\xb4\xa8", b"\xff\xfe"]).items()
    }
    which = rng.choice([".shp", ".shx", ".dbf"])
    wrong = rng.choice([-1, 2**31 - 1, -(2**31), 0, 10**6])
    for _ in range(rng.randint(1, 3)):
        struct.pack_into(rng.choice(["<i", ">i"]), parts[which], 4 * rng.randrange(len(parts[which]) // 4), wrong)
    return Made(zipped_shapefile({suffix: bytes(data) for suffix, data in parts.items()}), "lies.zip")


@kind
def coordinates_that_reach_for_files(rng: random.Random, ground: Ground) -> Made:
    prj = rng.choice(
        [
            f"+proj=longlat +nadgrids={ground.canary}",
            f"+proj=pipeline +step +proj=hgridshift +grids={ground.url}",
            f"+init={ground.canary}:1",
            "urn:ogc:def:crs:EPSG::999999",
            'PROJCS["x",GEOGCS["y",DATUM["z",SPHEROID["s",0,0]],PRIMEM["p",0],UNIT["d",0]],PROJECTION["M"],UNIT["m",0]]',
            "GEOGCS[" * 5_000,
            f'GEOGCS["WGS 84",EXTENSION["PROJ4_GRIDS","{ground.canary}"]]',
            'PROJCS["\x00"]',
            'LOCAL_CS["site"]',
        ]
    )
    cpg = rng.choice([None, "UTF-7", "../../x", "GBK", "65001", "x" * 5_000])
    if rng.random() < 0.5:
        return Made(gpkg([({}, BOX)], srs_id=99_999, definition=prj), "grid.gpkg")
    return Made(zipped_shapefile(shapefile([RING], prj=prj, cpg=cpg)), "grid.zip")


@kind
def a_gpkg_with_views_and_triggers(rng: random.Random, ground: Ground) -> Made:
    columns = rng.choice(
        [
            f"1 AS fid, geom, readfile('{ground.canary}') AS title FROM area",
            f"n AS fid, x'4750' AS geom FROM ({ENDLESS})",
            f"load_extension('{ground.canary}') AS geom FROM area",
            "fid, geom, (SELECT count(*) FROM area a, area b) AS value FROM area",
        ]
    )
    view = f"CREATE VIEW v AS SELECT {columns};"
    trigger = f"CREATE TRIGGER t AFTER UPDATE ON area BEGIN SELECT load_extension('{ground.canary}'); END;"
    extension = EXTENSIONS + f" ('area', 'geom', 'gpkg_rtree_index', '{ground.url}', 'read-write');"
    statements = [view + REGISTERED, *rng.sample([trigger, extension], rng.randint(0, 2))]
    part = rng.choice(["v", "area", None])
    return Made(gpkg([({"value": 8.0, "unit": "CSI"}, BOX)], statements=statements), "views.gpkg", HowToRead(part=part))


@kind
def a_gpkg_with_hostile_shapes(rng: random.Random, ground: Ground) -> Made:
    nested = BOX
    for _ in range(rng.choice([5, 2_000])):
        nested = struct.pack("<BII", 1, 7, 1) + nested
    wkb = rng.choice(
        [
            nested,
            struct.pack("<BII", 1, 3, 2**31),
            struct.pack("<BII", 1, 6, 2**32 - 1),
            struct.pack("<BIII", 1, 3, 1, 2**28),
            b"",
            b"\x01",
            b"\x00" + BOX[1:],
            BOX[:13] + struct.pack("<d", float("nan")) + BOX[21:],
            shapely.to_wkb(shapely.Point(1, 1)),
            struct.pack("<BII", 1, 10, 1) + BOX,
            BOX + b"\0" * 99,
            shapely.to_wkb(shapely.box(1e300, 1e300, 1.1e300, 1.1e300)),
            rng.randbytes(200),
        ]
    )
    statement = rng.choice(
        [
            "",
            "DROP TABLE gpkg_spatial_ref_sys;",
            "UPDATE gpkg_contents SET table_name = '../x';",
            "DELETE FROM gpkg_geometry_columns;",
            WRONG_ROOT,
        ]
    )
    return Made(gpkg([({"value": 8.0, "unit": "CSI"}, wkb)], statements=[statement]), "shapes.gpkg")


@kind
def a_sqlite_that_is_no_gpkg(rng: random.Random, ground: Ground) -> Made:
    head = b"SQLite format 3\x00"
    return Made(
        rng.choice(
            [
                head,
                head + rng.randbytes(4_096),
                head + b"\0" * 100_000,
                sound_files()["a.gpkg"][:100] + rng.randbytes(8_000),
            ]
        ),
        "a.gpkg",
    )


@kind
def polyglots(rng: random.Random, ground: Ground) -> Made:
    files = sound_files()
    return Made(
        rng.choice(
            [
                files["a.geojson"] + files["a.kmz"],
                b"\x89PNG\r\n\x1a\n" + zlib.compress(b"x") + files["a.zip"],
                b"GIF89a<?xml version='1.0'?>" + SOUND_KML,
                b"<!--" + files["a.geojson"] + b"-->" + SOUND_KML,
                b"{}" + files["a.gpkg"],
                files["a.kmz"] + files["a.geojson"],
                b"PK\x03\x04" + files["a.geojson"],
                files["a.gpkg"] + files["a.zip"],
                b"\xff\xd8\xff" + files["a.cap"],
                files["a.csv"] + files["a.geojson"],
            ]
        ),
        rng.choice(["a.geojson", "a.zip", "a.xml"]),
    )
