"""Words for what rows hold as codes, in both languages: states, channels, bands."""

from __future__ import annotations

from collections.abc import Mapping

from incident.reports.building.ground import Ground
from incident.rules.outcomes.kinds import SOURCE_WORDS
from playbooks.planning.reasons import severity

INCIDENT_STATES: Mapping[str, tuple[str, str]] = {
    "monitoring": ("关注中", "monitoring"),
    "active": ("处置中", "active"),
    "stabilised": ("趋稳", "stabilised"),
    "recovering": ("恢复中", "recovering"),
    "closed": ("已关闭", "closed"),
    "reviewed": ("已复盘", "reviewed"),
    "cancelled": ("已取消", "cancelled"),
}
MEASURE_STATES: Mapping[str, tuple[str, str]] = {
    "draft": ("草稿", "draft"),
    "pending_approval": ("待审批", "waits for approval"),
    "approved": ("已批准", "approved"),
    "rejected": ("已否决", "rejected"),
    "executing": ("执行中", "executing"),
    "held": ("已暂停", "held"),
    "partially_applied": ("部分生效", "partly applied"),
    "in_effect": ("已生效", "in effect"),
    "ending": ("收尾中", "ending"),
    "completed": ("已结束", "completed"),
    "reversing": ("撤销中", "reversing"),
    "reversed": ("已撤销", "reversed"),
    "cancelled": ("已取消", "cancelled"),
    "broadcasting": ("发送中", "being sent"),
}
CHANNELS: Mapping[str, tuple[str, str]] = {
    "sms": ("短信", "SMS"),
    "cell_broadcast": ("小区广播", "cell broadcast"),
}
DELIVERIES: Mapping[str, tuple[str, str]] = {
    "billing": ("计费", "billing"),
    "halls": ("营业厅", "halls"),
    "hotline": ("热线", "hotline"),
    "teams": ("现场队伍", "teams"),
}
ORIGINS: Mapping[str, tuple[str, str]] = {
    **SOURCE_WORDS,
    "stated": ("填报", "stated"),
    "mixed": ("多种来源", "several sources"),
}
NOTE_KINDS: Mapping[str, tuple[str, str]] = {
    "decision": ("决定", "decision"),
    "order": ("指令", "order"),
    "call": ("电话", "call"),
    "request": ("请求", "request"),
    "note": ("记录", "note"),
}
FINDING_STATES: Mapping[str, tuple[str, str]] = {
    "found": ("已发现", "found"),
    "assigned": ("已派", "assigned"),
    "mended": ("已改", "mended"),
    "verified": ("已验证", "verified"),
    "rejected": ("不采纳", "rejected"),
    "duplicate": ("重复", "duplicate"),
}
_INTENSITY = {"CSI": ("烈度", "intensity"), "MMI": ("MMI 烈度", "MMI")}
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def word(ground: Ground, words: Mapping[str, tuple[str, str]], code: str) -> str:
    """The reader's word for a code; the code itself where there is none."""
    known = words.get(code)
    return ground.say(*known) if known else code


#: Units whose severities are said as plans say them.
_AS_IN_PLANS = frozenset({"level", "force", "kn"})


def band(ground: Ground, value_milli: int, unit: str, name: str = "") -> str:
    """How a band is called: 烈度 VIII, 影响等级 3/4, 64 kn; the footprint's own name where its unit has no words."""
    whole = value_milli // 1000
    if unit in _INTENSITY and value_milli % 1000 == 0 and 0 < whole < len(_ROMAN):
        return f"{ground.say(*_INTENSITY[unit])} {_ROMAN[whole]}"
    if unit in _AS_IN_PLANS:
        return ground.say(*severity(value_milli, unit=unit))
    return name or f"{value_milli / 1000:g} {unit}"
