"""Love cards 爱心充值卡: top-up cards handed out by people to people, where billing can't know who is in need."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from playbooks.language.model import MeasureItem, TaskItem
from playbooks.measures.base import (
    NO_FIGURES,
    Cost,
    Delivery,
    Figures,
    LandingNote,
    MeasureType,
    Note,
    Success,
    about,
)
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.tasking import carrying, daily_report, figure, said
from playbooks.terms.words import Fen, Rule, Strict, Words


class LoveCardsFields(Strict):
    """Fields of cards, all money in fen. ``cards`` of ``face_fen`` each; ``fen_per_card``: printing and carrying."""

    cards: Annotated[int, Field(ge=1, le=10_000_000), about("卡数", "Cards", unit="cards")] = 10_000
    face_fen: Annotated[int, Field(ge=100, le=50_000), about("面值", "Face value", unit="fen")] = 3_000
    fen_per_card: Annotated[int, Field(ge=0, le=1_000), about("制卡与运送", "Printing and carrying", unit="fen")] = 50
    most_per_person: Annotated[int, Field(ge=1, le=10), about("每人最多", "Most for one person", unit="cards")] = 1
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class LoveCards(MeasureType[LoveCardsFields]):
    """Hand out top-up cards in halls, points and shelters to people of the area and to rescuers.

    Source: China Mobile, Lushan 2013, measure 4 (love top-up cards). Cards are counted like cash: taken out, handed
    out, brought back; whom one was given to is nowhere written down.
    """

    kind: ClassVar[str] = "love_cards"
    title: ClassVar[Words] = Words(zh="爱心充值卡", en="Love cards")
    fields_model = LoveCardsFields
    delivery: ClassVar[Delivery] = "halls"
    team: ClassVar[str] = "province_halls"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("registered_address", "home_cell", "roaming_in")
    cost_model: ClassVar[Words] = Words(
        zh="卡数 ×（面值 + 制卡与运送），到上限为止；面值是发出的钱，制卡费用是规划假设。",
        en="Cards × (face value + printing and carrying), up to the cap; handling is a planning assumption.",
    )
    success: ClassVar[Success] = Success(
        figure="cards_given",
        at_least_ppm=800_000,
        within_minutes=4_320,
        text=Words(
            zh="3 天内发出 80% 以上，发出 + 退回 + 结存 = 领出。",
            en="Within 3 days four cards in five are handed out; handed out + returned + left = taken out.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            0,
            Words(
                zh="到期：余卡清点交回并作废；已发的在有效期内可用。",
                en="At the end: cards left are counted, brought back and cancelled; those handed out stay usable.",
            ),
        ),
    )

    def notes(self, fields: LoveCardsFields, *, customers: int, figures: Figures = NO_FIGURES) -> tuple[Note, ...]:
        """How far the cards go."""
        if customers == 0:
            return ()
        each = fields.cards * 1_000 // customers
        return (Note.plain(said(f"每千户约 {each:,} 张", f"About {each:,} cards for a thousand customers")),)

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: LoveCardsFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Cards × face value and handling; the daily figure spreads them evenly, rounded up."""
        total = fields.cards * (fields.face_fen + fields.fen_per_card)
        return Cost(fen_per_day=-(-total // window_days), fen_total=min(total, fields.cap_fen), fen_cap=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: LoveCardsFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: take the cards forward, and account for them each day."""
        return (
            carrying(
                item,
                title=said("领出并前送爱心充值卡", "Take love cards forward"),
                why=said(
                    "没有营业厅的地方，一张卡就是一通报平安的电话。", "Where no hall is open, a card is a call home."
                ),
                checklist=(
                    said("按县领卡，双人签收", "Cards by county, signed for by two"),
                    said(
                        f"每人最多 {fields.most_per_person} 张，不登记受助人",
                        f"At most {fields.most_per_person} for a person; no list of who got one",
                    ),
                    said("先给安置点、医院、救援队", "Shelters, hospitals and rescue teams first"),
                ),
                outcomes=(
                    figure("cards_taken", said("领出", "Cards taken out"), "cards", most=10_000_000),
                    figure("places_served", said("发放点", "Places where they are handed out"), "points", most=20_000),
                ),
            ),
            daily_report(
                item,
                title=said("爱心充值卡日报", "Love cards, daily account"),
                why=said("卡等于现金，当日账当日清。", "Cards are cash; each day's account is closed the same day."),
                checklist=(
                    said("发出、退回、结存三数相加等于领出", "Handed out, returned and left add up to taken out"),
                ),
                outcomes=(
                    figure("cards_given", said("累计发出", "Handed out so far"), "cards", most=10_000_000),
                    figure("cards_returned", said("累计退回", "Returned so far"), "cards", most=10_000_000),
                    figure("cards_left", said("结存", "Left"), "cards", most=10_000_000),
                ),
            ),
        )
