"""Tests of geo: regions, exposure, footprints, impact."""
