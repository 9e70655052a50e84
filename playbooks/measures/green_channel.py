"""Green channel 绿色通道: halls serve people from the area, and people with disabilities, first."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from playbooks.language.clocks import ClockChanges
from playbooks.language.model import MeasureItem, Outcome, TaskItem
from playbooks.measures.base import (
    NO_FIGURES,
    Cost,
    Delivery,
    Figures,
    LandingNote,
    MeasureType,
    Success,
    about,
    by_the_day,
)
from playbooks.terms.words import Fen, Minutes, Rule, Strict, Words

Lane = Literal["affected", "disabled", "elderly", "rescuers", "contacts_a_plus", "contacts_a"]


class GreenChannelFields(Strict):
    """Fields of a green channel.

    ``queue_minutes``: the promise (10, service concept of 2012). ``fen_per_hall_day``: extra staff, power and
    supplies of one hall, a planning assumption. ``report_at``: local time of the daily people-served report.
    """

    queue_minutes: Annotated[Minutes, about("排队承诺", "Queue promise", unit="minutes")] = 10
    lanes_for: Annotated[tuple[Lane, ...], Field(min_length=1), about("服务对象", "Lanes for")] = (
        "affected",
        "disabled",
        "elderly",
        "rescuers",
    )
    report_at: Annotated[
        str,
        StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"),
        about("日报时刻", "Daily report at", unit="local time"),
    ] = "18:00"
    fen_per_hall_day: Annotated[Fen, about("每厅每日费用", "Cost of a hall a day", unit="fen")]
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class GreenChannel(MeasureType[GreenChannelFields]):
    """Open a priority lane in every hall that can open, and report each day how many people it served.

    Source: China Mobile 2008: green channels for people with disabilities in 622 halls, some 18,000 people served;
    the queue of at most ten minutes is the operator's standing promise. Carried out by halls through tasks; billing
    has no part in it.
    """

    kind: ClassVar[str] = "green_channel"
    title: ClassVar[Words] = Words(zh="绿色通道", en="Green channel")
    fields_model = GreenChannelFields
    delivery: ClassVar[Delivery] = "halls"
    team: ClassVar[str] = "province_halls"
    eligible_rules: ClassVar[tuple[Rule, ...]] = (
        "registered_address",
        "service_address",
        "home_cell",
        "roaming_in",
    )
    cost_model: ClassVar[Words] = Words(
        zh="营业厅数 × 每厅每日费用 × 天数，到上限为止；每厅费用（加班、供电、物资）是规划假设。",
        en=(
            "Halls × cost of a hall a day × days, up to the cap; the cost of a hall (overtime, power, supplies) is a "
            "planning assumption."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="halls_open",
        at_least_ppm=800_000,
        within_minutes=240,
        text=Words(
            zh="4 小时内，八成营业厅开放绿色通道，排队不超过承诺时长，每日报服务人次。",
            en="Within 4 hours four halls in five have the lane open and queues keep the promise; a report daily.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        LandingNote(
            24,
            Words(
                zh="到期前 1 天：按日服务人次决定撤并。",
                en="24 h before: close lanes by the number of people still served.",
            ),
        ),
        LandingNote(
            0,
            Words(zh="到期：残障人士通道保留。", en="At the end: the lane for people with disabilities stays."),
        ),
    )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: GreenChannelFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Halls in the area × daily cost of a hall."""
        return by_the_day(
            figures.get("halls", 0) * fields.fen_per_hall_day, window_days=window_days, cap_fen=fields.cap_fen
        )

    def tasks(self, item: MeasureItem, *, fields: GreenChannelFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: open the lanes, and report people served each day."""
        return (_open_lanes(item, fields=fields), _daily_report(item, fields=fields))


def _open_lanes(item: MeasureItem, *, fields: GreenChannelFields) -> TaskItem:
    return TaskItem(
        id=f"{item.id}-open",
        title=Words(zh="营业厅开放绿色通道", en="Open the green channel in halls"),
        why=Words(
            zh="有急事、有不便的人，不应排在办套餐的人后面。",
            en="Whoever has something urgent, or can't stand in a queue, should not wait behind ordinary sales.",
        ),
        sources=item.sources,
        when=item.when,
        team=item.team,
        target="province",
        critical=item.critical,
        checklist=(
            Words(zh="先确认厅内人员安全、建筑可用", en="First: staff safe, building usable"),
            Words(
                zh="每厅至少一个优先窗口，立牌并派引导员",
                en="At least one priority window a hall, signed, with a guide",
            ),
            Words(
                zh="残障、老人、孕妇、救援人员直接引导",
                en="Guide the disabled, elderly, pregnant and rescuers straight in",
            ),
            Words(
                zh=f"排队超过 {fields.queue_minutes} 分钟即加开窗口",
                en=f"Open another window when the queue passes {fields.queue_minutes} minutes",
            ),
        ),
        outcomes=(
            Outcome(
                name="halls_open",
                title=Words(zh="已开通道的营业厅", en="Halls with the lane open"),
                unit=Words(zh="厅", en="halls"),
                least=0,
                most=20_000,
            ),
            Outcome(
                name="halls_closed",
                title=Words(zh="暂不能营业的营业厅", en="Halls that can't open"),
                unit=Words(zh="厅", en="halls"),
                least=0,
                most=20_000,
            ),
            Outcome(
                name="longest_queue_minutes",
                title=Words(zh="最长排队", en="Longest queue"),
                unit=Words(zh="分钟", en="minutes"),
                least=0,
                most=600,
                target=fields.queue_minutes,
            ),
        ),
    )


def _daily_report(item: MeasureItem, *, fields: GreenChannelFields) -> TaskItem:
    daily = ClockChanges(work_minutes=1440, report_minutes=1440)
    return TaskItem(
        id=f"{item.id}-report",
        title=Words(zh=f"绿色通道日报（{fields.report_at}）", en=f"Green channel daily report ({fields.report_at})"),
        why=Words(
            zh="服务人次是撤并与加开的唯一依据。",
            en="People served is what decides where lanes open and close.",
        ),
        sources=item.sources,
        when=item.when,
        team=item.team,
        target="province",
        window=item.window,
        clocks={"I": daily, "II": daily, "III": daily, "IV": daily},
        depends_on=(f"{item.id}-open",),
        checklist=(
            Words(
                zh=f"每日 {fields.report_at} 前汇总各厅",
                en=f"Gather all halls by {fields.report_at} each day",
            ),
            Words(zh="没有变化也报“无变化”", en="Nothing changed is a report too: say so"),
        ),
        outcomes=(
            Outcome(
                name="people_served",
                title=Words(zh="当日服务人次", en="People served today"),
                unit=Words(zh="人次", en="people"),
                least=0,
                most=1_000_000,
            ),
            Outcome(
                name="people_disabled_served",
                title=Words(zh="其中残障人士", en="Of them with disabilities"),
                unit=Words(zh="人次", en="people"),
                least=0,
                most=1_000_000,
            ),
        ),
    )
