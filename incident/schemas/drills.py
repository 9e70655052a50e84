"""Bodies about drills. A scenario's file is taken byte for byte."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from incident.schemas.base import UUID, Body

#: A scenario's file; the reader's own bound is 256 kB.
ScenarioText = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=300_000)]


class PrepareDrill(Body):
    """From a shipped scenario by its name, or from a file's text; exactly one of both."""

    id: UUID
    shipped: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")] | None = None
    text: ScenarioText | None = None


class CheckScenario(Body):
    text: ScenarioText


class OneInject(Body):
    #: The inject's id in the scenario.
    inject: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")


class GiveUp(Body):
    #: Why; its length is looked at by the command.
    reason: str = Field(max_length=4000)
