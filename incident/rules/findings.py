"""The life of a finding: which steps it may take from where, who may verify it, which departments there are. Pure."""

from __future__ import annotations

from datetime import datetime

from incident.rules.approvals import NOT_A_PERSON, Objection, Person

#: Step to the states it may be taken from.
STEPS: dict[str, frozenset[str]] = {
    "assign": frozenset({"found", "assigned"}),
    "mend": frozenset({"assigned"}),
    "verify": frozenset({"mended"}),
    "return": frozenset({"mended", "verified"}),
    "reject": frozenset({"found", "assigned"}),
    "mark_duplicate": frozenset({"found", "assigned"}),
    "reopen": frozenset({"rejected", "duplicate"}),
    "propose": frozenset({"found", "assigned", "mended", "verified"}),
}
#: States in which somebody still owes something.
OPEN = ("found", "assigned", "mended")
#: States that count as a finding at all.
COUNTED = (*OPEN, "verified")

#: Departments of an operator's headquarters as 2008's cross-department assessment had them, and the provinces.
DEPARTMENTS: dict[str, tuple[str, str]] = {
    "service": ("客户服务部", "Customer service"),
    "market": ("市场经营部", "Marketing"),
    "network": ("网络部", "Network"),
    "billing": ("业务支撑部", "Billing and IT"),
    "group": ("集团客户部", "Group customers"),
    "finance": ("财务部", "Finance"),
    "command": ("应急指挥（总部值班）", "Emergency command"),
    "general": ("综合部", "General office"),
    "province": ("省公司", "Provincial company"),
}

SAME_PERSON = Objection(
    "finding.same_person",
    "是你（或你的另一账号）改的，须由他人验证。",
    "You mended this yourself; somebody else must verify it.",
)


def may(step: str, state: str) -> bool:
    """Whether a finding in `state` may take `step`."""
    return state in STEPS[step]


def objection_to_verify(person: Person, *, via: str, mender: Person) -> Objection | None:
    """Why `person` may not verify what `mender` has mended, or None."""
    if via != "web":
        return NOT_A_PERSON
    return SAME_PERSON if person.is_same_human(mender) else None


def is_overdue(state: str, due_at: datetime | None, mended_at: datetime | None, now: datetime) -> bool:
    """Whether it was to be mended by a time that has passed, and was not by then."""
    if due_at is None or state not in COUNTED:
        return False
    return (mended_at or now) > due_at
