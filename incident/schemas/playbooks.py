"""Bodies about playbooks. Texts of files are taken byte for byte: nothing is stripped."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt, StringConstraints

from incident.schemas.base import UUID, Adcode, Body, Text

#: A playbook's file; the loader's own bound is 256 kB.
Yaml = Annotated[str, StringConstraints(strip_whitespace=False, max_length=300_000)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]
Number = Annotated[int, Field(strict=True, ge=0, le=10**6)]


class NewDraft(Body):
    """From a template (`blank` or a playbook's slug), under a new slug if one is given; or from a file's text."""

    id: UUID
    template: Slug = "blank"
    slug: Slug | None = None
    text: Yaml | None = None


class SaveDraft(Body):
    text: Yaml
    #: The revision that the text was written from.
    base_revision: StrictInt = Field(ge=1, le=10**9)


class Rebase(Body):
    #: The publication that was looked at.
    number: Number


class SubmitDraft(Body):
    revision: StrictInt = Field(ge=1, le=10**9)
    note: str = Field(default="", max_length=2000)


class Because(Body):
    reason: Text


class ApproveDraft(Body):
    #: SHA-256 of the bytes that were looked at.
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")


class NewComment(Body):
    id: UUID
    text: Text
    line: StrictInt | None = Field(default=None, ge=1, le=100_000)
    element: str = Field(default="", max_length=200)


class ShareVariant(Body):
    id: UUID
    #: The playbook whose newest publication is shared, and whose way of working it is.
    slug: Slug
    province: Adcode
    #: What the province says of it.
    note: Text


class AdoptVariant(Body):
    #: Id of the draft that begins.
    id: UUID
    #: Id of a shared variant, or the slug of one that ships with the house.
    variant: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    slug: Slug
    #: For whom: a province's adcode, or `nation`.
    adopter: str = Field(pattern=r"^(nation|[1-9][0-9]0000)$")


class CheckText(Body):
    """A text that is being written. `against` names the playbook it is compared with, `number` its publication."""

    text: Yaml
    against: Slug | None = None
    number: Number | None = None
    tests: StrictBool = False


class PlanText(Body):
    """A text that is being written, and the incident against whose footprint it is planned."""

    text: Yaml
    incident: UUID
    #: As if this were declared; left out: what the incident has.
    level: Literal["I", "II", "III", "IV"] | None = None
    #: How long after it struck.
    hours_since: Annotated[int, Field(strict=True, ge=-8760, le=8760)] = 1


class OneEdit(Body):
    path: list[Annotated[str, StringConstraints(max_length=200)] | StrictInt] = Field(min_length=1, max_length=12)
    value: StrictBool | StrictInt | Yaml | list[StrictInt | Yaml]


class EditText(Body):
    text: Yaml
    edits: list[OneEdit] = Field(min_length=1, max_length=200)
