"""`tongxin geo read` and `geo impact` with what a person says beside a file."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tongxin, tongxin, var  # noqa: F401 - the command line inside this process

JTWC = (
    "CY,Year,Month,Day,Hour,Lat,Lon,VMax,MSLP,SN,Cat\n"
    "9,2014,7,18,6,19.9,111.3,140.0,918.0,201409,Cat5\n9,2014,7,18,12,20.4,110.3,125.0,926.0,201409,Cat4\n"
    "10,2014,7,19,0,10.0,130.0,30.0,1000.0,201410,TD\n"
)


@pytest.fixture
def storms(tmp_path: Path) -> Path:
    file = tmp_path / "storms.csv"
    file.write_text(JTWC, "utf-8")
    return file


def test_one_storm_of_many_is_read_by_its_part(tongxin: Tongxin, storms: Path) -> None:  # noqa: F811
    ran = tongxin("geo", "read", storms, "--part", "2014-09")

    features = json.loads(ran.out)["features"]
    assert [f["properties"]["band"] for f in features] == ["KN-64", "KN-50", "KN-34"]
    assert "coordinates: WGS-84, as tracks are given" in ran.err
    assert "estimated from the highest wind" in ran.err


def test_whom_a_storm_hits_is_assessed_from_a_wind_up(tongxin: Tongxin, storms: Path) -> None:  # noqa: F811
    ran = tongxin("geo", "impact", storms, "--part", "2014-09", "--json", "--min-value", "50", "--unit", "kn")

    said = json.loads(ran.out)
    hit = {row["adcode"] for row in said["regions"] if row["level"] == "province"}
    assert [b["band"] for b in said["bands"]] == ["KN-64", "KN-50"]
    assert {"460000", "440000"} <= hit


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ((), "holds 2 storms (201409 to 201410); name one as the part"),
        (("--part", "1999-01"), "no storm is called '1999-01'"),
        (("--part", "2014-09", "--crs", "Moon"), "'Moon' are not known; give one of WGS-84, GCJ-02, BD-09"),
        (("--format", "vrt"), "--format"),
        (("--format", "storm_cma"), "this is no best track of CMA (text); leave the format out to have it found"),
    ],
)
def test_what_is_missing_or_wrong_is_one_line(
    tongxin: Tongxin,  # noqa: F811
    storms: Path,
    options: tuple[str, ...],
    named: str,
) -> None:
    assert named in tongxin("geo", "read", storms, *options).complaint


def test_a_unit_that_cannot_be_compared_is_refused(tongxin: Tongxin, storms: Path) -> None:  # noqa: F811
    ran = tongxin("geo", "impact", storms, "--part", "2014-09", "--min-value", "7", "--unit", "MMI")

    assert ran.code == 2
    assert "kn cannot be compared with one in MMI" in ran.err.splitlines()[-1]
