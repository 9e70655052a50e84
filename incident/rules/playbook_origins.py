"""What a folder of playbooks says of the world that it was exported from: whose they are, and who approved them there.

It stands beside the files as ORIGIN.json. An approval is a claim of the other world and counts for nothing in this one;
it is shown beside the draft as long as the bytes are those that it was given for. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

#: Name of the file, and what its first field says.
FILE = "ORIGIN.json"
SCHEMA: Final = "playbook-origin/1"

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Somebody(_Part):
    """A person of the other world; they have no account here."""

    name_zh: Name
    name_en: Name


class World(_Part):
    """The world that a folder was exported from."""

    name: Name
    kind: Literal["live", "exercise"]


class Publication(_Part):
    """One playbook as it was published there."""

    number: int = Field(ge=1)
    version: int = Field(ge=1)
    #: The playbook's own digest, and the SHA-256 of its file, which the approval there binds.
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12,64}$")]
    source_digest: Digest
    author: Somebody
    approved_by: Somebody
    approved_at: AwareDatetime
    published_at: AwareDatetime


class Origin(_Part):
    """ORIGIN.json: the world, and each publication by its slug."""

    document: Literal["playbook-origin/1"] = Field(alias="schema")
    world: World
    playbooks: Mapping[str, Publication]


class Claim(_Part):
    """What is kept with a draft that came from another world."""

    world: World
    publication: Publication


def origin_json(origin: Origin) -> str:
    """The file, the same for the same publications, so that git sees no change where there is none."""
    return origin.model_dump_json(by_alias=True, indent=1) + "\n"


def read_origin(text: str) -> Origin:
    """Read ORIGIN.json; ValueError names the first field that is wrong."""
    try:
        return Origin.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "$"
        raise ValueError(f"{where}: {first['msg']}") from error
