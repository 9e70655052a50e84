"""Requests that another site makes a browser send, and requests that lack what our own pages send."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests.web.browser import PASSWORD, Browser, nobody

People = Callable[..., Browser]


FOREIGN: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
)


def test_an_unsafe_request_from_another_site_is_refused(person: People) -> None:
    browser = person(("administrator", "nation"))
    for headers in FOREIGN:
        answer = browser.post(f"/api/v1/people/{browser.person_id}/enable", headers=headers)
        assert (answer.status_code, answer.json["code"]) == (403, "foreign_origin"), headers


def test_our_own_page_may(person: People) -> None:
    browser = person(("administrator", "nation"))
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert browser.post(f"/api/v1/people/{browser.person_id}/enable", headers=headers).status_code == 409


def test_another_site_cannot_log_a_browser_in(app: Flask) -> None:
    answer = nobody(app).plain(
        "POST",
        "/api/v1/session",
        json={"login": "a", "password": PASSWORD},
        headers={"Origin": "http://evil.example"},
    )
    assert answer.json["code"] == "foreign_origin"


def test_an_unsafe_request_without_the_session_s_token_is_refused(person: People) -> None:
    browser = person(("administrator", "nation"))
    for token in ("", "wrong", "\xff\xfe"):
        answer = browser.post(f"/api/v1/people/{browser.person_id}/enable", headers={"X-CSRF-Token": token})
        assert (answer.status_code, answer.json["code"]) == (403, "csrf"), token


def test_one_session_s_token_does_not_serve_another(person: People) -> None:
    one, other = person(("administrator", "nation")), person(("administrator", "nation"))
    answer = one.post(f"/api/v1/people/{one.person_id}/enable", headers={"X-CSRF-Token": other.csrf})
    assert answer.json["code"] == "csrf"


def test_a_body_that_a_foreign_form_could_send_is_not_taken_for_json(person: People) -> None:
    browser = person(("administrator", "nation"))
    for media_type in ("text/plain", "application/xml", ""):
        answer = browser.plain(
            "POST",
            "/api/v1/people",
            data=b"{}",
            headers={"X-CSRF-Token": browser.csrf, "Idempotency-Key": "k" * 12, "Content-Type": media_type},
        )
        assert (answer.status_code, answer.json["code"]) == (415, "media_type"), media_type


def test_every_answer_carries_the_security_headers(person: People, app: Flask) -> None:
    for answer in (person().get("/api/v1/session"), nobody(app).get("/nowhere"), nobody(app).get("/login")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_s_policy_names_the_nonce_of_its_scripts_and_no_inline_style(app: Flask) -> None:
    first, second = nobody(app).get("/login"), nobody(app).get("/login")
    policies = [answer.headers["Content-Security-Policy"] for answer in (first, second)]
    assert policies[0] != policies[1]
    for answer, policy in zip((first, second), policies, strict=True):
        assert "'strict-dynamic'" in policy
        assert "'unsafe-inline'" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "connect-src 'self' ws://localhost;" in policy
        assert " style=" not in answer.text


def test_a_host_header_cannot_write_into_the_policy(app: Flask) -> None:
    answer = app.test_client().get("/login", headers={"Host": "a; script-src *"})
    assert "script-src *" not in answer.headers["Content-Security-Policy"]
