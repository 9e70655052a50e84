"""The CMPP simulator's books: what it took, what became of it, and what was taken more than once.

A chunk of submits is one transaction, written before it is answered, so that a gateway of thousands a second still
keeps what it said through ``kill -9``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notifications.durable import Books
from notifications.simulators.faults import Faults, draw

_SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
  position INTEGER PRIMARY KEY, msg_id INTEGER NOT NULL, phone INTEGER NOT NULL, source TEXT NOT NULL,
  content BLOB NOT NULL, format INTEGER NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL,
  reference INTEGER NOT NULL, accepted_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL, stat TEXT NOT NULL,
  told INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS message_due ON message (due_ms) WHERE told = 0;
CREATE TABLE IF NOT EXISTS said (
  position INTEGER PRIMARY KEY, phone INTEGER NOT NULL, text TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS refused (result INTEGER PRIMARY KEY, many INTEGER NOT NULL) STRICT;
"""
#: A month's gateway code as it stands within a Msg_Id: bits 38 to 17.
_GATEWAY = 999_001


@dataclass(frozen=True)
class Taking:
    """One message that is about to be taken."""

    phone: int
    source: str
    content: bytes
    format: int
    part: int
    parts: int
    reference: int
    wants_report: bool


class CmppBooks:
    """The books of one simulated gateway."""

    def __init__(self, path: Path) -> None:
        self._books = Books(path, schema=_SCHEMA)
        with self._books.reading() as books:
            self._position: int = books.execute("SELECT COALESCE(MAX(position), 0) FROM message").fetchone()[0]

    def close(self) -> None:
        """Close the file."""
        self._books.close()

    def take(self, messages: Sequence[Taking], *, faults: Faults, seed: int, fast: int, now_ms: int) -> list[int]:
        """Keep messages in one transaction and return the Msg_Id of each."""
        due_ms = now_ms + faults.receipt_ms // fast
        with self._books.writing() as books:
            rows = []
            for one in messages:
                self._position += 1
                stat = _stat(faults, seed=seed, position=self._position)
                rows.append((
                    self._position, msg_id_of(self._position, now_ms), one.phone, one.source, one.content, one.format,
                    one.part, one.parts, one.reference, now_ms, due_ms, stat,
                    0 if one.wants_report and stat else 2,
                ))  # fmt: skip
            books.executemany("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return [row[1] for row in rows]

    def refuse(self, results: Iterable[int]) -> None:
        """Count what was not taken, and why."""
        with self._books.writing() as books:
            books.executemany(
                "INSERT INTO refused VALUES (?, 1) ON CONFLICT (result) DO UPDATE SET many = many + 1",
                [(result,) for result in results],
            )

    def forget(self, msg_id: int) -> bool:
        """Cancel a message that has no report yet; whether there was one."""
        with self._books.writing() as books:
            done = books.execute(
                "UPDATE message SET stat = 'DELETED', due_ms = 0 WHERE msg_id = ? AND told = 0", (msg_id,)
            )
            return done.rowcount == 1

    def due(self, *, now_ms: int, limit: int) -> list[dict[str, Any]]:
        """Return messages whose report is due and not yet taken, the oldest first."""
        with self._books.reading() as books:
            return [
                dict(row)
                for row in books.execute(
                    "SELECT position, msg_id, phone, source, stat FROM message"
                    " WHERE told = 0 AND due_ms <= ? ORDER BY due_ms LIMIT ?",
                    (now_ms, limit),
                )
            ]

    def say(self, words: Sequence[tuple[int, str]]) -> None:
        """Keep what phones write to us, until a session has taken it."""
        with self._books.writing() as books:
            books.executemany("INSERT INTO said (phone, text) VALUES (?, ?)", words)

    def unheard(self, *, limit: int) -> list[dict[str, Any]]:
        """Return what phones wrote and nobody has taken, the oldest first; positions are negative."""
        with self._books.reading() as books:
            rows = books.execute("SELECT * FROM said WHERE told = 0 ORDER BY position LIMIT ?", (limit,))
            return [dict(row) | {"position": -row["position"]} for row in rows]

    def told(self, positions: Sequence[int]) -> None:
        """Note that reports, and (below 0) what phones wrote, were taken."""
        with self._books.writing() as books:
            books.executemany("UPDATE message SET told = 1 WHERE position = ?", [(one,) for one in positions])
            books.executemany("UPDATE said SET told = 1 WHERE position = ?", [(-one,) for one in positions if one < 0])

    def page(self, *, after: int, limit: int) -> list[dict[str, Any]]:
        """Return messages in the order of their coming, as a phone would show them."""
        with self._books.reading() as books:
            rows = books.execute("SELECT * FROM message WHERE position > ? ORDER BY position LIMIT ?", (after, limit))
            return [dict(row) | {"content": _readable(row["content"], row["format"])} for row in rows]

    def account(self) -> dict[str, Any]:
        """Return the counts of everything; ``doubled``: messages that a phone got more than once."""
        with self._books.reading() as books:
            stats = books.execute("SELECT stat, told, COUNT(*) AS many FROM message GROUP BY stat, told").fetchall()
            doubled = books.execute(
                "SELECT COUNT(*) FROM (SELECT 1 FROM message GROUP BY phone, content, part HAVING COUNT(*) > 1)"
            ).fetchone()[0]
            phones = books.execute("SELECT COUNT(DISTINCT phone) FROM message").fetchone()[0]
            refused = books.execute("SELECT result, many FROM refused").fetchall()
        totals: dict[str, int] = {}
        for row in stats:
            totals[row["stat"] or "silent"] = totals.get(row["stat"] or "silent", 0) + row["many"]
        return {
            "messages": sum(totals.values()),
            "phones": phones,
            "doubled": doubled,
            "stats": totals,
            "reports_taken": sum(row["many"] for row in stats if row["told"] == 1),
            "reports_waiting": sum(row["many"] for row in stats if row["told"] == 0),
            "refused": {str(row["result"]): row["many"] for row in refused},
        }

    def tally(self) -> dict[str, int]:
        """Return only how many came and how many reports wait, for those who look often."""
        with self._books.reading() as books:
            row = books.execute(
                "SELECT (SELECT COALESCE(MAX(position), 0) FROM message) AS came,"
                " (SELECT COUNT(*) FROM message WHERE told = 0) AS waiting"
            ).fetchone()
        return {"messages": int(row["came"]), "reports_waiting": int(row["waiting"])}


def msg_id_of(position: int, now_ms: int) -> int:
    """Return a Msg_Id as a gateway makes it: month, day, hour, minute, second, gateway and a running number.

    Signed, as SQLite keeps 64 bits. The bits of the gateway take the upper part of the running number, since 65,536 a
    second would come round.
    """
    seconds = now_ms // 1000
    days, rest = divmod(seconds, 86_400)
    month, day = days % 12 + 1, days % 31 + 1
    hour, minute, second = rest // 3600, rest // 60 % 60, rest % 60
    stamp = (month << 22) | (day << 17) | (hour << 12) | (minute << 6) | second
    gateway = (_GATEWAY + (position >> 16)) & 0x3FFFFF
    number = (stamp << 38) | (gateway << 16) | (position & 0xFFFF)
    return number - (1 << 64) if number >> 63 else number


def _readable(content: bytes, format_: int) -> str:
    return content.decode("utf-16-be" if format_ == 8 else "ascii", "replace")


def _stat(faults: Faults, *, seed: int, position: int) -> str:
    """What becomes of a message, in the carriers' words; empty: nobody ever says."""
    chance = draw(seed, "cmpp", position)
    if chance < faults.fail_ppm:
        return ("UNDELIV", "MA:0001", "DB:0141", "REJECTD")[chance % 4]
    chance -= faults.fail_ppm
    if chance < faults.expire_ppm:
        return "EXPIRED"
    return "" if chance < faults.expire_ppm + faults.no_receipt_ppm else "DELIVRD"
