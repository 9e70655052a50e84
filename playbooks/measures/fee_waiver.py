"""Fee waiver 减免话费: charges of the hardest-hit area are not billed, from 0:00 of the day if so decided."""

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
from playbooks.measures.tasking import figure, proving, said
from playbooks.terms.words import SEGMENTS, BillingAction, Fen, Rule, Segment, Strict, Words

Charge = Literal["monthly_fee", "voice", "sms", "data", "roaming", "overage"]
EVERYTHING_PPM = 1_000_000
_EVERY_DAY = 730
DailyFen = Annotated[int, Field(ge=0, le=100_000_000)]


class FeeWaiverFields(Strict):
    """Fields of a waiver, all money in fen. Full, partial, by day and capped are bounds that hold together.

    ``share_ppm``: part of the charges that is waived; all of it is a full waiver. ``fen_per_customer_day``: what a
    customer of each segment would have been charged a day (planning assumption and bound for billing). ``most_days``:
    days of the window that are waived for one customer. ``cap_per_customer_fen``: most for one customer over the
    window. ``cap_fen``: most for all.
    """

    charges: Annotated[tuple[Charge, ...], Field(min_length=1), about("减免的费用", "Charges waived")]
    share_ppm: Annotated[int, Field(ge=1, le=1_000_000), about("减免比例", "Part that is waived", unit="ppm")] = (
        EVERYTHING_PPM
    )
    fen_per_customer_day: Annotated[
        dict[Segment, DailyFen], about("每户每日金额", "Charge of a customer a day", unit="fen")
    ]
    most_days: Annotated[int, Field(ge=1, le=730), about("最多减免天数", "Waived for at most", unit="days")] = 730
    cap_per_customer_fen: Annotated[Fen, about("每户上限", "Cap for one customer", unit="fen")]
    suppress_usage_alerts: Annotated[bool, about("不发用量提醒", "Silence usage alerts")] = True
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]

    def daily_fen(self, segment: Segment) -> int:
        """Most that is waived for a customer of ``segment`` a day, in fen."""
        return self.fen_per_customer_day.get(segment, 0) * self.share_ppm // EVERYTHING_PPM

    def each_fen(self, segment: Segment) -> int:
        """Most that is waived for one customer of ``segment`` however long the window is, in fen."""
        return min(self.cap_per_customer_fen, self.daily_fen(segment) * self.most_days)


class FeeWaiver(MeasureType[FeeWaiverFields]):
    """Waive charges in full or in part, by the day and up to a cap, retroactively where the window begins before now.

    Source: China Mobile, 21 April 2013: no charge for local users from 0:00 on 20 April and for users roaming into
    Ya'an. Usage alerts are silenced at the source, so that nobody must be told to ignore one (Verizon had to, 2012).
    """

    kind: ClassVar[str] = "fee_waiver"
    title: ClassVar[Words] = Words(zh="减免灾区话费", en="Fee waiver")
    fields_model = FeeWaiverFields
    delivery: ClassVar[Delivery] = "billing"
    team: ClassVar[str] = "province_billing"
    eligible_rules: ClassVar[tuple[Rule, ...]] = (
        "registered_address",
        "service_address",
        "home_cell",
        "roaming_in",
    )
    cost_model: ClassVar[Words] = Words(
        zh="客户 × 每日金额 × 减免比例 × 天数，先受最多天数与每户上限、再受总额上限约束；每日金额取近三月账单日均。",
        en=(
            "Customers × charge of a day × part waived × days, bounded by days and customer, then by the cap; the "
            "charge of a day is the average of the last three bills."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="applied",
        at_least_ppm=990_000,
        within_minutes=1440,
        text=Words(
            zh="24 小时内，应减免客户中 99% 以上生效，金额不超过上限。",
            en="Within 24 hours at least 99 % of those intended have it, within the cap.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        LandingNote(72, Words(zh="到期前 3 天：决定是否延期。", en="72 h before the end: decide whether to extend.")),
        LandingNote(
            24,
            Words(
                zh="到期前 1 天：短信告知恢复计费的时刻。",
                en="24 h before: tell customers the hour at which charging resumes.",
            ),
        ),
        LandingNote(
            0,
            Words(
                zh="到期：次日 0:00 起按原资费计费，不补收。",
                en="At the end: normal charges from 0:00, nothing charged back.",
            ),
        ),
    )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: FeeWaiverFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Customers × daily charge; over the window bounded by days and customer, then by the cap of the measure."""
        per_day = total = 0
        for segment in SEGMENTS:
            customers = counts_by_segment.get(segment, 0)
            per_day += customers * fields.daily_fen(segment)
            total += customers * min(fields.daily_fen(segment) * window_days, fields.each_fen(segment))
        return Cost(fen_per_day=per_day, fen_total=min(total, fields.cap_fen), fen_cap=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: FeeWaiverFields) -> tuple[TaskItem, ...]:
        """One task a province: look at real bills before customers do."""
        return (_bill_check(item),)

    def instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Waive the charges of one batch for its period and silence usage alerts about them."""
        fields = self.fields(context.fields)
        actions = [action(context, name="waive", **self.waiver_details(fields, segment=context.segment))]
        if fields.suppress_usage_alerts:
            actions.append(action(context, name="suppress_notice", notices=["usage_alert"]))
        return compose(context, kind=self.kind, actions=actions)

    def waiver_details(self, fields: FeeWaiverFields, *, segment: Segment) -> dict[str, Any]:
        """Return what the waiving action says; bounds that do not bind are left out."""
        details: dict[str, Any] = {
            "charges": list(fields.charges),
            "fen_per_customer_day": fields.daily_fen(segment),
            "cap_per_customer_fen": fields.each_fen(segment),
        }
        if fields.share_ppm < EVERYTHING_PPM:
            details["share_ppm"] = fields.share_ppm
        if fields.most_days < _EVERY_DAY:
            details["most_days"] = fields.most_days
        return details

    def reverse_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Take back what is waived and not yet billed, and let usage alerts run again."""
        undo: list[BillingAction] = ["waive"]
        if self.fields(context.fields).suppress_usage_alerts:
            undo.append("suppress_notice")
        return compose_reversal(context, kind=self.kind, undo=undo)


def _bill_check(item: MeasureItem) -> TaskItem:
    return proving(
        item,
        ends="-bills",
        title=said("抽查减免账单", "Check waived bills on a sample"),
        why=said(
            "多收一分也会成为投诉；先于客户发现。", "One wrong fen becomes a complaint; find it before customers do."
        ),
        checklist=(
            said("各品牌各抽 10 户详单", "Take 10 itemised bills of each brand"),
            said("核对起算时刻与减免项目", "Check the hour from which it counts and the charges waived"),
            said("漫入客户另抽 10 户", "Take 10 more of customers roaming in"),
        ),
        outcomes=(
            figure("bills_checked", said("抽查账单", "Bills checked"), "bills", most=100_000, target=50),
            figure("bills_wrong", said("有误", "Wrong"), "bills", most=100_000, target=0),
        ),
    )
