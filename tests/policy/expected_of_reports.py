"""The table's lines of reports: headquarters reads the register; who exports has shown the password again."""

from __future__ import annotations

from tests.policy.rows import NATIONALS, PERSON, Row, nation

EXPECTED_OF_REPORTS: dict[str, Row] = {
    "GET /api/v1/incidents/{}/reports": nation(NATIONALS),
    "POST /api/v1/incidents/{}/reports": nation("CRU"),
    "GET /api/v1/reports/{}": nation(NATIONALS),
    "GET /api/v1/reports/{}/file": nation("CRU"),
    "POST /api/v1/incidents/{}/report-schedule": nation("DCR"),
    "POST /api/v1/incidents/{}/report-schedule/stop": nation("DCR"),
    "GET /api/v1/evidence/verifier.py": PERSON,
    "GET /reports/{}": nation(NATIONALS),
    "GET /api/v1/analysis": nation(NATIONALS),
    "GET /analysis": nation(NATIONALS),
    # the record itself: auditors and reviewers look, and have it verified
    "GET /api/v1/record": nation("RU"),
    "POST /api/v1/record/verifications": nation("RU"),
    "GET /api/v1/record/exports": nation("RU"),
    "GET /api/v1/record/erasures": nation("RU"),
    "POST /api/v1/record/erasures": nation("C"),
    "GET /api/v1/record/approvals": nation("RU"),
    "GET /api/v1/record/{}.csv": nation("RU"),
    "GET /api/v1/record/data-classes": nation("RU"),
    "GET /api/v1/record/data-classes/data-classes.csv": nation("RU"),
    "GET /record": nation("RU"),
}
