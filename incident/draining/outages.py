"""What a drill has cut: the one seam at which an exercise's gateways, billing and channels seem to be down.

A row for a system that is down is not handed over and waits as it would for a gateway that refuses the connection; a
page fails after the usual tries, so that the person's next channel is hurried. A silent province hears no page at all.
Asked once for a turn of rows; a live world has no drills, and so nothing is ever cut there.
"""

from __future__ import annotations

from incident.commands.paging import PageResult
from incident.db import Database
from incident.draining.cycle import PAGE_KINDS, Act, Done
from incident.draining.pace import Pace
from incident.outbox import Claim
from incident.queries.drills import outages_now
from incident.rules.drills import Outages

DOWN = "the drill has this system down"
SILENT = "the drill has this province cut off"


def with_outages(act: Act, db: Database, *, kind: str, pace: Pace) -> Act:
    """`act`, but for what a drill has cut now."""
    with db.read() as session:
        cut = outages_now(session, now=db.world_now(session))
    if not cut:
        return act

    def acting(claim: Claim) -> Done | None:
        return _cut_off(claim, cut, kind=kind, pace=pace) or act(claim)

    return acting


def _cut_off(claim: Claim, cut: Outages, *, kind: str, pace: Pace) -> Done | None:
    """What becomes of a row that gets nowhere; None where nothing is in its way."""
    is_page = kind in PAGE_KINDS and bool(claim.payload.get("page"))
    if is_page and claim.payload.get("province") in cut.silent:
        return Done(claim=claim, state="failed", reason=SILENT, result=PageResult(claim.key, "failed", None, SILENT))
    if kind not in cut.kinds:
        return None
    if kind not in PAGE_KINDS:
        return Done(claim=claim, again_s=pace.refused_first_s, reason=DOWN, unsent=True)
    if not is_page or claim.attempts < pace.notice_tries:
        return Done(claim=claim, again_s=pace.refused_again_s(claim.attempts), reason=DOWN)
    return Done(claim=claim, state="failed", reason=DOWN, result=PageResult(claim.key, "failed", None, DOWN))
