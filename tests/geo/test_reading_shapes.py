"""KML, KMZ, GeoPackage, zipped Shapefile, circles, contours, GDACS: what they become and what is refused."""

import base64
import io
import json
import zipfile
from importlib import import_module
from typing import Any

import pytest
import shapely

from geo import gcj02
from geo.errors import FootprintError
from geo.footprint import Band, Footprint, make_footprint
from geo.readers import PLAIN, Options, circles, gdacs, geojson, kml, kmz, shakemap_contours, shakemap_grid
from geo.readers.archive import Archive
from geo.readers.assemble import assemble
from geo.readers.choosing import choose, opener_of
from geo.readers.formats import family_of, of_family
from geo.readers.opened import XmlDocument
from geo.sandbox import read_bytes_apart
from tests.geo.binary_files import BOX, gpkg, shapefile, zipped, zipped_shapefile

RING = [(103.0, 31.0), (103.0, 32.0), (104.0, 32.0), (104.0, 31.0), (103.0, 31.0)]
BOX_KM2 = 10_534
UTM_48 = (
    'PROJCS["WGS 84 / UTM zone 48N",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",105],PARAMETER["scale_factor",0.9996],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]'
)
#: The box of one degree in UTM zone 48N, corner by corner (pyproj, EPSG:32648).
UTM_RING = [
    (309_022, 3_431_360),
    (311_072, 3_542_266),
    (405_536, 3_540_873),
    (404_536, 3_429_953),
    (309_022, 3_431_360),
]


def behind_walls(data: bytes) -> Footprint:
    """Read as an upload is read; once for each way of reading, since a child costs half a second."""
    return read_bytes_apart(data, name="area")


def read(data: bytes, options: Options = PLAIN) -> Footprint:
    """Read with the same reader in this process."""
    family = family_of(data)
    readers = [(row, import_module(f"geo.readers.{row.module}")) for row in of_family(family)]
    _, reader, opened = choose(readers, opener_of(family)(data))
    said = assemble(reader.read(opened, options))
    bands = [Band(b["band"], b["value"], b["unit"], base64.b64decode(b["wkb"]), b["area_km2"]) for b in said["bands"]]
    return make_footprint(
        kind=said["kind"], title=said["title"] or "", source="test", bands=bands, notes=said["notes"], crs=said["crs"]
    )


def refusal(data: bytes) -> str:
    with pytest.raises(FootprintError) as caught:
        read(data)
    return str(caught.value)


def bounds(footprint: Footprint) -> tuple[float, ...]:
    return tuple(float(edge) for edge in shapely.total_bounds([shapely.from_wkb(band.wkb) for band in footprint.bands]))


def placemark(coordinates: str, *, extra: str = "", inner: str = "") -> str:
    hole = (
        f"<innerBoundaryIs><LinearRing><coordinates>{inner}</coordinates></LinearRing></innerBoundaryIs>"
        if inner
        else ""
    )
    ring = f"<outerBoundaryIs><LinearRing><coordinates>{coordinates}</coordinates></LinearRing></outerBoundaryIs>"
    return f"<Placemark><name>p</name>{extra}<Polygon>{ring}{hole}</Polygon></Placemark>"


def kml_of(*placemarks: str) -> bytes:
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Flood</name>{"".join(placemarks)}</Document></kml>'.encode()


SQUARE = "103,31,0 104,31,0 104,32,0 103,32,0 103,31,0"
DATA = (
    '<ExtendedData><Data name="value"><value>8</value></Data><Data name="unit"><value>csi</value></Data></ExtendedData>'
)


def test_placemarks_of_a_kml_become_bands_with_their_holes() -> None:
    inner = "103.4,31.4 103.6,31.4 103.6,31.6 103.4,31.6 103.4,31.4"

    raw = kml.parse(kml_of(placemark(SQUARE, extra=DATA, inner=inner)))
    (band,) = assemble(raw)["bands"]

    assert (band["band"], raw.title, raw.kind) == ("CSI-8", "Flood", "earthquake")
    assert band["area_km2"] == pytest.approx(BOX_KM2 * 0.96, rel=0.001)


