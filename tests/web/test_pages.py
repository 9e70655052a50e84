"""Shells, the plain login form, built files and the base map."""

from __future__ import annotations

import gzip
import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import select

from incident.clock import SteppedClock
from incident.commands.timers import fire_due
from incident.db import Database
from incident.house import House
from incident.models import EventRow
from incident.pages import screens
from incident.pages.shell import TITLES
from tests.incident.stories import act, declared, dispatched, new_task
from tests.web.browser import COOKIE, PASSWORD, Answer, Browser, a_person, logged_in, nobody

People = Callable[..., Browser]
HTML = {"Accept": "text/html"}
FORM = "__Host-tongxin-form"
DUTY, LEAD = ("duty_officer", "nation"), ("province_lead", "510000")


@pytest.fixture
def built(house: House) -> Path:
    """A front end of three pages, as Vite leaves it."""
    dist = house.settings.static_dist
    (dist / ".vite").mkdir(parents=True)
    (dist / "assets").mkdir()
    shared = {"file": "assets/shared-1.js", "css": ["assets/shared-1.css"]}
    manifest = {"_shared.js": shared} | {
        f"src/pages/{page}.tsx": {
            "file": f"assets/{page}-1.js",
            "css": [f"assets/{page}-1.css"],
            "imports": ["_shared.js"],
            "isEntry": True,
        }
        for page in ("live", "login", "workspace", "help", "people", "incidents")
    }
    (dist / ".vite" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (dist / "assets" / "live-1.js").write_text("export {}", encoding="utf-8")
    return dist


def _boot(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="boot"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found
    document: dict[str, object] = json.loads(found[1])
    return document


def test_only_the_workspace_may_ask_for_the_microphone(built: Path, person: People) -> None:
    lead = person(LEAD)
    allowed = [lead.get(path, **HTML).headers["Permissions-Policy"] for path in ("/workspace", "/help")]

    assert ["microphone=(self)" in policy for policy in allowed] == [True, False]
    assert all("camera=()" in policy and "geolocation=()" in policy for policy in allowed)


def test_a_page_carries_its_boot_document_and_its_own_nonce(built: Path, person: People, db: Database) -> None:
    incident_id = declared(db)
    answer = person(DUTY).get(f"/live/{incident_id}", **HTML)

    boot = _boot(answer.text)
    assert boot["page"] == "live"
    assert boot["session"]["rooms"] == ["nation"]  # type: ignore[index]
    assert boot["incident"]["id"] == incident_id  # type: ignore[index]
    nonces = set(re.findall(r'nonce="([^"]+)"', answer.text))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in answer.headers["Content-Security-Policy"]
    assert answer.text.index("assets/shared-1.css") < answer.text.index("assets/live-1.css")
    assert 'src="/static/assets/live-1.js"' in answer.text
    assert 'data-world="exercise"' in answer.text


def test_every_page_has_a_title_in_both_languages() -> None:
    pages = set(re.findall(r'(?:island|_newest)\("(\w+)"', inspect.getsource(screens)))

    assert len(pages) > 20
    assert {page: "" for page in pages if not all(TITLES.get(page, ("", "")))} == {}


def test_a_title_cannot_end_the_boot_script(built: Path, person: People, db: Database) -> None:
    from incident.commands import incidents
    from incident.log import incident_stream
    from tests.conftest import QUAKE
    from tests.incident.stories import DUTY as OFFICER

    incident_id = "11111111-2222-4333-8444-555555555555"
    with db.transaction([incident_stream(incident_id)]) as tx:
        incidents.declare_incident(
            tx,
            OFFICER,
            incident_id=incident_id,
            kind="disaster",
            hazard="earthquake",
            title_zh="</script><script>alert(1)</script>",
            title_en="</script><b>",
            occurred_at=QUAKE,
            provinces=("510000",),
        )
    answer = person(DUTY).get(f"/live/{incident_id}", **HTML)
    assert "<script>alert" not in answer.text
    assert _boot(answer.text)["incident"]["title_en"] == "</script><b>"  # type: ignore[index]


def test_home_is_each_person_s_own_screen(built: Path, person: People, db: Database) -> None:
    assert person(DUTY).get("/", **HTML).headers["Location"] == "/incidents"
    incident_id = declared(db)
    for role, home in (
        (DUTY, f"/live/{incident_id}"),
        (LEAD, "/workspace"),
        (("administrator", "nation"), "/people"),
    ):
        assert person(role).get("/", **HTML).headers["Location"] == home
    assert person().get("/", **HTML).headers["Location"] == "/help"


def test_a_provincial_person_is_led_from_the_console_to_the_workspace(
    built: Path, person: People, db: Database
) -> None:
    assert person(LEAD).get(f"/live/{declared(db)}", **HTML).headers["Location"] == "/workspace"


def test_the_workspace_is_told_which_columns_the_house_moves_by_itself(
    built: Path, person: People, db: Database, clock: SteppedClock
) -> None:
    told = set(cast("list[str]", _boot(person(LEAD).get("/workspace", **HTML).text)["by_the_house"]))
    incident_id = declared(db)
    [task_id] = dispatched(db, incident_id, new_task(checkin_minutes=15))
    clock.step(6 * 60)
    fire_due(db)
    act(db, incident_id, "acknowledge", task_id=task_id)
    act(db, incident_id, "start", task_id=task_id)
    clock.step(70 * 60)
    fire_due(db)
    with db.read() as session:
        recorded = select(EventRow.type, EventRow.changes).where(EventRow.command_key == "timers")
        moved = {row.type: set(row.changes[0][2]) for row in session.execute(recorded)}
    assert set(moved) == {"AcknowledgementEscalated", "WorkOverdue", "CheckInMissed"}
    assert set.union(*moved.values()) - told == set()
    assert {"state", "team", "title_zh", "checklist"} & told == set()


def test_an_incident_that_a_province_was_not_told_of_has_no_page(built: Path, person: People, db: Database) -> None:
    incident_id = declared(db, provinces=("620000",))
    answer = person(LEAD).get(f"/tasks/{incident_id}", **HTML)
    assert answer.status_code in (404, 503)
    assert "汶川" not in answer.text


def test_before_the_front_end_is_built_a_page_says_how(person: People) -> None:
    answer = person(DUTY).get("/incidents", **HTML)
    assert answer.status_code == 503
    assert "make setup" in answer.text


def test_without_a_session_a_page_leads_to_the_login_and_back(app: Flask, db: Database, built: Path) -> None:
    a_person(db, login="li.na", roles=(LEAD,))
    browser = nobody(app)
    led = browser.get("/workspace?task=7", **HTML)
    assert led.headers["Location"] == "/login?next=/workspace%3Ftask%3D7"

    shown = browser.get(led.headers["Location"], **HTML)
    assert 'name="next" value="/workspace?task=7"' in shown.text
    done = _submit(browser, shown.text, login="li.na", password=PASSWORD)

    assert (done.status_code, done.headers["Location"]) == (303, "/workspace?task=7")
    assert browser.client.get_cookie(COOKIE) is not None


def test_a_wrong_login_shows_the_form_again_with_the_name_but_not_the_password(app: Flask, db: Database) -> None:
    browser = nobody(app)
    shown = browser.get("/login", **HTML)
    answer = _submit(browser, shown.text, login='"><script>', password="wrong password 1")
    assert answer.status_code == 401
    assert "wrong password 1" not in answer.text
    assert "<script>" not in answer.text.replace("<script type", "")
    assert 'role="alert"' in answer.text


def test_the_form_needs_the_token_of_its_own_cookie(app: Flask, db: Database) -> None:
    a_person(db, login="li.na")
    browser = nobody(app)
    browser.get("/login", **HTML)
    fields = {"csrf": "guessed", "login": "li.na", "password": PASSWORD}
    assert browser.client.post("/login", data=fields, headers=HTML).status_code == 403
    bare = nobody(app).client.post("/login", data=fields | {"csrf": ""}, headers=HTML)
    assert bare.status_code == 403


def test_the_login_leads_to_pages_of_our_own_only(app: Flask, db: Database) -> None:
    browser = logged_in(app, db, a_person(db, login="li.na"))
    for wanted in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/login",
        "",
    ):
        assert browser.client.get("/login", query_string={"next": wanted}).headers["Location"] == "/", wanted


def test_a_given_password_is_changed_by_form_before_anything_else(app: Flask, db: Database) -> None:
    browser = logged_in(app, db, a_person(db, login="li.na", roles=(LEAD,), must_change=True))
    assert browser.get("/workspace", **HTML).headers["Location"] == "/login"
    shown = browser.get("/login", **HTML)
    assert 'action="/login/password"' in shown.text

    short = _submit(browser, shown.text, path="/login/password", old=PASSWORD, new="short")
    assert short.status_code == 422
    done = _submit(browser, shown.text, path="/login/password", old=PASSWORD, new="my own long words")
    assert (done.status_code, done.headers["Location"]) == (303, "/")


def test_a_problem_is_a_page_for_people_and_a_document_for_programs(person: People) -> None:
    browser = person(LEAD)
    page, document = browser.get("/people", **HTML), browser.get("/people")
    assert (page.status_code, page.mimetype) == (403, "text/html")
    assert "people.read" in page.text
    assert (document.status_code, document.mimetype) == (403, "application/problem+json")


def test_built_files_are_kept_for_ever_and_nothing_else_of_the_disk_is_served(built: Path, app: Flask) -> None:
    browser = nobody(app)
    (built.parent / "secret.txt").write_text("secret", encoding="utf-8")
    script = browser.get("/static/assets/live-1.js")
    assert (script.status_code, script.mimetype) == (200, "text/javascript")
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "worker-src 'self'" in script.headers["Content-Security-Policy"]
    for name in (
        "../secret.txt",
        "..%2fsecret.txt",
        "assets/..%5c..%5csecret.txt",
        ".vite/manifest.json",
        "assets",
        "",
    ):
        assert browser.get(f"/static/{name}").status_code == 404, name


def test_the_base_map_is_served_packed_under_its_version_to_people_with_a_session(
    house: House, app: Flask, db: Database, tmp_path: Path
) -> None:
    house.settings.var_dir = tmp_path
    folder = tmp_path / "basemap"
    (folder / "counties").mkdir(parents=True)
    (folder / "manifest.json").write_text('{"version": "v7"}', encoding="utf-8")
    (folder / "counties" / "510000.json").write_text('{"a": 1}', encoding="utf-8")
    (folder / "counties" / "510000.json.gz").write_bytes(gzip.compress(b'{"a": 1}'))
    browser = logged_in(app, db, a_person(db, login="li.na"))

    packed = browser.get("/basemap/v7/counties/510000.json", **{"Accept-Encoding": "gzip"})
    plain = browser.get("/basemap/v7/counties/510000.json")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain.get_data() == b'{"a": 1}'
    assert "immutable" in packed.headers["Cache-Control"]
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert browser.get("/basemap/v6/counties/510000.json").status_code == 404
    assert nobody(app).get("/basemap/v7/counties/510000.json").status_code == 401


def _submit(browser: Browser, html: str, *, path: str = "/login", **fields: str) -> Answer:
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    return browser.plain("POST", path, data=hidden | fields, headers=HTML)
