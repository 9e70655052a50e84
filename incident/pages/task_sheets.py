"""Paper: task sheets to print, and the page where what was written on them is typed in again; no script needed."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, make_response, redirect, render_template, request
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from incident.api.session import world_document
from incident.api.task_codes import carry_out_entry
from incident.clock import as_text, from_text
from incident.errors import Invalid, Refusal
from incident.models import Task
from incident.pages.shell import incident_row, theme
from incident.queries.task_codes import tasks_of_code
from incident.queries.task_sheets import MOST, sheets
from incident.rules.task_codes import code_of
from incident.schemas.tasks import PaperEntry
from incident.web import current, house, language, nonce, policy, reach, reading, see_incident
from incident.web.guard import check_csrf
from incident.web.pydantic_words import in_words

blueprint = APIBlueprint("task_sheets", __name__, enable_openapi=False, template_folder="templates")

#: Paper is read where the operator works: one time for the whole country.
LOCAL = timezone(timedelta(hours=8))


@blueprint.get("/tasks/<uuid:incident_id>/sheet")
@policy("incident.read")
def province_sheets(incident_id: UUID) -> Response:
    """Sheets of all open tasks that the caller sees, of `?province=` where it is given; one page break a province."""
    see_incident(incident_id)
    return _sheets(incident_id, province=request.args.get("province"))


@blueprint.get("/tasks/<uuid:incident_id>/sheet/<uuid:task_id>")
@policy("incident.read")
def task_sheet(incident_id: UUID, task_id: UUID) -> Response:
    """The sheet of one task."""
    reach(Task, task_id)
    return _sheets(incident_id, task_id=str(task_id))


@blueprint.get("/enter-code")
@policy("task.enter_code")
def ask_code() -> AnyResponse:
    """Ask for a code; with `?code=`, show the task and ask what was done."""
    code = request.args.get("code", "")[:40].strip()
    if not code:
        return _form()
    try:
        with reading() as session:
            rows = tasks_of_code(session, code)
    except Refusal as refusal:
        return _form(code=code, refusal=refusal)
    return _form(code=code, rows=rows, chosen=request.args.get("task"), done=request.args.get("done") == "1")


@blueprint.post("/enter-code")
@policy("task.enter_code", form=True)
def enter_code() -> AnyResponse:
    """Take the form; back to the task, which shows what it is now."""
    request.get_data(cache=True)  # before the form is parsed, so that the key binds these very bytes
    form = request.form
    code = form.get("code", "")[:40]
    try:
        check_csrf(form.get("csrf", ""), current().csrf)
        body = PaperEntry.model_validate(_entry(code))
        carry_out_entry(body)
    except (Refusal, ValidationError) as fault:
        refusal = in_words(fault) if isinstance(fault, ValidationError) else fault
        with reading() as session:
            rows = tasks_of_code(session, code) if refusal.field != "code" else []
        return _form(code=code, rows=rows, chosen=form.get("task"), refusal=refusal)
    return redirect(f"/enter-code?code={code_of(form.get('task', ''))}&done=1", code=303)


def _entry(code: str) -> dict[str, Any]:
    form = request.form
    figures = []
    for name, value in form.items():
        if name.startswith("figure.") and value.strip():
            figure = name.removeprefix("figure.")
            figures.append(
                {"name": figure, "value": _whole(figure, value), "reason": form.get(f"why.{figure}") or None}
            )
    return {
        "code": code,
        "task": form.get("task"),
        "id": form.get("id"),
        "did": form.get("did"),
        "called": form.get("called", ""),
        "at": _moment(form.get("at", "")),
        "note": form.get("note", "").strip() or None,
        "outcomes": figures,
    }


def _whole(name: str, value: str) -> int:
    text = value.strip().replace(",", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Invalid("invalid", field=name, zh=f"「{name}」须为整数。", en=f"“{name}” must be a whole number.")
    return int(text)


def _moment(local: str) -> datetime | None:
    """What a browser's date and time field gives, read as local time."""
    if not local:
        return None
    try:
        return datetime.fromisoformat(local).replace(tzinfo=LOCAL).astimezone(UTC)
    except ValueError:
        raise Invalid("invalid", field="at", zh="时间格式不对。", en="The time cannot be read.") from None


def _sheets(incident_id: UUID, *, province: str | None = None, task_id: str | None = None) -> Response:
    with reading() as session:
        found = sheets(
            session, incident_id=str(incident_id), regions=house().regions, province=province, task_id=task_id
        )
    return _drawn(
        "task_sheets.html",
        sheets=found,
        incident=incident_row(str(incident_id)),
        cut=sum(len(sheet["tasks"]) for sheet in found) >= MOST,
        single=task_id is not None,
    )


def _form(
    *,
    code: str = "",
    rows: list[dict[str, Any]] | None = None,
    chosen: str | None = None,
    refusal: Refusal | None = None,
    done: bool = False,
) -> Response:
    found = rows or []
    task = next((row for row in found if row["id"] == chosen), found[0] if len(found) == 1 else None)
    place = house().regions.get(task["region"]) if task and task["region"] in house().regions else None
    answer = _drawn(
        "enter_code.html",
        code=code_of(task["id"]) if task else code,
        rows=found,
        task=task,
        place={"zh": place.name, "en": place.name_en} if place else None,
        problem=refusal,
        done=done,
        csrf=current().csrf,
        form_key=str(uuid.uuid4()),
        entry_id=str(uuid.uuid4()),
        form=request.form,
    )
    answer.status_code = refusal.status if refusal else 200
    return answer


def _drawn(template: str, **values: Any) -> Response:
    with house().db.read() as session:
        world = world_document(session)
    html = render_template(
        template,
        language=language(),
        theme=theme(),
        nonce=nonce(),
        world=world,
        person=current(),
        now=as_text(from_text(world["now"])),
        local=_local,
        **values,
    )
    answer = make_response(html)
    answer.mimetype = "text/html"
    return answer


def _local(moment: str | None) -> str:
    """A moment as paper shows it: local date and minutes."""
    return from_text(moment).astimezone(LOCAL).strftime("%m-%d %H:%M") if moment else ""
