"""Spam and fraud watch 涉灾诈骗治理: relief keywords and sender ports, watched by the platforms that are there."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from playbooks.language.model import MeasureItem, TaskItem
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
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.tasking import carrying, daily_report, figure, said
from playbooks.terms.words import Fen, Rule, Strict, Words

Keyword = Annotated[str, StringConstraints(min_length=2, max_length=30, strip_whitespace=True)]
#: A port of bulk messages or its beginning (106…, 95…, 12110), never a subscriber's number.
Port = Annotated[str, StringConstraints(pattern=r"^(106|95|96|100|12)\d{0,12}$")]


class FraudWatchFields(Strict):
    """Fields of a watch. ``keywords`` of relief that fraud borrows; ``ports``: sender ports, or how they begin.

    ``reports_to_block``: complaints about one sender until it is held; ``review_minutes``: within which a person looks.
    ``fen_per_day``: people on watch.
    """

    keywords: Annotated[tuple[Keyword, ...], Field(min_length=1, max_length=50), about("关键词", "Keywords")] = (
        "捐款",
        "救灾款",
        "抗震救灾",
        "寻亲",
        "退费",
        "补贴领取",
    )
    ports: Annotated[
        tuple[Port, ...], Field(max_length=50), about("关注的端口（号段开头）", "Sender ports, or how they begin")
    ] = ("106",)
    reports_to_block: Annotated[
        int, Field(ge=1, le=1_000), about("举报次数即暂停", "Held after complaints", unit="complaints")
    ] = 3
    review_minutes: Annotated[int, Field(ge=1, le=1_440), about("人工复核时限", "Looked at within", unit="minutes")] = (
        30
    )
    fen_per_day: Annotated[int, Field(ge=0, le=100_000_000), about("每日费用", "Cost a day", unit="fen")] = 200_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class FraudWatch(MeasureType[FraudWatchFields]):
    """Have the spam platforms watch bulk senders for relief words, hold those complained of, and let a person decide.

    Source: China Mobile 2008: 5.32 million spam complaints handled, 3.5 billion messages blocked, more than 6,760 bulk
    ports cleared. Only bulk ports are watched and only by the platform that already does so; the house gets counts, no
    message and no number. Every hold is looked at by a person: a relief organisation must not be silenced.
    """

    kind: ClassVar[str] = "fraud_watch"
    title: ClassVar[Words] = Words(zh="涉灾垃圾短信与诈骗治理", en="Spam and fraud watch")
    fields_model = FraudWatchFields
    delivery: ClassVar[Delivery] = "teams"
    team: ClassVar[str] = "province_messages"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("home_cell", "registered_address", "roaming_in", "number_segment")
    cost_model: ClassVar[Words] = Words(
        zh="值守人员每日费用 × 天数，到上限为止；平台已有，不另计。费用是规划假设。",
        en="People on watch a day × days, up to the cap; the platforms are there. The cost is a planning assumption.",
    )
    success: ClassVar[Success] = Success(
        figure="reviewed_in_time_percent",
        at_least_ppm=950_000,
        within_minutes=240,
        text=Words(
            zh="4 小时内启动，举报 95% 以上按时复核，误伤当日解除。",
            en="On within 4 hours, 95 % of complaints looked at in time, mistakes undone the same day.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            0,
            Words(
                zh="到期：关键词撤下，暂停的端口逐一复核后恢复或移送。",
                en="At the end: keywords are taken off; each port on hold is looked at again, opened or reported.",
            ),
        ),
    )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: FraudWatchFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """People on watch, by the day."""
        return by_the_day(fields.fen_per_day, window_days=window_days, cap_fen=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: FraudWatchFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: switch the watch on, and report what it held."""
        return (_switch_on(item, fields=fields), _report(item))


def _switch_on(item: MeasureItem, *, fields: FraudWatchFields) -> TaskItem:
    return carrying(
        item,
        title=said("启动垃圾短信与诈骗治理", "Switch on the spam and fraud watch"),
        why=said(
            "骗子跟着大事来；一条冒名短信就毁掉真消息的信用。",
            "Swindlers follow whatever is on everybody's mind; one false text ruins trust in the true ones.",
        ),
        checklist=(
            said(
                f"载入 {len(fields.keywords)} 个关键词、{len(fields.ports)} 个端口段，白名单先行",
                f"Load {len(fields.keywords)} keywords and {len(fields.ports)} ports; the white list first",
            ),
            said(
                f"同一端口 {fields.reports_to_block} 次举报即暂停，{fields.review_minutes} 分钟内人工复核",
                f"{fields.reports_to_block} complaints hold a port, looked at in {fields.review_minutes} min",
            ),
            said("只看端口，不看个人往来短信", "Bulk ports only, never messages between people"),
            said("7×24 举报受理，线索移送公安", "Complaints day and night; evidence goes to the police"),
        ),
        outcomes=(
            figure(
                "keywords_loaded",
                said("已载入关键词", "Keywords loaded"),
                "keywords",
                most=50,
                target=len(fields.keywords),
            ),
            figure("platforms_on", said("已启动平台", "Platforms on"), "systems", most=100),
        ),
    )


def _report(item: MeasureItem) -> TaskItem:
    return daily_report(
        item,
        title=said("垃圾短信与诈骗治理日报", "Spam and fraud watch, daily report"),
        why=said("拦住多少、误伤多少，都要说。", "How much was stopped, and how much by mistake: both are told."),
        checklist=(said("误伤逐一解除并致歉", "Undo every mistake and say sorry"),),
        outcomes=(
            figure("messages_blocked", said("拦截短信", "Messages blocked"), "messages", most=10_000_000_000),
            figure("ports_held", said("暂停端口", "Ports held"), "ports", most=100_000),
            figure("complaints", said("举报", "Complaints"), "cases", most=10_000_000),
            figure(
                "reviewed_in_time_percent",
                said("按时复核率", "Looked at in time"),
                "percent",
                most=100,
                target=95,
            ),
            figure("mistakes_undone", said("误伤解除", "Mistakes undone"), "ports", most=100_000),
        ),
    )
