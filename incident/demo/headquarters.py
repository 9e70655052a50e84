"""What people at headquarters do when something waits for them: submit, approve, start, verify, call, remind.

Pure: from what they see and the world's clock to the acts that are due. Each waits as people do, by a draw.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from incident.demo import chance
from incident.demo.acts import Act, PhoneText, act
from incident.demo.cast import PROVINCES, person_id
from incident.demo.story import incident_id
from incident.demo.view import OnPhones, Row, View
from incident.scenarios import Scenario

#: Median waits in world minutes.
SUBMIT, APPROVE, START, RETRY, GAPS, VERIFY, CALL, REMIND = 1.5, 2.5, 1.5, 6.0, 9.0, 6.0, 4.0, 3.0
#: How often, for each revision of a measure, its failed accounts are tried again before the rest is accepted.
RETRIES = 1
APPROVERS = ("approver1", "approver2")
GAPS_BECAUSE = "失败账户已列入例外清单，由省公司逐户处理。/ Failed accounts are exceptions; the province sees to each."


@dataclass(frozen=True)
class Desk:
    """What the people at headquarters have before them."""

    view: View
    scenario: Scenario
    run: uuid.UUID
    seed: int
    now: datetime
    phones: OnPhones = field(default_factory=OnPhones)

    def is_time(self, table: str, row: Row, *words: str, median: float) -> bool:
        """Whether the row has waited in its state for as long as somebody takes to come to it."""
        wait = chance.wait_minutes(self.seed, row["id"], str(row.get("revision")), *words, median=median)
        return self.now >= self.view.since(table, row["id"]) + timedelta(minutes=wait)

    def act(self, by: str, path: str, body: Mapping[str, object] | None = None, **told: object) -> Act:
        return act(self.run, by, path, body, **told)  # type: ignore[arg-type]

    def text(self, by: str, number: str, text: str) -> PhoneText:
        """What somebody writes from their telephone."""
        key = str(uuid.uuid5(self.run, f"{by}|{number}|{text}"))
        return PhoneText(by=by, path=f"/phones/{number}", key=key, number=number, text=text)


def headquarters_acts(desk: Desk) -> Iterator[Act]:
    """Everything that somebody at headquarters would do now."""
    for row in desk.view.rows("measure"):
        yield from _measure(desk, row)
    for row in desk.view.rows("broadcast"):
        yield from _broadcast(desk, row)
    for row in desk.view.rows("task"):
        yield from _task(desk, row)
    for row in desk.view.rows("province_incident"):
        if row["unreachable_since"]:
            yield from _call(desk, row)


def _measure(desk: Desk, row: Row) -> Iterator[Act]:
    path = f"/measures/{row['id']}"
    match row["state"]:
        case "draft" if desk.is_time("measure", row, "submit", median=SUBMIT):
            yield desk.act("duty", f"{path}/submit", revision=row["revision"])
        case "pending_approval":
            for approver in APPROVERS[: 2 if row["approval_class"] == "A" else 1]:
                if desk.is_time("measure", row, approver, median=APPROVE) and not _has_approved(desk, row, approver):
                    body: dict[str, object] = {"digest": row["digest"], "typed_count": row["customers"]}
                    again = f"{row['digest']}:{_newest_preflight(desk, row)}"
                    yield desk.act(approver, f"{path}/approve", body, looks_at=f"{path}/preflight", again=again)
        case "approved" if desk.is_time("measure", row, "start", median=START):
            yield desk.act("duty", f"{path}/start", revision=row["revision"])
        case "partially_applied":
            # Neither route asks for a revision: since when it stands so tells one time from the next.
            again = desk.view.since("measure", row["id"]).isoformat()
            tried = desk.view.happened("MeasureRetried", row["id"])
            if tried < RETRIES * row["revision"]:
                if desk.is_time("measure", row, f"retry{tried}", median=RETRY):
                    yield desk.act("duty", f"{path}/retry", again=again)
            elif desk.is_time("measure", row, "gaps", median=GAPS):
                yield desk.act("commander", f"{path}/accept-gaps", {"reason": GAPS_BECAUSE}, again=again)


def _broadcast(desk: Desk, row: Row) -> Iterator[Act]:
    path = f"/broadcasts/{row['id']}"
    if row["state"] == "draft" and desk.is_time("broadcast", row, "submit", median=SUBMIT):
        yield desk.act("duty", f"{path}/submit", revision=row["revision"])
    elif row["state"] == "pending_approval":
        for approver in APPROVERS:
            if desk.is_time("broadcast", row, approver, median=APPROVE) and not _has_approved(desk, row, approver):
                body: dict[str, object] = {"digest": row["digest"], "typed_count": row["customers"]}
                yield desk.act(approver, f"{path}/approve", body, again=row["digest"])


def _has_approved(desk: Desk, row: Row, approver: str) -> bool:
    """Whether the approver's decision on these bytes is among the rows, of the pre-flight that was seen last."""
    person, newest = str(person_id(desk.run, approver)), _newest_preflight(desk, row)
    return any(given["person_id"] == person and given.get("preflight") == newest for given in _given(desk, row))


