"""What the commands on drills share: the world they may act in, the drill's row, its scenario."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from incident import fold, log
from incident.db import Tx
from incident.errors import Conflict, Forbidden, Invalid, NotFound
from incident.rules import drills as rules
from incident.scenarios import Inject, Scenario, ScenarioError, read_scenario

_STEP_WORDS = {
    "start": ("开始", "started"),
    "cancel": ("取消", "cancelled"),
    "pause": ("暂停", "paused"),
    "resume": ("继续", "resumed"),
    "release": ("放出注入", "given an inject"),
    "skip": ("跳过注入", "spared an inject"),
    "bring_back": ("提前恢复", "given back what an inject cut"),
    "end": ("结束", "ended"),
}
MEDIA_TYPE = "application/yaml"


def refuse_live(tx: Tx) -> None:
    """Forbidden in a live world: what an inject cuts or says must never meet a real emergency."""
    if tx.world.kind != "exercise":
        raise Forbidden(
            "drill.live_world",
            zh="这是生产环境，不能演练；请在演练环境里进行（tongxin world create --kind exercise）。",
            en="Nothing is drilled in a live world; make an exercise world (tongxin world create --kind exercise).",
        )


def drill_row(tx: Tx, drill_id: str) -> dict[str, Any]:
    """The drill's row in log spelling, or NotFound."""
    row = fold.row_of(tx.session, "drill", drill_id)
    if not row:
        raise NotFound.of("演练", "drill")
    return row


def drill_for(tx: Tx, drill_id: str, step: str) -> dict[str, Any]:
    """The drill's row; Forbidden in a live world, Conflict when it may not take `step` now."""
    refuse_live(tx)
    row = drill_row(tx, drill_id)
    if not rules.may(step, row["state"]):
        zh, en = _STEP_WORDS[step]
        raise Conflict(
            "drill.not_now",
            zh=f"这次演练现在是「{row['state']}」，不能{zh}；请刷新页面。",
            en=f"This drill is {row['state']} now and cannot be {en}; reload the page.",
        )
    return row


def step_of(row: dict[str, Any], *, by: str, at: Any) -> dict[str, Any]:
    """What every event of a drill says."""
    title = f"{row['title_zh']} / {row['title_en']}"
    return {"drill_id": row["id"], "title": title, "by": by, "at": at, "revision": row["revision"] + 1}


def scenario_of(session: Session, row: dict[str, Any]) -> Scenario:
    """The drill's scenario, as it was when the drill was prepared."""
    text = log.read_text(session, row["scenario_text"])
    return read_scenario(text or "", filename=f"{row['scenario']}.yaml")


def inject_of(scenario: Scenario, inject: str) -> Inject:
    """The inject of that id; NotFound where the scenario has none."""
    for one in scenario.injects:
        if one.id == inject:
            return one
    raise NotFound.of("注入", "inject")


def checked_scenario(text: str, *, filename: str = "scenario.yaml") -> Scenario:
    """The scenario that `text` says, with injects; Invalid names line, column and field."""
    try:
        scenario = read_scenario(text, filename=filename)
    except ScenarioError as error:
        raise Invalid("drill.scenario", field="scenario", zh=error.zh, en=error.en) from error
    if not scenario.injects:
        raise Invalid(
            "drill.no_injects",
            field="scenario",
            zh="这个脚本没有 injects；演练须至少有一项注入。",
            en="This scenario has no injects; a drill needs at least one.",
        )
    return scenario
