"""The planner: a playbook and a situation in, a plan with reasons out. Pure; reads no clock and writes nothing.

Order is the playbook's: measures, each followed by the tasks that it brings along, then tasks. The same input gives
the same plan to the byte, and an item keeps its key while the footprint grows, so that activating twice does nothing.
"""

from collections.abc import Mapping

from playbooks.conditions import Known
from playbooks.language.model import MeasureItem, Playbook, TaskItem
from playbooks.language.phases import phase_of, window_of
from playbooks.language.situation import Situation
from playbooks.planning.asking import ask, known_of
from playbooks.planning.building import build_measures, build_tasks, fill_words
from playbooks.planning.following import EVERYTHING, Places, with_title
from playbooks.planning.items import all_items, kind_of, title_of, type_of
from playbooks.planning.places import NO_PLACE
from playbooks.planning.plan import Omission, Plan, PlanItem
from playbooks.planning.reasons import Reason
from playbooks.planning.selection import Ground, Selection, select
from playbooks.planning.triggers import ask_triggers
from playbooks.terms.timing import moment_at


def plan(playbook: Playbook, situation: Situation, *, parameters: Mapping[str, int] | None = None) -> Plan:
    """Return what ``playbook`` proposes in ``situation``, and what it leaves out, each with reasons.

    ``parameters`` replace the playbook's defaults; ValueError names one that is unknown or out of bounds.
    """
    values = playbook.values(parameters)
    ground = Ground.of(situation)
    known = known_of(playbook, situation, values=values)
    places = Places(playbook)
    sources = all_items(playbook, values=values)
    for item, brought_by in sources:
        found = _selected(playbook, item, ground=ground, values=values, known=known)
        if brought_by is not None and found.targets:
            found = _where_its_measure_is(found, brought_by=brought_by, at=places.of(brought_by))
        places.put(item, found)
    items: list[PlanItem] = []
    omitted: list[Omission] = []
    for item, brought_by in sources:
        found = places.of(item)
        if found.targets:
            items.extend(_built(playbook, item, brought_by=brought_by, places=places, ground=ground, values=values))
        if found.why_not:
            title = fill_words(title_of(item), values=NO_PLACE)
            phase = phase_of(playbook, item)
            omitted.append(Omission(item.id, type_of(item), kind_of(item), title, found.why_not, phase=phase))
    return Plan(
        playbook=playbook.slug,
        version=playbook.version,
        digest=playbook.digest,
        parameters=values,
        items=tuple(items),
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


def _selected(
    playbook: Playbook, item: MeasureItem | TaskItem, *, ground: Ground, values: Mapping[str, int], known: Known
) -> Selection:
    """Return where one line of the playbook is planned, or why nowhere."""
    against = _out_of_hazard(playbook, ground.situation) or _out_of_time(playbook, item, ground.situation)
    if against:
        return Selection(why_not=against)
    found = select(item.when, target=item.target, ground=ground, values=values, points=playbook.points)
    return ask(item.when.if_, playbook=playbook, known=known, selection=found)


def _where_its_measure_is(selection: Selection, *, brought_by: MeasureItem, at: Selection) -> Selection:
    """Keep what a measure brings along where that measure is planned: a condition may hold of it and not of a part."""
    targets = {one.target for one in at.targets}
    if EVERYTHING in targets:
        return selection
    kept = tuple(one for one in selection.targets if one.province is not None and one.province.adcode in targets)
    return Selection(targets=kept) if kept else Selection(why_not=(with_title("measure_not_planned", brought_by),))


def _built(
    playbook: Playbook,
    item: MeasureItem | TaskItem,
    *,
    brought_by: MeasureItem | None,
    places: Places,
    ground: Ground,
    values: Mapping[str, int],
) -> list[PlanItem]:
    targets, follows = places.of(item).targets, places.followed_by(item)
    if isinstance(item, MeasureItem):
        return build_measures(playbook, item, targets=targets, follows=follows, ground=ground, values=values)
    more = (with_title("brought_by", brought_by),) if brought_by else ()
    return build_tasks(playbook, item, targets=targets, follows=follows, ground=ground, more=more)


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
