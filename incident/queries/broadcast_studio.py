"""What the message studio works with: templates of the playbook filled in, languages, and what is said of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo.regions import Regions
from incident.errors import Conflict
from incident.queries.planning import situation_of
from incident.rules.broadcast_texts import CAP_DEFAULTS, MORE_LANGUAGES, body_of, text_prefix
from playbooks.language.model import Playbook
from playbooks.planning.drafts import MessageDraft, public_drafts
from playbooks.texts.sms import MOST_PAGES, count_pages, count_parts
from playbooks.texts.text_checks import text_findings


def studio(
    session: Session,
    *,
    incident_id: str,
    playbooks: Iterable[Playbook],
    regions: Regions,
    now: datetime,
    exercise: bool,
) -> dict[str, Any]:
    """Templates as they would read of this incident, the languages there are, and what CAP is told unless changed.

    While nothing has been assessed there is no *where* to be filled in, and no template.
    """
    try:
        situation = situation_of(session, incident_id=incident_id, regions=regions, now=now, exercise=exercise)
        drafts = [draft for playbook in playbooks for draft in public_drafts(playbook, situation)]
    except Conflict:
        drafts = []
    return {
        "templates": [_template(draft) for draft in drafts],
        "languages": [{"tag": tag, "zh": zh, "en": en} for tag, (zh, en) in MORE_LANGUAGES.items()],
        "cap": dict(CAP_DEFAULTS),
        "text_prefix": text_prefix(exercise=exercise),
        "most_pages": MOST_PAGES,
    }


def look_at(texts: Mapping[str, str], *, channel: str, exercise: bool) -> dict[str, Any]:
    """What is to be said of texts, by language: as they would leave, parts and pages, and what to look at."""
    return {
        "texts": {
            language: _seen(text, language, channel=channel, exercise=exercise) for language, text in texts.items()
        }
    }


def _seen(text: str, language: str, *, channel: str, exercise: bool) -> dict[str, Any]:
    whole = body_of(text, exercise=exercise)
    parts, pages = count_parts(whole), count_pages(whole)
    findings = text_findings(whole, language=language, channel=channel, prefix=text_prefix(exercise=exercise))
    return {
        "text": whole,
        "encoding": parts.encoding,
        "units": parts.units,
        "parts": parts.parts,
        "pages": pages.pages,
        "findings": [asdict(finding) for finding in findings],
    }


def _template(draft: MessageDraft) -> dict[str, str]:
    return {
        "id": draft.id,
        "title_zh": draft.title.zh,
        "title_en": draft.title.en,
        "body_zh": draft.text.zh,
        "body_en": draft.text.en,
        "correction_zh": draft.correction.zh,
        "correction_en": draft.correction.en,
        "cancel_zh": draft.cancel.zh,
        "cancel_en": draft.cancel.en,
    }
