"""Stories of outcomes: figures stated, corrected, withdrawn, brought by a table, and their targets."""

from __future__ import annotations

import uuid
from datetime import date

from incident.commands import outcomes
from incident.queries.outcome_places import finder_of
from incident.queries.outcome_tables import Table
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import GANSU, SICHUAN, TEAM


@records("FigureEntered", "FigureCorrected", "FigureWithdrawn", "OutcomeTargetSet")
def a_figure_that_is_stated_corrected_and_withdrawn(stage: Stage) -> None:
    first, second, third = (str(uuid.uuid4()) for _ in range(3))
    stated = outcomes.Stated(
        kind="green_channel", value=180, province=SICHUAN, from_day=date(2008, 5, 12), to_day=date(2008, 5, 12),
        source="halls", note="含流动服务车",
    )  # fmt: skip
    proof = outcomes.Evidence(name="日报.txt", content="绿色通道 180 人次".encode())
    told = {"incident_id": stage.incident, "figure_id": first, "stated": stated, "evidence": proof}
    stage.do(outcomes.state_figure, TEAM, **told)
    changed = {"value": 175, "base": None, "sent": None, "source": None, "reason": "扣除重复登记"}
    stage.do(outcomes.correct_figure, TEAM, replaces=first, figure_id=second, **changed)
    national = outcomes.Stated(
        kind="hall_wait", value=84, base=5_000, from_day=date(2008, 5, 11), to_day=date(2008, 5, 12), source="halls"
    )
    stage.do(outcomes.state_figure, incident_id=stage.incident, figure_id=third, stated=national)
    stage.do(outcomes.withdraw_figure, figure_id=third, reason="口径不对")
    goal = {"incident_id": stage.incident, "kind": "hall_wait", "reason": "按服务承诺"}
    stage.do(outcomes.set_target, value=80, places=["nation", SICHUAN], **goal)
    stage.do(outcomes.set_target, value=None, places=[SICHUAN], **goal)


@records("OutcomeTableRead", "FiguresImported")
def a_table_of_figures_that_is_brought_twice(stage: Stage) -> None:
    head = ("指标", "省份", "起始日", "数值", "说明", "更正理由")
    rows = (
        head,
        ("开设服务点", "四川", "2008-05-12", "12", "含帐篷点", ""),
        ("开设服务点", "甘肃", "2008-05-12", "3", "", ""),
        ("开设服务点", "甘肃", "昨天", "3", "", ""),
    )
    mended = (head, rows[1], ("开设服务点", "甘肃", "2008-05-12", "4", "", "漏报一个"))
    for table in (rows, mended, mended):
        stage.do(
            outcomes.import_table,
            incident_id=stage.incident,
            import_id=str(uuid.uuid4()),
            table=Table("成效.csv", repr(table).encode(), tuple(enumerate(table, start=1))),
            finder=finder_of(stage.regions, (), may=lambda province: province in (SICHUAN, GANSU, None)),
            place="nation",
        )
