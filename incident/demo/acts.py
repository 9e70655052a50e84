"""What a simulated person is about to do: one request of one person, with a key that a second try would repeat."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Act:
    """One unsafe request. Two acts with one key are the same decision."""

    #: Login name of who acts.
    by: str
    #: Below /api/v1.
    path: str
    body: Mapping[str, Any] = field(default_factory=dict, hash=False)
    #: Revision it was decided on, for If-Match; None where the route asks for none.
    revision: int | None = None
    #: The finding whose revision is read first and goes into If-Match: its path.
    revision_of: str | None = None
    #: A file that goes with it, name and content; the body's fields stand beside it in the form.
    upload: tuple[str, bytes] | None = field(default=None, hash=False)
    #: What is read first: the path of a pre-flight, or of a message, whose digest goes with the approval.
    looks_at: str | None = None
    #: Items of the plan at `looks_at` that are carried out; empty: all that the body says.
    only: tuple[str, ...] = ()
    key: str

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, kw_only=True)
class PhoneText(Act):
    """Something that a person writes from their telephone, to whoever paged them by SMS."""

    number: str
    text: str

    def __hash__(self) -> int:
        return hash(self.key)


def act(
    run: uuid.UUID,
    by: str,
    path: str,
    body: Mapping[str, Any] | None = None,
    *,
    revision: int | None = None,
    looks_at: str | None = None,
    again: object = "",
) -> Act:
    """An act whose key follows from who does what, on which revision, and `again` (what tells repeats apart)."""
    key = str(uuid.uuid5(run, f"{by}|{path}|{revision}|{again}"))
    return Act(by=by, path=path, body=body or {}, revision=revision, looks_at=looks_at, key=key)
