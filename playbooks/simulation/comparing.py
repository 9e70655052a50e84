"""Two versions, or two playbooks, side by side: run by run with the same footprint and the same luck."""

from typing import Any

from playbooks.simulation.bands import band
from playbooks.simulation.overload import Overload, in_words
from playbooks.simulation.simulation import Simulation
from playbooks.simulation.words import TOTALS, figure, said
from playbooks.terms.words import Words

#: What is said in words, if it differs; the rest stands in the table.
_TOLD = ("customers", "told", "counties", "tasks", "money_total", "money_cap", "parts", "calls_most", "people_most")


def compare(before: Simulation, after: Simulation) -> dict[str, Any]:
    """Return what ``after`` changes of ``before``: in words, by figure, by item.

    ValueError where they were not given the same number of runs.
    """
    if before.runs != after.runs or not before.runs:
        raise ValueError(f"versions of {before.runs} and {after.runs} runs cannot be held against each other")
    totals = [row for name in _names(before, after) if (row := _total(name, before, after)) is not None]
    items = _items(before, after)
    return {
        "same": not items and all(not any(row["difference"].values()) for row in totals),
        "words": [words.model_dump() for words in _words(before, after, totals, items)],
        "totals": totals,
        "items": items,
    }


def _names(before: Simulation, after: Simulation) -> list[str]:
    return list(dict.fromkeys([*(one.name for one in TOTALS), *before.total_names(), *after.total_names()]))


def _total(name: str, before: Simulation, after: Simulation) -> dict[str, Any] | None:
    was, becomes = before.total(name), after.total(name)
    known = figure(name)
    return {
        "name": name,
        "title_zh": known.title.zh,
        "title_en": known.title.en,
        "unit": known.unit,
        "before": band(was),
        "after": band(becomes),
        "difference": band([b - a for a, b in zip(was, becomes, strict=True)]),
        "reference": {
            "before": before.reference.totals().get(name, 0),
            "after": after.reference.totals().get(name, 0),
        },
    }


def _items(before: Simulation, after: Simulation) -> list[dict[str, Any]]:
    """Items that one has and the other has not, or that another number of runs plans or other customers get."""
    was, becomes = _planned(before), _planned(after)
    rows = []
    for item_id in dict.fromkeys([*was, *becomes]):
        old, new = was.get(item_id), becomes.get(item_id)
        if old == new:
            continue
        title = (new or old or {})["title"]
        rows.append(
            {
                "id": item_id,
                "change": "added" if old is None else "removed" if new is None else "changed",
                "title_zh": title.zh,
                "title_en": title.en,
                "before": _figures(old),
                "after": _figures(new),
            }
        )
    return rows


def _planned(simulation: Simulation) -> dict[str, dict[str, Any]]:
    found = {}
    for item_id, title, _type in simulation.item_titles():
        runs = [items[item_id] for items in simulation.items if item_id in items]
        cap = sum(i.cost.fen_cap for i in simulation.plan.items if i.item_id == item_id and i.cost)
        customers = simulation.reference.items.get(item_id)
        found[item_id] = {
            "title": title,
            "runs": len(runs),
            "customers": customers,
            "middle": band(runs)["p50"] if runs else 0,
            "cap_fen": cap,
        }
    return found


def _figures(planned: dict[str, Any] | None) -> dict[str, Any] | None:
    return {name: value for name, value in planned.items() if name != "title"} if planned else None


def _words(
    before: Simulation, after: Simulation, totals: list[dict[str, Any]], items: list[dict[str, Any]]
) -> list[Words]:
    found = []
    for change, zh, en in (("added", "新增", "Adds"), ("removed", "去掉", "Leaves out")):
        titles = [row for row in items if row["change"] == change]
        if titles:
            named_zh = "、".join(f"「{row['title_zh']}」" for row in titles)
            named_en = ", ".join(f'"{row["title_en"]}"' for row in titles)
            found.append(Words(zh=f"{zh}{named_zh}。", en=f"{en} {named_en}."))
    found += [_told(row) for row in totals if row["name"] in _TOLD and row["difference"]["p50"]]
    found += _first(before, after)
    return found or [Words(zh="两者没有差别。", en="There is no difference.")]


def _told(row: dict[str, Any]) -> Words:
    middle, least, most = row["difference"]["p50"], row["difference"]["p5"], row["difference"]["p95"]
    amount = said(abs(middle), row["unit"])
    zh, en = ("多", "more") if middle > 0 else ("少", "less")
    ends = [said(end, row["unit"]) for end in (least, most)]
    return Words(
        zh=f"{row['title_zh']}：中位{zh} {amount.zh}（九成的模拟在 {ends[0].zh} 与 {ends[1].zh} 之间）。",
        en=f"{row['title_en']}: {amount.en} {en} at the median (nine in ten runs: {ends[0].en} to {ends[1].en}).",
    )


def _first(before: Simulation, after: Simulation) -> list[Words]:
    firsts = [_said_first(simulation) for simulation in (before, after)]
    if firsts[0] == firsts[1]:
        return []
    return [
        Words(
            zh=f"最先不够的从「{firsts[0].zh}」变为「{firsts[1].zh}」。",
            en=f'What gives way first: "{firsts[0].en}" becomes "{firsts[1].en}".',
        )
    ]


def _said_first(simulation: Simulation) -> Words:
    own: tuple[Overload, ...] = simulation.reference.overloads
    if not own:
        return Words(zh="一切够用", en="nothing gives way")
    names = {p.adcode: Words(zh=p.name_zh, en=p.name_en) for p in simulation.situation.provinces}
    return in_words(own[0], names=names, items=simulation.plan.items)
