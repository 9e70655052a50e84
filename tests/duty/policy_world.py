"""What the policy test needs of rosters and mutual aid: one of each thing in Sichuan, with its secret in its words."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from incident.commands import aid, duty
from incident.commands.duty import reach
from incident.db import Database
from incident.events.duty import STREAM
from incident.log import incident_stream
from incident.rules.phonebook import Entry
from incident.rules.sealing import Sealer
from tests.conftest import QUAKE
from tests.duty.stories import CLI, add, as_person, on_duty_stream, shift, team
from tests.incident.stories import GANSU, SICHUAN

PERSON = "00000000-0000-4000-8000-000000000000"
LATER, MUCH_LATER = "2008-05-13T08:00:00Z", "2008-05-20T08:00:00Z"
_TEAM = {"region": SICHUAN, "name_zh": "组", "kind": "other"}
_TIMES = {"starts_at": LATER, "ends_at": "2008-05-13T16:00:00Z"}

BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/duty/teams": _TEAM | {"id": PERSON, "scope": SICHUAN},
    "POST /api/v1/duty/teams/{}/change": _TEAM,
    "POST /api/v1/duty/teams/{}/members": {"person": PERSON, "role": "lead"},
    "POST /api/v1/duty/shifts": _TIMES | {"id": PERSON, "scope": SICHUAN, "person": PERSON},
    "POST /api/v1/duty/shifts/{}/change": _TIMES,
    "POST /api/v1/duty/shifts/{}/cover": {"person": PERSON, "reason": "because"},
    "POST /api/v1/duty/shifts/{}/cancel": {"reason": "because"},
    "POST /api/v1/duty/rotations": {
        "id": PERSON, "scope": SICHUAN, "first": LATER, "hours": 12, "count": 2, "people": [PERSON],
    },
    "POST /api/v1/duty/shifts/{}/hand-over": {"person": PERSON},
    "POST /api/v1/duty/handovers/{}/decline": {"reason": "because"},
    "POST /api/v1/phonebook/{}": {"scope": SICHUAN, "name_zh": "李", "post_zh": "值班", "mobile": "028-123456"},
    "POST /api/v1/people/{}/notices": {"steps": [{"channel": "sms", "after_s": 0}]},
    "POST /api/v1/calendars/links": {"id": PERSON, "calendar": "shifts"},
    "POST /api/v1/incidents/{}/aid": {
        "id": PERSON, "scope": SICHUAN, "kind": "generator", "quantity": 2, "region": SICHUAN,
        "needed_by": LATER, "until": MUCH_LATER,
    },
    "POST /api/v1/aid/{}/ask": {"provinces": ["330000"]},  # who is asked may read what for
    "POST /api/v1/aid/{}/cancel": {"reason": "because"},
    "POST /api/v1/aid/parts/{}/accept": {"quantity": 2, "available_at": LATER},
    "POST /api/v1/aid/parts/{}/decline": {"reason": "because"},
    "POST /api/v1/aid/parts/{}/commit": {},
}  # fmt: skip


def told_of_duty(db: Database, incident_id: str, secrets: dict[str, str]) -> dict[str, str]:
    """The things, each by the path pattern that is about it; `secrets` are words by province and `nation`."""
    first, second = add(db, "duty-first"), add(db, "duty-second")
    crew = team(db, (first, "lead"))
    now = shift(db, first, -1, 8)
    swap, entry = str(uuid.uuid4()), str(uuid.uuid4())
    on_duty_stream(db, duty.ask_swap, as_person(first), swap_id=swap, shift_id=now, to_person=second)
    handover = on_duty_stream(
        db, duty.offer_handover, as_person(first), shift_id=now, to_person=second, note=secrets[SICHUAN]
    )["id"]
    with db.transaction([STREAM]) as tx:
        given = Entry(SICHUAN, "李", "Li", "值班", "Duty", SICHUAN, mobile="028-123456")
        reach.write_entry(tx, CLI, entry_id=entry, entry=given, sealer=Sealer.drawn())
    request = _aid(db, incident_id, SICHUAN, secrets[SICHUAN])
    _aid(db, incident_id, GANSU, secrets[GANSU])
    of_nation = _aid(db, incident_id, "nation", secrets[SICHUAN])
    with db.transaction([incident_stream(incident_id)]) as tx:
        aid.ask_provinces(tx, CLI, request_id=of_nation, provinces=[SICHUAN])
    return {
        "/duty/teams/": crew,
        "/duty/shifts/": now,
        "/duty/swaps/": swap,
        "/duty/handovers/": handover,
        "/phonebook/": entry,
        "/aid/parts/": aid.part_id_of(of_nation, SICHUAN),
        "/aid/": request,
        "/people/{}/notices": first,
        "/people/{}/contacts": first,
        "/calendars/{}.ics": "shifts",
        "/calendar/": "no-such-secret",
    }


def _aid(db: Database, incident_id: str, scope: str, words: str) -> str:
    request = str(uuid.uuid4())
    region = SICHUAN if scope == "nation" else scope
    need = aid.Need("generator", 2, region, QUAKE, QUAKE + timedelta(days=3), text=words)
    with db.transaction([incident_stream(incident_id)]) as tx:
        aid.request_aid(tx, CLI, incident_id=incident_id, request_id=request, scope=scope, need=need)
    return request
