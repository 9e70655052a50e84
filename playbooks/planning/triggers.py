"""What speaks for putting a playbook to use: thresholds of the hazard, a warning, a calendar, a reading from elsewhere.

A trigger starts nothing. It says that the moment has come for which the playbook was written; a person activates it.
"""

from collections.abc import Mapping

from playbooks.conditions import Known
from playbooks.language.model import Playbook, SignalThreshold, Trigger, Window
from playbooks.language.parameters import number
from playbooks.language.situation import Situation
from playbooks.planning.asking import ask
from playbooks.planning.plan import TriggerState
from playbooks.planning.reasons import Reason
from playbooks.planning.selection import Ground, select
from playbooks.terms.timing import moment_at
from playbooks.terms.units import kind_and_factor, said

#: Good reasons, and reasons against.
_Told = tuple[list[Reason], list[Reason]]


def ask_triggers(
    playbook: Playbook, *, ground: Ground, values: Mapping[str, int], known: Known
) -> tuple[TriggerState, ...]:
    """Return the state of every trigger, in the playbook's order."""
    return tuple(_state(playbook, one, ground=ground, values=values, known=known) for one in playbook.triggers)


def _state(
    playbook: Playbook, trigger: Trigger, *, ground: Ground, values: Mapping[str, int], known: Known
) -> TriggerState:
    good: list[Reason] = []
    bad: list[Reason] = []
    situation = ground.situation
    hazards = trigger.hazards or playbook.hazards
    if situation.hazard not in hazards:
        bad.append(Reason("other_hazard", {"hazards": ", ".join(hazards), "hazard": situation.hazard}))
    for told in (
        _calendar(trigger.calendar, situation=situation),
        _signal(playbook, trigger.signal, situation=situation, values=values),
    ):
        good += told[0]
        bad += told[1]
    if trigger.when is not None:
        selection = select(trigger.when, target="incident", ground=ground, values=values, points=playbook.points)
        selection = ask(trigger.when.if_, playbook=playbook, known=known, selection=selection)
        good += [reason for target in selection.targets for reason in target.reasons]
        bad += selection.why_not
    return TriggerState(trigger.id, trigger.title, holds=not bad, reasons=tuple(bad or good))


def _calendar(calendar: Window | None, *, situation: Situation) -> _Told:
    if calendar is None:
        return [], []
    start, end = (moment_at(m, occurred_at=situation.occurred_at) for m in (calendar.from_, calendar.until))
    words = {"window_from": start.isoformat(), "window_until": end.isoformat()}
    if start <= situation.now < end:
        return [Reason("in_calendar", words)], []
    return [], [Reason("not_in_calendar", words)]


def _signal(
    playbook: Playbook, signal: SignalThreshold | None, *, situation: Situation, values: Mapping[str, int]
) -> _Told:
    if signal is None:
        return [], []
    declared = playbook.signals[signal.name]
    kind, factor = kind_and_factor(declared.unit)
    least = number(signal.least, values=values) * factor
    least_zh, least_en = said(least, kind=kind)
    words = {"name_zh": declared.title.zh, "name_en": declared.title.en, "least_zh": least_zh, "least_en": least_en}
    reading = situation.signals.get(signal.name)
    if reading is None:
        return [], [Reason("signal_not_read", words)]
    now_zh, now_en = said(reading * factor, kind=kind)
    told = {**words, "now_zh": now_zh, "now_en": now_en}
    if reading * factor >= least:
        return [Reason("signal_reached", told)], []
    return [], [Reason("signal_below", told)]
