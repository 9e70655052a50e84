"""The table's lines of playbooks: all read what is published; a planner writes, an approver approves."""

from __future__ import annotations

from tests.policy.rows import EVERYBODY, NATIONALS, Row, nation, told

#: Method and path, every variable part written `{}`.
EXPECTED_OF_PLAYBOOKS: dict[str, Row] = {
    "GET /api/v1/playbooks": told(EVERYBODY),
    "GET /api/v1/playbooks/{}": told(EVERYBODY),
    "GET /api/v1/playbooks/{}/file": told(EVERYBODY),
    "GET /api/v1/playbooks/{}/changes": told(EVERYBODY),
    "GET /api/v1/playbooks/{}/record": nation(NATIONALS),
    "POST /api/v1/playbooks/{}/retire": nation("AP"),
    "POST /api/v1/playbooks/{}/restore": nation("AP"),
    "GET /api/v1/playbook-variants": told(EVERYBODY),
    "GET /api/v1/playbook-variants/{}/changes": told(EVERYBODY),
    "GET /api/v1/playbook-variants/{}/file": told(EVERYBODY),
    "POST /api/v1/playbook-variants": told("PL"),
    "POST /api/v1/playbook-variants/{}/withdraw": told("PL"),
    "POST /api/v1/playbook-variants/{}/best-practice": nation("R"),
    "POST /api/v1/playbook-variants/adoptions": nation("P"),
    "GET /api/v1/playbook-words": nation(NATIONALS),
    "POST /api/v1/playbook-checks": nation(NATIONALS),
    "POST /api/v1/playbook-edits": nation(NATIONALS),
    "POST /api/v1/playbook-plans": nation(NATIONALS),
    "GET /api/v1/playbook-drafts": nation(NATIONALS),
    "POST /api/v1/playbook-drafts": nation("P"),
    "GET /api/v1/playbook-drafts/{}": nation(NATIONALS),
    "GET /api/v1/playbook-drafts/{}/texts/{}": nation(NATIONALS),
    "POST /api/v1/playbook-drafts/{}/save": nation("P"),
    "POST /api/v1/playbook-drafts/{}/rebase": nation("P"),
    "POST /api/v1/playbook-drafts/{}/discard": nation("P"),
    "POST /api/v1/playbook-drafts/{}/submit": nation("P"),
    "POST /api/v1/playbook-drafts/{}/comments": nation("AP"),
    "POST /api/v1/playbook-drafts/{}/comments/{}/resolve": nation("AP"),
    "POST /api/v1/playbook-drafts/{}/return": nation("AP"),
    "POST /api/v1/playbook-drafts/{}/approve": nation("A"),
    "POST /api/v1/playbook-drafts/{}/publish": nation("AP"),
    "GET /playbooks": told(EVERYBODY),
    "GET /playbooks/{}": told(EVERYBODY),
    "GET /playbooks/drafts/{}": nation(NATIONALS),
}
