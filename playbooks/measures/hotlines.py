"""What the lines that people answer have in common: seats, languages, and what so many seats can carry.

Capacity is Erlang's, over one queue for the whole area: provinces that are not hit take overflow, so a caller waits for
any free seat. The three numbers it needs are shown beside it and may be edited. No call's content and nobody's health
is a field, an outcome or a text anywhere here: lines report counts.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from playbooks.measures.base import NO_FIGURES, Cost, Delivery, Figures, MeasureType, Note, about, by_the_day
from playbooks.measures.erlang import answered_within, load_of, seats_needed
from playbooks.measures.tasking import said
from playbooks.terms.words import Fen, Rule, Strict

Dialect = Literal[
    "mandarin", "sichuanese", "cantonese", "hokkien", "hakka", "wu", "xiang", "gan", "tibetan", "qiang", "yi",
    "mongolian", "uyghur", "kazakh", "zhuang", "korean", "english", "sign_language_video",
]  # fmt: skip


class LineFields(Strict):
    """Fields of a line. ``seats`` are staffed at the same time, over all provinces.

    ``calls_per_10k_hour``: calls in the busiest hour for ten thousand customers of the area; ``handling_seconds``: how
    long a call keeps a seat; planning assumptions. The promise: ``answered_ppm`` of calls within ``answer_seconds``.
    """

    seats: Annotated[int, Field(ge=1, le=20_000), about("坐席", "Seats", unit="seats")] = 100
    dialects: Annotated[
        tuple[Dialect, ...], Field(min_length=1, max_length=18), about("语言与方言", "Languages and dialects")
    ] = ("mandarin",)
    calls_per_10k_hour: Annotated[
        int, Field(ge=0, le=10_000), about("忙时每万户来电", "Calls in the busiest hour", unit="calls per 10,000")
    ] = 10
    handling_seconds: Annotated[
        int, Field(ge=10, le=7_200), about("每通时长", "A call keeps a seat for", unit="seconds")
    ] = 240
    answer_seconds: Annotated[int, Field(ge=0, le=3_600), about("应答承诺", "Answered within", unit="seconds")] = 20
    answered_ppm: Annotated[int, Field(ge=1, le=999_000), about("承诺接通比例", "Promised for", unit="ppm")] = 850_000
    fen_per_seat_day: Annotated[Fen, about("每席每日费用", "Cost of a seat a day", unit="fen")] = 60_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]

    @property
    def promised_percent(self) -> int:
        """The promise in whole percent, rounded down."""
        return self.answered_ppm // 10_000

    def calls_for(self, customers: int) -> int:
        """Calls in the busiest hour, rounded up."""
        return -(-customers * self.calls_per_10k_hour // 10_000)


def capacity_notes(fields: LineFields, *, customers: int) -> tuple[Note, ...]:
    """Say what the seats carry, and how many the promise needs."""
    calls = fields.calls_for(customers)
    load = load_of(calls, handling_s=fields.handling_seconds)
    share = answered_within(load, seats=fields.seats, handling_s=fields.handling_seconds, wait_s=fields.answer_seconds)
    needed = seats_needed(
        load, handling_s=fields.handling_seconds, wait_s=fields.answer_seconds, share=fields.answered_ppm / 1_000_000
    )
    percent = int(share * 100)
    in_time_zh = f"可在 {fields.answer_seconds} 秒内接起 {percent}%" if percent else "几乎一通也不能按时接起"
    in_time_en = f"answer {percent} % within {fields.answer_seconds} s" if percent else "answer hardly any in time"
    zh = f"忙时约 {calls:,} 通、每通 {fields.handling_seconds} 秒：{fields.seats:,} 席{in_time_zh}"
    en = (
        f"About {calls:,} {'call' if calls == 1 else 'calls'} in the busiest hour, {fields.handling_seconds} s each: "
        f"{fields.seats:,} seats {in_time_en}"
    )
    if share * 1_000_000 >= fields.answered_ppm:
        return (Note.plain(said(zh, en)),)
    if needed is None:
        return (Note.doubt(said(f"{zh}，再多坐席也达不到承诺，须分流", f"{en}; no number of seats keeps the promise")),)
    promise_zh, promise_en = (
        f"承诺的 {fields.promised_percent}% 需 {needed:,} 席",
        f"the promised {fields.promised_percent} % needs {needed:,} seats",
    )
    return (Note.doubt(said(f"{zh}；{promise_zh}", f"{en}; {promise_en}")),)


class Line(MeasureType[LineFields]):
    """A type whose capacity and money are those of seats."""

    delivery: ClassVar[Delivery] = "hotline"
    team: ClassVar[str] = "province_hotline"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("home_cell", "registered_address", "roaming_in", "number_segment")

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: LineFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Seats × cost of a seat, by the day."""
        return by_the_day(fields.seats * fields.fen_per_seat_day, window_days=window_days, cap_fen=fields.cap_fen)

    def notes(self, fields: LineFields, *, customers: int, figures: Figures = NO_FIGURES) -> tuple[Note, ...]:
        """What the seats carry."""
        return capacity_notes(fields, customers=customers)
