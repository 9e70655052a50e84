"""Fee waiver for rescuers 救援人员减免: those who come to help pay nothing for calling from there."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from playbooks.language.model import MeasureItem, TaskItem
from playbooks.measures.base import LandingNote, Success, about
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.fee_waiver import Charge, FeeWaiver, FeeWaiverFields
from playbooks.measures.tasking import figure, proving, said
from playbooks.terms.words import Rule, Segment, Words

Organisation = Literal["government", "army", "medics", "fire_service", "volunteers", "repair_crews"]


class RescuerWaiverFields(FeeWaiverFields):
    """Fields of a waiver for rescuers: those of a fee waiver, for whom, and how many.

    ``rescuers_ppm``: their number for each million customers of the area, a planning assumption; most of them roam in.
    """

    charges: Annotated[tuple[Charge, ...], Field(min_length=1), about("减免的费用", "Charges waived")] = (
        "voice",
        "sms",
        "data",
        "roaming",
    )
    fen_per_customer_day: Annotated[
        dict[Segment, Annotated[int, Field(ge=0, le=100_000_000)]],
        about("每户每日金额", "Charge of a customer a day", unit="fen"),
    ] = Field(default={"gotone": 600, "easyown": 600, "mzone": 600, "other": 600})
    cap_per_customer_fen: Annotated[
        int, Field(ge=0, le=2**62), about("每户上限", "Cap for one customer", unit="fen")
    ] = 20_000
    organisations: Annotated[
        tuple[Organisation, ...], Field(min_length=1), about("救援单位", "Rescue organisations")
    ] = ("government", "army", "medics", "fire_service", "volunteers", "repair_crews")
    rescuers_ppm: Annotated[int, Field(ge=1, le=1_000_000), about("救援人员占比", "Rescuers by share", unit="ppm")] = (
        5_000
    )


class RescuerWaiver(FeeWaiver):
    """Waive the charges of government, army, medical and other rescuers at work in the area.

    Source: China Mobile, Lushan 2013, measure 6: fee waiver for rescuers (government, army, medics), partial for the
    area. Who is a rescuer is on the province's own list of units; billing resolves it, and the list never comes here.
    """

    kind: ClassVar[str] = "rescuer_waiver"
    title: ClassVar[Words] = Words(zh="救援人员话费减免", en="Fee waiver for rescuers")
    fields_model = RescuerWaiverFields
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("roaming_in", "home_cell", "number_segment")
    for_whom: ClassVar[Words | None] = Words(
        zh="只面向救援人员，客户数按占比计", en="It is for rescuers only; customers are counted by their share"
    )
    cost_model: ClassVar[Words] = Words(
        zh="客户 × 救援人员占比 × 每日金额 × 减免比例 × 天数，受每户与总额上限约束；占比是规划假设，以各省名单为准。",
        en=(
            "Customers × share of rescuers × charge of a day × part waived × days within both caps; the share is a "
            "planning assumption until provinces have their lists."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="applied",
        at_least_ppm=990_000,
        within_minutes=720,
        text=Words(
            zh="12 小时内，名单内 99% 以上救援人员生效；新到单位当日加入。",
            en="Within 12 hours at least 99 % of those on the list have it; units that arrive are added the same day.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            0,
            Words(
                zh="到期或单位撤离：次日 0:00 起恢复计费，不补收。",
                en="At the end, or when a unit leaves: charged again from 0:00, nothing charged back.",
            ),
        ),
    )

    def reached_ppm(self, fields: FeeWaiverFields) -> int:
        """The rescuers among the area's customers."""
        return self._own(fields).rescuers_ppm

    def waiver_details(self, fields: FeeWaiverFields, *, segment: Segment) -> dict[str, Any]:
        """Return what the waiving action says: for whom beside how much."""
        return super().waiver_details(fields, segment=segment) | {"for_whom": "rescuers"}

    def tasks(self, item: MeasureItem, *, fields: FeeWaiverFields) -> tuple[TaskItem, ...]:
        """One task a province: keep the list of rescue units, and look at bills."""
        return (
            proving(
                item,
                title=said("核对救援单位名单与账单", "Keep the list of rescue units, and look at bills"),
                why=said(
                    "名单晚一天，来帮忙的人就多付一天；名单错了，减免就给错了人。",
                    "A list a day late charges for a day those who came to help; a wrong list waives for others.",
                ),
                checklist=(
                    said(
                        "向指挥部取单位名单，不取个人名单",
                        "Get the list of units from the command post, not of persons",
                    ),
                    said("新到、撤离单位当日更新", "Add units that arrive and drop those that leave the same day"),
                    said("每单位抽 3 户核对账单", "Look at 3 bills of each unit"),
                ),
                outcomes=(
                    figure("units_listed", said("名单内单位", "Units on the list"), "units", most=10_000),
                    figure("bills_checked", said("抽查账单", "Bills checked"), "accounts", most=100_000, target=30),
                    figure("bills_wrong", said("账单有误", "Bills wrong"), "accounts", most=100_000, target=0),
                ),
            ),
        )

    def _own(self, fields: FeeWaiverFields) -> RescuerWaiverFields:
        if not isinstance(fields, RescuerWaiverFields):
            raise TypeError(f"{self.kind} needs its own fields, not {type(fields).__name__}")
        return fields

    def fields(self, values: Mapping[str, Any]) -> RescuerWaiverFields:
        """Check plain values against this type's fields; raises pydantic.ValidationError."""
        return self._own(super().fields(values))
