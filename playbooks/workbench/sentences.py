"""Parts of a playbook said in words: who is called when, under which condition, at which moment."""

from collections.abc import Iterator, Mapping, Sequence

from playbooks.conditions import Scope, read, say
from playbooks.language.model import Playbook, Trigger, When
from playbooks.language.parameters import number
from playbooks.language.points import PointGroup
from playbooks.planning.nearness import near_words
from playbooks.planning.quantities import QUANTITY_WORDS
from playbooks.planning.reasons import severity
from playbooks.terms.hazards import hazards_said
from playbooks.terms.units import kind_and_factor, said
from playbooks.terms.words import COLOUR_WORDS, Words

ROLES: Mapping[str, Words] = {
    "province_duty": Words(zh="省公司值班", en="the provincial duty desk"),
    "province_lead": Words(zh="省公司负责人", en="the provincial lead"),
    "hq_duty": Words(zh="总部值班", en="headquarters duty"),
    "hq_commander": Words(zh="总部指挥长", en="the commander at headquarters"),
}
_PROVINCES = {
    "reached": Words(zh="达到门槛的省", en="provinces reached"),
    "all": Words(zh="所有省公司", en="every province"),
    "others": Words(zh="其余各省", en="the other provinces"),
}
_UNITS = {"m": ("分钟", "min"), "h": ("小时", "h"), "d": ("天", "d")}


def escalation_sentence(playbook: Playbook, *, level: str) -> Words:
    """Say who is called when nobody acknowledges at ``level``, with minutes from dispatch."""
    wait = playbook.response_clocks.of(level).acknowledge_minutes
    zh, en, elapsed = [], [], 0
    for place, step in enumerate(playbook.escalation):
        role = ROLES[step.role]
        zh.append(f"先通知{role.zh}" if place == 0 else f"满 {elapsed} 分钟未确认，呼叫{role.zh}")
        en.append(f"first {role.en}" if place == 0 else f"after {elapsed} min without acknowledgement {role.en}")
        elapsed += step.wait_minutes or wait
    return Words(zh=f"{level} 级：" + "；".join(zh) + "。", en=f"Level {level}: " + "; ".join(en) + ".")


def condition(when: When, *, playbook: Playbook) -> Words:
    """Say when an item of ``playbook`` applies: levels, colours, thresholds, places, quantities, condition."""
    where = _where(when, values=playbook.values(), points=playbook.points)
    return _joined((*where, _PROVINCES[when.provinces], *_what(when, scope=playbook.scope)))


def _joined(parts: Sequence[Words]) -> Words:
    return Words(zh="；".join(part.zh for part in parts), en="; ".join(part.en for part in parts))


def _where(when: When, *, values: Mapping[str, int], points: Mapping[str, PointGroup]) -> Iterator[Words]:
    if when.levels:
        yield Words(zh=f"{'/'.join(when.levels)} 级响应", en=f"response level {'/'.join(when.levels)}")
    if when.colours:
        colours = [COLOUR_WORDS[colour] for colour in when.colours]
        zh, en = "或".join(zh for zh, _ in colours), " or ".join(en for _, en in colours)
        yield Words(zh=f"{zh}预警", en=f"{en} warning")
    for given, zh, en in ((when.reaches, "达到{}", "{} and above"), (when.below, "低于{}", "below {}")):
        steps = [severity(number(step, values=values) * 1000, unit=unit) for unit, step in given.items()]
        if steps:
            yield Words(
                zh=zh.format(" 或 ".join(one for one, _ in steps)), en=en.format(" or ".join(one for _, one in steps))
            )
    if not when.reaches:
        yield Words(zh="影响范围内", en="anywhere in the footprint")
    if when.regions:
        yield Words(zh=f"仅 {'、'.join(when.regions)}", en=f"only in {', '.join(when.regions)}")
    if when.near:
        near = near_words([points[name] for name in when.near])
        yield Words(zh=f"仅{near.zh}的县", en=f"only counties {near.en}")
    for quantity, least in when.counties_with.items():
        zh, en = QUANTITY_WORDS[quantity]
        yield Words(zh=f"县内至少 {least} {zh}", en=f"counties with at least {least} {en}")


def _what(when: When, *, scope: Scope) -> Iterator[Words]:
    for quantity, least in when.having.items():
        zh, en = QUANTITY_WORDS[quantity]
        yield Words(zh=f"至少 {least} {zh}", en=f"at least {least} {en}")
    if when.if_ is not None:
        yield say(read(when.if_, scope=scope))


def trigger_sentence(playbook: Playbook, trigger: Trigger) -> Words:
    """Say when a trigger holds, in words: hazards, calendar, reading, area."""
    return _joined(tuple(_trigger_parts(playbook, trigger)))


def _trigger_parts(playbook: Playbook, trigger: Trigger) -> Iterator[Words]:
    values = playbook.values()
    if trigger.hazards:
        yield hazards_said(trigger.hazards)
    if trigger.calendar is not None:
        start, end = (moment_words(at, opening=True) for at in (trigger.calendar.from_, trigger.calendar.until))
        yield Words(zh=f"{start.zh}起，至{end.zh}", en=f"from {start.en} until {end.en}")
    if trigger.signal is not None:
        declared = playbook.signals[trigger.signal.name]
        kind, factor = kind_and_factor(declared.unit)
        zh, en = said(number(trigger.signal.least, values=values) * factor, kind=kind)
        yield Words(zh=f"{declared.title.zh}达到 {zh}", en=f"{declared.title.en} at {en} or more")
    if trigger.when is not None:
        yield from _where(trigger.when, values=values, points=playbook.points)
        yield from _what(trigger.when, scope=playbook.scope)


def is_planned_event(playbook: Playbook) -> bool:
    """Whether its time is counted from an opening: a calendar is what speaks for using it."""
    return any(trigger.calendar is not None for trigger in playbook.triggers)


def moment_words(moment: str, *, opening: bool = False) -> Words:
    """Say ``day``, ``T+0`` or ``T+30d`` in words; ``opening``: counted from a planned event's, nothing struck."""
    if moment == "day":
        return Words(zh="当日 0:00", en="0:00 of the day")
    if moment in ("T+0", "T-0"):
        return Words(zh="开幕时", en="at the opening") if opening else Words(zh="发生时", en="when it struck")
    sign, figure, (zh, en) = moment[1], moment[2:-1], _UNITS[moment[-1]]
    before = sign == "-"
    what_zh, what_en = ("开幕", " the opening") if opening else ("发生", "")
    return Words(
        zh=f"{what_zh}{'前' if before else '后'} {figure} {zh}",
        en=f"{figure} {en} {'before' if before else 'after'}{what_en}",
    )
