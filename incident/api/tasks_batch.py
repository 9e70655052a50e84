"""Many actions on tasks in one request: what a phone did out of reach, and what headquarters does to a selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apiflask import APIBlueprint
from flask import Response
from orjson import Fragment
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from incident import fold
from incident.api.task_actions import TASK_ACTIONS, rows_of_task
from incident.commands.done_at import acting_earlier
from incident.errors import Conflict, Invalid, NotFound, Refusal, Stale
from incident.log import Actor
from incident.models import Task
from incident.schemas.tasks import BatchedAction, TaskBatch
from incident.web import Caller, current, language, policy, reading
from incident.web.answers import Claim, Given, item_digest, json_bytes
from incident.web.batched import Result, carry_out_each
from incident.web.idempotent import Once
from incident.web.places import Place, places_of
from incident.web.pydantic_words import in_words

_ACTIONS = TypeAdapter(list[BatchedAction])
blueprint = APIBlueprint("tasks_batch", __name__, url_prefix="/api/v1", tag="tasks")


@dataclass(slots=True)
class _Asked:
    """One action as it was sent; `refusal` says why it is not even tried."""

    given: Mapping[str, Any]
    action: BatchedAction | None = None
    #: The action's task.
    task: str = ""
    place: Place | None = None
    refusal: Refusal | None = None


@blueprint.post("/tasks/batch")
@policy("task.batch", keyed=False)
@blueprint.input(TaskBatch, arg_name="body")
def batch(body: TaskBatch) -> Response:
    """Carry out up to 200 actions in order, each with its own idempotency key, each for itself.

    Answers 200 with a result for each: `done` with the task as it is after it, `conflict` with the task as it is
    now, `refused` in words. A `done_at` is recorded beside the time of arrival.
    """
    asked = _read(body.actions)
    _place(asked)
    _link(asked)
    chains = _Chains({one.action.after for one in asked if one.action and one.action.after})
    caller = current()
    actor = caller.actor
    tried: list[tuple[int, tuple[str, Once]]] = []
    for index, one in enumerate(asked):
        if one.action and one.place and one.refusal is None:
            once = _once(one.action, one.task, one.place, chains, caller, actor)
            if isinstance(once, Refusal):
                one.refusal = once
            else:
                tried.append((index, (one.place.stream, once)))
    outcomes = dict(zip((index for index, _ in tried), carry_out_each([one for _, one in tried]), strict=True))
    outcomes |= {index: Result(refusal=one.refusal) for index, one in enumerate(asked) if index not in outcomes}
    results = [_told(index, one, outcomes[index]) for index, one in enumerate(asked)]
    _add_rows_now(results)
    counted = Counter(told["outcome"] for told in results)
    counts = {name: counted[name] for name in ("done", "conflict", "refused")}
    return Response(json_bytes({"results": results, "counts": counts}), mimetype="application/json")


def _read(actions: Sequence[Mapping[str, Any]]) -> list[_Asked]:
    try:
        read = _ACTIONS.validate_python(actions)
    except ValidationError:  # each is told its own fault
        return [_read_one(given) for given in actions]
    return [_known(given, action) for given, action in zip(actions, read, strict=True)]


def _read_one(given: Mapping[str, Any]) -> _Asked:
    try:
        return _known(given, BatchedAction.model_validate(given))
    except ValidationError as error:
        return _Asked(given, refusal=in_words(error))


def _known(given: Mapping[str, Any], action: BatchedAction) -> _Asked:
    if action.action not in TASK_ACTIONS:
        return _Asked(
            given,
            refusal=Invalid(
                "batch.no_such_action",
                field="action",
                zh=f"没有这个动作；可用的有：{'、'.join(TASK_ACTIONS)}。",
                en=f"There is no such action; there are: {', '.join(TASK_ACTIONS)}.",
            ),
        )
    return _Asked(given, action, str(action.task))


def _place(asked: Sequence[_Asked]) -> None:
    """Find each task within the caller's rooms; a foreign one and a missing one read the same."""
    places = places_of(Task, list({one.task for one in asked if one.action}))
    for one in asked:
        if one.action:
            one.place = places.get(one.task)
            one.refusal = None if one.place else NotFound.of("任务", "task")


