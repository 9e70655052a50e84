"""Asking a condition (``if``) of each place that an item is planned for, and saying why it does not hold.

Only what has passed the loader is asked, so nothing here can go wrong at run time; what turns on something that nobody
has said (no level declared, no reading of a signal) is left out with that as its reason.
"""

from collections.abc import Mapping
from dataclasses import replace

from playbooks.conditions import Condition, Known, decide, failing, read, say, say_value
from playbooks.conditions.deciding import names_in
from playbooks.language.model import Playbook
from playbooks.language.names import of_incident, of_place
from playbooks.language.situation import Situation
from playbooks.planning.reasons import Reason
from playbooks.planning.selection import Selection, Target


def known_of(playbook: Playbook, situation: Situation, *, values: Mapping[str, int]) -> Known:
    """Return what is known of the incident: the same for every item and place."""
    return of_incident(situation, parameters=playbook.parameters, signals=playbook.signals, values=values)


def ask(text: str | None, *, playbook: Playbook, known: Known, selection: Selection) -> Selection:
    """Keep the targets of which the condition holds, with it as a reason; else the first place's reasons why not."""
    if text is None or not selection.targets:
        return selection
    condition = read(text, scope=playbook.scope)
    kept: list[Target] = []
    against: dict[str, Reason] = {}
    for target in selection.targets:
        here = {**known, **of_place(target.rows)}
        if decide(condition, known=here):
            words = say(condition)
            holds = Reason("condition_holds", {"condition_zh": words.zh, "condition_en": words.en})
            kept.append(replace(target, reasons=(*target.reasons, holds)))
        else:
            for part in failing(condition, known=here):
                against.setdefault(say(part).en, _why_not(playbook, part, known=here))
    return Selection(targets=tuple(kept)) if kept else Selection(why_not=tuple(against.values()))


def _why_not(playbook: Playbook, part: Condition, *, known: Known) -> Reason:
    """Say which part does not hold, and what the names in it are worth now."""
    words = say(part)
    zh, en = [], []
    for id_ in names_in(part):
        name = playbook.scope.by_id[id_]
        value = say_value(known.get(id_), kind=name.kind)
        zh.append(f"{name.title.zh}为 {value.zh}")
        en.append(f"{name.title.en}: {value.en}")
    return Reason(
        "condition_fails",
        {
            "condition_zh": words.zh,
            "condition_en": words.en,
            "now_zh": "，".join(zh),
            "now_en": ", ".join(en),
        },
    )
