"""Forged approvals, each tried on the true application and database, and what must not have come of any.

A forgery lacks something that an approval needs: the right person, the right bytes, the number typed, a proof of who
it is, a state that waits. It comes over HTTP by every route of measures and broadcasts, through the commands, or by a
hand at the SQL prompt. Afterwards the subjects stand where they stood, nobody counts as an approver who did not
approve, and nothing has been put into the outbox.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from incident.commands import broadcasts, measures
from incident.db import Database
from incident.errors import Refusal
from incident.log import Actor, incident_stream
from tests.web.browser import Browser

#: How the house and its database say no.
REFUSED = (Refusal, SQLAlchemyError)
ROUTES = (
    "approve", "submit", "reject", "return", "stop", "correct", "cancel", "retry", "start", "hold", "resume",
    "accept-gaps", "extend", "end", "revoke", "revise",
)  # fmt: skip
HEADERS: list[dict[str, str]] = [
    {"X-Forwarded-User": "root"}, {"X-HTTP-Method-Override": "PATCH"}, {"X-Original-URL": "/healthz"},
    {"X-CSRF-Token": "0" * 32}, {"X-CSRF-Token": ""}, {"Origin": "https://evil.example"}, {"Authorization": "Bearer x"},
    {"Sec-Fetch-Site": "cross-site"}, {"Idempotency-Key": ""}, {"X-Person-Id": "x"},
]  # fmt: skip


@dataclass
class Subject:
    """A measure or broadcast that waits, and how many have approved it."""

    kind: str
    row: dict[str, Any]
    #: What a true approval must carry: bytes, number, and the pre-flight that was seen.
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/api/v1/{self.kind}s/{self.row['id']}"


@dataclass
class Ground:
    """Everything that forgeries are tried on."""

    app: Flask
    db: Database
    incident: str
    subjects: list[Subject]
    #: Who may never carry any of them, whatever they send; by what they are.
    wrong: Mapping[str, Browser]
    #: Approvers who might, were their request right.
    right: Mapping[str, Browser]
    #: Keys and bodies of approvals that were really given, by the subject's id.
    given: Mapping[str, tuple[str, dict[str, Any]]]
    before: tuple[Any, ...] = ()
    said: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def stands(self) -> tuple[Any, ...]:
        """What no forgery may change: states, bytes, approvals, and what waits to leave."""
        with self.db.read() as session:
            rows = [
                session.execute(text(f"SELECT id, state, digest, revision FROM {kind} ORDER BY id")).all()  # noqa: S608
                for kind in ("measure", "broadcast")
            ]
            asked = (
                "SELECT subject_id, revision, digest, person_id FROM approval WHERE decision = 'approve' ORDER BY 1, 4"
            )
            left = "SELECT count(*) FROM outbox WHERE kind IN ('broadcast', 'billing', 'broadcast_stop')"
            return (*rows, session.execute(text(asked)).all(), session.execute(text(left)).scalar_one())


def forge(ground: Ground, number: int, seed: int) -> None:
    """Try one; a change of what stands is a fault, told with what brought it about."""
    chance = random.Random(f"{seed}:{number}")
    kind, act = chance.choices([(one[0], one[1]) for one in FORGERIES], [one[2] for one in FORGERIES])[0]
    try:
        ended = act(ground, chance)
    except REFUSED as refused:
        ended = getattr(refused, "code", type(refused).__name__)
    ground.said[f"{kind}: {ended}"] += 1
    if ground.stands() != ground.before:
        ground.faults.append(f"{number} {kind}: {ended}")
        ground.before = ground.stands()


def by_the_wrong_person(ground: Ground, chance: random.Random) -> str:
    """A request that would be right, from somebody who may not: the author, his other account, other roles, nobody."""
    subject = chance.choice(ground.subjects)
    who = chance.choice(list(ground.wrong))
    body = _right_body(subject)
    answer = ground.wrong[who].post(f"{subject.path}/approve", body, headers=_sometimes(chance, HEADERS))
    return f"{who} {answer.status_code}"


def of_other_bytes(ground: Ground, chance: random.Random) -> str:
    """A right person, but other bytes, another number, or more than was asked for."""
    subject = chance.choice(ground.subjects)
    body: dict[str, Any] = _right_body(subject)
    digest = str(body["digest"])
    at = chance.randrange(64)
    other = chance.choice([one for one in "0123456789abcdef" if one != digest[at]])
    wrong: list[dict[str, Any]] = [
        {"digest": digest[:at] + other + digest[at + 1 :]}, {"digest": digest.upper() + "0"}, {"digest": digest[:63]},
        {"digest": "0" * 64}, {"digest": None}, {"digest": [digest]}, {"digest": digest, "decision": "approve"},
        {"digest": digest, "person_id": str(uuid.uuid4())}, {"digest": digest, "revision": 1},
        {"digest": chance.choice([one.row["digest"] for one in ground.subjects if one is not subject])},
    ]  # fmt: skip
    if "typed_count" in body:
        count = int(subject.row["customers"])
        wrong += [
            {"typed_count": one}
            for one in (
                count + chance.choice([-1, 1, 10, -10]),
                0,
                -count,
                str(count),
                float(count) + 0.5,
                True,
                None,
                [count],
            )
        ]
    answer = chance.choice(list(ground.right.values())).post(f"{subject.path}/approve", body | chance.choice(wrong))
    return str(answer.status_code)


def unproved(ground: Ground, chance: random.Random) -> str:
    """A right person whose request does not prove it: no token, another's token, no key, another origin."""
    subject = chance.choice(ground.subjects)
    who = chance.choice(list(ground.right.values()))
    spoiled = chance.choice(
        [{"X-CSRF-Token": ""}, {"X-CSRF-Token": chance.choice(list(ground.wrong.values())).csrf},
         {"X-CSRF-Token": who.csrf[::-1]}, {"Origin": "https://evil.example"}, {"Idempotency-Key": ""},
         {"Idempotency-Key": "x" * 500}, {"Sec-Fetch-Site": "cross-site"}]
    )  # fmt: skip
    return str(who.post(f"{subject.path}/approve", _right_body(subject), headers=spoiled).status_code)


