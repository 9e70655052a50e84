"""What is done with drills: prepared, started, conducted, ended. Only in an exercise world; a live one refuses."""

from incident.commands.drills.conducting import (
    bring_back,
    cancel_drill,
    end_drill,
    pause_drill,
    resume_drill,
    skip_inject,
    start_drill,
)
from incident.commands.drills.preparing import prepare_drill, prepared_footprint
from incident.commands.drills.releasing import Prepared, due_injects, release_inject

__all__ = [
    "Prepared",
    "bring_back",
    "cancel_drill",
    "due_injects",
    "end_drill",
    "pause_drill",
    "prepare_drill",
    "prepared_footprint",
    "release_inject",
    "resume_drill",
    "skip_inject",
    "start_drill",
]
