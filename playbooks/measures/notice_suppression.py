"""Suppression of overage and dunning messages 停发超量与催缴提醒: nobody is told to ignore a message."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

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
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.instruction import action, compose, compose_reversal
from playbooks.measures.landing_plan import ONE_WEEK, LandingPlan
from playbooks.measures.tasking import figure, proving, said
from playbooks.terms.words import BillingAction, Fen, Rule, Strict, Words

Notice = Literal[
    "arrears_reminder", "suspension_warning", "termination_notice", "dunning_call", "usage_alert", "overage_alert"
]


class NoticeSuppressionFields(Strict):
    """Fields of a suppression.

    ``notices``: which messages and calls billing does not send. ``waive_overage``: what goes beyond a plan in the
    window is not charged; ``overage_fen_per_customer_day`` is what a customer would pay, a planning assumption.
    """

    notices: Annotated[tuple[Notice, ...], Field(min_length=1), about("停发的提醒", "Messages not sent")] = (
        "arrears_reminder",
        "suspension_warning",
        "termination_notice",
        "dunning_call",
        "usage_alert",
        "overage_alert",
    )
    waive_overage: Annotated[bool, about("免除套外费用", "Waive what goes beyond the plan")] = False
    overage_fen_per_customer_day: Annotated[
        int, Field(ge=0, le=100_000), about("每户每日套外费用", "Beyond the plan a customer a day", unit="fen")
    ] = 20
    cap_per_customer_fen: Annotated[Fen, about("每户上限", "Cap for one customer", unit="fen")] = 3_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")] = 0


class NoticeSuppression(MeasureType[NoticeSuppressionFields]):
    """Silence overage alerts and dunning at their source, also where no deferral is decided yet.

    Source: Verizon after Hurricane Sandy, 2012, waived from 29 October, announced on 4 November, and had to tell
    customers to ignore overage alerts already sent; here they are not sent in the first place. Debts and clocks are
    not touched: that is suspension deferral.
    """

    kind: ClassVar[str] = "notice_suppression"
    title: ClassVar[Words] = Words(zh="停发超量与催缴提醒", en="Suppression of overage and dunning messages")
    fields_model = NoticeSuppressionFields
    delivery: ClassVar[Delivery] = "billing"
    team: ClassVar[str] = "province_billing"
    eligible_rules: ClassVar[tuple[Rule, ...]] = (
        "registered_address",
        "billing_address",
        "service_address",
        "home_cell",
        "roaming_in",
        "number_segment",
    )
    cost_model: ClassVar[Words] = Words(
        zh="停发提醒不花钱；免除套外费用时按客户 × 每日套外费用 × 天数，受每户与总额上限约束，金额是规划假设。",
        en=(
            "Silence costs nothing; where overage is waived, customers × overage a day × days within both caps, a "
            "planning assumption."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="applied",
        at_least_ppm=999_000,
        within_minutes=120,
        text=Words(
            zh="2 小时内，99.9% 以上客户不再收到这些提醒。",
            en="Within 2 hours at least 99.9 % of those intended get none of them any more.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            0,
            Words(
                zh="到期：先一条温和提醒，7 天后才恢复催缴；停发期间的提醒不补发。",
                en="At the end: one courtesy text first, dunning a week later; what was not sent is not sent late.",
            ),
        ),
        LandingNote(-168, Words(zh="到期后 7 天：恢复催缴。", en="A week after the end: dunning is back.")),
    )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: NoticeSuppressionFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Nothing for silence; for overage customers × day, bounded by customer, then by the cap."""
        if not fields.waive_overage:
            return Cost(fen_per_day=0, fen_total=0, fen_cap=fields.cap_fen)
        customers, daily = sum(counts_by_segment.values()), fields.overage_fen_per_customer_day
        total = customers * min(daily * window_days, fields.cap_per_customer_fen)
        return Cost(fen_per_day=customers * daily, fen_total=min(total, fields.cap_fen), fen_cap=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: NoticeSuppressionFields) -> tuple[TaskItem, ...]:
        """One task a province: prove that nothing goes out, from all systems that send."""
        return (
            proving(
                item,
                title=said("核对提醒已停发", "Prove that the messages have stopped"),
                why=said(
                    "提醒来自多个系统；停了一个，另一个还在发。",
                    "Several systems send them; one is stopped and another goes on.",
                ),
                checklist=(
                    said(
                        "计费、流量、外呼、第三方催收逐一确认",
                        "Billing, usage, outbound calls and collectors, one by one",
                    ),
                    said("用 5 个测试号走一遍超量与欠费", "Take 5 test lines over their plan and into arrears"),
                    said(
                        "已发出的错误提醒报数，不另发“请忽略”",
                        "Count wrong alerts already sent; send no “please ignore”",
                    ),
                ),
                outcomes=(
                    figure("systems_checked", said("已核对系统", "Systems checked"), "systems", most=100, target=4),
                    figure(
                        "still_sent",
                        said("仍在发的提醒", "Messages still going out"),
                        "messages",
                        most=10_000_000,
                        target=0,
                    ),
                ),
            ),
        )

    def instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Silence one batch, and waive its overage where so decided."""
        fields = self.fields(context.fields)
        actions = [action(context, name="suppress_notice", notices=list(fields.notices))]
        if fields.waive_overage:
            actions.append(
                action(
                    context,
                    name="waive",
                    charges=["overage"],
                    fen_per_customer_day=fields.overage_fen_per_customer_day,
                    cap_per_customer_fen=fields.cap_per_customer_fen,
                )
            )
        return compose(context, kind=self.kind, actions=actions)

    def reverse_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Let messages run again, and take back overage waived and not yet billed."""
        undo: list[BillingAction] = ["suppress_notice"]
        if self.fields(context.fields).waive_overage:
            undo.append("waive")
        return compose_reversal(context, kind=self.kind, undo=undo)

    def landing_plan(self) -> LandingPlan:
        """One stage a week after the end, after a courtesy message."""
        return ONE_WEEK

    def runway_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """The silence, held until the stage; what goes beyond a plan is charged again from the end on."""
        notices = list(self.fields(context.fields).notices)
        return compose(context, kind=self.kind, actions=[action(context, name="suppress_notice", notices=notices)])

    def stage_instruction(self, context: InstructionContext, plan: LandingPlan, *, number: int) -> dict[str, Any]:
        """A courtesy message to whom the stage reaches; messages come again by themselves when the runway is over."""
        start, end = plan.share_of(number)
        word = action(context, name="courtesy_notice", stage=number, from_ppm=start, to_ppm=end)
        return compose(context, kind=self.kind, actions=[word])
