"""How a demo ends: the house's own account against the books of billing, the broadcast gateway and the SMS gateway.

All are asked the same questions from different sides: nothing of the one is used to work out the other.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import select

from incident.db import Database
from incident.demo.story import incident_id
from incident.models import Broadcast, BroadcastPart, Measure, Outbox, Page
from incident.queries.balance import balance
from incident.rules.balance import SIX

#: Real seconds in which the simulators must answer.
TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Line:
    """One line of the table: a measure or broadcast of the whole nation, customers unless its title says otherwise."""

    title_zh: str
    title_en: str
    intended: int
    submitted: int
    waiting: int
    applied: int
    failed: int
    unknown: int
    fen: int


@dataclass(frozen=True)
class Reckoning:
    """The balance as it is printed; even when nothing differs."""

    lines: tuple[Line, ...]
    tasks: Mapping[str, int]
    differences: tuple[str, ...]

    @property
    def even(self) -> bool:
        return not self.differences


def reckon(db: Database, run: uuid.UUID, *, billing_url: str, broadcast_url: str, sms_url: str) -> Reckoning:
    """The balance of a run's incident, compared with all three simulators' own books."""
    billing, broadcasting = _books(billing_url), _books(broadcast_url)
    incident = str(incident_id(run))
    with db.read() as session:
        told = balance(session, incident, books=billing)
        titles: dict[str, tuple[str, str]] = {}
        for model in (Measure, Broadcast):
            rows = session.execute(
                select(model.id, model.title_zh, model.title_en).where(model.incident_id == incident)
            )
            titles |= {row.id: (row.title_zh, row.title_en) for row in rows}
        columns = [getattr(BroadcastPart, name) for name in (*SIX, "stopped", "customers", "state", "attempt", "id")]
        parts = session.execute(select(*columns).where(BroadcastPart.incident_id == incident)).mappings()
        against = compare_gateway({row["id"]: dict(row) for row in parts}, broadcasting)
        pages = {
            row.key: (row.state, row.permitted_at is not None)
            for row in session.execute(select(Page.key, Page.state, Page.permitted_at).where(Page.channel == "sms"))
        }
        answers = session.scalars(
            select(Outbox.key).where(Outbox.kind == "sms", Outbox.key.startswith("answer:"))
        ).all()
    texts = {key: state for key, (state, _left) in pages.items()} | dict.fromkeys(answers, "answer")
    against += compare_texts(texts, _messages(sms_url))
    lines = [_measure_line(titles, measure, told["measures"]) for measure in _ids(told["measures"], "measure_id")]
    lines += [_broadcast_line(titles, one, told["broadcasts"]) for one in _ids(told["broadcasts"], "broadcast_id")]
    lines.append(_texts_line(pages.values()))
    return Reckoning(tuple(lines), told["tasks"], (*told["differences"], *against))


def compare_gateway(parts: Mapping[str, Mapping[str, Any]], books: Mapping[str, Any]) -> list[str]:
    """Our broadcast parts (by id) against a gateway's own jobs; what still moves on either side is left out."""
    jobs: dict[str, list[Mapping[str, Any]]] = {}
    for job in books["jobs"]:
        jobs.setdefault(":".join(job["externalId"].split(":")[:2]), []).append(job)
    found = [f"broadcast {key}: in the gateway's books but not in ours" for key in sorted(set(jobs) - set(parts))]
    for key, part in sorted(parts.items()):
        taken = jobs.get(key, [])
        if len(taken) > 1:
            found.append(f"broadcast {key}: {len(taken)} jobs at the gateway, there may be one")
        if not taken:
            if part["customers"] != part["queued"] + part["stopped"]:
                found.append(f"broadcast {key}: counted as sent, unknown to the gateway")
            continue
        job = taken[-1]
        if part["state"] not in ("completed", "stopped") or job["state"] == "inProgress":
            continue
        for state in SIX:
            if part[state] != job["counts"][state]:
                found.append(f"broadcast {key}: {state} {part[state]} here, {job['counts'][state]} at the gateway")
    return found


def compare_texts(ours: Mapping[str, str], messages: Iterable[Mapping[str, Any]]) -> list[str]:
    """Our SMS by key, each with the state that we know, against the gateway's; what is still under way is left out."""
    theirs = [(str(message["out_id"]), str(message["state"])) for message in messages]
    taken, states = Counter(key for key, _state in theirs), dict(theirs)
    found = [f"sms {key}: in the gateway's books but not in ours" for key in sorted(set(taken) - set(ours))]
    for key, state in sorted(ours.items()):
        if taken[key] > 1:
            found.append(f"sms {key}: {taken[key]} messages at the gateway, there may be one")
        if not taken[key] and state in ("submitted", "delivered"):
            found.append(f"sms {key}: counted as sent, unknown to the gateway")
        if taken[key] and state in ("delivered", "failed", "expired") and states[key] != state:
            found.append(f"sms {key}: {state} here, {states[key]} at the gateway")
    return found


def _messages(url: str) -> list[dict[str, Any]]:
    """Everything that the SMS gateway took."""
    found: list[dict[str, Any]] = []
    while True:
        answer = httpx.get(f"{url}/messages?after={len(found)}&limit=1000", timeout=TIMEOUT_S)
        answer.raise_for_status()
        page = answer.json()["messages"]
        if not page:
            return found
        found += page


def _texts_line(pages: Iterable[tuple[str, bool]]) -> Line:
    """SMS to staff: what left was delivered, failed, or nobody knows; what did not leave was not needed any more."""
    every = list(pages)
    left = Counter(state for state, has_left in every if has_left)
    delivered, failed = left["delivered"], left["failed"] + left["expired"]
    unknown = left["submitted"] + left["unknown"]
    sent = delivered + failed + unknown
    return Line(
        "短信（条）",
        "Staff SMS",
        intended=len(every),
        submitted=sent,
        waiting=len(every) - sent,
        applied=delivered,
        failed=failed,
        unknown=unknown,
        fen=0,
    )


def _books(url: str) -> dict[str, Any]:
    answer = httpx.get(f"{url}/books", timeout=TIMEOUT_S)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _ids(lines: list[dict[str, Any]], name: str) -> list[str]:
    return sorted({str(line[name]) for line in lines})


def _measure_line(titles: Mapping[str, tuple[str, str]], measure: str, lines: list[dict[str, Any]]) -> Line:
    mine = [line for line in lines if line["measure_id"] == measure]

    def total(name: str) -> int:
        return sum(int(line[name]) for line in mine)

    return Line(
        *titles[measure],
        intended=total("intended_customers"),
        submitted=total("submitted_customers"),
        waiting=total("waiting_customers") + total("abandoned_customers"),
        applied=total("applied_customers"),
        failed=total("failed_customers"),
        unknown=total("unknown_customers"),
        fen=total("applied_fen"),
    )


def _broadcast_line(titles: Mapping[str, tuple[str, str]], broadcast: str, lines: list[dict[str, Any]]) -> Line:
    mine = [line for line in lines if line["broadcast_id"] == broadcast]

    def total(*names: str) -> int:
        return sum(int(line[name]) for line in mine for name in names)

    return Line(
        *titles[broadcast],
        intended=total("customers"),
        submitted=total("customers") - total("queued", "stopped"),
        waiting=total("queued", "stopped"),
        applied=total("delivered"),
        failed=total("failed", "expired"),
        unknown=total("unknown", "submitted"),
        fen=0,
    )
