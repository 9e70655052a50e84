"""An incident as open data: tables of counts and times by place, with a dictionary; nobody is named, no text is in it.

One place describes each table and column; the files are written from it and the dictionary is printed from it, so that
neither can say what the other does not. Money is in fen, moments are UTC in world time, shares in parts per million.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from incident.models import (
    Batch,
    Broadcast,
    BroadcastPart,
    ImpactRegion,
    Incident,
    Measure,
    OutcomeFigure,
    Task,
)

#: text | integer | moment | truth
Sort = Literal["text", "integer", "moment", "truth"]
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class OpenColumn:
    """A column: its name in the model, what it holds, and what it means."""

    name: str
    sort: Sort
    zh: str
    en: str


@dataclass(frozen=True)
class OpenTable:
    """A table: the model's rows of an incident, with these columns alone."""

    name: str
    model: Any
    zh: str
    en: str
    columns: tuple[OpenColumn, ...]


def _text(name: str, zh: str, en: str) -> OpenColumn:
    return OpenColumn(name, "text", zh, en)


def _whole(name: str, zh: str, en: str) -> OpenColumn:
    return OpenColumn(name, "integer", zh, en)


def _moment(name: str, zh: str, en: str) -> OpenColumn:
    return OpenColumn(name, "moment", zh, en)


