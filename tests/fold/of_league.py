"""Stories of assessment: scores, objections and what is ruled on them, practices and prizes."""

from __future__ import annotations

import uuid

from incident.commands import league
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import DUTY, GANSU, OTHER, SICHUAN, TEAM, act, dispatched, new_task


@records("ProvinceAssessed", "ObjectionRaised", "ObjectionAnswered")
def a_score_that_is_objected_to_and_reckoned_again(stage: Stage) -> None:
    own, _other = dispatched(stage.db, stage.incident, new_task(), new_task(province=GANSU))
    stage.clock.step(60)
    act(stage.db, stage.incident, "acknowledge", task_id=own)
    stage.do(league.publish_league, OTHER, incident_id=stage.incident)
    rulings = (("leave_out", "acknowledged", GANSU), ("value", "done", SICHUAN), (None, "done", GANSU))
    for ruling, criterion, province in rulings:
        objection = str(uuid.uuid4())
        stage.do(
            league.raise_objection, TEAM, incident_id=stage.incident, objection_id=objection, province=province,
            criterion=criterion, text="当时中断，卫星电话已报",
        )  # fmt: skip
        stage.do(
            league.answer_objection, OTHER, objection_id=objection, ruling=ruling, text="核实记录", numerator=1,
            denominator=1,
        )  # fmt: skip
    stage.do(league.publish_league, OTHER, incident_id=stage.incident)


@records("PracticeNominated", "PrizeAwarded")
def a_practice_that_wins_a_prize(stage: Stage) -> None:
    nomination = str(uuid.uuid4())
    told = {"incident_id": stage.incident, "nomination_id": nomination, "province": SICHUAN}
    stage.do(league.nominate_practice, DUTY, **told, title="帐篷服务点", text="两小时内开通，含补卡和充电")
    stage.do(league.award_prize, OTHER, nomination_id=nomination, prize="first", text="其他省可照做")
