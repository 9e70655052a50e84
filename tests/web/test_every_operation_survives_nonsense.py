"""Goal G20, push tier: hostile input over every operation gives a clear refusal, no 5xx and no traceback."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable
from typing import Any

from flask import Flask

from incident.db import Database
from incident.web import Limits
from incident.web.guard import LIMITS
from incident.web.limits import Lane
from tests.incident.stories import SICHUAN, declared, dispatched, new_task
from tests.web.browser import Answer, Browser
from tests.web.test_hostile_json import HOSTILE

People = Callable[..., Browser]
SEED = 20080512
SOMETHING = "00000000-0000-4000-8000-000000000000"
#: Values that a field may be given instead of what it asks for.
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**62,
    1.5,
    "",
    " ",
    "\u202e\u0007",
    "' OR 1=1 --",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "长" * 3000,
    [],
    [[]],
    {},
    {"a": {"b": []}},
    "9999-99-99T00:00:00Z",
    "0001-01-01T00:00:00+23:59",
    [["x", 1]],
    [[1e308, -1e308]] * 3,
)
QUERIES = (
    "?after=-1",
    f"?after={2**70}",
    "?limit=0",
    "?room=%27",
    "?footprint=x",
    "?playbook=../../etc",
    "?after=1e3",
)
#: The session of the test itself must live on.
LEFT_OUT = ("DELETE /api/v1/session",)


#: Odd values tried in each field: few on a push, many at the gate.
OF_EACH_FIELD = 6 if os.environ.get("TONGXIN_GATE") == "R" else 3


def test_every_operation_survives_nonsense(app: Flask, db: Database, person: People) -> None:
    app.extensions[LIMITS] = Limits(lanes={name: Lane(10**6, 1) for name in ("read", "write", "reserved", "login")})
    chance = random.Random(SEED)
    incident = declared(db)
    names = {"incident_id": incident, "task_id": dispatched(db, incident, new_task(province=SICHUAN))[0]}
    everything = (("commander", "nation"), ("approver", "nation"), ("administrator", "nation"))
    browser = person(*everything, ("province_lead", SICHUAN))
    tried, bad = 0, []
    described = browser.get("/api/v1/openapi.json").json
    for path, item in described["paths"].items():
        for method, operation in item.items():
            if method not in ("get", "post", "patch") or f"{method.upper()} {path}" in LEFT_OUT:
                continue
            address = re.sub(r"{(\w+)}", lambda part: names.get(part[1], SOMETHING), path)
            for told, answer in _answers(browser, method, address, _fields(described, operation), chance):
                tried += 1
                if _is_bad(answer):
                    bad.append(f"{method} {path} {told[:100]}: {answer.status_code} {_text(answer)[:200]}")
    print(f"seed {SEED}: {tried} hostile inputs")  # noqa: T201  a random run says its seed
    assert tried > 1000
    assert bad == []


def _answers(
    browser: Browser, method: str, address: str, fields: dict[str, Any], chance: random.Random
) -> list[tuple[str, Answer]]:
    if method == "get":
        return [(query, browser.get(address + query)) for query in ("", *QUERIES)]
    told = [body for body, _code in chance.sample(list(HOSTILE.values()), 4)]
    for field in fields:
        for value in chance.sample(ODD, OF_EACH_FIELD):
            others = {name: chance.choice(ODD) for name in fields if chance.random() < 0.5}
            told.append(json.dumps(others | {field: value}).encode())
    told += [json.dumps(value).encode() for value in chance.sample(ODD, 4)]
    return [(str(body), _sent(browser, method, address, body)) for body in told]


def _sent(browser: Browser, method: str, address: str, body: bytes) -> Answer:
    headers = {
        "X-CSRF-Token": browser.csrf,
        "Idempotency-Key": f"key-{random.getrandbits(60)}",
        "If-Match": '"1"',
        "Content-Type": "application/json",
    }
    return browser.plain(method.upper(), address, data=body, headers=headers)


def _fields(described: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """Properties of the operation's JSON body."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = content.get("schema", {})
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    fields: dict[str, Any] = schema.get("properties", {})
    return fields


def _text(answer: Answer) -> str:
    """What stands in an answer, a workbook's bytes included."""
    return answer.get_data().decode("utf-8", "replace")


def _is_bad(answer: Answer) -> bool:
    if answer.status_code >= 500 or "Traceback" in _text(answer):
        return True
    if answer.status_code < 400:
        return False
    told = answer.json if answer.mimetype == "application/problem+json" else {}
    return not (told.get("detail_zh") and told.get("detail_en") and told.get("code"))
