"""Events of drills, their injects, and tests of who can be reached. They stand in the stream `drill`."""

from incident.events.drills.base import STREAM
from incident.events.drills.injects import InjectBroughtBack, InjectFailed, InjectReleased, InjectSkipped
from incident.events.drills.reach import ReachAnswered, ReachTestBegun, ReachTestClosed
from incident.events.drills.steps import (
    DrillCancelled,
    DrillEnded,
    DrillPaused,
    DrillPrepared,
    DrillResumed,
    DrillStarted,
)

__all__ = [
    "STREAM",
    "DrillCancelled",
    "DrillEnded",
    "DrillPaused",
    "DrillPrepared",
    "DrillResumed",
    "DrillStarted",
    "InjectBroughtBack",
    "InjectFailed",
    "InjectReleased",
    "InjectSkipped",
    "ReachAnswered",
    "ReachTestBegun",
    "ReachTestClosed",
]
