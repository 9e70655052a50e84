"""Every route x every role x own and other province against the hand-kept table (G27), and no foreign byte (G28)."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from incident.db import Database
from incident.models import LoginSession, Person, RoleGrant
from incident.web import Limits, policy
from incident.web.guard import LIMITS
from incident.web.limits import Lane
from incident.web.policy import check_policies
from tests.duty.policy_world import BODIES as OF_DUTY
from tests.incident.stories import GANSU, SICHUAN
from tests.policy.conftest import TOKENS, Told
from tests.policy.expected import (
    EXPECTED,
    HIDDEN,
    LOGIN,
    PASS,
    PERSONAS,
    REFUSED,
    ROLE_OF_LETTER,
    expected,
)
from tests.web.browser import Answer, Browser, a_person, logged_in, nobody

SOMETHING = "00000000-0000-4000-8000-000000000000"
#: What a route needs to get as far as asking for the province.
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/tasks/{}/decline": {"reason": "because"},
    "POST /api/v1/tasks/{}/pend": {"reason": "because"},
    "POST /api/v1/tasks/{}/hold": {"reason": "because"},
    "POST /api/v1/tasks/{}/return": {"reason": "because"},
    "POST /api/v1/tasks/{}/recall": {"reason": "because"},
    "POST /api/v1/tasks/{}/reassign": {"team": "another"},
    "POST /api/v1/tasks/{}/tick": {"ticked": [0]},
    "POST /api/v1/tasks/{}/resolve": {"outcomes": []},
    "POST /api/v1/tasks/{}/proxy-acknowledge": {"called": "13:05, Mr Li"},
    "POST /api/v1/tasks/{}/comment": {"id": SOMETHING, "text": "on the way"},
    "POST /api/v1/tasks/{}/check-in": {"id": SOMETHING, "called": "Mr Li"},
    "POST /api/v1/broadcast-texts": {"texts": {"zh": "灾区"}},
    "POST /api/v1/count": {"ring": [[102, 30], [106, 30], [106, 33], [102, 33]]},
}


@dataclass(frozen=True)
class Heard:
    """One answer, and who got it."""

    persona: str
    route: str
    answer: Answer

    @property
    def bytes(self) -> bytes:
        return str(self.answer.headers).encode() + self.answer.get_data()


def test_every_route_stands_in_the_table(app: Flask) -> None:
    assert sorted(set(_routes(app)) - set(EXPECTED)) == [], "routes without a row in tests/policy/expected.py"


def test_every_row_of_the_table_is_a_route(app: Flask) -> None:
    assert sorted(set(EXPECTED) - set(_routes(app))) == [], "rows in tests/policy/expected.py without a route"


def test_an_app_with_a_route_without_a_policy_does_not_start(app: Flask) -> None:
    app._got_first_request = False
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(RuntimeError, match="/forgotten"):
        check_policies(app)


def test_a_policy_names_an_action_of_the_table() -> None:
    with pytest.raises(ValueError, match="no such action"):
        policy("incident.destroy")


def test_every_cell_is_as_the_table_says_and_no_byte_goes_astray(app: Flask, db: Database, told: Told) -> None:
    _without_limits(app)
    wrong: list[str] = []
    traffic: list[Heard] = []
    for persona in PERSONAS:
        browser = browser_of(app, db, persona)
        for route in _routes(app):
            if route not in EXPECTED:
                continue
            if route.startswith("DELETE"):
                answer = _ask(browser_of(app, db, persona), route, told)
            else:
                answer = _ask(browser, route, told)
            traffic.append(Heard(persona, route, answer))
            want, got = expected(persona, EXPECTED[route]), _outcome(answer, EXPECTED[route].place)
            if want != got:
                wrong.append(f"{persona}: {route}: {want} expected, {got} ({answer.status_code} {answer.text[:120]})")
    assert wrong == [], "\n".join(wrong)
    assert _astray(traffic) == []
    assert [heard.route for heard in traffic if heard.answer.status_code >= 500 and not _not_built(heard)] == []


def test_the_oracle_sees_a_foreign_byte_when_there_is_one(app: Flask, db: Database, told: Told) -> None:
    """The control: what headquarters reads, taken for what Gansu's lead read, must show (G28)."""
    answer = _ask(browser_of(app, db, "commander"), "GET /api/v1/incidents/{}/state", told)
    assert _astray([Heard("commander", "GET", answer)]) == []
    assert len(_astray([Heard("lead of Gansu", "GET", answer)])) == 2


def test_a_foreign_task_reads_exactly_as_a_missing_one(app: Flask, db: Database, told: Told) -> None:
    browser = browser_of(app, db, "lead of Gansu")
    answers = [
        browser.post(f"/api/v1/tasks/{task_id}/acknowledge", revision=1)
        for task_id in (told.tasks[SICHUAN], str(uuid.uuid4()))
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].get_data() == answers[1].get_data()


