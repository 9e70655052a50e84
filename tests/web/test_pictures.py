"""Every page has its picture: `make docs-screenshots` misses none that a person can open."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from scripts.screens import SCREENS

#: What another picture shows (the same page by a shorter address, or of one more thing), and what is no page.
SHOWN_ELSEWHERE = {
    "/basemap/{}/{}", "/static/{}", "/login/password",
    "/", "/live", "/wall", "/tasks", "/tasking", "/brief", "/measures", "/review", "/outcomes",
    "/tasks/{}/sheet/{}", "/broadcasts/{}/{}/edit", "/workspace/tasks/{}",
}  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_has_a_picture(app: Flask) -> None:
    pages = {
        _shape(rule.rule)
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].__module__.startswith("incident.pages.") and "." not in rule.rule
    }

    assert pages - {_shape(screen.path) for screen in SCREENS} == SHOWN_ELSEWHERE


def _shape(path: str) -> str:
    """A path with `{}` for whatever it is filled with, and without what stands behind it."""
    bare = re.split(r"[?#]", path)[0]
    return re.sub(r"<[^>]*>|\{[^}]*\}", "{}", bare).replace("/playbooks/earthquake", "/playbooks/{}")
