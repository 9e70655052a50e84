"""What an event is: a frozen fact in the past tense that knows who sees it and which values it sets.

Pure. `log.record` stores it; the generic fold applies its changes; `consequences()` names what must leave
the house or be looked at later. Adding an event is one class in one file here and nothing else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, Protocol, Self

from incident.clock import as_text, from_text

NATION = "nation"

#: A value that may stand in the log: RFC 8785 without floats.
Value = Any
Row = Mapping[str, Value]


class Change(NamedTuple):
    """Set `values` on the row of `table` with this key, creating it if it is not there."""

    table: str
    key: str
    values: Row

    def as_list(self) -> list[Value]:
        return [self.table, [self.key], dict(self.values)]


@dataclass(frozen=True)
class Leave:
    """Something must leave the house: one outbox row, unique by `key`."""

    kind: str
    key: str
    payload: Row
    #: Real seconds to wait before the first try.
    delay_s: int = 0


class SetTimer(NamedTuple):
    """Look again at `due_at` (world time); unique by subject and step."""

    subject: str
    step: str
    due_at: datetime


class CancelTimers(NamedTuple):
    """Nothing that is still waiting for `subject` may fire; `prefix` narrows it to some steps."""

    subject: str
    prefix: str = ""


class CancelLeaving(NamedTuple):
    """Whatever waits in the outbox under keys beginning with `prefix` shall not leave any more."""

    prefix: str


Consequence = Leave | SetTimer | CancelTimers | CancelLeaving


class Names(Protocol):
    """Looks up what a sentence needs; sentences are made when they are read, never stored."""

    def region(self, adcode: str, language: str) -> str: ...
    def person(self, person_id: str, language: str) -> str: ...
    def text(self, digest: str | None, language: str) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events; fields are the event's data."""

    #: Which filter of the feed shows it: situation | measure | task | broadcast | person | record.
    kind: ClassVar[str] = "record"

    @property
    def type(self) -> str:
        return type(self).__name__

    def audience(self) -> str:
        """`nation`, or the adcode of the one province that sees it as well."""
        return NATION

    def subject(self) -> tuple[str, str] | None:
        """Table and key of the row that `changes` needs to see as it was, if any."""
        return None

    def changes(self, before: Row) -> Sequence[Change]:
        """What becomes true; `before` is the subject's row in log spelling, empty when it is new."""
        raise NotImplementedError

    def consequences(self) -> Sequence[Consequence]:
        return ()

    def texts(self) -> Sequence[str]:
        """Digests of the blobs this event refers to."""
        return ()

    def zh(self, names: Names) -> str:
        """The event as a Chinese sentence."""
        raise NotImplementedError

    def en(self, names: Names) -> str:
        """The event as an English sentence."""
        raise NotImplementedError

    def data(self) -> dict[str, Value]:
        """The fields in log spelling."""
        values = self.__dict__
        return {
            name: value
            if value is None or type(value) in _SPELLED_AS_THEY_ARE
            else as_text(value)
            if type(value) is datetime
            else plain(value)
            for name in _names_of(type(self))  # type: ignore[arg-type]  # a class is hashable
            for value in (values[name],)
        }

    @classmethod
    def from_data(cls, data: Row) -> Self:
        """Build the event again from what the log holds; unknown fields of a later version are ignored."""
        known = {field.name: field for field in dataclasses.fields(cls)}
        return cls(**{name: _typed(known[name].type, value) for name, value in data.items() if name in known})


@lru_cache(maxsize=500)
def _names_of(kind: type[Event]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


_SPELLED_AS_THEY_ARE = frozenset({str, int, bool})


def plain(value: Any) -> Value:
    """`value` in log spelling: moments as text, tuples as lists, no floats (DESIGN.md §3.6)."""
    kind = type(value)
    if value is None or kind in _SPELLED_AS_THEY_ARE:  # most of what there is
        return value
    if kind is datetime or isinstance(value, datetime):
        return as_text(value)
    if kind is dict or isinstance(value, Mapping):
        return {
            key if type(key) is str else str(key): item
            if item is None or type(item) in _SPELLED_AS_THEY_ARE
            else as_text(item)
            if type(item) is datetime
            else plain(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, float):
        raise TypeError(f"a float cannot stand in the log: {value!r}; use thousandths, ppm, fen or 1e-7 degree")
    return value


def half(title: str, language: str) -> str:
    """The reader's half of a title written `中文 / English`; the whole of any other."""
    first, _, second = title.partition(" / ")
    return second if second and language == "en" else first


def _typed(annotation: Any, value: Value) -> Any:
    if "datetime" in str(annotation) and isinstance(value, str):
        return from_text(value)
    if str(annotation).startswith("tuple") and isinstance(value, list):
        return tuple(value)
    return value
