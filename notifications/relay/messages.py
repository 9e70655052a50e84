"""The parts of each job's message, composed once a process from the document in the journal."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from notifications.relay.journal import Journal
from notifications.relay.lines.dialect import Dialect, Part, texts_in_order
from notifications.render import exercise_text

_MOST_KEPT = 1000


@dataclass(frozen=True)
class Message:
    """What each recipient gets, and until when the gateway may try."""

    parts: tuple[Part, ...]
    until: datetime


class Messages:
    """Messages by job. In an exercise the word stands before every text, whoever left it out."""

    def __init__(self, dialect: Dialect, *, exercise: bool) -> None:
        self._dialect = dialect
        self._exercise = exercise
        self._kept: OrderedDict[int, Message] = OrderedDict()

    def compose(self, key: str, content: Mapping[str, str]) -> tuple[Part, ...]:
        """Return the parts of a message. Raises ValueError when a text is too long."""
        texts = texts_in_order(content)
        return tuple(self._dialect.compose([exercise_text(one) if self._exercise else one for one in texts], key))

    def of(self, journal: Journal, job: int) -> Message:
        """Return a job's message."""
        found = self._kept.get(job)
        if found is None:
            with journal.reading() as books:
                row = books.execute("SELECT key, body, until_ms FROM job WHERE id = ?", (job,)).fetchone()
            content = {one["language"]: one["text"] for one in json.loads(row["body"])["content"]}
            until = datetime.fromtimestamp(row["until_ms"] / 1000, UTC)
            found = self._kept[job] = Message(self.compose(row["key"], content), until)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return found
