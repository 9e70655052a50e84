"""Turns facts into a report: which sections a kind has, and where each value comes from. Pure."""

from incident.reports.building.building import build, summary_of
from incident.reports.building.ground import Ground

__all__ = ["Ground", "build", "summary_of"]
