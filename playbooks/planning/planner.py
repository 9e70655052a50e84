"""The planner: a playbook and a situation in, a plan with reasons out. Pure; reads no clock and writes nothing.

Order is the playbook's: measures, each followed by the tasks that it brings along, then tasks. The same input gives
the same plan to the byte, and an item keeps its key while the footprint grows, so that activating twice does nothing.
"""

from collections.abc import Mapping
from dataclasses import replace

from playbooks.conditions import Known
from playbooks.language.model import MeasureItem, Playbook, TaskItem
from playbooks.language.phases import phase_of, window_of
from playbooks.language.situation import Situation
from playbooks.planning.asking import ask, known_of
from playbooks.planning.building import build_measures, build_tasks, fill_words
from playbooks.planning.items import all_items, kind_of, title_of, type_of
from playbooks.planning.places import NO_PLACE
from playbooks.planning.plan import Omission, Plan, PlanItem
from playbooks.planning.reasons import Reason
from playbooks.planning.selection import Ground, select
from playbooks.planning.triggers import ask_triggers
from playbooks.terms.timing import moment_at

_EVERYTHING = "*"


def plan(playbook: Playbook, situation: Situation, *, parameters: Mapping[str, int] | None = None) -> Plan:
    """Return what ``playbook`` proposes in ``situation``, and what it leaves out, each with reasons.

    ``parameters`` replace the playbook's defaults; ValueError names one that is unknown or out of bounds.
    """
    values = playbook.values(parameters)
    ground = Ground.of(situation)
    items: list[PlanItem] = []
    omitted: list[Omission] = []
    known = known_of(playbook, situation, values=values)
    sources = all_items(playbook, values=values)
    for item, brought_by in sources:
        chosen, why_not = _plan_item(playbook, item, brought_by=brought_by, ground=ground, values=values, known=known)
        if brought_by is not None and chosen:
            chosen, why_not = _where_its_measure_is(chosen, brought_by=brought_by, planned=items)
        items.extend(chosen)
        if why_not:
            title = fill_words(title_of(item), values=NO_PLACE)
            phase = phase_of(playbook, item)
            omitted.append(Omission(item.id, type_of(item), kind_of(item), title, why_not, phase=phase))
    return Plan(
        playbook=playbook.slug,
        version=playbook.version,
        digest=playbook.digest,
        parameters=values,
        items=_with_dependencies(items, sources={item.id: item for item, _ in sources}),
        omitted=tuple(omitted),
        notes=_notes(ground),
        triggers=ask_triggers(playbook, ground=ground, values=values, known=known),
    )


def _notes(ground: Ground) -> tuple[Reason, ...]:
    counted = {
        "outside_operator": ground.counties_outside,
        "not_assessed": len(ground.situation.not_assessed),
    }
    return tuple(Reason(code, {"counties": counties}) for code, counties in counted.items() if counties)


def _plan_item(
    playbook: Playbook,
    item: MeasureItem | TaskItem,
    *,
    brought_by: MeasureItem | None,
    ground: Ground,
    values: Mapping[str, int],
    known: Known,
) -> tuple[list[PlanItem], tuple[Reason, ...]]:
    """Return the items planned from one line of the playbook, or why there are none."""
    against = _out_of_hazard(playbook, ground.situation) or _out_of_time(playbook, item, ground.situation)
    if against:
        return [], against
    selection = select(item.when, target=item.target, ground=ground, values=values, points=playbook.points)
    selection = ask(item.when.if_, playbook=playbook, known=known, selection=selection)
    if isinstance(item, MeasureItem):
        made = build_measures(playbook, item, targets=selection.targets, ground=ground, values=values)
    else:
        more = (_with_title("brought_by", brought_by),) if brought_by else ()
        made = build_tasks(playbook, item, targets=selection.targets, ground=ground, more=more)
    return made, selection.why_not


def _where_its_measure_is(
    made: list[PlanItem], *, brought_by: MeasureItem, planned: list[PlanItem]
) -> tuple[list[PlanItem], tuple[Reason, ...]]:
    """Keep what a measure brings along where that measure is planned: a condition may hold of it and not of a part."""
    targets = {one.target for one in planned if one.item_id == brought_by.id}
    kept = made if _EVERYTHING in targets else [one for one in made if one.province in targets]
    return kept, () if kept else (_with_title("measure_not_planned", brought_by),)


def _with_title(code: str, measure: MeasureItem) -> Reason:
    title = title_of(measure)
    return Reason(code, {"title_zh": title.zh, "title_en": title.en})


def _out_of_hazard(playbook: Playbook, situation: Situation) -> tuple[Reason, ...]:
    if situation.hazard in playbook.hazards:
        return ()
    return (Reason("other_hazard", {"hazards": ", ".join(playbook.hazards), "hazard": situation.hazard}),)


def _out_of_time(playbook: Playbook, item: MeasureItem | TaskItem, situation: Situation) -> tuple[Reason, ...]:
    window = window_of(playbook, item)
    if window is None:
        return ()
    begins = moment_at(window.from_, occurred_at=situation.occurred_at)
    until = moment_at(window.until, occurred_at=situation.occurred_at)
    if until <= situation.now:
        return (Reason("window_over", {"window_until": until.isoformat()}),)
    # A measure is approved before it begins; a task that is dispatched weeks early would only be late for weeks.
    if isinstance(item, TaskItem) and begins > situation.now:
        return (Reason("window_ahead", {"window_from": begins.isoformat()}),)
    return ()


def _with_dependencies(items: list[PlanItem], *, sources: Mapping[str, MeasureItem | TaskItem]) -> tuple[PlanItem, ...]:
    """Turn depends_on (ids) into item_keys of this plan: of the same place, else of what holds it, else all in it."""
    keys: dict[str, dict[str, str]] = {}
    for one in items:
        keys.setdefault(one.item_id, {})[one.target] = one.item_key
    return tuple(_follow(one, needed=[sources[i] for i in sources[one.item_id].depends_on], keys=keys) for one in items)


def _follow(one: PlanItem, *, needed: list[MeasureItem | TaskItem], keys: Mapping[str, Mapping[str, str]]) -> PlanItem:
    if not needed:
        return one
    found: list[str] = []
    reasons: list[Reason] = []
    for other in needed:
        planned = keys.get(other.id, {})
        matching = [planned[t] for t in (one.target, one.province or _EVERYTHING, _EVERYTHING) if t in planned][:1]
        if not matching and one.target == _EVERYTHING:
            matching = list(planned.values())
        if not matching and one.target == one.province:  # a province's report follows what its counties do
            matching = [key for target, key in planned.items() if target[:2] == one.province[:2]]
        found.extend(matching)
        title = title_of(other)
        code = "waits_for" if matching else "dependency_not_planned"
        reasons.append(Reason(code, {"title_zh": title.zh, "title_en": title.en}))
    return replace(one, depends_on=tuple(found), reasons=(*one.reasons, *reasons))