def test_a_foreign_room_reads_as_missing(app: Flask, db: Database, told: Told) -> None:
    lead, duty = browser_of(app, db, "lead of Gansu"), browser_of(app, db, "duty_officer")
    for what in ("state", "events"):
        path = f"/api/v1/incidents/{told.incident_id}/{what}?room="
        assert lead.get(path + GANSU).status_code == 200
        assert TOKENS[GANSU] in lead.get(path + GANSU).text
        for room in (SICHUAN, "nation", "999999", "*"):
            assert lead.get(path + room).status_code == 404, room
        for room in (SICHUAN, GANSU, "nation"):
            assert duty.get(path + room).status_code == 200, room


def test_a_note_for_a_foreign_province_is_refused(app: Flask, db: Database, told: Told) -> None:
    lead = browser_of(app, db, "lead of Gansu")
    for province, status in ((SICHUAN, 403), (GANSU, 201)):
        note = {"id": str(uuid.uuid4()), "kind": "note", "text": "roads are open", "province": province}
        assert lead.post(f"/api/v1/incidents/{told.incident_id}/note", note).status_code == status


def _routes(app: Flask) -> list[str]:
    """Method and path of every route, variable parts as `{}`."""
    return sorted(
        f"{method} {re.sub(r'<[^>]+>', '{}', rule.rule)}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    )


def browser_of(app: Flask, db: Database, persona: str) -> Browser:
    letter, scope = PERSONAS[persona]
    if scope == "none":
        return nobody(app)
    login = f"p{uuid.uuid4().hex[:12]}"
    real = scope if scope not in ("expired", "disabled") else "nation"
    person_id = a_person(db, login=login)
    if letter:
        # Written past the command, which would refuse some of these on purpose.
        role = ROLE_OF_LETTER.get(letter, "janitor" if scope == "nation" else "")
        with db.transaction() as tx:
            tx.session.add(
                RoleGrant(id=f"{person_id}:{role}:{real}", person_id=person_id, role=role, scope=real, held=True)
            )
    browser = logged_in(app, db, person_id)
    with db.transaction() as tx:
        if scope == "expired":
            over = update(LoginSession).where(LoginSession.person_id == person_id)
            tx.session.execute(over.values(expires_at=tx.real_now))
        if scope == "disabled":
            tx.session.execute(update(Person).where(Person.id == person_id).values(state="disabled"))
    return browser


def _ask(browser: Browser, route: str, told: Told) -> Answer:
    method, path = route.split(" ", 1)
    for name in _names(path, told):
        path = path.replace("{}", name, 1)
    if method == "GET":
        return browser.get(path)
    if path.startswith("/login"):
        return browser.plain("POST", path, data={"login": "a"})  # the form's token is asked for before the slow hash
    return browser.send(method, path, _body(route), revision=1)


def _body(route: str) -> dict[str, Any]:
    if route == "POST /api/v1/incidents/{}/note":
        return {"id": str(uuid.uuid4()), "kind": "note", "text": "all quiet"}
    if route == "POST /api/v1/incidents/{}/tasks":
        return {
            "id": str(uuid.uuid4()),
            "province": SICHUAN,
            "title_zh": "清点",
            "acknowledge_minutes": 5,
            "work_minutes": 60,
        }
    return (BODIES | OF_DUTY).get(route, {})


def _names(path: str, told: Told) -> list[str]:
    """What stands in the variable parts of `path`, in order."""
    of_duty = [told.duty[part] for part in told.duty if part in path]
    if of_duty and not path.startswith("/api/v1/incidents/"):
        return of_duty[:1]
    if path.startswith("/api/v1/tasks/"):
        return [told.tasks[SICHUAN]]
    if path.startswith("/workspace/tasks/"):
        return [told.tasks[SICHUAN]]
    if "playbook-drafts" in path or path.startswith("/playbooks/drafts/"):
        return [SOMETHING, SOMETHING]
    if "playbooks" in path:
        return ["earthquake"]
    if path.startswith(("/static", "/basemap")):
        return ["none", "none.json"]
    if "/tiles/" in path:
        return ["4", "12", "6"]
    if "/people/" in path or path.startswith(("/api/v1/measures/", "/api/v1/broadcasts/")):
        return [SOMETHING]
    return [told.incident_id, SOMETHING]


def _outcome(answer: Answer, place: str) -> str:
    if answer.status_code == 401 and answer.mimetype != "text/html":
        return LOGIN
    code = (answer.json or {}).get("code") if answer.mimetype == "application/problem+json" else None
    if answer.status_code == 403 and code == "not_permitted":
        return REFUSED
    if answer.status_code == 404 and place == "task":
        return HIDDEN
    return PASS


def _astray(traffic: list[Heard]) -> list[str]:
    """Answers that hold the token of a province or of the nation that the persona does not belong to."""
    found = []
    for heard in traffic:
        letter, scope = PERSONAS[heard.persona]
        owners = set(TOKENS) if scope == "nation" and letter in "DCAPRU" else {scope}
        found += [
            f"{heard.persona}: {heard.route}: {token}"
            for owner, token in TOKENS.items()
            if owner not in owners and token.encode() in heard.bytes
        ]
    return found


def _not_built(heard: Heard) -> bool:
    return heard.answer.status_code == 503 and b"make setup" in heard.answer.get_data()


def _without_limits(app: Flask) -> None:
    app.extensions[LIMITS] = Limits(
        lanes={name: Lane(burst=10**6, per_second=1.0) for name in ("read", "write", "reserved", "login")}
    )
