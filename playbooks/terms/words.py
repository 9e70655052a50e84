"""The closed vocabularies of a playbook, and text that exists in both languages.

One place for words that the loader, the measure types and the planner share, so that a playbook, a plan and an
instruction can never disagree about what a segment or a rule is called.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Level = Literal["I", "II", "III", "IV"]
Colour = Literal["red", "orange", "yellow", "blue"]
Language = Literal["zh", "en"]
#: Languages that a message to the public may be written in beside these two (RFC 5646).
MoreLanguage = Literal[
    "bo", "ug", "mn-Mong", "kk", "ko", "ii", "za", "zh-Hant", "ja", "ru", "fr", "es", "ar", "th", "vi", "my"
]
Segment = Literal["gotone", "easyown", "mzone", "other"]
#: How billing decides that a customer is "in the region" (DOMAIN: operators really use different ones).
Rule = Literal["registered_address", "billing_address", "service_address", "home_cell", "roaming_in", "number_segment"]
#: Units of severity that a condition may name: Chinese intensity (GB/T 17742), Modified Mercalli, grades of warnings
#: and of areas drawn by hand (1 to 4), wind of at least so much force (Beaufort) or so many knots.
Unit = Literal["CSI", "MMI", "level", "force", "kn"]
#: Colours of warnings as they are said, Chinese and English.
COLOUR_WORDS: Mapping[str, tuple[str, str]] = {
    "red": ("红色", "red"),
    "orange": ("橙色", "orange"),
    "yellow": ("黄色", "yellow"),
    "blue": ("蓝色", "blue"),
}
#: The stretches of time in which a playbook's items stand, in their order.
Phase = Literal["prepare", "warn", "respond", "recover"]
#: The steps of a planned event's calendar.
Step = Literal["review", "freeze", "rehearsal", "watch", "stand_down"]
#: What a region is counted in; ``vulnerable`` and the tiers are ``of_which`` of customers.
Quantity = Literal["customers", "people", "sites", "halls", "key_customers", "vulnerable", "A+", "A", "B", "C"]
#: Who is called when nobody acknowledges, in the order in which they may be named.
EscalationRole = Literal["province_duty", "province_lead", "hq_duty", "hq_commander"]
#: The only things that billing may be asked to do.
BillingAction = Literal[
    "freeze_clocks",
    "reopen",
    "waive",
    "top_up",
    "move_due_date",
    "suppress_notice",
    "open_free_service",
    "grant_allowance",
    "courtesy_notice",
    "offer_instalments",
    "restart_clocks",
    "reverse",
]

LEVELS: tuple[Level, ...] = get_args(Level)
SEGMENTS: tuple[Segment, ...] = get_args(Segment)
PHASES: tuple[Phase, ...] = get_args(Phase)
QUANTITIES: tuple[Quantity, ...] = get_args(Quantity)
#: The least and the most that each unit knows; a threshold beyond could never be reached, or always is.
UNIT_BOUNDS: Mapping[Unit, tuple[int, int]] = MappingProxyType(
    {"CSI": (1, 12), "MMI": (1, 12), "level": (1, 4), "force": (1, 17), "kn": (1, 200)}
)
BILLING_ACTIONS: tuple[BillingAction, ...] = get_args(BillingAction)

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]
Count = Annotated[int, Field(ge=0, le=2**62)]
Fen = Annotated[int, Field(ge=0, le=2**62)]
Ppm = Annotated[int, Field(ge=0, le=1_000_000)]
Minutes = Annotated[int, Field(ge=1, le=60 * 24 * 365)]


class Strict(BaseModel):
    """Base of all that is read from a file: frozen, no unknown fields, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Strict):
    """The same text in Chinese and English; neither may be empty."""

    zh: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=2000)]

    def say(self, lang: Language) -> str:
        """Return the text in ``lang``."""
        return self.zh if lang == "zh" else self.en
