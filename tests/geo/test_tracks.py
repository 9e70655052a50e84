"""Typhoon tracks: swaths, steps, estimated radii, and the files they come from."""

import json
import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.errors import FootprintError
from geo.readers import Options, storm_cma, storm_csv, storm_json
from geo.readers.opened import TextDocument
from geo.tracks import (
    BANDS,
    KNOT_MS,
    Fix,
    Radii,
    Track,
    fix_at,
    from_plain,
    gaps,
    make_track,
    steps,
    swath,
    to_plain,
    with_estimated_radii,
)
from geo.wind_radii import estimated_radius_km

NOON = datetime(2014, 7, 18, 12, tzinfo=UTC)


def fix(hours: float, lon: float, lat: float, *radii: Radii, wind: float | None = 40.0) -> Fix:
    return Fix(NOON + timedelta(hours=hours), lon, lat, wind, None, radii)


def track(*fixes: Fix) -> Track:
    return make_track(fixes, storm="201409", agency="test", unit="kn")


def ground(rings: list[list[list[float]]]) -> Any:
    return shapely.union_all([shapely.Polygon(ring) for ring in rings])


def even(value: float, km: float) -> Radii:
    return Radii(value, km, km, km, km)


def test_one_fix_covers_four_quarter_circles_of_their_own_radii() -> None:
    only = track(fix(0, 110.0, 20.0, Radii(34.0, 200.0, 100.0, 100.0, 100.0)))

    (ring,) = swath(only, 34.0)
    shape = shapely.Polygon(ring)

    assert shape.covers(shapely.Point(110.0, 20.0))
    assert shape.bounds[3] - 20.0 == pytest.approx(200 / 110.7, rel=0.01)
    assert 20.0 - shape.bounds[1] == pytest.approx(100 / 110.7, rel=0.01)
    assert shape.bounds[2] - 110.0 == pytest.approx(200 / (111.3 * math.cos(math.radians(20))), rel=0.01)


def test_between_two_fixes_lies_the_hull_of_both() -> None:
    moving = track(fix(0, 110.0, 20.0, even(34.0, 100.0)), fix(6, 114.0, 20.0, even(34.0, 100.0)))

    shape = ground(swath(moving, 34.0))

    assert shape.covers(shapely.LineString([(110, 20), (114, 20)]).buffer(0.5))
    assert not shape.intersects(shapely.Point(112, 22))


def test_a_wind_that_only_the_later_fix_has_grows_over_the_leg() -> None:
    growing = track(fix(0, 110.0, 20.0), fix(6, 112.0, 20.0, even(64.0, 100.0)))

    shape = ground(swath(growing, 64.0))
    half = fix_at(growing, NOON + timedelta(hours=3)).radii_of(64.0)

    assert shape.touches(shapely.Point(110.0, 20.0))
    assert half.quadrants == pytest.approx((50.0,) * 4)
    assert swath(growing, 34.0) == []


def test_steps_together_cover_the_whole_and_nothing_more() -> None:
    storm = track(*(fix(6 * n, 112.0 - n, 18.0 + n / 2, Radii(34.0, 200, 150, 100, 180)) for n in range(5)))
    times = steps(storm, hours=6)

    parts = [ground(swath(storm, 34.0, since=a, until=b)) for a, b in pairwise(times)]

    assert times == tuple(NOON + timedelta(hours=6 * n) for n in range(5))
    assert shapely.union_all(parts).symmetric_difference(ground(swath(storm, 34.0))).area < 1e-9
    assert steps(storm, hours=10)[-1] == storm.ends


def test_until_cuts_the_swath_at_an_interpolated_fix() -> None:
    storm = track(fix(0, 110.0, 20.0, even(34.0, 100.0)), fix(6, 116.0, 20.0, even(34.0, 100.0)))

    shape = ground(swath(storm, 34.0, until=NOON + timedelta(hours=2)))

    assert shape.covers(shapely.Point(112.0, 20.0))
    assert not shape.intersects(shapely.Point(113.5, 20.0))
    assert swath(storm, 34.0, since=NOON + timedelta(days=2)) == []


def test_a_swath_across_180_degrees_runs_on_beyond_it() -> None:
    storm = track(fix(0, 179.5, 20.0, even(34.0, 100.0)), fix(6, -179.0, 20.0, even(34.0, 100.0)))

    west, _, east, _ = ground(swath(storm, 34.0)).bounds

    assert west == pytest.approx(178.5, abs=0.1)
    assert east == pytest.approx(182.0, abs=0.1)


def test_a_leg_of_more_than_a_day_is_not_bridged_and_told() -> None:
    storm = track(fix(0, 110.0, 20.0, even(34.0, 100.0)), fix(25, 120.0, 20.0, even(34.0, 100.0)))

    assert len(swath(storm, 34.0)) == 2
    assert not ground(swath(storm, 34.0)).intersects(shapely.Point(115, 20))
    assert gaps(storm) == ((NOON, NOON + timedelta(hours=25)),)


