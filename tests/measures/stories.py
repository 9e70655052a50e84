"""Short ways to measures and broadcasts in every state, through the real commands."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from incident import log
from incident.commands import broadcasts, drafting, measures
from incident.commands.again import batches_of
from incident.commands.batches import BatchResult, note_results
from incident.commands.deriving import parts_of
from incident.db import Database
from incident.events.people import STREAM, PersonAdded
from incident.log import SYSTEM, Actor, incident_stream
from incident.models import Outbox
from incident.rules.measures import BatchKey
from notifications.delivery import ExceptionRow
from tests.conftest import QUAKE
from tests.incident.stories import GANSU, SICHUAN, declared


def person(number: int) -> Actor:
    return Actor(person=f"{number:08d}-0000-4000-8000-000000000000", via="web")


#: Duty officer, two approvers, a second account of the duty officer, and somebody else who edits.
WANG, LI, ZHAO, WANG_AGAIN, SUN = (person(n) for n in range(1, 6))
EMPLOYEES = {WANG: "E-001", LI: "E-002", ZHAO: "E-003", WANG_AGAIN: "E-001", SUN: "E-005"}
#: Class B money (5 million yuan) of the earthquake playbook, in fen.
CAP_B = 500_000_000
#: Two counties of Sichuan and one of Gansu.
AREA = {
    SICHUAN: {"513221": {"gotone": 1000, "easyown": 3000}, "510181": {"gotone": 500}},
    GANSU: {"621202": {"easyown": 700}},
}


def begun(db: Database) -> str:
    """Id of an incident in which the people of this file work."""
    with db.transaction([STREAM]) as tx:
        for actor, employee in EMPLOYEES.items():
            event = PersonAdded(
                person_id=actor.person, login=actor.person[:8], name_zh=employee, name_en=employee,
                employee=employee, at=tx.now,
            )  # fmt: skip
            log.record(tx, event, stream=STREAM, actor=SYSTEM)
    return declared(db, provinces=(SICHUAN, GANSU))


def do(db: Database, incident: str, command: Any, actor: Actor = WANG, /, **arguments: Any) -> dict[str, Any]:
    """Run one command in a transaction of its own."""
    with db.transaction([incident_stream(incident)]) as tx:
        row: dict[str, Any] = command(tx, actor, **arguments)
    return row


def drafted(
    db: Database, incident_id: str, *, kind: str = "fee_waiver", cap_fen: int = 400_000_000, **changes: Any
) -> dict[str, Any]:
    """A draft by Wang: a waiver of 1 yuan a day for ten days, class B unless the cap says otherwise."""
    fields: dict[str, dict[str, Any]] = {
        "fee_waiver": {
            "charges": ["voice", "sms"],
            "fen_per_customer_day": {"gotone": 200, "easyown": 100, "mzone": 100, "other": 100},
            "cap_per_customer_fen": 3000,
            "cap_fen": cap_fen,
        },
        "suspension_deferral": {
            "monthly_bill_fen": {"gotone": 12_000, "easyown": 4_500, "mzone": 5_000, "other": 4_000},
            "cap_fen": cap_fen,
        },
        "green_channel": {"fen_per_hall_day": 10_000, "cap_fen": cap_fen},
    }
    rules = {"green_channel": ("registered_address",)}.get(kind, ("registered_address", "roaming_in"))
    values: dict[str, Any] = {
        "incident_id": incident_id,
        "measure_id": str(uuid.uuid4()),
        "kind": kind,
        "fields": fields.get(kind, {"cap_fen": cap_fen}),
        "area": AREA,
        "rules_counted": rules,
        "window_from": QUAKE,
        "window_to": QUAKE + timedelta(days=10),
        "class_b_cap_fen": CAP_B,
    }
    return do(db, incident_id, drafting.draft_by_hand, **(values | changes))


def approved(db: Database, incident_id: str, **changes: Any) -> dict[str, Any]:
    """A measure that as many people as needed have approved."""
    row = drafted(db, incident_id, **changes)
    return decide(db, row)


def decide(db: Database, row: dict[str, Any]) -> dict[str, Any]:
    """Submit (where it is a draft) and approve by Li, and by Zhao for class A."""
    if row["state"] == "draft":
        row = do(db, row["incident_id"], measures.submit_measure, measure_id=row["id"])
    for approver in (LI, ZHAO)[: 2 if row["approval_class"] == "A" else 1]:
        row = yes(db, row, approver)
    return row


def yes(db: Database, row: dict[str, Any], approver: Actor) -> dict[str, Any]:
    """One approval of these bytes, with the count typed."""
    return do(
        db, row["incident_id"], measures.approve_measure, approver,
        measure_id=row["id"], digest=row["digest"], typed_count=row["customers"],
    )  # fmt: skip


def started(db: Database, incident_id: str, **changes: Any) -> dict[str, Any]:
    """A measure whose instructions wait in the outbox."""
    row = approved(db, incident_id, **changes)
    return do(db, incident_id, measures.start_measure, measure_id=row["id"])


def batches(db: Database, measure_id: str) -> dict[str, dict[str, Any]]:
    """Batches by `county:segment:revision`."""
    with db.transaction() as tx:
        found = batches_of(tx, measure_id)
    return {f"{b['county']}:{b['segment']}:{b['revision']}": b for b in found}


def batches_by_key(db: Database, measure_id: str) -> dict[str, dict[str, Any]]:
    """Batches by their own key."""
    return {batch["id"]: batch for batch in batches(db, measure_id).values()}


def answer(db: Database, incident_id: str, batch: dict[str, Any], outcome: str, **said: Any) -> None:
    """Record one result for the present hand-over of a batch."""
    key = said.pop("key", None) or BatchKey(batch["id"], batch["attempt"])
    with db.transaction([incident_stream(incident_id)]) as tx:
        note_results(tx, [BatchResult(key=key, outcome=outcome, **said)])  # type: ignore[arg-type]


def settle(db: Database, incident_id: str, batch: dict[str, Any], *, failed: int = 0) -> None:
    """Billing takes and settles what the batch still wants, some accounts failing."""
    wanted = batch["intended_customers"] - batch["applied_customers"]
    fen = batch["intended_fen"] - batch["applied_fen"]
    failed_fen = fen * failed // wanted
    figures = receipt(wanted, fen, failed=failed, failed_fen=failed_fen)
    accounts = tuple(
        ExceptionRow(f"acct-{n:04d}", "account_closed", failed_fen // max(1, failed)) for n in range(failed)
    )
    answer(db, incident_id, batch, "settled", figures=figures, exceptions=accounts, reference="BB-1")


def receipt(customers: int, fen: int, *, failed: int = 0, failed_fen: int = 0) -> dict[str, dict[str, int]]:
    """Figures of a final receipt."""
    whole = {"customers": customers, "fen": fen}
    return {
        "intended": whole,
        "submitted": whole,
        "applied": {"customers": customers - failed, "fen": fen - failed_fen},
        "failed": {"customers": failed, "fen": failed_fen},
        "reversed": {"customers": 0, "fen": 0},
    }


def measure(db: Database, measure_id: str) -> dict[str, Any]:
    with db.transaction() as tx:
        return measures.measure_row(tx, measure_id)


def outbox(db: Database) -> dict[str, str]:
    """State of every instruction in the outbox, by key."""
    with db.read() as session:
        return {row.key: row.state for row in session.scalars(select(Outbox).where(Outbox.kind == "billing"))}


def parts(db: Database, measure_id: str) -> dict[str, str]:
    """State of each province's part."""
    with db.transaction() as tx:
        return {part["province"]: part["state"] for part in parts_of(tx, measure_id)}


