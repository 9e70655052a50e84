"""Refusals in the asked language, failures without a traceback, liveness, readiness, the API's own description."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from incident.api.openapi import describe
from incident.db import Database, StreamHead
from incident.house import House
from incident.web import LOGGED_IN, policy
from tests.web.browser import Browser, nobody

People = Callable[..., Browser]


def test_a_refusal_speaks_the_language_that_was_asked_for_and_brings_both(app: Flask) -> None:
    zh = nobody(app).get("/api/v1/session", **{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}).json
    en = nobody(app).get("/api/v1/session", **{"Accept-Language": "en-GB"}).json
    assert zh["detail"] == zh["detail_zh"] == en["detail_zh"]
    assert en["detail"] == en["detail_en"] == zh["detail_en"]
    assert re.search("[一-龥]", zh["detail"])


def test_the_chosen_language_counts_before_the_browser_s(app: Flask) -> None:
    browser = nobody(app)
    browser.client.set_cookie("tongxin_language", "en")
    answer = browser.get("/api/v1/session", **{"Accept-Language": "zh-CN"}).json
    assert answer["detail"] == answer["detail_en"]


def test_a_bug_of_ours_answers_with_a_reference_and_nothing_of_itself(
    app: Flask, person: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    @policy(LOGGED_IN)
    def broken() -> None:
        raise ZeroDivisionError("the secret inside")

    browser = person()
    monkeypatch.setitem(app.view_functions, "session.read_session", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = browser.get("/api/v1/session")

    assert (answer.status_code, answer.json["code"]) == (500, "unexpected")
    assert "secret" not in answer.text
    assert "ZeroDivision" not in answer.text
    assert answer.json["reference"] in answer.json["detail_en"]
    assert answer.json["reference"] in caplog.text


def test_a_database_that_does_not_answer_is_a_503_with_retry_after(
    app: Flask, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    @policy(LOGGED_IN)
    def down() -> None:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    browser = person()
    monkeypatch.setitem(app.view_functions, "session.read_session", down)
    answer = browser.get("/api/v1/session")
    assert (answer.status_code, answer.json["code"]) == (503, "database_busy")
    assert int(answer.headers["Retry-After"]) >= 1


def test_unknown_address_and_wrong_method_are_problems_too(app: Flask) -> None:
    missing, wrong = nobody(app).get("/api/v1/nothing"), nobody(app).plain("PUT", "/api/v1/session")
    assert (missing.status_code, missing.json["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong.headers["Allow"]


def test_ready_while_the_log_and_the_outbox_are_as_they_should_be(app: Flask, person: People, db: Database) -> None:
    person(("commander", "nation"))
    assert nobody(app).get("/healthz").json == {"alive": True}
    assert nobody(app).get("/readyz").json["ready"] is True

    with db.transaction() as tx:
        tx.session.execute(update(StreamHead).values(position=StreamHead.position - 1))
    unready = nobody(app).get("/readyz")
    assert (unready.status_code, unready.json["checks"]["log_head"]) == (503, False)


def test_unready_when_something_due_has_waited_a_minute(app: Flask, db: Database) -> None:
    with db.transaction() as tx:
        tx.session.execute(
            text(
                "INSERT INTO outbox (id, kind, key, stream, payload, state, fence, attempts, not_before, created_at)"
                " VALUES ('1', 'mail', 'k', 's', '{}', 'pending', 0, 0, '2026-11-22 07:58:00', '2026-11-22 07:58:00')"
            )
        )
    assert nobody(app).get("/readyz").json["checks"]["queue_age"] is False


def test_figures_are_told_to_this_machine_only(app: Flask, house: House) -> None:
    assert "tongxin_log_events" in nobody(app).get("/metrics").text
    assert nobody(app).get("/metrics", **{"X-Forwarded-For": "10.1.1.1"}).status_code == 404
    other = app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "10.1.1.1"})
    assert other.status_code == 404


def test_the_description_holds_every_operation_with_its_action_and_refusals(app: Flask, person: People) -> None:
    described = person().get("/api/v1/openapi.json").json
    assert described["openapi"].startswith("3.1")
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.rule != "/api/v1/openapi.json"
    }
    assert routes <= set(described["paths"])
    for path, item in described["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "patch", "delete"):
                assert operation["x-action"], (method, path)
                assert {"400", "401", "403", "422"} <= set(operation["responses"])


def test_every_reference_in_the_description_leads_somewhere(app: Flask) -> None:
    with app.test_request_context():
        described = describe(app)
    schemas = described["components"]["schemas"]
    names = set(re.findall(r"'#/components/schemas/([^']+)'", str(described)))
    assert names - set(schemas) == set()


def test_the_page_of_the_description_asks_no_other_host(person: People) -> None:
    answer = person().get("/api/docs", Accept="text/html")
    assert answer.status_code == 200
    assert "/api/v1/people" in answer.text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', answer.text) == []
