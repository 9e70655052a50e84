"""One process's way to the pasts of its incidents: brings what is asked for up to date, or has a child do it.

A few new events are taken at once. Many, as when an old incident is looked back on for the first time, are minutes of
computing that no web process may be held up by: a child takes them at low priority, and whoever asked is told to come
back. `python -m incident.past` is that child.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from incident.errors import Busy
from incident.past.deriving import Progress, belongs, derive, derived_to
from incident.past.files import KeptOpen, opened, path_of
from incident.past.moments import head_of

#: So many events are taken while somebody waits; about a tenth of a second.
AT_ONCE = 2_000


class Pasts:
    """The folder of all pasts, and the child that is at work on one, if any."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child: subprocess.Popen[bytes] | None = None
        self._files = KeptOpen()

    @contextmanager
    def open(self, session: Session, incident_id: str, *, upto: int) -> Iterator[sqlite3.Connection]:
        """The past of an incident as one reader sees it, derived at least to `upto`.

        `session` reads the log unscoped. Busy, with words, while a child brings it so far.
        """
        with self._files.opened(path_of(self._folder, incident_id)) as file:
            position = derived_to(file)[0] if belongs(session, file, incident_id) else 0
            if position < upto:
                if upto - position > AT_ONCE:
                    self.have_derived(incident_id)
                    raise _not_yet(position, upto)
                derive(session, file, incident_id, upto=head_of(session, incident_id))
            file.execute("BEGIN")
            try:
                yield file
            finally:
                file.execute("ROLLBACK")

    def derive_here(self, session: Session, incident_id: str, *, told: Progress = lambda _position: None) -> int:
        """Bring the past up to the head in this process, however long it takes; how far it goes."""
        with opened(path_of(self._folder, incident_id)) as file:
            head = head_of(session, incident_id)

            def go_on(position: int) -> None:
                session.rollback()  # what was read so far is let go, so that the database may tidy up
                told(position)

            return derive(session, file, incident_id, upto=head, told=go_on)

    def behind(self, session: Session, incident_id: str) -> int:
        """How many events of an incident nobody has taken yet; all of them where its past was never asked for."""
        path = path_of(self._folder, incident_id)
        if not path.exists():
            return head_of(session, incident_id)
        with opened(path) as file:
            return head_of(session, incident_id) - derived_to(file)[0]

    def have_derived(self, *incidents: str) -> None:
        """Start a child for these incidents unless one is at work for this process."""
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "incident.past", *incidents], stdin=subprocess.DEVNULL
            )

    def stop(self) -> None:
        """End the child; what it has taken stays."""
        self._files.close()
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            self._child.wait(timeout=10)


def _not_yet(position: int, upto: int) -> Busy:
    percent = 100 * position // upto
    return Busy(
        "past.being_prepared",
        zh=f"正在整理这个事件的历史（{percent}%，{position:,} / {upto:,} 条），请稍候再看。",
        en=f"The past of this incident is being prepared ({percent}%, {position:,} of {upto:,} events); "
        "come back in a moment.",
        retry_after_s=2,
    )
