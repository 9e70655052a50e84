"""The hand-kept table: which roles each route lets through, written from DESIGN.md §4 and not from the code.

Letters: D duty officer, C commander, A approver, P planner, R reviewer, X administrator, U auditor (all for the
nation); L province lead, M province member. `place` says what the route is about:
  anyone    no session needed
  here      no session needed, from this machine only
  person    any session
  nation    an act of the nation or a page of headquarters: a province's grant never counts
  told      an incident that every province was told of: a province's grant counts
  task      one task of Sichuan: Sichuan's grants count, for Gansu's people it is not there
"""

from __future__ import annotations

from dataclasses import dataclass

NATIONALS = "DCAPRU"
EVERYBODY = "DCAPRULM"


@dataclass(frozen=True)
class Row:
    """One route's line of the table."""

    letters: str
    place: str


ANYONE, PERSON = Row("", "anyone"), Row("", "person")


def _nation(letters: str) -> Row:
    return Row(letters, "nation")


def _told(letters: str) -> Row:
    return Row(letters, "told")


def _task(letters: str) -> Row:
    return Row(letters, "task")


#: Method and path, every variable part written `{}`.
EXPECTED: dict[str, Row] = {
    # session, health, description
    "GET /api/v1/session": PERSON,
    "POST /api/v1/session": ANYONE,
    "POST /api/v1/session/kiosk": ANYONE,
    "DELETE /api/v1/session": PERSON,
    "POST /api/v1/session/password": PERSON,
    "POST /api/v1/session/step-up": PERSON,
    "GET /healthz": ANYONE,
    "GET /readyz": ANYONE,
    "GET /metrics": Row("", "here"),
    "GET /api/v1/openapi.json": PERSON,
    "GET /api/docs": PERSON,
    # people
    "GET /api/v1/people": _nation("XU"),
    "POST /api/v1/people": _nation("X"),
    "POST /api/v1/people/{}/grant": _nation("X"),
    "POST /api/v1/people/{}/revoke": _nation("X"),
    "POST /api/v1/people/{}/disable": _nation("X"),
    "POST /api/v1/people/{}/enable": _nation("X"),
    "POST /api/v1/people/{}/reset-password": _nation("X"),
    # incidents beside one another, asks upward, last looks, headquarters' view of tasking
    "GET /api/v1/incidents/{}/links": _told(EVERYBODY),
    "POST /api/v1/incidents/{}/links": _nation("DC"),
    "POST /api/v1/incidents/{}/unlink": _nation("DC"),
    "POST /api/v1/incidents/{}/merge": _nation("C"),
    "GET /api/v1/incidents/{}/asks": _told(EVERYBODY),
    "POST /api/v1/incidents/{}/asks": _told("LM"),
    "POST /api/v1/incidents/raise": _told("LM"),
    "POST /api/v1/asks/{}/answer": _nation("DC"),
    "POST /api/v1/asks/{}/decide": _nation("DC"),
    "POST /api/v1/asks/{}/withdraw": _told("LM"),
    "GET /api/v1/incidents/{}/provinces/{}/call-list": _told("DC"),
    "POST /api/v1/incidents/{}/provinces/{}/called": _told("DC"),
    "GET /api/v1/incidents/{}/changes": _told(EVERYBODY),
    "POST /api/v1/incidents/{}/look": _told(EVERYBODY),
    "POST /api/v1/tasks/{}/look": _task(EVERYBODY),
    "GET /api/v1/incidents/{}/tasking": _told(EVERYBODY),
    "GET /api/v1/incidents/{}/tasking/times": _told(EVERYBODY),
    "GET /api/v1/incidents/{}/tasking/load": _told(EVERYBODY),
    "GET /api/v1/incidents/{}/tasking/tasks": _told(EVERYBODY),
    "GET /api/v1/tasks/{}/people": _task(EVERYBODY),
    "GET /tasking": _told(EVERYBODY),
    "GET /tasking/{}": _told(EVERYBODY),
    "GET /brief": _told(EVERYBODY),
    "GET /brief/{}": _told(EVERYBODY),
    "GET /asks": _told(EVERYBODY),
    "GET /api/v1/incidents/{}/brief": _nation(NATIONALS),
    # feeds and signals
    "GET /api/v1/feeds": _nation("DCAPRUX"),
    "POST /api/v1/feeds": _nation("X"),
    "POST /api/v1/feeds/{}/change": _nation("X"),
    "POST /api/v1/feeds/{}/disable": _nation("X"),
    "POST /api/v1/feeds/{}/enable": _nation("X"),
    "POST /api/v1/feeds/{}/ask-now": _nation("DC"),
    "GET /api/v1/signals": _nation(NATIONALS),
    "GET /api/v1/signals/counts": _nation(NATIONALS),
    "GET /api/v1/signals/{}": _nation(NATIONALS),
    "GET /api/v1/signals/{}/area.geojson": _nation(NATIONALS),
    "POST /api/v1/signals/{}/dismiss": _nation("DC"),
    "POST /api/v1/signals/{}/declare": _nation("DC"),
    "POST /api/v1/signals/{}/add-footprint": _nation("DC"),
    "POST /api/v1/signals/{}/read-again": _nation("DC"),
    "POST /api/v1/webhooks/{}": ANYONE,
    "POST /api/v1/webhooks/channels/{}": ANYONE,
    "POST /api/v1/webhooks/channels/{}/{}": ANYONE,
    "GET /signals": _nation("DCAPRUX"),
    # rosters, the phone book, calendars, mutual aid
    "GET /api/v1/duty": _told(EVERYBODY),
    "GET /api/v1/duty/roster": _told(EVERYBODY),
    "GET /api/v1/duty/mine": _told(EVERYBODY),
    "GET /api/v1/duty/handovers": _told(EVERYBODY),
    "GET /api/v1/duty/handovers/{}": _task(EVERYBODY),
    "GET /api/v1/duty/shifts/{}/hand-over": _task("DCLM"),
    "POST /api/v1/duty/teams": _task("DCL"),
    "POST /api/v1/duty/teams/{}/change": _task("DCL"),
    "POST /api/v1/duty/teams/{}/retire": _task("DCL"),
    "POST /api/v1/duty/teams/{}/members": _task("DCL"),
    "POST /api/v1/duty/shifts": _task("DCL"),
    "POST /api/v1/duty/rotations": _task("DCL"),
    "POST /api/v1/duty/shifts/{}/change": _task("DCL"),
    "POST /api/v1/duty/shifts/{}/cover": _task("DCL"),
    "POST /api/v1/duty/shifts/{}/cancel": _task("DCL"),
    "POST /api/v1/duty/shifts/{}/hand-over": _task("DCLM"),
    "POST /api/v1/duty/handovers/{}/accept": _task("DCLM"),
    "POST /api/v1/duty/handovers/{}/decline": _task("DCLM"),
    "POST /api/v1/duty/swaps": _told("DCLM"),
    "POST /api/v1/duty/swaps/{}/accept": _task("DCLM"),
    "POST /api/v1/duty/swaps/{}/decline": _task("DCLM"),
    "POST /api/v1/duty/swaps/{}/withdraw": _task("DCLM"),
    "GET /api/v1/phonebook": _told("DCAPRUXLM"),
    "GET /api/v1/phonebook/phonebook.csv": _told("DCAPRUXLM"),
    "POST /api/v1/phonebook/{}": _task("DCLX"),
    "POST /api/v1/phonebook/{}/remove": _task("DCLX"),
    "GET /api/v1/calendars/{}.ics": _told(EVERYBODY),
    "GET /api/v1/calendars/links": _told(EVERYBODY),
    "POST /api/v1/calendars/links": _told(EVERYBODY),
    "POST /api/v1/calendars/links/{}/revoke": _told(EVERYBODY),
    "GET /calendar/{}.ics": ANYONE,
    "GET /api/v1/aid": _told(EVERYBODY),
    "POST /api/v1/incidents/{}/aid": _task("DCL"),
    "POST /api/v1/aid/{}/ask": _nation("DC"),
    "POST /api/v1/aid/{}/cancel": _task("DCL"),
    "POST /api/v1/aid/parts/{}/accept": _task("L"),
    "POST /api/v1/aid/parts/{}/decline": _task("L"),
    "POST /api/v1/aid/parts/{}/commit": _nation("DC"),
    "POST /api/v1/aid/parts/{}/release": _nation("DC"),
    "GET /duty": _told(EVERYBODY),
    "GET /phonebook": _told("DCAPRUXLM"),
    # the world, regions, playbooks
    "GET /api/v1/world": PERSON,
    "POST /api/v1/world/rate": _nation("DCX"),
    "GET /api/v1/regions": PERSON,
    "GET /api/v1/regions/search": PERSON,
    "GET /api/v1/data": PERSON,
    "GET /api/v1/playbooks": _told(EVERYBODY),
    "GET /api/v1/playbooks/{}": _told(EVERYBODY),
    "GET /api/v1/measure-types": PERSON,
    # the map
    "GET /api/v1/tiles/counties/{}/{}/{}.mvt": PERSON,
    "GET /api/v1/tiles/sites/{}/{}/{}.mvt": _told(EVERYBODY),
    "GET /api/v1/tiles/points/{}/{}/{}.mvt": _told(EVERYBODY),
    "POST /api/v1/count": _told(EVERYBODY),
    # incidents
    "GET /api/v1/incidents": _told(EVERYBODY),
    "POST /api/v1/incidents": _nation("DC"),
    "POST /api/v1/incidents/{}/declare": _nation("DC"),
    "POST /api/v1/incidents/{}/set-level": _nation("C"),
    "POST /api/v1/incidents/{}/set-colour": _nation("DC"),
    "POST /api/v1/incidents/{}/stabilise": _nation("C"),
    "POST /api/v1/incidents/{}/stand-down": _nation("C"),
    "POST /api/v1/incidents/{}/relapse": _nation("C"),
    "POST /api/v1/incidents/{}/close": _nation("C"),
    "POST /api/v1/incidents/{}/reopen": _nation("C"),
    "POST /api/v1/incidents/{}/finish-review": _nation("CR"),
    "POST /api/v1/incidents/{}/cancel": _nation("C"),
    "POST /api/v1/incidents/{}/note": _told("DCLM"),
    "GET /api/v1/incidents/{}/state": _told(EVERYBODY),
    "GET /api/v1/incidents/{}/events": _told(EVERYBODY),
    # footprints, impact, plan
    "POST /api/v1/incidents/{}/footprints": _nation("DC"),
    "GET /api/v1/incidents/{}/footprints": _nation(NATIONALS),
    "GET /api/v1/incidents/{}/footprints/{}.geojson": _told(EVERYBODY),
    "GET /api/v1/incidents/{}/footprints/{}/steps": _told(EVERYBODY),
    "GET /api/v1/incidents/{}/footprints/{}/inside": _told(EVERYBODY),
    "GET /api/v1/incidents/{}/impact": _told(EVERYBODY),
    "GET /api/v1/incidents/{}/plan": _nation(NATIONALS),
    "POST /api/v1/incidents/{}/activations": _nation("C"),
    # tasks
    "POST /api/v1/incidents/{}/tasks": _task("DC"),
    "POST /api/v1/tasks/{}/acknowledge": _task("LM"),
    "POST /api/v1/tasks/{}/undo": _task("LM"),
    "POST /api/v1/tasks/{}/decline": _task("L"),
    "POST /api/v1/tasks/{}/start": _task("LM"),
    "POST /api/v1/tasks/{}/pend": _task("LM"),
    "POST /api/v1/tasks/{}/hold": _task("DC"),
    "POST /api/v1/tasks/{}/resume": _task("DCLM"),
    "POST /api/v1/tasks/{}/tick": _task("LM"),
    "POST /api/v1/tasks/{}/resolve": _task("LM"),
    "POST /api/v1/tasks/{}/comment": _task("DCLM"),
    "POST /api/v1/tasks/{}/verify": _task("DC"),
    "POST /api/v1/tasks/{}/return": _task("DC"),
    "POST /api/v1/tasks/{}/recall": _task("DC"),
    "POST /api/v1/tasks/{}/reassign": _task("DCL"),
    "GET /api/v1/tasks/{}/teams": _task("DCL"),
    "POST /api/v1/tasks/{}/remind": _task("DC"),
    "POST /api/v1/tasks/{}/proxy-acknowledge": _task("DC"),
    # paging
    "GET /api/v1/tasks/{}/pages": _task(EVERYBODY),
    "POST /api/v1/tasks/{}/clocks": _task("DC"),
    "GET /api/v1/me/notices": PERSON,
    "POST /api/v1/me/notices": PERSON,
    "POST /api/v1/me/contacts": PERSON,
    "POST /api/v1/me/notices/push": PERSON,
    "POST /api/v1/me/notices/forget": PERSON,
    "POST /api/v1/me/notices/test": PERSON,
    "POST /api/v1/people/{}/contacts": _nation("X"),
    "GET /me/notices": PERSON,
    "GET /api/v1/incidents/{}/tasks": _told(EVERYBODY),
    "GET /api/v1/tasks/{}/records": _task(EVERYBODY),
    "POST /api/v1/tasks/batch": _told("DCLM"),
    "POST /api/v1/tasks/{}/check-in": _task("DCLM"),
    "POST /api/v1/tasks/{}/attachments": _task("DCLM"),
    "GET /tmf-api/troubleTicket/v5/troubleTicket": _told(EVERYBODY),
    "GET /tmf-api/troubleTicket/v5/troubleTicket/{}": _told(EVERYBODY),
    "POST /tmf-api/troubleTicket/v5/hub": _nation("X"),
    "GET /tmf-api/troubleTicket/v5/hub": _nation("X"),
    "DELETE /tmf-api/troubleTicket/v5/hub/{}": _nation("X"),
    "GET /api/v1/task-codes": _told(EVERYBODY),
    "POST /api/v1/task-codes/entries": _told("DCLM"),
    "GET /tasks/{}/sheet": _told(EVERYBODY),
    "GET /tasks/{}/sheet/{}": _told(EVERYBODY),
    "GET /enter-code": _told("DCLM"),
    "POST /enter-code": _told("DCLM"),
    "GET /api/v1/attachments/{}": _told(EVERYBODY),
    "POST /api/v1/attachments/{}/redact": _told("DCL"),
    "POST /api/v1/tasks/{}/arrange": _task("DCL"),
    # measures
    "POST /api/v1/incidents/{}/measures": _nation("DC"),
    "GET /api/v1/incidents/{}/balance": _nation(NATIONALS),
    "GET /api/v1/incidents/{}/batch-sums": _told(EVERYBODY),
    "GET /api/v1/measures/{}": _nation(NATIONALS),
    "PATCH /api/v1/measures/{}": _nation("DC"),
    "GET /api/v1/measures/{}/exceptions": _nation(NATIONALS),
    "POST /api/v1/measures/{}/submit": _nation("DC"),
    "POST /api/v1/measures/{}/approve": _nation("A"),
    "POST /api/v1/measures/{}/reject": _nation("A"),
    "POST /api/v1/measures/{}/return": _nation("A"),
    "POST /api/v1/measures/{}/start": _nation("DC"),
    "POST /api/v1/measures/{}/hold": _nation("CA"),
    "POST /api/v1/measures/{}/resume": _nation("DC"),
    "POST /api/v1/measures/{}/retry": _nation("DC"),
    "POST /api/v1/measures/{}/accept-gaps": _nation("C"),
    "POST /api/v1/measures/{}/end": _nation("CA"),
    "POST /api/v1/measures/{}/revoke": _nation("CA"),
    "POST /api/v1/measures/{}/cancel": _nation("DCA"),
    # public messages
    "POST /api/v1/incidents/{}/broadcasts": _nation("DC"),
    "GET /api/v1/broadcasts/{}": _nation(NATIONALS),
    "PATCH /api/v1/broadcasts/{}": _nation("DC"),
    "POST /api/v1/broadcasts/{}/submit": _nation("DC"),
    "POST /api/v1/broadcasts/{}/approve": _nation("A"),
    "POST /api/v1/broadcasts/{}/reject": _nation("A"),
    "POST /api/v1/broadcasts/{}/return": _nation("A"),
    "POST /api/v1/broadcasts/{}/retry": _nation("DC"),
    "POST /api/v1/broadcasts/{}/stop": _nation("CA"),
    "POST /api/v1/broadcasts/{}/correct": _nation("CA"),
    # review
    "GET /api/v1/incidents/{}/review": _nation(NATIONALS),
    # pages
    "GET /": PERSON,
    "GET /login": ANYONE,
    "POST /login": ANYONE,
    "POST /login/password": PERSON,
    "GET /live": _told(EVERYBODY),
    "GET /wall": _told(EVERYBODY),
    "GET /tasks": _told(EVERYBODY),
    "GET /measures": _nation(NATIONALS),
    "GET /review": _nation(NATIONALS),
    "GET /live/{}": _told(EVERYBODY),
    "GET /wall/{}": _told(EVERYBODY),
    "GET /incidents": _told(EVERYBODY),
    "GET /tasks/{}": _told(EVERYBODY),
    "GET /measures/{}": _nation(NATIONALS),
    "GET /measures/{}/{}": _nation(NATIONALS),
    "GET /broadcasts/{}/{}": _nation(NATIONALS),
    "GET /playbooks": _told(EVERYBODY),
    "GET /playbooks/{}": _told(EVERYBODY),
    "GET /review/{}": _nation(NATIONALS),
    "GET /people": _nation("XU"),
    "GET /help": PERSON,
    "GET /data": PERSON,
    "GET /workspace": _told(EVERYBODY),
    "GET /workspace/tasks/{}": _told(EVERYBODY),
    "GET /static/{}": ANYONE,
    "GET /basemap/{}/{}": PERSON,
    "GET /favicon.ico": ANYONE,
    "GET /sw.js": ANYONE,
    "GET /manifest.webmanifest": ANYONE,
}

