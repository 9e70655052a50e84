"""At declaration what looks alike is offered, and linked in the same step."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from incident.db import Database
from tests.incident.stories import SICHUAN, declared
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

Person = Callable[..., Browser]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_looks_alike_is_offered_linked_at_declaration_and_offered_no_more(db: Database, person: Person) -> None:
    officer, quake, again = person(("duty_officer", "nation")), declared(db, provinces=(SICHUAN,)), str(uuid.uuid4())

    def offered(query: str) -> list[tuple[str, str]]:
        return [(one["id"], one["kind"]) for one in officer.get(f"/api/v1/incidents/alike?{query}").json["items"]]

    assert offered("hazard=earthquake&occurred_at=2008-05-12T08:00:00Z") == [(quake, "duplicate_of")]
    assert offered("hazard=flood&occurred_at=2008-05-20T08:00:00Z") == [(quake, "caused_by")]
    assert offered("hazard=typhoon&occurred_at=2008-05-12T08:00:00Z") == []
    assert officer.get("/api/v1/incidents/alike?hazard=flood").status_code == 422
    body = {"id": again, "hazard": "earthquake", "title_zh": "地震", "title_en": "Quake",
            "occurred_at": "2008-05-12T06:28:04Z"}  # fmt: skip
    missing = officer.post("/api/v1/incidents", body | {"link": {"to": str(uuid.uuid4()), "kind": "duplicate_of"}})
    assert (missing.status_code, officer.get(f"/api/v1/incidents/{again}/links").status_code) == (404, 404)
    done = officer.post("/api/v1/incidents", body | {"link": {"to": quake, "kind": "duplicate_of"}})
    assert done.status_code == 201
    [link] = officer.get(f"/api/v1/incidents/{again}/links").json["items"]
    assert (link["other_id"], link["kind"], link["direction"]) == (quake, "duplicate_of", "to")
    assert offered(f"of={again}") == []
    assert_fold_equals_rows(db)
    assert_chain_holds(db)
