"""Stories of footprints and plans: three versions of a small hand-made impact through the real planner."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from incident.commands import measures
from incident.commands.activation import Exclusion, activate_plan
from incident.commands.footprints import AssessedFootprint, supply_footprint
from incident.commands.readings import take_reading
from incident.db import Tx
from incident.log import Actor
from incident.models import Measure
from incident.queries.planning import propose
from playbooks.source.playbook import library
from tests.fold.stages import Stage
from tests.fold.told import records
from tests.incident.stories import GANSU, SICHUAN
from tests.measures.stories import LI, WANG, ZHAO, do, yes

WENCHUAN, DUJIANGYAN, WUDU, BEICHUAN = "513221", "510181", "621202", "510726"
SHARES = {"gotone": 2, "easyown": 6, "mzone": 1, "other": 1}


def assessed(worst: Mapping[str, int]) -> AssessedFootprint:
    """An impact with these counties at these intensities (thousandths), 10,000 subscribers each."""
    return AssessedFootprint(
        title="汶川地震烈度（试）", source="made by hand", geojson='{"type":"FeatureCollection","features":[]}',
        bands=[{"band": "VIII", "value_milli": 8000, "unit": "CSI", "area_km2": 2}], notes=[], not_assessed=[],
        exposure_label="made by hand", rows=[row for code, value in worst.items() for row in _rows(code, value)],
    )  # fmt: skip


def _rows(county: str, value: int) -> list[dict[str, Any]]:
    province, city = f"{county[:2]}0000", f"{county[:4]}00"
    common = {
        "province": province, "band": str(value // 1000), "value_milli": value, "unit": "CSI",
        "area_share_ppm": 1_000_000, "basis": "site", "sites": 20, "halls": 3, "key_customers": 4, "people": 12_000,
        "total": 10_000, "segments": {name: share * 1000 for name, share in SHARES.items()},
        "key_customer_tiers": {"a_plus": 1, "a": 2, "b": 1, "c": 0},
        "of_which": {"a_plus": 1, "a": 1, "b": 1, "c": 1, "vulnerable": 900},
    }  # fmt: skip
    return [common | {"region": county, "level": "county", "city": city}]


def _supply(stage: Stage, worst: Mapping[str, int]) -> None:
    stage.do(
        supply_footprint, incident_id=stage.incident, footprint_id=str(uuid.uuid4()), assessed=assessed(worst),
        provinces=(SICHUAN, GANSU),
    )  # fmt: skip


def _activate(stage: Stage, *, but: str = "?") -> None:
    def command(tx: Tx, actor: Actor) -> dict[str, Any]:
        proposal = propose(
            tx.session, incident_id=stage.incident, playbook=library()["earthquake"], regions=stage.regions,
            now=tx.now, exercise=True,
        )  # fmt: skip
        exclude = [Exclusion(change.item_key, "等财务确认") for change in proposal.changes if but in change.item_key]
        return activate_plan(tx, actor, incident_id=stage.incident, proposal=proposal, exclude=exclude)

    stage.do(command, WANG)


def _carry_out(stage: Stage, kind: str) -> None:
    with stage.db.read() as session:
        measure_id = session.scalars(select(Measure.id).where(Measure.kind == kind)).one()
    row = do(stage.db, stage.incident, measures.submit_measure, measure_id=measure_id)
    for approver in (LI, ZHAO):
        if row["state"] == "pending_approval":
            row = yes(stage.db, row, approver)
    do(stage.db, stage.incident, measures.start_measure, measure_id=measure_id)


@records(
    "FootprintSupplied", "ImpactAssessed", "PlanActivated", "TasksDispatched", "MeasureDrafted", "BroadcastDrafted",
    "MeasureRevised", "BroadcastRevised", "MeasureGrown", "TaskRecalled", "BroadcastEnded",
)  # fmt: skip
def a_footprint_that_grows_and_shrinks_again(stage: Stage) -> None:
    _supply(stage, {WENCHUAN: 10_000, DUJIANGYAN: 7_000})
    _activate(stage, but="/waiver/")
    _supply(stage, {WENCHUAN: 11_000, DUJIANGYAN: 8_000, WUDU: 8_000})
    _activate(stage)
    _carry_out(stage, "suspension_deferral")
    stage.clock.step(3600)
    _supply(stage, {WENCHUAN: 11_000, DUJIANGYAN: 6_000, WUDU: 9_000, BEICHUAN: 10_000})
    _activate(stage)
    _supply(stage, {WUDU: 5_000})
    _activate(stage)


@records("ReadingTaken")
def a_figure_from_elsewhere_is_read_twice(stage: Stage) -> None:
    for reading in (2, 5):
        stage.do(
            take_reading, incident_id=stage.incident, playbook=library()["key_customer_outage"], name="lines_out",
            reading=reading, source="网管 / network desk",
        )  # fmt: skip
