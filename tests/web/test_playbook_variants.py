"""Provinces share how they work: published, compared by meaning, adopted as drafts of others' own, marked as best."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from incident.db import Database
from playbooks.source.variants import shipped_variants
from tests.support import assert_chain_holds, assert_fold_equals_rows
from tests.web.browser import Browser

Person = Callable[..., Browser]
VARIANTS = "/api/v1/playbook-variants"
DRAFTS = "/api/v1/playbook-drafts"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def published(planner: Browser, other: Browser, draft: str) -> None:
    """Submit, approve by another person, publish."""
    row = planner.get(f"{DRAFTS}/{draft}").json["draft"]
    assert row["problems"] == 0
    assert planner.post(f"{DRAFTS}/{draft}/submit", {"revision": row["revision"]}).status_code == 200
    assert other.post(f"{DRAFTS}/{draft}/approve", {"digest": row["source_digest"]}).status_code == 200
    answer = planner.post(f"{DRAFTS}/{draft}/publish")
    assert answer.status_code == 200, answer.text


def adopted(planner: Browser, variant: str, slug: str, adopter: str = "520000") -> str:
    draft = str(uuid.uuid4())
    body = {"id": draft, "variant": variant, "slug": slug, "adopter": adopter}
    answer = planner.post(f"{VARIANTS}/adoptions", body)
    assert answer.status_code == 201, answer.text
    return draft


def test_a_variant_is_adopted_shared_marked_and_built_on(person: Person, db: Database) -> None:
    planner, approver = person(("planner", "nation")), person(("approver", "nation"))
    reviewer, lead = person(("reviewer", "nation")), person(("province_lead", "520000"))
    shipped = shipped_variants()["ice-430000"]

    draft = adopted(planner, "ice-430000", "ice-520000")
    text = planner.get(f"{DRAFTS}/{draft}").json["text"]
    assert text.startswith(f"# 采用自 / adopted from: ice-430000 (430000), digest {shipped.playbook.digest}\n")
    published(planner, approver, draft)

    told = {"id": str(uuid.uuid4()), "slug": "ice-520000", "province": "520000", "note": "贵州山区一样用"}
    assert lead.post(VARIANTS, told | {"province": "430000"}).status_code == 403
    shared = lead.post(VARIANTS, told)
    assert (shared.status_code, shared.json["parent"]) == (201, "ice")
    assert lead.post(VARIANTS, told | {"id": str(uuid.uuid4())}).status_code == 409

    marked = f"{VARIANTS}/{told['id']}/best-practice"
    assert planner.post(marked, {"reason": "好"}).status_code == 403
    assert reviewer.post(marked, {"reason": "停电厅当天发电"}).status_code == 200
    first, second = lead.get(VARIANTS).json["items"]
    assert (first["slug"], first["best"], second["shipped"]) == (
        "ice-520000",
        "停电厅当天发电",
        True,
    )
    assert [one["adopter"] for one in second["adoptions"]] == ["520000"]

    changes = lead.get(f"{VARIANTS}/{told['id']}/changes").json
    assert changes["against"] == "ice"
    assert {one["section"] for one in changes["changes"]} >= {"measures", "tasks"}
    again = adopted(planner, told["id"], "ice-450000", "450000")
    assert planner.get(f"{DRAFTS}/{again}").json["draft"]["problems"] == 0
    assert lead.post(f"{VARIANTS}/{told['id']}/withdraw", {"reason": "并入总部预案"}).status_code == 200
    assert lead.get(f"{VARIANTS}/{told['id']}/changes").status_code == 404
    assert_fold_equals_rows(db)
    assert_chain_holds(db)


def test_a_draft_may_build_on_what_was_published_here_and_not_only_on_what_ships(person: Person) -> None:
    planner, approver = person(("planner", "nation")), person(("approver", "nation"))
    published(planner, approver, adopted(planner, "ice-430000", "ice-520000"))
    digest = planner.get("/api/v1/playbooks/ice-520000").json["row"]["digest"]
    child = (
        f'extends: {{playbook: ice-520000, version: 1, digest: "{digest[:12]}"}}\n'
        "slug: ice-520100\nversion: 1\ntitle: {zh: 贵阳冰雪, en: Ice in Guiyang}\n"
    )

    draft = str(uuid.uuid4())
    assert planner.post(DRAFTS, {"id": draft, "text": child}).status_code == 201
    checked = planner.post("/api/v1/playbook-checks", {"text": child.replace(digest[:12], "0" * 12)})

    published(planner, approver, draft)
    assert planner.get("/api/v1/playbooks/ice-520100").json["row"]["slug"] == "ice-520100"
    assert digest[:12] in checked.json["problems"][0]["en"]


def test_a_slug_that_is_taken_and_a_variant_that_is_not_there_are_refused(person: Person) -> None:
    planner = person(("planner", "nation"))
    body = {"id": str(uuid.uuid4()), "variant": "ice-430000", "slug": "ice", "adopter": "520000"}

    assert planner.post(f"{VARIANTS}/adoptions", body).status_code == 409
    assert planner.post(f"{VARIANTS}/adoptions", body | {"variant": "ice-999999"}).status_code == 404
    shipped = {"id": str(uuid.uuid4()), "slug": "ice", "province": "430000", "note": "原样"}
    assert planner.post(VARIANTS, shipped).status_code == 422