def replayed(ground: Ground, chance: random.Random) -> str:
    """An approval that was given, sent again: by its giver under its key or another, or onto another subject."""
    subject_id, (key, body) = chance.choice(list(ground.given.items()))
    target = chance.choice([one for one in ground.subjects if one.row["id"] == subject_id or chance.random() < 0.3])
    again = key if chance.random() < 0.5 else str(uuid.uuid4())
    return str(ground.wrong["the first approver"].post(f"{target.path}/approve", body, key=again).status_code)


def by_another_route(ground: Ground, chance: random.Random) -> str:
    """Every other route of a subject, from those who may use none of them; states and approvals in bodies."""
    subject = chance.choice(ground.subjects)
    who = chance.choice(["a member of a province", "an administrator", "an auditor", "nobody"])
    body = chance.choice(
        [{}, _right_body(subject), {"state": "broadcasting"}, {"approved_at": "2008-05-12T06:28:04Z"},
         {"reason": "x"}, {"author_id": str(uuid.uuid4())}]
    )  # fmt: skip
    browser = ground.wrong[who]
    if chance.random() < 0.3:
        return f"PATCH {browser.send('PATCH', subject.path, body, revision=subject.row['revision']).status_code}"
    route = chance.choice(ROUTES)
    return f"{route} {browser.post(f'{subject.path}/{route}', body, revision=subject.row['revision']).status_code}"


def in_a_new_row(ground: Ground, chance: random.Random) -> str:
    """A draft or an edit by its author that says of itself that it is approved."""
    subject = chance.choice(ground.subjects)
    more = chance.choice(
        [{"state": "broadcasting"}, {"approved_at": "2008-05-12T06:28:04Z"}, {"refers_to": subject.row["id"]},
         {"last_editor_id": str(uuid.uuid4())}, {"digest": "0" * 64}, {"started_at": "2008-05-12T06:28:04Z"}]
    )  # fmt: skip
    author = ground.wrong["the author"]
    if chance.random() < 0.5:
        return f"PATCH {author.send('PATCH', subject.path, more, revision=subject.row['revision']).status_code}"
    return str(
        author.post(f"/api/v1/incidents/{ground.incident}/{subject.kind}s", {**_draft(subject), **more}).status_code
    )


def by_command(ground: Ground, chance: random.Random) -> str:
    """The command itself, by an actor who is not a person signed in, or is the wrong one."""
    subject = chance.choice(ground.subjects)
    right = chance.choice(list(ground.right.values())).person_id
    actor = chance.choice(
        [Actor(person=right, via=via) for via in ("sms", "mail", "voice", "proxy", "system", "cli", "token")]
        + [Actor(person=str(uuid.uuid4()), via="web"), Actor(person=subject.row["author_id"], via="web")]
    )
    body = _right_body(subject)
    with ground.db.transaction([incident_stream(ground.incident)]) as tx:
        if subject.kind == "broadcast":
            row = broadcasts.approve_broadcast(
                tx, actor, broadcast_id=subject.row["id"], digest=body["digest"], typed_count=body["typed_count"]
            )
        else:
            row = measures.approve_measure(
                tx, actor, measure_id=subject.row["id"], digest=body["digest"], typed_count=body["typed_count"]
            )
    return str(row["state"])


def at_the_sql_prompt(ground: Ground, chance: random.Random) -> str:
    """Statements that a hand could type: approvals of nobody, of others, of other bytes; states without them."""
    subject = chance.choice(ground.subjects)
    statement, values = chance.choice(_statements(ground, subject, chance))
    with ground.db.transaction() as tx:
        tx.session.execute(text(statement), values)
    return statement.split()[0]


