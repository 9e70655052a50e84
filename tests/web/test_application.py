"""The workspace as an app: its worker and its manifest, asked for by a browser that shows no session."""

from __future__ import annotations

import pytest
from flask import Flask

from incident.house import House
from incident.pages.application import manifest_document
from tests.web.browser import nobody


def test_the_worker_may_serve_the_whole_host_and_is_asked_for_anew_each_time(app: Flask, house: House) -> None:
    house.settings.static_dist.mkdir(parents=True, exist_ok=True)
    (house.settings.static_dist / "sw.js").write_text("addEventListener('fetch', () => {})", encoding="utf-8")

    answer = nobody(app).get("/sw.js")

    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]


def test_before_the_front_end_is_built_there_is_no_worker(app: Flask) -> None:
    assert nobody(app).get("/sw.js").status_code == 404


@pytest.mark.parametrize(("spoken", "name"), [("zh", "演练 同心 · 我的任务"), ("en", "EXERCISE Tongxin · My tasks")])
def test_the_manifest_speaks_the_language_asked_for_and_says_that_it_is_an_exercise(
    app: Flask, spoken: str, name: str
) -> None:
    answer = nobody(app).get(f"/manifest.webmanifest?lang={spoken}")

    assert answer.mimetype == "application/manifest+json"
    assert answer.json["name"] == name
    assert answer.json["start_url"] == "/workspace"
    assert {icon["sizes"] for icon in answer.json["icons"]} >= {"192x192", "512x512"}


def test_a_live_world_has_the_plain_name_and_one_identity_in_both_languages() -> None:
    zh, en = (manifest_document(spoken, exercise=False) for spoken in ("zh", "en"))
    assert (zh["short_name"], en["short_name"]) == ("同心", "Tongxin")
    assert zh["id"] == en["id"]
