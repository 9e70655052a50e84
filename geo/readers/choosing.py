"""Which reader takes a file: the first of its family that recognises what the file holds."""

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from geo.errors import FootprintError
from geo.readers.archive import Archive
from geo.readers.formats import Family, Format
from geo.readers.geojson import open_json
from geo.readers.opened import TextDocument, XmlDocument


def opener_of(family: Family) -> Callable[[bytes], Any]:
    """Return what opens the bytes of a family for its readers."""
    openers: dict[Family, Callable[[bytes], Any]] = {
        "json": open_json,
        "xml": XmlDocument,
        "text": TextDocument,
        "zip": Archive,
        "sqlite": bytes,
    }
    return openers[family]


def choose(readers: Sequence[tuple[Format, ModuleType]], opened: Any) -> tuple[Format, ModuleType, Any]:
    """Return the reader that takes it; the last of several takes what no other knows, and says what it is not."""
    for row, reader in readers:
        if reader.recognises(opened):
            return row, reader, opened
    row, reader = readers[-1]
    if len(readers) == 1:
        raise FootprintError(f"this is no {row.title}; leave the format out to have it found")
    return row, reader, opened
