"""Routes of simulations: what can be asked, asking, looking how far it is, stopping. See docs/simulation.md."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from sqlalchemy.orm import Session

from geo.random_footprints import RANDOM_HAZARDS
from geo.reconstructions import NAMES, reconstruction
from incident.clock import as_text
from incident.commands.simulations import ask_simulation, stop_simulation
from incident.db import Tx
from incident.errors import Invalid, NotFound
from incident.log import Actor
from incident.queries.simulation_responses import past_answers, told
from incident.queries.simulations import choices, chosen_text, listed, one, saved_area
from incident.schemas.simulations import AskSimulation
from incident.web import as_json, carry_out, house, policy
from playbooks.simulation.assumptions import Assumptions, ResponseTimes
from playbooks.source.playbook import Playbook

blueprint = APIBlueprint("simulations", __name__, url_prefix="/api/v1/simulations", tag="playbooks")


@blueprint.get("")
@policy("playbook.simulate")
def list_simulations() -> Response:
    """The newest simulations with their progress, without their results."""
    with house().db.read() as session:
        return _json({"items": listed(session)})


@blueprint.get("/choices")
@policy("playbook.simulate")
def what_can_be_asked() -> Response:
    """Playbooks with publications and drafts, footprints, hazards that have a generator, and what is assumed."""
    playbooks = house().playbooks
    with house().db.read() as session:
        found = choices(session, playbooks)
    return _json(found | {"assumptions": Assumptions(hotline=house().preflight.hotline).shown()})


@blueprint.get("/response-times")
@policy("playbook.simulate")
def response_times() -> Response:
    """How long each province took to acknowledge, as the log says it, and what a simulation would reckon with."""
    provinces = [province.adcode for province in house().regions.provinces() if province.operator]
    with house().db.read() as session:
        past = past_answers(session, now=house().db.world_now(session))
    return _json(told(past, past.fitted(provinces=provinces, stated=ResponseTimes())))


@blueprint.get("/<uuid:simulation_id>")
@policy("playbook.simulate")
def read_simulation(simulation_id: UUID) -> Response:
    """One simulation: what was asked, how far it is, and its result once it has ended."""
    with house().db.read() as session:
        return _json(one(session, str(simulation_id)))


@blueprint.post("")
@blueprint.input(AskSimulation, arg_name="body")
@policy("playbook.simulate")
def ask(body: AskSimulation) -> Response:
    """Put a simulation in line; it is carried out beside what the house does, and can be stopped."""
    with house().db.read() as session:
        asked, about = _prepared(session, body)

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        return ask_simulation(tx, actor, simulation_id=str(uuid.uuid4()), asked=asked, about=about, runs=body.runs)

    return carry_out(command, streams=[], status=202)


@blueprint.post("/<uuid:simulation_id>/stop")
@policy("playbook.simulate")
def stop(simulation_id: UUID) -> Response:
    """End a simulation; the runs that are done are kept."""
    return carry_out(lambda tx, _actor: stop_simulation(tx, simulation_id=str(simulation_id)), streams=[])


def _prepared(session: Session, body: AskSimulation) -> tuple[dict[str, Any], dict[str, Any]]:
    """The request with everything that it refers to, as it is now, and what lists say of it."""
    texts, books = [], []
    for place, chosen in enumerate(body.playbooks):
        text, book = chosen_text(
            session,
            slug=chosen.slug,
            number=chosen.number,
            draft=str(chosen.draft) if chosen.draft else None,
            field=f"playbooks[{place}]",
        )
        _check_parameters(book, chosen.parameters, field=f"playbooks[{place}].parameters")
        texts.append(text)
        books.append(book)
    hazard = _common_hazard(books)
    area, title, begins = _footprint(session, body, hazard=hazard)
    asked = body.model_dump(mode="json") | {
        "texts": texts,
        "area": area,
        "area_title": title,
        "occurred_at": as_text(body.occurred_at or begins or house().db.world_now(session)),
    }
    about = {
        "hazard": hazard,
        "footprint": title,
        "playbooks": [
            {"slug": book.slug, "version": book.version, "title_zh": book.title.zh, "title_en": book.title.en}
            for book in books
        ],
    }
    return asked, about


def _check_parameters(book: Playbook, parameters: Mapping[str, int], *, field: str) -> None:
    try:
        book.values(parameters)
    except ValueError as error:
        raise Invalid(
            "simulation.parameters",
            field=field,
            zh=f"参数不可用：{error}",
            en=f"These parameters cannot be used: {error}",
        ) from None


def _common_hazard(books: list[Playbook]) -> str:
    for hazard in books[0].hazards:
        if all(hazard in book.hazards for book in books):
            return hazard
    told = [f"{book.slug} ({', '.join(book.hazards)})" for book in books]
    raise Invalid(
        "simulation.hazards",
        field="playbooks",
        zh=f"这两份预案没有共同的灾种，不能并排模拟：{'；'.join(told)}。",
        en=f"These playbooks have no hazard in common and cannot be held side by side: {'; '.join(told)}.",
    )


def _footprint(session: Session, body: AskSimulation, *, hazard: str) -> tuple[str | None, str, datetime | None]:
    """The saved area as text where it is one, the title of what is simulated, and when it begins if that is known."""
    wanted = body.footprint
    if wanted.kind == "random":
        if hazard not in RANDOM_HAZARDS:
            raise Invalid(
                "simulation.random",
                field="footprint",
                zh=f"灾种 {hazard} 没有随机范围；有的是：{'、'.join(RANDOM_HAZARDS)}。请选一个重建、已存或手绘的范围。",
                en=(
                    f"There are no random footprints of {hazard}; there are of {', '.join(RANDOM_HAZARDS)}. Choose a"
                    " reconstruction, a saved or a drawn area."
                ),
            )
        return None, "每次一个随机范围 / A random footprint in each run", None
    if wanted.kind == "saved":
        return saved_area(session, incident_id=str(wanted.incident), version=wanted.version)
    if wanted.kind == "drawn":
        return None, "手绘范围 / Drawn area", None
    if wanted.name not in NAMES:
        raise NotFound.of("重建范围", "reconstruction")
    shape = reconstruction(wanted.name, lambda: house().regions)
    return None, shape.title, datetime.fromisoformat(shape.valid_from) if shape.valid_from else None


def _json(document: Mapping[str, Any]) -> Response:
    answer = Response(as_json(document), mimetype="application/json")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
