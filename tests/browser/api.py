"""Headquarters' side of a browser test without a browser: a logged-in client of the town's HTTP API."""

from __future__ import annotations

import uuid
from typing import Any

import httpx

from tests.browser.town import PASSWORD, Town


class Api:
    """One person's session with a town; every unsafe call carries a key of its own."""

    def __init__(self, town: Town, login: str) -> None:
        self._base = f"http://127.0.0.1:{town.port}/api/v1"
        self._headers = {"Accept": "application/json"}
        document = self.post("/session", {"login": login, "password": PASSWORD})
        self._headers["X-CSRF-Token"] = document["csrf"]
        self.person: str = document["person"]["id"]

    def get(self, path: str) -> Any:
        """The JSON answer of a GET."""
        return self._told(httpx.get(self._base + path, headers=self._headers, timeout=20))

    def download(self, path: str) -> bytes:
        """The bytes of a GET."""
        answer = httpx.get(self._base + path, headers=self._headers, timeout=20)
        assert answer.is_success, answer.text
        return answer.content

    def post(self, path: str, body: dict[str, Any], *, revision: int | None = None) -> Any:
        """The JSON answer of a POST; `revision` is sent as If-Match."""
        headers = {**self._headers, "Idempotency-Key": str(uuid.uuid4())}
        if revision is not None:
            headers["If-Match"] = f'"{revision}"'
        return self._told(httpx.post(self._base + path, json=body, headers=headers, timeout=20))

    def _told(self, answer: httpx.Response) -> Any:
        assert answer.is_success, answer.text
        if cookie := answer.headers.get("Set-Cookie"):
            # kept by hand: a client that is no browser sends no Secure cookie to a plain local port
            self._headers["Cookie"] = cookie.split(";")[0]
        return answer.json() if answer.content else None


def incident_with_tasks(
    commander: Api, duty: Api, *, titles: list[str], province: str = "510000"
) -> tuple[str, list[str]]:
    """Declare an incident and dispatch a task for each title; their ids."""
    incident = str(uuid.uuid4())
    commander.post(
        "/incidents",
        {
            "id": incident,
            "hazard": "earthquake",
            "title_zh": "汶川 8.0 级地震",
            "title_en": "Wenchuan earthquake",
            "response_level": "I",
            "authority": "总部应急办〔2008〕12 号",
            "occurred_at": "2008-05-12T06:28:04Z",
        },
    )
    return incident, [dispatch(duty, incident, title, province=province) for title in titles]


def dispatch(duty: Api, incident: str, title: str, *, province: str = "510000") -> str:
    """Dispatch one task by hand; its id."""
    task = str(uuid.uuid4())
    duty.post(
        f"/incidents/{incident}/tasks",
        {
            "id": task,
            "province": province,
            "title_zh": title,
            "title_en": title,
            "acknowledge_minutes": 15,
            "work_minutes": 120,
        },
    )
    return task
