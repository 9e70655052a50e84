"""What the teams of the provinces do with their tasks: acknowledge, decline, start, wait, report.

Pure. How quickly is drawn from the province's temper; a province that is cut off does nothing until it is back. Who is
paged by SMS answers "1" from the telephone, and in the app what no SMS speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from incident.clock import from_text
from incident.demo import chance
from incident.demo.acts import Act
from incident.demo.cast import lead_of, member_of
from incident.demo.figures import outcome_figures
from incident.demo.headquarters import Desk, item_of
from incident.demo.view import Row
from incident.scenarios import Temper

#: Median in world minutes of a wait for the outside, and of mending a report that was sent back.
PENDED, MENDED = 18.0, 9.0
#: A task takes this share of its work clock, from least to most.
QUICKEST, SLOWEST = 0.2, 0.85


def province_acts(desk: Desk) -> Iterator[Act]:
    """Everything that some team would do now."""
    for row in desk.view.rows("task"):
        temper = desk.scenario.temper(row["province"])
        if desk.now >= desk.scenario.at(temper.silent_until_minute):
            yield from _task(desk, row, temper)


def _task(desk: Desk, row: Row, temper: Temper) -> Iterator[Act]:
    path, revision, member = f"/tasks/{row['id']}", row["revision"], member_of(row["province"])
    match row["state"]:
        case "dispatched" if desk.now >= _answers_at(desk, row, temper):
            reason = temper.declines.get(item_of(row))
            if reason and not desk.view.happened("TaskDeclined", row["id"]):
                yield desk.act(lead_of(row["province"]), f"{path}/decline", {"reason": reason}, revision=revision)
            elif row["id"] in desk.phones.codes:
                number, code = desk.phones.numbers[row["province"]], desk.phones.codes[row["id"]]
                yield desk.text(member, number, f"1 {code}")
            elif row["id"] not in desk.phones.held:
                yield desk.act(member, f"{path}/acknowledge", revision=revision)
        case "acknowledged" if desk.is_time("task", row, "start", median=temper.start_minutes):
            yield desk.act(member, f"{path}/start", revision=revision)
        case "in_progress":
            yield from _work(desk, row, temper)
        case "pending" if desk.is_time("task", row, "resume", median=PENDED):
            yield desk.act(member, f"{path}/resume", revision=revision)


def _answers_at(desk: Desk, row: Row, temper: Temper) -> datetime:
    """When the team answers: as long after the task as people take, and after the province is back."""
    wait = chance.wait_minutes(desk.seed, row["id"], "answer", median=temper.answer_minutes)
    back = desk.scenario.at(temper.silent_until_minute)
    return max(from_text(row["dispatched_at"]), back) + timedelta(minutes=wait)


def _work(desk: Desk, row: Row, temper: Temper) -> Iterator[Act]:
    path, revision, member = f"/tasks/{row['id']}", row["revision"], member_of(row["province"])
    started, lines = from_text(row["started_at"]), len(row["checklist"])
    takes = work_minutes(desk.seed, row, temper)
    pended = desk.view.happened("TaskPended", row["id"])
    waits = chance.happens(desk.seed, row["id"], "pends", percent=temper.pends_percent)
    if waits and not pended and desk.now >= started + timedelta(minutes=takes / 3):
        reasons = desk.scenario.teams.pends_because
        reason = reasons[chance.whole(desk.seed, row["id"], "because", least=0, most=len(reasons) - 1)]
        yield desk.act(member, f"{path}/pend", {"reason": reason}, revision=revision)
        return
    done_at = started + timedelta(minutes=takes)
    if desk.view.happened("TaskReturned", row["id"]):
        mending = chance.wait_minutes(desk.seed, row["id"], "mend", median=MENDED)
        done_at = desk.view.since("task", row["id"]) + timedelta(minutes=mending)
    if desk.now >= done_at:
        figures = outcome_figures(desk.seed, row, desk.scenario.figures)
        outcomes = [{"name": name, "value": value} for name, value in figures.items()]
        body: dict[str, object] = {"outcomes": outcomes, "ticked": list(range(lines))}
        yield desk.act(member, f"{path}/resolve", body, revision=revision)
    elif lines > 1 and len(row["ticked"]) < lines // 2 and desk.now >= started + timedelta(minutes=takes / 2):
        yield desk.act(member, f"{path}/tick", {"ticked": list(range(lines // 2))}, again=lines // 2)


def work_minutes(seed: int, row: Row, temper: Temper) -> float:
    """How long the team works on the task, in world minutes."""
    share = QUICKEST + (SLOWEST - QUICKEST) * chance.draw(seed, row["id"], "work")
    return float(min(row["work_minutes"] * share, temper.longest_work_minutes * (0.75 + share / 4)))
