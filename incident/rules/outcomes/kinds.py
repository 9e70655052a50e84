"""The kinds of outcome figures: the one place where a kind is described. A new kind is one entry here. Pure.

Values are whole numbers in the smallest step of the kind (`decimals` places of its unit), since the log holds no
floats: money in fen, percent and minutes in hundredths.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

#: How values of several places, or of several periods of one place, become one.
Adding = Literal["sum", "mean", "most", "least", "latest"]
#: What is stated by people comes from one of these; see `SOURCE_WORDS`.
Source = Literal["report", "hotline", "halls", "survey", "billing"]
#: What the house reckons by itself: receipts of batches, reports of tasks, the log, answers to surveys that it sent.
Reckoned = Literal["receipts", "tasks", "log", "answers"]

SOURCE_WORDS: dict[str, tuple[str, str]] = {
    "report": ("省公司上报", "province's report"),
    "hotline": ("热线系统", "hotline system"),
    "halls": ("营业厅系统", "hall system"),
    "survey": ("短信回访", "survey by SMS"),
    "billing": ("计费账务表", "billing's table"),
    "receipts": ("计费回执", "receipts of billing"),
    "tasks": ("任务上报", "reports of tasks"),
    "log": ("事件日志", "the log"),
    "answers": ("短信回访回复", "answers by SMS"),
}
#: Those that people may name; the rest is what the house reckons by itself.
STATED_WORDS = {name: words for name, words in SOURCE_WORDS.items() if name in get_args(Source)}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of figure; bounds and the promise are in the smallest step."""

    name: str
    zh: str
    en: str
    unit_zh: str
    unit_en: str
    decimals: int = 0
    over_places: Adding
    over_days: Adding
    #: Outside these no figure can be; outside `plausible` one needs a reason.
    least: int = 0
    most: int = 2**53 - 1
    plausible: tuple[int, int]
    #: Which way is better.
    better: Literal["more", "less"]
    #: What a mean is weighted by; None: nothing to weigh.
    base_zh: str | None = None
    base_en: str | None = None
    #: What the house promises its customers everywhere; None: nothing.
    promise: int | None = None
    sources: tuple[Source, ...] = ("report",)
    #: What is reckoned where nobody states a figure.
    reckoned: Reckoned | None = None
    #: Whether people may state it at all.
    stated: bool = True
    #: Outcome fields of tasks that report it, in whole units.
    task_fields: frozenset[str] = field(default_factory=frozenset)

    @property
    def step(self) -> int:
        """How many of the smallest step are one unit."""
        step: int = 10**self.decimals
        return step

    @property
    def weighed(self) -> bool:
        """Whether a figure needs the number that it is weighed by."""
        return self.base_zh is not None

    @property
    def survey(self) -> bool:
        """Whether it is a share among those who answered, with a margin of error."""
        return self.sources == ("survey",)


