"""A province's variant of a playbook is shared, withdrawn, adopted by others, or marked as best practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from incident.events.base import NATION, Change, Event, Names, Row, plain
from incident.events.playbooks.base import called


@dataclass(frozen=True, kw_only=True)
class VariantEvent(Event):
    """Something about one shared variant; `title` is written `中文 / English`, `digest` the playbook's own."""

    kind: ClassVar[str] = "record"

    variant_id: str
    title: str
    province: str
    slug: str
    digest: str
    by: str
    at: datetime

    def subject(self) -> tuple[str, str] | None:
        return ("playbook_variant", self.variant_id)

    def called(self, language: str) -> str:
        return called(self.title, language)


@dataclass(frozen=True, kw_only=True)
class VariantShared(VariantEvent):
    """A province lets others see and adopt what it works by."""

    #: Its publication.
    number: int
    #: Slug and digest of what it builds on; null: it stands alone.
    parent: str | None
    parent_digest: str | None
    #: What the province says of it.
    note_text: str

    def texts(self) -> Sequence[str]:
        return [self.note_text]

    def changes(self, before: Row) -> list[Change]:
        title_zh, _, title_en = self.title.partition(" / ")
        values: dict[str, Any] = {
            "of_province": self.province,
            "slug": self.slug,
            "number": self.number,
            "digest": self.digest,
            "parent": self.parent,
            "parent_digest": self.parent_digest,
            "title_zh": title_zh,
            "title_en": title_en or title_zh,
            "note_text": self.note_text,
            "shared_by": self.by,
            "shared_at": self.at,
            "state": "shared",
            "best_by": None,
            "best_at": None,
            "best_text": None,
        }
        return [Change("playbook_variant", self.variant_id, plain(values))]

    def zh(self, names: Names) -> str:
        where, note = names.region(self.province, "zh"), names.text(self.note_text, "zh")
        return f"{where}共享预案{self.called('zh')}：{note}"

    def en(self, names: Names) -> str:
        where, note = names.region(self.province, "en"), names.text(self.note_text, "en")
        return f"{where} shares the playbook {self.called('en')}: {note}"


@dataclass(frozen=True, kw_only=True)
class VariantWithdrawn(VariantEvent):
    """It is offered no more; who adopted it keeps what they have."""

    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        return [Change("playbook_variant", self.variant_id, {"state": "withdrawn"})]

    def zh(self, names: Names) -> str:
        where, why = names.region(self.province, "zh"), names.text(self.reason_text, "zh")
        return f"{where}不再共享预案{self.called('zh')}：{why}"

    def en(self, names: Names) -> str:
        where, why = names.region(self.province, "en"), names.text(self.reason_text, "en")
        return f"{where} no longer shares the playbook {self.called('en')}: {why}"


@dataclass(frozen=True, kw_only=True)
class VariantMarkedBest(VariantEvent):
    """A reviewer says that others should work so, and why."""

    reason_text: str

    def texts(self) -> Sequence[str]:
        return [self.reason_text]

    def changes(self, before: Row) -> list[Change]:
        values = {"best_by": self.by, "best_at": self.at, "best_text": self.reason_text}
        return [Change("playbook_variant", self.variant_id, plain(values))]

    def zh(self, names: Names) -> str:
        who, why = names.person(self.by, "zh"), names.text(self.reason_text, "zh")
        return f"{who}将{names.region(self.province, 'zh')}的预案{self.called('zh')}评为最佳实践：{why}"

    def en(self, names: Names) -> str:
        who, why = names.person(self.by, "en"), names.text(self.reason_text, "en")
        where = names.region(self.province, "en")
        return f"{who} marked the playbook {self.called('en')} of {where} as best practice: {why}"


@dataclass(frozen=True, kw_only=True)
class VariantAdopted(VariantEvent):
    """Somebody began a draft of their own from it; the draft names where it comes from."""

    draft_id: str
    #: For whom: a province, or `nation`.
    adopter: str

    def subject(self) -> tuple[str, str] | None:
        return ("playbook_adoption", self.draft_id)

    def changes(self, before: Row) -> list[Change]:
        values = {
            "variant": self.variant_id,
            "of_province": self.province,
            "slug": self.slug,
            "digest": self.digest,
            "adopter": self.adopter,
            "adopted_by": self.by,
            "adopted_at": self.at,
        }
        return [Change("playbook_adoption", self.draft_id, plain(values))]

    def zh(self, names: Names) -> str:
        whom = "总部" if self.adopter == NATION else names.region(self.adopter, "zh")
        where = names.region(self.province, "zh")
        return f"{names.person(self.by, 'zh')}为{whom}采用{where}的预案{self.called('zh')}，另起草稿"

    def en(self, names: Names) -> str:
        whom = "headquarters" if self.adopter == NATION else names.region(self.adopter, "en")
        who, where = names.person(self.by, "en"), names.region(self.province, "en")
        return f"{who} adopted the playbook {self.called('en')} of {where} for {whom}, as a draft of its own"
