"""A spreadsheet of outcomes with every mistake that a row can have, and some rows without one.

Each bad row stands under the code of its fault; a sound row is what it is changed from.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

HEAD = (
    "指标", "省份", "地市", "措施", "客户品牌", "起始日", "截止日",
    "数值", "单位", "基数", "发出数", "来源", "说明", "更正理由",
)  # fmt: skip
SOUND: dict[str, Any] = {"指标": "绿色通道服务人次", "省份": "四川", "起始日": date(2008, 5, 20), "数值": 120}
RATE = {"指标": "热线接通率", "数值": 85.3, "基数": 12_000, "来源": "热线系统"}
SURVEY = {"指标": "客户满意率", "数值": 81.31, "基数": 400, "发出数": 2_000}

#: Fault → what is changed of the sound row. Days differ, so that no row meets another by chance.
BAD: dict[str, dict[str, Any]] = {
    "kind_missing": {"指标": None},
    "kind_unknown": {"指标": "绿色通道人数"},
    "kind_reckoned": {"指标": "首位客户获得帮助用时"},
    "province_missing": {"省份": " "},
    "province_unknown": {"省份": "西川省"},
    "province_too_fine": {"省份": "绵阳市"},
    "province_outside": {"省份": "香港特别行政区"},
    "province_total": {"省份": "合计"},
    "province_not_told": {"省份": "广东"},
    "city_unknown": {"地市": "锦官城"},
    "city_too_fine": {"地市": "北川羌族自治县"},
    "city_elsewhere": {"地市": "兰州市"},
    "city_of_nation": {"省份": "全国", "地市": "绵阳"},
    "measure_unknown": {"措施": "免费用餐"},
    "measure_twice": {"措施": "TWICE"},
    "measure_elsewhere": {"省份": "甘肃", "措施": "SICHUAN"},
    "segment_unknown": {"客户品牌": "金卡"},
    "from_missing": {"起始日": None},
    "day_unreadable": {"起始日": "昨天"},
    "day_ambiguous": {"起始日": "05/06/2008"},
    "day_serial": {"起始日": 39_580},
    "day_not_there": {"起始日": "2008-02-30"},
    "period_backwards": {"截止日": date(2008, 5, 19)},
    "period_ahead": {"截止日": "2019-05-19"},
    "period_before": {"起始日": "1998-05-20"},
    "period_long": {"截止日": "2009-08-01"},
    "value_missing": {"数值": None},
    "value_no_number": {"数值": "若干"},
    "value_with_words": {"数值": "约120人次"},
    "value_error": {"数值": "#REF!"},
    "value_formula": {"数值": "=H2+1"},
    "value_scientific": {"数值": "1.2E+05"},
    "value_spelling": {"数值": "1.234,5"},
    "value_negative": {"数值": -3},
    "value_impossible": {**RATE, "数值": 185.3, "起始日": "2008-06-01"},
    "value_looks_like_share": {**RATE, "数值": 0.853, "起始日": "2008-06-02"},
    "value_implausible": {"数值": 60_000_000},
    "value_not_whole": {"数值": 120.5},
    "value_too_fine": {**RATE, "数值": 85.333, "起始日": "2008-06-03"},
    "unit_unknown": {"单位": "箩"},
    "unit_of_another": {"单位": "分钟"},
    "base_missing": {**RATE, "基数": None, "起始日": "2008-06-04"},
    "base_no_number": {**RATE, "基数": "一万二", "起始日": "2008-06-05"},
    "base_zero": {**RATE, "基数": 0, "起始日": "2008-06-06"},
    "base_not_wanted": {"基数": 30},
    "sent_missing": {**SURVEY, "发出数": None, "起始日": "2008-06-07"},
    "sent_no_number": {**SURVEY, "发出数": "全部", "起始日": "2008-06-08"},
    "sent_too_few": {**SURVEY, "发出数": 300, "起始日": "2008-06-09"},
    "sent_not_wanted": {"发出数": 40},
    "source_unknown": {"来源": "听说"},
    "source_not_for_kind": {"来源": "计费账务表"},
    "text_long": {"说明": "详" * 501},
    "text_number": {"说明": "客户 138-0013-8000 表扬"},
    "correction_of_nothing": {"更正理由": "补报", "起始日": "2008-06-10"},
    "differs": {**RATE, "数值": 88, "起始日": date(2008, 5, 16)},
    "overlaps": {**RATE, "起始日": "2008-05-15", "截止日": "2008-05-17"},
    "twice": {"起始日": "2008-06-11"},
    "contradicts": {"起始日": "2008-06-11", "数值": 130},
    "overlaps_row": {"起始日": "2008-06-10", "截止日": "2008-06-12"},
    "row_wide": {"多出": "x"},
}
#: Rows that land, among them the ones that a bad one collides with; and one that corrects what was stated before.
GOOD: tuple[dict[str, Any], ...] = (
    {"起始日": "2008-06-11"},
    {**SURVEY, "省份": "510000", "起始日": "2008年5月20日", "截止日": "20080531"},
    {"指标": "money_waived", "省份": "Gansu", "数值": "1,234.5", "单位": "万元", "来源": "billing"},
    {**RATE, "省份": "甘肃省", "地市": "陇南", "数值": "８５．３%", "起始日": "2008/5/20"},
    {"指标": "Service points opened", "数值": 12, "客户品牌": "全球通", "措施": "SICHUAN"},
    {**RATE, "数值": 88, "起始日": date(2008, 5, 14), "更正理由": "漏报一天的来话"},
)
#: What was stated before under these days, and again in the table.
KNOWN: dict[str, Any] = {**RATE, "起始日": "2008-05-12"}


def rows(*, sichuan: str, twice: str) -> list[tuple[str, list[Any]]]:
    """`(fault or "good" or "known", cells)` in the order of the sheet; titles of two measures stand in."""
    titles = {"SICHUAN": sichuan, "TWICE": twice}
    told = [("good", changes) for changes in GOOD] + [("known", KNOWN)] + list(BAD.items())
    made = []
    for fault, changes in told:
        row = SOUND | changes
        cells: list[Any] = [titles.get(row.get(name, ""), row.get(name)) for name in HEAD]
        made.append((fault, [*cells, row["多出"]] if "多出" in row else cells))
    return made


def workbook(lines: Sequence[Sequence[Any]]) -> bytes:
    """The lines below the head as an XLSX."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(list(HEAD))
    for line in lines:
        sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
