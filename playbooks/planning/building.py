"""From one line of a playbook and one target to one PlanItem: counts, money, texts, clocks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from playbooks.language.clocks import Clocks
from playbooks.language.model import MeasureItem, MessageTemplate, Playbook, TaskItem, Window
from playbooks.language.parameters import resolve
from playbooks.language.phases import phase_of, window_of
from playbooks.language.situation import Situation
from playbooks.measures import Cost, MeasureType, measure_type, read_plan
from playbooks.measures.base import EVERYBODY_PPM
from playbooks.measures.public_info_broadcast import Audience, PublicInfoBroadcastFields, eta_seconds
from playbooks.planning.following import Follows, item_key
from playbooks.planning.places import Values, place_values
from playbooks.planning.plan import ItemWindow, PlanItem, PlannedMessage
from playbooks.planning.reasons import Reason, percent, yuan
from playbooks.planning.selection import Ground, Target
from playbooks.terms.timing import moment_at, whole_days
from playbooks.terms.words import SEGMENTS, Phase, Words
from playbooks.texts.messages import fill, render_both


def build_measures(
    playbook: Playbook,
    item: MeasureItem,
    *,
    targets: Sequence[Target],
    follows: Callable[[Target], Follows],
    ground: Ground,
    values: Mapping[str, int],
) -> list[PlanItem]:
    """Return a measure or broadcast for each target, with its money, class and texts, and what it waits for."""
    if not targets:
        return []
    fields = measure_type(item.kind).fields(resolve(item.fields, values=values))
    plain = fields.model_dump(mode="json")
    window = _window(item.window, situation=ground.situation)
    measure_at = partial(_measure, playbook, item, fields=fields, plain=plain, window=window, ground=ground)
    return [measure_at(follows(target), target=target) for target in targets]


def _measure(
    playbook: Playbook,
    item: MeasureItem,
    follows: Follows,
    *,
    fields: Any,
    plain: Mapping[str, Any],
    window: tuple[datetime, datetime],
    target: Target,
    ground: Ground,
) -> PlanItem:
    kind, (start, end) = measure_type(item.kind), window
    area = ground.area(target.rows)
    counts = ground.reached(target.rows, segments=item.segments, share_ppm=kind.reached_ppm(fields))
    figures = {**counts.figures, "counties": len(counts.by_county)}
    message = _message(
        playbook, item.message, values=place_values(target, ground=ground), prefix=ground.situation.text_prefix
    )
    parts = parts_per_recipient(fields, message=message)
    cost = kind.estimate(
        counts.by_segment,
        window_days=whole_days(start, end=end),
        fields=fields,
        figures=figures,
        parts=parts,
    )
    approval = item.approval or kind.approval_class(fields, cost_fen=cost.fen_cap, cap=playbook.class_b_cap_fen)
    reasons = (Reason("why", {"zh": item.why.zh, "en": item.why.en}), *target.reasons)
    reasons += _measure_reasons(playbook, item, cost=cost, approval=approval, start=start, ground=ground)
    reasons += _type_reasons(kind, fields, customers=counts.total, figures=figures)
    broadcast = kind.delivery == "broadcast"
    if broadcast and parts > fields.most_parts:
        reasons += (_too_many_parts(playbook, item, fields=fields, parts=parts, target=target, ground=ground),)
    return PlanItem(
        item_key=item_key(playbook.slug, item.id, target.target),
        item_id=item.id,
        type="broadcast" if broadcast else "measure",
        kind=item.kind,
        title=item.title or kind.title,
        target=target.target,
        province=target.province.adcode if target.province else None,
        team=item.team,
        critical=item.critical,
        area=area,
        counts=counts,
        window=ItemWindow(start.isoformat(), end.isoformat()),
        reasons=(*reasons, *follows.reasons),
        depends_on=follows.keys,
        message=message,
        fields=plain,
        segments=item.segments,
        rules=item.rules,
        cost=cost,
        approval_class=approval,
        audience=Audience(area, item.segments, item.rules, counts.total) if broadcast else None,
        eta_seconds=eta_seconds(counts.total, parts=parts, fields=fields) if broadcast else None,
        landing=read_plan(item.landing).model_dump(mode="json") if item.landing is not None else None,
        phase=phase_of(playbook, item),
    )


def build_tasks(
    playbook: Playbook,
    item: TaskItem,
    *,
    targets: Sequence[Target],
    follows: Callable[[Target], Follows],
    ground: Ground,
    more: tuple[Reason, ...] = (),
) -> list[PlanItem]:
    """Return a task for each target, with its names filled in and its clocks of the level; ``more`` reasons last."""
    if not targets:
        return []
    window, stretch = None, window_of(playbook, item)
    if stretch is not None:
        start, end = _window(stretch, situation=ground.situation)
        window = ItemWindow(start.isoformat(), end.isoformat())
    same = _SameForAll(
        why=Reason("why", {"zh": item.why.zh, "en": item.why.en}),
        more=more,
        clocks=clocks_of(playbook, item, level=ground.situation.incident_level),
        window=window,
        notice=item.message or playbook.task_notice,
        phase=phase_of(playbook, item),
    )
    return [_task(playbook, item, same, follows(target), target=target, ground=ground) for target in targets]


@dataclass(frozen=True)
class _SameForAll:
    """What the tasks of one line of the playbook have in common."""

    why: Reason
    more: tuple[Reason, ...]
    clocks: Clocks
    window: ItemWindow | None
    notice: str | None
    phase: Phase


def _task(
    playbook: Playbook, item: TaskItem, same: _SameForAll, follows: Follows, *, target: Target, ground: Ground
) -> PlanItem:
    values = place_values(target, ground=ground)
    title = fill_words(item.title, values=values)
    message = None
    if same.notice is not None:
        named = _named_in_notice(values, title=title, clocks=same.clocks)
        message = _message(playbook, same.notice, values=named, prefix=ground.situation.text_prefix)
    return PlanItem(
        item_key=item_key(playbook.slug, item.id, target.target),
        item_id=item.id,
        type="task",
        kind="task",
        title=title,
        target=target.target,
        province=target.province.adcode if target.province else None,
        team=item.team,
        critical=item.critical,
        area=ground.area(target.rows),
        counts=ground.count(target.rows, segments=SEGMENTS),
        window=same.window,
        reasons=(same.why, *target.reasons, *same.more, *follows.reasons),
        depends_on=follows.keys,
        message=message,
        clocks=same.clocks,
        checklist=tuple(fill_words(words, values=values) for words in item.checklist),
        outcomes=item.outcomes,
        phase=same.phase,
    )


def _named_in_notice(values: Values, *, title: Words, clocks: Clocks) -> Values:
    minutes = {
        "acknowledge_minutes": str(clocks.acknowledge_minutes),
        "start_minutes": str(clocks.start_minutes),
    }
    return {lang: {**values[lang], "title": title.say(lang), **minutes} for lang in values}


def clocks_of(playbook: Playbook, item: TaskItem, *, level: str | None) -> Clocks:
    """Return a task's clocks at a level; where none is declared, those of level IV."""
    clocks = playbook.response_clocks.of(level or "IV")
    for changed_level, changes in item.clocks.items():
        if changed_level == (level or "IV"):
            clocks = clocks.model_copy(update=changes.model_dump(exclude_none=True))
    return clocks


