"""A playbook as people read it: measures on a timeline, tasks by team, messages with their parts, who is called when.

Plain values in both languages for the page and for print; nothing here decides anything.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from playbooks.language.model import MeasureItem, MessageTemplate, Playbook, TaskItem
from playbooks.language.parameters import resolve
from playbooks.language.phases import TITLES, phase_of, phases_of
from playbooks.measures import measure_type
from playbooks.planning.items import all_items, title_of, type_of
from playbooks.planning.monotone import marks
from playbooks.terms.units import symbol
from playbooks.terms.words import LEVELS, Language, Words
from playbooks.texts.messages import places_of, render
from playbooks.workbench.sentences import (
    condition,
    escalation_sentence,
    is_planned_event,
    moment_words,
    trigger_sentence,
)

_TARGETS = {
    "incident": Words(zh="全国一项", en="one for the incident"),
    "province": Words(zh="每省一项", en="one a province"),
    "county": Words(zh="每县一项", en="one a county"),
}
_SAMPLES: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "when": "5月12日14时28分",
        "where": "四川省等地",
        "province": "四川省",
        "county": "北川羌族自治县",
        "title": "上报灾情与服务影响",
        "acknowledge_minutes": "5",
        "start_minutes": "15",
    },
    "en": {
        "when": "14:28 on 12 May",
        "where": "Sichuan and elsewhere",
        "province": "Sichuan",
        "county": "Beichuan",
        "title": "Report damage and effect on service",
        "acknowledge_minutes": "5",
        "start_minutes": "15",
    },
}


def describe(playbook: Playbook, *, exercise_prefix: str) -> dict[str, Any]:
    """Return everything that the read page shows, as plain JSON values; text is ``{"zh": …, "en": …}``.

    ``exercise_prefix`` is what an exercise puts before each message; parts are counted without and with it.
    """
    values = playbook.values()
    items = all_items(playbook, values=values)
    against = {mark.item_id: [_words(rule) for rule in mark.against] for mark in marks(playbook)}
    return {
        "slug": playbook.slug,
        "version": playbook.version,
        "digest": playbook.digest,
        "title": _words(playbook.title),
        "summary": _words(playbook.summary),
        "owner": _words(playbook.owner),
        "hazards": list(playbook.hazards),
        "lineage": [one.model_dump(mode="json") for one in playbook.lineage],
        "class_b_cap_fen": playbook.class_b_cap_fen,
        "parameters": [
            {"name": name, **parameter.model_dump(mode="json"), "unit": symbol(parameter.unit)}
            for name, parameter in playbook.parameters.items()
        ],
        "signals": [
            {"name": name, "title": _words(signal.title), "unit": symbol(signal.unit)}
            for name, signal in playbook.signals.items()
        ],
        "points": [
            {
                "name": name,
                "title": _words(group.title),
                "km": group.km,
                "venues": not group.points,
                "at": [_words(point.name) | {"lon": point.lon, "lat": point.lat} for point in group.points],
            }
            for name, group in playbook.points.items()
        ],
        "triggers": [
            {"id": trigger.id, "title": _words(trigger.title), **_words(trigger_sentence(playbook, trigger))}
            for trigger in playbook.triggers
        ],
        "phases": [
            {
                "id": phase,
                "title": _words(TITLES[phase]),
                "from": _moment(playbook, window.from_),
                "until": _moment(playbook, window.until),
            }
            for phase, window in phases_of(playbook).items()
        ],
        "clocks": {level: playbook.response_clocks.of(level).model_dump() for level in LEVELS},
        "escalation": {level: _words(escalation_sentence(playbook, level=level)) for level in LEVELS},
        "timeline": [_measure(playbook, item, values=values) for item in playbook.measures],
        "teams": _teams(playbook, items=items, values=values),
        "messages": [_message(template, exercise_prefix=exercise_prefix) for template in playbook.messages],
        "sources": [source.model_dump(mode="json") for source in playbook.sources],
        # Rules by which a larger footprint may cover fewer; an item without any only ever grows with it.
        "against_growth": {item_id: rules for item_id, rules in against.items() if rules},
        "tests": [{"id": trial.id, "title": _words(trial.title)} for trial in playbook.tests],
    }


def _measure(playbook: Playbook, item: MeasureItem, *, values: Mapping[str, int]) -> dict[str, Any]:
    kind = measure_type(item.kind)
    fields = kind.fields(resolve(item.fields, values=values)).model_dump(mode="json")
    return {
        "id": item.id,
        "type": type_of(item),
        "kind": item.kind,
        "title": _words(title_of(item)),
        "why": _words(item.why),
        "sources": list(item.sources),
        "condition": _words(condition(item.when, playbook=playbook)),
        "target": _words(_TARGETS[item.target]),
        "team": item.team,
        "critical": item.critical,
        "phase": phase_of(playbook, item),
        "approval": item.approval,
        "depends_on": list(item.depends_on),
        "from": _moment(playbook, item.window.from_),
        "until": _moment(playbook, item.window.until),
        "rules": list(item.rules),
        "segments": list(item.segments),
        "delivery": kind.delivery,
        "message": item.message,
        "fields": _fields(kind.fields_schema(), fields=fields),
        "success": _words(kind.success.text),
        "landing": [{"hours_before_end": n.hours_before_end} | _words(n.text) for n in kind.landing],
    }


def _fields(schema: Mapping[str, Any], *, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    described = schema["properties"]
    return [
        {
            "name": name,
            "title": {"zh": described[name]["title_zh"], "en": described[name]["title_en"]},
            "unit": described[name]["unit"],
            "value": value,
        }
        for name, value in fields.items()
    ]


def _teams(
    playbook: Playbook,
    *,
    items: Sequence[tuple[MeasureItem | TaskItem, MeasureItem | None]],
    values: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Return teams in the playbook's order, each with its tasks; teams without tasks are left out."""
    tasks: dict[str, list[dict[str, Any]]] = {team: [] for team in playbook.teams}
    for item, brought_by in items:
        if isinstance(item, TaskItem):
            tasks[item.team].append(_task(playbook, item, brought_by=brought_by, values=values))
    return [
        {"team": team, "title": _words(title), "tasks": tasks[team]}
        for team, title in playbook.teams.items()
        if tasks[team]
    ]


