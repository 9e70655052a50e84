"""A figure from elsewhere is written down by a duty officer, and the plan goes by it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from incident.commands.incidents import declare_incident
from incident.db import Database
from incident.house import House
from incident.log import incident_stream
from tests.conftest import QUAKE
from tests.incident.stories import DUTY
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser


def test_a_reading_makes_the_trigger_hold_that_asks_for_it(
    db: Database, house: House, person: Callable[..., Browser]
) -> None:
    duty = person(("duty_officer", "nation"))
    incident = str(uuid.uuid4())
    with db.transaction([incident_stream(incident)]) as tx:
        declare_incident(
            tx, DUTY, incident_id=incident, kind="network", hazard="key_customer_outage", title_zh="专线中断",
            title_en="Lines out", occurred_at=QUAKE, provinces=tuple(house.provinces),
        )  # fmt: skip
    path = f"/api/v1/incidents/{incident}"

    def lines_out() -> tuple[int | None, bool]:
        told = duty.get(f"{path}/plan").json
        (reading,) = [one for one in told["readings"] if one["name"] == "lines_out"]
        (trigger,) = [one for one in told["triggers"] if one["trigger"] == "line-out"]
        return reading["reading"], trigger["holds"]

    assert lines_out() == (None, False)
    read = {"name": "lines_out", "reading": 3, "source": "网管 / network desk"}
    assert duty.post(f"{path}/readings", read).status_code == 201
    assert lines_out() == (3, True)
    assert duty.post(f"{path}/readings", read | {"reading": 0}).status_code == 201
    assert lines_out() == (0, False)
    unknown = duty.post(f"{path}/readings", read | {"name": "lines"})
    assert (unknown.status_code, unknown.json["code"]) == (422, "reading.unknown")
    assert "lines_out" in unknown.json["detail"]
    assert duty.post(f"{path}/readings", read | {"reading": 10**13}).json["field"] == "reading"
    assert_fold_equals_rows(db)
    assert_chain_holds(db)