def _newest_preflight(desk: Desk, row: Row) -> str | None:
    """The pre-flight that the newest approval of these bytes saw; who saw another looks and approves again."""
    newest = max(_given(desk, row), key=lambda given: str(given.get("at")), default=None)
    return newest.get("preflight") if newest is not None else None


def _given(desk: Desk, row: Row) -> list[Row]:
    return [
        given
        for given in desk.view.rows("approval")
        if given["subject_id"] == row["id"] and given["digest"] == row["digest"]
    ]


def _task(desk: Desk, row: Row) -> Iterator[Act]:
    path, revision = f"/tasks/{row['id']}", row["revision"]
    if row["state"] == "resolved" and desk.is_time("task", row, "verify", median=VERIFY):
        percent = desk.scenario.temper(row["province"]).returned_percent
        returned = desk.view.happened("TaskReturned", row["id"])
        if not returned and chance.happens(desk.seed, row["id"], "returned", percent=percent):
            reason = {"reason": desk.scenario.teams.returned_because}
            yield desk.act("duty", f"{path}/return", reason, revision=revision)
        else:
            # Two desks share the reports, as one could not read them all.
            reader = "duty" if chance.happens(desk.seed, row["id"], "reader", percent=60) else "commander"
            yield desk.act(reader, f"{path}/verify", revision=revision)
    elif row["state"] == "rejected" and desk.is_time("task", row, "reassign", median=VERIFY):
        team = desk.scenario.teams.declined_goes_to.get(item_of(row))
        if team and not desk.view.happened("TaskRedispatched", row["id"]):
            yield desk.act("duty", f"{path}/reassign", {"team": team}, revision=revision)
    elif row["state"] == "dispatched" and _is_to_be_reminded(desk, row):
        yield desk.act("duty", f"{path}/remind", again=row["dispatched_at"])


def _is_to_be_reminded(desk: Desk, row: Row) -> bool:
    """Whether the team is late, has not been reminded, and there was time to notice."""
    if not row["ack_overdue"] or desk.view.happened("TaskReminded", row["id"]):
        return False
    return desk.is_time("task", row, "remind", median=REMIND + row["acknowledge_minutes"])


def _call(desk: Desk, province: Row) -> Iterator[Act]:
    """A province is unreachable: call by satellite, then record what it acknowledged by word of mouth."""
    teams = desk.scenario.teams
    note = str(uuid.uuid5(desk.run, f"call {province['id']} {province['unreachable_since']}"))
    waits = chance.wait_minutes(desk.seed, province["id"], "call", median=CALL)
    if desk.now < desk.view.since("province_incident", province["id"]) + timedelta(minutes=waits):
        return
    if desk.view.row("note", note) is None:
        _login, zh, en = PROVINCES[province["province"]]
        text = teams.call_text.format(province=zh, province_en=en)
        body: dict[str, object] = {"id": note, "kind": "call", "text": text, "province": province["province"]}
        yield desk.act("duty", f"/incidents/{incident_id(desk.run)}/note", body, again=note)
        return
    for row in desk.view.rows("task"):
        if row["province"] == province["province"] and row["state"] == "dispatched" and row["critical"]:
            said: dict[str, object] = {"called": teams.proxy_called, "note": teams.proxy_note}
            yield desk.act("duty", f"/tasks/{row['id']}/proxy-acknowledge", said, revision=row["revision"])


def item_of(row: Row) -> str:
    """The playbook's item that a task comes from; its id for one made by hand."""
    return str(row["item_key"]).split("/")[1]
