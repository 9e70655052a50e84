"""The hand-kept table's lines about outcomes: a province states and sees its own, headquarters all of them."""

from __future__ import annotations

from tests.policy.rows import EVERYBODY, NATIONALS, PERSON, Row, nation, told

EXPECTED_OF_OUTCOMES: dict[str, Row] = {
    "GET /api/v1/outcome-kinds": PERSON,
    "GET /api/v1/incidents/{}/outcomes": told(EVERYBODY),
    "GET /api/v1/incidents/{}/outcomes/figures": told(EVERYBODY),
    "POST /api/v1/incidents/{}/outcomes/figures": told("DCRLM"),
    "POST /api/v1/outcome-figures/{}/correct": told("DCRLM"),
    "POST /api/v1/outcome-figures/{}/withdraw": told("DCRLM"),
    "GET /api/v1/outcome-figures/{}/evidence": told(EVERYBODY),
    "POST /api/v1/incidents/{}/outcomes/targets": nation("DCR"),
    "GET /api/v1/incidents/{}/outcomes/template.{}": told(EVERYBODY),
    "POST /api/v1/incidents/{}/outcomes/preview": told("DCRLM"),
    "POST /api/v1/incidents/{}/outcomes/preview/bad.{}": told("DCRLM"),
    "POST /api/v1/incidents/{}/outcomes/imports": told("DCRLM"),
    "GET /api/v1/outcome-imports/{}/bad.{}": told(EVERYBODY),
    "GET /outcomes": told(EVERYBODY),
    "GET /outcomes/{}": told(EVERYBODY),
    # surveys by SMS; what they came to is among the outcomes
    "GET /api/v1/incidents/{}/surveys": nation(NATIONALS),
    "GET /api/v1/incidents/{}/surveys/ground": nation("CR"),
    "POST /api/v1/incidents/{}/surveys": nation("CR"),
    # the league
    "GET /api/v1/incidents/{}/league": told(EVERYBODY),
    "POST /api/v1/incidents/{}/league/publish": nation("CR"),
    "POST /api/v1/incidents/{}/league/objections": told("L"),
    "POST /api/v1/league-objections/{}/answer": nation("CR"),
    "POST /api/v1/incidents/{}/nominations": told("DCRLM"),
    "POST /api/v1/nominations/{}/award": nation("CR"),
    "GET /league/{}": told(EVERYBODY),
}