#: Who tries: name to (letter of the table, whether the grant is the nation's, their province).
PERSONAS: dict[str, tuple[str, str]] = {
    "duty_officer": ("D", "nation"),
    "commander": ("C", "nation"),
    "approver": ("A", "nation"),
    "planner": ("P", "nation"),
    "reviewer": ("R", "nation"),
    "administrator": ("X", "nation"),
    "auditor": ("U", "nation"),
    "lead of Sichuan": ("L", "510000"),
    "member of Sichuan": ("M", "510000"),
    "commander of Sichuan": ("C", "510000"),
    "lead of Gansu": ("L", "620000"),
    "member of Gansu": ("M", "620000"),
    "lead of no province": ("L", "nation"),
    "no role": ("", ""),
    "a role nobody knows": ("?", "nation"),
    "role null": ("?", "510000"),
    "nobody": ("", "none"),
    "session expired": ("C", "expired"),
    "disabled": ("C", "disabled"),
}
ROLE_OF_LETTER = {
    "D": "duty_officer",
    "C": "commander",
    "A": "approver",
    "P": "planner",
    "R": "reviewer",
    "X": "administrator",
    "U": "auditor",
    "L": "province_lead",
    "M": "province_member",
}

PASS, REFUSED, LOGIN, HIDDEN = "pass", "refused", "login", "hidden"


def expected(persona: str, row: Row) -> str:
    """What the cell must be."""
    letter, scope = PERSONAS[persona]
    if row.place in ("anyone", "here"):
        return PASS
    if scope in ("none", "expired", "disabled"):
        return LOGIN
    if row.place == "person":
        return PASS
    if not letter or letter not in row.letters:
        return REFUSED
    if scope == "nation":
        return REFUSED if letter in "LM" else PASS
    if row.place == "nation":
        return REFUSED
    return HIDDEN if row.place == "task" and scope != "510000" else PASS
