"""What makes the workspace an app on a phone: its service worker, and the manifest by which it is installed.

Both are public, since browsers fetch them without anybody's session; neither says anything of the world's people.
"""

from __future__ import annotations

import json
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from incident.web import ANYONE, house, language, policy
from incident.web.files import ASK_EACH_TIME, serve

blueprint = APIBlueprint("application", __name__, enable_openapi=False)


@blueprint.get("/sw.js")
@policy(ANYONE)
def service_worker() -> Response:
    """The built service worker, asked for anew each time, allowed to serve every address of this host."""
    answer = serve(house().settings.static_dist, "sw.js", cache=ASK_EACH_TIME)
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@blueprint.get("/manifest.webmanifest")
@policy(ANYONE)
def manifest() -> Response:
    """Names, icons and shortcuts of the installed app, in the language asked for (`lang=zh|en`, else the reader's)."""
    asked = request.args.get("lang")
    spoken = asked if asked in ("zh", "en") else language()
    document = manifest_document(spoken, exercise=house().world_kind == "exercise")
    answer = Response(json.dumps(document, ensure_ascii=False), mimetype="application/manifest+json")
    answer.headers["Cache-Control"] = ASK_EACH_TIME
    return answer


def manifest_document(spoken: str, *, exercise: bool) -> dict[str, Any]:
    """The web app manifest; an exercise's app is called so on the home screen too."""
    zh = spoken == "zh"
    mark = ("演练 " if zh else "EXERCISE ") if exercise else ""
    return {
        "id": "/workspace",
        "name": mark + ("同心 · 我的任务" if zh else "Tongxin · My tasks"),
        "short_name": mark + ("同心" if zh else "Tongxin"),
        "description": (
            "接收、处理和报告总部任务，没有网络也能用。"
            if zh
            else "Acknowledge, work and report headquarters' tasks; works without a network."
        ),
        "lang": "zh-CN" if zh else "en",
        "start_url": "/workspace",
        "scope": "/",
        "display": "standalone",
        "background_color": "#0b1623",
        "theme_color": "#0b1623",
        "icons": [
            {"src": "/static/icons/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "/static/icons/icon-512.png", "sizes": "512x512", "type": "image/png"},
            {"src": "/static/icons/maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
            {"src": "/static/icons/icon.svg", "sizes": "any", "type": "image/svg+xml"},
        ],
        "shortcuts": [
            {"name": "我的任务" if zh else "My tasks", "url": "/workspace"},
            {"name": "帮助与名词" if zh else "Help and glossary", "url": "/help"},
        ],
    }
