"""Scenarios: one language for what happens in an exercise, whoever plays it. docs/drills.md tells of it.

`beats` are what people of the cast do by the clock and `afterwards` how they review it, both played by the demo;
`injects` are what comes from outside and `targets` what is expected of the players, used by drills. One file may have
all of them. Pure.
"""

from incident.scenarios.afterwards import AfterStep, Afterwards
from incident.scenarios.exercise import INJECTS, SYSTEMS, TARGETS, Inject, Target
from incident.scenarios.language import Beat, IncidentTitle, Range, Scenario, Teams, Temper
from incident.scenarios.parts import Words
from incident.scenarios.reading import (
    FOLDER,
    ScenarioError,
    load_scenario,
    read_scenario,
    scenario_names,
    scenario_text,
)

__all__ = [
    "FOLDER",
    "INJECTS",
    "SYSTEMS",
    "TARGETS",
    "AfterStep",
    "Afterwards",
    "Beat",
    "IncidentTitle",
    "Inject",
    "Range",
    "Scenario",
    "ScenarioError",
    "Target",
    "Teams",
    "Temper",
    "Words",
    "load_scenario",
    "read_scenario",
    "scenario_names",
    "scenario_text",
]
