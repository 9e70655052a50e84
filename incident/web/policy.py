"""Every route declares who may ask: `@policy("task.acknowledge")` under the route decorator; default deny.

`check_policies` refuses to let an app start when a route has none or names an unknown action.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

from incident.rules.permissions import ACTIONS

#: No session needed: the login, liveness, built assets.
ANYONE = "anyone"
#: Any person with a session, whatever their roles.
LOGGED_IN = "logged_in"
#: This machine only, not through a proxy: metrics.
LOOPBACK = "loopback"

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "tongxin_policy"


@dataclass(frozen=True)
class Policy:
    """Who may call a view, and what an unsafe request to it must carry."""

    action: str
    #: An unsafe request needs an Idempotency-Key; false only for the session itself and for what only reads.
    keyed: bool = True
    #: It changes nothing and counts as a read, whatever its method: a POST because what is asked about is too long
    #: for an address.
    reads: bool = False
    #: A plain HTML form: its CSRF token and key come as fields, checked by the view.
    form: bool = False
    #: Allowed while the password has still to be changed.
    with_old_password: bool = False


def policy(
    action: str, *, keyed: bool = True, reads: bool = False, form: bool = False, with_old_password: bool = False
) -> Callable[[View], View]:
    """Declare a view's policy; raises ValueError at import for an action that is not in the table."""
    if action not in ACTIONS and action not in (ANYONE, LOGGED_IN, LOOPBACK):
        raise ValueError(f"no such action in incident.rules.permissions: {action}")
    declared = Policy(
        action, keyed=keyed and not reads, reads=reads, form=form, with_old_password=with_old_password
    )  # fmt: skip

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, declared)
        return view

    return declare


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The policy of an endpoint, None when it has none."""
    declared: Policy | None = getattr(app.view_functions.get(endpoint), _ATTRIBUTE, None)
    return declared


def check_policies(app: Flask) -> None:
    """Refuse to start while any route lacks a policy (RELIABILITY.md rule 21)."""
    open_routes = sorted(
        f"{rule.rule} ({rule.endpoint})" for rule in app.url_map.iter_rules() if policy_of(app, rule.endpoint) is None
    )
    if open_routes:
        raise RuntimeError("routes without @policy, refusing to start: " + ", ".join(open_routes))
