"""The sms simulator's books: what each gateway took, what became of it, what phones sent back and who has it.

What becomes of a message is drawn when it is accepted and shown when its time has come, so ``kill -9`` changes
nothing. News (reports and answers) is kept until the other side took it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from notifications.durable import Books
from notifications.simulators.faults import Faults, draw

Gateway: TypeAlias = Literal["http", "smpp"]
Fate: TypeAlias = Literal["delivered", "failed", "expired", "silent"]

_DAY_MS = 86_400_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
  position INTEGER PRIMARY KEY, gateway TEXT NOT NULL, id TEXT NOT NULL UNIQUE, out_id TEXT NOT NULL,
  phone TEXT NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL, template TEXT NOT NULL, parts INTEGER NOT NULL,
  part_ref INTEGER NOT NULL, part_of INTEGER NOT NULL, part_number INTEGER NOT NULL, coding TEXT NOT NULL,
  accepted_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL, fate TEXT NOT NULL, code TEXT NOT NULL,
  wants_report INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS message_phone ON message (phone, accepted_ms);
CREATE TABLE IF NOT EXISTS up (
  position INTEGER PRIMARY KEY, gateway TEXT NOT NULL, phone TEXT NOT NULL, dest TEXT NOT NULL, text TEXT NOT NULL,
  said_ms INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0
) STRICT;
"""


@dataclass(frozen=True)
class Message:
    """A message as a gateway took it; ``part`` is (reference, how many, which) of a concatenated one."""

    gateway: Gateway
    phone: str
    source: str
    text: str
    coding: str
    out_id: str = ""
    template: str = ""
    parts: int = 1
    part: tuple[int, int, int] = (0, 1, 1)
    wants_report: bool = True


