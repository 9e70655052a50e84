"""Prepare a drill from a scenario; and read, before any transaction, the footprint that an inject brings."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from geo.errors import GeoError
from geo.exposure import Exposure
from geo.reconstructions import reconstruction_version
from geo.regions import Regions
from incident import fold, log
from incident.commands.assessing import assess_footprint
from incident.commands.drills.base import MEDIA_TYPE, checked_scenario, drill_row, refuse_live
from incident.commands.footprints import AssessedFootprint
from incident.db import Tx
from incident.errors import Conflict, Invalid
from incident.events.drills import STREAM, DrillPrepared
from incident.log import Actor
from incident.rules.drills import TITLES
from incident.scenarios import Inject, Scenario
from playbooks.source.playbook import Playbook


def prepare_drill(tx: Tx, actor: Actor, *, drill_id: str, text: str, playbook: Playbook) -> dict[str, Any]:
    """Keep the scenario with the drill and lay out its injects. `playbook` is the one that the scenario names."""
    refuse_live(tx)
    if fold.row_of(tx.session, "drill", drill_id):
        raise Conflict("drill.exists", field="id", zh="这次演练已经有了。", en="There is this drill already.")
    scenario = checked_scenario(text)
    if scenario.playbook != playbook.slug:
        raise Invalid(
            "drill.playbook",
            field="scenario",
            zh=f"脚本写的是预案 {scenario.playbook}，不是 {playbook.slug}。",
            en=f"The scenario is for the playbook {scenario.playbook}, not for {playbook.slug}.",
        )
    event = DrillPrepared(
        drill_id=drill_id,
        title=f"{scenario.title.zh} / {scenario.title.en}",
        by=actor.person,
        at=tx.now,
        revision=1,
        scenario=scenario.slug,
        scenario_text=log.keep_text(tx, text, audience="nation", media_type=MEDIA_TYPE),
        scenario_digest=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        playbook=playbook.slug,
        playbook_digest=playbook.digest,
        incident_id=str(uuid.uuid5(uuid.UUID(drill_id), "incident")),
        count=len(scenario.injects),
        injects=tuple(_row(drill_id, at, one) for at, one in enumerate(scenario.injects)),
    )
    log.record(tx, event, stream=STREAM, actor=actor)
    return drill_row(tx, drill_id)


def prepared_footprint(
    scenario: Scenario, inject: Inject, *, regions: Regions, exposure: Exposure
) -> AssessedFootprint | None:
    """The footprint that an inject brings, assessed in a walled child; None for every other inject.

    Invalid where the scenario's reconstruction has no such version. No transaction is open here.
    """
    if inject.do != "footprint":
        return None
    try:
        footprint = reconstruction_version(scenario.reconstruction, inject.version, lambda: regions)
        return assess_footprint(footprint, regions, exposure)
    except GeoError as error:
        raise Invalid(
            "drill.footprint",
            field="version",
            zh=f"注入 {inject.id}：读不了影响范围 {scenario.reconstruction} 第 {inject.version} 版：{error}",
            en=f"inject {inject.id}: version {inject.version} of {scenario.reconstruction} cannot be read: {error}",
        ) from error


def _row(drill_id: str, ordinal: int, inject: Inject) -> dict[str, Any]:
    zh, en = (inject.title.zh, inject.title.en) if inject.title else TITLES[inject.do]
    return {
        "id": f"{drill_id}:{inject.id}",
        "drill_id": drill_id,
        "inject": inject.id,
        "ordinal": ordinal,
        "kind": inject.do,
        "title_zh": zh[:200],
        "title_en": en[:200],
        "system": inject.system,
        "place": inject.province,
        "minutes": inject.minutes,
        "after_s": round(inject.minute * 60),
        "due_at": None,
        "state": "planned",
        "done_at": None,
        "done_by": None,
        "until": None,
        "reason_text": None,
    }