def test_points_and_links_of_a_kml_are_told_and_left_out() -> None:
    point = "<Placemark><Point><coordinates>1,1</coordinates></Point></Placemark>"
    link = "<NetworkLink><Link><href>http://a/b.kml</href></Link></NetworkLink>"

    raw = kml.parse(kml_of(placemark(SQUARE), point, link))

    assert raw.notes == [
        "1 points or lines enclose no area and were left out (placemark 2: a Point).",
        "1 links to other files were not followed.",
    ]


def test_a_kmz_is_read_by_its_doc_and_pictures_are_not_looked_at() -> None:
    data = zipped({"doc.kml": kml_of(placemark(SQUARE)), "files/a.png": b"\x89PNG", "other.kml": b"<kml/>"})

    assert len(kmz.read(Archive(data)).bands) == 1
    assert behind_walls(data).bands[0].area_km2 == pytest.approx(BOX_KM2, rel=0.001)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"../a.kml": b""}, "'../a.kml', which leads out of it"),
        ({"/a.kml": b""}, "leads out of it"),
        ({"a\\..\\..\\b.kml": b""}, "leads out of it"),
        ({f"{n}.kml": b"" for n in range(65)}, "65 entries; at most 64"),
        ({"a.kml": b"\0" * (4 << 20)}, "inflates more than 200 times"),
        ({"a.kml": b"", "b.kml": b""}, "2 KML files and no doc.kml"),
        ({"a.txt": b""}, "holds no .kml"),
    ],
)
def test_an_archive_that_is_not_sound_is_not_unpacked(files: dict[str, bytes], problem: str) -> None:
    with pytest.raises(FootprintError) as caught:
        kmz.read(Archive(zipped(files)))

    assert problem in str(caught.value)


