"""Lists a feed's document in a child and checks what comes back: plain entries, or one line why not."""

from __future__ import annotations

import base64
import binascii
import hashlib
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.child import run_command
from geo.errors import FootprintError
from geo.sandbox import plain_text

WALL_SECONDS = 15.0


@dataclass(frozen=True)
class Entry:
    """One entry as its source wrote it."""

    #: The source's own name of this version of the entry.
    key: str
    title: str
    #: Where the rest of it is to be had; empty: nowhere.
    link: str
    raw: bytes
    raw_type: str
    #: What the child read in it: texts, numbers, null.
    fields: Mapping[str, Any]

    @property
    def seen_key(self) -> str:
        """By which the entry is recognised when it is listed again."""
        return f"entry:{hashlib.sha256(self.key.encode('utf-8', 'replace') + self.raw).hexdigest()}"

    @property
    def is_cap(self) -> bool:
        """Whether it holds its CAP message itself."""
        return self.raw_type == "application/cap+xml"

    def text(self, name: str) -> str:
        """A field as one printable line; empty when it is missing."""
        value = self.fields.get(name)
        return plain_text(value) if isinstance(value, str) else ""

    def number(self, name: str) -> float | None:
        value = self.fields.get(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


class Unlistable(Exception):
    """The document is no feed of its kind; the text is one line for a person."""


def list_apart(data: bytes, *, kind: str) -> list[Entry]:
    """The entries of a document, read in a child; Unlistable says why there are none."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        file.seek(0)
        try:
            answer = run_command(
                [sys.executable, "-I", "-m", "incident.feeds", kind], stdin=file, wall_seconds=WALL_SECONDS
            )
        except FootprintError as error:
            raise Unlistable(plain_text(str(error))) from None
    if "error" in answer:
        raise Unlistable(plain_text(str(answer["error"])))
    try:
        return [_entry(said) for said in answer["entries"]]
    except (KeyError, TypeError, AttributeError, binascii.Error):
        raise Unlistable("the reader's answer is not in order; the document was not accepted") from None


def _entry(said: dict[str, Any]) -> Entry:
    return Entry(
        key=str(said["key"]),
        title=plain_text(str(said["title"])),
        link=str(said["link"]),
        raw=base64.b64decode(said["raw"], validate=True),
        raw_type=str(said["raw_type"])[:60],
        fields=dict(said["fields"]),
    )
