"""Mutual aid in EDXL-RM's words: who sees what, which answer may follow which, and what comes back at the end."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask

from incident.commands import aid
from incident.db import Database
from incident.errors import Conflict, Invalid
from incident.log import Actor, incident_stream
from tests.conftest import QUAKE
from tests.duty.stories import HOUR
from tests.incident.stories import DUTY, GANSU, SHAANXI, SICHUAN, TEAM, declared
from tests.support import event_types
from tests.web.browser import a_person, logged_in
from tests.web.conftest import app, house, shared_var

__all__ = ["app", "house", "shared_var"]

NEED = aid.Need("generator", 6, SICHUAN, QUAKE + HOUR * 6, QUAKE + HOUR * 72)


def do(db: Database, incident: str, command: Any, actor: Actor = DUTY, /, **arguments: Any) -> dict[str, Any]:
    with db.transaction([incident_stream(incident)]) as tx:
        told: dict[str, Any] = command(tx, actor, **arguments)
    return told


def requested(db: Database, incident: str, need: aid.Need = NEED) -> tuple[str, str]:
    """A request of Sichuan's of which Gansu was asked; ids of the request and of Gansu's part."""
    request = str(uuid.uuid4())
    do(db, incident, aid.request_aid, TEAM, incident_id=incident, request_id=request, scope=SICHUAN, need=need)
    do(db, incident, aid.ask_provinces, request_id=request, provinces=[GANSU, GANSU, SICHUAN])
    return request, aid.part_id_of(request, GANSU)


def test_what_is_offered_is_committed_released_and_told_to_both(db: Database) -> None:
    incident = declared(db)
    request, part = requested(db, incident)
    do(db, incident, aid.accept_aid, TEAM, part_id=part, quantity=4, available_at=QUAKE + HOUR * 10)
    committed = do(db, incident, aid.commit_aid, part_id=part, quantity=3)
    assert (committed["state"], committed["committed"]) == ("committed", 3)

    do(db, incident, aid.release_aid, part_id=part)

    ours = [name for name in event_types(db, incident_stream(incident)) if name.startswith("Aid")]
    assert ours == [
        "AidRequested", "AidAsked", "AidAccepted", "AidCommitted", "AidPromised", "AidReleased", "AidWithdrawn",
    ]  # fmt: skip
    with pytest.raises(Conflict, match="released"):
        do(db, incident, aid.cancel_aid, TEAM, request_id=request, reason="?")


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        (aid.commit_aid, {}, "asked"),
        (aid.release_aid, {}, "asked"),
        (aid.accept_aid, {"quantity": 0, "available_at": QUAKE}, "From 1 to"),
        (aid.accept_aid, {"quantity": 1, "available_at": QUAKE + HOUR * 73}, "needed at all"),
    ],
)
def test_an_answer_out_of_turn_or_reason_is_refused(
    db: Database, command: Any, arguments: dict[str, Any], words: str
) -> None:
    incident = declared(db)
    _request, part = requested(db, incident)

    with pytest.raises((Conflict, Invalid), match=words):
        do(db, incident, command, TEAM, part_id=part, **arguments)


def test_no_more_is_committed_than_was_offered(db: Database) -> None:
    incident = declared(db)
    _request, part = requested(db, incident)
    do(db, incident, aid.accept_aid, TEAM, part_id=part, quantity=2, available_at=QUAKE + HOUR)

    with pytest.raises(Invalid, match="Only 2 were offered"):
        do(db, incident, aid.commit_aid, part_id=part, quantity=3)


def test_each_place_sees_its_own_and_headquarters_all(app: Flask, db: Database) -> None:
    incident = declared(db, provinces=(SICHUAN, GANSU, SHAANXI))
    need = aid.Need("fuel_truck", 2, SICHUAN, QUAKE + HOUR, QUAKE + HOUR * 9, text="映秀断油")
    request, part = requested(db, incident, need)
    boards = {}
    for scope, role in (
        (SICHUAN, "province_lead"),
        (GANSU, "province_lead"),
        (SHAANXI, "province_lead"),
        ("nation", "duty_officer"),
    ):
        browser = logged_in(app, db, a_person(db, login=f"reader.{scope}", roles=((role, scope),)))
        boards[scope] = browser.get("/api/v1/aid").json

    seen = {scope: (len(board["requests"]), len(board["parts"])) for scope, board in boards.items()}
    assert seen == {SICHUAN: (1, 0), GANSU: (0, 1), SHAANXI: (0, 0), "nation": (1, 1)}
    assert boards[GANSU]["parts"][0]["what"] == "映秀断油"
    assert boards[SICHUAN]["requests"][0]["id"] == request
    gansu = logged_in(app, db, a_person(db, login="gansu.lead", roles=(("province_lead", GANSU),)))
    body = {"quantity": 1, "available_at": "2008-05-12T08:00:00Z"}
    assert gansu.post(f"/api/v1/aid/parts/{part}/accept", body, revision=1).json["state"] == "accepted"
    assert gansu.post(f"/api/v1/aid/parts/{part}/commit", {}, revision=2).status_code == 403
    assert gansu.post(f"/api/v1/aid/{request}/cancel", {"reason": "?"}, revision=1).status_code == 404