def test_real_bytes_are_counted_whatever_the_archive_declares() -> None:
    data = bytearray(zipped({"doc.kml": b"\0" * (4 << 20)}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")

    with pytest.raises(FootprintError, match=r"(inflates more than 200 times|cannot be unpacked)"):
        kmz.read(Archive(bytes(data)))


def test_links_in_an_archive_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("doc.kml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")

    with pytest.raises(FootprintError, match="a link or a device"):
        Archive(target.getvalue())


def test_a_geopackage_is_read_and_says_its_coordinates() -> None:
    footprint = behind_walls(
        gpkg([({"value": 8.0, "unit": "CSI", "title": "震区"}, BOX), ({"value": 8.0, "unit": "CSI"}, None)])
    )

    assert [(band.band, round(band.area_km2)) for band in footprint.bands] == [("CSI-8", BOX_KM2)]
    assert footprint.crs == "WGS-84, declared in the file"
    assert footprint.title == "震区"
    assert footprint.notes == ("1 rows have no shape and were left out.",)


def test_a_geopackage_in_another_coordinate_system_is_converted_and_says_so() -> None:
    shape = shapely.to_wkb(shapely.Polygon(UTM_RING))

    footprint = behind_walls(gpkg([({}, shape)], srs_id=32648, definition=UTM_48))

    assert "declared in the file; converted to WGS-84" in footprint.crs
    assert bounds(footprint) == pytest.approx((103, 31, 104, 32), abs=0.01)


@pytest.mark.parametrize(
    ("wkb", "problem"),
    [
        (shapely.to_wkb(shapely.Point(103, 31)), "row 1: a Point encloses no area"),
        (shapely.to_wkb(shapely.box(500_000, 3_400_000, 600_000, 3_500_000)), "outside the world"),
    ],
    ids=["a point", "metres"],
)
def test_rows_without_an_area_are_refused(wkb: bytes, problem: str) -> None:
    with pytest.raises(FootprintError) as caught:
        behind_walls(gpkg([({}, wkb)]))

    assert problem in str(caught.value)


def test_a_shapefile_in_gbk_without_cpg_is_read_and_said() -> None:
    footprint = behind_walls(zipped_shapefile(shapefile([RING], names=["汶川震区".encode("gbk")])))

    assert footprint.title == "汶川震区"
    assert [(band.band, round(band.area_km2)) for band in footprint.bands] == [("CSI-8", BOX_KM2)]
    assert footprint.crs == "missing; taken as WGS-84 longitude and latitude"
    assert "The .dbf says no encoding; its text was read as GBK." in footprint.notes


def test_a_projected_shapefile_is_converted_by_its_prj() -> None:
    footprint = read(zipped_shapefile(shapefile([UTM_RING[::-1]], prj=UTM_48)))

    assert bounds(footprint) == pytest.approx((103, 31, 104, 32), abs=0.01)
    assert footprint.crs == "EPSG:32648, declared in the file; converted to WGS-84"


def test_a_shapefile_whose_numbers_are_no_degrees_and_that_has_no_prj_is_refused() -> None:
    assert "outside the world in degrees" in refusal(zipped_shapefile(shapefile([UTM_RING[::-1]])))


def test_a_shapefile_without_its_table_is_refused() -> None:
    parts = shapefile([RING])
    del parts[".dbf"]

    assert "no .dbf beside 'area.shp'" in refusal(zipped_shapefile(parts))


def shifted(ring: list[tuple[float, float]]) -> list[list[float]]:
    lon, lat = gcj02.from_wgs84([x for x, _ in ring], [y for _, y in ring])
    return [[x, y] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]


@pytest.mark.parametrize("declared", ["GCJ-02", "gcj02", "urn:ogc:def:crs:GCJ02"])
def test_declared_gcj_02_is_converted_and_said(declared: str) -> None:
    polygon = {"type": "Polygon", "coordinates": [shifted(RING)]}
    by_file = json.dumps({"type": "Feature", "properties": {}, "geometry": polygon, "crs": declared})

    in_file, by_hand = read(by_file.encode()), read(json.dumps(polygon).encode(), Options(crs=declared))

    assert bounds(in_file) == pytest.approx((103, 31, 104, 32), abs=1e-7)
    assert bounds(by_hand) == bounds(in_file)
    assert in_file.crs == "GCJ-02, declared in the file; converted to WGS-84"
    assert by_hand.crs == "GCJ-02, declared by hand; converted to WGS-84"


def test_nothing_is_shifted_that_is_not_declared() -> None:
    raw = geojson.parse(json.dumps({"type": "Polygon", "coordinates": [shifted(RING)]}).encode())

    assert raw.crs == "WGS-84"
    assert raw.bands[0].polygons[0][1][0] == shifted(RING)


def test_coordinates_nobody_knows_are_refused() -> None:
    with pytest.raises(FootprintError, match="'Moon' are not known; give one of WGS-84, GCJ-02, BD-09"):
        geojson.parse(json.dumps({"type": "Polygon", "coordinates": [RING]}).encode(), Options(crs="Moon"))


def polygon(*rings: list[tuple[float, float]]) -> bytes:
    return json.dumps({"type": "Polygon", "coordinates": rings}).encode()


@pytest.mark.parametrize(
    "ring",
    [
        [(179.0, 0.0), (-179.0, 0.0), (-179.0, 2.0), (179.0, 2.0), (179.0, 0.0)],
        [(179.0, 0.0), (181.0, 0.0), (181.0, 2.0), (179.0, 2.0), (179.0, 0.0)],
        [(-181.0, 0.0), (-179.0, 0.0), (-179.0, 2.0), (-181.0, 2.0), (-181.0, 0.0)],
    ],
)
def test_a_ring_across_180_degrees_is_cut_there_however_it_is_written(ring: list[tuple[float, float]]) -> None:
    said = assemble(geojson.parse(polygon(ring)))

    shape = shapely.from_wkb(base64.b64decode(said["bands"][0]["wkb"]))

    assert shape.bounds == (-180.0, 0.0, 180.0, 2.0)
    assert shape.area == pytest.approx(4.0)
    assert "crosses 180° and was cut there" in said["notes"][0]


def test_a_hole_goes_with_its_shell_across_180_degrees() -> None:
    shell = [(178.0, 0.0), (-178.0, 0.0), (-178.0, 4.0), (178.0, 4.0), (178.0, 0.0)]
    hole = [(-179.5, 1.0), (-179.0, 1.0), (-179.0, 2.0), (-179.5, 2.0), (-179.5, 1.0)]

    (band,) = assemble(geojson.parse(polygon(shell, hole)))["bands"]

    assert band["area_km2"] == pytest.approx((16 - 0.5) * 12_300, rel=0.01)


def test_a_ring_around_a_pole_is_refused_with_the_way_out() -> None:
    ring = [(float((lon + 180) % 360 - 180), 80.0) for lon in range(0, 360, 30)]

    with pytest.raises(FootprintError, match="runs around a pole; cut it at 180°"):
        geojson.parse(polygon([*ring, ring[0]]))


def test_a_ring_around_the_whole_world_stays_whole() -> None:
    raw = geojson.parse(polygon([(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)]))

    assert {tuple(corner) for corner in raw.bands[0].polygons[0][1][0]} == {
        (-180, -90),
        (180, -90),
        (180, 90),
        (-180, 90),
    }
    assert assemble(raw)["notes"] == []


def test_a_shapefile_with_a_cpg_is_read_as_it_says() -> None:
    for cpg, name in (("UTF-8", "汶川".encode()), ("GBK", "汶川".encode("gbk")), ("CP936", "汶川".encode("gbk"))):
        footprint = read(zipped_shapefile(shapefile([RING], names=[name], cpg=cpg)))

        assert footprint.title == "汶川"
        assert footprint.notes == ()


def test_an_enclave_is_not_part_of_the_area() -> None:
    inner = [(103.4, 31.4), (103.6, 31.4), (103.6, 31.6), (103.4, 31.6), (103.4, 31.4)]

    (band,) = assemble(geojson.parse(polygon(RING, inner)))["bands"]

    assert band["area_km2"] == pytest.approx(BOX_KM2 * 0.96, rel=0.001)


TABLE = "lon,lat,radius_km,value,unit\n103,31,50,8,CSI\n104,31,20,9,CSI\n"


def test_a_table_of_points_with_radius_becomes_circles() -> None:
    raw = circles.parse(TABLE.encode())
    bands = {band["band"]: band["area_km2"] for band in assemble(raw)["bands"]}

    assert bands == {"CSI-8": pytest.approx(7854, rel=0.005), "CSI-9": pytest.approx(1257, rel=0.005)}
    assert raw.crs_note == "missing; taken as WGS-84 longitude and latitude"


def test_a_chinese_table_in_gbk_with_its_datum_is_read_and_converted() -> None:
    raw = circles.parse("经度,纬度,半径公里,坐标系\n104.0,30.0,10,GCJ-02\n".encode("gbk"))

    lons = [lon for lon, _ in raw.bands[0].polygons[0][1][0]]
    assert (min(lons) + max(lons)) / 2 == pytest.approx(float(gcj02.to_wgs84(104.0, 30.0)[0]), abs=1e-6)
    assert raw.notes == ["The file is not UTF-8; read as GB18030 (GBK)."]
    assert "GCJ-02, declared in the file" in raw.crs_note


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("lon,lat,name\n1,2,a", "points without radius_km is no area; sites come in by `tongxin geo import-sites`"),
        ("lon,lat,radius_km\n103,31,", "line 2, radius_km is missing"),
        ("lon,lat,radius_km\n103,99,5", "line 2, latitude: '99' is no number from -90 to 90"),
        ("lon,lat,radius_km,value\n103,31,5,8", "value without unit"),
        ("lon,lat,radius_km\n", "a header and no rows"),
        ("Dear colleagues,\nthe river rose", "'Dear colleagues,' begins no format that is read"),
        ("", "the file is empty"),
    ],
)
def test_a_table_that_is_no_area_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(FootprintError) as caught:
        circles.parse(text.encode())

    assert problem in str(caught.value)