class SmsBooks:
    """The books of both gateways."""

    def __init__(self, path: Path) -> None:
        self._books = Books(path, schema=_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._books.close()

    def accept(self, message: Message, *, faults: Faults, seed: int, fast: int, now_ms: int) -> str:
        """Keep a message and return the id that the gateway gives it."""
        with self._books.writing() as books:
            position = books.execute("SELECT COALESCE(MAX(position), 0) + 1 FROM message").fetchone()[0]
            fate, code = _fate(faults, seed=seed, position=position, gateway=message.gateway)
            id_ = f"{now_ms % 10**12:012d}{position}^0" if message.gateway == "http" else f"{position:08X}"
            books.execute(
                "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                (
                    position, message.gateway, id_, message.out_id, message.phone, message.source, message.text,
                    message.template, message.parts, *message.part, message.coding, now_ms,
                    now_ms + faults.receipt_ms // fast, fate, code, int(message.wants_report),
                ),
            )  # fmt: skip
        return id_

    def taken_today(self, phone: str, *, now_ms: int, fast: int) -> int:
        """Return how many messages a number was sent in the last day of the simulated world."""
        with self._books.reading() as books:
            row = books.execute(
                "SELECT COUNT(*) FROM message WHERE phone = ? AND accepted_ms > ?", (phone, now_ms - _DAY_MS // fast)
            ).fetchone()
            return int(row[0])

    def page(self, *, after: int, limit: int) -> list[dict[str, Any]]:
        """Return messages in the order of their coming."""
        return self._rows("SELECT * FROM message WHERE position > ? ORDER BY position LIMIT ?", after, limit)

    def of_phone(self, phone: str) -> list[dict[str, Any]]:
        """Return what a number was sent, oldest first."""
        return self._rows("SELECT * FROM message WHERE phone = ? ORDER BY position", phone)

    def message(self, id_: str) -> dict[str, Any] | None:
        """Return one message by its gateway's id."""
        rows = self._rows("SELECT * FROM message WHERE id = ?", id_)
        return rows[0] if rows else None

    def decide(self, id_: str, *, fate: Fate, code: str, now_ms: int) -> bool:
        """Let a message end now in this way, and be told again; False when there is none of that id."""
        with self._books.writing() as books:
            done = books.execute(
                "UPDATE message SET fate = ?, code = ?, due_ms = ?, told = 0 WHERE id = ?", (fate, code, now_ms, id_)
            )
            return done.rowcount == 1

    def say(self, *, gateway: Gateway, phone: str, dest: str, text: str, now_ms: int) -> int:
        """Keep what a phone sends; return its number."""
        with self._books.writing() as books:
            done = books.execute(
                "INSERT INTO up (gateway, phone, dest, text, said_ms) VALUES (?, ?, ?, ?, ?)",
                (gateway, phone, dest, text, now_ms),
            )
            return int(done.lastrowid or 0)

    def due_reports(self, gateway: Gateway, *, now_ms: int, limit: int = 100) -> list[dict[str, Any]]:
        """Return messages whose report is due and not yet taken."""
        return self._rows(
            "SELECT * FROM message WHERE gateway = ? AND told = 0 AND wants_report = 1 AND due_ms <= ?"
            " AND fate <> 'silent' ORDER BY due_ms, position LIMIT ?",
            gateway, now_ms, limit,
        )  # fmt: skip

    def due_ups(self, gateway: Gateway, *, limit: int = 100) -> list[dict[str, Any]]:
        """Return what phones sent and nobody has taken."""
        return self._rows(
            "SELECT * FROM up WHERE gateway = ? AND told = 0 ORDER BY position LIMIT ?", gateway, limit
        )  # fmt: skip

    def said_by(self, phone: str) -> list[str]:
        """Return what a phone has sent, oldest first."""
        return [row["text"] for row in self._rows("SELECT text FROM up WHERE phone = ? ORDER BY position", phone)]

    def told(self, table: Literal["message", "up"], position: int) -> None:
        """Note that a report or an answer was taken."""
        with self._books.writing() as books:
            books.execute(f"UPDATE {table} SET told = 1 WHERE position = ?", (position,))  # noqa: S608  two names

    def account(self, *, now_ms: int) -> dict[str, Any]:
        """Return the counts of everything."""
        with self._books.reading() as books:
            fates = books.execute(
                "SELECT CASE WHEN due_ms <= ? THEN fate ELSE 'submitted' END AS state, COUNT(*) AS many"
                " FROM message GROUP BY state",
                (now_ms,),
            ).fetchall()
            ups = books.execute("SELECT COUNT(*), COALESCE(SUM(told), 0) FROM up").fetchone()
            told = books.execute("SELECT COALESCE(SUM(told), 0) FROM message").fetchone()[0]
        states = {row["state"]: row["many"] for row in fates}
        return {"messages": sum(states.values()), "states": states, "reports_taken": told,
                "answers": ups[0], "answers_taken": ups[1]}  # fmt: skip

    def _rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        with self._books.reading() as books:
            return [dict(row) for row in books.execute(query, values)]


def state_of(row: dict[str, Any], *, now_ms: int) -> str:
    """Return submitted, delivered, failed, expired or (no receipt ever comes) submitted."""
    fate = str(row["fate"])
    return fate if row["due_ms"] <= now_ms and fate != "silent" else "submitted"


def _fate(faults: Faults, *, seed: int, position: int, gateway: Gateway) -> tuple[Fate, str]:
    """What becomes of a message and the carrier's word for it; SMPP has words of its own (appendix B)."""
    chance = draw(seed, "sms", position)
    if chance < faults.fail_ppm:
        return "failed", "MK:0001" if gateway == "http" else "UNDELIV"
    if chance < faults.fail_ppm + faults.expire_ppm:
        return "expired", "EXPIRED"
    if chance < faults.fail_ppm + faults.expire_ppm + faults.no_receipt_ppm:
        return "silent", ""
    return "delivered", "DELIVERED" if gateway == "http" else "DELIVRD"
