"""The composition root: one web process, put together in the order in which it reads.

Nothing imports this module but the edges that start a process. `create_app(house)` gives the Flask app with
its sockets; `start_background` starts what the process does by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apiflask import APIFlask

from incident import pages
from incident.api import (
    aid,
    analysis,
    asks,
    attachments,
    broadcast_studio,
    broadcasts,
    calendars,
    cap,
    data_sets,
    drawing,
    drills,
    duty,
    duty_changes,
    exceptions,
    feeds,
    findings,
    footprints,
    forecast,
    health,
    incidents,
    inside,
    league,
    ledger,
    links,
    looks,
    measures,
    measures_onward,
    meetings,
    openapi,
    outcome_tables,
    outcomes,
    paging,
    past,
    people,
    phonebook,
    planned_events,
    plans,
    playbook_checks,
    playbook_drafts,
    playbook_variants,
    playbooks,
    preflight,
    reach,
    record,
    reference,
    reports,
    review,
    session,
    signals,
    simulations,
    surveys,
    task_codes,
    tasking,
    tasks,
    tasks_batch,
    telling,
    tiles,
    tmf621,
    walk_throughs,
    webhooks,
)
from incident.background import Background
from incident.config import read_settings
from incident.house import House, open_house
from incident.realtime import Realtime
from incident.web import check_policies, install
from incident.web.late_rule import LateRule

APIS = (
    session,
    incidents,
    past,
    links,
    asks,
    looks,
    tasking,
    footprints,
    forecast,
    inside,
    drawing,
    tiles,
    planned_events,
    plans,
    tasks,
    paging,
    telling,
    tasks_batch,
    task_codes,
    attachments,
    tmf621,
    measures,
    measures_onward,
    broadcasts,
    broadcast_studio,
    cap,
    preflight,
    ledger,
    exceptions,
    review,
    outcomes,
    outcome_tables,
    surveys,
    league,
    findings,
    reports,
    walk_throughs,
    meetings,
    analysis,
    record,
    playbook_checks,
    playbook_drafts,
    playbook_variants,
    playbooks,
    reference,
    simulations,
    drills,
    reach,
    data_sets,
    people,
    duty,
    duty_changes,
    aid,
    phonebook,
    calendars,
    feeds,
    signals,
    webhooks,
    health,
    openapi,
)


class WebApp(APIFlask):
    """Flask for plain functions: none is a coroutine, so it need not look for that at every request."""

    url_rule_class = LateRule

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func


def create_app(house: House | None = None, *, async_mode: str = "threading") -> APIFlask:
    """The web application of one process; refuses to start when a route declares no policy."""
    serving = house or open_house(read_settings())
    app = WebApp("incident", title="Tongxin 同心", version="1", docs_path=None, spec_path=None, static_folder=None)  # type: ignore[arg-type]  # Flask takes None; APIFlask only says str
    install(app, serving)
    for api in APIS:
        app.register_blueprint(api.blueprint)
    app.register_blueprint(calendars.secret)
    pages.register(app)
    realtime = Realtime(serving)
    realtime.install(app, async_mode=async_mode)
    app.extensions["tongxin.background"] = Background(serving, realtime)
    check_policies(app)
    return app


def start_background(app: APIFlask) -> Background:
    """Start the tail and, where this process does them, the sweep and the drainer."""
    background: Background = app.extensions["tongxin.background"]
    background.start()
    return background
