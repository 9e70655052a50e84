"""Footprints, regions, exposure and impact. Knows no web, no database, no queue."""
