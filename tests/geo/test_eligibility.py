"""Customers by eligibility rule: overlap counted once in the union, not known apart from zero, files that err."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.eligibility import NOWHERE, RULES, Eligibility, count_eligible
from geo.eligibility_import import import_eligibility
from geo.eligibility_store import eligibility_in_use, load_eligibility
from geo.errors import ExposureError
from geo.exposure import SEGMENTS, Exposure
from geo.regions import Regions
from geo.synthetic.eligibility import synthetic_eligibility

COUNTIES = ("510101", "510102", "510103")
PLACES = st.integers(NOWHERE, len(COUNTIES) - 1)
GROUPS = st.lists(
    st.tuples(PLACES, PLACES, PLACES, st.integers(0, len(SEGMENTS) - 1), st.integers(0, 10**12)), max_size=40
)
KNOWN = ("registered_address", "home_cell", "roaming_in")


def table(groups: list[tuple[int, int, int, int, int]]) -> Eligibility:
    columns = np.array(groups, dtype=np.int64).reshape(-1, 5).T
    return Eligibility(
        label="made up", label_zh="虚构", synthetic=True, owner="test", as_of="2026-01-01", regions_version="v",
        adcodes=COUNTIES,
        county={rule: columns[at].astype(np.int32) for at, rule in enumerate(KNOWN)},
        segment=columns[3].astype(np.int8),
        customers=columns[4],
    )  # fmt: skip


@given(GROUPS, st.sets(st.sampled_from([*COUNTIES, "999999"])), st.lists(st.sampled_from(KNOWN), unique=True))
def test_each_rule_and_their_union_equal_a_plain_loop_over_the_groups(
    groups: list[tuple[int, int, int, int, int]], wanted: set[str], rules: list[str]
) -> None:
    counted = count_eligible(table(groups), wanted, rules=rules)

    def is_in(group: tuple[int, ...], rule: str) -> bool:
        place = group[KNOWN.index(rule)]
        return place != NOWHERE and COUNTIES[place] in wanted

    for rule in rules:
        expected = {
            name: sum(g[4] for g in groups if g[3] == at and is_in(g, rule)) for at, name in enumerate(SEGMENTS)
        }
        assert counted.by_rule[rule] == expected
    assert counted.total() == sum(group[4] for group in groups if any(is_in(group, rule) for rule in rules))
    assert counted.not_known == ()


def test_a_rule_the_operator_cannot_say_is_not_known_and_not_zero() -> None:
    counted = count_eligible(table([(0, 0, -1, 0, 7)]), COUNTIES, rules=["home_cell", "number_segment"])

    assert counted.total("home_cell") == 7
    assert counted.total("number_segment") is None
    assert counted.not_known == ("number_segment",)


def test_a_rule_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(ExposureError, match="'astrology'"):
        count_eligible(table([]), COUNTIES, rules=["astrology"])


def test_made_up_home_cells_are_the_made_up_subscribers_of_every_county(china_exposure: Exposure) -> None:
    eligibility = synthetic_eligibility(china_exposure)

    everywhere = count_eligible(eligibility, china_exposure.adcodes, rules=RULES)
    assert everywhere.total("home_cell") == int(china_exposure.totals.sum()) == everywhere.total()
    for adcode in china_exposure.adcodes[::300]:
        of_county = count_eligible(eligibility, [adcode], rules=["home_cell", "registered_address"])
        own = china_exposure.counts[china_exposure.adcodes.index(adcode), : len(SEGMENTS)]
        assert of_county.by_rule["home_cell"] == dict(zip(SEGMENTS, map(int, own), strict=True))
        assert (of_county.total() or 0) >= (of_county.total("registered_address") or 0)


def test_a_file_comes_in_with_old_codes_placed_and_unknown_ones_said(
    china: Regions, china_exposure: Exposure, tmp_path: Path
) -> None:
    file = tmp_path / "groups.csv"
    file.write_text(
        "登记地址,常驻小区,品牌,客户数\n510724,510705,全球通,100\n510705,,神州行,20\n999998,510705,mzone,3\n", "utf-8"
    )

    eligibility = import_eligibility(file, china, data_dir=tmp_path, as_of="2026-11-01", owner="billing")

    assert eligibility.rules == ("registered_address", "home_cell")
    counted = count_eligible(eligibility, ["510705"], rules=RULES)
    assert counted.total("registered_address") == 120
    assert counted.total("home_cell") == 103
    assert counted.total() == 123
    assert set(counted.not_known) == set(RULES) - {"registered_address", "home_cell"}
    assert any("999998 (3)" in note for note in eligibility.notes)
    again = eligibility_in_use(china_exposure, data_dir=tmp_path)
    assert count_eligible(again, ["510705"], rules=RULES) == counted


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("registered_address,segment,customers\n51010,gotone,1\n", "line 2: registered_address '51010'"),
        ("registered_address,segment,customers\n510104,gold,1\n", "line 2: the segment 'gold'"),
        ("registered_address,segment,customers\n510104,gotone,-1\n", "line 2: customers '-1'"),
        ("segment,customers\ngotone,1\n", "no column of any rule"),
        ("registered_address,segment,customers\n", "no row below the header"),
    ],
)
def test_a_bad_file_is_refused_by_line_and_changes_nothing(china: Regions, tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "groups.csv"
    file.write_text(text, "utf-8")

    with pytest.raises(ExposureError, match=r"groups\.csv") as refused:
        import_eligibility(file, china, data_dir=tmp_path / "data", as_of="2026-11-01")

    assert why in str(refused.value)
    assert not (tmp_path / "data").exists()


def test_half_a_table_is_refused_and_says_the_way_out(china: Regions, tmp_path: Path) -> None:
    file = tmp_path / "groups.csv"
    file.write_text("home_cell,segment,customers\n510104,gotone,5\n", "utf-8")
    import_eligibility(file, china, data_dir=tmp_path, as_of="2026-11-01")
    folder = next(tmp_path.glob("eligibility-*/"))
    (folder / "customers.npy").unlink()

    with pytest.raises(ExposureError, match="import it again"):
        load_eligibility(folder)
