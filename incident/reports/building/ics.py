"""What the ICS forms ask for beyond the sections of every report: who is there, what is lent, which incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from incident.queries import event_traces as events
from incident.reports.building import words
from incident.reports.building.ground import Ground, counted, text
from incident.reports.model import Column, Table, Trace, Value


def identity(ground: Ground) -> Table:
    """The incident as the forms' head asks for it."""
    say, incident = ground.say, ground.facts["incident"]
    here = ground.facts["position"]
    level = incident["response_level"] or say("未定", "not set")
    rows: list[tuple[Value, ...]] = [
        (text(say("事件名称", "Incident name")), text(ground.titled(incident))),
        (text(say("事件编号", "Incident number")), text(incident["id"])),
        (text(say("状态", "Status")), text(words.word(ground, words.INCIDENT_STATES, incident["state"]))),
        (text(say("响应级别", "Response level")), text(level, ground.moment_of_level())),
        (text(say("发生时间", "Start")), Value(incident["occurred_at"], "moment", ground.of(events.LEVELS[:1]))),
        (text(say("报告时间", "Report as of")), Value(ground.facts["at"], "moment")),
        (text(say("记录位置", "Position in the log")), counted(here, Trace(here, here, 1))),
    ]
    columns = (Column("field", say("栏目", "Block"), width=3), Column("value", say("内容", "Entry"), width=8))
    return Table("identity", say("事件", "Incident"), columns, tuple(rows))


def organisation(ground: Ground) -> Table:
    """Who commands, approves and is on duty at headquarters now."""
    say, duty = ground.say, ground.brief["duty"]
    columns = (Column("role", say("岗位", "Role"), width=3), Column("people", say("人员", "People"), width=9))
    roles = (
        (say("指挥", "Command"), duty["commanders"]),
        (say("审批", "Approval"), duty["approvers"]),
        (say("值班", "On duty"), duty["on_duty"]),
        (say("备勤", "Deputies"), duty["deputies"]),
    )
    rows = [(text(name), text(_names(ground, people))) for name, people in roles if people]
    return Table("organisation", say("组织", "Organisation"), columns, tuple(rows))


def resources(ground: Ground) -> Table:
    """Mutual aid that is asked for or under way."""
    say = ground.say
    columns = (
        Column("kind", say("资源", "Resource"), width=3),
        Column("quantity", say("数量", "Quantity"), "count"),
        Column("place", say("需要的省", "Needed in"), width=3),
        Column("by", say("需到位", "Needed by"), "moment", 3),
        Column("state", say("状态", "State"), width=2),
    )
    rows = [
        (
            text(str(one["kind"])),
            counted(one["quantity"]),
            text(ground.place(one["province"]) if one["province"] else ""),
            Value(one["needed_by"], "moment"),
            text(str(one["state"])),
        )
        for one in ground.brief["aid"]
    ]
    return Table("resources", say("跨省支援", "Mutual aid"), columns, tuple(rows))


def _names(ground: Ground, people: Sequence[Mapping[str, Any]]) -> str:
    return ("、" if ground.language == "zh" else ", ").join(ground.titled(one, "name") for one in people)