def test_radii_of_the_centre_are_never_mixed_with_estimates() -> None:
    given_radii = track(fix(0, 110.0, 20.0, even(34.0, 100.0)), fix(6, 111.0, 20.0))
    none = track(fix(0, 110.0, 20.0, wind=60.0), fix(6, 111.0, 20.0, wind=None))

    assert with_estimated_radii(given_radii) is given_radii
    assert [len(f.radii) for f in with_estimated_radii(none).fixes] == [3, 0]
    assert with_estimated_radii(none).estimated == 1


def test_estimated_radii_of_a_strong_typhoon_are_of_the_usual_size() -> None:
    # gales reach 203 km from the centre on average in the western North Pacific (doi 10.1007/s13351-011-0008-9)
    radii = [estimated_radius_km(ms, max_wind_ms=140 * KNOT_MS, lat=19.9) for ms in BANDS["kn"].values()]

    assert radii == sorted(radii, reverse=True)
    assert 150 < radii[0] < 300
    assert 60 < radii[2] < 130


@given(st.floats(0, 100), st.floats(0, 100), st.floats(-60, 60))
def test_an_estimate_is_never_negative_and_none_beyond_the_highest_wind(
    wind: float, highest: float, lat: float
) -> None:
    km = estimated_radius_km(wind, max_wind_ms=highest, lat=lat)

    assert 0 <= km < 1_700
    assert (km > 0) == (highest >= wind and highest > 0)


coordinates = st.tuples(st.floats(-180, 180), st.floats(-80, 80), st.lists(st.floats(0, 800), min_size=4, max_size=4))


@settings(max_examples=40)
@example([(0.0, 62.0, [0.0, 0.0, 0.0, 1e-9])])  # a radius too small for any circle
@given(st.lists(coordinates, min_size=1, max_size=6))
def test_any_track_gives_closed_rings_around_its_fixes(places: list[tuple[float, float, list[float]]]) -> None:
    storm = track(*(fix(6 * n, lon, lat, Radii(34.0, *km)) for n, (lon, lat, km) in enumerate(places)))

    for ring in swath(storm, 34.0):
        assert ring[0] == ring[-1]
        assert len(ring) > 3
        assert all(math.isfinite(x) and math.isfinite(y) for x, y in ring)
    assert from_plain(json.loads(json.dumps(to_plain(storm)))) == storm


@pytest.mark.parametrize("wrong", [{}, {"fixes": [[1]]}, {"fixes": [["2014-07-18", 1, 2, 3, 4, []]]}, None, []])
def test_a_track_out_of_order_is_refused(wrong: Any) -> None:
    with pytest.raises(FootprintError, match="out of order"):
        from_plain({"storm": "", "name": None, "agency": "", "unit": "kn", "estimated": 0, **wrong} if wrong else wrong)


HEADER = "CY,Year,Month,Day,Hour,Lat,Lon,VMax,MSLP,SN,Cat"
JTWC = "\r\n".join([HEADER, *(f"9,2014,7,18,{h},{19 + h / 10},111.3,140.0,918.0,201409,Cat5" for h in (0, 6, 12)),
                    "10,2014,7,19,0,10.0,130.0,30.0,1000.0,201410,TD"])  # fmt: skip


@pytest.mark.parametrize("part", ["2014-09", "201409", "2014 09"])
def test_a_storm_of_jtwc_is_named_in_any_spelling(part: str) -> None:
    raw = storm_csv.parse(JTWC.encode(), Options(part=part))

    assert [band.value for band in raw.bands] == [64.0, 50.0, 34.0]
    assert {band.unit for band in raw.bands} == {"kn"}
    assert (raw.valid_from, raw.valid_to) == ("2014-07-18T00:00:00+00:00", "2014-07-18T12:00:00+00:00")
    assert "estimated from the highest wind" in raw.notes[0]


@pytest.mark.parametrize(
    ("text", "part", "problem"),
    [
        (JTWC, None, "holds 2 storms (201409 to 201410); name one as the part, for example --part 2014-09"),
        (JTWC, "2014-77", "no storm is called '2014-77'; near it are 201409"),
        (JTWC, "2014-10", "no wind of 34 kn or more: the highest of 1 fixes is 15 m/s"),
        (JTWC.replace("19.6", "north"), "2014-09", "line 3, lat: 'north' is no number from -90 to 90"),
        (JTWC.replace("7,18,6", "2,30,6"), "2014-09", "line 3: 2014-2-30 is no day"),
        (HEADER, None, "no row has a SN"),
    ],
)
def test_what_cannot_be_read_of_a_table_is_named_by_its_line(text: str, part: str | None, problem: str) -> None:
    with pytest.raises(FootprintError) as caught:
        storm_csv.parse(text.encode(), Options(part=part))

    assert problem in str(caught.value)


