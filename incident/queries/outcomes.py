"""Outcomes of an incident against their targets: what the page, the review and reports show of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incident.events.base import NATION
from incident.models import OutcomeFigure, OutcomeTarget, ProvinceIncident
from incident.queries.outcome_reckoning import Reckoned, reckoned
from incident.rules.outcomes.adding import Sum, Told, added, is_met, of_place, strictest
from incident.rules.outcomes.figures import is_late
from incident.rules.outcomes.kinds import KINDS, Kind
from incident.rules.outcomes.survey import FORMULA_EN, FORMULA_ZH, margin


def outcomes_of(session: Session, *, incident_id: str) -> dict[str, Any]:
    """Every kind of figure with its total and one cell a province, as far as the session's rooms see them.

    `{kinds: [{name, zh, en, unit_zh, unit_en, decimals, better, base_zh, base_en, stated, weighed, survey, sources,
    total, provinces, missing}], formula_zh, formula_en}`. A cell (`total`, or one of `provinces`) is `{province,
    value, base, to_day, count, from, sources, reckoned, target, target_from, met, margin, sent, figures, late,
    corrected}`: `value` in the kind's smallest step (`decimals` places), `base` what a mean was weighed by (null: not
    weighed), `from` is `stated`, or `receipts`, `tasks`, `log` where the house reckoned it; `reckoned` what the house
    knows beside a stated figure; `target_from` is `person`, `playbook`, `plan`, `promise` or null; `met` null without
    a target; `margin` of a survey `{half, low, high, few}` in hundredths of a percent; `figures` that count, `late`
    and `corrected` ones among those behind it. `total` is null without any figure; `missing` are provinces hit by the
    hazard that have stated nothing and of which nothing is reckoned.
    """
    known = _Known(
        reckoned=reckoned(session, incident_id),
        figures=_figures(session, incident_id),
        targets=_targets(session, incident_id),
        affected=_affected(session, incident_id),
    )
    return {
        "kinds": [_line(kind, known) for kind in KINDS.values()],
        "formula_zh": FORMULA_ZH,
        "formula_en": FORMULA_EN,
    }


@dataclass
class _Known:
    reckoned: Reckoned
    #: By kind and place (`nation` for the whole); those that count and those that do not.
    figures: dict[tuple[str, str], list[OutcomeFigure]]
    #: Set by people, by kind and place.
    targets: dict[tuple[str, str], int]
    affected: frozenset[str] = field(default_factory=frozenset)


def described(kind: Kind) -> dict[str, Any]:
    """A kind as pages and files show it."""
    names = ("name", "zh", "en", "unit_zh", "unit_en", "decimals", "better", "base_zh", "base_en", "stated")
    return {name: getattr(kind, name) for name in names} | {
        "weighed": kind.weighed,
        "survey": kind.survey,
        "sources": list(kind.sources),
        "promise": kind.promise,
        "least": kind.least,
        "most": kind.most,
        "plausible": list(kind.plausible),
        "over_places": kind.over_places,
        "over_days": kind.over_days,
    }


def counts(row: OutcomeFigure) -> bool:
    """Whether a figure was neither corrected nor withdrawn."""
    return row.replaced_by is None and row.withdrawn_at is None


def _figures(session: Session, incident_id: str) -> dict[tuple[str, str], list[OutcomeFigure]]:
    found: dict[tuple[str, str], list[OutcomeFigure]] = defaultdict(list)
    rows = session.scalars(
        select(OutcomeFigure).where(OutcomeFigure.incident_id == incident_id).order_by(OutcomeFigure.entered_at)
    )
    for row in rows:
        found[(row.kind, row.province or NATION)].append(row)
    return found


def _targets(session: Session, incident_id: str) -> dict[tuple[str, str], int]:
    rows = session.scalars(select(OutcomeTarget).where(OutcomeTarget.incident_id == incident_id))
    return {(row.kind, row.province or NATION): row.value for row in rows if row.value is not None}


def _affected(session: Session, incident_id: str) -> frozenset[str]:
    rows = session.scalars(
        select(ProvinceIncident.province).where(
            ProvinceIncident.incident_id == incident_id, ProvinceIncident.affected.is_(True)
        )
    )
    return frozenset(str(province) for province in rows)


def _line(kind: Kind, known: _Known) -> dict[str, Any]:
    own = known.reckoned.figures.get(kind.name, {})
    places = {place for name, place in known.figures if name == kind.name and place != NATION} | own.keys()
    cells = [cell for place in sorted(places) if (cell := _cell(kind, place, own.get(place), known)) is not None]
    there = {cell["province"] for cell in cells}
    return described(kind) | {
        "total": _total(kind, cells, known),
        "provinces": cells,
        "missing": sorted(known.affected - there) if kind.stated else [],
    }


def _cell(kind: Kind, place: str, own: Sum | None, known: _Known) -> dict[str, Any] | None:
    rows = known.figures.get((kind.name, place), [])
    counting = [row for row in rows if counts(row)]
    stated = of_place(kind, [_told(row) for row in counting])
    total = stated or own
    if total is None:
        return None
    target, target_from = _target(kind, place, known)
    cell = _as_cell(kind, place, total, counting, target, target_from)
    if kind.reckoned == "answers" and not stated:
        cell["sent"] = known.reckoned.sent.get(place)
    return cell | {
        "from": "stated" if stated else kind.reckoned,
        "reckoned": own.value if stated and own else None,
        "figures": len(counting),
        "late": sum(is_late(date.fromisoformat(row.to_day), row.entered_at) for row in counting),
        "corrected": sum(not counts(row) for row in rows),
    }


def _total(kind: Kind, cells: Sequence[dict[str, Any]], known: _Known) -> dict[str, Any] | None:
    """What headquarters stated for the nation, else what provinces come to."""
    national = _cell(kind, NATION, None, known)
    if national is not None:
        return national | {"province": None}
    total = added(kind.over_places, [Sum(c["value"], c["base"], c["to_day"], c["count"]) for c in cells])
    if total is None:
        return None
    target, target_from = _target(kind, NATION, known)
    if target is None and cells and all(cell["target"] is not None for cell in cells):
        target, target_from = strictest(kind, [cell["target"] for cell in cells]), cells[0]["target_from"]
    told = _as_cell(kind, NATION, total, [], target, target_from)
    origins = {cell["from"] for cell in cells}
    reckonings = [cell["reckoned"] for cell in cells]
    beside = kind.over_places == "sum" and any(each is not None for each in reckonings)
    return told | {
        "province": None,
        "from": origins.pop() if len(origins) == 1 else "mixed",
        "sources": sorted({source for cell in cells for source in cell["sources"]}),
        "reckoned": sum(_known_of(cell) for cell in cells) if beside else None,
        "sent": sum(cell["sent"] or 0 for cell in cells) or None,
        "figures": sum(cell["figures"] for cell in cells),
        "late": sum(cell["late"] for cell in cells),
        "corrected": sum(cell["corrected"] for cell in cells),
    }


def _known_of(cell: dict[str, Any]) -> int:
    """What the house reckons of a cell, or what was stated where it reckons nothing."""
    value: int = cell["value"] if cell["reckoned"] is None else cell["reckoned"]
    return value


def _as_cell(
    kind: Kind,
    place: str,
    total: Sum,
    counting: Sequence[OutcomeFigure],
    target: int | None,
    target_from: str | None,
) -> dict[str, Any]:
    sure = margin(total.value, total.base) if kind.survey and total.base else None
    return {
        "province": place,
        "value": total.value,
        "base": total.base,
        "to_day": total.to_day,
        "count": total.count,
        "sources": sorted({row.source for row in counting}),
        "target": target,
        "target_from": target_from,
        "met": None if target is None else is_met(kind, total.value, target),
        "margin": None if sure is None else vars(sure),
        "sent": sum(row.sent or 0 for row in counting) or None,
    }


def _target(kind: Kind, place: str, known: _Known) -> tuple[int | None, str | None]:
    """What counts: a person's word for the place, then the playbook's or the plan's, then the house's promise."""
    set_by_hand = known.targets.get((kind.name, place))
    if set_by_hand is not None:
        return set_by_hand, "person"
    planned = known.reckoned.targets.get(kind.name, {}).get(place)
    if planned is not None:
        return planned, "plan" if kind.name in known.reckoned.plan else "playbook"
    return kind.promise, "promise" if kind.promise is not None else None


def _told(row: OutcomeFigure) -> Told:
    return Told(
        value=row.value,
        base=row.base,
        from_day=row.from_day,
        to_day=row.to_day,
        cell=(row.city or "", row.measure_id or "", row.segment or ""),
    )
