"""The web's own rules: who asks, what they may see, how often, exactly once, and how a refusal reads.

Nothing here knows what the house is about. `install` hangs all of it into an app; modules in incident/api and
incident/pages then declare a policy for each route and use `carry_out`, `reading`, `reach` and `current`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from incident.web.answers import as_json
from incident.web.caller import Caller, caller_of_session, caller_of_token, current, current_or_none
from incident.web.guard import install_guard
from incident.web.headers import ONLY_THE_MICROPHONE, install_headers, nonce
from incident.web.host import EXTENSION, house, reading
from incident.web.idempotent import carry_out, install_lock_wait
from incident.web.language import language
from incident.web.limits import Limits
from incident.web.packing import install_packing
from incident.web.places import (
    Place,
    base_revision,
    check_revision,
    query_int,
    query_moment,
    reach,
    reach_incident,
    see_incident,
)
from incident.web.policy import ANYONE, LOGGED_IN, LOOPBACK, check_policies, policy
from incident.web.problems import install_problems
from incident.web.scope import install_scope
from incident.web.strict_json import StrictProvider, StrictRequest

if TYPE_CHECKING:
    from incident.house import House

#: The largest upload; JSON bodies have a smaller cap of their own.
MOST_UPLOAD_BYTES = 32_000_000


def install(app: Flask, serving: House, *, limits: Limits | None = None) -> None:
    """Make `app` obey the house's web rules; call before registering blueprints, `check_policies` after."""
    app.extensions[EXTENSION] = serving
    app.request_class = StrictRequest
    app.json = StrictProvider(app)
    app.config["MAX_CONTENT_LENGTH"] = MOST_UPLOAD_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = 1_000_000
    app.config["MAX_FORM_PARTS"] = 50
    install_scope()
    install_lock_wait()
    install_problems(app)
    install_guard(app, limits or Limits())
    install_headers(app)
    install_packing(app)


__all__ = [
    "ANYONE",
    "LOGGED_IN",
    "LOOPBACK",
    "ONLY_THE_MICROPHONE",
    "Caller",
    "Limits",
    "Place",
    "as_json",
    "base_revision",
    "caller_of_session",
    "caller_of_token",
    "carry_out",
    "check_policies",
    "check_revision",
    "current",
    "current_or_none",
    "house",
    "install",
    "language",
    "nonce",
    "policy",
    "query_int",
    "query_moment",
    "reach",
    "reach_incident",
    "reading",
    "see_incident",
]