def drafted_broadcast(db: Database, incident_id: str, **changes: Any) -> dict[str, Any]:
    """A draft of a public message by Wang."""
    values: dict[str, Any] = {
        "incident_id": incident_id,
        "broadcast_id": str(uuid.uuid4()),
        "title_zh": "灾区公益信息",
        "title_en": "Information for the area",
        "body_zh": "灾区客户欠费不停机，营业厅提供免费充电。",
        "body_en": "No suspension for debt in the area.",
        "correction_zh": "刚才的信息有误，请以本条为准。",
        "correction_en": "The message before was wrong.",
        "audience": AREA,
        "valid_until": QUAKE + timedelta(hours=6),
    }
    return do(db, incident_id, broadcasts.draft_broadcast_by_hand, **(values | changes))


def approve_broadcast(db: Database, row: dict[str, Any], *approvers: Actor) -> dict[str, Any]:
    """Approvals with the right count typed."""
    for approver in approvers:
        row = do(
            db, row["incident_id"], broadcasts.approve_broadcast, approver,
            broadcast_id=row["id"], digest=row["digest"], typed_count=row["customers"],
        )  # fmt: skip
    return row


def broadcasting(db: Database, incident_id: str, **changes: Any) -> dict[str, Any]:
    """A broadcast whose jobs wait in the outbox."""
    row = drafted_broadcast(db, incident_id, **changes)
    row = do(db, incident_id, broadcasts.submit_broadcast, broadcast_id=row["id"])
    return approve_broadcast(db, row, LI, ZHAO)
