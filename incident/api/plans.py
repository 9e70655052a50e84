"""Routes of planning: what a playbook proposes now and why, and carrying it out or part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy.orm import Session

from incident import fold
from incident.commands.activation import Exclusion, activate_plan
from incident.commands.readings import take_reading
from incident.db import Tx
from incident.errors import Conflict, NotFound
from incident.log import Actor
from incident.queries.lessons import lessons_of, with_lessons
from incident.queries.planned_events import freeze_words
from incident.queries.planning import propose
from incident.queries.plans import proposal_document
from incident.queries.playbook_library import published
from incident.queries.playbook_shelf import pinned, readable, standings
from incident.queries.readings import readings_of
from incident.schemas.incidents import Activate, TakeReading
from incident.web import carry_out, house, policy, query_int, reach_incident
from playbooks.source.playbook import Playbook
from playbooks.workbench.meaning import difference, documents

blueprint = APIBlueprint("plans", __name__, url_prefix="/api/v1", tag="plans")


@blueprint.get("/incidents/<uuid:incident_id>/plan")
@policy("plan.read")
def plan(incident_id: UUID) -> Mapping[str, Any]:
    """What the playbook proposes against the current footprint, as a difference to what is active, with reasons.

    `newer` says what has been published since the incident was activated; `?number=` plans by that publication.
    `freeze` says until when a planned event's plan changes only with an approver's word, and whether one waits.
    `lessons`, of the plan and beside each change, are the findings because of which the playbook says so.
    `choices` are the playbooks in use for the hazard. `readings` are its signals, each with its newest reading.
    """
    place = reach_incident(incident_id)
    number = query_int("number", default=0, most=10**6) if "number" in request.args else None
    playbook = _playbook(request.args.get("playbook"), number, incident_id=place.incident_id)
    with house().db.read() as session:
        proposal = propose(
            session,
            incident_id=place.incident_id,
            playbook=playbook,
            regions=house().regions,
            now=house().db.world_now(session),
            exercise=house().world_kind == "exercise",
        )
        newer = _newer(session, playbook)
        freeze = freeze_words(session, place.incident_id, now=house().db.world_now(session))
        hazard = fold.row_of(session, "incident", place.incident_id)["hazard"]
        lessons = lessons_of(session, playbook, regions=house().regions, memo=house().playbooks_read)
        readings = readings_of(session, place.incident_id, playbook)
    told = with_lessons(proposal_document(proposal, house().regions), lessons)
    return told | {"newer": newer, "freeze": freeze, "choices": _choices(hazard, playbook), "readings": readings}


@blueprint.post("/incidents/<uuid:incident_id>/readings")
@policy("reading.take")
@blueprint.input(TakeReading, arg_name="body")
def read(incident_id: UUID, body: TakeReading) -> Response:
    """Write down a figure from elsewhere that the playbook asks for; the next plan goes by it."""
    place = reach_incident(incident_id)
    playbook = _playbook(body.playbook, None, incident_id=place.incident_id)
    return carry_out(
        lambda tx, actor: take_reading(
            tx,
            actor,
            incident_id=place.incident_id,
            playbook=playbook,
            name=body.name,
            reading=body.reading,
            source=body.source,
        ),
        streams=[place.stream],
        status=201,
    )


@blueprint.post("/incidents/<uuid:incident_id>/activations")
@policy("incident.activate")
@blueprint.input(Activate, arg_name="body")
def activate(incident_id: UUID, body: Activate) -> Response:
    """Carry out the chosen items: measures and broadcasts become drafts, tasks go out at once."""
    place = reach_incident(incident_id)
    playbook = _playbook(body.playbook, body.number, incident_id=place.incident_id)

    def command(tx: Tx, actor: Actor) -> Mapping[str, Any]:
        proposal = propose(
            tx.session,
            incident_id=place.incident_id,
            playbook=playbook,
            regions=house().regions,
            now=tx.now,
            exercise=tx.world.kind == "exercise",
        )
        return activate_plan(
            tx,
            actor,
            incident_id=place.incident_id,
            proposal=proposal,
            include=body.include,
            exclude=[Exclusion(item.item_key, item.reason) for item in body.exclude],
            start_within=house().settings.start_within(),
        )

    return carry_out(command, streams=[place.stream], status=201)


def _playbook(slug: str | None, number: int | None, *, incident_id: str) -> Playbook:
    """The playbook asked for, else the one in use, else the first in use for the incident's hazard.

    An incident keeps to what it was activated with, whatever is published meanwhile, until a person names another
    publication by its number.
    """
    with house().db.read() as session:
        incident = fold.row_of(session, "incident", incident_id)
        if not incident:
            raise NotFound.of("事件", "incident")
        in_use = incident["playbook_slug"]
        if number is None and in_use is not None and slug in (None, in_use):
            digest, newest = incident["playbook_digest"], house().playbooks.get(in_use)
            if newest is not None and newest.digest == digest:
                return newest
            kept = pinned(session, incident_id=incident_id, digest=digest, memo=house().playbooks_read)
            if kept is not None:
                return kept
        wanted = slug or in_use
        if number is not None and wanted is not None:
            return _publication(session, wanted, number)
    return house().playbook(wanted) if wanted else house().playbook_for(incident["hazard"])


def _publication(session: Session, slug: str, number: int) -> Playbook:
    standing, _text = published(session, slug, number)
    if standing.state == "retired":
        raise Conflict(
            "playbook.retired",
            field="playbook",
            zh="这份预案已停用；请改用在用的预案，或先恢复它。",
            en="This playbook is retired; use one that is not, or restore it first.",
        )
    book = readable(session, standing, house().playbooks_read)
    if book is None:
        raise Conflict(
            "playbook.unreadable",
            field="number",
            zh="这个版本的系统读不了这次发布；请改好后重新发布。",
            en="This release cannot read that publication; mend it and publish it again.",
        )
    return book


def _choices(hazard: str, playbook: Playbook) -> list[dict[str, str]]:
    """Playbooks in use for the hazard, and the one that was planned by: what a person may choose between."""
    books = {slug: book for slug, book in house().playbooks.items() if hazard in book.hazards} | {
        playbook.slug: playbook
    }
    return [
        {"slug": slug, "title_zh": book.title.zh, "title_en": book.title.en} for slug, book in sorted(books.items())
    ]


def _newer(session: Session, playbook: Playbook) -> Mapping[str, Any] | None:
    """What has been published since, as a difference by meaning; None where the plan follows the newest."""
    standing = standings(session).get(playbook.slug)
    if standing is None or standing.state == "retired" or standing.digest == playbook.digest:
        return None
    book = readable(session, standing, house().playbooks_read)
    if book is None or book.digest == playbook.digest:
        return None
    changes = documents(difference(playbook, book))
    return {"number": standing.number, "version": book.version, "digest": book.digest, "changes": changes}