_ALL = (
    Kind(
        name="customers_covered",
        zh="覆盖客户",
        en="Customers covered",
        unit_zh="户",
        unit_en="customers",
        over_places="sum",
        over_days="latest",
        plausible=(0, 300_000_000),
        better="more",
        sources=("billing", "report"),
        reckoned="receipts",
    ),
    Kind(
        name="money_waived",
        zh="减免和补偿金额",
        en="Money waived and credited",
        unit_zh="元",
        unit_en="CNY",
        decimals=2,
        over_places="sum",
        over_days="latest",
        plausible=(0, 100_000_000_000),
        better="more",
        sources=("billing", "report"),
        reckoned="receipts",
    ),
    Kind(
        name="first_helped",
        zh="首位客户获得帮助用时",
        en="Time to the first customer helped",
        unit_zh="分钟",
        unit_en="minutes",
        over_places="least",
        over_days="least",
        plausible=(0, 43_200),
        better="less",
        reckoned="log",
        stated=False,
    ),
    Kind(
        name="complaints",
        zh="万户投诉量",
        en="Complaints per 10,000 customers",
        unit_zh="件/万户",
        unit_en="per 10,000",
        decimals=2,
        over_places="mean",
        over_days="latest",
        most=1_000_000,
        plausible=(0, 10_000),
        better="less",
        base_zh="客户数",
        base_en="customers",
        sources=("hotline", "report"),
    ),
    Kind(
        name="hotline_answered",
        zh="热线接通率",
        en="Hotline calls answered",
        unit_zh="%",
        unit_en="%",
        decimals=2,
        over_places="mean",
        over_days="mean",
        most=10_000,
        plausible=(1_000, 10_000),
        better="more",
        base_zh="来话量",
        base_en="calls",
        sources=("hotline", "report"),
        reckoned="tasks",
        task_fields=frozenset({"answered_percent"}),
    ),
    Kind(
        name="hotline_wait",
        zh="热线平均等待",
        en="Mean wait on the hotline",
        unit_zh="秒",
        unit_en="seconds",
        decimals=1,
        over_places="mean",
        over_days="mean",
        most=864_000,
        plausible=(0, 18_000),
        better="less",
        base_zh="接通量",
        base_en="calls answered",
        sources=("hotline", "report"),
    ),
    Kind(
        name="hotline_longest_wait",
        zh="热线最长等待",
        en="Longest wait on the hotline",
        unit_zh="秒",
        unit_en="seconds",
        over_places="most",
        over_days="most",
        most=86_400,
        plausible=(0, 7_200),
        better="less",
        sources=("hotline", "report"),
        reckoned="tasks",
        task_fields=frozenset({"longest_wait_seconds"}),
    ),
    Kind(
        name="hall_wait",
        zh="营业厅平均等候",
        en="Mean wait in halls",
        unit_zh="分钟",
        unit_en="minutes",
        decimals=1,
        over_places="mean",
        over_days="mean",
        most=14_400,
        plausible=(0, 1_800),
        better="less",
        base_zh="到厅人次",
        base_en="visitors",
        promise=100,
        sources=("halls", "report"),
    ),
    Kind(
        name="hall_longest_wait",
        zh="营业厅最长等候",
        en="Longest wait in halls",
        unit_zh="分钟",
        unit_en="minutes",
        over_places="most",
        over_days="most",
        most=1_440,
        plausible=(0, 600),
        better="less",
        promise=10,
        sources=("halls", "report"),
        reckoned="tasks",
        task_fields=frozenset({"longest_queue_minutes"}),
    ),
    Kind(
        name="satisfaction",
        zh="客户满意率",
        en="Customers satisfied",
        unit_zh="%",
        unit_en="%",
        decimals=2,
        over_places="mean",
        over_days="mean",
        most=10_000,
        plausible=(2_000, 10_000),
        better="more",
        base_zh="有效回复",
        base_en="answers",
        sources=("survey",),
        reckoned="answers",
    ),
    Kind(
        name="green_channel",
        zh="绿色通道服务人次",
        en="People served at green channels",
        unit_zh="人次",
        unit_en="people",
        over_places="sum",
        over_days="sum",
        plausible=(0, 5_000_000),
        better="more",
        sources=("halls", "report"),
        reckoned="tasks",
        task_fields=frozenset({"green_channel_served"}),
    ),
    Kind(
        name="people_served",
        zh="现场服务人次",
        en="People served on the spot",
        unit_zh="人次",
        unit_en="people",
        over_places="sum",
        over_days="sum",
        plausible=(0, 10_000_000),
        better="more",
        sources=("halls", "report"),
        reckoned="tasks",
        task_fields=frozenset({"people_served", "people_helped", "served_on_site"}),
    ),
    Kind(
        name="points_opened",
        zh="开设服务点",
        en="Service points opened",
        unit_zh="个",
        unit_en="points",
        over_places="sum",
        over_days="most",
        most=1_000_000,
        plausible=(0, 10_000),
        better="more",
        sources=("halls", "report"),
        reckoned="tasks",
        task_fields=frozenset({"points_open"}),
    ),
    Kind(
        name="staff_on_site",
        zh="现场服务人员",
        en="Staff on site",
        unit_zh="人",
        unit_en="people",
        over_places="sum",
        over_days="most",
        most=10_000_000,
        plausible=(0, 50_000),
        better="more",
        reckoned="tasks",
        task_fields=frozenset({"staff_sent"}),
    ),
)

#: Every kind by its name, in the order in which a page shows them.
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
#: Which kind a task's outcome field reports.
OF_TASK_FIELD: dict[str, Kind] = {name: kind for kind in _ALL for name in kind.task_fields}
