"""Who is next: takes recipients from the number file into the journal, as handed over, before anything leaves.

Urgent jobs come first, then whoever was accepted first. Within a job every county gets its share of the places that
are free, so that one county's network is not filled at once; a county whose network is busy gets fewer, a full one
none. Nothing here sends.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notifications.relay import surveys
from notifications.relay.journal import Tallies
from notifications.relay.roll import Roll
from notifications.relay.rules.pace import Pace, shared_out
from notifications.relay.rules.quiet import Quiet, day_of
from notifications.relay.rules.states import CAPPED, HANDED
from notifications.relay.settling import Handover, recipient_state

#: Jobs that are looked at for one round of places, and counties of one job: those first that are behind the others.
_MOST_JOBS, _MOST_COUNTIES = 64, 16


@dataclass(frozen=True)
class Terms:
    """What holds for one round: the moment, the operator's limits, the paces of busy counties."""

    now_ms: int
    cap_per_day: int | None
    quiet: Quiet | None
    counties: Mapping[str, Pace]


class Handing:
    """One round of taking within one transaction of the journal."""

    def __init__(self, books: sqlite3.Connection, roll: Roll, terms: Terms, tallies: Tallies) -> None:
        self._books = books
        self._roll = roll
        self._terms = terms
        self._tallies = tallies
        self._is_quiet = terms.quiet is not None and terms.quiet.holds(terms.now_ms)
        self._day = day_of(terms.now_ms)
        #: Messages that left for counties with a pace of their own.
        self.spent: dict[str, int] = {}
        found = books.execute("SELECT COALESCE(MAX(position), 0) FROM sent").fetchone()[0]
        self._position: int = found
        self._rows: list[tuple[object, ...]] = []

    def take(self, room: int, *, places: int) -> list[Handover]:
        """Take messages for as many as the pace gives room for, and never more than there are places on the lines.

        A recipient's parts are taken together or not at all; where they are more than the room, the pace owes them.
        """
        out: list[Handover] = []
        for job in self._open_jobs():
            left = min(places - len(out), max(room - len(out), 0 if out else job["parts"]))
            if left < job["parts"]:
                break
            again = self._again(job, left)
            out += again
            if not job["closed"] and left - len(again) >= job["parts"]:
                out += self._new(job, left - len(again))
        self._books.executemany(
            "INSERT INTO sent (position, job, number, part, state, ref, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
            self._rows,
        )
        return out

    def _open_jobs(self) -> list[Mapping[str, Any]]:
        """Jobs with somebody left in the number file, and with somebody who waits in the journal."""
        when = (self._terms.now_ms, self._terms.now_ms, 1 if self._is_quiet else 0, _MOST_JOBS)
        fresh = self._books.execute(
            "SELECT * FROM job WHERE closed = 0 AND from_ms <= ? AND until_ms > ? AND urgent >= ?"
            " ORDER BY urgent DESC, id LIMIT ?",
            when,
        ).fetchall()
        waiting = self._books.execute(
            "SELECT DISTINCT job.* FROM tally INDEXED BY tally_waiting CROSS JOIN job ON job.id = tally.job"
            " WHERE state IN ('R', 'W') AND many > 0 AND from_ms <= ? AND until_ms > ? AND urgent >= ?"
            " AND key NOT IN (SELECT key FROM stop) LIMIT ?",
            when,
        ).fetchall()
        jobs = {row["id"]: dict(row) for row in (*fresh, *waiting)}
        return sorted(jobs.values(), key=lambda job: (-job["urgent"], job["id"]))

    def _again(self, job: Mapping[str, Any], room: int) -> list[Handover]:
        """What the gateway did not take for now, and customers whose day of too many messages is over."""
        out = []
        rows = self._books.execute(
            "SELECT position, number, part FROM sent INDEXED BY sent_put_off WHERE job = ? AND state = 'R'"
            " ORDER BY at_ms LIMIT ?",
            (job["id"], room),
        ).fetchall()
        for row in rows:
            before = self._recipient(job, row["number"])
            self._hand_again(row["position"])
            self._tallies.move(job["id"], before, self._recipient(job, row["number"]))
            out.append(Handover(row["position"], job["id"], row["number"], row["part"]))
        begun_ms = self._terms.now_ms - (self._terms.now_ms + 8 * 3_600_000) % 86_400_000
        capped = self._books.execute(
            "SELECT position, number, ref FROM sent INDEXED BY sent_capped WHERE job = ? AND state = 'W'"
            " AND at_ms < ? LIMIT ?",
            (job["id"], begun_ms, max(0, room - len(out)) // job["parts"]),
        ).fetchall()
        for row in capped:
            if self._is_capped(job, row["ref"]):
                self._books.execute(
                    "UPDATE sent SET at_ms = ? WHERE position = ?", (self._terms.now_ms, row["position"])
                )
                continue
            self._hand_again(row["position"])
            out.append(Handover(row["position"], job["id"], row["number"], 0))
            out += [self._write(job, row["number"], row["ref"], part, HANDED) for part in range(1, job["parts"])]
            self._tallies.move(job["id"], CAPPED, HANDED)
        return out

    def _hand_again(self, position: int) -> None:
        self._books.execute(
            "UPDATE sent SET state = ?, at_ms = ? WHERE position = ?", (HANDED, self._terms.now_ms, position)
        )

    def _new(self, job: Mapping[str, Any], room: int) -> list[Handover]:
        """The next entries of the number file in every county that may be reached."""
        lanes = self._books.execute(
            "SELECT county, total - taken AS waiting, cursor FROM lane WHERE job = ? AND taken < total"
            " ORDER BY taken * 1.0 / total LIMIT ?",
            (job["id"], _MOST_COUNTIES),
        ).fetchall()
        if not lanes:
            self._books.execute("UPDATE job SET closed = 1 WHERE id = ?", (job["id"],))
            return []
        waiting = {f"{row['county']:06d}": row["waiting"] for row in lanes}
        shares = shared_out(room // job["parts"], waiting, self._terms.counties)
        cursors = {f"{row['county']:06d}": row["cursor"] for row in lanes}
        body = json.loads(job["body"])
        told, is_sample = body["audience"], "sampleOf" in body
        wanted = self._roll.wanted(
            job["roll"], counties=told["counties"], segments=told["segments"], rules=told["rules"]
        )
        out: list[Handover] = []
        for county, share in shares.items():
            people = (
                surveys.page(self._books, job["id"], county, after=cursors[county], limit=share)
                if is_sample
                else self._roll.page(wanted, county, after=cursors[county], limit=share)
            )
            handed = 0
            for person in people:
                if self._is_capped(job, person.ref):
                    self._write(job, person.number, person.ref, 0, CAPPED)
                    self._tallies.move(job["id"], None, CAPPED)
                    continue
                out += [self._write(job, person.number, person.ref, part, HANDED) for part in range(job["parts"])]
                handed += 1
            self._tallies.move(job["id"], None, HANDED, handed)
            self.spent[county] = self.spent.get(county, 0) + handed * job["parts"]
            self._advance(job["id"], county, len(people), people[-1].place if people else None)
        return out

    def _advance(self, job: int, county: str, taken: int, cursor: int | None) -> None:
        """Note how far the county was read. One that has nobody left is done, whatever its total said."""
        if cursor is None:
            self._books.execute("UPDATE lane SET taken = total WHERE job = ? AND county = ?", (job, int(county)))
        else:
            self._books.execute(
                "UPDATE lane SET taken = taken + ?, cursor = ? WHERE job = ? AND county = ?",
                (taken, cursor, job, int(county)),
            )

    def _write(self, job: Mapping[str, Any], number: int, ref: str, part: int, state: str) -> Handover:
        self._position += 1
        self._rows.append((self._position, job["id"], number, part, state, ref, self._terms.now_ms))
        return Handover(self._position, job["id"], number, part)

    def _is_capped(self, job: Mapping[str, Any], ref: str) -> bool:
        """Whether the customer has had enough today; if not, this message counts. What is urgent always goes."""
        cap = self._terms.cap_per_day
        if cap is None:
            return False
        had = self._books.execute("SELECT many FROM told WHERE day = ? AND ref = ?", (self._day, ref)).fetchone()
        if had is not None and had["many"] >= cap and not job["urgent"]:
            return True
        self._books.execute(
            "INSERT INTO told VALUES (?, ?, 1) ON CONFLICT (day, ref) DO UPDATE SET many = many + 1", (self._day, ref)
        )
        return False

    def _recipient(self, job: Mapping[str, Any], number: int) -> str:
        return recipient_state(self._books, job["id"], number)
