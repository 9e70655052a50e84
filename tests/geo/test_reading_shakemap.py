"""ShakeMap grids: the rule of the bands, odd real files, and what is refused."""

from pathlib import Path

import pytest
import shapely

from geo.errors import FootprintError
from geo.exposure import Exposure
from geo.footprint_reading import read_footprint
from geo.impact import assess
from geo.impact_json import impact_document
from geo.readers import shakemap_grid
from geo.regions import Regions

FIELDS = '<grid_field index="1" name="LON"/><grid_field index="2" name="LAT"/><grid_field index="3" name="MMI"/>'


def grid(
    values: list[list[object]],
    *,
    fields: str = FIELDS,
    spec: str | None = None,
    head: str = "",
    stamp: str = "",
) -> bytes:
    rows, columns = len(values), len(values[0])
    east, north = 103 + (columns - 1) * 0.5, 31 + (rows - 1) * 0.5
    spec = spec or (
        f'<grid_specification lon_min="103" lat_min="31" lon_max="{east}" lat_max="{north}" '
        f'nlon="{columns}" nlat="{rows}"/>'
    )
    lines = [
        f"{103 + c * 0.5} {north - r * 0.5} {value}" for r, row in enumerate(values) for c, value in enumerate(row)
    ]
    return (
        f'<?xml version="1.0"?>{head}\n<shakemap_grid xmlns="urn:odd" event_id="e1" shakemap_originator="us">\n'
        f'<event magnitude="6.1" event_timestamp="{stamp}" event_description="Somewhere"/>\n{spec}\n{fields}\n'
        "<grid_data>\n" + "\n".join(lines) + "\n</grid_data>\n</shakemap_grid>\n"
    ).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(FootprintError) as caught:
        shakemap_grid.parse(data)
    return str(caught.value)


def test_band_n_is_from_n_minus_a_half_up_to_n_plus_a_half(tmp_path: Path) -> None:
    path = tmp_path / "grid.xml"
    path.write_bytes(grid([[5.49, 5.5], [6.49, 6.5]]))

    bands = {band.band: shapely.from_wkb(band.wkb) for band in read_footprint(path).bands}

    assert set(bands) == {"MMI-5", "MMI-6", "MMI-7"}
    assert bands["MMI-5"].bounds == pytest.approx((102.75, 31.25, 103.25, 31.75))
    assert bands["MMI-6"].contains(shapely.Point(103.5, 31.5))
    assert bands["MMI-6"].contains(shapely.Point(103.0, 31.0))
    assert bands["MMI-7"].bounds == pytest.approx((103.25, 30.75, 103.75, 31.25))


def test_cells_cover_the_grid_without_gap_or_overlap(tmp_path: Path) -> None:
    path = tmp_path / "grid.xml"
    path.write_bytes(grid([[(r * c) % 7 + 1 for c in range(9)] for r in range(8)]))

    shapes = [shapely.from_wkb(band.wkb) for band in read_footprint(path).bands]

    assert sum(map(shapely.area, shapes)) == pytest.approx(9 * 8 * 0.25)
    assert shapely.area(shapely.union_all(shapes)) == pytest.approx(9 * 8 * 0.25)


@pytest.mark.parametrize(
    ("stamp", "read"),
    [
        ("2008-05-12T06:28:01UTC", "2008-05-12T06:28:01+00:00"),
        ("2013-11-05T06:08:09WIB", "2013-11-05T06:08:09+07:00"),
        ("2008-05-12 14:28:04+08:00", "2008-05-12T14:28:04+08:00"),
        ("2008-05-12T06:28:01.5Z", "2008-05-12T06:28:01+00:00"),
        ("2008-05-12T06:28:01CST", None),
        ("yesterday", None),
    ],
)
def test_the_zone_of_a_time_is_understood_or_the_time_left_out(stamp: str, read: str | None) -> None:
    footprint = shakemap_grid.parse(grid([[5, 5], [5, 5]], stamp=stamp))

    assert footprint.valid_from == read
    assert any("event_timestamp" in note for note in footprint.notes) is (read is None)


