"""What billing is told of a landing: the runway that holds everybody, then one stage after the other."""

from __future__ import annotations

from typing import Any, Literal

from playbooks.measures.base import InstructionContext
from playbooks.measures.instruction import action, compose
from playbooks.measures.landing_plan import LandingPlan

Clock = Literal["late_fee", "suspension", "termination"]


def hold_until_landed(
    context: InstructionContext, *, kind: str, clocks: tuple[Clock, ...], autopay: str
) -> dict[str, Any]:
    """The runway of one batch: from the end until the last stage nothing of it runs and nobody is dunned."""
    actions = [
        action(context, name="freeze_clocks", clocks=list(clocks), autopay=autopay),
        action(context, name="suppress_notice", notices=["arrears_reminder", "suspension_warning"]),
    ]
    return compose(context, kind=kind, actions=actions)


def let_run_again(
    context: InstructionContext, plan: LandingPlan, *, kind: str, number: int, clocks: tuple[Clock, ...]
) -> dict[str, Any]:
    """One stage of one batch: a courtesy message now, instalments, and the clocks from the end of the window on."""
    start, end = plan.share_of(number)
    actions = [action(context, name="courtesy_notice", stage=number, from_ppm=start, to_ppm=end)]
    if plan.instalments is not None:
        parts = {"count": plan.instalments.count, "every_days": plan.instalments.every_days}
        actions.append(action(context, name="offer_instalments", from_ppm=start, to_ppm=end, **parts))
    held = {"clocks": list(clocks), "least_days_left": plan.least_days_left}
    actions.append(action(context, name="restart_clocks", from_ppm=start, to_ppm=end, **held))
    return compose(context, kind=kind, actions=actions)
