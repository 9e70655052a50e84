"""Priority on the hotline 10086 优先接入: callers from the area reach a person first, before all others."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from playbooks.language.model import MeasureItem, TaskItem
from playbooks.measures.base import (
    NO_FIGURES,
    Cost,
    Delivery,
    Figures,
    LandingNote,
    MeasureType,
    Note,
    Success,
    about,
    by_the_day,
)
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.erlang import load_of, waits_by_priority
from playbooks.measures.tasking import carrying, daily_report, figure, said
from playbooks.terms.words import Fen, Rule, Strict, Words


class HotlinePriorityFields(Strict):
    """Fields of a priority queue.

    ``seats`` answer both kinds of calls. ``calls_per_10k_hour``: calls from the area in the busiest hour for ten
    thousand of its customers; ``other_calls_hour``: all others; ``handling_seconds``: how long a call keeps a seat;
    planning assumptions. ``answer_seconds``: mean wait promised to callers from the area. ``extra_seats``: added ones.
    """

    seats: Annotated[int, Field(ge=1, le=50_000), about("坐席", "Seats", unit="seats")] = 1_000
    extra_seats: Annotated[int, Field(ge=0, le=20_000), about("其中为此增加", "Of them added for it", unit="seats")] = 0
    calls_per_10k_hour: Annotated[
        int, Field(ge=0, le=10_000), about("忙时每万户来电", "Calls from the area", unit="calls per 10,000")
    ] = 30
    other_calls_hour: Annotated[
        int, Field(ge=0, le=10_000_000), about("忙时其他来电", "Other calls in the busiest hour", unit="calls")
    ] = 8_000
    handling_seconds: Annotated[
        int, Field(ge=10, le=7_200), about("每通时长", "A call keeps a seat for", unit="seconds")
    ] = 210
    answer_seconds: Annotated[
        int, Field(ge=0, le=3_600), about("平均等待承诺", "Mean wait promised", unit="seconds")
    ] = 15
    fen_per_seat_day: Annotated[Fen, about("每席每日费用", "Cost of a seat a day", unit="fen")] = 60_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")] = 0


class HotlinePriority(MeasureType[HotlinePriorityFields]):
    """Let calls from the area skip the menu and go to a person before other calls; nobody who talks is broken off.

    Source: China Mobile, Lushan 2013, measure 9: priority human access on 10086 for callers from the area. Others wait
    longer for it: how much longer is shown before anybody approves.
    """

    kind: ClassVar[str] = "hotline_priority"
    title: ClassVar[Words] = Words(zh="10086 优先接入", en="Priority on the hotline")
    fields_model = HotlinePriorityFields
    delivery: ClassVar[Delivery] = "hotline"
    team: ClassVar[str] = "province_hotline"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("home_cell", "registered_address", "roaming_in", "number_segment")
    cost_model: ClassVar[Words] = Words(
        zh="为此增加的坐席 × 每席每日费用 × 天数，到上限为止；不加席则不花钱，只是其他来电多等。",
        en=(
            "Seats added × cost of a seat a day × days, up to the cap; without more seats it costs nothing but the "
            "others' time. The cost of a seat is a planning assumption."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="priority_answered_percent",
        at_least_ppm=900_000,
        within_minutes=60,
        text=Words(
            zh="1 小时内生效，受影响地区来电接通率 90% 以上。",
            en="In force within an hour, 90 % of calls from the area answered.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            0,
            Words(
                zh="到期：受影响地区来电占比低于平日两倍时恢复普通排队。",
                en="At the end: the common queue is back once calls from the area are below twice the usual.",
            ),
        ),
    )

    def notes(
        self, fields: HotlinePriorityFields, *, customers: int, figures: Figures = NO_FIGURES
    ) -> tuple[Note, ...]:
        """Mean waits of both kinds of callers."""
        calls = -(-customers * fields.calls_per_10k_hour // 10_000)
        waits = waits_by_priority(
            load_of(calls, handling_s=fields.handling_seconds),
            load_of(fields.other_calls_hour, handling_s=fields.handling_seconds),
            seats=fields.seats,
            handling_s=fields.handling_seconds,
        )
        if waits.first_s is None:
            return (
                Note.doubt(
                    said(
                        f"忙时受影响地区来电约 {calls:,} 通，{fields.seats:,} 席全部用上也接不完，须加席或分流",
                        f"About {calls:,} calls from the area in the busiest hour are more than all {fields.seats:,} "
                        "seats can take: add seats or pass calls on",
                    ),
                ),
            )
        first = round(waits.first_s)
        first_zh, first_en = _waited(first)
        others_zh, others_en = ("队伍会越排越长", "their queue only grows")
        if waits.others_s is not None:
            others_zh, others_en = _waited(round(waits.others_s))
        return (
            Note(
                ok=first <= fields.answer_seconds and waits.others_s is not None,
                text=said(
                    f"忙时受影响地区来电约 {calls:,} 通，{first_zh}；其他来电{others_zh}",
                    f"Calls from the area in the busiest hour, about {calls:,}: {first_en}; other calls: {others_en}",
                ),
            ),
        )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: HotlinePriorityFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Seats added × cost of a seat, by the day."""
        return by_the_day(fields.extra_seats * fields.fen_per_seat_day, window_days=window_days, cap_fen=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: HotlinePriorityFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: switch it on, and report waits."""
        return (
            carrying(
                item,
                title=said("受影响地区来电优先接入 10086", "Put calls from the area first on 10086"),
                why=said(
                    "受影响地区的人有急事，不能让他们听菜单。",
                    "Whoever calls from the area has something urgent; no menu for them.",
                ),
                checklist=(
                    said("按归属与来话基站双条件识别", "Recognise them by number and by cell"),
                    said("跳过菜单，直达人工", "Skip the menu, straight to a person"),
                    said(
                        "其他来电播报预计等待并引导自助",
                        "Tell the others how long it takes, and what they can do themselves",
                    ),
                    said("用受影响地区的号码拨测 5 次", "Call 5 times with a number of the area"),
                ),
                outcomes=(
                    figure(
                        "test_wait_seconds",
                        said("拨测最长等待", "Longest wait in the test"),
                        "seconds",
                        most=3_600,
                        target=fields.answer_seconds,
                    ),
                    figure(
                        "extra_seats", said("已增坐席", "Seats added"), "seats", most=20_000, target=fields.extra_seats
                    ),
                ),
            ),
            daily_report(
                item,
                title=said("优先接入日报", "Priority on the hotline, daily report"),
                why=said("其他客户等得太久，也会成为投诉。", "Others who wait too long complain as well."),
                checklist=(said("按时段报两类来电", "Both kinds of calls by hour"),),
                outcomes=(
                    figure("priority_calls", said("受影响地区来电", "Calls from the area"), "calls", most=10_000_000),
                    figure(
                        "priority_answered_percent",
                        said("受影响地区接通率", "Of them answered"),
                        "percent",
                        most=100,
                        target=90,
                    ),
                    figure(
                        "others_answered_percent", said("其他接通率", "Others answered"), "percent", most=100, target=70
                    ),
                ),
            ),
        )


def _waited(seconds: int) -> tuple[str, str]:
    """How long callers wait on average, (zh, en)."""
    if seconds == 0:
        return "基本不用等", "hardly any wait"
    return f"平均等 {seconds:,} 秒", f"{seconds:,} s on average"