def of_another_preflight(ground: Ground, chance: random.Random) -> str:
    """A second approval by a right person that names another pre-flight than the first, and the measure carried on it.

    Nothing of the house is asked: the database alone stands in the way, and takes both back.
    """
    row = next(one.row for one in ground.subjects if one.kind == "measure")
    approval = {
        "id": str(uuid.uuid4()), "incident": ground.incident, "subject": row["id"], "revision": row["revision"],
        "digest": row["digest"], "person": chance.choice(list(ground.right.values())).person_id,
        "preflight": chance.choice([None, f"{chance.getrandbits(256):064x}"]), "state": chance.choice(CARRIED_OUT),
    }  # fmt: skip
    with ground.db.transaction() as tx:
        at = tx.session.execute(text("SELECT max(at) FROM approval WHERE subject_id = :subject"), approval).scalar_one()
        tx.session.execute(text(_SECOND), approval | {"at": at})
        tx.session.execute(text(_CARRIED), approval)
    return "carried"


CARRIED_OUT = ("approved", "executing")
_SECOND = (
    "INSERT INTO approval (id, incident_id, province, subject_kind, subject_id, revision, digest, person_id, decision,"
    " reason_text, at, preflight) VALUES (:id, :incident, NULL, 'measure', :subject, :revision, :digest, :person,"
    " 'approve', NULL, :at, :preflight)"
)
_CARRIED = (
    "UPDATE measure SET state = :state, approved_revision = :revision, approved_digest = :digest WHERE id = :subject"
)


def _statements(ground: Ground, subject: Subject, chance: random.Random) -> list[tuple[str, dict[str, Any]]]:
    row, table = subject.row, subject.kind
    wrong = [browser.person_id for browser in ground.wrong.values() if browser.person_id]
    right = [browser.person_id for browser in ground.right.values()]
    approval = {
        "id": str(uuid.uuid4()), "incident": ground.incident, "kind": subject.kind, "subject": row["id"],
        "revision": row["revision"], "digest": row["digest"], "person": chance.choice(right),
        "at": "2008-05-12 06:28:04",
    }  # fmt: skip
    author = str(row["author_id"])
    flawed = chance.choice(
        [{"person": author}, {"person": ground.wrong["the author's other account"].person_id},
         {"person": ground.wrong["the first approver"].person_id} if row["id"] in ground.given else {"person": author},
         {"person": str(uuid.uuid4())}, {"digest": "0" * 64}, {"revision": row["revision"] + chance.choice([-1, 1, 7])},
         {"subject": str(uuid.uuid4())}, {"incident": str(uuid.uuid4())},
         {"kind": "measure" if subject.kind == "broadcast" else "broadcast"}]
    )  # fmt: skip
    insert = (
        "INSERT INTO approval (id, incident_id, province, subject_kind, subject_id, revision, digest, person_id,"
        " decision, reason_text, at) VALUES (:id, :incident, NULL, :kind, :subject, :revision, :digest, :person,"
        " 'approve', NULL, :at)"
    )
    on = "WHERE id = :id"
    who = chance.choice([*wrong, *right])
    states = ("broadcasting", "completed") if table == "broadcast" else ("approved", "executing")
    return [
        (insert, approval | flawed),
        (insert, approval | flawed),
        (f"UPDATE {table} SET state = :state {on}", {"state": chance.choice(states), "id": row["id"]}),  # noqa: S608
        (f"UPDATE {table} SET digest = :digest {on}", {"digest": "0" * 64, "id": row["id"]}),  # noqa: S608
        ("UPDATE approval SET person_id = :who", {"who": who}),
        ("UPDATE approval SET subject_id = :subject", {"subject": row["id"]}),
        ("UPDATE approval SET digest = :digest", {"digest": "1" * 64}),
        ("UPDATE approval SET revision = revision + 1", {}),
        ("DELETE FROM approval", {}),
        ("UPDATE event SET type = 'BroadcastDecided' WHERE position = 1", {}),
        ("DELETE FROM event", {}),
    ]


FORGERIES: list[tuple[str, Callable[[Ground, random.Random], str], int]] = [
    ("wrong person", by_the_wrong_person, 5),
    ("other bytes", of_other_bytes, 5),
    ("unproved", unproved, 2),
    ("replayed", replayed, 2),
    ("another route", by_another_route, 3),
    ("a new row", in_a_new_row, 1),
    ("command", by_command, 4),
    ("SQL", at_the_sql_prompt, 6),
    ("another pre-flight", of_another_preflight, 1),
]


def _right_body(subject: Subject) -> dict[str, Any]:
    return dict(subject.body)


def _draft(subject: Subject) -> dict[str, Any]:
    """As a page would ask for a new one."""
    row = subject.row
    area = {"area": row.get("audience") or row.get("area"), "id": str(uuid.uuid4())}
    if subject.kind == "measure":
        return {**area, "kind": row["kind"], "fields": row["fields"], "rules": row["rules"],
                "window_from": row["window_from"], "window_to": row["window_to"]}  # fmt: skip
    texts = ("title_zh", "title_en", "body_zh", "body_en", "correction_zh", "correction_en")
    return {**area, **{name: row[name] for name in texts}, "valid_until": row["valid_until"]}


def _sometimes(chance: random.Random, headers: list[dict[str, str]]) -> dict[str, str] | None:
    return chance.choice(headers) if chance.random() < 0.3 else None
