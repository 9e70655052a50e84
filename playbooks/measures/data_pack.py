"""Data pack 应急流量包: data for maps, messages and news, given once to everybody in the area."""

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
from playbooks.measures.tasking import figure, proving, said
from playbooks.terms.words import Fen, Ppm, Rule, Strict, Words

Allowance = Literal["data_mb", "voice_minutes", "sms_messages"]


class DataPackFields(Strict):
    """Fields of a pack.

    ``allowance`` and ``amount``: what one customer gets, in its own unit (MB, minutes, messages). ``used_ppm``: part of
    it that is really used, and ``fen_per_unit_thousand``: what a thousand units cost the house, planning assumptions.
    """

    allowance: Annotated[Allowance, about("内容", "Of what")] = "data_mb"
    amount: Annotated[int, Field(ge=1, le=10_000_000), about("每户数量", "For one customer", unit="units")] = 3_072
    usable_days: Annotated[int, Field(ge=1, le=730), about("有效天数", "Usable for", unit="days")] = 30
    used_ppm: Annotated[Ppm, about("实际使用比例", "Share really used", unit="ppm")] = 300_000
    fen_per_unit_thousand: Annotated[
        int, Field(ge=0, le=1_000_000), about("每千单位成本", "Cost of a thousand units", unit="fen")
    ] = 30
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class DataPack(MeasureType[DataPackFields]):
    """Give every customer of the area an allowance of data, minutes or texts, beside the plan they have.

    Source: Telstra (25 GB for 30 days), T-Mobile and others 2017-2019 (an extra 3 GB on prepaid). It is used first and
    lapses by itself; going beyond it is never charged as overage while it lasts.
    """

    kind: ClassVar[str] = "data_pack"
    title: ClassVar[Words] = Words(zh="应急流量包", en="Data pack")
    fields_model = DataPackFields
    delivery: ClassVar[Delivery] = "billing"
    team: ClassVar[str] = "province_billing"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("registered_address", "home_cell", "roaming_in", "number_segment")
    cost_model: ClassVar[Words] = Words(
        zh="客户 × 每户数量 × 实际使用比例 × 每千单位成本 ÷ 1000；使用比例与成本是规划假设。",
        en=(
            "Customers × amount × share really used × cost of a thousand units ÷ 1000; share and cost are planning "
            "assumptions."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="applied",
        at_least_ppm=990_000,
        within_minutes=240,
        text=Words(
            zh="4 小时内，99% 以上客户到账，且不触发超量提醒。",
            en="Within 4 hours at least 99 % of those intended have it, and no overage alert goes out.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            24,
            Words(zh="失效前 1 天：短信告知余量与失效时刻。", en="24 h before it lapses: tell what is left and when."),
        ),
        LandingNote(
            0,
            Words(
                zh="到期：余量作废，不收费，不自动续订。", en="At the end: it lapses, costs nothing, renews nothing."
            ),
        ),
    )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: DataPackFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Cost of what is really used; given once, the daily figure spreads it over the days of use, rounded up."""
        used = sum(counts_by_segment.values()) * fields.amount * fields.used_ppm * fields.fen_per_unit_thousand
        total = -(-used // 10**9)
        return Cost(
            fen_per_day=-(-total // fields.usable_days), fen_total=min(total, fields.cap_fen), fen_cap=fields.cap_fen
        )

    def tasks(self, item: MeasureItem, *, fields: DataPackFields) -> tuple[TaskItem, ...]:
        """One task a province: see that it has arrived and is used first."""
        return (
            proving(
                item,
                title=said("抽查应急流量包", "Check the pack on a sample"),
                why=said("先扣套餐再扣赠送，等于没给。", "Used after the plan instead of before, it is no gift."),
                checklist=(
                    said(
                        "各品牌各抽 20 户查余量与失效时刻", "Look up what is left and when it lapses, 20 of each brand"
                    ),
                    said("核对先用赠送、后用套餐", "Check that it is used before the plan"),
                    said("核对不产生套外费用", "Check that nothing is charged beyond it"),
                ),
                outcomes=(
                    figure(
                        "accounts_checked", said("抽查户数", "Accounts checked"), "accounts", most=100_000, target=80
                    ),
                    figure("not_arrived", said("未到账", "Not arrived"), "accounts", most=100_000, target=0),
                ),
            ),
        )

    def instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Grant the allowance to one batch, and silence overage alerts about it."""
        fields = self.fields(context.fields)
        return compose(
            context,
            kind=self.kind,
            actions=[
                action(
                    context,
                    name="grant_allowance",
                    allowance=fields.allowance,
                    amount=fields.amount,
                    usable_days=fields.usable_days,
                ),
                action(context, name="suppress_notice", notices=["overage_alert"]),
            ],
        )

    def reverse_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Take back what is unused, and let alerts run again."""
        return compose_reversal(context, kind=self.kind, undo=["grant_allowance", "suppress_notice"])
