"""The table's lines of drills: planners conduct, reviewers and auditors look on, players read what is over."""

from __future__ import annotations

from tests.policy.rows import EVERYBODY, NATIONALS, PERSON, Row, nation, told

#: Method and path, every variable part written `{}`.
EXPECTED_OF_DRILLS: dict[str, Row] = {
    "GET /api/v1/drills": told(EVERYBODY),
    "GET /api/v1/drills/silent": told(EVERYBODY),
    "GET /api/v1/drills/scenarios": nation("PRU"),
    "POST /api/v1/drills/checks": nation("PRU"),
    "POST /api/v1/drills": nation("P"),
    "GET /api/v1/drills/{}": told(EVERYBODY),
    "GET /api/v1/drills/{}/score": told(EVERYBODY),
    "GET /api/v1/drills/of-incident/{}": nation(NATIONALS),
    "POST /api/v1/drills/{}/start": nation("P"),
    "POST /api/v1/drills/{}/pause": nation("P"),
    "POST /api/v1/drills/{}/resume": nation("P"),
    "POST /api/v1/drills/{}/end": nation("P"),
    "POST /api/v1/drills/{}/cancel": nation("P"),
    "POST /api/v1/drills/{}/skip": nation("P"),
    "POST /api/v1/drills/{}/bring-back": nation("P"),
    "POST /api/v1/drills/{}/release": nation("P"),
    "GET /api/v1/reach-tests": told(EVERYBODY),
    "POST /api/v1/reach-tests": told("DCPL"),
    "GET /api/v1/reach-tests/{}": told(EVERYBODY),
    "POST /api/v1/reach-tests/{}/close": told("DCPL"),
    "POST /api/v1/me/reach-tests/{}/answer": PERSON,
    "GET /drills": told(EVERYBODY),
    "GET /drills/{}": told(EVERYBODY),
}
