"""Server-rendered shells: the routes a person's browser asks for.

Data comes over the API; a page holds no rows beyond the incident it is about.
"""

from __future__ import annotations

from flask import Flask

from incident.pages import application, files, login, outcome_screens, report_screens, screens, task_sheets

PAGES = (login, screens, outcome_screens, report_screens, task_sheets, files, application)


def register(app: Flask) -> None:
    """Hang all pages into the app."""
    for page in PAGES:
        app.register_blueprint(page.blueprint)
