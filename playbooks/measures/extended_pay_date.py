"""Extended pay date 延期缴费: bills of the window fall due later; who pays automatically is said on the screen."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from playbooks.language.model import MeasureItem, TaskItem
from playbooks.measures.base import (
    EVERYBODY_PPM,
    NO_FIGURES,
    Cost,
    Delivery,
    Figures,
    InstructionContext,
    LandingNote,
    MeasureType,
    Note,
    Success,
    about,
)
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.instruction import action, compose, compose_reversal
from playbooks.measures.tasking import figure, proving, said
from playbooks.terms.words import BillingAction, Fen, Ppm, Rule, Segment, Strict, Words

_YEAR_DAYS = 365
_MONTH_DAYS = 30


class ExtendedPayDateFields(Strict):
    """Fields of a later pay date. Money in fen, shares in parts per million.

    ``days``: by which bills of the window fall due later. ``autopay``: whether the bank debit of customers who pay
    automatically moves as well; ``autopay_ppm`` is their share, a planning assumption.
    """

    days: Annotated[int, Field(ge=1, le=366), about("延期天数", "Later by", unit="days")] = 30
    autopay: Annotated[Literal["included", "excluded"], about("自动扣款客户", "Customers who pay automatically")] = (
        "excluded"
    )
    autopay_ppm: Annotated[
        int, Field(ge=0, le=999_999), about("自动扣款的比例", "Share who pay automatically", unit="ppm")
    ] = 350_000
    suppress_arrears_notices: Annotated[bool, about("不发催缴短信", "Silence arrears notices")] = True
    monthly_bill_fen: Annotated[dict[Segment, Fen], about("月均账单", "Monthly bill", unit="fen")] = Field(
        default={"gotone": 12_000, "easyown": 4_500, "mzone": 5_000, "other": 4_000}
    )
    interest_ppm_year: Annotated[Ppm, about("资金年利率", "Interest a year", unit="ppm")] = 40_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class ExtendedPayDate(MeasureType[ExtendedPayDateFields]):
    """Let bills of the window fall due some days later, without late fee and without asking.

    Source: NTT DOCOMO, 2011 and 2016: pay date extended for customers of the area, not for those who pay by bank
    debit or card, whose money is taken on the old day. Where they are excluded the screens say so, with their number,
    for they are the ones who believe that they are covered. Nothing is given away: the cost is interest.
    """

    kind: ClassVar[str] = "extended_pay_date"
    title: ClassVar[Words] = Words(zh="延期缴费", en="Extended pay date")
    fields_model = ExtendedPayDateFields
    delivery: ClassVar[Delivery] = "billing"
    team: ClassVar[str] = "province_billing"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("registered_address", "billing_address", "service_address")
    for_whom: ClassVar[Words | None] = Words(
        zh="不含自动扣款客户时，客户数按比例扣除",
        en="Where customers on autopay are excluded, they are taken off by their share",
    )
    cost_model: ClassVar[Words] = Words(
        zh="在时限内到期的账单 × 年利率 × 延期天数 ÷ 365；利率是规划假设，账单由计费提供。",
        en=(
            "Bills that fall due in the window × interest a year × days ÷ 365; the rate is a planning assumption, the "
            "bill is billing's own figure."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="applied",
        at_least_ppm=990_000,
        within_minutes=1440,
        text=Words(
            zh="24 小时内，应延期客户中 99% 以上账单到期日已改。",
            en="Within 24 hours the due date has moved for at least 99 % of those intended.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            0,
            Words(
                zh="到期：新账单按原日期；已延期的不提前。",
                en="At the end: new bills fall due as before; what was moved is not moved back.",
            ),
        ),
        LandingNote(
            -168,
            Words(
                zh="延期账单到期前 7 天：一条提醒，不是催缴。",
                en="A week before a moved bill falls due: one courtesy text, no dunning.",
            ),
        ),
    )

    def reached_ppm(self, fields: ExtendedPayDateFields) -> int:
        """Everybody, or everybody but those who pay automatically."""
        return EVERYBODY_PPM - (fields.autopay_ppm if fields.autopay == "excluded" else 0)

    def notes(
        self, fields: ExtendedPayDateFields, *, customers: int, figures: Figures = NO_FIGURES
    ) -> tuple[Note, ...]:
        """How many of the area pay automatically and keep their day."""
        if fields.autopay == "included":
            return ()
        left = customers * fields.autopay_ppm // (EVERYBODY_PPM - fields.autopay_ppm)
        return (
            Note.doubt(
                said(
                    f"自动扣款客户约 {left:,} 户不在内，仍按原日扣款，须另行告知",
                    f"About {left:,} customers who pay automatically are NOT included: they are debited on the old "
                    "day and must be told so",
                ),
            ),
        )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: ExtendedPayDateFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Interest on bills that fall due in the window, for the days by which they move, rounded up."""
        bills = {str(segment): fen for segment, fen in fields.monthly_bill_fen.items()}
        billed = sum(count * bills.get(segment, 0) for segment, count in counts_by_segment.items())
        interest, parts_of = billed * fields.interest_ppm_year * fields.days, _MONTH_DAYS * _YEAR_DAYS * 10**6
        total = -(-interest * window_days // parts_of)
        return Cost(fen_per_day=-(-interest // parts_of), fen_total=min(total, fields.cap_fen), fen_cap=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: ExtendedPayDateFields) -> tuple[TaskItem, ...]:
        """One task a province: look at due dates, and tell those who pay automatically."""
        return (
            proving(
                item,
                title=said("抽查延期账单，告知自动扣款客户", "Check due dates, and tell customers on autopay"),
                why=said(
                    "自动扣款的客户以为也延期了，扣款当天就成投诉。",
                    "Customers on autopay believe that they are covered; they complain on the day of the debit.",
                ),
                checklist=(
                    said("各品牌各抽 20 户核对到期日", "Check the due date of 20 accounts of each brand"),
                    said(
                        "自动扣款客户：已含则核对扣款日，未含则发告知",
                        "On autopay: included, check the debit; excluded, tell them",
                    ),
                    said("热线口径已更新", "The hotline's answer is up to date"),
                ),
                outcomes=(
                    figure(
                        "accounts_checked", said("抽查户数", "Accounts checked"), "accounts", most=100_000, target=80
                    ),
                    figure(
                        "wrong_due_date",
                        said("到期日不对", "With a wrong due date"),
                        "accounts",
                        most=100_000,
                        target=0,
                    ),
                    figure(
                        "autopay_told",
                        said("已告知的自动扣款客户", "On autopay and told"),
                        "customers",
                        most=100_000_000,
                    ),
                ),
            ),
        )

    def instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Move the due date of one batch's bills and silence arrears notices about them."""
        fields = self.fields(context.fields)
        actions = [action(context, name="move_due_date", days=fields.days, autopay=fields.autopay)]
        if fields.suppress_arrears_notices:
            actions.append(action(context, name="suppress_notice", notices=["arrears_reminder"]))
        return compose(context, kind=self.kind, actions=actions)

    def reverse_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Let bills that are not yet due fall due as before."""
        undo: list[BillingAction] = ["move_due_date"]
        if self.fields(context.fields).suppress_arrears_notices:
            undo.append("suppress_notice")
        return compose_reversal(context, kind=self.kind, undo=undo)