_PROVINCE = _text("province", "省代码（GB/T 2260）", "adcode of the province (GB/T 2260)")
_FIGURES = tuple(
    _whole(f"{name}_{unit}", f"{zh}（{unit_zh}）", f"{en} ({unit_en})")
    for unit, unit_zh, unit_en in (("customers", "户", "customers"), ("fen", "分", "fen"))
    for name, zh, en in (
        ("intended", "应办", "meant"),
        ("submitted", "已送计费", "handed to billing"),
        ("applied", "办成", "carried out, by receipt"),
        ("failed", "失败", "failed, by receipt"),
        ("reversed", "撤销", "undone"),
    )
)
_STATES = tuple(
    _whole(name, f"{zh}（户）", f"{en} (customers)")
    for name, zh, en in (
        ("customers", "收件", "recipients"),
        ("queued", "排队", "queued"),
        ("submitted", "已交短信中心", "taken by the message centre"),
        ("delivered", "送达", "delivered"),
        ("failed", "失败", "failed"),
        ("expired", "过期", "expired"),
        ("unknown", "不明", "unknown"),
        ("stopped", "叫停未发", "not sent, stopped"),
    )
)
TABLES: Sequence[OpenTable] = (
    OpenTable("incident", Incident, "事件", "The incident", (
        _text("id", "事件编号", "id of the incident"),
        _text("kind", "disaster 灾害、network 网络、planned_event 活动", "disaster, network or planned_event"),
        _text("hazard", "灾种", "hazard, the playbooks' word"),
        _text("state", "状态", "state"),
        _text("response_level", "响应级别 I–IV；空：未定", "response level I–IV; null: not set"),
        _moment("occurred_at", "发生时间", "when it struck"),
        _moment("declared_at", "宣布时间", "when it was declared"),
        _moment("closed_at", "关闭时间；空：未关闭", "when it was closed; null: it is not"),
    )),
    OpenTable("impact", ImpactRegion, "受影响地区", "Who and what is hit, by region and band (bands are exclusive)", (
        _text("footprint_id", "影响范围版本", "version of the footprint"),
        _text("region", "地区代码", "adcode of the region"),
        _text("level", "province 省、city 市、county 县", "province, city or county"),
        _text("band", "等级", "band"),
        _whole("value_milli", "等级值（千分之一）", "value of the band in thousandths"),
        _text("unit", "等级单位", "unit of the value"),
        _whole("area_share_ppm", "覆盖面积（百万分比）", "covered share of the area in ppm"),
        _text("basis", "site 按基站、area 按面积、mixed", "site, area or mixed: how customers were counted"),
        _whole("total", "客户（户）", "customers"),
        _whole("sites", "基站", "cell sites"),
        _whole("halls", "营业厅", "halls"),
    )),
    OpenTable("measure", Measure, "措施", "Measures", (
        _text("id", "措施编号", "id of the measure"),
        _text("kind", "类型", "type of the measure"),
        _text("delivery", "billing 计费、halls 营业厅、hotline 热线、teams 队伍", "who carries it out"),
        _text("state", "状态", "state"),
        _whole("customers", "圈定客户（户）", "customers meant"),
        _whole("cost_fen", "预计费用（分）", "expected cost in fen"),
        _whole("cap_fen", "费用上限（分）", "most it may cost in fen"),
        _moment("window_from", "生效起", "begin of its window"),
        _moment("window_to", "生效止", "end of its window"),
        _moment("approved_at", "批准时间", "when it was approved"),
        _moment("started_at", "开始时间", "when it was started"),
        _moment("in_effect_at", "生效时间", "when all of it was in effect"),
    )),
    OpenTable("batch", Batch, "批次账", "The ledger: measure × revision × county × segment", (
        _text("measure_id", "措施编号", "id of the measure"),
        _whole("revision", "版本", "revision of the measure"),
        _PROVINCE,
        _text("county", "县代码", "adcode of the county"),
        _text("segment", "客户群", "segment"),
        _text("state", "状态", "state"),
        _whole("stage", "收尾批；空：措施本身", "step of the landing; null: of the measure itself"),
        OpenColumn("extends", "truth", "是否为原客户延期", "whether it is for customers of earlier batches"),
        *_FIGURES,
    )),
    OpenTable("message", BroadcastPart, "公共信息（分省）", "Messages to the public, by province", (
        _text("broadcast_id", "信息编号", "id of the message"),
        _PROVINCE,
        _text("state", "状态", "state"),
        *_STATES,
    )),
    OpenTable("message_kind", Broadcast, "公共信息", "Messages to the public", (
        _text("id", "信息编号", "id of the message"),
        _text("channel", "sms 短信、cell_broadcast 小区广播", "sms or cell_broadcast"),
        _text("state", "状态", "state"),
        _whole("parts", "每人分条数", "parts that each recipient gets"),
        _moment("approved_at", "批准时间", "when it was approved"),
        _moment("started_at", "开始时间", "when sending began"),
        _moment("ended_at", "结束时间", "when sending ended"),
    )),
    OpenTable("task", Task, "任务", "Tasks of provinces, without people and words", (
        _text("id", "任务编号", "id of the task"),
        _PROVINCE,
        _text("task_group", "任务组", "group of tasks"),
        _text("state", "状态", "state"),
        _moment("dispatched_at", "下达时间", "when it was dispatched"),
        _moment("acknowledged_at", "确认时间；空：未确认", "when it was acknowledged; null: it was not"),
        _whole("acknowledge_minutes", "确认时限（分）", "limit for acknowledging, in minutes"),
        _whole("work_minutes", "办理时限（分）", "limit for the work, in minutes"),
        _whole("escalation", "升级次数", "how often it was escalated"),
        OpenColumn("work_overdue", "truth", "是否超办理时限", "whether the work was late"),
    )),
    OpenTable("outcome", OutcomeFigure, "成效数字", "Figures of what came of it, with those that were corrected", (
        _text("id", "数字编号", "id of the figure"),
        _text("kind", "指标", "kind of figure"),
        _text("province", "省代码；空：全国", "adcode of the province; null: the nation"),
        _text("city", "市代码；空：全省", "adcode of the city; null: the whole province"),
        _whole("value", "数值（指标最小单位）", "value in the kind's smallest step"),
        _whole("base", "加权基数；空：不加权", "what a mean is weighed by; null: nothing"),
        _text("from_day", "起始日", "first day of which it speaks"),
        _text("to_day", "截止日", "last day of which it speaks"),
        _text("source", "来源", "source"),
        _moment("entered_at", "填报时间", "when it was entered"),
        _text("replaced_by", "更正它的数字；空：有效", "figure that corrected it; null: it counts, unless withdrawn"),
        _moment("withdrawn_at", "撤回时间", "when it was withdrawn; null: it was not"),
    )),
)  # fmt: skip


def rows_of(session: Session, table: OpenTable, incident_id: str) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a table, some thousand at a time, in the order of their keys."""
    found = session.execute(_query(table, incident_id).execution_options(yield_per=ROWS_AT_ONCE))
    for some in found.partitions():
        yield [tuple(row) for row in some]


def _query(table: OpenTable, incident_id: str) -> Select[Any]:
    columns = [getattr(table.model, column.name) for column in table.columns]
    return select(*columns).where(table.model.incident_id == incident_id).order_by(table.model.id)


def dictionary() -> list[dict[str, Any]]:
    """What each table and column means, in both languages."""
    return [
        {
            "table": table.name,
            "zh": table.zh,
            "en": table.en,
            "columns": [
                {"name": one.name, "type": one.sort, "zh": one.zh, "en": one.en} for one in table.columns
            ],
        }
        for table in TABLES
    ]  # fmt: skip
