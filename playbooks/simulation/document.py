"""A simulation as the document ``simulation/1``: whole numbers, both languages, every assumption beside the figures."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from playbooks.language.situation import Situation
from playbooks.measures.erlang import abandoned, load_of
from playbooks.planning.hotline import hour_of
from playbooks.simulation.bands import band, bands
from playbooks.simulation.overload import KINDS, in_words
from playbooks.simulation.simulation import Simulation
from playbooks.simulation.words import OVERLOADS, figure
from playbooks.terms.words import Words

#: Of which bands of calls the waiting is told: the middle one, and one that is not often exceeded.
_WAITING_OF = ("p50", "p95")


def document_of(simulation: Simulation) -> dict[str, Any]:
    """Return everything that a page or a program is told of one version. ValueError while it has no run."""
    if not simulation.runs:
        raise ValueError("a simulation without runs has no bands; add at least one run")
    playbook, situation = simulation.playbook, simulation.situation
    return {
        "document": "simulation/1",
        "playbook": {
            "slug": playbook.slug,
            "version": playbook.version,
            "digest": playbook.digest,
            "title_zh": playbook.title.zh,
            "title_en": playbook.title.en,
        },
        "hazard": situation.hazard,
        "level": situation.incident_level,
        "occurred_at": situation.occurred_at.isoformat(),
        "planned_at": situation.now.isoformat(),
        "runs": simulation.runs,
        "assumptions": simulation.assumptions.shown(),
        "totals": _totals(simulation),
        "first": _first(simulation),
        "overloads": _overloads(simulation),
        "hotline": _hotline(simulation),
        "money": {"days": bands(simulation.money()), "reference": simulation.reference.money.by_day.tolist()},
        "teams": _teams(simulation),
        "coverage": _coverage(simulation),
        "items": _items(simulation),
    }


def province_names(simulation: Simulation) -> dict[str, Words]:
    """Return the names of the operator's provinces by adcode."""
    return {p.adcode: Words(zh=p.name_zh, en=p.name_en) for p in simulation.situation.provinces}


def _totals(simulation: Simulation) -> list[dict[str, Any]]:
    reference = simulation.reference.totals()
    rows = []
    for name in simulation.total_names():
        known = figure(name)
        rows.append(
            {"name": name, "title_zh": known.title.zh, "title_en": known.title.en, "unit": known.unit,
             "reference": reference.get(name, 0), **band(simulation.total(name))}
        )  # fmt: skip
    return rows


def _first(simulation: Simulation) -> dict[str, Any]:
    """What gives way first, of the footprint as it is and over the runs, in words."""
    names = province_names(simulation)
    own = simulation.reference.overloads
    told = in_words(own[0], names=names, items=simulation.plan.items) if own else None
    firsts = Counter(overloads[0].kind if overloads else None for overloads in simulation.overloads)
    kind, runs = max(firsts.items(), key=lambda one: (one[1], one[0] is not None))
    percent = runs * 100 // simulation.runs
    if kind is None:
        often = Words(zh=f"{percent}% 的模拟中一切够用", en=f"in {percent} % of the runs nothing gives way")
    else:
        what = OVERLOADS[kind]
        often = Words(
            zh=f"{percent}% 的模拟中最先不够的是{what.zh}", en=f"in {percent} % of the runs the first is {what.en}"
        )
    own_words = told or Words(zh="按原影响范围，一切够用", en="with the footprint as it is nothing gives way")
    return {
        "kind": own[0].kind if own else None,
        "zh": f"最先不够：{own_words.zh}；{often.zh}。" if told else f"{own_words.zh}；{often.zh}。",
        "en": f"First: {own_words.en}; {often.en}." if told else f"{own_words.en.capitalize()}; {often.en}.",
    }


def _overloads(simulation: Simulation) -> list[dict[str, Any]]:
    names = province_names(simulation)
    rows = []
    for kind in KINDS:
        found = [one for overloads in simulation.overloads for one in overloads if one.kind == kind]
        own = next((one for one in simulation.reference.overloads if one.kind == kind), None)
        if not found and own is None:
            continue
        told = in_words(own, names=names, items=simulation.plan.items) if own else None
        places = Counter(one.where for one in found if one.where)
        rows.append(
            {
                "kind": kind,
                "title_zh": OVERLOADS[kind].zh,
                "title_en": OVERLOADS[kind].en,
                "reference_zh": told.zh if told else None,
                "reference_en": told.en if told else None,
                "reference_hour": own.hour if own else None,
                "runs": len(found),
                "hour": band([one.hour for one in found]) if found else None,
                "where": [{"where": where, "runs": runs} for where, runs in places.most_common(5)],
            }
        )
    return rows


