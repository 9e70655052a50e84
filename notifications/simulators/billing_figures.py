"""How far an instruction has got at a moment, and the sums of the books. Pure arithmetic on rows.

Half of the settling time an instruction is only acknowledged, then its accounts are worked through
evenly. Every figure is rounded down, so applied + failed <= submitted <= intended holds at all times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

#: name -> {"customers": n, "fen": n}
Figures: TypeAlias = dict[str, dict[str, int]]

NAMES = ("intended", "submitted", "applied", "failed", "reversed")


def state(row: Mapping[str, Any], *, now_ms: int) -> str:
    """Return the TM Forum task state: acknowledged, inProgress or done."""
    if now_ms >= row["settled_ms"]:
        return "done"
    return "inProgress" if now_ms >= _half(row) else "acknowledged"


def figures(row: Mapping[str, Any], *, now_ms: int) -> Figures:
    """Return the five figures of one instruction at a moment."""
    done, of = _progress(row["accepted_ms"], row["settled_ms"], now_ms=now_ms)
    applied = (row["submitted"] - row["failed"]) * done // of
    applied_fen = (row["submitted_fen"] - row["failed_fen"]) * done // of
    undone, undo_of = 0, 1
    if row["undo_accepted_ms"] is not None:
        undone, undo_of = _progress(row["undo_accepted_ms"], row["undo_settled_ms"], now_ms=now_ms)
    return {
        "intended": {"customers": row["intended"], "fen": row["intended_fen"]},
        "submitted": {"customers": row["submitted"], "fen": row["submitted_fen"]},
        "applied": {"customers": applied, "fen": applied_fen},
        "failed": {"customers": row["failed"] * done // of, "fen": row["failed_fen"] * done // of},
        "reversed": {"customers": applied * undone // undo_of, "fen": applied_fen * undone // undo_of},
    }


def batch_figures(attempts: Iterable[Figures]) -> Figures:
    """Return the figures of a batch from its attempts in order.

    Later attempts take up accounts that failed before, so only the first adds to intended and
    submitted, and what they apply leaves failed.
    """
    first, *later = attempts
    total = {name: dict(first[name]) for name in NAMES}
    for figures_ in later:
        for unit in ("customers", "fen"):
            total["applied"][unit] += figures_["applied"][unit]
            total["failed"][unit] -= figures_["applied"][unit]
            total["reversed"][unit] += figures_["reversed"][unit]
    return total


def add(parts: Iterable[Figures]) -> Figures:
    """Return the sum of figures, zeros when there are none."""
    total = {name: {"customers": 0, "fen": 0} for name in NAMES}
    for part in parts:
        for name in NAMES:
            for unit in ("customers", "fen"):
                total[name][unit] += part[name][unit]
    return total


def _half(row: Mapping[str, Any]) -> int:
    return int(row["accepted_ms"] + (row["settled_ms"] - row["accepted_ms"]) // 2)


def _progress(accepted_ms: int, settled_ms: int, *, now_ms: int) -> tuple[int, int]:
    """Return how much is worked through, as a fraction of two whole numbers."""
    begin = accepted_ms + (settled_ms - accepted_ms) // 2
    if now_ms >= settled_ms:
        return 1, 1
    return max(0, now_ms - begin), max(1, settled_ms - begin)
