"""On-site team for key customers 集团客户现场支撑: who keeps others alive gets people at the door, by tier."""

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
    Note,
    Success,
    about,
    by_the_day,
)
from playbooks.measures.endings import ASK_AT_72
from playbooks.measures.tasking import carrying, daily_report, figure, said
from playbooks.terms.words import Fen, Rule, Strict, Words

Tier = Literal["A+", "A", "B", "C"]


class KeyCustomerTeamFields(Strict):
    """Fields of the support. ``tiers``: whom teams go to. Minutes from the fault, by tier: editable, no standard.

    ``response_minutes``: until the account manager has called back; ``on_site_minutes``: until somebody is there;
    ``report_minutes``: between reports to the customer. ``customers_per_team``: what one team can look after.
    """

    tiers: Annotated[tuple[Tier, ...], Field(min_length=1), about("客户等级", "Tiers")] = ("A+", "A")
    response_minutes: Annotated[
        dict[Tier, Annotated[int, Field(ge=1, le=2_880)]], about("响应时限", "Called back within", unit="minutes")
    ] = Field(default={"A+": 15, "A": 30, "B": 60, "C": 240})
    on_site_minutes: Annotated[
        dict[Tier, Annotated[int, Field(ge=1, le=10_080)]], about("到场时限", "On site within", unit="minutes")
    ] = Field(default={"A+": 120, "A": 240, "B": 480, "C": 1_440})
    report_minutes: Annotated[
        dict[Tier, Annotated[int, Field(ge=1, le=2_880)]], about("回报间隔", "Reports every", unit="minutes")
    ] = Field(default={"A+": 60, "A": 60, "B": 120, "C": 240})
    customers_per_team: Annotated[
        int, Field(ge=1, le=100), about("每队客户数", "Customers of a team", unit="organisations")
    ] = 8
    people_per_team: Annotated[int, Field(ge=1, le=20), about("每队人数", "People of a team", unit="staff")] = 3
    fen_per_team_day: Annotated[
        int, Field(ge=0, le=100_000_000), about("每队每日费用", "Cost of a team a day", unit="fen")
    ] = 250_000
    cap_fen: Annotated[Fen, about("资金上限", "Cap", unit="fen")]

    def customers(self, figures: Figures) -> int:
        """Key customers of the tiers in an area; all of them where the area knows no tiers."""
        if any(tier in figures for tier in ("A+", "A", "B", "C")):
            return sum(figures.get(tier, 0) for tier in self.tiers)
        return figures.get("key_customers", 0)

    def teams(self, figures: Figures) -> int:
        """Teams that look after them, rounded up."""
        return -(-self.customers(figures) // self.customers_per_team)


class KeyCustomerTeam(MeasureType[KeyCustomerTeamFields]):
    """Send teams to group customers of the chosen tiers: fault handling, handling on site, inspection, and a report.

    Source: 集团客户网络服务支撑规范 V0.8 (27 February 2009: internal fault handling, handling on site, routine
    inspection); tiers A+/A/B/C of Guangdong, 2007; Lushan 2013, measure 8 (VIP and key service assurance). Minutes by
    tier are this house's proposal. Who the customers are, and whom to call, stays sealed with the province.
    """

    kind: ClassVar[str] = "key_customer_team"
    title: ClassVar[Words] = Words(zh="集团客户现场支撑", en="On-site team for key customers")
    fields_model = KeyCustomerTeamFields
    delivery: ClassVar[Delivery] = "teams"
    team: ClassVar[str] = "province_key_accounts"
    eligible_rules: ClassVar[tuple[Rule, ...]] = ("service_address", "registered_address", "billing_address")
    cost_model: ClassVar[Words] = Words(
        zh="所选等级客户数 ÷ 每队客户数 × 每队每日费用 × 天数，到上限为止；每队费用是规划假设。",
        en=(
            "Customers of the tiers ÷ customers of a team × cost of a team a day × days, up to the cap; the cost of a "
            "team is a planning assumption."
        ),
    )
    success: ClassVar[Success] = Success(
        figure="on_site_in_time_percent",
        at_least_ppm=950_000,
        within_minutes=1_440,
        text=Words(
            zh="24 小时内，95% 以上按等级时限到场，每家有书面报告。",
            en="Within 24 hours 95 % are reached on site in the time of their tier, each with a written report.",
        ),
    )
    landing: ClassVar[tuple[LandingNote, ...]] = (
        ASK_AT_72,
        LandingNote(
            0,
            Words(
                zh="撤队：逐家当面交接，留故障报告与联系人；转入例行巡检。",
                en="When a team leaves: fault report and contact handed over face to face; routine inspection follows.",
            ),
        ),
        LandingNote(-168, Words(zh="撤队后 7 天：回访。", en="A week after: a call to ask how it is.")),
    )

    def notes(
        self, fields: KeyCustomerTeamFields, *, customers: int, figures: Figures = NO_FIGURES
    ) -> tuple[Note, ...]:
        """How many customers, teams and people that is."""
        wanted, teams = fields.customers(figures), fields.teams(figures)
        people = teams * fields.people_per_team
        tiers = "、".join(fields.tiers)
        return (
            Note(
                ok=wanted > 0,
                text=said(
                    f"{tiers} 类集团客户 {wanted:,} 家，需 {teams:,} 队 {people:,} 人",
                    f"group customers ({', '.join(fields.tiers)}): {wanted:,}; teams: {teams:,}; people: {people:,}",
                ),
            ),
        )

    def estimate(
        self,
        counts_by_segment: Mapping[str, int],
        *,
        window_days: int,
        fields: KeyCustomerTeamFields,
        figures: Figures = NO_FIGURES,
        parts: int = 1,
    ) -> Cost:
        """Teams × cost of a team, by the day."""
        return by_the_day(
            fields.teams(figures) * fields.fen_per_team_day, window_days=window_days, cap_fen=fields.cap_fen
        )

    def tasks(self, item: MeasureItem, *, fields: KeyCustomerTeamFields) -> tuple[TaskItem, ...]:
        """Two tasks a province: go there, and report by the interval of the highest tier."""
        return (_on_site(item, fields=fields), _report(item, fields=fields))


def _on_site(item: MeasureItem, *, fields: KeyCustomerTeamFields) -> TaskItem:
    first = fields.tiers[0]
    times_zh = "；".join(
        f"{t} {fields.response_minutes.get(t, 0)}/{fields.on_site_minutes.get(t, 0)} 分钟" for t in fields.tiers
    )
    times_en = "; ".join(
        f"{t} {fields.response_minutes.get(t, 0)}/{fields.on_site_minutes.get(t, 0)} min" for t in fields.tiers
    )
    return carrying(
        item,
        title=said("集团客户现场支撑到位", "Teams on site with key customers"),
        why=said(
            "这些单位断了通信，受影响的远不止他们自己；不等他们来报。",
            "When these organisations lose their lines many more feel it; nobody waits until they call.",
        ),
        checklist=(
            said(f"先 {first}，再其余；响应/到场：{times_zh}", f"{first} first; called back/on site: {times_en}"),
            said(
                "到场：亮证件、穿工装、戴鞋套，先报来意",
                "On site: badge, work clothes, shoe covers; say why you are there",
            ),
            said(
                "动设备前征得客户同意，不碰客户自有设备",
                "Ask before touching anything; leave the customer's own equipment alone",
            ),
            said("处理完当面演示，请客户在工单上签字", "Show that it works; the customer signs the work sheet"),
            said("离场清理现场，留联系人", "Leave the place clean, and a contact"),
        ),
        outcomes=(
            figure("teams_on_site", said("已到场队伍", "Teams on site"), "teams", most=10_000),
            figure("customers_reached", said("已到场客户", "Customers reached"), "organisations", most=50_000),
            figure(
                "customers_interrupted", said("业务仍中断", "Still cut off"), "organisations", most=50_000, target=0
            ),
        ),
    )


def _report(item: MeasureItem, *, fields: KeyCustomerTeamFields) -> TaskItem:
    every = min(fields.report_minutes.get(tier, 240) for tier in fields.tiers)
    return daily_report(
        item,
        title=said("集团客户支撑报告", "Key customers, report"),
        why=said(
            "每家一份故障报告：原因、处理、恢复时刻、预防。",
            "One fault report each: cause, what was done, when it worked again, prevention.",
        ),
        checklist=(
            said(
                "按等级间隔回报客户，没有进展也报",
                "Report to the customer at the tier's interval, also when nothing moved",
            ),
            said("恢复后 24 小时内交书面报告", "Written report within 24 hours of recovery"),
            said("巡检发现的隐患单列", "What inspection found, apart"),
        ),
        outcomes=(
            figure("on_site_in_time_percent", said("按时到场率", "On site in time"), "percent", most=100, target=95),
            figure("faults_open", said("未恢复故障", "Faults open"), "cases", most=50_000, target=0),
            figure("reports_delivered", said("已交故障报告", "Fault reports delivered"), "cases", most=50_000),
        ),
        every_minutes=max(every, 60),
    )