def _link(asked: Sequence[_Asked]) -> None:
    """Refuse what rests on an action that does not stand before it in the batch, on the same task."""
    before: dict[str, str] = {}
    for one in asked:
        action = one.action
        if action is None:
            continue
        if action.after and one.refusal is None and before.get(action.after) != one.task:
            one.refusal = Invalid(
                "batch.after",
                field="after",
                zh="after 须是本批中更早的、同一任务的动作的键。",
                en="after must be the key of an earlier action of this batch on the same task.",
            )
        before[action.key] = one.task


def _once(
    action: BatchedAction, task: str, place: Place, chains: _Chains, caller: Caller, now_acting: Actor
) -> Once | Refusal:
    """What is to be carried out, or why the caller may not; `chains` fills as earlier actions are done."""
    known = TASK_ACTIONS[action.action]
    try:
        caller.require(known.policy, place.province)
        body = known.body.model_validate(action.body)
    except ValidationError as error:
        return in_words(error)
    except Refusal as refusal:
        return refusal
    run, actor = known.prepared(task, str(place.province), body), acting_earlier(now_acting, action.done_at)
    asked = {"body": action.body, "revision": action.revision, "after": action.after}
    return Once(
        claim=Claim((actor.person, f"POST /api/v1/tasks/{task}/{action.action}", action.key), item_digest(asked)),
        act=lambda tx: run(tx, actor, action.revision if action.after is None else chains.revision(action.after)),
        rows=rows_of_task(place, task),
        heard=chains.hearer(action.key),
    )


@dataclass(slots=True)
class _Chains:
    """Actions on which later ones of the batch rest, with the revision at which each left its task."""

    keys: Collection[str]
    _revisions: dict[str, int] = field(default_factory=dict)

    def hearer(self, key: str) -> Callable[[Given | None], None] | None:
        """What is to hear the answer of the action `key`; None where nothing rests on it."""
        if key not in self.keys:
            return None

        def heard(given: Given | None) -> None:
            self._revisions.pop(key, None)
            if given is not None:
                self._revisions[key] = given.row()["revision"]

        return heard

    def revision(self, key: str) -> int:
        """The revision at which the action `key` left its task; Conflict when it was not carried out."""
        if key not in self._revisions:
            raise _not_done_before()
        return self._revisions[key]


def _not_done_before() -> Conflict:
    return Conflict(
        "batch.earlier_not_done",
        zh="它之前的动作没有做成，所以这个也没有执行。",
        en="The action that it rests on was not carried out, so neither was this one.",
    )


def _told(index: int, one: _Asked, result: Result) -> dict[str, Any]:
    given, refusal = one.given, result.refusal
    told: dict[str, Any] = {
        "index": index,
        "key": given.get("key"),
        "task": given.get("task"),
        "action": given.get("action"),
        "replayed": result.replayed,
        "problem": None,
        "outcome": "done",
        "status": 200,
        "row": None if result.answer is None else Fragment(result.answer),
    }
    if refusal is None:
        return told
    problem = {
        "code": refusal.code,
        "detail": refusal.sentence(language()),
        "detail_zh": refusal.zh,
        "detail_en": refusal.en,
        "field": refusal.field,
    }
    outcome = "conflict" if isinstance(refusal, Conflict | Stale) else "refused"
    return told | {"outcome": outcome, "status": refusal.status, "problem": problem}


def _add_rows_now(results: Sequence[dict[str, Any]]) -> None:
    """Tell with each conflict its task as it is now, within the caller's rooms."""
    conflicts = [result for result in results if result["outcome"] == "conflict"]
    if not conflicts:
        return
    table = fold.TABLES["task"]
    with reading() as session:
        asking = select(table).where(table.c.id.in_({str(result["task"]) for result in conflicts}))
        found = {row["id"]: fold.log_spelling(table, dict(row)) for row in session.execute(asking).mappings()}
    for result in conflicts:
        result["row"] = found.get(str(result["task"]))
