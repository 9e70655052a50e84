"""The calendar of a planned event: which steps there are, when each is due, what it asks of a province, the freeze.

Pure. D is the first day; offsets are DOMAIN.md's (D−30 review, D−7 freeze, D−1 rehearsal, D-day watch, stand-down the
day after the last), and may be set otherwise for an event. Days and hours are those of Beijing time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
KINDS = ("review", "freeze", "rehearsal", "watch", "stand_down")
LONGEST = timedelta(days=370)
MOST_STEPS = 60
#: The playbook's place in the keys of tasks that the calendar makes, and their group.
CALENDAR = "calendar"
#: How long an approver's word for a change in the freeze is good.
ALLOWED_FOR = timedelta(hours=24)
#: kind → (days from the first day, or from the last for stand-down; hour of the day).
_OFFSETS: dict[str, tuple[int, int]] = {
    "review": (-30, 9),
    "freeze": (-7, 9),
    "rehearsal": (-1, 9),
    "watch": (0, 6),
    "stand_down": (1, 9),
}
_HOUR = 60
_DAY = 24 * _HOUR


@dataclass(frozen=True)
class Step:
    """One step: what it is, its day, and the moment it is due."""

    kind: str
    day: date
    due_at: datetime

    @property
    def key(self) -> str:
        """What stands for it within its event: one step of a kind a day."""
        return f"{self.kind}:{self.day.isoformat()}"


@dataclass(frozen=True)
class Work:
    """What a step asks of each province with a venue."""

    title_zh: str
    title_en: str
    team: str
    acknowledge_minutes: int
    work_minutes: int
    #: (Chinese, English)
    checklist: tuple[tuple[str, str], ...]
    #: (name, Chinese, English, unit in Chinese, unit in English, most)
    outcomes: tuple[tuple[str, str, str, str, str, int], ...] = ()
    critical: bool = False


WORK: dict[str, Work] = {
    "review": Work(
        "开幕前 30 天方案会商（{venues}）",
        "Review thirty days before the opening ({venues})",
        "province_duty",
        _DAY,
        7 * _DAY,
        (
            ("核对各场馆的预计人数和来源", "Check the crowd forecast of each venue and where it comes from"),
            (
                "核对现场人员、多语种窗口和绿色通道的排班",
                "Check rosters of on-site staff, language windows and green channels",
            ),
            ("列出缺口，报总部", "List what is missing and report it to headquarters"),
        ),
        (("gaps", "缺口", "Gaps found", "项", "items", 999),),
    ),
    "freeze": Work(
        "方案冻结（{venues}）",
        "Plan frozen ({venues})",
        "province_duty",
        12 * _HOUR,
        2 * _DAY,
        (
            ("确认按已发布的预案执行，不再改动", "Confirm that work follows the published plan and changes no more"),
            (
                "需要改动的，报总部，由审批人同意后再改",
                "Report any change that is needed: an approver must agree first",
            ),
        ),
    ),
    "rehearsal": Work(
        "开幕前一日演练（{venues}）",
        "Rehearsal the day before ({venues})",
        "province_duty",
        2 * _HOUR,
        12 * _HOUR,
        (
            (
                "到场馆走一遍客户路线：进场、充值、补卡、求助",
                "Walk the customer's way: entering, top-up, SIM, asking for help",
            ),
            ("试拨热线和多语种坐席", "Call the hotline and the seats of other languages"),
            ("把发现的问题当日处理", "Mend what was found the same day"),
        ),
        (("problems", "发现问题", "Problems found", "个", "problems", 999),),
        critical=True,
    ),
    "watch": Work(
        "现场值守（{venues}）",
        "On-site watch ({venues})",
        "province_duty",
        30,
        18 * _HOUR,
        (
            ("现场人员到岗，值班电话畅通", "Staff on site, duty telephone answered"),
            ("散场前后加开窗口", "Open more windows before and after the crowd leaves"),
            ("当日结束报告服务人次", "Report at the end of the day how many were served"),
        ),
        (("people_served", "服务人次", "People served", "人次", "people", 1_000_000),),
        critical=True,
    ),
    "stand_down": Work(
        "撤收与总结（{venues}）",
        "Stand-down and account ({venues})",
        "province_duty",
        12 * _HOUR,
        3 * _DAY,
        (
            ("撤回现场人员和设备", "Bring back staff and equipment"),
            ("汇总服务量、投诉和遗留问题", "Add up what was served, complaints, and what is left to mend"),
        ),
        (("complaints", "投诉", "Complaints", "件", "complaints", 99_999),),
    ),
}
KIND_WORDS: dict[str, tuple[str, str]] = {
    "review": ("方案会商", "review"),
    "freeze": ("方案冻结", "freeze"),
    "rehearsal": ("演练", "rehearsal"),
    "watch": ("现场值守", "watch"),
    "stand_down": ("撤收", "stand-down"),
}


def default_steps(opens_on: date, closes_on: date) -> tuple[Step, ...]:
    """The five steps of an event that says nothing of its own."""
    return tuple(
        step_on(kind, (closes_on if kind == "stand_down" else opens_on) + timedelta(days=days))
        for kind, (days, _hour) in _OFFSETS.items()
    )


def step_on(kind: str, day: date) -> Step:
    """A step of a kind on a day, due at its usual hour."""
    due = datetime.combine(day, time(_OFFSETS[kind][1]), CHINA)
    return Step(kind, day, due)


def freeze_of(steps: Sequence[Step]) -> tuple[datetime, datetime] | None:
    """From the first freeze to the first stand-down after it; None where either is missing."""
    begins = min((step.due_at for step in steps if step.kind == "freeze"), default=None)
    ends = min(
        (step.due_at for step in steps if step.kind == "stand_down" and begins and step.due_at > begins), default=None
    )
    return (begins, ends) if begins and ends else None


def is_frozen(freeze_from: datetime | None, freeze_until: datetime | None, *, now: datetime) -> bool:
    """Whether plan and playbook may change only with an approver's word."""
    return freeze_from is not None and freeze_until is not None and freeze_from <= now < freeze_until


def offset_words(day: date, opens_on: date) -> str:
    """D−30, D, D+16: a day as planners say it."""
    days = (day - opens_on).days
    return "D" if days == 0 else f"D{'+' if days > 0 else '−'}{abs(days)}"


def venues_words(names: Sequence[str], language: str) -> str:
    """The venues of a province in a title: the first, and how many more."""
    if len(names) == 1:
        return names[0]
    more = len(names) - 1
    return f"{names[0]}等 {len(names)} 处" if language == "zh" else f"{names[0]} and {more} more"
