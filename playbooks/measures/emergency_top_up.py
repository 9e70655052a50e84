"""Emergency top-up 应急充值: prepaid lines that run low in the area get a gift, so that nobody falls silent."""

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
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.instruction import action, compose, compose_reversal
from playbooks.measures.tasking import figure, proving, said
from playbooks.terms.words import Fen, Rule, Segment, Strict, Words


class EmergencyTopUpFields(Strict):
    """Fields of a top-up, all money in fen.

    ``fen_per_customer``: the gift, once. ``balance_below_fen``: only lines that have less. ``low_balance_ppm``: the
    share of prepaid lines that do, a planning assumption. ``usable_days``: when an unused gift lapses.
    """

    fen_per_customer: Annotated[int, Field(ge=1, le=50_000), about("每户充值", "Gift for a customer", unit="fen")] = (
        1_000
    )
    balance_below_fen: Annotated[int, Field(ge=0, le=100_000), about("余额低于", "For balances below", unit="fen")] = (
        1_000
    )
    low_balance_ppm: Annotated[
        int, Field(ge=1, le=1_000_000), about("余额不足的比例", "Share with so low a balance", unit="ppm")
    ] = 120_000
    usable_days: Annotated[int, Field(ge=1, le=730), about("有效天数", "Usable for", unit="days")] = 30
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class EmergencyTopUp(MeasureType[EmergencyTopUpFields]):
    """Give prepaid customers whose balance is nearly used up enough for some calls, once and without asking.

    Source: China Mobile, January 2008 ice: top-up for stranded travellers (手机充值); Lushan 2013, measure 4 (love
    top-up). Only prepaid segments have a balance. Reversing takes back what is unused and never makes a balance
    negative.
    """

    kind: ClassVar[str] = "emergency_top_up"
    title: ClassVar[Words] = Words(zh="应急充值", en="Emergency top-up")
    fields_model = EmergencyTopUpFields
    delivery: ClassVar[Delivery] = "billing"
    team: ClassVar[str] = "province_billing"
    eligible_segments: ClassVar[tuple[Segment, ...]] = ("easyown", "mzone", "other")
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("registered_address", "home_cell", "roaming_in")
    for_whom: ClassVar[Words | None] = Words(
        zh="只面向余额不足的预付费客户，客户数按比例计",
        en="It is for prepaid customers with a low balance only; they are counted by share",
    )
    cost_model: ClassVar[Words] = Words(
        zh="预付费客户 × 余额不足的比例 × 每户充值，一次；比例是规划假设，开始前由计费核实。",
        en=(
            "Prepaid customers × share with so low a balance × gift, once; the share is a planning assumption that "
            "billing checks before the start."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="applied",
        at_least_ppm=990_000,
        within_minutes=120,
        text=Words(
            zh="2 小时内，应充值客户中 99% 以上到账，总额不超过上限。",
            en="Within 2 hours at least 99 % of those intended have it, within the cap.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            0,
            Words(
                zh="到期：不再新充；已到账的在有效期内照用，不收回。",
                en="At the end: nobody else is given any; what was given stays usable until it lapses.",
            ),
        ),
    )

    def reached_ppm(self, fields: EmergencyTopUpFields) -> int:
        """Those with a low balance."""
        return fields.low_balance_ppm

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: EmergencyTopUpFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Customers reached × gift; given once, so the first day and the whole are the same."""
        total = sum(counts_by_segment.values()) * fields.fen_per_customer
        return Cost(fen_per_day=total, fen_total=min(total, fields.cap_fen), fen_cap=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: EmergencyTopUpFields) -> tuple[TaskItem, ...]:
        """One task a province: see on a sample that the gift has arrived."""
        return (
            proving(
                item,
                title=said("抽查应急充值是否到账", "Check on a sample that the top-up has arrived"),
                why=said(
                    "到账短信会晚到，余额以查询为准。", "The text may come late; the balance itself is the proof."
                ),
                checklist=(
                    said("各预付费品牌各抽 20 户查余额", "Look up the balance of 20 accounts of each prepaid brand"),
                    said("核对有效期与来源说明", "Check when it lapses and what the customer is told of it"),
                    said("未到账的报账号引用，不报号码", "Report those without it by account reference, not by number"),
                ),
                outcomes=(
                    figure(
                        "accounts_checked", said("抽查户数", "Accounts checked"), "accounts", most=100_000, target=60
                    ),
                    figure("not_arrived", said("未到账", "Not arrived"), "accounts", most=100_000, target=0),
                ),
            ),
        )

    def instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Top up the accounts of one batch that have a low balance."""
        fields = self.fields(context.fields)
        gift = action(
            context,
            name="top_up",
            fen_per_customer=fields.fen_per_customer,
            balance_below_fen=fields.balance_below_fen,
            usable_days=fields.usable_days,
        )
        return compose(context, kind=self.kind, actions=[gift])

    def reverse_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Take back what is unused."""
        return compose_reversal(context, kind=self.kind, undo=["top_up"])
