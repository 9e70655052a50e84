"""What people do with playbooks: write, review, publish, retire (docs/workbench.md)."""

from __future__ import annotations

from incident.commands.playbooks.deciding import (
    approve_draft,
    publish_draft,
    restore_playbook,
    retire_playbook,
    return_draft,
    submit_draft,
)
from incident.commands.playbooks.writing import (
    begin_draft,
    comment_on_draft,
    discard_draft,
    rebase_draft,
    resolve_comment,
    save_draft,
)

__all__ = [
    "approve_draft",
    "begin_draft",
    "comment_on_draft",
    "discard_draft",
    "publish_draft",
    "rebase_draft",
    "resolve_comment",
    "restore_playbook",
    "retire_playbook",
    "return_draft",
    "save_draft",
    "submit_draft",
]
