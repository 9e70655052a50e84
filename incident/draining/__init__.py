"""What leaves the house: claims rows of the outbox, sends or asks outside any transaction, records what came of it.

One function for each kind of row. What is the same for all (claim, send, note, fence) stands in `cycle`.
"""

from incident.draining.drains import KINDS, LABELS, Drains
from incident.draining.endpoints import Endpoints, build_endpoints
from incident.draining.in_process import InProcessDrainer
from incident.draining.pace import Pace

__all__ = ["KINDS", "LABELS", "Drains", "Endpoints", "InProcessDrainer", "Pace", "build_endpoints"]
