"""Sends a form with a file as a page of ours would."""

from __future__ import annotations

import io
import uuid

from tests.web.browser import Answer, Browser


def upload(browser: Browser, path: str, name: str, content: bytes, **fields: str) -> Answer:
    """POST the file and the fields, with everything that an unsafe request needs."""
    form: dict[str, object] = {**fields, "file": (io.BytesIO(content), name)}
    headers = {"X-CSRF-Token": browser.csrf, "Idempotency-Key": str(uuid.uuid4())}
    return browser.plain("POST", path, data=form, headers=headers, content_type="multipart/form-data")
