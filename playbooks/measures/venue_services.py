"""Venue services 场馆现场服务: for planned events, people and desks where the crowd is, in the languages it speaks."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

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
    by_the_day,
)
from playbooks.measures.tasking import carrying, daily_report, figure, said
from playbooks.terms.words import Fen, Rule, Strict, Words

VenueService = Literal[
    "sim_sale", "top_up", "charging", "roaming_help", "interpreting", "lost_and_found", "guest_butler", "complaints"
]
VenueLanguage = Literal["chinese", "english", "french", "spanish", "russian", "arabic", "japanese", "korean", "german"]
Hour = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class VenueServicesFields(Strict):
    """Fields of venue services. ``venues``: how many; ``staff_per_venue`` a shift; hours are local.

    ``visitors_per_day``: over all venues, a forecast; ``served_per_staff_day``: what one of the staff can serve.
    """

    venues: Annotated[int, Field(ge=1, le=500), about("场馆数", "Venues", unit="venues")] = 1
    services: Annotated[tuple[VenueService, ...], Field(min_length=1), about("服务", "Services")] = (
        "sim_sale",
        "top_up",
        "charging",
        "roaming_help",
        "interpreting",
        "complaints",
    )
    languages: Annotated[tuple[VenueLanguage, ...], Field(min_length=1), about("语言", "Languages")] = (
        "chinese",
        "english",
    )
    shifts: Annotated[int, Field(ge=1, le=4), about("每日班次", "Shifts a day", unit="shifts")] = 2
    staff_per_venue: Annotated[int, Field(ge=1, le=2_000), about("每馆每班人数", "Staff of a venue", unit="staff")] = 8
    opens_at: Annotated[Hour, about("开始时刻", "Opens at", unit="local time")] = "08:00"
    closes_at: Annotated[Hour, about("结束时刻", "Closes at", unit="local time")] = "23:00"
    visitors_per_day: Annotated[int, Field(ge=0, le=10_000_000), about("每日观众", "Visitors a day", unit="people")] = (
        20_000
    )
    asking_ppm: Annotated[
        int, Field(ge=0, le=1_000_000), about("需要服务的比例", "Share who need help", unit="ppm")
    ] = 10_000
    served_per_staff_day: Annotated[
        int, Field(ge=1, le=1_000), about("每人每班服务人次", "Served by each a shift", unit="people")
    ] = 24
    fen_per_staff_day: Annotated[
        int, Field(ge=0, le=10_000_000), about("每人每班费用", "Cost of one a shift", unit="fen")
    ] = 40_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]

    @property
    def staff(self) -> int:
        """Staff of all venues and shifts of a day."""
        return self.venues * self.staff_per_venue * self.shifts


class VenueServices(MeasureType[VenueServicesFields]):
    """Serve visitors, athletes and guests at venues: several desks, several languages, day and night where needed.

    Source: Olympics 2008: 2,500 on-site staff gave more than 60,000 services (24 each), multi-window and
    multi-language services some 100,000 times, 24-hour butler service for more than 13,000 customers; named owner for
    each venue (Asian Winter Games 2025).
    """

    kind: ClassVar[str] = "venue_services"
    title: ClassVar[Words] = Words(zh="场馆现场服务", en="Venue services")
    fields_model = VenueServicesFields
    delivery: ClassVar[Delivery] = "teams"
    team: ClassVar[str] = "province_halls"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("home_cell", "roaming_in", "registered_address")
    cost_model: ClassVar[Words] = Words(
        zh="场馆数 × 每馆每班人数 × 班次 × 每人每班费用 × 天数，到上限为止；费用是规划假设。",
        en=("Venues × staff × shifts × cost of one a shift × days, up to the cap; the cost is a planning assumption."),
    )
    success: ClassVar[Success] = Success(
        figure="venues_ready",
        at_least_ppm=1_000_000,
        within_minutes=1_440,
        text=Words(
            zh="开赛前 24 小时全部场馆就位；每馆有具名负责人。",
            en="A day before it opens all venues are ready, each with an owner by name.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        LandingNote(
            24,
            Words(
                zh="结束前 1 天：确认撤场次序与返程高峰。", en="24 h before: settle who leaves when, and the rush home."
            ),
        ),
        LandingNote(
            0,
            Words(
                zh="散场后 2 小时撤台；失物交组委会。",
                en="Two hours after the crowd: desks leave; lost things go to the organisers.",
            ),
        ),
        LandingNote(
            -168, Words(zh="结束后 7 天：未了投诉清零，总结。", en="A week after: no complaint open; lessons written.")
        ),
    )

    def notes(self, fields: VenueServicesFields, *, customers: int, figures: Figures = NO_FIGURES) -> tuple[Note, ...]:
        """Whether the staff can serve those who will ask."""
        asking = -(-fields.visitors_per_day * fields.asking_ppm // 10**6)
        able = fields.staff * fields.served_per_staff_day
        return (
            Note(
                ok=able >= asking,
                text=said(
                    f"每日约 {asking:,} 人次需要服务，{fields.staff:,} 人可服务 {able:,} 人次",
                    f"About {asking:,} people a day will need help; {fields.staff:,} staff can serve {able:,}",
                ),
            ),
        )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: VenueServicesFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Staff of all shifts × cost of one, by the day."""
        return by_the_day(fields.staff * fields.fen_per_staff_day, window_days=window_days, cap_fen=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: VenueServicesFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: make venues ready, and report each day."""
        return (
            carrying(
                item,
                title=said("场馆服务就位", "Make venues ready"),
                why=said(
                    "开赛那天才发现缺人缺卡，就来不及了。", "Found out on the day, a missing desk can't be mended."
                ),
                checklist=(
                    said("每馆具名负责人，10 分钟内能到现场", "An owner by name for each venue, ten minutes away"),
                    said(
                        f"每班 {fields.staff_per_venue} 人，{fields.shifts} 班；语言覆盖",
                        f"{fields.staff_per_venue} people a shift, {fields.shifts} shifts; languages covered",
                    ),
                    said("证件、车证、充电柜、SIM、应急终端", "Passes, parking, charging lockers, SIMs, spare phones"),
                    said("彩排一次，记下走不通的", "One rehearsal; note what did not work"),
                ),
                outcomes=(
                    figure("venues_ready", said("就位场馆", "Venues ready"), "venues", most=500, target=fields.venues),
                    figure(
                        "staff_on_duty",
                        said("到岗人员", "Staff on duty"),
                        "staff",
                        most=50_000,
                        target=fields.venues * fields.staff_per_venue,
                    ),
                ),
            ),
            daily_report(
                item,
                title=said("场馆服务日报", "Venue services, daily report"),
                why=said("当日人次决定次日排班。", "Today's figures make tomorrow's roster."),
                checklist=(said("分馆、分语言报", "By venue and by language"),),
                outcomes=(
                    figure("people_served", said("当日服务人次", "People served today"), "people", most=1_000_000),
                    figure(
                        "in_foreign_languages",
                        said("其中外语服务", "Of them in foreign languages"),
                        "people",
                        most=1_000_000,
                    ),
                    figure("complaints", said("投诉", "Complaints"), "cases", most=100_000),
                    figure("longest_queue_minutes", said("最长排队", "Longest queue"), "minutes", most=600, target=10),
                ),
            ),
        )
