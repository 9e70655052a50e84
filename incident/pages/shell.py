"""Draws a page's shell: template, nonce, assets from the manifest, and the boot document for the island."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Response, current_app, make_response, render_template, request
from sqlalchemy import select

from incident import fold
from incident.api.session import session_document, world_document
from incident.errors import NotFound
from incident.events.base import NATION
from incident.models import Incident, ProvinceIncident
from incident.web import current, current_or_none, house, language, nonce, reading
from incident.web.assets import Assets, Manifest, NotBuilt

THEME_COOKIE = "tongxin_theme"
LANGUAGE_COOKIE = "tongxin_language"
TITLES: dict[str, tuple[str, str]] = {
    "live": ("实时态势", "Live console"),
    "wall": ("大屏", "Wall"),
    "incidents": ("事件", "Incidents"),
    "tasks": ("任务", "Tasks"),
    "tasking": ("任务全景", "Tasking"),
    "brief": ("交班简报", "Shift brief"),
    "asks": ("请求", "Asks"),
    "calendar": ("活动日历", "Calendar of events"),
    "measures": ("措施", "Measures"),
    "studio": ("消息编写", "Message studio"),
    "approval": ("审批", "Approval"),
    "playbooks": ("预案库", "Playbooks"),
    "playbook": ("预案", "Playbook"),
    "workbench": ("预案草稿", "Draft of a playbook"),
    "simulations": ("模拟", "Simulation"),
    "drills": ("演练", "Drills"),
    "outcomes": ("成效", "Outcomes"),
    "league": ("考评", "Assessment"),
    "review": ("复盘", "Review"),
    "findings": ("发现与改进", "Findings"),
    "reports": ("报告", "Reports"),
    "record": ("记录与审计", "Record and audit"),
    "meetings": ("服务分析会", "Service-analysis meetings"),
    "walk": ("流程穿越", "Walk-through"),
    "analysis": ("历次比较", "Across incidents"),
    "people": ("人员与角色", "People and roles"),
    "signals": ("信号", "Signals"),
    "duty": ("值班", "Duty"),
    "phonebook": ("电话簿", "Phone book"),
    "data": ("数据", "Data"),
    "notices": ("我的通知", "My notices"),
    "help": ("帮助", "Help"),
    "workspace": ("工作台", "Workspace"),
    "login": ("登录", "Log in"),
}


def island(page: str, *, incident_id: UUID | None = None, **extra: str | list[str]) -> Response:
    """The shell of `page`; `extra` is what the island needs beside: ids in the address, names of columns."""
    try:
        assets = _manifest().page(page)
    except NotBuilt as missing:
        return not_built(str(missing))
    boot = {
        "session": session_document(current()),
        "incident": incident_row(str(incident_id)) if incident_id else None,
        "page": page,
        "basemap": {"base": f"/basemap/{basemap_version()}/"},
        "assets": assets.as_dict(),
        **extra,
    }
    return drawn("island.html", page=page, assets=assets, boot=boot)


def drawn(template: str, *, page: str, assets: Assets, status: int = 200, **values: Any) -> Response:
    """`template` with what base.html asks for."""
    with house().db.read() as session:
        world = world_document(session)
    spoken = language()
    html = render_template(
        template,
        page=page,
        title=TITLES[page][0 if spoken == "zh" else 1],
        language=spoken,
        theme=theme(),
        world={"kind": world["kind"], "name": world["name"]},
        nonce=nonce(),
        assets=assets,
        **values,
    )
    answer = make_response(html, status)
    answer.mimetype = "text/html"
    chosen = request.args.get("lang")
    if chosen in ("zh", "en"):
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31_536_000, samesite="Lax", secure=request.is_secure)
    return answer


def page_assets(page: str) -> Assets:
    """The page's assets, or none at all before the front end is built: the login works without."""
    try:
        return _manifest().page(page)
    except NotBuilt:
        return Assets((), ())


def not_built(why: str) -> Response:
    """A clear page instead of a blank one."""
    html = render_template(
        "not_built.html", why=why, language=language(), nonce=nonce(), signed_in=current_or_none() is not None
    )
    return make_response(html, 503)


def theme() -> str:
    """`dark` unless the person chose `light`."""
    return "light" if request.cookies.get(THEME_COOKIE) == "light" else "dark"


def basemap_version() -> str:
    """Version in the base map's manifest; `none` before `tongxin geo basemap` has run."""
    try:
        found = json.loads((house().settings.var_dir / "basemap" / "manifest.json").read_text("utf-8"))
        return str(found["version"])
    except (OSError, ValueError, KeyError):
        return "none"


def incident_row(incident_id: str) -> dict[str, Any]:
    """The incident's row as the caller's rooms see it, in log spelling, `id` being the incident's."""
    model: type[Incident] | type[ProvinceIncident] = Incident if current().sees(NATION) else ProvinceIncident
    with reading() as session:
        table = fold.TABLES[model.__tablename__]
        row = session.execute(select(table).where(table.c.incident_id == incident_id).limit(1)).mappings().first()
    if row is None:
        raise NotFound.of("事件", "incident")
    return fold.log_spelling(table, dict(row)) | {"id": incident_id}


def _manifest() -> Manifest:
    manifest: Manifest = current_app.extensions.setdefault("tongxin.manifest", Manifest(house().settings.static_dist))
    return manifest
