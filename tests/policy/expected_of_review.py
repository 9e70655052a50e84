"""The lines of the review: whoever took part notes findings; a reviewer, a commander or a lead decides."""

from __future__ import annotations

from tests.policy.rows import EVERYBODY, NATIONALS, Row, nation, told

#: Whoever may note a finding: all who see incidents but the auditor, who writes nothing.
WHO_TAKE_PART = "DCAPRLM"

#: Method and path, every variable part written `{}`.
EXPECTED_OF_REVIEW: dict[str, Row] = {
    "GET /api/v1/incidents/{}/review": nation(NATIONALS),
    "GET /api/v1/incidents/{}/review/events": nation(NATIONALS),
    "GET /api/v1/incidents/{}/counterfactual": nation(NATIONALS),
    "GET /api/v1/incidents/{}/fired": nation(NATIONALS),
    "POST /api/v1/incidents/{}/fired/take-up": nation("CR"),
    "GET /api/v1/findings": told(EVERYBODY),
    "GET /api/v1/findings/figures": told(EVERYBODY),
    "GET /api/v1/findings/{}": told(EVERYBODY),
    "POST /api/v1/findings": told(WHO_TAKE_PART),
    "POST /api/v1/findings/{}/assign": told("CRL"),
    "POST /api/v1/findings/{}/mend": told(WHO_TAKE_PART),
    "POST /api/v1/findings/{}/verify": told("CRL"),
    "POST /api/v1/findings/{}/return": told("CRL"),
    "POST /api/v1/findings/{}/reject": told("CRL"),
    "POST /api/v1/findings/{}/duplicate": told("CRL"),
    "POST /api/v1/findings/{}/reopen": told("CRL"),
    "POST /api/v1/findings/{}/propose": nation("P"),
    "GET /api/v1/walk-sheets": told(EVERYBODY),
    "GET /api/v1/walk-throughs": told(EVERYBODY),
    "POST /api/v1/walk-throughs": told(WHO_TAKE_PART),
    "GET /api/v1/meetings": nation(NATIONALS),
    "GET /api/v1/meetings/agenda": nation(NATIONALS),
    "GET /api/v1/meetings/{}": nation(NATIONALS),
    "POST /api/v1/meetings": nation("CR"),
    "POST /api/v1/meetings/{}/minutes": nation("CR"),
    "POST /api/v1/meetings/{}/close": nation("CR"),
    "GET /meetings": nation(NATIONALS),
    "GET /walk": told(EVERYBODY),
    "GET /findings": told(EVERYBODY),
    "GET /review": nation(NATIONALS),
    "GET /review/{}": nation(NATIONALS),
}
