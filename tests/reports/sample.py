"""A small report that no database is needed for: one block of each sort, and text that wants to be run."""

from __future__ import annotations

from typing import Any, Literal

from incident.reports.model import Block, Column, Figure, Figures, Picture, Report, Section, Table, Trace, Value, Words
from incident.reports.pictures import acknowledgement_picture, map_picture, measures_picture, timeline_picture
from incident.reports.pictures.region_map import HitCounty
from incident.rules.statistics import histogram

INCIDENT = "11111111-1111-4111-8111-111111111111"
#: What a spreadsheet, a browser or a typesetter would take for more than text.
HOSTILE = (
    "=HYPERLINK(1)",
    "+1",
    "-2",
    "@SUM",
    "\t=1",
    "＝1",
    "\u00a0=1",
    "<script>x</script>",
    "#panic[x]",
    "\x07ring",
)
OUTLINE: dict[str, Any] = {
    "view_box": [0, 0, 1000, 800],
    "inset_view_box": [0, 700, 500, 500],
    "nine_dash": "M400 900L410 950",
    "provinces": [
        {
            "adcode": "510000",
            "name": "四川省",
            "name_en": "Sichuan",
            "path": "M0 0L900 0L900 700Z",
            "label": [500, 300],
        },
        {"adcode": "620000", "name": "甘肃省", "name_en": "Gansu", "path": "M0 0L0 700L900 700Z", "label": [505, 302]},
    ],
}
COUNTIES = (
    HitCounty((((400, 300), (450, 300), (450, 350)),), 8000),
    HitCounty((((460, 300), (500, 300), (500, 350)),), 6000),
)
TIMELINE: dict[str, Any] = {
    "from": "2008-05-12T06:28:04Z",
    "zero": "2008-05-12T06:28:04Z",
    "to": "2008-05-12T12:00:00Z",
    "levels": [{"level": "I", "from": "2008-05-12T06:30:00Z", "to": "2008-05-12T12:00:00Z"}],
    "footprints": [{"version": 1, "counties": 112, "at": "2008-05-12T06:33:00Z"}],
    "measures": [
        {"title_zh": "缓免停机", "title_en": "Deferral & more <b>", "submitted_at": "2008-05-12T06:40:00Z",
         "approved_at": "2008-05-12T06:50:00Z", "started_at": "2008-05-12T06:51:00Z",
         "in_effect_at": "2008-05-12T08:00:00Z", "ended_at": None},
    ],
    "broadcasts": [],
    "tasks": [
        {"dispatched_at": "2008-05-12T06:40:00Z", "answer_s": 200, "late": False},
        {"dispatched_at": "2008-05-12T06:40:00Z", "answer_s": None, "late": True},
    ],
    "silences": [{"province": "620000", "from": "2008-05-12T06:40:00Z", "to": None, "minutes": None, "positions": [4]}],
}  # fmt: skip
ACKNOWLEDGED: dict[str, Any] = {
    "histogram": histogram([30, 200, 400, 4000]), "limit_minutes": 5, "median_s": 300, "p90_s": 4000,
}  # fmt: skip
MEASURES = [
    {"title_zh": "缓免停机", "title_en": "Deferral", "intended": 100, "applied": 90, "failed": 4},
    {"title_zh": "减免话费", "title_en": "Fee waiver", "intended": 20, "applied": 20, "failed": 0},
]


def pictures(language: Literal["zh", "en"]) -> dict[str, str]:
    """Each picture as SVG."""
    return {
        "map": map_picture(OUTLINE, COUNTIES, band_name=lambda value: str(value // 1000), language=language),
        "timeline": timeline_picture(TIMELINE, limit_minutes=5, language=language, province=lambda code: code),
        "acknowledgements": acknowledgement_picture(ACKNOWLEDGED, language=language),
        "measures": measures_picture(MEASURES, language=language),
    }


def report(language: Literal["zh", "en"] = "zh") -> Report:
    """One block of each sort."""
    trace = Trace(3, 7, 2)
    figures = Figures(
        "leading",
        (
            Figure("fen", "金额", Value(1_234_567, "fen", trace), before=Value(1_000_000, "fen")),
            Figure("gone", "未知", Value(None, "count")),
        ),
    )
    columns = (Column("name", "名称", width=4), Column("share", "办成率", "ppm"), Column("at", "时间", "moment", 3))
    rows = tuple(
        (Value(text), Value(999_999, "ppm", trace), Value("2008-05-12T06:28:04Z", "moment")) for text in HOSTILE
    )
    drawn = tuple(Picture(key, key, svg, "什么", trace) for key, svg in pictures(language).items())
    blocks: tuple[Block, ...] = (
        figures,
        Table("table", "表", columns, rows, note="注"),
        *drawn,
        Words("words", (Value("完", trace=trace),)),
    )
    return Report(
        kind="final", name="总结报告", title="<b>汶川</b>", language=language, incident_id=INCIDENT, position=9,
        at="2008-05-12T12:00:00Z", world="exercise", base_url="https://hq.example", about=("状态：已关闭",),
        sections=(Section("only", "唯一", blocks),), numbers={"fen": 1_234_567},
    )  # fmt: skip
