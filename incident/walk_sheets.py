"""Sheets of process walk-throughs: questions that managers answer while they walk a customer's, clerk's or agent's way.

Sheets are data, one YAML file each in incident/walkthroughs. In 2008 32,534 managers found 34,039 problems this way, of
which 23,835 were mended.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from incident.canonical import canonical_bytes
from incident.rules.findings import DEPARTMENTS

FOLDER = Path(__file__).resolve().parent / "walkthroughs"
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class SheetError(ValueError):
    """A sheet that cannot be read; the message names file and field."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """A text in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=300)]
    en: Annotated[str, Field(min_length=1, max_length=300)]


class Question(Words):
    """Something that should be so; a no is a finding of the department that must mend it."""

    id: Name
    department: Literal[*DEPARTMENTS]  # type: ignore[valid-type]  # the closed list of rules.findings
    helpers: tuple[Literal[*DEPARTMENTS], ...] = ()  # type: ignore[valid-type]


class Sheet(_Part):
    """One way that is walked."""

    name: Name
    version: Annotated[int, Field(ge=1)]
    walked_as: Literal["customer", "clerk", "agent"]
    title: Words
    when: Words
    #: How long it takes, so that a manager can choose.
    minutes: Annotated[int, Field(ge=1, le=480)]
    hazards: tuple[str, ...]
    source: Words
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=60)]

    @property
    def digest(self) -> str:
        """SHA-256 of all that it asks; an answer names what was asked."""
        return hashlib.sha256(canonical_bytes(self.model_dump(mode="json"))).hexdigest()


@cache
def sheets() -> dict[str, Sheet]:
    """All sheets by name; SheetError for one that cannot be read."""
    return {sheet.name: sheet for sheet in map(read_sheet, sorted(FOLDER.glob("*.yaml")))}


def read_sheet(path: Path) -> Sheet:
    """One sheet out of its file."""
    try:
        found = Sheet.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
    except (OSError, YAMLError) as error:
        raise SheetError(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SheetError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if found.name != path.stem:
        raise SheetError(f"{path.name}: name: {found.name} is not the file's own")
    ids = [question.id for question in found.questions]
    if len(set(ids)) != len(ids):
        raise SheetError(f"{path.name}: questions: two of them have the same id")
    return found
