"""Measures and broadcasts as the browser drives them: permissions, step-up, exact bytes, and what each answer holds."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from incident.db import Database
from playbooks.measures import KINDS
from tests.conftest import QUAKE
from tests.incident.stories import GANSU, SICHUAN, declared
from tests.measures.stories import AREA, CAP_B, batches, settle
from tests.web.browser import Browser

Person = Callable[..., Browser]


@pytest.fixture
def incident(db: Database) -> str:
    return declared(db, provinces=(SICHUAN, GANSU))


@pytest.fixture
def duty(person: Person) -> Browser:
    return person(("duty_officer", "nation"))


@pytest.fixture
def approvers(person: Person) -> tuple[Browser, Browser]:
    return person(("approver", "nation")), person(("approver", "nation"))


def drafted(duty: Browser, incident: str, *, cap_fen: int = 400_000_000) -> dict[str, Any]:
    body = {
        "id": str(uuid.uuid4()),
        "kind": "fee_waiver",
        "fields": {
            "charges": ["voice"],
            "fen_per_customer_day": {"gotone": 200, "easyown": 100},
            "cap_per_customer_fen": 3000,
            "cap_fen": cap_fen,
        },
        "area": AREA,
        "rules": ["registered_address"],
        "window_from": QUAKE.isoformat(),
        "window_to": (QUAKE + timedelta(days=10)).isoformat(),
    }
    answer = duty.post(f"/api/v1/incidents/{incident}/measures", body)
    assert answer.status_code == 201, answer.text
    row: dict[str, Any] = answer.json
    return row


def yes(approver: Browser, row: dict[str, Any]) -> dict[str, Any]:
    """What an approver says who has looked: these bytes, this pre-flight, so many customers."""
    looked = ok(approver.get(f"/api/v1/measures/{row['id']}/preflight"))
    return {"digest": row["digest"], "preflight": looked["digest"], "typed_count": row["customers"]}


def ok(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    row: dict[str, Any] = answer.json
    return row


def test_a_measure_from_draft_to_in_effect_over_http(
    db: Database, incident: str, duty: Browser, approvers: tuple[Browser, Browser], person: Person
) -> None:
    commander = person(("commander", "nation"))
    row = drafted(duty, incident, cap_fen=CAP_B + 1)
    path = f"/api/v1/measures/{row['id']}"
    row = ok(duty.post(f"{path}/submit", revision=row["revision"]))

    detail = ok(approvers[0].get(path))
    assert hashlib.sha256(detail["bytes"].encode()).hexdigest() == row["digest"]
    assert (detail["approvers_needed"], detail["approvers_so_far"], detail["may_approve"]) == (2, 0, True)
    assert all(check["zh"] and check["en"] for check in detail["checks"])
    assert ok(duty.get(path))["why_not_en"] == "You wrote it; somebody else must approve."

    assert len(detail["may_be_next"]) == 2
    wrong = yes(approvers[0], row) | {"typed_count": row["customers"] - 1}
    assert approvers[0].post(f"{path}/approve", wrong).json["field"] == "typed_count"
    ok(approvers[0].post(f"{path}/approve", yes(approvers[0], row)))
    first = ok(approvers[0].get(path))
    assert (first["approvers_so_far"], first["may_approve"], len(first["may_be_next"])) == (1, False, 1)
    assert first["first_lapses_at"] is not None
    row = ok(approvers[1].post(f"{path}/approve", yes(approvers[1], row)))
    assert row["state"] == "approved"

    row = ok(duty.post(f"{path}/start", revision=row["revision"]))
    for batch in batches(db, row["id"]).values():
        settle(db, incident, batch, failed=2)
    sums = ok(duty.get(f"/api/v1/incidents/{incident}/batch-sums"))["items"]
    assert sum(line["failed_customers"] for line in sums) == 8
    assert {line["state"] for line in sums} == {"settled"}
    listed = ok(duty.get(f"{path}/exceptions"))["items"]
    assert len(listed) == 8
    assert set(listed[0]) == {"account_ref", "province", "county", "segment", "reason", "fen"}

    done = ok(commander.post(f"{path}/accept-gaps", {"reason": "销户"}))
    assert done["state"] == "in_effect"
    told = ok(duty.get(f"/api/v1/incidents/{incident}/balance"))
    assert (told["even"], told["differences"]) == (True, [])
    assert {part["state"] for part in ok(duty.get(path))["parts"]} == {"in_effect"}


def test_roles_revisions_and_bytes_are_checked_before_anything_happens(
    incident: str, duty: Browser, approvers: tuple[Browser, Browser], person: Person
) -> None:
    row = drafted(duty, incident)
    path = f"/api/v1/measures/{row['id']}"

    assert approvers[0].post(f"{path}/submit", revision=1).status_code == 403
    assert duty.post(f"{path}/submit", revision=7).status_code == 412
    ok(duty.post(f"{path}/submit", revision=1))
    said = yes(approvers[0], row)
    assert duty.post(f"{path}/approve", said).status_code == 403
    assert approvers[0].post(f"{path}/approve", said | {"digest": "0" * 64}).status_code == 409
    assert approvers[0].post(f"{path}/approve", said | {"digest": "xyz"}).status_code == 422
    assert approvers[0].post(f"{path}/approve", {"digest": row["digest"]}).json["field"] == "preflight"
    stale = approvers[0].post(f"{path}/approve", said | {"preflight": "0" * 64})
    assert (stale.status_code, stale.json["code"]) == (409, "approval.preflight_stale")
    assert approvers[0].post(f"{path}/reject", {}).status_code == 422
    lead = person(("province_lead", SICHUAN))
    assert lead.get(path).status_code == lead.get(f"/api/v1/measures/{uuid.uuid4()}").status_code == 403
    assert person(("administrator", "nation")).get(path).status_code in (403, 404)
    assert duty.get(f"/api/v1/measures/{uuid.uuid4()}").status_code == 404


def test_a_province_sees_the_sums_of_its_own_batches_only(
    db: Database, incident: str, duty: Browser, approvers: tuple[Browser, Browser], person: Person
) -> None:
    row = drafted(duty, incident)
    path = f"/api/v1/measures/{row['id']}"
    ok(duty.post(f"{path}/submit", revision=1))
    ok(approvers[0].post(f"{path}/approve", yes(approvers[0], row)))
    ok(duty.post(f"{path}/start", revision=1))

    sums = ok(person(("province_lead", GANSU)).get(f"/api/v1/incidents/{incident}/batch-sums"))["items"]
    assert {line["province"] for line in sums} == {GANSU}
    assert sum(line["intended_customers"] for line in sums) == 700
    assert person(("province_lead", GANSU)).get(f"/api/v1/incidents/{incident}/balance").status_code == 403


def test_a_broadcast_needs_two_typed_counts_and_stops_with_one_click(
    incident: str, duty: Browser, approvers: tuple[Browser, Browser]
) -> None:
    body = {
        "id": str(uuid.uuid4()),
        "title_zh": "公益信息",
        "title_en": "Information",
        "body_zh": "欠费不停机。",
        "body_en": "No suspension for debt.",
        "correction_zh": "上条有误。",
        "correction_en": "The last was wrong.",
        "area": AREA,
        "valid_until": (QUAKE + timedelta(hours=6)).isoformat(),
    }
    drafted_row = duty.post(f"/api/v1/incidents/{incident}/broadcasts", body)
    assert drafted_row.status_code == 201, drafted_row.text
    path = f"/api/v1/broadcasts/{body['id']}"
    edited = ok(duty.send("PATCH", path, {"body_zh": "灾区客户欠费不停机。"}, revision=1))
    row = ok(duty.post(f"{path}/submit", revision=edited["revision"]))
    detail = ok(approvers[0].get(path))
    assert hashlib.sha256(detail["bytes"].encode()).hexdigest() == row["digest"]
    assert all(check["ok"] for check in detail["checks"])

    yes = {"digest": row["digest"], "typed_count": row["customers"]}
    assert approvers[0].post(f"{path}/approve", yes | {"typed_count": 1}).status_code == 422
    assert ok(approvers[0].post(f"{path}/approve", yes))["state"] == "pending_approval"
    assert ok(approvers[1].post(f"{path}/approve", yes))["state"] == "broadcasting"

    assert duty.post(f"{path}/stop", {}).status_code == 403
    stopped = ok(approvers[0].post(f"{path}/stop", {}))
    assert (stopped["state"], stopped["stopped_now"]) == ("cancelled", row["customers"])
    correction = ok(approvers[1].post(f"{path}/correct"))
    assert correction["refers_to"] == body["id"]


def test_every_measure_type_says_what_its_form_needs(duty: Browser) -> None:
    types = {one["kind"]: one for one in ok(duty.get("/api/v1/measure-types"))["items"]}
    assert {"suspension_deferral", "fee_waiver", "green_channel", "public_info_broadcast"} <= set(types)
    assert types["fee_waiver"]["schema"]["properties"]["cap_fen"]
    assert types["fee_waiver"]["title_zh"]
    assert types["fee_waiver"]["title_en"]


def test_a_place_that_does_not_exist_is_refused_by_name(incident: str, duty: Browser) -> None:
    body = {
        "id": str(uuid.uuid4()),
        "kind": "fee_waiver",
        "fields": {},
        "area": {"990000": {"990001": {"gotone": 5}}},
        "rules": ["registered_address"],
        "window_from": QUAKE.isoformat(),
        "window_to": (QUAKE + timedelta(days=10)).isoformat(),
    }
    answer = duty.post(f"/api/v1/incidents/{incident}/measures", body)
    assert answer.status_code == 422
    assert answer.json["field"] == "area"
    assert "990000" in answer.json["detail_en"]


@pytest.mark.parametrize(
    ("kind", "says"),
    [("care_hotline", "seats answer"), ("service_points", "3 points, 12 people a shift"), ("data_pack", "digest says")],
)
def test_a_kind_of_any_delivery_goes_from_draft_to_its_report_over_http(
    incident: str, duty: Browser, approvers: tuple[Browser, Browser], kind: str, says: str
) -> None:
    body = {
        "id": str(uuid.uuid4()), "kind": kind, "fields": {"cap_fen": 400_000_000}, "area": AREA, "rules": ["home_cell"],
        "window_from": QUAKE.isoformat(), "window_to": (QUAKE + timedelta(days=10)).isoformat(),
    }  # fmt: skip
    row = duty.post(f"/api/v1/incidents/{incident}/measures", body).json
    path = f"/api/v1/measures/{row['id']}"
    row = ok(duty.post(f"{path}/submit", revision=row["revision"]))
    looked = ok(approvers[0].get(path))
    row = ok(approvers[0].post(f"{path}/approve", yes(approvers[0], row)))
    row = ok(duty.post(f"{path}/start", revision=row["revision"]))

    assert any(says in check["en"] for check in looked["checks"])
    assert (row["state"], row["delivery"]) == ("executing", KINDS[kind].delivery)
    asked = {line["name"]: line["asked"] for line in ok(duty.get(path))["reported"]}
    assert asked.get("seats", 0) == (2 if kind == "care_hotline" else 0)
    assert asked.get("points_open", 0) == (3 if kind == "service_points" else 0)


def test_every_type_is_told_with_its_money_its_end_and_who_carries_it_out(duty: Browser) -> None:
    told = {one["kind"]: one for one in ok(duty.get("/api/v1/measure-types"))["items"]}

    assert list(told) == list(KINDS)
    assert all(one["cost_zh"] and one["cost_en"] and one["success_en"] and one["landing"] for one in told.values())
    assert told["fraud_watch"]["delivery"] == "teams"


def test_fields_that_will_not_do_are_named(incident: str, duty: Browser) -> None:
    body = {
        "id": str(uuid.uuid4()), "kind": "fraud_watch", "fields": {"ports": ["13800000000"], "cap_fen": 0},
        "area": AREA, "rules": ["home_cell"], "window_from": QUAKE.isoformat(),
        "window_to": (QUAKE + timedelta(days=10)).isoformat(),
    }  # fmt: skip
    refused = duty.post(f"/api/v1/incidents/{incident}/measures", body)

    assert (refused.status_code, refused.json["field"]) == (422, "fields.ports.0")
