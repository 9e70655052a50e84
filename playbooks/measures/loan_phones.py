"""Loan phones 借用手机: a working phone for some weeks, for who lost theirs and for those who run a shelter."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

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
)
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.tasking import carrying, daily_report, figure, said
from playbooks.terms.words import Fen, Ppm, Rule, Strict, Words

Borrower = Literal["local_government", "shelters", "hospitals", "schools", "affected"]


class LoanPhonesFields(Strict):
    """Fields of a loan. ``lost_ppm``: share that does not come back, a planning assumption; no deposit is asked.

    ``satellite_phones``: those of the number that are satellite phones, for places without coverage.
    """

    phones: Annotated[int, Field(ge=1, le=1_000_000), about("手机数", "Phones", unit="phones")] = 500
    satellite_phones: Annotated[
        int, Field(ge=0, le=10_000), about("其中卫星电话", "Of them satellite", unit="phones")
    ] = 0
    borrowers: Annotated[tuple[Borrower, ...], Field(min_length=1), about("借给", "Lent to")] = (
        "local_government",
        "shelters",
        "hospitals",
    )
    loan_days: Annotated[int, Field(ge=1, le=365), about("借期", "Lent for", unit="days")] = 30
    fen_per_phone_day: Annotated[
        int, Field(ge=0, le=100_000), about("每部每日费用", "Cost of a phone a day", unit="fen")
    ] = 300
    fen_per_phone: Annotated[int, Field(ge=0, le=2_000_000), about("每部价值", "Value of a phone", unit="fen")] = 80_000
    lost_ppm: Annotated[Ppm, about("不归还比例", "Share not returned", unit="ppm")] = 100_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class LoanPhones(MeasureType[LoanPhonesFields]):
    """Lend charged phones with a SIM and some balance, without deposit, to those who hold others together.

    Source: NTT DOCOMO 2011 and 2016: phones lent to local governments and shelters free of charge. A phone that comes
    back is wiped before it goes out again; a phone lost is written off, nobody is charged.
    """

    kind: ClassVar[str] = "loan_phones"
    title: ClassVar[Words] = Words(zh="借用手机", en="Loan phones")
    fields_model = LoanPhonesFields
    delivery: ClassVar[Delivery] = "halls"
    team: ClassVar[str] = "province_halls"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("registered_address", "service_address", "home_cell")
    cost_model: ClassVar[Words] = Words(
        zh="手机数 × 每部每日费用 × 天数 + 手机数 × 不归还比例 × 每部价值，到上限为止；比例是规划假设。",
        en=(
            "Phones × cost of one a day × days + phones × share not returned × value, up to the cap; the share is a "
            "planning assumption."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="phones_lent",
        at_least_ppm=800_000,
        within_minutes=2_880,
        text=Words(
            zh="48 小时内借出 80% 以上，每部能通话。", en="Within 48 hours four in five are lent, and each works."
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(0, Words(zh="借期满：上门收回或续借，清除数据。", en="At the end: fetched or lent on, and wiped.")),
        LandingNote(
            -720,
            Words(
                zh="到期后 30 天：未归还的核销，不向借用人收费。",
                en="30 days after: what is missing is written off; nobody is charged.",
            ),
        ),
    )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: LoanPhonesFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Phones by the day, and those not expected back, rounded up."""
        per_day = fields.phones * fields.fen_per_phone_day
        lost = -(-fields.phones * fields.lost_ppm * fields.fen_per_phone // 10**6)
        return Cost(
            fen_per_day=per_day,
            fen_total=min(per_day * window_days + lost, fields.cap_fen),
            fen_cap=fields.cap_fen,
        )

    def tasks(self, item: MeasureItem, *, fields: LoanPhonesFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: lend them, and keep the account of them."""
        return (
            carrying(
                item,
                title=said("借出手机", "Lend phones"),
                why=said(
                    "一部能打通的电话，胜过一百部打不通的。",
                    "One phone that works beats a hundred that don't.",
                ),
                checklist=(
                    said("充满电、装卡、试打一次", "Charged, with a SIM, and one test call made"),
                    said("借给单位，由单位签收；不收押金", "Lent to an organisation that signs for it; no deposit"),
                    said(
                        f"借期 {fields.loan_days} 天，写明归还地点",
                        f"For {fields.loan_days} days; say where it is returned",
                    ),
                ),
                outcomes=(
                    figure("phones_lent", said("已借出", "Phones lent"), "phones", most=1_000_000),
                    figure(
                        "phones_not_working", said("不能通话", "That do not work"), "phones", most=100_000, target=0
                    ),
                ),
            ),
            daily_report(
                item,
                title=said("借用手机台账", "Loan phones, account"),
                why=said("借出、归还、损失三数要对得上。", "Lent, returned and lost must add up."),
                checklist=(said("归还的清除数据后再借", "Wipe what is returned before it is lent again"),),
                outcomes=(
                    figure("phones_out", said("在外", "Out"), "phones", most=1_000_000),
                    figure("phones_returned", said("累计归还", "Returned so far"), "phones", most=1_000_000),
                    figure("phones_lost", said("累计损失", "Lost so far"), "phones", most=1_000_000),
                ),
                every_minutes=7 * 1440,
            ),
        )
