"""Every table, column and event field has a data class, a purpose and a time for which it is kept (PIPL art. 6, 19).

The lists are written by hand beside the models: what a new column holds is a decision of whoever adds it, and a test
fails until it was made. They are shown to the auditor and the data-protection officer on the page `/record`.
"""

from __future__ import annotations

from collections.abc import Mapping

from incident.rules.data_classes.keeping import days_kept
from incident.rules.data_classes.of_events import OF_FIELDS, OTHERWISE
from incident.rules.data_classes.of_incidents import OF_INCIDENTS
from incident.rules.data_classes.of_operations import OF_OPERATIONS
from incident.rules.data_classes.of_streams import OF_STREAMS
from incident.rules.data_classes.terms import (
    CLASSES,
    KEEPS,
    LEAST_DAYS,
    NEVER_LOGGED,
    OF_PEOPLE,
    TEXT,
    Keep,
    TableClass,
    Words,
)

#: What is kept where, table by table.
TABLES: Mapping[str, TableClass] = {**OF_INCIDENTS, **OF_STREAMS, **OF_OPERATIONS}


def class_of_field(event: str, field: str) -> str | None:
    """The data class of an event's field; None where nobody has said."""
    return OTHERWISE.get(f"{event}.{field}") or OF_FIELDS.get(field)


__all__ = [
    "CLASSES",
    "KEEPS",
    "LEAST_DAYS",
    "NEVER_LOGGED",
    "OF_PEOPLE",
    "TABLES",
    "TEXT",
    "Keep",
    "TableClass",
    "Words",
    "class_of_field",
    "days_kept",
]
