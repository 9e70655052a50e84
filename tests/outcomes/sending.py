"""Short ways to a figure, to a form with a file as a page of ours sends it, and to what a page is told."""

from __future__ import annotations

import io
import uuid
from typing import Any

from tests.incident.stories import SICHUAN
from tests.web.browser import Answer, Browser


def upload(browser: Browser, path: str, name: str, content: bytes, **fields: str) -> Answer:
    """POST the file and the fields, with everything that an unsafe request needs."""
    form: dict[str, object] = {**fields, "file": (io.BytesIO(content), name)}
    headers = {"X-CSRF-Token": browser.csrf, "Idempotency-Key": str(uuid.uuid4())}
    return browser.plain("POST", path, data=form, headers=headers, content_type="multipart/form-data")


def figure(**changes: Any) -> dict[str, Any]:
    told = {"id": str(uuid.uuid4()), "kind": "hotline_answered", "value": 8_530, "base": 1_000, "province": SICHUAN}
    return told | {"from_day": "2008-05-12", "source": "hotline"} | changes


def line(browser: Browser, incident: str, kind: str) -> dict[str, Any]:
    answer = browser.get(f"/api/v1/incidents/{incident}/outcomes")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = next(one for one in answer.json["kinds"] if one["name"] == kind)
    return found


def target(kind: str, value: int | None, *places: str) -> dict[str, Any]:
    return {"kind": kind, "value": value, "places": list(places) or ["nation"], "reason": "按部里要求"}


def league(browser: Browser, incident: str) -> dict[str, Any]:
    answer = browser.get(f"/api/v1/incidents/{incident}/league")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found
