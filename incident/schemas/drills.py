"""Bodies about drills. A scenario's file is taken byte for byte."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StringConstraints

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


class BeginReachTest(Body):
    id: UUID
    #: `nation` for headquarters and all provinces, or a province's adcode.
    scope: Annotated[str, StringConstraints(pattern=r"^(nation|[1-9][0-9]0000)$")]
    whom: Literal["on_duty", "everybody"] = "on_duty"
    #: Ring in quiet hours as well.
    wakes: StrictBool = False
    #: World minutes in which answers count.
    minutes: Annotated[int, Field(strict=True, ge=5, le=24 * 60)] = 30


class GiveUp(Body):
    #: Why; its length is looked at by the command.
    reason: str = Field(max_length=4000)
