"""The pictures of a report as SVG, drawn once and shown by every format. Pure: values in, text out."""

from incident.reports.pictures.acknowledgements import acknowledgement_picture
from incident.reports.pictures.measures import measures_picture
from incident.reports.pictures.region_map import map_picture
from incident.reports.pictures.timeline import timeline_picture

__all__ = ["acknowledgement_picture", "map_picture", "measures_picture", "timeline_picture"]
