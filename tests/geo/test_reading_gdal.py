"""GeoPackage and zipped Shapefile: bands, texts, coordinate systems, what is refused."""

import pytest
import shapely

from geo.errors import FootprintError
from tests.geo.binary_files import BOX, gpkg, shapefile, zipped_shapefile
from tests.geo.reading import BOX_KM2, RING, behind_walls, bounds, read, refusal

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


def test_a_shapefile_with_a_cpg_is_read_as_it_says() -> None:
    for cpg, name in (("UTF-8", "汶川".encode()), ("GBK", "汶川".encode("gbk")), ("CP936", "汶川".encode("gbk"))):
        footprint = read(zipped_shapefile(shapefile([RING], names=[name], cpg=cpg)))

        assert footprint.title == "汶川"
        assert footprint.notes == ()
