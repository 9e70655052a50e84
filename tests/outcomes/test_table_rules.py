"""What is refused as a whole, and how single cells are read, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from geo.regions import Regions
from incident.errors import Invalid
from incident.queries.outcome_places import finder_of
from incident.queries.outcome_tables import open_table
from incident.reports.outcome_tables import template_csv, template_workbook
from incident.rules.outcomes import cells
from incident.rules.outcomes.faults import Fault
from incident.rules.outcomes.figures import Ground
from incident.rules.outcomes.kinds import KINDS
from incident.rules.outcomes.table import TableRefused, read_table

GROUND = Ground(today=date(2008, 6, 1), began=date(2008, 5, 12), told=frozenset({"510000"}))


@pytest.mark.parametrize(
    ("lines", "zh", "en"),
    [
        (["指标,省份,数值", "x,x,x"], "缺少起始日列", "first day are missing"),
        (["指标,省份,起始日,数字", "x,x,x,x"], "没有「数字」这一列；相近的是「数值」", "no column “数字”"),
        (["指标,省份,起始日,数值,省", "x,x,x,x,x"], "「省份」列出现了两次", "“province” stands twice"),
        (["指标,省份,起始日,数值"], "没有数据", "nothing below it"),
    ],
)
def test_a_head_that_cannot_be_understood_is_refused_with_the_way_out(
    lines: list[str], zh: str, en: str, regions: Regions
) -> None:
    rows = [(number, line.split(",")) for number, line in enumerate(lines, start=1)]
    finder = finder_of(regions, (), may=lambda province: True)
    with pytest.raises(TableRefused) as refused:
        read_table(rows, ground=GROUND, finder=finder, counting={})
    assert zh in refused.value.zh
    assert en in refused.value.en


def test_numbers_are_read_in_one_way_or_not_at_all() -> None:
    assert cells.number("1,234,567.50", column="value") == Decimal("1234567.5")
    assert cells.number("８５．３％", column="value", percent=True) == Decimal("85.3")
    assert cells.number("0.30000000000000004", column="value") == Decimal("0.3")
    for text in ("12,34", "1.234.567", "1 2", "12万", "１２户", "--", "nan", "1e3", "½"):
        assert isinstance(cells.number(text, column="value"), Fault), text


def test_days_are_read_in_one_way_or_not_at_all() -> None:
    for text in ("2008-5-2", "2008/05/02", "2008.5.2", "2008年5月2日", "20080502", "2008-05-02T00:00:00"):
        assert cells.day(text, column="from") == date(2008, 5, 2), text
    for text in ("08-05-02", "5/2/2008", "2008-13-01", "39570", "May 2", "2008-05"):
        assert isinstance(cells.day(text, column="from"), Fault), text


def test_units_scale_by_ten_thousands_and_nothing_else() -> None:
    money, wait = KINDS["money_waived"], KINDS["hall_wait"]
    assert [cells.factor(unit, money) for unit in ("元", "万元", "亿元", "CNY")] == [1, 10_000, 100_000_000, 1]
    assert cells.factor("min", wait) == 1
    for unit, kind, code in (("分钟", money, "unit_of_another"), ("两", money, "unit_unknown")):
        found = cells.factor(unit, kind)
        assert isinstance(found, Fault)
        assert found.code == code


def test_what_is_no_table_is_refused_by_name() -> None:
    for name, content in (("x.csv", b""), ("x.xlsx", b"PK\x03\x04" + b"\0" * 500)):
        with pytest.raises(Invalid) as refused:
            open_table(name, content)
        assert refused.value.code == "outcome.table"
        assert refused.value.zh.startswith(f"{name}：")


def test_the_template_is_read_back_as_an_empty_table(regions: Regions) -> None:
    finder = finder_of(regions, (), may=lambda province: True)
    for language in ("zh", "en"):
        workbook = template_workbook(provinces=["四川省"], measures=["减免"], language=language)
        for name, content in (("x.xlsx", workbook), ("x.csv", template_csv(language))):
            table = open_table(name, content)
            with pytest.raises(TableRefused, match="nothing below"):
                read_table(table.rows, ground=GROUND, finder=finder, counting={})
