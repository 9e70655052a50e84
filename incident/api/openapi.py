"""The API's own description: OpenAPI 3.1 as JSON, and a page that lists the operations without any foreign file."""

from __future__ import annotations

import json
from typing import Any, cast

from apiflask import APIBlueprint, APIFlask
from flask import Flask, Response, current_app, render_template

from incident.web import LOGGED_IN, language, nonce, policy
from incident.web.policy import ANYONE, policy_of

blueprint = APIBlueprint("openapi", __name__, url_prefix="/api", enable_openapi=False)

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "detail_zh", "detail_en"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "detail_zh": {"type": "string"},
        "detail_en": {"type": "string"},
        "field": {"type": "string"},
        "retry_after_s": {"type": "integer"},
        "reference": {"type": "string"},
    },
}
#: What any operation may answer when it refuses; all of them carry problem+json.
REFUSALS = {
    "400": "Not readable as a request",
    "401": "Nobody is logged in",
    "403": "Known, but not allowed",
    "404": "Not there, or outside the caller's rooms",
    "405": "The address does not take this method",
    "409": "Not in a state that allows this, or still at work",
    "412": "Decided on an older revision",
    "413": "Body too large",
    "415": "Media type not taken here",
    "422": "Readable, but wrong; `field` says where",
    "429": "Too many requests",
    "503": "Cannot answer at the moment",
}


@blueprint.get("/v1/openapi.json")
@policy(LOGGED_IN)
def document() -> Response:
    """This API as OpenAPI 3.1."""
    return Response(json.dumps(describe(current_app), ensure_ascii=False), mimetype="application/json")


@blueprint.get("/docs")
@policy(LOGGED_IN)
def page() -> str:
    """The operations as a page to read and search."""
    described = describe(current_app)
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "patch", "put", "delete")
    ]
    return render_template(
        "api_docs.html", operations=operations, info=described["info"], nonce=nonce(), language=language()
    )


def describe(app: Flask) -> dict[str, Any]:
    """APIFlask's document, with refusals, keys and the action each operation needs."""
    api = cast(APIFlask, app)
    known: dict[str, Any] | None = app.extensions.get("tongxin.openapi")
    if known is None:
        known = _completed(api, cast("dict[str, Any]", api.spec))
        app.extensions["tongxin.openapi"] = known
    return known


def _completed(app: APIFlask, described: dict[str, Any]) -> dict[str, Any]:
    described["openapi"] = "3.1.0"
    components = described.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "__Host-tongxin"},
    }
    actions = _actions(app)
    for path, item in described["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "patch", "put", "delete"):
                _complete(operation, method, *actions.get((method.upper(), path), ("", True)))
    return described


def _complete(operation: dict[str, Any], method: str, action: str, keyed: bool) -> None:  # noqa: FBT001
    """Say what every operation shares: who may, what it must carry, how it refuses."""
    operation["x-action"] = action
    if action != ANYONE:
        operation["security"] = [{"session": []}]
    answers = operation.setdefault("responses", {})
    for status, words in REFUSALS.items():
        answers[status] = {
            "description": words,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    if method == "get":
        return
    parameters = operation.setdefault("parameters", [])
    if action != ANYONE:
        parameters.append(_header("X-CSRF-Token", "The session's token, from GET /session", required=True))
    if keyed and action != ANYONE:
        parameters.append(_header("Idempotency-Key", "Made by the client; a UUID", required=True))
        parameters.append(_header("If-Match", "Revision the decision rests on, quoted", required=False))


def _header(name: str, words: str, *, required: bool) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": words,
        "schema": {"type": "string"},
    }


def _actions(app: APIFlask) -> dict[tuple[str, str], tuple[str, bool]]:
    """(method, OpenAPI path) to the action and whether a key is needed."""
    found = {}
    for rule in app.url_map.iter_rules():
        declared = policy_of(app, rule.endpoint)
        path = "".join(f"{{{part}}}" if is_argument else part for is_argument, part in _parts(rule.rule))
        for method in rule.methods or ():
            if declared is not None:
                found[(method, path)] = (declared.action, declared.keyed)
    return found


def _parts(rule: str) -> list[tuple[bool, str]]:
    """`/a/<uuid:b>/c` as [(False, "/a/"), (True, "b"), (False, "/c")]."""
    parts: list[tuple[bool, str]] = []
    for piece in rule.split("<"):
        argument, closing, rest = piece.partition(">")
        if closing:
            parts.append((True, argument.rsplit(":", 1)[-1]))
            parts.append((False, rest))
        else:
            parts.append((False, piece))
    return parts