def parts_per_recipient(fields: object, *, message: PlannedMessage | None) -> int:
    """Return the parts that one recipient gets: those of all languages sent; 1 where there is no text."""
    if message is None or not isinstance(fields, PublicInfoBroadcastFields):
        return 1
    return sum(text.parts for text in message.texts if text.lang in fields.languages)


def _too_many_parts(
    playbook: Playbook,
    item: MeasureItem,
    *,
    fields: PublicInfoBroadcastFields,
    parts: int,
    target: Target,
    ground: Ground,
) -> Reason:
    """Say that a text is longer than is wished, or that only the words of an exercise make it so."""
    args = {"parts": parts, "wished": fields.most_parts}
    plain = _message(playbook, item.message, values=place_values(target, ground=ground), prefix="")
    without = parts_per_recipient(fields, message=plain)
    if without > fields.most_parts:
        return Reason("parts_above_wish", args)
    return Reason("parts_by_exercise", {**args, "without": without})


def _message(playbook: Playbook, template_id: str | None, *, values: Values, prefix: str) -> PlannedMessage | None:
    if template_id is None:
        return None
    template: MessageTemplate = playbook.message(template_id)
    texts = render_both(template.text, values=values, prefix=prefix)
    corrections, cancels = (
        render_both(words, values=values, prefix=prefix) if words else ()
        for words in (template.correction, template.cancel)
    )
    return PlannedMessage(
        template=template.id,
        channel=template.channel,
        texts=texts,
        corrections=corrections,
        cancels=cancels,
        more={
            tag: {name: fill(text, values=values["en"]) for name, text in words.model_dump().items()}
            for tag, words in template.more.items()
        },
    )


def _measure_reasons(
    playbook: Playbook, item: MeasureItem, *, cost: Cost, approval: str, start: datetime, ground: Ground
) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    # Only billing counts backwards: a broadcast or a desk that may begin before the day does not.
    if start < ground.situation.occurred_at and measure_type(item.kind).delivery == "billing":
        reasons.append(Reason("retroactive", {"window_from": start.isoformat()}))
    if "roaming_in" in item.rules:
        reasons.append(Reason("roaming_not_counted"))
    if cost.fen_cap > 0 and cost.fen_total >= cost.fen_cap:
        reasons.append(Reason("cap_binds", {"cap_yuan": yuan(cost.fen_cap)}))
    limits = {"cap_yuan": yuan(cost.fen_cap), "limit_yuan": yuan(playbook.class_b_cap_fen)}
    if measure_type(item.kind).public:
        reasons.append(Reason("class_a_public"))
    elif item.approval == "A" and cost.fen_cap <= playbook.class_b_cap_fen:
        reasons.append(Reason("class_a_playbook"))
    elif approval == "B" and cost.fen_cap == 0:
        reasons.append(Reason("class_b_free"))
    else:
        reasons.append(Reason("class_a_money" if approval == "A" else "class_b", limits))
    return tuple(reasons)


def _type_reasons(
    kind: MeasureType[Any], fields: Any, *, customers: int, figures: Mapping[str, int]
) -> tuple[Reason, ...]:
    """What the measure type itself has to say: whom it is for, and what to know before approval."""
    reasons = []
    if (share_ppm := kind.reached_ppm(fields)) < EVERYBODY_PPM:
        reasons.append(Reason("for_a_share", {"percent": percent(share_ppm)}))
    for note in kind.notes(fields, customers=customers, figures=figures):
        reasons.append(Reason("note", {"zh": note.text.zh, "en": note.text.en}))
    return tuple(reasons)


def _window(window: Window, *, situation: Situation) -> tuple[datetime, datetime]:
    return (
        moment_at(window.from_, occurred_at=situation.occurred_at),
        moment_at(window.until, occurred_at=situation.occurred_at),
    )


def fill_words(words: Words, *, values: Values) -> Words:
    """Return both languages of a title or a line with its places filled in."""
    zh, en = fill(words.zh, values=values["zh"]), fill(words.en, values=values["en"])
    return words if zh == words.zh and en == words.en else Words(zh=zh, en=en)