def test_the_bmkg_papua_grid_is_read_and_names_no_region(
    real_data: Path, china: Regions, china_exposure: Exposure
) -> None:
    footprint = read_footprint(real_data / "hazards/shakemap/bmkg_papua_20131105/grid.xml")

    impact = assess(footprint, china, china_exposure)

    assert [band.band for band in footprint.bands] == ["MMI-4", "MMI-3", "MMI-2", "MMI-1"]
    assert footprint.valid_from == "2013-11-05T06:08:09+07:00"
    assert footprint.title == "M 3.6 Papua"
    assert sum(band.area_km2 for band in footprint.bands) == pytest.approx(101 * 101 * 2.780 * 2.7615, rel=0.01)
    assert impact_document(impact)["regions"] == []
    assert impact.not_assessed == ()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (grid([[5, 5], [5, 5]], head='<!DOCTYPE x [<!ENTITY a "b">]>'), "DTD or entity"),
        (grid([[5, 5], [5, 5]], head='<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "DTD or entity"),
        (b"<shakemap_grid>\n<event>\n</shakemap_grid>", "line 3: not well-formed XML"),
        (b"<alert/>", "the root element is 'alert'"),
        (b"<shakemap_grid/>", "grid_specification is missing"),
        (grid([[5, "NaN"], [5, 5]]), "line 8: MMI is 'NaN'"),
        (grid([[5, 5], ["x", 5]]), "line 9: MMI is 'x'"),
        (grid([[5, 5], [5, 77]]), "MMI 77 is outside 0 to 12"),
        (grid([[5, 5], [5, "5 5"]]), "line 10: 4 values, but there are 3 fields"),
        (grid([[5, 5], [5, 5]], fields=FIELDS.replace("MMI", "PGA")), "no field MMI"),
        (grid([[5, 5], [5, 5]], fields=FIELDS.replace('index="3"', 'index="4"')), "not 1, 2, 3"),
        (grid([[5, 5], [5, 5]], fields=FIELDS.replace('index="3"', 'index="-1"')), "index='-1'"),
        (
            grid([[5, 5], [5, 5]], spec='<grid_specification lon_min="103" lat_min="31" lon_max="104" lat_max="32" '
                 'nlon="3" nlat="3"/>'),
            "5 of 9 nodes are missing",
        ),
        (
            grid([[5, 5], [5, 5]], spec='<grid_specification lon_min="103" lat_min="31" lon_max="104" lat_max="32" '
                 'nlon="9000" nlat="9000"/>'),
            "81,000,000 nodes",
        ),
        (
            grid([[5, 5], [5, 5]], spec='<grid_specification lon_min="inf" lat_min="31" lon_max="104" lat_max="32" '
                 'nlon="2" nlat="2"/>'),
            "lon_min='inf' is not a finite number",
        ),
        (
            grid([[5, 5], [5, 5]], spec='<grid_specification lon_min="90" lat_min="31" lon_max="91" lat_max="32" '
                 'nlon="2" nlat="2"/>'),
            "is no node of the grid_specification",
        ),
        (grid([[0.1, 0.2], [0.3, 0.4]]), "no node has an MMI of 0.5 or more"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_grid_is_refused_with_its_place(data: bytes, problem: str) -> None:
    assert problem in refusal(data)


def test_an_encoding_that_needs_more_than_the_parser_is_refused_and_not_crashed(tmp_path: Path) -> None:
    path = tmp_path / "grid.xml"
    path.write_bytes(grid([[5, 5], [5, 5]]).replace(b'version="1.0"', b'version="1.0" encoding="EUC-KR"'))

    with pytest.raises(FootprintError, match=r"grid\.xml: .*save the file as UTF-8"):
        read_footprint(path)
