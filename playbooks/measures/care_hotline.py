"""Care hotline 爱心热线: a line of its own for word of safety, missing family and what is free."""

from typing import Annotated, ClassVar

from playbooks.language.model import MeasureItem, TaskItem
from playbooks.measures.base import LandingNote, Success, about
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.hotlines import Line, LineFields
from playbooks.measures.tasking import carrying, daily_report, figure, said
from playbooks.terms.words import Words


class CareHotlineFields(LineFields):
    """Fields of a care line: those of a line, and whether it passes on word of safety between families."""

    relay_safe_word: Annotated[bool, about("代转报平安", "Pass on word of safety")] = True


class CareHotline(Line):
    """Staff a care line for the area: information, word of safety, family that is looked for; in people's own dialect.

    Source: China Mobile, Lushan 2013, measure 5 (10086 care line: information, report-safe relay, 100 seats); care line
    of 2008 (爱心热线); Gansu 2013 family-finding hotline. Calls that are warm-transferred are counted, with where to.
    """

    kind: ClassVar[str] = "care_hotline"
    title: ClassVar[Words] = Words(zh="爱心热线", en="Care hotline")
    fields_model = CareHotlineFields
    cost_model: ClassVar[Words] = Words(
        zh="坐席 × 每席每日费用 × 天数，到上限为止；坐席数按埃尔朗 C 核算，每席费用是规划假设。",
        en=(
            "Seats × cost of a seat a day × days, up to the cap; seats are reckoned by Erlang C, the cost of a seat is "
            "a planning assumption."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="answered_percent",
        at_least_ppm=850_000,
        within_minutes=120,
        text=Words(
            zh="2 小时内开通，接通率 85% 以上，方言坐席在前。",
            en="Open within 2 hours, 85 % of calls answered, speakers of the dialect first.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            24,
            Words(
                zh="到期前 1 天：未了结的寻亲逐件交接当地部门。",
                en="24 h before: hand every open search for family to the local authority.",
            ),
        ),
        LandingNote(
            0,
            Words(
                zh="到期：号码转 10086 人工，不停号。",
                en="At the end: the number leads to a person on 10086; it is not shut.",
            ),
        ),
    )

    def tasks(self, item: MeasureItem, *, fields: LineFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: open the line, and report calls each day."""
        return (_open(item, fields=fields), _report(item, fields=fields))


def _open(item: MeasureItem, *, fields: LineFields) -> TaskItem:
    return carrying(
        item,
        title=said("开通爱心热线", "Open the care line"),
        why=said(
            "打这条线的人要的是一个人，不能让他们听菜单。",
            "Those who call this line want a person; they must not meet a menu.",
        ),
        checklist=(
            said(
                f"各省合计 {fields.seats} 席，按来话分配，统一排队",
                f"{fields.seats} seats over all provinces, by calls, in one queue",
            ),
            said("会方言的在前；排班每班不超过 8 小时", "Speakers of the dialect first; no shift above 8 hours"),
            said("口径：什么免费、去哪里、怎么报平安", "What is free, where to go, how to send word of safety"),
            said("心理求助热转咨询专线，不记病情", "Callers in distress are transferred warm; no illness is noted"),
            said("坐席不足即请支援省份分流", "Too few seats: ask supporting provinces to take calls"),
        ),
        outcomes=(
            figure("seats", said("在席坐席", "Seats staffed"), "seats", most=20_000),
            figure("dialect_seats", said("其中方言坐席", "Of them speaking the dialect"), "seats", most=20_000),
            figure(
                "longest_wait_seconds",
                said("最长等待", "Longest wait"),
                "seconds",
                most=7_200,
                target=fields.answer_seconds,
            ),
        ),
    )


def _report(item: MeasureItem, *, fields: LineFields) -> TaskItem:
    return daily_report(
        item,
        title=said("爱心热线日报", "Care line, daily report"),
        why=said("来话量决定加席还是分流。", "Calls decide whether seats are added or calls passed on."),
        checklist=(
            said("按时段报来话与接通", "Calls and answered calls by hour"),
            said("热转只报去向与件数", "Warm transfers: where to and how many, nothing else"),
        ),
        outcomes=(
            figure("calls", said("当日来话", "Calls today"), "calls", most=10_000_000),
            figure(
                "answered_percent",
                said("接通率", "Calls answered"),
                "percent",
                most=100,
                target=fields.promised_percent,
            ),
            figure(
                "family_requests",
                said("寻亲、报平安受理", "Requests for family and word of safety"),
                "cases",
                most=10_000_000,
            ),
            figure("warm_transfers", said("热转", "Warm transfers"), "calls", most=1_000_000),
        ),
    )
