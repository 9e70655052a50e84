"""Who may do what: one table from action to roles, and the questions asked of it (DESIGN.md §4, permissions).

Pure. Whatever is not in the table is refused; a role or scope nobody knows grants nothing. A grant for the
nation covers every province, except for the two province roles, which mean nothing without their province.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from incident.events.base import NATION

DUTY_OFFICER = "duty_officer"
COMMANDER = "commander"
APPROVER = "approver"
PLANNER = "planner"
PROVINCE_LEAD = "province_lead"
PROVINCE_MEMBER = "province_member"
REVIEWER = "reviewer"
ADMINISTRATOR = "administrator"
AUDITOR = "auditor"
#: Timers, receipts and feeds; never granted to a person.
SYSTEM = "system"

#: Roles that a person may be given.
ROLES = (
    DUTY_OFFICER,
    COMMANDER,
    APPROVER,
    PLANNER,
    PROVINCE_LEAD,
    PROVINCE_MEMBER,
    REVIEWER,
    ADMINISTRATOR,
    AUDITOR,
)
PROVINCE_ROLES = frozenset({PROVINCE_LEAD, PROVINCE_MEMBER})
#: Administrators keep accounts and data and see nothing of incidents.
SEES_INCIDENTS = frozenset(ROLES) - {ADMINISTRATOR}

_RUN = frozenset({DUTY_OFFICER, COMMANDER})
_COMMAND = frozenset({COMMANDER})
_APPROVE = frozenset({APPROVER})
_STOP = frozenset({COMMANDER, APPROVER})
_FIELD = PROVINCE_ROLES
_HEADQUARTERS = SEES_INCIDENTS - PROVINCE_ROLES

#: Action to the roles that hold it. A new route asks for one of these or adds a line.
ACTIONS: dict[str, frozenset[str]] = {
    # the incident as a whole
    "incident.read": SEES_INCIDENTS,
    "incident.declare": _RUN,
    "incident.set_level": _COMMAND,
    "incident.set_colour": _RUN,
    "incident.stabilise": _COMMAND,
    "incident.stand_down": _COMMAND,
    "incident.relapse": _COMMAND,
    "incident.close": _COMMAND,
    "incident.reopen": _COMMAND,
    "incident.cancel": _COMMAND,
    "incident.finish_review": frozenset({COMMANDER, REVIEWER}),
    "incident.activate": _COMMAND,
    "note.add": _RUN | _FIELD,
    # incidents beside one another, and what provinces ask upward
    "incident.link": _RUN,
    "incident.merge": _COMMAND,
    "incident.raise": _FIELD,
    "incident.look": SEES_INCIDENTS,
    "ask.make": _FIELD,
    "ask.answer": _RUN,
    # where it is and whom it hits
    "footprint.supply": _RUN,
    # figures from elsewhere that playbooks ask for
    "reading.take": _RUN,
    # the calendar of a planned event; a change in its freeze needs an approver
    "event.read": SEES_INCIDENTS,
    "event.plan": _RUN | {PLANNER},
    "event.allow_change": _APPROVE,
    "footprint.read": _HEADQUARTERS,
    "impact.read": SEES_INCIDENTS,
    "plan.read": _HEADQUARTERS,
    # tasks
    "task.dispatch": _RUN,
    "task.acknowledge": _FIELD,
    "task.undo": _FIELD,
    "task.decline": frozenset({PROVINCE_LEAD}),
    "task.start": _FIELD,
    "task.pend": _FIELD,
    "task.hold": _RUN,
    "task.resume": _RUN | _FIELD,
    "task.resolve": _FIELD,
    "task.tick": _FIELD,
    "task.comment": _RUN | _FIELD,
    "task.verify": _RUN,
    "task.return": _RUN,
    "task.recall": _RUN,
    "task.reassign": _RUN | {PROVINCE_LEAD},
    "task.remind": _RUN,
    "task.proxy": _RUN,
    "task.clocks": _RUN,
    "task.batch": _RUN | _FIELD,
    "task.check_in": _RUN | _FIELD,
    "task.arrange": _RUN | {PROVINCE_LEAD},
    "task.attach": _RUN | _FIELD,
    "task.redact": _RUN | {PROVINCE_LEAD},
    "task.enter_code": _RUN | _FIELD,
    "ticket.listen": frozenset({ADMINISTRATOR}),
    # measures
    "measure.read": _HEADQUARTERS,
    "measure.draft": _RUN,
    "measure.edit": _RUN,
    "measure.submit": _RUN,
    "measure.approve": _APPROVE,
    "measure.reject": _APPROVE,
    "measure.return": _APPROVE,
    "measure.start": _RUN,
    "measure.grow": _RUN,
    "measure.extend": _RUN | _APPROVE,
    "measure.hold": _STOP,
    "measure.resume": _RUN,
    "measure.retry": _RUN,
    "measure.hand_over": _RUN,
    "measure.accept_gaps": _COMMAND,
    "measure.end": _STOP,
    "measure.revoke": _STOP,
    "measure.halt": _STOP,
    "measure.cancel": _RUN | _STOP,
    "balance.read": _HEADQUARTERS,
    # public messages
    "broadcast.read": _HEADQUARTERS,
    "broadcast.edit": _RUN,
    "broadcast.submit": _RUN,
    "broadcast.approve": _APPROVE,
    "broadcast.reject": _APPROVE,
    "broadcast.return": _APPROVE,
    "broadcast.retry": _RUN,
    "broadcast.stop": _STOP,
    "broadcast.correct": _STOP,
    # playbooks, review, record
    "playbook.read": SEES_INCIDENTS,
    "playbook.simulate": frozenset({PLANNER, DUTY_OFFICER, COMMANDER}),
    "playbook_draft.read": _HEADQUARTERS,
    "playbook.write": frozenset({PLANNER}),
    "playbook.review": frozenset({PLANNER, APPROVER}),
    "playbook.approve": _APPROVE,
    "playbook.publish": frozenset({PLANNER, APPROVER}),
    "playbook.retire": frozenset({PLANNER, APPROVER}),
    # figures of what came of an incident: a province states and sees its own
    "outcome.read": SEES_INCIDENTS,
    "outcome.enter": _RUN | _FIELD | {REVIEWER},
    "outcome.set_target": _RUN | {REVIEWER},
    # assessment: a province sees its own score, objects to it and nominates; a reviewer publishes, answers, awards
    "league.read": SEES_INCIDENTS,
    # … and has customers asked, by a message that others approve as any
    **dict.fromkeys(("league.publish", "league.answer", "league.award", "survey.ask"), _COMMAND | {REVIEWER}),
    "league.object": frozenset({PROVINCE_LEAD}),
    "league.nominate": _RUN | _FIELD | {REVIEWER},
    "variant.share": frozenset({PLANNER, PROVINCE_LEAD}),
    "variant.mark": frozenset({REVIEWER}),
    "review.read": _HEADQUARTERS,
    # a file that was made is fetched (on, after a broken line) without another proof of the password
    **dict.fromkeys(("review.export", "report.fetch"), frozenset({REVIEWER, AUDITOR, COMMANDER})),
    "report.schedule": _RUN | {REVIEWER},
    **dict.fromkeys(("log.read", "log.verify"), frozenset({AUDITOR, REVIEWER})),
    "text.erase": _COMMAND,
    # findings: everybody who took part notes them; whoever mends is told so, somebody else verifies
    "finding.read": SEES_INCIDENTS,
    **dict.fromkeys(("finding.note", "finding.mend"), SEES_INCIDENTS - {AUDITOR}),
    "finding.manage": frozenset({REVIEWER, COMMANDER, PROVINCE_LEAD}),
    "finding.take_up": frozenset({REVIEWER, COMMANDER}),
    "meeting.hold": frozenset({REVIEWER, COMMANDER}),
    # drills: what comes next is its observers'; only planners conduct one
    "drill.read": SEES_INCIDENTS,
    "drill_plan.read": frozenset({PLANNER, REVIEWER, AUDITOR}),
    "drill.conduct": frozenset({PLANNER}),
    "reach.read": SEES_INCIDENTS,
    "reach.test": _RUN | {PLANNER, PROVINCE_LEAD},
    # people and the world
    "people.read": frozenset({ADMINISTRATOR, AUDITOR}),
    "people.manage": frozenset({ADMINISTRATOR}),
    "world.set_rate": frozenset({ADMINISTRATOR, COMMANDER, DUTY_OFFICER, PLANNER}),
    # rosters, the phone book, mutual aid
    "duty.read": SEES_INCIDENTS,
    "duty.manage": _RUN | {PROVINCE_LEAD},
    "duty.swap": _RUN | _FIELD,
    "duty.hand_over": _RUN | _FIELD,
    "phonebook.read": SEES_INCIDENTS | {ADMINISTRATOR},
    "phonebook.manage": _RUN | {PROVINCE_LEAD, ADMINISTRATOR},
    # how others are told: their numbers and their order of channels
    "notices.read": frozenset({PROVINCE_LEAD, ADMINISTRATOR}),
    "notices.manage": frozenset({PROVINCE_LEAD, ADMINISTRATOR}),
    "calendar.read": SEES_INCIDENTS,
    "aid.read": SEES_INCIDENTS,
    "aid.request": _RUN | {PROVINCE_LEAD},
    "aid.answer": frozenset({PROVINCE_LEAD}),
    "aid.direct": _RUN,
    # what outside sources say
    "signal.read": _HEADQUARTERS,
    "signal.decide": _RUN,
    "feed.read": _HEADQUARTERS | {ADMINISTRATOR},
    "feed.manage": frozenset({ADMINISTRATOR}),
    # what the house does by itself
    "timer.fire": frozenset({SYSTEM}),
    "receipt.record": frozenset({SYSTEM}),
    "feed.poll": frozenset({SYSTEM}),
}

#: Actions for which a province's grant counts, within that province; all others are acts of the nation.
PROVINCIAL = frozenset(
    {
        "incident.read",
        "event.read",
        "incident.look",
        "incident.raise",
        "ask.make",
        "impact.read",
        "note.add",
        "playbook.read",
        "outcome.read",
        "outcome.enter",
        "league.read",
        "league.object",
        "league.nominate",
        "drill.read",
        "variant.share",
    }
    | {one for one in ACTIONS if one.startswith(("task.", "duty.", "phonebook.", "notices.", "calendar.", "reach."))}
    | {"aid.read", "aid.request", "aid.answer"}
    | {"finding.read", "finding.note", "finding.mend", "finding.manage"}
)
#: All that a kiosk session may do, whatever its account's roles: look at incidents.
WATCHING = frozenset(
    {
        "incident.read",
        "impact.read",
        "footprint.read",
        "plan.read",
        "measure.read",
        "balance.read",
        "broadcast.read",
        "playbook.read",
        "review.read",
        "finding.read",
    }
)
#: Not reads by their names, but nobody else's state changes: a copy, a verification, how far one has looked.
OWN_AFFAIR = frozenset({"review.export", "report.fetch", "log.verify", "incident.look"})
#: Screens with these drop to *watching* after 15 idle minutes (DESIGN.md §4).
NEEDS_PRESENCE = frozenset(
    {action for action, roles in ACTIONS.items() if roles == _APPROVE}
    | {"people.manage", "feed.manage", "review.export"}
)
#: The password must have been proved at most five minutes ago (RELIABILITY.md G33).
NEEDS_STEP_UP = frozenset(
    {
        "measure.approve",
        "broadcast.approve",
        "playbook.approve",
        "people.manage",
        "notices.manage",
        "review.export",
        "text.erase",
    }
)
#: Rate limits keep a lane free for these: a flood must never keep a team from answering or a stop from landing.
RESERVED_LANE = frozenset(
    {
        "task.acknowledge",
        "task.undo",
        "task.decline",
        "task.proxy",
        "task.batch",
        "task.check_in",
        "task.enter_code",
        "measure.hold",
        "measure.end",
        "measure.revoke",
        "measure.halt",
        "measure.cancel",
        "broadcast.stop",
        "broadcast.correct",
    }
)


@dataclass(frozen=True)
class Grant:
    """One role for the nation (`nation`) or one province (adcode), as stored; either may be missing."""

    role: str | None
    scope: str | None


def permits(grants: Iterable[Grant], action: str, province: str | None = None) -> bool:
    """Whether `grants` allow `action` on something of `province`; None means an act of the nation."""
    roles = ACTIONS.get(action, frozenset())
    place = province if action in PROVINCIAL else None
    return any(grant.role in roles and _covers(grant, place) for grant in grants)


def permits_somewhere(grants: Iterable[Grant], action: str) -> bool:
    """Whether there is any place where `grants` allow `action`; the first question asked of a route."""
    roles = ACTIONS.get(action, frozenset())
    return any(
        grant.role in roles and (_covers(grant, None) or (action in PROVINCIAL and _is_province(grant.scope)))
        for grant in grants
    )


def permitted_actions(grants: Iterable[Grant]) -> tuple[str, ...]:
    """All actions allowed somewhere, sorted; what a page shows buttons for."""
    held = tuple(grants)
    return tuple(sorted(action for action in ACTIONS if permits_somewhere(held, action)))


def only_looks_on(grants: Iterable[Grant]) -> bool:
    """Whether `grants` see the nation's incidents and change nothing anywhere: whom a kiosk token may stand for."""
    held = tuple(grants)
    reads_only = all(action.endswith(".read") or action in OWN_AFFAIR for action in permitted_actions(held))
    return rooms(held) == (NATION,) and reads_only


def rooms(grants: Iterable[Grant]) -> tuple[str, ...]:
    """The rooms `grants` see: `("nation",)`, or the adcodes of the own provinces, or none."""
    seeing = [grant for grant in grants if grant.role in SEES_INCIDENTS]
    if any(_covers(grant, None) for grant in seeing):
        return (NATION,)
    return tuple(sorted({str(grant.scope) for grant in seeing if _is_province(grant.scope)}))


def grantable(role: str, scope: str) -> bool:
    """Whether such a grant makes sense: a known role, and a province exactly where the role needs one."""
    if role in PROVINCE_ROLES:
        return _is_province(scope)
    if role in {ADMINISTRATOR, APPROVER, PLANNER}:
        return scope == NATION
    return role in ROLES and (scope == NATION or _is_province(scope))


def _covers(grant: Grant, province: str | None) -> bool:
    if grant.scope == NATION:
        return grant.role not in PROVINCE_ROLES
    return province is not None and _is_province(grant.scope) and grant.scope == province


def _is_province(scope: str | None) -> bool:
    """Whether `scope` is spelled as a province's adcode: six digits, the last four zero."""
    return scope is not None and len(scope) == 6 and scope.isascii() and scope.isdecimal() and scope.endswith("0000")
