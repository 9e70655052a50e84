"""A plan without a named playbook is made from the library's own for the incident's hazard, or refused in words."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from incident.db import Database
from tests.web.browser import Answer, Browser

Person = Callable[..., Browser]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_playbook_is_that_of_the_hazard(db: Database, person: Person) -> None:
    officer = person(("duty_officer", "nation"))

    def planned(hazard: str) -> Answer:
        incident = str(uuid.uuid4())
        body = {"id": incident, "kind": "network", "hazard": hazard, "title_zh": "事件", "title_en": "Incident",
                "occurred_at": "2008-05-12T06:28:04Z"}  # fmt: skip
        assert officer.post("/api/v1/incidents", body).status_code == 201
        return officer.get(f"/api/v1/incidents/{incident}/plan")

    assert planned("ice").json["playbook"]["slug"] == "ice"
    assert planned("flood").json["playbook"]["slug"] == "flood"
    refused = planned("meteorite")
    assert refused.status_code == 404
    assert refused.json["code"] == "playbook.none_for_hazard"
    assert "typhoon" in refused.json["detail"]
