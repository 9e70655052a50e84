"""The JSON Schema of a scenario's file, for editors and for checks elsewhere; made from the models that read it.

It is published as `scenarios/scenario-1.json`. The reader sees more: order, ids, what each kind needs.
"""

from __future__ import annotations

from typing import Any

from incident.scenarios.language import Scenario


def schema() -> dict[str, Any]:
    """The schema as plain JSON."""
    made = Scenario.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:tongxin:scenario:1",
        **made,
        "title": "scenario/1",
        "description": "A story for an exercise: beats for the demo's people, injects and targets for a drill.",
    }
