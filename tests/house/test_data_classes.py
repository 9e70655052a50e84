"""Every column and every field of an event has a data class, and what must be erasable never stands in the log."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from incident.db import Base
from incident.events import EVENTS
from incident.models import OPERATIONAL, PROJECTED
from incident.queries.open_data import TABLES as OPEN
from incident.rules.data_classes import (
    CLASSES,
    KEEPS,
    NEVER_LOGGED,
    OF_PEOPLE,
    TABLES,
    class_of_field,
    days_kept,
)
from incident.rules.data_classes.of_events import OF_FIELDS, OTHERWISE
from incident.rules.data_classes.terms import classed

API = Path(__file__).parents[2] / "incident" / "api"
#: Files that a route gives out and that stand in no register, with the reason.
NO_EXPORT = {
    "attachments.py": "shown in the page, picture by picture, to the people of the task",
    "calendars.py": "a subscription: a phone asks for it every hour; that its token was made stands in the log",
    "playbooks.py": "a playbook as text: nobody's data",
    "playbook_variants.py": "a playbook as text: nobody's data",
}


def test_every_column_has_a_class_a_purpose_and_a_time() -> None:
    models = {model.__tablename__: {column.name for column in model.__table__.columns} for model in _models()}

    assert {name: set(one.columns) for name, one in TABLES.items()} == models
    assert {one.keep for one in TABLES.values()} <= set(KEEPS)
    assert all(one.zh and one.en for one in TABLES.values())


def test_a_column_that_nobody_has_classed_is_found() -> None:
    known = dict(TABLES["note"].columns)
    models = {column.name for column in Base.metadata.tables["note"].columns} | {"telephone"}

    assert models - set(known) == {"telephone"}
    with pytest.raises(ValueError, match="telephone is staff and personal"):
        classed("", "", staff="telephone", personal="telephone")
    with pytest.raises(ValueError, match="whatever is no data class"):
        classed("", "", whatever="telephone")


def test_every_field_of_every_event_has_a_class() -> None:
    fields = {f"{name}.{field.name}" for name, kind in EVENTS.items() for field in dataclasses.fields(kind)}
    unclassed = [one for one in sorted(fields) if class_of_field(*one.split(".")) not in CLASSES]

    assert unclassed == []
    assert set(OTHERWISE) <= fields
    assert set(OF_FIELDS) <= {one.partition(".")[2] for one in fields}


def test_nothing_that_must_be_erasable_stands_in_the_log() -> None:
    columns = [
        f"{model.__tablename__}.{column}"
        for model in PROJECTED
        for column, of in TABLES[model.__tablename__].columns.items()
        if of in NEVER_LOGGED
    ]

    assert columns == []
    assert not NEVER_LOGGED & {*OF_FIELDS.values(), *OTHERWISE.values()}


def test_open_data_tells_of_nobody() -> None:
    told = [
        f"{table.name}.{column.name}"
        for table in OPEN
        for column in table.columns
        if TABLES[table.model.__tablename__].columns[column.name] in OF_PEOPLE | NEVER_LOGGED
    ]

    assert told == []


def test_every_route_that_gives_out_a_file_writes_the_register_or_says_why_not() -> None:
    giving = {
        path.name: path.read_text("utf-8") for path in API.glob("*.py") if "attachment" in path.read_text("utf-8")
    }
    files = {name for name, text in giving.items() if re.search(r"Content-Disposition|send_file\(", text)}

    unregistered = {
        name for name in files if "exported(" not in giving[name] and "register_export(" not in giving[name]
    }

    assert unregistered == set(NO_EXPORT)


def test_days_of_an_installation_take_the_place_of_the_list() -> None:
    assert days_kept("")["files"] == 1095
    assert days_kept("files=730, answers=never") == {**days_kept(""), "files": 730, "answers": None}


@pytest.mark.parametrize(
    ("setting", "says"),
    [("log=5", "log has no time of its own"), ("files", "a number of days"), ("requests=6", "from 7 to")],
)
def test_a_time_that_cannot_be_is_refused_by_name(setting: str, says: str) -> None:
    with pytest.raises(ValueError, match=f"TONGXIN_RETENTION.*{says}"):
        days_kept(setting)


def _models() -> tuple[type[Base], ...]:
    return (*PROJECTED, *OPERATIONAL)
