"""A playbook from a draft to a running incident, through HTTP: who may do what, and what is never lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from incident.commands.footprints import supply_footprint
from incident.db import Database
from incident.log import incident_stream
from incident.models import PlaybookDraft, PlaybookVersion
from playbooks.source.playbook import library, library_text
from playbooks.workbench.editing import set_values
from tests.fold.of_plans import assessed
from tests.incident.stories import DUTY
from tests.web.browser import Answer, Browser

Person = Callable[..., Browser]
DRAFTS = "/api/v1/playbook-drafts"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def begun(planner: Browser, **body: Any) -> dict[str, Any]:
    answer = planner.post(DRAFTS, {"id": str(uuid.uuid4()), **body})
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def text_of(planner: Browser, draft: dict[str, Any]) -> str:
    return str(planner.get(f"{DRAFTS}/{draft['id']}").json["text"])


def on(browser: Browser, draft: dict[str, Any], step: str, body: Any = None) -> Answer:
    return browser.post(f"{DRAFTS}/{draft['id']}/{step}", body)


def published(planner: Browser, approver: Browser, draft: dict[str, Any]) -> Answer:
    """Submit, approve and publish a draft that is ready for it."""
    assert on(planner, draft, "submit", {"revision": draft["revision"], "note": "按去冬复盘"}).status_code == 200
    approved = on(approver, draft, "approve", {"digest": draft["source_digest"]})
    assert approved.status_code == 200, approved.text
    return on(planner, draft, "publish")


def declared(officer: Browser, hazard: str) -> str:
    incident = str(uuid.uuid4())
    body = {"id": incident, "kind": "network", "hazard": hazard, "title_zh": "事件", "title_en": "Incident",
            "occurred_at": "2008-05-12T06:28:04Z"}  # fmt: skip
    assert officer.post("/api/v1/incidents", body).status_code == 201
    return incident


def test_a_published_version_is_planned_with_and_a_running_incident_keeps_its_own(person: Person) -> None:
    planner, approver = person(("planner", "nation")), person(("approver", "nation"))
    commander = person(("commander", "nation"))
    officer = person(("duty_officer", "nation"))
    before = declared(officer, "ice")
    activated = commander.post(f"/api/v1/incidents/{before}/activations", {"playbook": "ice"})
    assert activated.status_code == 201, activated.text
    draft = begun(planner, template="ice")
    assert (draft["version"], draft["base_number"], draft["problems"]) == (2, 0, 0)
    text = set_values(text_of(planner, draft), [(("owner", "zh"), "总部网络与客户服务部")])
    saved = on(planner, draft, "save", {"text": text, "base_revision": 1}).json
    assert saved["outcome"] == "saved"

    assert published(planner, approver, saved["draft"]).json["number"] == 1

    read = person(("province_member", "510000")).get("/api/v1/playbooks/ice").json
    assert (read["row"]["version"], read["row"]["number"], read["yaml"]) == (2, 1, text)
    assert read["describe"]["owner"]["zh"] == "总部网络与客户服务部"
    assert officer.get(f"/api/v1/incidents/{declared(officer, 'ice')}/plan").json["playbook"]["version"] == 2
    kept = officer.get(f"/api/v1/incidents/{before}/plan").json
    assert kept["playbook"]["digest"] == library()["ice"].digest
    assert kept["newer"]["version"] == 2
    assert [entry["title"]["zh"] for entry in kept["newer"]["changes"]] == ["版本", "负责部门"]
    again = commander.post(f"/api/v1/incidents/{before}/activations", {"playbook": "ice", "number": 1})
    assert again.status_code == 201, again.text
    plan = officer.get(f"/api/v1/incidents/{before}/plan").json
    assert (plan["playbook"]["version"], plan["newer"]) == (2, None)
    record = planner.get("/api/v1/playbooks/ice/record").json
    assert {use["version"] for use in record["uses"]} == {1, 2}
    assert [version["number"] for version in record["versions"]] == [1, 0]
    assert record["versions"][0]["note"] == "按去冬复盘"
    file = officer.get("/api/v1/playbooks/ice/file")
    assert file.get_data() == text.encode()


@ON_SQLITE
def test_nobody_approves_what_they_have_written_and_an_approval_binds_the_bytes(person: Person) -> None:
    both = person(("planner", "nation"), ("approver", "nation"))
    planner, approver = person(("planner", "nation")), person(("approver", "nation"))
    draft = begun(planner, template="blank", slug="new-fault")
    text = text_of(planner, draft) + "# 补充\n"
    draft = on(both, draft, "save", {"text": text, "base_revision": 1}).json["draft"]
    assert on(planner, draft, "submit", {"revision": 2}).json["state"] == "submitted"

    assert on(planner, draft, "approve", {"digest": draft["source_digest"]}).json["code"] == "not_permitted"
    assert on(both, draft, "approve", {"digest": draft["source_digest"]}).json["code"] == "playbook.writer"
    assert on(approver, draft, "approve", {"digest": "0" * 64}).json["code"] == "approval.other_bytes"
    assert on(approver, draft, "approve", {"digest": draft["source_digest"]}).json["state"] == "approved"

    edited = on(planner, draft, "save", {"text": text + "# 又改\n", "base_revision": 2}).json["draft"]
    assert (edited["state"], edited["approved_by"]) == ("draft", None)
    assert on(planner, draft, "publish").json["code"] == "playbook.not_now"


@ON_SQLITE
def test_two_planners_who_save_at_once_both_keep_their_texts(person: Person) -> None:
    first, second = person(("planner", "nation")), person(("planner", "nation"))
    draft = begun(first, template="blank", slug="two-hands")
    text = text_of(first, draft)

    mine = on(first, draft, "save", {"text": text + "# 甲\n", "base_revision": 1}).json
    yours = on(second, draft, "save", {"text": text + "# 乙\n", "base_revision": 1}).json

    assert (mine["outcome"], yours["outcome"], yours["draft"]["revision"]) == ("saved", "set_aside", 2)
    told = first.get(f"{DRAFTS}/{draft['id']}").json
    assert told["text"].endswith("# 甲\n")
    aside = second.get(f"{DRAFTS}/{draft['id']}/texts/{yours['text_id']}").json
    assert aside["text"].endswith("# 乙\n")
    assert aside["revision"] is None
    assert [entry["type"] for entry in told["story"]] == [
        "PlaybookDraftSetAside", "PlaybookDraftSaved", "PlaybookDraftBegun",
    ]  # fmt: skip
    again = on(second, draft, "save", {"text": text + "# 乙\n", "base_revision": 2}).json
    assert (again["outcome"], again["draft"]["revision"]) == ("saved", 3)


@ON_SQLITE
def test_a_request_sent_twice_saves_once(person: Person) -> None:
    planner = person(("planner", "nation"))
    draft = begun(planner, template="blank", slug="once")
    body = {"text": text_of(planner, draft) + "# 一次\n", "base_revision": 1}
    key = str(uuid.uuid4())

    answers = [planner.post(f"{DRAFTS}/{draft['id']}/save", body, key=key) for _ in range(2)]

    assert answers[0].get_data() == answers[1].get_data()
    assert len(planner.get(f"{DRAFTS}/{draft['id']}").json["texts"]) == 2


@ON_SQLITE
def test_what_has_problems_or_has_been_overtaken_is_not_submitted(person: Person) -> None:
    planner, approver = person(("planner", "nation")), person(("approver", "nation"))
    text = library_text("flood")
    same = begun(planner, text=text)
    assert on(planner, same, "submit", {"revision": 1}).json["code"] == "playbook.version"
    wrong = begun(planner, text=text.replace("hazards:", "hazrds:", 1))
    assert wrong["problems"] == 2
    assert on(planner, wrong, "submit", {"revision": 1}).json["code"] == "playbook.has_problems"
    early, late = begun(planner, template="flood"), begun(planner, template="flood")
    assert published(planner, approver, early).status_code == 200

    refused = on(planner, late, "submit", {"revision": 1})

    assert refused.json["code"] == "playbook.base_moved"
    assert on(planner, late, "rebase", {"number": 0}).status_code == 409
    assert on(planner, late, "rebase", {"number": 1}).json["base_number"] == 1
    assert on(planner, late, "submit", {"revision": 1}).json["code"] == "playbook.version"
    raised = set_values(text_of(planner, late), [(("version",), 3)])
    late = on(planner, late, "save", {"text": raised, "base_revision": 1}).json["draft"]
    assert published(planner, approver, late).json["number"] == 2


@ON_SQLITE
def test_a_retired_playbook_is_proposed_no_more_until_it_is_restored(person: Person) -> None:
    planner, officer = person(("planner", "nation")), person(("duty_officer", "nation"))
    assert planner.post("/api/v1/playbooks/typhoon/retire", {"reason": "改用新版"}).json["state"] == "retired"

    row = next(one for one in planner.get("/api/v1/playbooks").json["items"] if one["slug"] == "typhoon")
    assert row["state"] == "retired"
    assert officer.get(f"/api/v1/incidents/{declared(officer, 'typhoon')}/plan").status_code == 404
    assert planner.post("/api/v1/playbooks/typhoon/retire", {"reason": "再来"}).status_code == 409

    assert planner.post("/api/v1/playbooks/typhoon/restore", {"reason": "新版撤回"}).json["state"] == "active"
    assert officer.get(f"/api/v1/incidents/{declared(officer, 'typhoon')}/plan").status_code == 200


@ON_SQLITE
def test_a_text_is_looked_at_while_it_is_written(person: Person) -> None:
    planner = person(("planner", "nation"))
    text = library_text("earthquake").replace("kind: fee_waiver", "kind: fee_waver", 1)
    checked = planner.post("/api/v1/playbook-checks", {"text": text}).json
    assert [problem["line"] for problem in checked["problems"]] == [
        1 + text[: text.index("fee_waver")].count("\n")
    ]  # fmt: skip
    assert "fee_waiver" in checked["problems"][0]["en"]
    assert checked["describe"] is None
    path = next(
        field["path"]
        for group in checked["form"]
        for field in group["fields"]
        if field["place"] == "measures[0].window.until"
    )
    edited = planner.post("/api/v1/playbook-edits", {"text": text, "edits": [{"path": path, "value": "T+32d"}]}).json[
        "text"
    ]
    assert edited == text.replace("until: T+30d", "until: T+32d", 1)
    refused = planner.post("/api/v1/playbook-edits", {"text": text, "edits": [{"path": ["no"], "value": 1}]})
    assert (refused.status_code, refused.json["field"]) == (422, "no")

    good = edited.replace("fee_waver", "fee_waiver")
    told = planner.post("/api/v1/playbook-checks", {"text": good, "against": "earthquake", "tests": True}).json
    assert [entry["id"] for entry in told["changes"]] == ["deferral"]
    assert {test["passed"] for test in told["tests"]} == {True}
    words = planner.get("/api/v1/playbook-words").json
    assert "fee_waiver" in words["kinds"]


@ON_SQLITE
def test_a_text_is_planned_against_an_incident_while_it_is_written(db: Database, person: Person) -> None:
    planner, officer = person(("planner", "nation")), person(("duty_officer", "nation"))
    text, incident = library_text("earthquake"), declared(officer, "earthquake")
    with db.transaction([incident_stream(incident)]) as tx:
        supply_footprint(
            tx, DUTY, incident_id=incident, footprint_id=str(uuid.uuid4()),
            assessed=assessed({"513221": 11_000, "510181": 9_000}), provinces=("510000",),
        )  # fmt: skip

    def planned(**told: Any) -> Any:
        return planner.post("/api/v1/playbook-plans", {"text": text, "incident": incident, "level": "I"} | told)

    told = planned().json
    items = {one["item"]: one for one in told["items"]}
    assert (items["deferral"]["type"], items["deferral"]["count"], items["deferral"]["customers"]) == (
        "measure", 1, 20_000,
    )  # fmt: skip
    assert "Response level is I." in items["deferral"]["reasons_en"]
    assert (items["report-situation"]["type"], items["report-situation"]["count"]) == ("task", 1)
    assert all(one["reasons_zh"] and one["reasons_en"] for one in told["omitted"])
    assert "deferral" not in [one["item"] for one in planned(level="IV").json["items"]]
    assert "deferral" in [
        one["item"] for one in planned(text=text.replace("T+30d", "T+32d"), hours_since=2).json["items"]
    ]
    broken = planned(text=text.replace("kind: suspension_deferral", "kind: suspension"))
    assert (broken.status_code, broken.json["code"]) == (422, "playbook.problems")
    assert "Line " in broken.json["detail_en"]
    assert planned(incident=str(uuid.uuid4())).status_code == 404


def test_the_database_itself_refuses_what_its_author_approved(db: Database) -> None:
    at = datetime(2026, 11, 30, tzinfo=UTC)
    version = PlaybookVersion(
        id="ice:1", slug="ice", number=1, version=2, digest="d", source_digest="s", source_text="t", title_zh="冰",
        title_en="Ice", hazards=["ice"], based_on=0, draft_id="x", author_id="wang", approved_by="wang", approved_at=at,
        published_by="li", published_at=at, note_text=None,
    )  # fmt: skip
    draft = PlaybookDraft(
        id="x", slug="ice", base_slug="ice", base_number=0, title_zh="冰", title_en="Ice", state="approved", revision=1,
        source_text="t", source_digest="s", digest="d", version=2, problems=0, author_id="wang", last_editor_id="wang",
        created_at=at, changed_at=at, approved_by="li", approved_at=at, approved_digest="other bytes",
    )  # fmt: skip
    for row, wall in ((version, "another_person"), (draft, "approved_by_another")):
        with pytest.raises(IntegrityError, match=wall):
            _written(db, row)


def _written(db: Database, row: PlaybookDraft | PlaybookVersion) -> None:
    with db.transaction() as tx:
        tx.session.add(row)
