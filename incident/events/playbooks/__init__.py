"""Events of playbooks as living documents; the stream `playbook`."""

from __future__ import annotations

from incident.events.playbooks.base import STREAM
from incident.events.playbooks.deciding import (
    PlaybookApproved,
    PlaybookPublished,
    PlaybookRestored,
    PlaybookRetired,
    PlaybookReturned,
    PlaybookSubmitted,
)
from incident.events.playbooks.sharing import VariantAdopted, VariantMarkedBest, VariantShared, VariantWithdrawn
from incident.events.playbooks.writing import (
    PlaybookCommented,
    PlaybookCommentResolved,
    PlaybookDraftBegun,
    PlaybookDraftDiscarded,
    PlaybookDraftRebased,
    PlaybookDraftSaved,
    PlaybookDraftSetAside,
)

__all__ = [
    "STREAM",
    "PlaybookApproved",
    "PlaybookCommentResolved",
    "PlaybookCommented",
    "PlaybookDraftBegun",
    "PlaybookDraftDiscarded",
    "PlaybookDraftRebased",
    "PlaybookDraftSaved",
    "PlaybookDraftSetAside",
    "PlaybookPublished",
    "PlaybookRestored",
    "PlaybookRetired",
    "PlaybookReturned",
    "PlaybookSubmitted",
    "VariantAdopted",
    "VariantMarkedBest",
    "VariantShared",
    "VariantWithdrawn",
]
