"""Tasks as TMF621 trouble tickets: read by page and field, told to listeners, signed, once for each event."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import select

from geo.regions import Regions
from incident.config import Settings
from incident.db import Database
from incident.draining.tickets import TicketTeller, teller_of
from incident.models import Outbox
from incident.models.tasks import TASK_STATES
from incident.rules.broadcast_texts import text_prefix
from incident.rules.tickets import BASE, CHANGED, CREATED, MOVED, RESOLVED, STATUS, secret_of, signature, wanted
from tests.incident.stories import GANSU, act, dispatched, new_task
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

KEY = "a key of this installation"
#: The statuses of TMF621 v5 (DOMAIN.md §3.9).
THEIRS = {"acknowledged", "rejected", "pending", "held", "inProgress", "resolved", "closed", "cancelled"}


@dataclass
class Listener:
    """Another house's system on a real socket, which keeps what it is told and answers as it is bidden."""

    server: ThreadingHTTPServer
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.heard]


@pytest.fixture
def listener() -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.heard.append((dict(self.headers), body))
            self.send_response(here.answers.pop(0) if here.answers else 201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Listener(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield here
    server.shutdown()
    thread.join()
    server.server_close()


def teller(db: Database, regions: Regions, hosts: str) -> TicketTeller:
    settings = Settings(ticket_hosts=hosts, secret_key=KEY)
    return teller_of(db, settings, regions=regions, world="exercise", worker="test")


@pytest.fixture
def admin(person: Callable[..., Browser]) -> Browser:
    return person(("administrator", "nation"))


def test_every_state_of_ours_reads_as_one_of_theirs() -> None:
    assert set(STATUS) == set(TASK_STATES)
    assert set(STATUS.values()) == THEIRS


def test_tickets_are_paged_cut_filtered_and_counted_within_the_readers_rooms(
    db: Database, incident: str, team: Browser, officer: Browser
) -> None:
    one, *_others = dispatched(db, incident, new_task(), new_task(), new_task(province=GANSU))
    act(db, incident, "acknowledge", task_id=one)

    page = officer.get(f"{BASE}/troubleTicket?limit=2&offset=0&fields=status,name")
    assert (page.status_code, page.headers["X-Total-Count"], page.headers["X-Result-Count"]) == (206, "3", "2")
    assert set(page.json[0]) == {"id", "href", "@type", "status", "name"}
    assert page.json[0]["name"].startswith(text_prefix(exercise=True))
    assert team.get(f"{BASE}/troubleTicket").headers["X-Total-Count"] == "2"
    found = officer.get(f"{BASE}/troubleTicket?status=acknowledged&relatedEntity.id={incident}").json
    assert [ticket["id"] for ticket in found] == [one]
    pending = officer.get(f"{BASE}/troubleTicket?status=pending").json
    assert {ticket["statusChangeReason"] for ticket in pending} == {"dispatched, not yet acknowledged"}
    assert officer.get(found[0]["href"]).json["status"] == "acknowledged"


def test_bad_questions_are_refused_by_name_and_foreign_tickets_are_not_there(
    db: Database, incident: str, team: Browser, officer: Browser
) -> None:
    [theirs] = dispatched(db, incident, new_task(province=GANSU))
    assert officer.get(f"{BASE}/troubleTicket?status=new").json["field"] == "status"
    assert officer.get(f"{BASE}/troubleTicket?limit=0").json["field"] == "limit"
    assert team.get(f"{BASE}/troubleTicket/{theirs}").status_code == 404


def test_a_listener_outside_the_list_is_not_registered(admin: Browser, officer: Browser) -> None:
    body = {"callback": "http://169.254.169.254/latest"}
    assert admin.post(f"{BASE}/hub", body).status_code == 422
    assert officer.post(f"{BASE}/hub", body).status_code == 403


def registered(admin: Browser, callback: str, hosts: str, **more: str) -> str:
    house = admin.client.application.extensions["tongxin"]
    house.settings = house.settings.model_copy(update={"ticket_hosts": hosts, "secret_key": KEY})
    answer = admin.post(f"{BASE}/hub", {"callback": callback, "id": str(uuid.uuid4())} | more)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def test_a_listener_is_told_of_each_event_once_signed_and_from_its_registration_on(
    db: Database, incident: str, admin: Browser, listener: Listener, regions: Regions
) -> None:
    [before] = dispatched(db, incident)
    key = registered(admin, f"{listener.origin}/tickets", listener.origin)
    [task] = dispatched(db, incident)
    act(db, incident, "acknowledge", task_id=task)
    act(db, incident, "start", task_id=task)
    act(db, incident, "tick", task_id=task, ticked=[0])
    act(db, incident, "resolve", task_id=task, figures={"halls_open": 3})
    act(db, incident, "comment", task_id=before, note_id=str(uuid.uuid4()), text="不是工单的事")
    telling = teller(db, regions, listener.origin)

    telling.tell()
    telling.tell()

    told = {(event["eventType"], event["event"]["troubleTicket"]["status"]) for event in listener.events()}
    assert told == {
        (CREATED, "pending"), (MOVED, "acknowledged"), (MOVED, "inProgress"), (CHANGED, "resolved"),
        (MOVED, "resolved"), (RESOLVED, "resolved"),
    }  # fmt: skip
    assert len(listener.heard) == len({event["eventId"] for event in listener.events()}) == 6
    assert before not in {event["event"]["troubleTicket"]["id"] for event in listener.events()}
    headers, body = listener.heard[0]
    right = signature(
        secret_of(KEY, key), timestamp=headers["Webhook-Timestamp"], notice_id=headers["Webhook-Id"], body=body
    )
    assert headers["Webhook-Signature"] == right
    assert admin.get(f"{BASE}/hub").json[0]["secret"] == secret_of(KEY, key)
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_listener_that_fails_is_asked_again_one_that_refuses_is_not_and_one_that_left_hears_nothing(
    db: Database, incident: str, admin: Browser, listener: Listener, regions: Regions
) -> None:
    key = registered(admin, f"{listener.origin}/tickets", listener.origin, query=f"eventType={CREATED}")
    listener.answers = [503, 201, 410]
    telling = teller(db, regions, listener.origin)
    dispatched(db, incident)
    telling.tell()
    db.clock.step(60)  # type: ignore[attr-defined]
    telling.tell()
    dispatched(db, incident)
    telling.tell()
    assert admin.send("DELETE", f"{BASE}/hub/{key}").status_code == 200
    dispatched(db, incident)
    telling.tell()

    assert [event["eventType"] for event in listener.events()] == [CREATED] * 3
    with db.read() as session:
        states = session.scalars(select(Outbox.state).where(Outbox.kind == "ticket").order_by(Outbox.created_at))
        assert list(states) == ["sent", "failed"]
    assert not telling.has_listeners()


def test_a_host_taken_off_the_list_is_not_told_even_of_what_was_planned(
    db: Database, incident: str, admin: Browser, listener: Listener, regions: Regions
) -> None:
    registered(admin, f"{listener.origin}/tickets", listener.origin)
    dispatched(db, incident)

    teller(db, regions, "elsewhere.example").tell()

    assert listener.heard == []
    with db.read() as session:
        assert session.scalars(select(Outbox.state).where(Outbox.kind == "ticket")).all() == ["failed"]


def test_a_query_narrows_what_is_told() -> None:
    assert wanted(None, CREATED)
    assert wanted(f"eventType={CREATED},{RESOLVED}", RESOLVED)
    assert not wanted(f"eventType={CREATED}", MOVED)