def _hotline(simulation: Simulation) -> dict[str, Any]:
    assumptions, model = simulation.assumptions, simulation.assumptions.hotline
    calls = bands(simulation.calls())

    def waiting(number: int, calls_of_hour: int) -> dict[str, Any]:
        hour = hour_of(number, calls_of_hour, model)
        load = load_of(calls_of_hour, handling_s=model.talk_s)
        gives_up = abandoned(load, seats=model.seats, handling_s=model.talk_s, patience_s=assumptions.patience_s)
        return {
            "calls": calls_of_hour,
            "seats_needed": hour.seats_needed,
            "wait_s": hour.wait_s,
            "in_time_ppm": hour.in_time_ppm,
            "abandoned_ppm": round(gives_up * 1_000_000),
            "wait_with_hanging_up_s": round(gives_up * assumptions.patience_s),
        }

    return {
        "seats": model.seats,
        "talk_s": model.talk_s,
        "answer_s": model.answer_s,
        "answer_percent": model.answer_percent,
        "patience_s": assumptions.patience_s,
        "carries_calls": model.seats * 3600 // model.talk_s,
        "calls": calls,
        "reference": simulation.reference.calls.by_hour.tolist(),
        "waiting": {
            name: [waiting(number, of_hour) for number, of_hour in enumerate(calls[name], start=1)]
            for name in _WAITING_OF
        },
    }


def _teams(simulation: Simulation) -> dict[str, Any]:
    assumptions, names = simulation.assumptions, province_names(simulation)
    provinces = simulation.provinces()
    on_duty = {
        province: [assumptions.people_on_duty(province, hour) for hour in range(assumptions.hours)]
        for province in provinces
    }
    rows = []
    for province in provinces:
        name = names.get(province, Words(zh=province or "—", en=province or "-"))
        left = bands(simulation.waiting(province))
        rows.append(
            {
                "province": province,
                "name_zh": name.zh,
                "name_en": name.en,
                "on_duty": on_duty[province],
                "assumed": province not in assumptions.on_duty,
                "minutes": bands(simulation.minutes(province)),
                "waiting": {name: left[name] for name in _WAITING_OF},
            }
        )
    whole = [sum(by_hour) for by_hour in zip(*on_duty.values(), strict=True)]
    return {"all": bands(simulation.all_minutes()), "on_duty": whole, "provinces": rows}


def _coverage(simulation: Simulation) -> dict[str, Any]:
    situation, own = simulation.situation, simulation.reference.covered
    known = simulation.names_of_counties()
    rows: list[dict[str, Any]] = []
    for county, customers in simulation.covered().items():
        name, province = known[county]
        of_runs = [0] * (simulation.runs - len(customers)) + customers
        rows.append(
            {"county": county, "name_zh": name.zh, "name_en": name.en, "province": province,
             "runs": len(customers), "reference": own.by_county.get(county, 0), **band(of_runs)}
        )  # fmt: skip
    rows.sort(key=lambda row: (-row["reference"], -row["p50"], row["county"]))
    return {
        "counties": rows,
        "provinces": _by_province(rows),
        "segments": own.by_segment,
        "tiers": own.by_tier,
        "uncovered": _uncovered(situation, covered=own.by_county),
        "not_assessed": len(situation.not_assessed),
        "not_assessed_counties": list(situation.not_assessed),
    }


def _uncovered(situation: Situation, *, covered: Mapping[str, int]) -> list[dict[str, Any]]:
    """Counties of the operator that the footprint as it is hits and in which no measure covers anybody."""
    own = {province.adcode for province in situation.provinces}
    hit: Counter[str] = Counter()
    for row in situation.regions:
        if row.province in own and not covered.get(row.adcode):
            hit[row.adcode] += row.total
    return [{"county": county, "customers": customers} for county, customers in sorted(hit.items())]


def _by_province(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(row["province"], Counter()).update(counties=1, reference=row["reference"])
    return [{"province": province, **counted} for province, counted in sorted(found.items())]


def _items(simulation: Simulation) -> list[dict[str, Any]]:
    own = simulation.reference.items
    caps: Counter[str] = Counter()
    planned: Mapping[str, Any] = {item.item_id: item for item in reversed(simulation.plan.items)}
    for item in simulation.plan.items:
        caps[item.item_id] += item.cost.fen_cap if item.cost else 0
    rows = []
    for item_id, title, type_ in simulation.item_titles():
        runs = [items[item_id] for items in simulation.items if item_id in items]
        of_runs = [0] * (simulation.runs - len(runs)) + runs
        rows.append(
            {"id": item_id, "title_zh": title.zh, "title_en": title.en, "type": type_, "planned": item_id in planned,
             "reference": own.get(item_id, 0), "cap_fen": caps[item_id], "runs": len(runs), **band(of_runs)}
        )  # fmt: skip
    return rows
