"""Public-information broadcast 公益信息: one text to everybody in the area, prepared with its correction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from playbooks.measures.base import NO_FIGURES, Cost, Delivery, Figures, LandingNote, MeasureType, Success, about
from playbooks.terms.words import Fen, Language, Rule, Segment, Strict, Words


class PublicInfoBroadcastFields(Strict):
    """Fields of a broadcast by text message.

    ``languages``: those sent to each recipient. ``rate_parts_per_second``: what the gateways take in sum (a setting,
    not a law: 400 on a normal commercial path, some 13,000 with the gates opened, Beijing 2012).
    ``most_per_customer_day``: over all teams. ``fen_per_part``: internal settlement, 0 for public information.
    """

    languages: Annotated[
        tuple[Language, ...], Field(min_length=1, max_length=2), about("发送语言", "Languages sent")
    ] = ("zh",)
    rate_parts_per_second: Annotated[int, Field(ge=1, le=1_000_000), about("发送速率", "Rate", unit="parts per second")]
    most_per_customer_day: Annotated[
        int, Field(ge=1, le=10), about("每户每日上限", "Most for a customer a day", unit="messages")
    ] = 2
    most_parts: Annotated[int, Field(ge=1, le=10), about("希望不超过", "Parts wished at most", unit="parts")] = 2
    fen_per_part: Annotated[int, Field(ge=0, le=100), about("每条结算", "Settlement of a part", unit="fen")] = 0
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")] = 0


@dataclass(frozen=True)
class Audience:
    """Who is meant, as a description that each province's own platforms resolve: never numbers.

    ``counties`` are adcodes by province; ``count`` is the planned number of customers.
    """

    counties: Mapping[str, tuple[str, ...]]
    segments: tuple[Segment, ...]
    rules: tuple[Rule, ...]
    count: int


class PublicInfoBroadcast(MeasureType[PublicInfoBroadcastFields]):
    """Tell the people in the area what is known and what is free, once, without link or advertisement.

    Source: China Mobile, Lushan 2013, measure 2 (1.28 million messages by 12:00); Henan 2021 (31.81 million). Any
    public broadcast is class A. Submitted is not delivered: success counts delivery receipts.
    """

    kind: ClassVar[str] = "public_info_broadcast"
    title: ClassVar[Words] = Words(zh="公益信息", en="Public-information broadcast")
    fields_model = PublicInfoBroadcastFields
    delivery: ClassVar[Delivery] = "broadcast"
    team: ClassVar[str] = "province_messages"
    public: ClassVar[bool] = True
    eligible_rules: ClassVar[tuple[Rule, ...]] = (
        "registered_address",
        "home_cell",
        "roaming_in",
        "number_segment",
    )
    cost_model: ClassVar[Words] = Words(
        zh="收件人 × 条数 × 每条结算价；公益信息内部结算为 0（河南 2021 年等均免费发送），可改。",
        en=(
            "Recipients × parts × settlement of a part; 0 inside the house for public information, which operators "
            "send free of charge, and editable."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="delivered",
        at_least_ppm=900_000,
        within_minutes=360,
        text=Words(
            zh="6 小时内，九成以上有送达回执；退服区内未送达的单列。",
            en="Within 6 hours nine in ten have a delivery receipt; those in areas without service are counted apart.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        LandingNote(
            0,
            Words(
                zh="有效期满：未送达的不再补发。",
                en="At the end of its validity: what was not delivered is not sent later.",
            ),
        ),
    )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: PublicInfoBroadcastFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Recipients × parts × settlement; sent once, so the day and the whole are the same."""
        total = sum(counts_by_segment.values()) * parts * fields.fen_per_part
        return Cost(fen_per_day=total, fen_total=total, fen_cap=max(total, fields.cap_fen))


def eta_seconds(recipients: int, *, parts: int, fields: PublicInfoBroadcastFields) -> int:
    """Seconds to hand over all parts at the rate, rounded up: recipients × parts / rate."""
    return -(-recipients * parts // fields.rate_parts_per_second)
