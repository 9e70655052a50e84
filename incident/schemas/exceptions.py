"""Bodies about exceptions: which batches and reasons, and what is to become of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from incident.schemas.base import UUID, Body
from incident.schemas.measures import Reason

BatchId = Annotated[str, StringConstraints(min_length=40, max_length=80)]
#: Cases that one request may name.
MOST = 2000


class ChosenCase(Body):
    batch: BatchId
    reason: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class RetryExceptions(Body):
    batches: list[BatchId] = Field(min_length=1, max_length=MOST)


class HandOverExceptions(Body):
    cases: list[ChosenCase] = Field(min_length=1, max_length=MOST)
    owner: UUID
    note: Reason


class CloseExceptions(Body):
    cases: list[ChosenCase] = Field(min_length=1, max_length=MOST)
    reason: Reason
