"""The steps of a story's review as requests: what people do on its pages, one after another.

Pure. A step's key never changes, so a player process that starts anew may play all of them again: the house answers
what it answered before.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from incident.clock import as_text
from incident.demo.acts import Act
from incident.demo.cast import person_id
from incident.demo.review_table import workbook
from incident.demo.story import incident_id
from incident.demo.view import View
from incident.rules.review_rules import finding_id_of_key
from incident.scenarios import Scenario
from incident.scenarios import afterwards as steps
from incident.walk_sheets import sheets


def step_act(step: steps.AfterStep, scenario: Scenario, *, run: uuid.UUID, seed: int, view: View) -> Act:
    """The request that plays a step."""
    key = str(uuid.uuid5(run, f"afterwards {step.id}"))
    if isinstance(step, steps.Table):
        path = f"/incidents/{incident_id(run)}/outcomes/imports"
        content = workbook(step, run=run, seed=seed, view=view)
        return Act(by=step.by, path=path, body={"id": _id(run, step.id)}, upload=(step.name, content), key=key)
    if isinstance(step, steps.ApproveSurvey):
        survey = f"/broadcasts/{_id(run, step.of)}"
        return Act(by=step.by, path=f"{survey}/approve", looks_at=survey, key=key)
    path, body = _request(step, scenario, run, view)
    of = path.rsplit("/", 1)[0] if _asks_for_a_revision(step) else None
    return Act(by=step.by, path=path, body=body, revision_of=of, key=key)


def finding_id(name: str, run: uuid.UUID) -> str:
    """The id of a finding: that of a step, `rule/province`, or `walk/question`."""
    first, _, second = name.partition("/")
    if not second:
        return _id(run, first)
    if second.isdigit():
        return finding_id_of_key(str(incident_id(run)), f"{first}/{second}/*")
    return str(uuid.uuid5(uuid.UUID(_id(run, first)), second))


def _asks_for_a_revision(step: steps.AfterStep) -> bool:
    return isinstance(step, steps.Assign | steps.Mend | steps.Verify | steps.SendBack)


def _request(step: steps.AfterStep, scenario: Scenario, run: uuid.UUID, view: View) -> tuple[str, dict[str, Any]]:
    match step:
        case steps.Figure() | steps.Correct() | steps.Target():
            return _figures(step, run)
        case steps.Survey() | steps.Report():
            return _asked(step, scenario, run)
        case steps.Publish() | steps.ObjectTo() | steps.Rule() | steps.Nominate() | steps.Award():
            return _league(step, run)
        case steps.Meeting() | steps.Minute() | steps.CloseMeeting():
            return _meeting(step, scenario, run)
        case steps.TakeUp() | steps.Observe() | steps.Walk():
            return _found(step, scenario, run, view)
        case steps.Assign() | steps.Mend() | steps.Verify() | steps.SendBack() | steps.Propose():
            return _finding(step, scenario, run)
        case _:
            raise TypeError(f"{step.id}: {step.do} is brought as a file")


def _figures(step: steps.Figure | steps.Correct | steps.Target, run: uuid.UUID) -> tuple[str, dict[str, Any]]:
    told = f"/incidents/{incident_id(run)}/outcomes"
    match step:
        case steps.Figure():
            body = step.model_dump(mode="json", exclude={"do", "by", "minute"}, exclude_none=True)
            return f"{told}/figures", body | {"id": _id(run, step.id)}
        case steps.Correct():
            body = step.model_dump(mode="json", include={"value", "base", "sent", "reason"}, exclude_none=True)
            return f"/outcome-figures/{_id(run, step.of)}/correct", body | {"id": _id(run, step.id)}
        case steps.Target():
            return f"{told}/targets", _only(step, "kind", "value", "places", "reason")


def _asked(step: steps.Survey | steps.Report, scenario: Scenario, run: uuid.UUID) -> tuple[str, dict[str, Any]]:
    incident, given = f"/incidents/{incident_id(run)}", {"id": _id(run, step.id)}
    match step:
        case steps.Survey():
            until = scenario.at(step.minute) + timedelta(hours=step.valid_hours)
            told = _only(step, "sample", "provinces", "languages", "answer_hours")
            texts = {"body_zh": step.text_zh, "body_en": step.text_en}
            return f"{incident}/surveys", given | told | texts | {"valid_until": as_text(until)}
        case steps.Report():
            return f"{incident}/reports", given | _only(step, "kind", "language", "purpose") | {"format": step.form}


def _league(
    step: steps.Publish | steps.ObjectTo | steps.Rule | steps.Nominate | steps.Award, run: uuid.UUID
) -> tuple[str, dict[str, Any]]:
    incident = f"/incidents/{incident_id(run)}"
    match step:
        case steps.Publish():
            return f"{incident}/league/publish", {}
        case steps.ObjectTo():
            return f"{incident}/league/objections", _only(step, "criterion", "text") | {"id": _id(run, step.id)}
        case steps.Rule():
            return f"/league-objections/{_id(run, step.of)}/answer", _only(step, "ruling", "text")
        case steps.Nominate():
            return f"{incident}/nominations", _only(step, "province", "title", "text") | {"id": _id(run, step.id)}
        case steps.Award():
            return f"/nominations/{_id(run, step.of)}/award", _only(step, "prize", "text")


def _meeting(
    step: steps.Meeting | steps.Minute | steps.CloseMeeting, scenario: Scenario, run: uuid.UUID
) -> tuple[str, dict[str, Any]]:
    match step:
        case steps.Meeting():
            return "/meetings", _only(step, "title", "questions") | {
                "id": _id(run, step.id),
                "incident": str(incident_id(run)),
                "held_at": as_text(scenario.at(step.minute)),
                "chair": str(person_id(run, step.chair)),
                "findings": [finding_id(name, run) for name in step.findings],
            }
        case steps.Minute():
            meeting = _id(run, step.meeting)
            item = str(uuid.uuid5(uuid.UUID(meeting), str(step.item)))
            return f"/meetings/{meeting}/minutes", {"item": item, "text": step.text}
        case steps.CloseMeeting():
            return f"/meetings/{_id(run, step.meeting)}/close", {"text": step.text}


def _found(
    step: steps.TakeUp | steps.Observe | steps.Walk, scenario: Scenario, run: uuid.UUID, view: View
) -> tuple[str, dict[str, Any]]:
    incident = str(incident_id(run))
    match step:
        case steps.TakeUp():
            return f"/incidents/{incident}/fired/take-up", {"keys": [f"{key}/*" for key in step.keys]}
        case steps.Observe():
            told = _only(step, "text", "scope", "department", "helpers")
            position = view.first_position(step.moment) if step.moment else None
            return "/findings", told | {"id": _id(run, step.id), "incident": incident, "position": position}
        case steps.Walk():
            return "/walk-throughs", {
                "id": _id(run, step.id),
                "sheet": step.sheet,
                "incident": incident,
                "scope": step.scope,
                "region": step.region,
                "walked_at": as_text(scenario.at(step.minute)),
                "answers": [_answer(step, question.id) for question in sheets()[step.sheet].questions],
            }


def _answer(step: steps.Walk, question: str) -> dict[str, Any]:
    if question in step.no:
        return {"question": question, "answer": "no", "note": step.no[question], "finding": True}
    return {"question": question, "answer": "skipped" if question in step.skipped else "yes"}


def _finding(
    step: steps.Assign | steps.Mend | steps.Verify | steps.SendBack | steps.Propose, scenario: Scenario, run: uuid.UUID
) -> tuple[str, dict[str, Any]]:
    path, body = f"/findings/{finding_id(step.finding, run)}/{step.do}", _only(step, "text", "reason", "item")
    match step:
        case steps.Assign():
            body |= {"owner": str(person_id(run, step.owner)), "due_at": as_text(scenario.at(step.due_minute))}
            body |= _only(step, "department") if step.department else {}
            body |= _only(step, "helpers") if step.helpers else {}
            return path, body | ({"meeting": _id(run, step.meeting)} if step.meeting else {})
        case steps.Propose():
            return path, body | {"draft": _id(run, step.id), "slug": scenario.playbook}
        case _:
            return path, body


def _only(step: steps.Step, *names: str) -> dict[str, Any]:
    """These fields of a step, as JSON has them."""
    told: Mapping[str, Any] = step.model_dump(mode="json", include=set(names))
    return dict(told)


def _id(run: uuid.UUID, step: str) -> str:
    """Id of what a step makes."""
    return str(uuid.uuid5(run, f"afterwards made {step}"))