def _task(
    playbook: Playbook, item: TaskItem, *, brought_by: MeasureItem | None, values: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": _words(item.title),
        "why": _words(item.why),
        "sources": list(item.sources),
        "condition": _words(condition(item.when, playbook=playbook)),
        "target": _words(_TARGETS[item.target]),
        "critical": item.critical,
        "phase": phase_of(playbook, item),
        "brought_by": brought_by.id if brought_by else None,
        "depends_on": list(item.depends_on),
        "step": item.step,
        "clock_changes": {level: c.model_dump(exclude_none=True) for level, c in item.clocks.items()},
        "checklist": [_words(words) for words in item.checklist],
        "outcomes": [outcome.model_dump(mode="json") for outcome in item.outcomes],
    }


def _message(template: MessageTemplate, *, exercise_prefix: str) -> dict[str, Any]:
    """Show a message with sample values, as it would look on a phone, with its parts live and in an exercise."""
    shown: dict[str, Any] = {"id": template.id, "channel": template.channel}
    for name, words in (("text", template.text), ("correction", template.correction), ("cancel", template.cancel)):
        if words is not None:
            shown[name] = {lang: _sample(words, lang=lang, exercise_prefix=exercise_prefix) for lang in _SAMPLES}
    shown["more"] = {tag: words.model_dump() for tag, words in template.more.items()}
    return shown


def _sample(words: Words, *, lang: Language, exercise_prefix: str) -> dict[str, Any]:
    template = words.say(lang)
    live = render(template, values=_SAMPLES[lang], lang=lang, prefix="")
    drill = render(template, values=_SAMPLES[lang], lang=lang, prefix=exercise_prefix)
    return {
        "template": template,
        "values": list(places_of(template)),
        "text": live.text,
        "encoding": live.encoding,
        "units": live.units,
        "parts": live.parts,
        "parts_in_exercise": drill.parts,
    }


def _moment(playbook: Playbook, moment: str) -> dict[str, Any]:
    said = moment_words(moment, opening=is_planned_event(playbook))
    return {"moment": moment, "minutes": _minutes(moment)} | _words(said)


def _minutes(moment: str) -> int | None:
    """Minutes from when it struck; None for ``day``, which depends on the hour."""
    if moment == "day":
        return None
    if moment in ("T+0", "T-0"):
        return 0
    return int(moment[1:-1]) * {"m": 1, "h": 60, "d": 1440}[moment[-1]]


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
