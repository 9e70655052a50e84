"""What the league leaves out, and prizes for good practice."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from incident.clock import SteppedClock
from incident.commands.presence import mark_silent_provinces
from incident.commands.timers import fire_due
from incident.db import Database
from incident.log import incident_stream
from tests.incident.stories import GANSU, SHAANXI, SICHUAN, declared, dispatched, new_task
from tests.outcomes.one_database import database_url
from tests.outcomes.sending import league
from tests.support import assert_fold_equals_rows
from tests.web.browser import Browser

__all__ = ["database_url"]

Person = Callable[..., Browser]


def test_tasks_of_hours_when_a_province_was_unreachable_are_left_out(
    db: Database, person: Person, clock: SteppedClock
) -> None:
    incident = declared(db, provinces=(SICHUAN, SHAANXI))
    dispatched(db, incident, new_task(province=SHAANXI))
    clock.step(20 * 60)
    fire_due(db)
    with db.transaction([incident_stream(incident)]) as tx:
        assert mark_silent_provinces(tx, incident) == 1
    reviewer = person(("reviewer", "nation"))
    found = {line["province"]: line["parts"] for line in league(reviewer, incident)["draft"]}
    assert found == {}, "all that Shaanxi had to do was sent while nobody could reach it"


def test_a_nominated_practice_wins_a_prize_of_somebody_else(db: Database, person: Person) -> None:
    incident = declared(db)
    reviewer, member, gansu = (
        person(role) for role in (("reviewer", "nation"), ("province_member", SICHUAN), ("province_member", GANSU))
    )
    told = {"id": str(uuid.uuid4()), "title": "帐篷服务点", "text": "两小时内开通"}
    assert member.post(f"/api/v1/incidents/{incident}/nominations", told).status_code == 201
    assert gansu.post(f"/api/v1/incidents/{incident}/nominations", told | {"province": SICHUAN}).status_code == 403
    own = told | {"id": str(uuid.uuid4()), "province": GANSU}
    assert reviewer.post(f"/api/v1/incidents/{incident}/nominations", own).status_code == 201
    prize = {"prize": "first", "text": "各省可照做"}
    assert reviewer.post(f"/api/v1/nominations/{own['id']}/award", prize).json["code"] == "league.own_nomination"
    assert reviewer.post(f"/api/v1/nominations/{told['id']}/award", prize).json["prize"] == "first"
    (seen,) = league(member, incident)["nominations"]
    assert (seen["title"], seen["prize"], seen["praise"]) == ("帐篷服务点", "first", "各省可照做")
    assert_fold_equals_rows(db)
