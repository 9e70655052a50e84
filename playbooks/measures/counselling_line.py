"""Counselling line 心理咨询热线: professionals listen; the house counts calls and keeps nothing of what was said."""

from typing import Annotated, ClassVar

from pydantic import Field

from playbooks.language.model import MeasureItem, TaskItem
from playbooks.measures.base import LandingNote, Success, about
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.hotlines import Line, LineFields
from playbooks.measures.tasking import carrying, daily_report, figure, said
from playbooks.terms.words import Words


class CounsellingLineFields(LineFields):
    """Fields of a counselling line: those of a line, with fewer and longer calls.

    ``professionals_ppm``: least share of seats held by trained counsellors of the partner institutions.
    """

    seats: Annotated[int, Field(ge=1, le=20_000), about("坐席", "Seats", unit="seats")] = 20
    calls_per_10k_hour: Annotated[
        int, Field(ge=0, le=10_000), about("忙时每万户来电", "Calls in the busiest hour", unit="calls per 10,000")
    ] = 1
    handling_seconds: Annotated[
        int, Field(ge=10, le=7_200), about("每通时长", "A call keeps a seat for", unit="seconds")
    ] = 1_500
    answer_seconds: Annotated[int, Field(ge=0, le=3_600), about("应答承诺", "Answered within", unit="seconds")] = 60
    professionals_ppm: Annotated[
        int, Field(ge=0, le=1_000_000), about("专业咨询师比例", "Held by trained counsellors", unit="ppm")
    ] = 1_000_000


class CounsellingLine(Line):
    """Lead callers in distress to trained counsellors of partner institutions, day and night, in their own language.

    Source: the operators' counselling line of 2008 (心理咨询热线); ITU guidelines for national emergency
    telecommunication plans on people with specific needs. No health note exists: no recording, no name, no case text;
    what is reported is counts.
    """

    kind: ClassVar[str] = "counselling_line"
    title: ClassVar[Words] = Words(zh="心理咨询热线", en="Counselling line")
    fields_model = CounsellingLineFields
    cost_model: ClassVar[Words] = Words(
        zh="坐席 × 每席每日费用 × 天数，到上限为止；费用含合作机构补贴，是规划假设。",
        en=(
            "Seats × cost of a seat a day × days, up to the cap; the cost covers the partner institutions and is a "
            "planning assumption."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="answered_percent",
        at_least_ppm=850_000,
        within_minutes=720,
        text=Words(
            zh="12 小时内开通，接通率 85% 以上，全部由专业人员接听。",
            en="Open within 12 hours, 85 % of calls answered, all by trained people.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            48,
            Words(
                zh="到期前 2 天：由合作机构与来电者约定后续求助渠道，我方不经手名单。",
                en="48 h before: the partners arrange with callers where they find help; no list passes through us.",
            ),
        ),
        LandingNote(
            -720,
            Words(zh="到期后 30 天：号码转当地心理援助热线。", en="30 days after: the number leads to the local line."),
        ),
    )

    def tasks(self, item: MeasureItem, *, fields: LineFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: open the line, and report calls each day."""
        return (_open(item, fields=fields), _report(item, fields=fields))


def _open(item: MeasureItem, *, fields: LineFields) -> TaskItem:
    return carrying(
        item,
        title=said("开通心理咨询热线", "Open the counselling line"),
        why=said("话务员不是咨询师；错误的安慰会伤人。", "Agents are no counsellors; the wrong comfort does harm."),
        checklist=(
            said("与有资质的机构书面约定", "A written agreement with a qualified institution"),
            said("不录音、不记姓名、不记病情", "No recording, no name, no illness is noted"),
            said("危急来电的热转去向已定", "Where a caller in danger is transferred to is settled"),
            said("本线人员每班后有督导", "Those who listen have supervision after each shift"),
        ),
        outcomes=(
            figure("seats", said("在席坐席", "Seats staffed"), "seats", most=2_000),
            figure("professional_seats", said("其中专业咨询师", "Of them trained counsellors"), "seats", most=2_000),
        ),
    )


def _report(item: MeasureItem, *, fields: LineFields) -> TaskItem:
    return daily_report(
        item,
        title=said("心理咨询热线日报", "Counselling line, daily report"),
        why=said("只看够不够接，不看谁打来。", "It shows whether there are seats enough, never who called."),
        checklist=(said("只报数，不附任何个案", "Counts only; no case is attached"),),
        outcomes=(
            figure("calls", said("当日来话", "Calls today"), "calls", most=1_000_000),
            figure(
                "answered_percent",
                said("接通率", "Calls answered"),
                "percent",
                most=100,
                target=fields.promised_percent,
            ),
            figure("handed_on", said("热转专业救助", "Transferred to professional help"), "calls", most=100_000),
        ),
    )
