"""Routes of the record itself, for the auditor and the data-protection officer; nothing here changes what it tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from incident import anchoring
from incident.anchors import AnchorError, anchor_files, key_id, newest
from incident.api.exported import exported
from incident.clock import as_text
from incident.commands.erasing import erase_words
from incident.commands.verifications import ask_verification
from incident.errors import NotFound
from incident.queries import record as queries
from incident.reports.record_tables import as_csv, data_classes, lines_of_classes
from incident.schemas.record import AskVerification, EraseWords
from incident.web import carry_out, house, policy, reach_incident, reading

blueprint = APIBlueprint("record", __name__, url_prefix="/api/v1/record", tag="record")

_LISTS: Mapping[str, Callable[..., list[dict[str, Any]]]] = {
    "exports": queries.exports,
    "erasures": queries.erasures,
    "approvals": queries.approvals,
}


@blueprint.get("")
@policy("log.read")
def overview() -> Mapping[str, Any]:
    """Where every log ends, the newest anchor and whether it agrees, and what verifications have found."""
    with reading() as session:
        return {
            "logs": queries.logs(session),
            "anchors": _anchors(),
            "verifications": queries.verifications(session),
        }


@blueprint.post("/verifications")
@blueprint.input(AskVerification, arg_name="body")
@policy("log.verify")
def verify(body: AskVerification) -> Response:
    """Have all chains and anchors walked, beside what the house does."""
    return carry_out(
        lambda tx, actor: ask_verification(tx, actor, verification_id=str(body.id)), streams=[], status=202
    )


@blueprint.post("/erasures")
@blueprint.input(EraseWords, arg_name="body")
@policy("text.erase")
def erase(body: EraseWords) -> Response:
    """Erase what somebody wrote with one event of an incident; that it was there, and why it went, stays in the log."""
    place = reach_incident(body.incident)
    return carry_out(
        lambda tx, actor: erase_words(
            tx, actor, incident_id=place.incident_id, position=body.position, reason=body.reason
        ),
        streams=[place.stream],
    )


@blueprint.get("/exports")
@policy("log.read")
def exports() -> Mapping[str, Any]:
    """The register of exports of all incidents: reports and every other file that left, newest first."""
    return _listed("exports")


@blueprint.get("/erasures")
@policy("log.read")
def erasures() -> Mapping[str, Any]:
    """What was erased beside the log: by whom, why, and where the log says so."""
    return _listed("erasures")


@blueprint.get("/approvals")
@policy("log.read")
def approvals() -> Mapping[str, Any]:
    """Who approved, rejected or returned what, with who had written it."""
    return _listed("approvals")


@blueprint.get("/<name>.csv")
@policy("log.read")
def as_file(name: str) -> Response:
    """One of the lists, whole, as CSV; that it was taken stands in the register of exports."""
    if name not in _LISTS:
        raise NotFound.of("清单", "list")
    with reading() as session:
        lines = _LISTS[name](session, most=None)
    return exported(_file(name, as_csv(name, lines)), name, "csv")


@blueprint.get("/data-classes")
@policy("log.read")
def classes() -> Mapping[str, Any]:
    """Every table, column and event field: its data class, its purpose, how long it is kept."""
    return data_classes(house().retention)


@blueprint.get("/data-classes/data-classes.csv")
@policy("log.read")
def classes_as_file() -> Response:
    """The same as CSV: a list of this program's columns, with nobody's data in it, so in no register."""
    return _file("data-classes", as_csv("data-classes", lines_of_classes(house().retention)))


def _listed(name: str) -> Mapping[str, Any]:
    with reading() as session:
        return {"items": _LISTS[name](session), "most": queries.MOST_LISTED}


def _file(name: str, content: bytes) -> Response:
    prefix = "EXERCISE-" if house().world_kind == "exercise" else ""
    headers = {
        "Content-Disposition": f'attachment; filename="{prefix}{name}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(content, mimetype="text/csv", headers=headers)


def _anchors() -> dict[str, Any]:
    """How many anchors there are and what the newest says; a fault where it cannot be read."""
    settings = house().settings
    folder = settings.anchors()
    told: dict[str, Any] = {"count": len(anchor_files(folder)), "at": None, "key": None, "streams": 0, "fault": None}
    try:
        last, key = newest(folder), anchoring.public_key(settings)
    except (AnchorError, OSError) as error:
        return told | {"fault": str(error)}
    if last is None:
        return told
    anchor = last[1]
    return told | {
        "at": as_text(anchor.at), "key": anchor.key, "streams": len(anchor.heads),
        "ours": key is not None and key_id(key) == anchor.key,
    }  # fmt: skip