def contour(value: float, *lines: list[tuple[float, float]]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"value": value, "units": "mmi"},
            "geometry": {"type": "MultiLineString", "coordinates": lines}}  # fmt: skip


def square(half: float) -> list[tuple[float, float]]:
    return [(x, y) for x, y in ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half))]


def contours(*features: dict[str, Any]) -> dict[str, float]:
    raw = shakemap_contours.parse(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    return {band["band"]: band["area_km2"] for band in assemble(raw)["bands"]}


def test_ground_between_lines_belongs_to_the_lower_line_and_halves_join_their_degree() -> None:
    bands = contours(contour(4.5, square(4)), contour(5.0, square(3)), contour(5.5, square(2)))

    unit = 12_309  # km² of a square degree at the equator
    assert bands["MMI-6"] == pytest.approx(16 * unit, rel=0.01)
    assert bands["MMI-5"] == pytest.approx((64 - 16) * unit, rel=0.01)


def test_lines_that_leave_the_map_are_closed_by_its_edge() -> None:
    # MMI grows to the east; both lines run from the south edge of the map to its north edge
    bands = contours(
        contour(4.0, [(0, 0), (0, 10)]), contour(5.0, [(5, 0), (5, 10)]), contour(6.0, [(8, 0), (8, 10), (9, 10)])
    )

    assert bands["MMI-4"] == pytest.approx(5 * 10 * 12_270, rel=0.01)
    assert bands["MMI-5"] == pytest.approx(3 * 10 * 12_270, rel=0.01)
    assert bands["MMI-6"] == pytest.approx(1 * 10 * 12_270, rel=0.01)


def test_a_hollow_inside_a_ridge_belongs_to_the_band_below() -> None:
    bands = contours(contour(6.0, square(4)), contour(7.0, square(3), square(1)))

    assert bands["MMI-7"] == pytest.approx((36 - 4) * 12_309, rel=0.01)
    assert bands["MMI-6"] == pytest.approx((64 - 36 + 4) * 12_309, rel=0.01)


def test_colours_of_gdacs_are_levels() -> None:
    def part(name: str, west: float) -> dict[str, Any]:
        ring = [(west, 0), (west + 1, 0), (west + 1, 1), (west, 1), (west, 0)]
        return {"type": "Feature", "properties": {"eventtype": "TC", "eventid": 1, "Class": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip

    point = {**part("Point_Centroid", 0), "geometry": {"type": "Point", "coordinates": [0, 0]}}
    features = [point, part("Poly_Green", 0), part("Poly_Orange", 2), part("Poly_Red", 4)]
    raw = gdacs.parse(json.dumps({"type": "FeatureCollection", "features": features}).encode())

    assert (raw.kind, raw.source) == ("typhoon", "GDACS TC 1")
    assert sorted(band.value for band in raw.bands) == [1.0, 2.0, 3.0]
    assert raw.notes == ["1 points or lines of the event enclose no area and were left out."]


QUAKE = (
    '<q:quakeml xmlns:q="http://quakeml.org/xmlns/quakeml/1.2" xmlns="http://quakeml.org/xmlns/bed/1.2"><eventParameters>'
    "<event><description><text>Eastern Sichuan</text></description>"
    "<origin><time><value>2008-05-12T06:28:01Z</value></time>"
    "<latitude><value>31.002</value></latitude><longitude><value>103.322</value></longitude>"
    "<depth><value>19000</value></depth></origin><magnitude><mag><value>7.9</value></mag></magnitude></event>"
    "</eventParameters></q:quakeml>"
)


def test_an_earthquake_without_an_area_is_refused_with_what_it_says() -> None:
    with pytest.raises(FootprintError) as caught:
        shakemap_grid.read(XmlDocument(QUAKE.encode()))

    for words in (
        "M 7.9",
        "Eastern Sichuan",
        "2008-05-12T06:28:01Z",
        "depth 19 km",
        "give its ShakeMap or draw the area",
    ):
        assert words in str(caught.value)


def test_an_earthquake_of_a_usgs_feed_is_refused_alike() -> None:
    point = {
        "type": "Feature",
        "properties": {"mag": 7.9},
        "geometry": {"type": "Point", "coordinates": [103.3, 31, 19]},
    }

    with pytest.raises(FootprintError, match=r"an earthquake of magnitude 7\.9 as a point"):
        geojson.parse(json.dumps({"type": "FeatureCollection", "features": [point]}).encode())
