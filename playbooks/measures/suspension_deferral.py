"""Suspension deferral 缓免停机: nobody in the area is cut off for an unpaid bill while it lasts."""

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
from playbooks.measures.instruction import action, compose, compose_reversal
from playbooks.measures.landing import Clock, hold_until_landed, let_run_again
from playbooks.measures.landing_plan import THREE_WEEKS, LandingPlan
from playbooks.measures.tasking import figure, proving, said
from playbooks.terms.words import BillingAction, Fen, Ppm, Rule, Segment, Strict, Words


class SuspensionDeferralFields(Strict):
    """Fields of a deferral. Money in fen, shares in parts per million.

    ``clocks``: which of the three statutory clocks stand still (Telecom Regulations: 0.3 %/day late fee, suspension
    after 30 days, termination 60 days later). ``overdue_share_ppm``, ``monthly_bill_fen`` and ``bad_debt_ppm`` are
    planning assumptions for the money at risk.
    """

    clocks: Annotated[tuple[Clock, ...], Field(min_length=1), about("停走的时钟", "Clocks that stand still")] = (
        "late_fee",
        "suspension",
        "termination",
    )
    reopen_suspended: Annotated[bool, about("已停机的复机", "Reopen the already suspended")] = True
    suppress_arrears_notices: Annotated[bool, about("不发催缴短信", "Silence arrears notices")] = True
    autopay: Annotated[Literal["included", "excluded"], about("自动扣款客户", "Customers who pay automatically")] = (
        "included"
    )
    overdue_share_ppm: Annotated[Ppm, about("会欠费的比例", "Share that falls overdue", unit="ppm")] = 150_000
    monthly_bill_fen: Annotated[dict[Segment, Fen], about("月均账单", "Monthly bill", unit="fen")]
    bad_debt_ppm: Annotated[Ppm, about("终成坏账的比例", "Share never paid", unit="ppm")] = 50_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class SuspensionDeferral(MeasureType[SuspensionDeferralFields]):
    """Freeze the clocks of late fee, suspension and termination, and reopen who is already suspended.

    Source: China Mobile, Lushan 2013, measure 1 (900,000 customers deferred, the suspended reopened); the three
    operators deferred 1.748 billion person-times in 2020. Money is not given away but at risk: the cost is the part
    of deferred bills expected never to be paid. Reversing lets the clocks run on from where they stood; it does not
    suspend again those who were reopened.
    """

    kind: ClassVar[str] = "suspension_deferral"
    title: ClassVar[Words] = Words(zh="缓免停机", en="Suspension deferral")
    fields_model = SuspensionDeferralFields
    delivery: ClassVar[Delivery] = "billing"
    team: ClassVar[str] = "province_billing"
    eligible_rules: ClassVar[tuple[Rule, ...]] = (
        "registered_address",
        "billing_address",
        "service_address",
        "home_cell",
        "roaming_in",
    )
    cost_model: ClassVar[Words] = Words(
        zh="客户 × 月均账单 × 会欠费的比例 × 终成坏账的比例 ÷ 30 × 天数；两个比例是规划假设，月均账单由计费提供。",
        en=(
            "Customers × monthly bill × share that falls overdue × share never paid ÷ 30 × days; both shares are "
            "planning assumptions, the bill is billing's own figure."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="applied",
        at_least_ppm=990_000,
        within_minutes=240,
        text=Words(
            zh="4 小时内，应缓停客户中 99% 以上在计费系统生效，未生效的逐户列出。",
            en="Within 4 hours billing has applied it to at least 99 % of those intended; the rest are listed.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        LandingNote(72, Words(zh="到期前 3 天：决定是否延期。", en="72 h before the end: decide whether to extend.")),
        LandingNote(
            24,
            Words(zh="到期前 1 天：再次确认，并告知客户。", en="24 h before: confirm, and tell customers."),
        ),
        LandingNote(
            0,
            Words(
                zh="到期：欠费可分期，提醒先于催缴；不补收缓停期间的滞纳金。",
                en="At the end: instalments on offer, a courtesy text before dunning, no late fee for the time.",
            ),
        ),
        LandingNote(
            -168,
            Words(
                zh="到期后分三批（每批隔 7 天）恢复催缴，不在次日停机。",
                en="After the end: dunning restarts in three stages a week apart; nobody is cut off the morning after.",
            ),
        ),
    )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: SuspensionDeferralFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Money at risk: customers × monthly bill × overdue share × bad-debt share, by the day, rounded up."""
        billed = sum(n * fields.monthly_bill_fen.get(_segment(s), 0) for s, n in counts_by_segment.items())
        at_risk = billed * fields.overdue_share_ppm * fields.bad_debt_ppm
        per_day = -(-at_risk // (30 * 10**12))
        total = -(-at_risk * window_days // (30 * 10**12))
        return Cost(fen_per_day=per_day, fen_total=min(total, fields.cap_fen), fen_cap=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: SuspensionDeferralFields) -> tuple[TaskItem, ...]:
        """One task a province: prove on a sample that nobody in the area is still cut off."""
        return (_sample_check(item),)

    def instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Freeze, reopen and silence the dunning notices of one batch."""
        fields = self.fields(context.fields)
        actions = [action(context, name="freeze_clocks", clocks=list(fields.clocks), autopay=fields.autopay)]
        if fields.reopen_suspended:
            actions.append(action(context, name="reopen", suspended_for="debt"))
        if fields.suppress_arrears_notices:
            actions.append(action(context, name="suppress_notice", notices=["arrears_reminder", "suspension_warning"]))
        return compose(context, kind=self.kind, actions=actions)

    def reverse_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Let the clocks and notices run again. Reopened service stays: a reversal must not cut people off."""
        undo: list[BillingAction] = ["freeze_clocks"]
        if self.fields(context.fields).suppress_arrears_notices:
            undo.append("suppress_notice")
        return compose_reversal(context, kind=self.kind, undo=undo)

    def landing_plan(self) -> LandingPlan:
        """Three stages a week apart, the first a week after the end, each after a courtesy message."""
        return THREE_WEEKS

    def runway_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """The clocks of the deferral, held until the last stage."""
        fields = self.fields(context.fields)
        return hold_until_landed(context, kind=self.kind, clocks=fields.clocks, autopay=fields.autopay)

    def stage_instruction(self, context: InstructionContext, plan: LandingPlan, *, number: int) -> dict[str, Any]:
        """The clocks of the deferral, running again for one stage."""
        clocks = self.fields(context.fields).clocks
        return let_run_again(context, plan, kind=self.kind, number=number, clocks=clocks)


def _segment(name: str) -> Segment:
    return name  # type: ignore[return-value]  # keys of a Situation are checked against SEGMENTS


def _sample_check(item: MeasureItem) -> TaskItem:
    return proving(
        item,
        title=said("抽查缓免停机是否生效", "Check on a sample that deferral works"),
        why=said(
            "系统回执说生效，还须以客户的手机为准。", "Receipts say it is applied; a customer's phone is the proof."
        ),
        checklist=(
            said("每个受灾县各抽 20 户已停机客户", "Take 20 suspended accounts in each county reached"),
            said("拨测：能主叫、能发短信", "Test: can they call out and send a text"),
            said("核对账单：滞纳金未再增加", "Check the bill: the late fee has stopped growing"),
            said("仍停机的报账号引用，不报号码", "Report those still cut off by account reference, not by number"),
        ),
        outcomes=(
            figure("accounts_checked", said("抽查户数", "Accounts checked"), "accounts", most=100_000, target=20),
            figure("still_suspended", said("仍停机", "Still suspended"), "accounts", most=100_000, target=0),
        ),
    )
