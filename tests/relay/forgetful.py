"""Planted faults: relays that do what the journal forbids. Only to see that the harness would notice."""

from __future__ import annotations

from incident.cli import main as tongxin
from notifications.relay.engine import Engine


def main() -> None:
    """A relay that, started again, takes what has no answer for never sent, and sends it once more."""
    begin = Engine.start

    def start(self: Engine) -> None:
        with self._journal.writing() as books:
            books.execute("INSERT INTO tally SELECT job, 'R', COUNT(*) FROM sent WHERE state = 'H' GROUP BY job"
                          " ON CONFLICT (job, state) DO UPDATE SET many = many + excluded.many")  # fmt: skip
            books.execute("UPDATE tally SET many = 0 WHERE state = 'H'")
            books.execute("UPDATE sent SET state = 'R' WHERE state = 'H'")
        begin(self)

    Engine.start = start  # type: ignore[method-assign]
    tongxin()
