"""Temporary service points 临时服务点: a tent, a generator and people, where no hall can open."""

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
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.tasking import carrying_by_county, daily_report, figure, said
from playbooks.terms.words import Fen, Rule, Strict, Words

Service = Literal["charging", "repair", "top_up", "sim_reissue", "free_calls", "water"]
Hour = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class ServicePointsFields(Strict):
    """Fields of points. ``points_per_county``: in each county of the area. ``fen_per_point_day``: staff, fuel, vehicle.

    ``fuel_hours``: how long the generator must run without supply. Hours are local.
    """

    services: Annotated[tuple[Service, ...], Field(min_length=1), about("服务", "Services")] = (
        "charging",
        "repair",
        "top_up",
        "sim_reissue",
        "free_calls",
    )
    points_per_county: Annotated[int, Field(ge=1, le=50), about("每县点数", "Points in each county", unit="points")] = 1
    opens_at: Annotated[Hour, about("开始时刻", "Opens at", unit="local time")] = "08:00"
    closes_at: Annotated[Hour, about("结束时刻", "Closes at", unit="local time")] = "20:00"
    staff_per_point: Annotated[int, Field(ge=1, le=50), about("每点人数", "Staff of a point", unit="staff")] = 4
    fuel_hours: Annotated[int, Field(ge=0, le=336), about("油料可用", "Fuel lasts", unit="hours")] = 24
    fen_per_point_day: Annotated[
        int, Field(ge=0, le=100_000_000), about("每点每日费用", "Cost of a point a day", unit="fen")
    ] = 300_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]


class ServicePoints(MeasureType[ServicePointsFields]):
    """Set up points for charging, repair, top-up and SIMs beside shelters, stations and hospitals, and keep them open.

    Source: China Mobile, Lushan 2013, measure 3 (free calls, charging, SIM replacement, water on site); January 2008
    ice: free charging, temporary points at stations, airports and highways; US operators 2012-2019: charging stations,
    stores on wheels.
    """

    kind: ClassVar[str] = "service_points"
    title: ClassVar[Words] = Words(zh="临时服务点", en="Temporary service points")
    fields_model = ServicePointsFields
    delivery: ClassVar[Delivery] = "teams"
    team: ClassVar[str] = "province_halls"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("home_cell", "registered_address", "service_address", "roaming_in")
    cost_model: ClassVar[Words] = Words(
        zh="县数 × 每县点数 × 每点每日费用 × 天数，到上限为止；每点费用（人员、油料、车辆）是规划假设。",
        en=(
            "Counties × points in each × cost of a point a day × days, up to the cap; the cost of a point (staff, "
            "fuel, vehicle) is a planning assumption."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="points_open",
        at_least_ppm=800_000,
        within_minutes=720,
        text=Words(
            zh="12 小时内，八成县至少开一个点，不断电。",
            en="Within 12 hours four counties in five have a point open, with power.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            24,
            Words(
                zh="到期前 1 天：按服务人次撤并，张贴最近营业厅的地址。",
                en="24 h before: close points by people still served, and post where the next hall is.",
            ),
        ),
        LandingNote(
            0,
            Words(
                zh="撤点：送修的手机逐一送还。",
                en="When a point closes: every phone left for repair is taken back to its owner.",
            ),
        ),
    )

    def notes(self, fields: ServicePointsFields, *, customers: int, figures: Figures = NO_FIGURES) -> tuple[Note, ...]:
        """How many points and people that is."""
        points = figures.get("counties", 0) * fields.points_per_county
        staff = points * fields.staff_per_point
        return (
            Note.plain(
                said(
                    f"共 {points:,} 个点，每班 {staff:,} 人",
                    f"{points:,} {'point' if points == 1 else 'points'}, {staff:,} people a shift",
                )
            ),
        )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: ServicePointsFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Counties × points × cost of a point, by the day."""
        points = figures.get("counties", 0) * fields.points_per_county
        return by_the_day(points * fields.fen_per_point_day, window_days=window_days, cap_fen=fields.cap_fen)

    def tasks(self, item: MeasureItem, *, fields: ServicePointsFields) -> tuple[TaskItem, ...]:
        """One task a county to open the points, one a province to report what they did."""
        return (_open(item, fields=fields), _report(item))


def _open(item: MeasureItem, *, fields: ServicePointsFields) -> TaskItem:
    return carrying_by_county(
        item,
        title=said("开设临时服务点", "Open temporary service points"),
        why=said(
            "人到不了营业厅，点就开到人那里；有一顶帐篷、一台油机就能开。",
            "Where people can't reach a hall the point goes to them; a tent and a generator are enough.",
        ),
        checklist=(
            said(
                "地点选在安置点、车站或医院旁，先问当地指挥部",
                "Beside a shelter, station or hospital; ask the local command first",
            ),
            said(
                f"{fields.opens_at} 至 {fields.closes_at} 开放，每点 {fields.staff_per_point} 人",
                f"Open {fields.opens_at} to {fields.closes_at}, {fields.staff_per_point} people each",
            ),
            said(f"油机油料可用 {fields.fuel_hours} 小时", f"Fuel for {fields.fuel_hours} hours"),
            said("充电、维修、充值、补卡的设备与备件到位", "Chargers, tools, cards and spare parts are there"),
            said("张贴开放时间和 10086，拍照上传", "Post opening hours and 10086; send a photo"),
        ),
        outcomes=(
            figure(
                "points_open", said("已开服务点", "Points open"), "points", most=200, target=fields.points_per_county
            ),
            figure("fuel_hours", said("油料可用", "Fuel lasts"), "hours", most=336, target=fields.fuel_hours),
            figure("points_without_power", said("无电的点", "Points without power"), "points", most=200, target=0),
        ),
    )


def _report(item: MeasureItem) -> TaskItem:
    return daily_report(
        item,
        title=said("临时服务点日报", "Service points, daily report"),
        why=said("服务人次决定加点还是撤点。", "People served decides whether points are added or closed."),
        checklist=(
            said("逐点报：开 / 关、有无电、排队", "Point by point: open or shut, power, queue"),
            said("没有变化也报", "Nothing changed is a report too"),
        ),
        outcomes=(
            figure("people_served", said("当日服务人次", "People served today"), "people", most=1_000_000),
            figure("phones_charged", said("充电", "Phones charged"), "phones", most=1_000_000),
            figure("phones_repaired", said("维修", "Phones repaired"), "phones", most=100_000),
            figure("sims_replaced", said("补卡", "SIMs replaced"), "cards", most=100_000),
            figure("longest_queue_minutes", said("最长排队", "Longest queue"), "minutes", most=600, target=10),
        ),
    )
