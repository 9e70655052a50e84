"""Free call forwarding 免费呼叫转移: calls to a line that is dead reach another phone, at no charge."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from playbooks.language.model import MeasureItem, TaskItem
from playbooks.measures.base import (
    NO_FIGURES,
    Cost,
    Delivery,
    Figures,
    InstructionContext,
    LandingNote,
    MeasureType,
    Success,
    about,
)
from playbooks.measures.endings import ASK_AT_72, TELL_AT_24
from playbooks.measures.instruction import action, compose, compose_reversal
from playbooks.measures.tasking import figure, proving, said
from playbooks.terms.words import Fen, Ppm, Rule, Strict, Words


class CallForwardingFields(Strict):
    """Fields of free forwarding, on request by hotline, hall or text.

    ``uptake_ppm``: share of customers who ask for it, ``minutes_per_user_day``: what each forwards a day, both planning
    assumptions. ``fen_per_minute``: settlement that the house pays. ``most_minutes``: bound for one customer.
    """

    uptake_ppm: Annotated[Ppm, about("申请比例", "Share who ask for it", unit="ppm")] = 20_000
    minutes_per_user_day: Annotated[
        int, Field(ge=1, le=1_440), about("每户每日转移时长", "Forwarded by each a day", unit="minutes")
    ] = 10
    fen_per_minute: Annotated[int, Field(ge=0, le=1_000), about("每分钟成本", "Cost of a minute", unit="fen")] = 6
    most_minutes: Annotated[
        int, Field(ge=1, le=100_000), about("每户时长上限", "Most for one customer", unit="minutes")
    ] = 1_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class CallForwarding(MeasureType[CallForwardingFields]):
    """Open forwarding to any number free of charge, for mobile and fixed lines of the area that do not work.

    Source: Telstra's disaster relief, short-term impact: free call diversion of a dead fixed or mobile line. All
    customers of the area may ask; billing opens the offer, the customer says to which number.
    """

    kind: ClassVar[str] = "call_forwarding"
    title: ClassVar[Words] = Words(zh="免费呼叫转移", en="Free call forwarding")
    fields_model = CallForwardingFields
    delivery: ClassVar[Delivery] = "billing"
    team: ClassVar[str] = "province_billing"
    eligible_rules: ClassVar[tuple[Rule, ...]] = (
        "registered_address",
        "service_address",
        "home_cell",
        "number_segment",
    )
    cost_model: ClassVar[Words] = Words(
        zh="客户 × 申请比例 × 每日时长 × 每分钟成本 × 天数，到上限为止；比例与时长是规划假设。",
        en=(
            "Customers × share who ask × minutes a day × cost of a minute × days, up to the cap; share and minutes are "
            "planning assumptions."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="applied",
        at_least_ppm=990_000,
        within_minutes=240,
        text=Words(
            zh="4 小时内，范围内 99% 以上客户可免费申请呼叫转移。",
            en="Within 4 hours at least 99 % of those intended can have it free of charge.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        TELL_AT_24,
        LandingNote(
            0,
            Words(
                zh="到期：恢复收费并告知；仍无法使用的线路逐户保留。",
                en="At the end: charged again, and customers are told; lines that still do not work keep it.",
            ),
        ),
    )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: CallForwardingFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Customers who ask × minutes × cost of a minute; over the window no more than the bound of one customer."""
        users = -(-sum(counts_by_segment.values()) * fields.uptake_ppm // 10**6)
        minutes = min(fields.minutes_per_user_day * window_days, fields.most_minutes)
        total = users * minutes * fields.fen_per_minute
        return Cost(
            fen_per_day=users * min(fields.minutes_per_user_day, fields.most_minutes) * fields.fen_per_minute,
            fen_total=min(total, fields.cap_fen),
            fen_cap=fields.cap_fen,
        )

    def tasks(self, item: MeasureItem, *, fields: CallForwardingFields) -> tuple[TaskItem, ...]:
        """One task a province: try it on a dead line, and count who uses it."""
        return (
            proving(
                item,
                title=said("拨测免费呼叫转移", "Try free call forwarding"),
                why=said(
                    "转移要在线路断了以后也能办；不能只在业务系统里“已开通”。",
                    "It must work for a line that is dead, not only say “open” in a system.",
                ),
                checklist=(
                    said("拨热线、去营业厅、发短信各办一次", "Ask for it once by hotline, in a hall and by text"),
                    said("关机、退服各拨测 5 次", "Call 5 times a phone that is off, and one without coverage"),
                    said("核对详单为 0 元", "Check that the bill says zero"),
                ),
                outcomes=(
                    figure("lines_tested", said("拨测次数", "Lines tried"), "calls", most=10_000, target=10),
                    figure("not_working", said("不通", "Did not work"), "calls", most=10_000, target=0),
                    figure("customers_using", said("已办理客户", "Customers using it"), "customers", most=100_000_000),
                ),
            ),
        )

    def instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Open the free service for one batch."""
        fields = self.fields(context.fields)
        opened = action(context, name="open_free_service", service="call_forwarding", units=fields.most_minutes)
        return compose(context, kind=self.kind, actions=[opened])

    def reverse_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Charge for it again."""
        return compose_reversal(context, kind=self.kind, undo=["open_free_service"])
