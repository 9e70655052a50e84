"""`tongxin geo import-sites`: what is said of an operator's sites, and what is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.index.store import data_of, open_index, sites_in_use
from tests.cli.conftest import Tongxin

SITES = "lon,lat,gotone,easyown\n103.58,31.47,40,60\n104.45,31.83,10,5\n150.0,10.0,7,0\n"
GIVEN = ("--owner", "Network operations", "--as-of", "2026-11-01")


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sites.csv"
    path.write_text(text)
    return path


def test_sites_are_taken_in_with_owner_and_age_and_every_row_is_accounted_for(
    tongxin: Tongxin, tmp_path: Path, var: Path
) -> None:
    ran = tongxin(
        "geo", "import-sites", write(tmp_path, SITES), *GIVEN, "--label", "现网 / In service", "--crs", "wgs84"
    )

    folder = sites_in_use(var / "data")
    assert ran.code == 0
    assert folder is not None
    assert "3 rows; 2 sites with 115 subscribers are counted" in ran.out
    assert "outside all counties, not counted: 1 sites (7 subscribers): rows 3" in ran.out
    assert "no column mzone, other, a_plus, a, b, c, vulnerable: counted as 0" in ran.out
    assert (data_of(folder).owner, data_of(folder).as_of) == ("Network operations", "2026-11-01")
    assert (data_of(folder).label_zh, data_of(folder).label_en) == ("现网", "In service")
    assert [data_of(folder).adcodes[row] for row in open_index(folder).county] == ["513221", "510726"]


@pytest.mark.parametrize(
    ("text", "given", "named"),
    [
        ("lon,lat\n1,x\n", GIVEN, "row 1: lat 'x' is no number"),
        (SITES, ("--owner", "N", "--as-of", "soon"), "--as-of"),
        (SITES, ("--as-of", "2026-11-01"), "--owner"),
        (SITES, (*GIVEN, "--crs", "mars"), "--crs"),
        (SITES, (*GIVEN, "--column", "lon"), "--column"),
    ],
)
def test_what_cannot_be_imported_is_one_line_and_changes_nothing(
    tongxin: Tongxin, tmp_path: Path, var: Path, text: str, given: tuple[str, ...], named: str
) -> None:
    assert named in tongxin("geo", "import-sites", write(tmp_path, text), *given).complaint
    assert sites_in_use(var / "data") is None
