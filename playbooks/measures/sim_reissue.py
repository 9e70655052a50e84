"""Free SIM reissue 免费补卡: who lost the phone keeps the number, without fee and without lost papers in the way."""

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
    Note,
    Success,
    about,
)
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.instruction import action, compose, compose_reversal
from playbooks.measures.tasking import daily_report, figure, proving, said
from playbooks.terms.words import Fen, Ppm, Rule, Strict, Words

Identity = Literal["papers", "two_spoken_items"]


class SimReissueFields(Strict):
    """Fields of a free reissue.

    ``uptake_ppm``: share of customers who need a card, a planning assumption. ``cards_per_customer``: most for one.
    ``fen_per_card``: card and handling. ``identity``: what is asked of somebody whose papers are lost as well.
    """

    uptake_ppm: Annotated[Ppm, about("补卡比例", "Share who need a card", unit="ppm")] = 20_000
    cards_per_customer: Annotated[int, Field(ge=1, le=5), about("每户最多", "Most for one customer", unit="cards")] = 1
    fen_per_card: Annotated[int, Field(ge=0, le=10_000), about("每卡成本", "Cost of a card", unit="fen")] = 500
    identity: Annotated[Identity, about("核身方式", "Identity is shown by")] = "two_spoken_items"
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class SimReissue(MeasureType[SimReissueFields]):
    """Replace SIM cards free of charge in every hall and point; the number, the balance and the contacts stay.

    Source: China Mobile, Lushan 2013, measure 3 (SIM replacement on site); NTT DOCOMO 2011 (SIM reissue free of
    charge). Billing waives the fee for whoever asks; halls hand out the cards. A reissued number is also the key to
    bank codes: identity is checked by two spoken items at least, and fraud is watched.
    """

    kind: ClassVar[str] = "sim_reissue"
    title: ClassVar[Words] = Words(zh="免费补卡", en="Free SIM reissue")
    fields_model = SimReissueFields
    delivery: ClassVar[Delivery] = "billing"
    team: ClassVar[str] = "province_halls"
    eligible_rules: ClassVar[tuple[Rule, ...]] = (
        "registered_address",
        "home_cell",
        "roaming_in",
    )
    cost_model: ClassVar[Words] = Words(
        zh="客户 × 补卡比例 × 每卡成本，到上限为止；比例是规划假设，卡成本取库存价。",
        en=(
            "Customers × share who need a card × cost of a card, up to the cap; the share is a planning assumption, "
            "the cost that of the stores."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="applied",
        at_least_ppm=990_000,
        within_minutes=240,
        text=Words(
            zh="4 小时内，范围内 99% 以上客户补卡免费；各厅、点不缺卡。",
            en="Within 4 hours at least 99 % of those intended can have one free, and no hall or point runs out.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            0,
            Words(
                zh="到期：恢复收费；仍在安置点的客户凭安置证明照免。",
                en="At the end: the fee is back; who still lives in a shelter shows it and pays nothing.",
            ),
        ),
    )

    def notes(self, fields: SimReissueFields, *, customers: int, figures: Figures = NO_FIGURES) -> tuple[Note, ...]:
        """How many cards must lie ready."""
        cards = -(-customers * fields.uptake_ppm // 10**6)
        return (Note.plain(said(f"约需备卡 {cards:,} 张", f"About {cards:,} cards must lie ready")),)

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: SimReissueFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Cards × cost of one over the window; the daily figure spreads them evenly, rounded up."""
        cards = -(-sum(counts_by_segment.values()) * fields.uptake_ppm // 10**6)
        total = cards * fields.fen_per_card
        return Cost(fen_per_day=-(-total // window_days), fen_total=min(total, fields.cap_fen), fen_cap=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: SimReissueFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: see that it works, and report cards day by day."""
        spoken = fields.identity == "two_spoken_items"
        return (
            proving(
                item,
                title=said("核对补卡免费与备卡", "See that reissue is free and cards are there"),
                why=said("没有卡，免费也补不了。", "Without cards, free of charge helps nobody."),
                checklist=(
                    said("各地市试补一张，费用为 0", "Reissue one card in each city: the fee is zero"),
                    said(
                        "口述核身两项即可，不因无证件拒办" if spoken else "凭证件核身",
                        "Two spoken identity items are enough; nobody is refused for lost papers"
                        if spoken
                        else "Identity by papers",
                    ),
                    said("补卡后 24 小时内提醒防冒名", "Warn of impostors within 24 hours of a reissue"),
                ),
                outcomes=(
                    figure("cards_in_stock", said("库存卡", "Cards in stock"), "cards", most=50_000_000),
                    figure(
                        "places_without_cards",
                        said("缺卡的厅、点", "Halls and points without cards"),
                        "halls",
                        most=20_000,
                        target=0,
                    ),
                ),
            ),
            daily_report(
                item,
                title=said("补卡日报", "SIM reissue, daily report"),
                why=said(
                    "每天补了多少，决定往哪里送卡。", "How many were reissued where decides where cards are sent."
                ),
                checklist=(
                    said("按地市汇总厅与服务点", "Add up halls and points by city"),
                    said("疑似冒名的单列", "Suspected impostors apart"),
                ),
                outcomes=(
                    figure("sims_replaced", said("当日补卡", "SIMs replaced today"), "cards", most=5_000_000),
                    figure("impostors_suspected", said("疑似冒名", "Suspected impostors"), "cases", most=100_000),
                ),
            ).model_copy(update={"depends_on": (f"{item.id}-sample",)}),
        )

    def instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Waive the reissue fee for one batch."""
        fields = self.fields(context.fields)
        opened = action(context, name="open_free_service", service="sim_reissue", units=fields.cards_per_customer)
        return compose(context, kind=self.kind, actions=[opened])

    def reverse_instruction(self, context: InstructionContext) -> dict[str, Any]:
        """Charge for it again; cards that were handed out stay."""
        return compose_reversal(context, kind=self.kind, undo=["open_free_service"])
