"""Looks up the names that sentences need, a batch of events at a time."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import RegionsError
from geo.regions import Regions
from incident.models import Blob, Person

REDACTED = {"zh": "（已删除）", "en": "(redacted)"}
SYSTEM_NAME = {"zh": "系统", "en": "the system"}


class HouseNames:
    """Names of regions, people and the texts behind digests; satisfies events.Names.

    `texts` and `people` hold only what was asked for, so they can also be sent along with the events.
    """

    def __init__(self, session: Session, regions: Regions, *, digests: Iterable[str], people: Iterable[str]) -> None:
        self._regions = regions
        self.texts: dict[str, str] = {}
        self.people: dict[str, dict[str, str]] = {}
        wanted = sorted({digest for digest in digests if digest})
        for start in range(0, len(wanted), 500):
            some = Blob.digest.in_(wanted[start : start + 500])
            # Photos and geometry have digests too; their bytes are not read for a sentence.
            for blob in session.scalars(select(Blob).where(some, Blob.media_type.startswith("text/"))):
                if blob.redacted_at is None:
                    self.texts[blob.digest] = blob.content.decode("utf-8")
        ids = sorted(set(people))
        for start in range(0, len(ids), 500):
            for person in session.scalars(select(Person).where(Person.id.in_(ids[start : start + 500]))):
                self.people[person.id] = {"name_zh": person.name_zh, "name_en": person.name_en}

    def region(self, adcode: str, language: str) -> str:
        try:
            known = self._regions.get(adcode)
        except RegionsError:
            return adcode
        return known.name if language == "zh" else known.name_en

    def person(self, person_id: str, language: str) -> str:
        if person_id == "system":
            return SYSTEM_NAME[language]
        known = self.people.get(person_id)
        return known[f"name_{language}"] if known else person_id[:8]

    def text(self, digest: str | None, language: str) -> str:
        return self.texts.get(digest or "", REDACTED[language])