IBTRACS = """SID,SEASON,NAME,ISO_TIME,LAT,LON,WMO_WIND,USA_WIND,USA_R34_NE,USA_R34_SE,USA_R34_SW,USA_R34_NW
 ,Year, , ,degrees_north,degrees_east,kts,kts,nmile,nmile,nmile,nmile
2014190N08154,2014,RAMMASUN,2014-07-18 06:00:00,19.9,111.3, ,140,130,120,110,120
2014190N08154,2014,RAMMASUN,2014-07-18 12:00:00,20.4,110.3, ,125,130,120,110,120
2014204N12137,2014,MATMO,2014-07-22 06:00:00,22.0,122.5, ,80, , , , 
"""  # noqa: W291 - IBTrACS writes a space where it has nothing
ATCF = """WP, 09, 2014071806,   , BEST,   0, 199N, 1113E, 140,  918, ST,  34, NEQ,  130,  120,  110,  120,
WP, 09, 2014071806,   , BEST,   0, 199N, 1113E, 140,  918, ST,  50, NEQ,   75,   70,   70,   75,
WP, 09, 2014071812,   , BEST,   0, 204N, 1103E, 125,  930, TY,  34, AAA,  130,    0,    0,    0,
"""
CMA = """66666 1409   46 0012 1409 0 6 Rammasun                           20150101
2014071806 6 199 1113  910      60
2014071812 6 204 1103  920      55
66666 0000   46 0013 0000 0 6 (nameless)                         20150101
2014071806 1 100 1300 1004      12
"""


@pytest.mark.parametrize("part", ["RAMMASUN", "rammasun 2014", "2014190N08154"])
def test_ibtracs_gives_quadrants_in_nautical_miles_by_name_or_sid(part: str) -> None:
    raw = storm_csv.parse(IBTRACS.encode(), Options(part=part))

    (band,) = raw.bands
    north = max(lat for _, rings in band.polygons for _, lat in rings[0])
    assert north - 20.4 == pytest.approx(130 * 1.852 / 110.7, rel=0.01)
    assert raw.notes == []
    assert raw.title == "RAMMASUN 2014190N08154"


def test_rows_of_an_atcf_deck_are_joined_by_time() -> None:
    plain = storm_csv.describe(TextDocument(ATCF.encode()))
    storm = from_plain({name: value for name, value in plain.items() if name != "kind_of_document"})

    assert (storm.storm, len(storm.fixes)) == ("WP092014", 2)
    assert [radii.value for radii in storm.fixes[0].radii] == [34.0, 50.0]
    assert storm.fixes[1].radii_of(34.0).quadrants == pytest.approx((130 * 1.852,) * 4)


@pytest.mark.parametrize("part", ["1409", "Rammasun", "0012"])
def test_cmas_best_track_becomes_bands_of_force(part: str) -> None:
    raw = storm_cma.parse(CMA.encode(), Options(part=part))

    assert [(band.unit, band.value) for band in raw.bands] == [("force", 12.0), ("force", 10.0), ("force", 7.0)]
    assert raw.valid_from == "2014-07-18T06:00:00+00:00"


def test_tokyos_format_is_told_apart_and_refused_with_the_way_out() -> None:
    text = "66666 9119 150 0045 9119 0 6 MIRREILE 19920701\n91092706 002 5 325 1293 935 095 30180 0140 30400 0260"

    with pytest.raises(FootprintError, match="this is RSMC Tokyo's format, give IBTrACS instead"):
        storm_cma.parse(text.encode())


def qweather(**changes: Any) -> bytes:
    radius = {"neRadius": "200", "seRadius": "150", "swRadius": "150", "nwRadius": "250"}
    fixes = [
        {"time": f"2020-11-07T{h}:00+08:00", "lat": "22.6", "lon": f"{h + 100}", "windSpeed": "18",
         "windRadius30": radius, "windRadius50": "null", "pressure": "null", **changes}
        for h in (17, 18)
    ]  # fmt: skip
    return json.dumps({"code": "200", "track": fixes}).encode()


def test_numbers_of_qweather_are_texts_and_null_is_a_text_too() -> None:
    raw = storm_json.parse(qweather(windRadius64={"neRadius": "", "seRadius": None}))

    assert [(band.unit, band.value) for band in raw.bands] == [("force", 7.0)]
    assert raw.notes == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"lat": "null"}, "fix 1, lat is missing"),
        ({"lat": "91"}, "fix 1, lat: '91' is no number from -90 to 90"),
        ({"time": "2020-11-07T17:00"}, "has no offset; write it as 2020-11-07T17:00+08:00"),
        ({"windRadius30": {"neRadius": "far"}}, "fix 1, windRadius30, neRadius: 'far' is no number"),
        ({"windRadius30": 7}, "windRadius30: must hold neRadius"),
        ({"windRadius30": None, "windSpeed": "9"}, "no wind of force 7 or more"),
        ({"windRadius30": None, "windSpeed": ""}, "neither wind radii nor winds"),
    ],
)
def test_a_fix_that_cannot_be_read_is_named(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(FootprintError) as caught:
        storm_json.parse(qweather(**changes))

    assert problem in str(caught.value)
